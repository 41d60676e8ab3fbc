"""Takes one publication out of a room without being in it: what records is a subscriber, but no participant.

The rule: a tap is a Subscription like any other, so the forwarder chooses its layer, switches cleanly and numbers its
packets without gaps; its packets go to a function instead of a socket.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from livekit.protocol.rtc import SignalResponse

from sfu.core.records import Negotiated
from sfu.rooms.ids import new_sid
from sfu.rooms.subscription import Subscription

if TYPE_CHECKING:
    from sfu.rooms.publication import Publication
    from sfu.wire.rtcp import SenderReport

TAP = "TP_"


class Tap:
    """`on_packet` gets each plaintext RTP packet of a negotiated publication; `on_end` is called once, when it ends.

    Both are called on the loop and must not block. It takes the best layer there is of `source`: the publication, or
    one of its alternatives.
    """

    connected = True
    downlink = None  # nothing limits what is recorded

    def __init__(
        self,
        publication: "Publication",
        on_packet: Callable[[bytes], None],
        on_end: Callable[[], None],
        source: "Publication | None" = None,
    ) -> None:
        self._source = source or publication
        assert self._source.encoding is not None
        self.publication = publication
        self.sid = new_sid(TAP)
        self._on_packet = on_packet
        self._on_end = on_end
        self._node = publication.publisher.node
        self.transport_row = self._node.transports.add()
        self._node.port.take(self.transport_row, self._take)
        self._ended = False
        self._subscription = Subscription(publication, self)
        self._ssrc = self._subscription.ssrc.to_bytes(4, "big")
        publication.subscriptions[self.sid] = self._subscription
        terms = Negotiated(
            ssrc=self._subscription.ssrc,
            payload_type=self._source.encoding.payload_type,
            transport=self.transport_row,
        )
        self._subscription.activate({self._source: terms})
        publication.publisher.room.dynacast(publication)
        publication.publisher.ask_for_keyframes(self._source, self._node.clock.monotonic())

    def close(self) -> None:
        """Takes no more. Idempotent."""
        if self._ended:
            return
        self._ended = True
        self._subscription.deactivate()
        self.publication.subscriptions.pop(self.sid, None)
        self._node.port.release(self.transport_row)
        self._node.transports.remove(self.transport_row)
        self.publication.publisher.room.dynacast(self.publication)
        self._on_end()

    def want_keyframe(self) -> None:
        """Asks the publisher for a keyframe, with the throttle that holds for all subscribers."""
        if self._subscription.active:
            self._subscription.forwarder.on_picture_loss(self._subscription.row)
            self.publication.publisher.ask_for_keyframes(self._source, self._node.clock.monotonic())

    def report(self, ntp: int, now: float) -> "SenderReport | None":
        """What a subscriber would be told of the publisher's clock now: see Forwarder.sender_report."""
        if not self._subscription.active:
            return None
        return self._subscription.forwarder.sender_report(self._subscription.row, ntp, now)

    # ---- what a Subscription asks of its subscriber and its transport ----

    @property
    def subscriber(self) -> "Tap":
        return self

    @property
    def subscribing(self) -> "Tap":
        return self

    @property
    def link(self) -> "Tap":
        return self

    def send(self, message: SignalResponse) -> None:
        """What a client would be told."""

    def subscriptions_changed(self) -> None:
        """A tap takes what it took at its beginning."""

    def remove(self, subscription: Subscription) -> None:
        """The publication ended."""
        self.close()

    def send_rtp(self, packet: bytes | bytearray | memoryview) -> bool:
        self._take(bytes(packet))
        return True

    def gather_rtp(self, packet: bytes | bytearray | memoryview, *, last: bool) -> bool:
        self._take(bytes(packet))
        return True

    def _take(self, packet: bytes) -> None:
        # Rows are used again: what is still under way for the one before us is not ours.
        if not self._ended and packet[8:12] == self._ssrc:
            self._on_packet(packet)
