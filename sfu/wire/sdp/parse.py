"""SDP text to the model.

The rule: bounded work (bytes, lines, sections) before anything is read; a line that matters and is malformed is a
WireError, a line that is not modelled is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ..errors import WireError
from .model import (
    Candidate,
    Codec,
    Direction,
    Fingerprint,
    MediaSection,
    Msid,
    Rid,
    SessionDescription,
    Simulcast,
    SsrcGroup,
)

MAX_BYTES = 1 << 20
MAX_LINES = 1 << 15
MAX_SECTIONS = 512
MAX_LINE = 8192

_DIGITS = re.compile(r"[0-9]{1,20}")
_STATIC = {0: ("PCMU", 8000), 8: ("PCMA", 8000), 9: ("G722", 8000), 13: ("CN", 8000)}
_Rtpmap = tuple[str, int, int | None]


def parse(text: str | bytes, known: dict[str, MediaSection] | None = None) -> SessionDescription:
    """The description in `text` (lines end in CRLF or LF; bytes are UTF-8). WireError: no SDP, or too large.

    `known`: sections of the peer's description before this one, by their text, and afterwards those of this one. What
    stands there is not read again: most of a renegotiation is as it was. Such a section is not to be changed.
    """
    head, *blocks = _blocks(text)
    session = SessionDescription()
    for line in _lines(head):
        kind, value = line[0], line[2:]
        if kind == "a":
            name, _, rest = value.partition(":")
            _session_attribute(session, name, rest)
        elif kind == "o":
            _origin(session, value)
    if known is None:
        session.media = [_section(block) for block in blocks]
        return session
    session.media = [known.get(block) or _section(block) for block in blocks]
    known.clear()
    known.update(zip(blocks, session.media, strict=True))
    return session


def _blocks(text: str | bytes) -> list[str]:
    """What stands between v=0 and the first m-line, and each m-section, without its "m="."""
    if len(text) > MAX_BYTES:
        raise WireError("sdp-large")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise WireError("sdp-encoding") from None
    text = text.replace("\r\n", "\n")
    if text.count("\n") >= MAX_LINES:
        raise WireError("sdp-large")
    version, _, rest = text.partition("\n")
    if version.strip() != "v=0":
        raise WireError("sdp-version")
    blocks = ("\n" + rest.rstrip("\n")).split("\nm=")
    if len(blocks) > MAX_SECTIONS + 1:
        raise WireError("sdp-sections")
    return blocks


def _section(block: str) -> MediaSection:
    first, *lines = _lines("m=" + block)
    section = _Section(first[2:])
    for line in lines:
        section.line(line[0], line[2:])
    return section.finish()


def _lines(block: str) -> list[str]:
    """Its lines, each "<letter>=…", empty ones left out."""
    lines = block.split("\n")
    for line in lines:
        if len(line) > MAX_LINE:
            raise WireError("sdp-line-long")
        if line and (len(line) < 2 or line[1] != "=" or "\0" in line or "\r" in line):
            raise WireError("sdp-line")
    return [line for line in lines if line]


def _number(text: str, highest: int) -> int:
    if not _DIGITS.fullmatch(text):
        raise WireError("sdp-number")
    value = int(text)
    if value > highest:
        raise WireError("sdp-number")
    return value


def _pair(text: str) -> tuple[str, str]:
    """Split at the first run of blanks: both halves are there or it is a WireError."""
    parts = text.split(None, 1)
    if len(parts) != 2:
        raise WireError("sdp-attribute")
    return parts[0], parts[1].strip()


def _origin(session: SessionDescription, value: str) -> None:
    parts = value.split()
    if len(parts) != 6:
        raise WireError("sdp-origin")
    session.origin_id = _number(parts[1], (1 << 64) - 1)
    session.origin_version = _number(parts[2], (1 << 64) - 1)


def _session_attribute(session: SessionDescription, name: str, value: str) -> None:
    match name:
        case "ice-lite":
            session.ice_lite = True
        case "group":
            semantics, *mids = value.split() or [""]
            if semantics == "BUNDLE":
                session.bundle = tuple(mids)
        case "extmap-allow-mixed":
            session.extmap_allow_mixed = True
        case "msid-semantic":
            session.msid_semantic = value.strip()
        case _:
            _transport_attribute(session, name, value)


def _transport_attribute(target: SessionDescription | MediaSection, name: str, value: str) -> None:
    """What may stand at the session or in a section: ICE credentials and DTLS."""
    match name:
        case "ice-ufrag":
            target.ice_ufrag = _ice_token(value)
        case "ice-pwd":
            target.ice_pwd = _ice_token(value)
        case "setup":
            target.setup = value.strip()
        case "fingerprint":
            algorithm, digest = _pair(value)
            target.fingerprints.append(Fingerprint(algorithm.lower(), digest.upper()))


def _ice_token(value: str) -> str:
    value = value.strip()
    if not 1 <= len(value) <= 256:
        raise WireError("sdp-ice")
    return value


def parse_candidate(value: str) -> Candidate:
    """The value of an a=candidate line (or of a trickled candidate without its "candidate:")."""
    parts = value.split()
    if len(parts) < 8 or parts[6] != "typ":
        raise WireError("sdp-candidate")
    extra = dict(zip(parts[8::2], parts[9::2], strict=False))
    return Candidate(
        address=parts[4],
        port=_number(parts[5], 65535),
        protocol=parts[2].lower(),
        priority=_number(parts[3], (1 << 32) - 1),
        foundation=parts[0],
        kind=parts[7],
        component=_number(parts[1], 256),
        tcp_type=extra.get("tcptype"),
    )


class _Section:
    """Gathers the lines of one m-section; codecs are put together at its end, for their lines come in any order."""

    def __init__(self, value: str) -> None:
        parts = value.split()
        if len(parts) < 4:
            raise WireError("sdp-media")
        port = parts[1].partition("/")[0]
        self.media = MediaSection(kind=parts[0], port=_number(port, 65535), protocol=parts[2])
        self.formats = parts[3:]
        self.rtpmaps: dict[int, _Rtpmap] = {}
        self.fmtps: dict[int, str] = {}
        self.feedback: list[tuple[int | None, str]] = []

    def line(self, kind: str, value: str) -> None:
        if kind == "a":
            name, _, rest = value.partition(":")
            self.attribute(name, rest)
        elif kind == "c":
            self.connection(value)

    def attribute(self, name: str, value: str) -> None:
        if name in _DIRECTIONS:
            self.media.direction = _DIRECTIONS[name]
            return
        reader = _READERS.get(name)
        if reader is not None:
            reader(self, value)
        else:
            _transport_attribute(self.media, name, value)

    def connection(self, value: str) -> None:
        parts = value.split()
        if len(parts) != 3 or parts[0] != "IN":
            raise WireError("sdp-connection")
        self.media.connection = parts[2].partition("/")[0]

    def finish(self) -> MediaSection:
        if self.media.kind in {"audio", "video"}:
            shared = tuple(value for payload_type, value in self.feedback if payload_type is None)
            own: dict[int, list[str]] = {}
            for payload_type, value in self.feedback:
                if payload_type is not None:
                    own.setdefault(payload_type, []).append(value)
            for payload_type in dict.fromkeys(_number(text, 127) for text in self.formats):
                name, rate, channels = self._rtpmap(payload_type)
                if name:
                    feedback = tuple(dict.fromkeys((*own.get(payload_type, ()), *shared)))
                    fmtp = self.fmtps.get(payload_type, "")
                    self.media.codecs.append(Codec(payload_type, name, rate, channels, fmtp, feedback))
        return self.media

    def _rtpmap(self, payload_type: int) -> _Rtpmap:
        """What its rtpmap says, or RFC 3551's static table; what neither names is left out (name "")."""
        if payload_type in self.rtpmaps:
            return self.rtpmaps[payload_type]
        name, rate = _STATIC.get(payload_type, ("", 0)) if self.media.port else ("", 0)
        return name, rate, None

    def read_mid(self, value: str) -> None:
        self.media.mid = value.strip()

    def read_rtpmap(self, value: str) -> None:
        payload_type, encoding = _pair(value)
        parts = encoding.split("/")
        if not 2 <= len(parts) <= 3 or not parts[0] or " " in encoding:
            raise WireError("sdp-rtpmap")
        channels = _number(parts[2], 255) if len(parts) == 3 else None
        self.rtpmaps[_number(payload_type, 127)] = (parts[0], _number(parts[1], 1 << 31), channels)

    def read_fmtp(self, value: str) -> None:
        payload_type, parameters = _pair(value)
        self.fmtps[_number(payload_type, 127)] = parameters

    def read_feedback(self, value: str) -> None:
        payload_type, what = _pair(value)
        self.feedback.append((None if payload_type == "*" else _number(payload_type, 127), what))

    def read_extmap(self, value: str) -> None:
        parts = value.split()
        if len(parts) < 2:
            raise WireError("sdp-extmap")
        identifier = _number(parts[0].partition("/")[0], 4096)
        if not 0 < identifier < 256 or identifier == 15:
            return  # ids outside 1..255 are only proposals (RFC 8285 section 5); 15 is reserved
        self.media.extmap[identifier] = parts[1]

    def read_rid(self, value: str) -> None:
        parts = value.split(None, 2)
        if len(parts) < 2:
            raise WireError("sdp-rid")
        match parts[1]:
            case "send" | "recv" as direction:
                self.media.rids.append(Rid(parts[0], direction, parts[2].strip() if len(parts) == 3 else ""))
            case _:
                raise WireError("sdp-rid")

    def read_simulcast(self, value: str) -> None:
        lists: dict[str, tuple[str, ...]] = {}
        parts = value.split()
        if not parts or len(parts) % 2:
            raise WireError("sdp-simulcast")
        for direction, streams in zip(parts[::2], parts[1::2], strict=True):
            if direction not in {"send", "recv"}:
                raise WireError("sdp-simulcast")
            ids = (s.split(",")[0].removeprefix("~") for s in streams.removeprefix("rid=").split(";"))
            lists[direction] = tuple(i for i in ids if i)
        self.media.simulcast = Simulcast(lists.get("send", ()), lists.get("recv", ()))

    def read_ssrc(self, value: str) -> None:
        ssrc, attribute = _pair(value)
        name, _, rest = attribute.partition(":")
        self.media.ssrcs.setdefault(_number(ssrc, (1 << 32) - 1), {})[name] = rest

    def read_ssrc_group(self, value: str) -> None:
        semantics, ssrcs = _pair(value)
        self.media.ssrc_groups.append(SsrcGroup(semantics, tuple(_number(s, (1 << 32) - 1) for s in ssrcs.split())))

    def read_msid(self, value: str) -> None:
        parts = value.split()
        if not 1 <= len(parts) <= 2:
            raise WireError("sdp-msid")
        if self.media.msid is None:
            self.media.msid = Msid(parts[0], parts[1] if len(parts) == 2 else "")

    def read_candidate(self, value: str) -> None:
        self.media.candidates.append(parse_candidate(value))

    def read_flag(self, name: str) -> None:
        match name:
            case "rtcp-mux":
                self.media.rtcp_mux = True
            case "rtcp-rsize":
                self.media.rtcp_rsize = True
            case "bundle-only":
                self.media.bundle_only = True
            case "end-of-candidates":
                self.media.end_of_candidates = True
            case "extmap-allow-mixed":
                self.media.extmap_allow_mixed = True

    def read_sctp_port(self, value: str) -> None:
        self.media.sctp_port = _number(value.strip(), 65535)

    def read_message_size(self, value: str) -> None:
        self.media.max_message_size = _number(value.strip(), (1 << 64) - 1)


def _flag(name: str) -> Callable[[_Section, str], None]:
    return lambda section, _value: section.read_flag(name)


_READERS: dict[str, Callable[[_Section, str], None]] = {
    "mid": _Section.read_mid,
    "rtpmap": _Section.read_rtpmap,
    "fmtp": _Section.read_fmtp,
    "rtcp-fb": _Section.read_feedback,
    "extmap": _Section.read_extmap,
    "rid": _Section.read_rid,
    "simulcast": _Section.read_simulcast,
    "ssrc": _Section.read_ssrc,
    "ssrc-group": _Section.read_ssrc_group,
    "msid": _Section.read_msid,
    "candidate": _Section.read_candidate,
    "sctp-port": _Section.read_sctp_port,
    "max-message-size": _Section.read_message_size,
    **{
        name: _flag(name)
        for name in ("rtcp-mux", "rtcp-rsize", "bundle-only", "end-of-candidates", "extmap-allow-mixed")
    },
}
_DIRECTIONS: dict[str, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "sendonly",
    "recvonly": "recvonly",
    "inactive": "inactive",
}
