"""What an SDP says, as values: a session and its media sections.

The rule: one model for offers and answers, read and written. Lists keep the order of the text, which is the order of
preference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["sendrecv", "sendonly", "recvonly", "inactive"]


@dataclass(frozen=True, slots=True)
class Codec:
    """One payload type of a section (rtpmap, fmtp, rtcp-fb). `fmtp` is kept as written, "" when there is none."""

    payload_type: int
    name: str
    clock_rate: int
    channels: int | None = None
    fmtp: str = ""
    feedback: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """`fmtp` taken apart at ";": names in lower case; a parameter without "=" has the value ""."""
        found: dict[str, str] = {}
        for part in self.fmtp.split(";"):
            name, _, value = part.strip().partition("=")
            if name:
                found[name.strip().lower()] = value.strip()
        return found

    @property
    def apt(self) -> int | None:
        """For rtx: the payload type that it repeats (RFC 4588 section 8.1)."""
        value = self.parameters.get("apt", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else None

    def mime(self, kind: str) -> str:
        """As LiveKit writes it: "video/VP8", "audio/opus"."""
        return f"{kind}/{self.name}"


@dataclass(frozen=True, slots=True)
class Rid:
    """RFC 8851: `parameters` as written behind the direction ("pt=96;max-width=1280"), "" when there are none."""

    id: str
    direction: Literal["send", "recv"]
    parameters: str = ""


@dataclass(frozen=True, slots=True)
class Simulcast:
    """RFC 8853: the rids sent and received, in the order of the text (of alternatives the first; `~`, paused, is
    dropped).
    """

    send: tuple[str, ...] = ()
    recv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Msid:
    """RFC 8830: the stream (MediaStream) and the track in it; "-" is no stream, "" no track id."""

    stream: str
    track: str = ""


@dataclass(frozen=True, slots=True)
class SsrcGroup:
    """RFC 5576: semantics "FID" (media, rtx), "SIM" or another."""

    semantics: str
    ssrcs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """RFC 8122: `algorithm` in lower case ("sha-256"), `value` in upper case hex with colons."""

    algorithm: str
    value: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """RFC 8839 section 5.1, of component 1: `tcp_type` ("passive", "active", "so") for "tcp" only."""

    address: str
    port: int
    protocol: str = "udp"
    priority: int = 2130706431
    foundation: str = "1"
    kind: str = "host"
    component: int = 1
    tcp_type: str | None = None


@dataclass(slots=True)
class MediaSection:
    """One m-section. `kind` "audio", "video" or "application"; `port` 0 with not `bundle_only` means rejected.

    `extmap` id → URI; `ssrcs` SSRC → its attributes ("cname", "msid"); data channels have no codecs but `sctp_port`
    and `max_message_size`. ICE, DTLS and candidate fields may stand here, at the session, or both: see
    SessionDescription.
    """

    kind: str
    mid: str = ""
    port: int = 9
    protocol: str = "UDP/TLS/RTP/SAVPF"
    direction: Direction = "sendrecv"
    codecs: list[Codec] = field(default_factory=list)
    extmap: dict[int, str] = field(default_factory=dict)
    extmap_allow_mixed: bool = False
    rids: list[Rid] = field(default_factory=list)
    simulcast: Simulcast | None = None
    ssrcs: dict[int, dict[str, str]] = field(default_factory=dict)
    ssrc_groups: list[SsrcGroup] = field(default_factory=list)
    msid: Msid | None = None
    rtcp_mux: bool = False
    rtcp_rsize: bool = False
    bundle_only: bool = False
    connection: str = "0.0.0.0"  # noqa: S104  the address of a c= line, nothing listens on it
    ice_ufrag: str | None = None
    ice_pwd: str | None = None
    setup: str | None = None
    fingerprints: list[Fingerprint] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    end_of_candidates: bool = False
    sctp_port: int | None = None
    max_message_size: int | None = None

    @property
    def rejected(self) -> bool:
        return self.port == 0 and not self.bundle_only

    def extension_id(self, uri: str) -> int | None:
        """The id negotiated for a header extension, the first if there are two."""
        return next((i for i, u in self.extmap.items() if u == uri), None)

    def codec(self, payload_type: int) -> Codec | None:
        return next((c for c in self.codecs if c.payload_type == payload_type), None)

    def rtx_for(self, payload_type: int) -> Codec | None:
        """The rtx codec that repeats this payload type."""
        return next((c for c in self.codecs if c.name.lower() == "rtx" and c.apt == payload_type), None)


@dataclass(slots=True)
class SessionDescription:
    """A whole offer or answer. `origin_id` and `origin_version` are those of the o= line; `bundle` the mids of one
    transport.
    """

    origin_id: int = 0
    origin_version: int = 0
    ice_lite: bool = False
    bundle: tuple[str, ...] = ()
    extmap_allow_mixed: bool = False
    msid_semantic: str | None = None
    """The value of a=msid-semantic, " WMS *" without its leading blank; None: no such line."""
    ice_ufrag: str | None = None
    ice_pwd: str | None = None
    setup: str | None = None
    fingerprints: list[Fingerprint] = field(default_factory=list)
    media: list[MediaSection] = field(default_factory=list)

    def section(self, mid: str) -> MediaSection | None:
        return next((m for m in self.media if m.mid == mid), None)

    @property
    def all_fingerprints(self) -> list[Fingerprint]:
        """Those of the session and of every section, each once."""
        found = list(self.fingerprints)
        for media in self.media:
            found.extend(f for f in media.fingerprints if not media.rejected)
        return list(dict.fromkeys(found))

    @property
    def ice_credentials(self) -> tuple[str, str] | None:
        """(ufrag, password) of the bundled transport: the first section's that has both, else the session's."""
        for media in self.media:
            if media.ice_ufrag is not None and media.ice_pwd is not None and not media.rejected:
                return media.ice_ufrag, media.ice_pwd
        if self.ice_ufrag is not None and self.ice_pwd is not None:
            return self.ice_ufrag, self.ice_pwd
        return None

    @property
    def transport_setup(self) -> str | None:
        """The DTLS setup of the bundled transport ("actpass", "active", "passive")."""
        return next((m.setup for m in self.media if m.setup is not None and not m.rejected), self.setup)
