"""Which codec a media section shall use: pure choices over what both sides can.

Media passes through undecoded, so a subscriber must be able to decode exactly what the publisher sends.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sfu.rooms.publication import Encoding, Publication
from sfu.wire.sdp import Codec, MediaSection

PUBLISHABLE: Final = {"audio": ("opus",), "video": ("vp8", "h264", "vp9", "av1")}
_FEEDBACK: Final = {
    "audio": ("transport-cc",),
    "video": ("nack", "nack pli", "ccm fir", "transport-cc"),
}
_FEEDBACK_DOWN: Final = _FEEDBACK


def choose_published(section: MediaSection, wanted: str) -> Codec | None:
    """The codec to receive: the wanted one if it is offered, else the first we can forward; None if there is none."""
    allowed = PUBLISHABLE.get(section.kind, ())
    usable = [codec for codec in section.codecs if codec.name.lower() in allowed]
    return next((codec for codec in usable if codec.name.lower() == wanted), usable[0] if usable else None)


def red_for(section: MediaSection, codec: Codec) -> Codec | None:
    """The redundant form (RFC 2198) of an Opus payload type, None when it is not offered."""
    return next(
        (red for red in section.codecs if red.name.lower() == "red" and _inner(red.fmtp) == codec.payload_type), None
    )


def _inner(fmtp: str) -> int | None:
    """The payload type of the frames inside RED ("111/111"), None when they are not all of one."""
    inside = set(fmtp.split("/"))
    first = inside.pop() if len(inside) == 1 else ""
    return int(first) if first.isascii() and first.isdigit() else None


def published_terms(
    section: MediaSection, codec: Codec, *, dtx: bool, stereo: bool, red: Codec | None = None
) -> list[Codec]:
    """The codec lines of our answer: what is sent to us, and its RTX. Redundancy first: the first is what is sent."""
    fmtp = codec.fmtp
    if codec.name.lower() == "opus":
        extra = [option for option, on in (("usedtx=1", dtx), ("stereo=1", stereo)) if on and option not in fmtp]
        fmtp = ";".join([*([fmtp] if fmtp else []), *extra])
    terms = [replace(codec, fmtp=fmtp, feedback=_kept(codec, _FEEDBACK[section.kind]))]
    if red is not None:
        return [replace(red, feedback=()), *terms]
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    return [*terms, replace(rtx, feedback=())] if rtx is not None else terms


def encoding_of(section: MediaSection, codec: Codec) -> Encoding:
    """What the publication is from now on."""
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    name = codec.name.lower() if section.kind == "audio" else codec.name.upper()
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
    if name == "red":
        # Blocks name their payload type: they are passed on only to those who call Opus by the same number.
        inner = _inner(encoding.fmtp)
        opus = next((c for c in section.codecs if c.name.lower() == "opus" and c.payload_type == inner), None)
        return red_for(section, opus) if opus is not None else None
    if name == "h264":
        return _match_h264(same, encoding)
    if name == "vp9":
        wanted = _parameter(encoding.fmtp, "profile-id", "0")
        return next((c for c in same if c.parameters.get("profile-id", "0") == wanted), None)
    return same[0] if same else None


def match_sources(section: MediaSection, publication: Publication) -> dict[Publication, Codec]:
    """What the subscriber can be sent from and by which payload type, best first; empty: it can decode none of it."""
    found = {}
    for source in publication.sources():
        codec = match_subscribed(section, source.encoding) if source.encoding is not None else None
        if codec is not None:
            found[source] = codec
    return found


def subscribed_terms(section: MediaSection, codec: Codec) -> list[Codec]:
    """The codec lines of a section that we send."""
    terms = [replace(codec, feedback=_kept(codec, _FEEDBACK_DOWN[section.kind]))]
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    return [*terms, replace(rtx, feedback=())] if rtx is not None else terms


# The numbering of our own offers; apart from each other so that every codec can stand in one bundle.
_OFFERED: Final = {
    "opus": (111, None),
    "red": (63, None),
    "vp8": (96, 97),
    "vp9": (98, 99),
    "h264": (102, 103),
    "av1": (45, 46),
}


def offered_terms(encoding: Encoding) -> list[Codec]:
    """The codec lines of a section of our own offer: the publisher's codec alone, with its RTX. Empty for redundant
    audio whose frames have another payload type inside than our offers give to Opus.
    """
    kind, _, name = encoding.mime.partition("/")
    if name == "red" and _inner(encoding.fmtp) != _OFFERED["opus"][0]:
        return []
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


def offered_sources(publication: Publication) -> tuple[list[Codec], dict[Publication, int]]:
    """The codec lines of a section of our own offer for all that a publication can be sent from, best first, and each
    source's payload type.
    """
    lines: list[Codec] = []
    payload_types: dict[Publication, int] = {}
    for source in publication.sources():
        terms = offered_terms(source.encoding) if source.encoding is not None else []
        if terms:
            payload_types[source] = terms[0].payload_type
            lines += terms
    return lines, payload_types


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
