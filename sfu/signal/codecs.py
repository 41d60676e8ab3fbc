"""Which codec a media section shall use: pure choices over what both sides can.

Media passes through undecoded, so a subscriber must be able to decode exactly what the publisher sends.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sfu.rooms.publication import Encoding
from sfu.wire.sdp import Codec, MediaSection

PUBLISHABLE: Final = {"audio": ("opus",), "video": ("vp8", "h264", "vp9", "av1")}
_FEEDBACK: Final = {
    "audio": ("transport-cc",),
    "video": ("nack", "nack pli", "ccm fir", "transport-cc"),
}
_FEEDBACK_DOWN: Final = {"audio": (), "video": ("nack", "nack pli", "ccm fir")}


def choose_published(section: MediaSection, wanted: str) -> Codec | None:
    """The codec to receive: the wanted one if it is offered, else the first we can forward; None if there is none."""
    allowed = PUBLISHABLE.get(section.kind, ())
    usable = [codec for codec in section.codecs if codec.name.lower() in allowed]
    return next((codec for codec in usable if codec.name.lower() == wanted), usable[0] if usable else None)


def published_terms(section: MediaSection, codec: Codec, *, dtx: bool, stereo: bool) -> list[Codec]:
    """The codec lines of our answer: what is sent to us, and its RTX."""
    fmtp = codec.fmtp
    if codec.name.lower() == "opus":
        extra = [option for option, on in (("usedtx=1", dtx), ("stereo=1", stereo)) if on and option not in fmtp]
        fmtp = ";".join([*([fmtp] if fmtp else []), *extra])
    terms = [replace(codec, fmtp=fmtp, feedback=_kept(codec, _FEEDBACK[section.kind]))]
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    return [*terms, replace(rtx, feedback=())] if rtx is not None else terms


def encoding_of(section: MediaSection, codec: Codec) -> Encoding:
    """What the publication is from now on."""
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    name = "opus" if codec.name.lower() == "opus" else codec.name.upper()
    return Encoding(
        mime=f"{section.kind}/{name}",
        clock_rate=codec.clock_rate,
        payload_type=codec.payload_type,
        rtx_payload_type=rtx.payload_type if rtx is not None else None,
        fmtp=codec.fmtp,
        channels=codec.channels or 0,
    )


def match_subscribed(section: MediaSection, encoding: Encoding) -> Codec | None:
    """The subscriber's payload type for what the publisher sends, None when it cannot decode it."""
    name = encoding.mime.partition("/")[2].lower()
    same = [codec for codec in section.codecs if codec.name.lower() == name]
    if name == "h264":
        return _match_h264(same, encoding)
    if name == "vp9":
        wanted = _parameter(encoding.fmtp, "profile-id", "0")
        return next((c for c in same if c.parameters.get("profile-id", "0") == wanted), None)
    return same[0] if same else None


def subscribed_terms(section: MediaSection, codec: Codec) -> list[Codec]:
    """The codec lines of a section that we send."""
    terms = [replace(codec, feedback=_kept(codec, _FEEDBACK_DOWN[section.kind]))]
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    return [*terms, replace(rtx, feedback=())] if rtx is not None else terms


# The numbering of our own offers; apart from each other so that every codec can stand in one bundle.
_OFFERED: Final = {
    "opus": (111, None),
    "vp8": (96, 97),
    "vp9": (98, 99),
    "h264": (102, 103),
    "av1": (45, 46),
}


def offered_terms(encoding: Encoding) -> list[Codec]:
    """The codec lines of a section of our own offer: the publisher's codec alone, with its RTX."""
    kind, _, name = encoding.mime.partition("/")
    payload_type, rtx = _OFFERED[name.lower()]
    codec = Codec(
        payload_type,
        name,
        encoding.clock_rate,
        encoding.channels or None,
        fmtp=encoding.fmtp,
        feedback=tuple(_FEEDBACK_DOWN[kind]),
    )
    if rtx is None:
        return [codec]
    return [codec, Codec(rtx, "rtx", encoding.clock_rate, fmtp=f"apt={payload_type}")]


def _match_h264(codecs: Sequence[Codec], encoding: Encoding) -> Codec | None:
    """Same packetization mode, best the same profile (the first 4 digits of profile-level-id; levels may differ)."""
    mode = _parameter(encoding.fmtp, "packetization-mode", "0")
    profile = _parameter(encoding.fmtp, "profile-level-id", "42e01f").lower()[:4]
    usable = [codec for codec in codecs if codec.parameters.get("packetization-mode", "0") == mode]
    for codec in usable:
        if codec.parameters.get("profile-level-id", "42e01f").lower()[:4] == profile:
            return codec
    # Constrained baseline decodes everywhere; a receiver of a higher profile decodes baseline too.
    return usable[0] if usable and profile.startswith("42") else None


def _parameter(fmtp: str, name: str, default: str) -> str:
    return Codec(0, "", 0, fmtp=fmtp).parameters.get(name, default)


def _kept(codec: Codec, allowed: Sequence[str]) -> tuple[str, ...]:
    return tuple(item for item in codec.feedback if item in allowed)
