"""What the node refused, by reason: nothing is dropped without a number telling so.

The reasons are label values of `sfu_dropped_packets_total`, so the set is closed.
"""

from collections import Counter
from typing import Final

REASONS: Final = (
    "not_webrtc",  # first byte belongs to no protocol of RFC 7983
    "oversized",  # longer than any datagram we accept
    "stun_malformed",  # looks like STUN, does not parse or is no binding request
    "stun_unknown_ufrag",  # a check for a session that does not exist (any more)
    "stun_integrity",  # a check with a wrong password
    "stun_flood",  # more checks than a session, or a host without one, may send
    "unknown_address",  # media or DTLS from an address that passed no check
    "dtls_overflow",  # handshake or SCTP packets faster than they are read
    "dtls_hello_flood",  # more handshakes begun than a host, or the node, takes in a second
    "dtls_flood",  # more unencrypted handshake records than a connection may send
    "tcp_framing",  # a TCP stream that is not framed as RFC 4571 says
    "tcp_unproven",  # a TCP connection that passed no check in time, or made room for a newer one
    "tcp_blocked",  # a packet for a client that reads its TCP connection too slowly
    "srtp_before_keys",  # media before the DTLS handshake ended
    "srtp_auth",  # SRTP authentication failed
    "srtp_replay",  # SRTP sequence seen before or too old
    "rtp_malformed",
    "rtcp_malformed",
    "red_malformed",  # redundant audio (RFC 2198) whose blocks overrun it
    "rtp_unknown_stream",  # neither SSRC nor mid belongs to a publication
    "send_blocked",  # the socket's send buffer was full
    "send_failed",  # the kernel refused the destination
    "send_exhausted",  # more packets wait to be sent than the node holds
    "send_protect",  # libsrtp refused to protect the packet
    "data_malformed",  # a data channel message that is no DataPacket
    "data_oversized",
    "data_not_permitted",
    "data_rate",  # more data messages or bytes than one person may send
    "data_repeated",  # a nonce that was delivered already
    "data_duplicate",  # a reliable message sent again after a resume that had come
    "data_unknown_track",  # a data track packet with a handle that names nothing
    "data_buffer_full",  # the subscriber reads its data channel too slowly
    "token_malformed",
    "token_bad_signature",
    "token_expired",
    "token_not_yet_valid",
    "token_unknown_key",
    "token_wrong_algorithm",
    "token_missing_claim",
    "signal_malformed",
    "signal_rate",  # read later than it came: more messages than one client may send
    "join_rate",  # knocked more often than an address or a room may
    "join_refused",  # locked, full, removed, not open: a good token that opens nothing now
    "metadata_oversized",
    "metadata_rate",
    "track_limit",
    "host_rate",  # more host calls than one room may make
    "signal_overflow",  # the client reads its WebSocket too slowly
)


class Drops:
    """Counts by reason. An unknown reason is a programming error and raises KeyError."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(REASONS, 0))

    def add(self, reason: str, n: int = 1) -> None:
        if reason not in self.counts:
            raise KeyError(reason)
        self.counts[reason] += n
