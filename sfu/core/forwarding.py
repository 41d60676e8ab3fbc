"""One publication to its subscribers: each packet looked at once, then rewritten for every row that takes its layer.

The rule: between two events (switch, pause, restart) a row's mapping is constant: out sequence = the layer's
compacted sequence + offset. So one out sequence number stands for exactly one source packet, and gaps are only
those the publisher's network made.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Literal

from sfu.wire.rtcp import SenderReport
from sfu.wire.rtp import Buffer, RtpHeader

from .keyframes import KeyframeRequests
from .records import Negotiated, RowOwner, SubscriptionTable, TransportTable

Outgoing = tuple[RowOwner, bytes | bytearray | memoryview]
"""(whose transport, the plaintext RTP packet, exactly as long as it is): protect and send it, do not keep it."""

Kind = Literal["audio", "video"]


class Forwarder:
    """One publication. Rows are named by `owner.row` (see SubscriptionTable); layers are 0 (lowest) upward, audio
    has only 0.

    `mime` as in LiveKit ("video/VP8", "audio/opus", …); `clock_rate` in Hz. `audio_level_id` is the id of RFC
    6464's extension in the publisher's packets (0: none; assignable later). `rng` gives first sequence numbers
    and timestamps.
    """

    def __init__(
        self,
        kind: Kind,
        mime: str,
        clock_rate: int,
        transports: TransportTable,
        *,
        audio_level_id: int = 0,
        rng: random.Random | None = None,
    ) -> None:
        self.kind: Kind = kind
        self.mime = mime
        self.clock_rate = clock_rate
        self.audio_level_id = audio_level_id
        self.table = SubscriptionTable()
        self.keyframes = KeyframeRequests()
        raise NotImplementedError

    # ---- rows ------------------------------------------------------------------------------------------------------

    def add(self, owner: RowOwner, negotiated: Negotiated) -> int:
        """A row for `owner` (its `row` is set); nothing flows until `set_target`."""
        raise NotImplementedError

    def renegotiate(self, row: int, negotiated: Negotiated) -> None:
        """Other payload type, extension ids or RTX for the same stream. Packets sent before cannot be repeated
        any more.
        """
        raise NotImplementedError

    def remove(self, row: int) -> None:
        """Ends the row; another owner's `row` may change."""
        raise NotImplementedError

    # ---- decisions -------------------------------------------------------------------------------------------------

    def set_target(self, row: int, layer: int | None) -> None:
        """Which layer the row shall have. Video: in force from the layer's next keyframe on, until then the old
        one goes on; audio: at once. None stops the row at once. Asking for the layer in force takes back a
        pending switch.
        """
        raise NotImplementedError

    def pause(self, row: int, reason: int = 1) -> None:
        """Stops the row at once and keeps its target; `reason` is a flag (PAUSED, MUTED). Numbers go on without a
        gap.
        """
        raise NotImplementedError

    def resume(self, row: int, reason: int = 1) -> None:
        """Takes back one reason; with none left video goes on at the target's next keyframe, audio at the next
        packet.
        """
        raise NotImplementedError

    def restart_layer(self, layer: int) -> None:
        """The layer's source changed (a new SSRC): its next packets begin anew, the subscribers' numbers go on."""
        raise NotImplementedError

    # ---- keyframes -------------------------------------------------------------------------------------------------

    def needs_keyframe(self) -> set[int]:
        """Layers that some running row waits for; always empty for audio. Ask for them throttled: see
        `keyframe_requests`.
        """
        raise NotImplementedError

    def on_picture_loss(self, row: int) -> int | None:
        """The subscriber asked for a keyframe (PLI, FIR): notes the wish, returns the layer meant (None: nothing
        to ask).
        """
        raise NotImplementedError

    def keyframe_requests(self, now: float) -> list[int]:
        """Layers to send a PLI to the publisher for, now: needs and wishes, throttled, repeated until a keyframe
        comes.

        Call it after events and on a tick of 20 to 100 ms.
        """
        raise NotImplementedError

    # ---- media -----------------------------------------------------------------------------------------------------

    def on_packet(self, layer: int, header: RtpHeader, data: Buffer, now: float) -> Sequence[Outgoing]:
        """One packet of the publisher, header parsed, RTX and FEC already undone; `data` must not change afterwards.

        Duplicates, padding-only packets in order, and what is too old give nothing.
        """
        raise NotImplementedError

    def retransmit(self, row: int, sequences: Iterable[int], now: float) -> list[Outgoing]:
        """Packets for a subscriber's NACK (out sequence numbers). By RTX where negotiated, else the identical bytes.

        The same packet at most once a round trip (`rows["rtt"]`), all of a row within a byte budget; unknown ones
        are left out.
        """
        raise NotImplementedError

    # ---- reports ---------------------------------------------------------------------------------------------------

    def on_sender_report(self, layer: int, ntp: int, rtp_timestamp: int, now: float) -> None:
        """The publisher's sender report for the layer's SSRC; `ntp` 64 bits (32.32)."""
        raise NotImplementedError

    def sender_report(self, row: int, now_ntp: int, now: float) -> SenderReport | None:
        """The report to send to the row's subscriber, on the publisher's own clock, so that its audio and video
        stay together.

        None before a packet went out or before the layer in force had a report of its own (which it has soon
        after a switch). A publisher that sent none within 5 s of media gets one made from `now_ntp` (our wall
        clock, 64 bits).
        """
        raise NotImplementedError

    def on_receiver_report(self, row: int, last_report: int, delay: int, now: float) -> float | None:
        """Reads LSR and DLSR (RFC 3550 6.4.1, both 32 bits) of the subscriber's report block: the round trip in
        seconds.

        It is kept in the row (smoothed) for retransmissions. None when the block names no report of ours.
        """
        raise NotImplementedError
