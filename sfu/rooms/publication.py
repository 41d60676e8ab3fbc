"""One track a participant publishes: what it says of itself (TrackInfo), its layers, its forwarder.

Layer numbers count from the smallest. LiveKit's rids q, h, f are its qualities low, medium, high.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from livekit.protocol.models import Encryption, SimulcastCodecInfo, TrackInfo, TrackSource, TrackType, VideoLayer
from livekit.protocol.rtc import AddTrackRequest

from sfu.core.forwarding import Forwarder, Kind
from sfu.core.layers import OFF, LayerSize, carried, dynacast_enabled, dynacast_quality, layer_of, live_layers
from sfu.core.plans import PythonPlans
from sfu.core.quality import Expected
from sfu.core.rates import LayerRates
from sfu.core.reception import IncomingStream
from sfu.core.records import TransportTable
from sfu.core.state import Levels
from sfu.net.kernel import KernelPublication
from sfu.rooms.ids import TRACK, new_sid
from sfu.rooms.limits import MAX_FEATURES

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant
    from sfu.rooms.plain_opus import PlainOpus
    from sfu.rooms.subscription import Subscription

_QUALITY_OF_RID: Final = {"q": 0, "h": 1, "f": 2}
MAX_LAYERS: Final = 3
_GUESSES: Final = (160_000.0, 500_000.0, 1_700_000.0)  # bits a second of layers nobody has seen or declared
_SCALABLE: Final = frozenset({"video/VP9", "video/AV1"})


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec a publisher's media section was answered with."""

    mime: str  # as in TrackInfo: "video/VP8"
    clock_rate: int
    payload_type: int
    rtx_payload_type: int | None
    fmtp: str
    channels: int = 0


class ReceptionWindow(NamedTuple):
    """What came of a publication since the last look, all layers together: `octets` of packets, where `declared_bits`
    should have come; `missing`: layers that were wanted and did not, on average.
    """

    received: int
    lost: int
    jitter_ms: float
    octets: int
    declared_bits: float
    missing: float


@dataclass(slots=True)
class Layer:
    """One incoming stream of a publication."""

    index: int
    rid: str
    stream: IncomingStream
    rtx_ssrc: int = 0
    recovered: float = 0.0  # when a packet was last taken that was not the newest
    counted: tuple[int, int, int] = (0, 0, 0)  # packets, losses, octets at the last look
    levels: Levels = field(default_factory=Levels)  # audio levels the kernel noted

    @property
    def last_received(self) -> float:
        """When a packet was last taken; 0 before the first."""
        return max(self.recovered, self.stream.last_received or 0.0)


