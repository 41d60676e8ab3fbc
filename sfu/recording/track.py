"""One track on its way into one file: packets from a tap, frames in order, times on the recording's clock.

The rule: a frame goes to the file only when a decoder can use it; while one is missing, the publisher is asked for a
keyframe, as often as it bears.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from livekit.protocol.models import TrackSource

from sfu.recording.depacketize import Depacketizer, assembler_for, opus_samples
from sfu.recording.reorder import Arrived, Reorder
from sfu.recording.timeline import PublisherClock, Timeline
from sfu.recording.units import Unit
from sfu.rooms.alternatives import plain_of
from sfu.rooms.clock import ntp64
from sfu.rooms.publication import Publication
from sfu.rooms.tap import Tap
from sfu.wire import rtp
from sfu.wire.errors import WireError

ASK_AGAIN: Final = 0.5
"""Seconds between two wishes for a keyframe while none came."""


class Piece(NamedTuple):
    """One frame. `at`: its instant on our monotonic clock, in seconds; `duration` in seconds, 0 where not known."""

    unit: Unit
    at: float
    duration: float


def source_of(publication: Publication) -> Publication:
    """What a file is made from: Opus alone where it comes with redundancy, a backup codec once all go over to it."""
    if publication.kind == "audio":
        return plain_of(publication)
    best = publication.sources()[:1]
    return best[0] if best and best[0].flowing else publication


def recordable(publication: Publication) -> str:
    """Why a publication cannot be written into a file; "" when it can."""
    if publication.info.encryption:
        return "encrypted end to end"
    encoding = source_of(publication).encoding
    if encoding is None or assembler_for(encoding.mime) is None:
        return "a codec that no file takes undecoded"
    return ""


class TrackRecorder:
    """Taps a publication that is `recordable`. `on_piece` gets its frames, `on_end` is called once after the last."""

    def __init__(
        self,
        publication: Publication,
        clock: PublisherClock,
        on_piece: Callable[["TrackRecorder", Piece], None],
        on_end: Callable[["TrackRecorder"], None],
    ) -> None:
        self.taken_from = source_of(publication)
        encoding = self.taken_from.encoding
        assembler = assembler_for(encoding.mime) if encoding is not None else None
        assert encoding is not None
        assert assembler is not None
        self.publication = publication
        self.participant = publication.publisher
        self.mime = encoding.mime
        self.clock_rate = encoding.clock_rate
        self.file: int | None = None  # once its first frame came
        self.began = 0.0  # our monotonic clock: the instant of its first frame
        self.ticks = -1  # of the last frame, since then
        self._clock = clock
        self._on_piece = on_piece
        self._on_end = on_end
        self._node = publication.publisher.node
        self._reorder = Reorder()
        self._depacketizer = Depacketizer(assembler, video=publication.kind == "video")
        self._timeline = Timeline(encoding.clock_rate)
        self._asked = self._node.clock.monotonic()
        self._tap = Tap(publication, self._on_packet, self._ended, self.taken_from)

    @property
    def source(self) -> str:
        """ "camera", "microphone", "screen_share", … or the track's kind."""
        source = self.publication.info.source
        if source == TrackSource.UNKNOWN:
            return self.publication.kind
        return str(TrackSource.Name(source)).lower()

    def tick(self, now: float) -> None:
        """About once a second: holes that were waited for long enough, and the publisher's clock."""
        self._read(self._reorder.due(now))
        report = self._tap.report(ntp64(self._node.clock.wall()), now)
        if report is not None:
            instant = self._clock.ours(report.ntp / (1 << 32), now)
            self._timeline.report(report.rtp_timestamp, instant)

    def close(self) -> None:
        """The recording or the track is over: what waits is still written."""
        self._read(self._reorder.flush())
        self._tap.close()

    def cut(self) -> None:
        """Stops at once; what is not written yet will not be."""
        self._reorder.flush()
        self._tap.close()

    def _ended(self) -> None:
        self._read(self._reorder.flush())
        self._on_end(self)

    def _on_packet(self, packet: bytes) -> None:
        now = self._node.clock.monotonic()
        try:
            header = rtp.parse(packet)
        except WireError:
            self._node.drops.add("rtp_malformed")
            return
        self._read(self._reorder.push(header, packet, now))
        if self._depacketizer.waits and now - self._asked >= ASK_AGAIN:
            self._asked = now
            self._tap.want_keyframe()

    def _read(self, packets: list[Arrived]) -> None:
        for packet in packets:
            for frame in self._depacketizer.push(packet):
                at = self._timeline.at(frame.timestamp, frame.arrived)
                seconds = opus_samples(frame.unit.data) / 48_000 if self.mime == "audio/opus" else 0.0
                self._on_piece(self, Piece(frame.unit, at, seconds))
