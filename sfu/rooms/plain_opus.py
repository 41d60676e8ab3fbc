"""Opus alone out of an audio track published with redundancy (RED, RFC 2198), for those who do not speak RED.

The rule: one subscription of the redundant track feeds the plain one, and only while somebody wants that. Packets
keep their numbers; one that was lost is taken from the redundancy of the next, so these listeners gain by RED too.
"""

import random
from typing import TYPE_CHECKING, Final

from sfu.core.records import Negotiated
from sfu.wire import red, rtp
from sfu.wire.errors import WireError

if TYPE_CHECKING:
    from sfu.net.kernel import KernelTransport
    from sfu.rooms.publication import Publication

_AUDIO_LEVEL_ID: Final = 1  # of the packets between the two forwarders
_MOST_LOST: Final = 4  # packets in a row that are looked for in one packet's redundancy


class PlainOpus:
    """Feeds `plain` from `source`. Holds a row of the source's forwarder while `adjust` finds it needed."""

    def __init__(self, source: "Publication", plain: "Publication") -> None:
        self.row = -1
        self._source = source
        self._plain = plain
        self._node = source.publisher.node
        self._ssrc = random.getrandbits(31) | 1
        self._transport_row = -1
        self._native: KernelTransport | None = None
        self._highest = -1

    @property
    def transport(self) -> "PlainOpus":
        """Where the source's forwarder sends this row's packets."""
        return self

    def adjust(self) -> None:
        """Begins when somebody takes the plain track, ends with the last."""
        needed = len(self._plain.forwarder.table) > 0
        if needed and self.row < 0:
            self._plain.use_level_id(_AUDIO_LEVEL_ID)
            self._transport_row = self._node.transports.add()
            if self._node.kernel is not None:
                self._native = self._node.kernel.transport(self)
                self._native.path(-1, None)
                self._native.serve(self._transport_row)
            negotiated = Negotiated(self._ssrc, 0, self._transport_row, audio_level_id=_AUDIO_LEVEL_ID)
            self._source.forwarder.add(self, negotiated)
            self._source.forwarder.set_target(self.row, 0)
        elif not needed:
            self.close()

    def close(self) -> None:
        """Feeds nothing any more."""
        if self.row >= 0:
            self._source.forwarder.remove(self.row)
            if self._native is not None:
                self._native.close()
                self._native = None
            self._node.transports.remove(self._transport_row)

    def report(self, ntp: int, now: float) -> None:
        """Passes the publisher's clock on, once a second: see Forwarder.sender_report."""
        if self.row >= 0:
            report = self._source.forwarder.sender_report(self.row, ntp, now)
            if report is not None:
                self._plain.forwarder.on_sender_report(0, report.ntp, report.rtp_timestamp, now)

    # ---- what the source's forwarder sends ----

    def deliver(self, packet: bytes) -> None:
        """One redundant packet, out of the C kernel."""
        self.send_rtp(packet)

    def send_rtp(self, packet: bytes | bytearray | memoryview) -> bool:
        """One redundant packet. False: nothing went out on a wire by this row."""
        data = bytes(packet)
        try:
            header = rtp.parse(data)
            blocks = red.parse(data[header.payload_offset : header.payload_end])
        except WireError:
            self._node.drops.add("red_malformed")
            return False
        ahead = (header.sequence - self._highest) & 0xFFFF if self._highest >= 0 else 1
        if ahead < 0x8000:
            self._highest = header.sequence
            for back in range(min(ahead - 1, _MOST_LOST, len(blocks) - 1), 0, -1):
                lost = blocks[-1 - back]
                self._forward(data, header, back, lost.timestamp_offset, lost.data)
        self._forward(data, header, 0, 0, blocks[-1].data)
        return False

    def _forward(self, data: bytes, header: rtp.RtpHeader, back: int, earlier: int, payload: bytes) -> None:
        """The frame of the packet `back` numbers before this one, to all plain subscribers."""
        if not payload:
            return
        made = bytearray(data[: header.payload_offset])
        made[0] &= 0xDF  # padding stays with the packet it came in
        if back:
            made[1] &= 0x7F
        made[2:4] = ((header.sequence - back) & 0xFFFF).to_bytes(2, "big")
        made[4:8] = ((header.timestamp - earlier) & 0xFFFF_FFFF).to_bytes(4, "big")
        packet = bytes(made) + payload
        sent = 0
        for owner, outgoing in self._plain.forwarder.on_packet(
            0, rtp.parse(packet), packet, self._node.clock.monotonic()
        ):
            sent += owner.transport.send_rtp(outgoing)  # type: ignore[attr-defined]  # rows of Subscriptions
        self._node.counters.forwarded += sent
