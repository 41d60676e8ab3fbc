"""One publication as one subscriber gets it. Holds a row of the publication's forwarding table while negotiated."""

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sfu.core.classes import class_of
from sfu.core.layers import OFF, TrackSetting, choose_layer, temporal_limit, wanted_quality
from sfu.core.moving import move
from sfu.core.records import PAUSED, Negotiated

if TYPE_CHECKING:
    from sfu.core.forwarding import Forwarder
    from sfu.net.transport import Transport
    from sfu.rooms.participant import Participant
    from sfu.rooms.publication import Publication
    from sfu.rooms.tap import Tap


_TEMPORAL: Final = frozenset({"video/VP8", "video/VP9", "video/AV1"})
"""Codecs whose temporal layers can be told apart."""
UNLIMITED: Final = 99
"""In `Subscription.limit`: any layer."""
NOTHING: Final = -1
"""In `Subscription.limit`: paused."""


class Subscription:
    """Made when a client subscribes; media flows once `activate` told what was negotiated. `row` is -1 until then.

    `source` is what its packets are taken from: the publication, or one of its alternatives that was negotiated too
    (`choices`). `unsupported`: the client can decode none of them.
    """

    __slots__ = (
        "choices",
        "limit",
        "mid",
        "publication",
        "row",
        "rtx_ssrc",
        "setting",
        "source",
        "ssrc",
        "subscriber",
        "transport",
        "unsupported",
    )

    def __init__(self, publication: "Publication", subscriber: "Participant | Tap") -> None:
        self.publication = publication
        self.subscriber = subscriber
        self.transport: Transport | Tap = subscriber.subscriber  # where its packets go
        self.row = -1
        self.ssrc = random.getrandbits(31) | 1
        self.rtx_ssrc = random.getrandbits(31) | 1
        self.mid: str | None = None
        self.source = publication
        self.choices: dict[Publication, Negotiated] = {}
        self.unsupported = False
        self.setting = TrackSetting()
        self.limit = UNLIMITED
        """The highest layer the subscriber's line has room for, NOTHING: paused. See `downlink`."""

    @property
    def sid(self) -> str:
        """The sid of the track."""
        return self.publication.sid

    @property
    def forwarder(self) -> "Forwarder":
        """Whose row `row` is."""
        return self.source.forwarder

    @property
    def active(self) -> bool:
        return self.row >= 0

    def activate(self, negotiated: "Negotiated | Mapping[Publication, Negotiated]") -> None:
        """Media sections agree. Called after every renegotiation; the same terms change nothing.

        `negotiated`: the terms for the publication itself, or for each source that the client can be sent from.
        """
        choices = {self.publication: negotiated} if isinstance(negotiated, Negotiated) else dict(negotiated)
        before, self.choices = self.choices, choices
        self.unsupported = False
        if self.row >= 0:
            terms = choices.get(self.source)
            if not choices:
                self._stop()
            elif terms is None:
                self._take(self._best())
            elif terms != before.get(self.source):
                self.forwarder.renegotiate(self.row, terms)
        downlink = self.subscriber.downlink
        twcc_id = max((terms.twcc_id for terms in choices.values()), default=0)
        if downlink is not None and twcc_id:
            downlink.negotiated(twcc_id)
        self.start()
        self.apply()

    def start(self) -> None:
        """Forwards from now on, if the terms are known and the connection is up (a keyframe before would be lost)."""
        if self.row < 0 and self.choices and self.transport.connected:
            before, self.source = self.source, self._best()
            if self.source is not before:
                self.publication.publisher.room.dynacast(self.publication)
            self.forwarder.add(self, self.choices[self.source])
            self.source.rows_changed()
            downlink = self.subscriber.downlink
            if downlink is not None and self.publication.kind == "video":
                self.limit = downlink.first_limit()
            self.apply()
            if downlink is not None:
                downlink.changed()

    def deactivate(self) -> None:
        """Stops forwarding and gives the row back."""
        self._stop()
        self.choices = {}

    def drop(self, source: "Publication") -> None:
        """An alternative ended: goes on from another, if the client has one."""
        if self.choices.pop(source, None) is None or self.source is not source:
            return
        if self.choices and self.row >= 0:
            self._take(self._best())
            self.apply()
        else:
            self._stop()
            self.source = self.publication

    def _stop(self) -> None:
        if self.row >= 0:
            self.forwarder.remove(self.row)
            self.source.rows_changed()
        self.row = -1

    def _best(self) -> "Publication":
        """The first of the publication's sources that was negotiated; not before media comes of it, while there is
        another that is in force.
        """
        best = next(source for source in self.publication.sources() if source in self.choices)
        if best is not self.source and not best.flowing and self.row >= 0 and self.source in self.choices:
            return self.source
        return best

    def _take(self, source: "Publication") -> None:
        before, self.source = self.source, source
        move(self, before.forwarder, source.forwarder, self.choices[source])
        before.rows_changed()
        source.rows_changed()
        self.publication.publisher.room.dynacast(self.publication)

    def apply(self) -> None:
        """Takes the best source there is, and writes into the row what the subscriber wants, as far as it comes and
        the line carries it.
        """
        if self.row < 0:
            return
        best = self._best()
        if best is not self.source:
            self._take(best)
        if self.setting.disabled or self.limit == NOTHING:
            self.forwarder.pause(self.row, PAUSED)
            return
        self.forwarder.resume(self.row, PAUSED)
        layer = min(self.wanted_layer(), self.limit)
        self.forwarder.set_target(self.row, class_of(layer, self._temporal(layer)))

    def _temporal(self, layer: int) -> int | None:
        """The highest temporal layer for the frame rate asked for; None: all."""
        encoding = self.source.encoding
        if not self.setting.fps or encoding is None or encoding.mime not in _TEMPORAL:
            return None
        now = self.source.publisher.node.clock.monotonic()
        return temporal_limit(self.setting.fps, self.forwarder.frame_rate(layer, now))

    def drop_current(self) -> None:
        """What flows ends at once, and goes on with the next keyframe of the layer it shall have."""
        if self.row >= 0:
            self.forwarder.drop_current(self.row)

    def wanted_quality(self) -> int:
        """LiveKit's quality this subscriber asks for, OFF when it wants none."""
        return OFF if self.setting.disabled else wanted_quality(self.setting, self.source.sizes)

    def wanted_layer(self) -> int:
        """The best layer there is for what the subscriber asks for, whatever its line carries."""
        source = self.source
        if not source.layered and not source.scalable:
            return 0
        layer = choose_layer(self.setting, source.sizes, source.live)
        return 0 if layer is None else layer