class Publication:
    """Begins with the client's AddTrackRequest; media can flow once `negotiate` gave it a codec."""

    def __init__(
        self, publisher: "Participant", request: AddTrackRequest, original: "Publication | None" = None
    ) -> None:
        self.publisher = publisher
        self.cid = request.cid
        self.kind: Kind = "video" if request.type == TrackType.VIDEO else "audio"
        self._original = original
        self.sid: str = original.sid if original is not None else request.sid[:64] or new_sid(TRACK)
        self.info: TrackInfo = original.info if original is not None else _track_info(self.sid, self.kind, request)
        self.codec: SimulcastCodecInfo = self.info.codecs[0]  # what the track info says of this encoding
        self.alternatives: list[Publication] = []
        self.feed: PlainOpus | None = None  # where its packets come from, if not from the network
        self.regressed = False  # the backup codec is preferred
        self.without_red = False  # redundancy was negotiated and is not used
        self.encoding: Encoding | None = None
        self.mid: str | None = None
        self.ended = False
        self.layered = False  # several SSRCs, told apart by rid
        self.scalable = False  # several spatial layers in one SSRC
        self.declared: tuple[LayerSize, ...] = ()  # by the client, smallest first
        self.sizes: tuple[LayerSize, ...] = ()  # of the layers that come: less what the encoder left out below
        self.layers: dict[int, Layer] = {}
        self.live: tuple[int, ...] = ()
        self.subscriptions: dict[str, Subscription] = {} if original is None else original.subscriptions  # by sid
        self._forwarder: Forwarder | None = None
        self._rates = LayerRates()
        self._expected = Expected(publisher.node.clock.monotonic())
        self._dynacast: dict[str, dict[int, bool]] | None = None
        self._wanted = OFF  # the greatest quality somebody wants of the primary codec

    @property
    def original(self) -> "Publication":
        """What this is an alternative of (see rooms/alternatives.py), else itself."""
        return self._original or self

    # ---- negotiation ----

    @property
    def forwarder(self) -> Forwarder:
        """There once a codec was negotiated; nobody can be subscribed before."""
        assert self._forwarder is not None, "publication without a codec"
        return self._forwarder

    @property
    def negotiated(self) -> bool:
        return self._forwarder is not None

    @property
    def wanted_codec(self) -> str:
        """The codec name the client announced ("vp8", "opus")."""
        return self.codec.mime_type.partition("/")[2].lower()

    @property
    def wants_red(self) -> bool:
        """Whether redundant audio is taken: never of encrypted audio, whose blocks nobody here can tell apart."""
        return self.kind == "audio" and not self.info.disable_red and self.info.encryption == Encryption.NONE

    def negotiate(
        self,
        encoding: Encoding,
        *,
        mid: str,
        rids: list[str],
        audio_level_id: int,
        transports: TransportTable,
        descriptor_id: int = 0,
    ) -> None:
        """The offer's section for this track was answered. Later offers may only confirm it: codecs do not change."""
        self.mid = mid
        if self._forwarder is None:
            self.encoding = encoding
            self.layered = len(rids) > 1
            sizes = _sizes(self.codec.layers or self.info.layers)
            self.scalable = not self.layered and encoding.mime in _SCALABLE and len(sizes) > 1
            self.declared = self.sizes = sizes if self.layered or self.scalable else ()
            self.codec.mime_type = encoding.mime
            if self.original is self:
                self.info.mime_type = encoding.mime
                self.info.simulcast = self.layered
            # What of a layered stream each gets is decided in Python, packet by packet.
            plans = PythonPlans if self.scalable else self.publisher.node.plans(self.kind, encoding.mime)
            self._forwarder = Forwarder(self.kind, encoding.mime, encoding.clock_rate, transports, plans=plans)
        if self.scalable:
            self.forwarder.feeds.scale(descriptor_id)
            _declare_spatial(self.codec)
        self.use_level_id(audio_level_id)
        if self.native is not None:
            self.native.muted(self.info.muted)
        self.codec.mid = mid
        if self.original is self:
            self.info.mid = mid

    def use_level_id(self, identifier: int) -> None:
        """The id of the audio level extension in the packets that come, 0: none."""
        self.forwarder.audio_level_id = identifier
        if self.native is not None:
            self.native.level_id(self.forwarder.audio_level_id)

    def release(self) -> None:
        """It ended, and its routes with it: its memory goes now, and not when the collector comes for the rest."""
        self.layers.clear()
        self.alternatives.clear()
        self.feed = None
        if self._forwarder is not None:
            self._forwarder.release()

    @property
    def native(self) -> KernelPublication | None:
        """The forwarding function in C, if it is that."""
        plans = self._forwarder.plans if self._forwarder is not None else None
        return plans if isinstance(plans, KernelPublication) else None

    # ---- layers ----

    def layer_index(self, rid: str) -> int:
        """Which layer a rid is; 0 for a track that is not layered."""
        if not self.layered:
            return 0
        quality = _QUALITY_OF_RID.get(rid, 0)
        at_most = [i for i, size in enumerate(self.sizes) if size.quality <= quality]
        return max(at_most, default=0) if self.sizes else quality

    def bind(self, ssrc: int, rid: str) -> Layer:
        """The layer an SSRC carries; a new SSRC on a known layer means its source began anew."""
        assert self.encoding is not None
        index = self.layer_index(rid)
        known = self.layers.get(index)
        if known is not None:
            self.forwarder.restart_layer(index)
        nack = self.kind == "video"
        layer = Layer(index, rid, IncomingStream(ssrc, self.encoding.clock_rate, nack=nack))
        self.layers[index] = layer
        return layer

    def refresh_live(self, now: float) -> None:
        """Looks which layers still come, and moves subscribers to what there is."""
        sizes = self.sizes
        if self.scalable:
            received = self.forwarder.feeds.seen()
            sizes = carried(self.declared, self.forwarder.feeds.sizes())
        else:
            received = {i: layer.last_received for i, layer in self.layers.items()}
        live = tuple(live_layers(received, now))
        if live != self.live or sizes != self.sizes:
            self.live, self.sizes = live, sizes
            self.retarget()

    def expectation(self) -> tuple[float, int]:
        """(bits a second declared of the layers somebody wants, spatial layers that somebody wants and that do not
        come, though lower ones do).

        As in LiveKit a layer that was never sent is not expected, and nothing is of sound and of screens, whose rate
        is what they show.
        """
        if self.kind == "audio" or self.info.muted:
            return 0.0, 0
        if self._wanted == OFF:
            return 0.0, 0
        top = layer_of(self._wanted, self.sizes) if self.sizes else 0
        missing = max(0, top - max(self.live)) if self.live and self.sizes else 0
        if self.info.source == TrackSource.SCREEN_SHARE:
            return 0.0, missing
        known = self.forwarder.octets() if self.scalable else self.layers
        first = len(self.declared) - len(self.sizes)  # what the encoder left out below
        most = first + min(top, max(known, default=-1))
        rates = [layer.bitrate for i, layer in enumerate(self._declared()) if i <= most]
        # In one stream with all of them, what is declared of a layer holds those below it.
        return float(max(rates, default=0) if self.scalable else sum(rates)), missing

    def _declared(self) -> list[VideoLayer]:
        """The layers as the publisher described them, smallest first."""
        return sorted(self.codec.layers or self.info.layers, key=lambda each: each.quality)

    @property
    def flowing(self) -> bool:
        """Whether media comes, as far as one can tell: sound may rest for long."""
        return self.kind == "audio" or bool(self.live)

    def sources(self) -> list["Publication"]:
        """What subscribers can be sent from, best first: this, and its alternatives."""
        found = [source for source in (self, *self.alternatives) if source.negotiated]
        return found[::-1] if self.regressed or self.without_red else found

    def rows_changed(self) -> None:
        """A subscription began or ended to take packets from here."""
        if self.feed is not None:
            self.feed.adjust()

    def measure(self, now: float) -> None:
        """Looks at what came of each layer; call it some times a second."""
        if self._forwarder is not None:
            self._rates.observe(self._forwarder.octets(), now)
            self._expected.note(*self.expectation(), now)

    def cost(self, layer: int) -> float:
        """Bits a second a subscriber to this layer needs: as measured, else as declared, else a guess."""
        measured = self._rates.rate(layer)
        if measured:
            return measured
        if self.kind == "audio":
            return 0.0 if measured is not None else _GUESSES[0] / 4
        declared = self._declared()
        number = layer + len(self.declared) - len(self.sizes)
        if number < len(declared) and declared[number].bitrate:
            return float(declared[number].bitrate)
        return _GUESSES[min(layer, len(_GUESSES) - 1)]

    def retarget(self) -> None:
        """Writes every subscriber's wish anew."""
        for subscription in self.subscriptions.values():
            subscription.apply()

    def dynacast(self, *, again: bool = False) -> dict[str, dict[int, bool]] | None:
        """Codec → quality → shall it be sent, when that changed since the last call, or `again`; None: nothing to
        tell. The first codec is the primary one.
        """
        if self.kind != "video" or not self.negotiated:
            return None
        greatest = {codec: dynacast_quality(wishes) for codec, wishes in self._wishes().items()}
        self._wanted = greatest[self.wanted_codec]
        enabled = {codec: dynacast_enabled(quality, self.declared) for codec, quality in greatest.items()}
        before, self._dynacast = self._dynacast, enabled
        primary, *others = enabled.values()
        as_begun = all(primary.values()) and not any(on for other in others for on in other.values())
        if (enabled == before and not again) or (before is None and as_begun):
            return None  # publishers begin by sending everything in the primary codec
        return enabled

    def _wishes(self) -> dict[str, list[int]]:
        """Codec → the qualities that somebody wants of it."""
        primary: list[int] = []
        backup: list[int] = []
        for subscription in self.subscriptions.values():
            quality = subscription.wanted_quality()
            if subscription.source is self and not subscription.unsupported:
                primary.append(quality)
            if self.regressed or subscription.unsupported or subscription.source is not self:
                backup.append(quality)
        wishes = {self.wanted_codec: primary}
        if len(self.info.codecs) > 1:
            wishes[self.info.codecs[1].mime_type.partition("/")[2].lower()] = backup
        return wishes

    def take_window(self, now: float) -> ReceptionWindow:
        """Reception since the last call."""
        received = lost = octets = 0
        jitter = 0.0
        for layer in self.layers.values():
            counted = (layer.stream.packets, layer.stream.lost, layer.stream.octets)
            received += counted[0] - layer.counted[0]
            lost += max(0, counted[1] - layer.counted[1])
            octets += counted[2] - layer.counted[2]
            layer.counted = counted
            jitter = max(jitter, layer.stream.jitter_seconds)
        return ReceptionWindow(received, lost, jitter * 1000.0, octets, *self._expected.take(now))

    # ---- state ----

    def set_muted(self, muted: bool) -> bool:
        """True if that is new. What comes while muted is not forwarded; then the numbers go on without a gap."""
        if self.info.muted == muted:
            return False
        self.info.muted = muted
        for source in self.sources():
            if source.native is not None:
                source.native.muted(muted)
            if not muted:
                for index in source.layers:
                    source.forwarder.restart_layer(index)
        return True


