"""One publication as one subscriber gets it. Holds a row of the publication's forwarding table while negotiated."""

import random
from typing import TYPE_CHECKING

from sfu.core.layers import OFF, TrackSetting, choose_layer, wanted_quality
from sfu.core.records import PAUSED, Negotiated

if TYPE_CHECKING:
    from sfu.net.transport import Transport
    from sfu.rooms.participant import Participant
    from sfu.rooms.publication import Publication


class Subscription:
    """Made when a client subscribes; media flows once `activate` told what was negotiated. `row` is -1 until then."""

    __slots__ = (
        "mid",
        "negotiated",
        "publication",
        "row",
        "rtx_ssrc",
        "setting",
        "ssrc",
        "subscriber",
        "transport",
    )

    def __init__(self, publication: "Publication", subscriber: "Participant") -> None:
        self.publication = publication
        self.subscriber = subscriber
        self.transport: Transport = subscriber.subscriber  # where its packets go
        self.row = -1
        self.ssrc = random.getrandbits(31) | 1
        self.rtx_ssrc = random.getrandbits(31) | 1
        self.mid: str | None = None
        self.negotiated: Negotiated | None = None
        self.setting = TrackSetting()

    @property
    def sid(self) -> str:
        """The sid of the track."""
        return self.publication.sid

    @property
    def active(self) -> bool:
        return self.row >= 0

    def activate(self, negotiated: Negotiated) -> None:
        """Media sections agree. Called after every renegotiation; the same terms change nothing."""
        if self.row >= 0 and negotiated != self.negotiated:
            self.publication.forwarder.renegotiate(self.row, negotiated)
        self.negotiated = negotiated
        self.start()

    def start(self) -> None:
        """Forwards from now on, if the terms are known and the connection is up (a keyframe before would be lost)."""
        if self.row < 0 and self.negotiated is not None and self.transport.connected:
            self.publication.forwarder.add(self, self.negotiated)
            self.apply()

    def deactivate(self) -> None:
        """Stops forwarding and gives the row back."""
        if self.row >= 0:
            self.publication.forwarder.remove(self.row)
        self.row = -1
        self.negotiated = None

    def apply(self) -> None:
        """Writes what the subscriber wants, as far as it is being sent, into the row."""
        if self.row < 0:
            return
        publication = self.publication
        if self.setting.disabled:
            publication.forwarder.pause(self.row, PAUSED)
            return
        publication.forwarder.resume(self.row, PAUSED)
        publication.forwarder.set_target(self.row, self._layer())

    def wanted_quality(self) -> int:
        """LiveKit's quality this subscriber asks for, OFF when it wants none."""
        return OFF if self.setting.disabled else wanted_quality(self.setting, self.publication.sizes)

    def _layer(self) -> int | None:
        publication = self.publication
        if not publication.layered:
            return 0
        return choose_layer(self.setting, publication.sizes, publication.live)
