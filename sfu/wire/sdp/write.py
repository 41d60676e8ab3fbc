"""The model to SDP text, in the order libwebrtc and browsers write it.

The rule: nothing that a caller puts into a field can become a line of its own: a value with a line break is a
WireError.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import WireError
from .model import Candidate, Codec, MediaSection, SessionDescription


def write(description: SessionDescription) -> str:
    """The SDP text, lines ending in CRLF. WireError when a value cannot stand in a line."""
    lines = list(_session(description))
    for section in description.media:
        lines.extend(_section(section))
    if any("\n" in line or "\r" in line or "\0" in line for line in lines):
        raise WireError("sdp-value")
    return "\r\n".join(lines) + "\r\n"


def _session(d: SessionDescription) -> Iterator[str]:
    yield "v=0"
    yield f"o=- {d.origin_id} {d.origin_version} IN IP4 127.0.0.1"
    yield "s=-"
    yield "t=0 0"
    if d.ice_lite:
        yield "a=ice-lite"
    if d.bundle:
        yield "a=group:BUNDLE " + " ".join(d.bundle)
    if d.extmap_allow_mixed:
        yield "a=extmap-allow-mixed"
    if d.msid_semantic is not None:
        yield f"a=msid-semantic: {d.msid_semantic}"
    yield from _transport(d)


def _transport(target: SessionDescription | MediaSection) -> Iterator[str]:
    if target.ice_ufrag is not None:
        yield f"a=ice-ufrag:{target.ice_ufrag}"
    if target.ice_pwd is not None:
        yield f"a=ice-pwd:{target.ice_pwd}"
    for fingerprint in target.fingerprints:
        yield f"a=fingerprint:{fingerprint.algorithm} {fingerprint.value}"
    if target.setup is not None:
        yield f"a=setup:{target.setup}"


def _section(m: MediaSection) -> Iterator[str]:
    data = m.kind == "application"
    if not data and not m.codecs and m.port:
        raise WireError("sdp-codecs")
    formats = "webrtc-datachannel" if data else " ".join(str(c.payload_type) for c in m.codecs) or "0"
    yield f"m={m.kind} {m.port} {m.protocol} {formats}"
    yield f"c=IN {'IP6' if ':' in m.connection else 'IP4'} {m.connection}"
    for candidate in m.candidates:
        yield _candidate(candidate)
    if m.end_of_candidates:
        yield "a=end-of-candidates"
    yield from _transport(m)
    if m.mid:
        yield f"a=mid:{m.mid}"
    if m.bundle_only:
        yield "a=bundle-only"
    if m.extmap_allow_mixed:
        yield "a=extmap-allow-mixed"
    if data:
        if m.sctp_port is not None:
            yield f"a=sctp-port:{m.sctp_port}"
        if m.max_message_size is not None:
            yield f"a=max-message-size:{m.max_message_size}"
    else:
        yield from _media(m)


def _media(m: MediaSection) -> Iterator[str]:
    for identifier, uri in m.extmap.items():
        yield f"a=extmap:{identifier} {uri}"
    yield f"a={m.direction}"
    if m.msid is not None:
        yield f"a=msid:{m.msid.stream} {m.msid.track}".rstrip()
    if m.rtcp_mux:
        yield "a=rtcp-mux"
    if m.rtcp_rsize:
        yield "a=rtcp-rsize"
    for codec in m.codecs:
        yield from _codec(codec)
    for rid in m.rids:
        yield f"a=rid:{rid.id} {rid.direction} {rid.parameters}".rstrip()
    if m.simulcast is not None and (m.simulcast.send or m.simulcast.recv):
        lists = (("send", m.simulcast.send), ("recv", m.simulcast.recv))
        yield "a=simulcast:" + " ".join(f"{direction} {';'.join(ids)}" for direction, ids in lists if ids)
    for group in m.ssrc_groups:
        yield f"a=ssrc-group:{group.semantics} {' '.join(map(str, group.ssrcs))}"
    for ssrc, attributes in m.ssrcs.items():
        for name, value in attributes.items():
            yield f"a=ssrc:{ssrc} {name}:{value}" if value else f"a=ssrc:{ssrc} {name}"


def _codec(codec: Codec) -> Iterator[str]:
    channels = f"/{codec.channels}" if codec.channels is not None else ""
    yield f"a=rtpmap:{codec.payload_type} {codec.name}/{codec.clock_rate}{channels}"
    for feedback in codec.feedback:
        yield f"a=rtcp-fb:{codec.payload_type} {feedback}"
    if codec.fmtp:
        yield f"a=fmtp:{codec.payload_type} {codec.fmtp}"


def _candidate(c: Candidate) -> str:
    tcp = f" tcptype {c.tcp_type}" if c.tcp_type is not None else ""
    return (
        f"a=candidate:{c.foundation} {c.component} {c.protocol} {c.priority} {c.address} {c.port} typ {c.kind}{tcp}"
    )