def _track_info(sid: str, kind: Kind, request: AddTrackRequest) -> TrackInfo:
    codec = request.simulcast_codecs[0].codec if request.simulcast_codecs else ""
    mime = mime_of(kind, codec)
    info = TrackInfo(
        sid=sid,
        type=request.type,
        name=request.name[:256],
        muted=request.muted,
        width=request.width,
        height=request.height,
        source=request.source,
        layers=request.layers[:MAX_LAYERS],
        mime_type=mime,
        disable_dtx=request.disable_dtx,
        stereo=request.stereo,
        disable_red=request.disable_red,
        encryption=request.encryption,
        stream=request.stream[:256],
        simulcast=len(request.layers) > 1,
        audio_features=request.audio_features[:MAX_FEATURES],
        backup_codec_policy=request.backup_codec_policy,
        packet_trailer_features=list(request.packet_trailer_features[:8]),
    )
    primary = request.simulcast_codecs[0].layers if request.simulcast_codecs else []
    info.codecs.add(mime_type=mime, cid=request.cid, layers=(primary or request.layers)[:MAX_LAYERS])
    for backup in request.simulcast_codecs[1:2]:
        backup_mime = mime_of(kind, backup.codec)
        if backup_mime != mime:
            info.codecs.add(mime_type=backup_mime, cid=backup.cid, layers=backup.layers[:MAX_LAYERS])
    return info


_MIMES: Final = {
    "vp8": "video/VP8",
    "h264": "video/H264",
    "vp9": "video/VP9",
    "av1": "video/AV1",
    "opus": "audio/opus",
    "red": "audio/opus",
}


def mime_of(kind: Kind, codec: str) -> str:
    """What the client named ("vp8" or "video/vp8"), else the kind's default."""
    name = codec.rpartition("/")[2].lower()
    mime = _MIMES.get(name)
    if mime is None or not mime.startswith(kind):
        return "video/VP8" if kind == "video" else "audio/opus"
    return mime


def _declare_spatial(codec: SimulcastCodecInfo) -> None:
    """The layers are in one stream, lowest quality first."""
    codec.video_layer_mode = VideoLayer.MULTIPLE_SPATIAL_LAYERS_PER_STREAM
    for number, layer in enumerate(sorted(codec.layers, key=lambda layer: layer.quality)):
        layer.spatial_layer = number


def _sizes(layers: Iterable[VideoLayer]) -> tuple[LayerSize, ...]:
    """The declared layers, smallest first."""
    ordered = sorted(layers, key=lambda layer: layer.quality)
    return tuple(LayerSize(layer.quality, layer.width, layer.height) for layer in ordered)
