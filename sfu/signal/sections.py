"""Pieces of SDP that our answers and offers share: the transport's lines, a track's lines, empty sections."""

import re
from typing import Final

from sfu.core.records import Negotiated
from sfu.net.channels import MAX_MESSAGE
from sfu.net.transport import Transport
from sfu.rooms.node import Node
from sfu.rooms.participant import Participant
from sfu.rooms.subscription import Subscription
from sfu.rooms.ways import candidates_for
from sfu.wire import extensions
from sfu.wire.sdp import Codec, Direction, MediaSection, Msid, SessionDescription, SsrcGroup

# Every answer, an empty one too, repeats these with the offer's numbers: libwebrtc hangs silently otherwise when it
# publishes simulcast.
KEPT_EXTENSIONS: Final = frozenset(
    {
        extensions.MID,
        extensions.RID,
        extensions.REPAIRED_RID,
        extensions.AUDIO_LEVEL,
        extensions.TRANSPORT_SEQUENCE,
    }
)
SCTP_PORT: Final = 5000
# A stream name the publisher chose, before it stands in others' descriptions; TR_ would be read as a track.
_STREAM: Final = re.compile(r"(?!TR)[A-Za-z0-9_-]{1,64}")


def session(node: Node, origin: int, version: int, sections: list[MediaSection]) -> SessionDescription:
    """A whole description around `sections`, all in one bundle but the rejected."""
    return SessionDescription(
        origin_id=origin,
        origin_version=version,
        ice_lite=True,
        bundle=tuple(section.mid for section in sections if not section.rejected),
        extmap_allow_mixed=True,
        msid_semantic="WMS *",
        fingerprints=[node.fingerprint],
        media=sections,
    )


def section(
    participant: Participant, transport: Transport, kind: str, mid: str, *, setup: str, direction: Direction
) -> MediaSection:
    """A section with the transport's lines and nothing in it yet."""
    made = MediaSection(
        kind=kind,
        mid=mid,
        direction=direction,
        setup=setup,
        ice_ufrag=transport.credentials.ufrag,
        ice_pwd=transport.credentials.password,
        candidates=candidates_for(participant),
        end_of_candidates=True,
    )
    if kind == "application":
        made.protocol = "UDP/DTLS/SCTP"
        made.direction = "sendrecv"
        made.sctp_port = SCTP_PORT
        made.max_message_size = MAX_MESSAGE
    else:
        made.rtcp_mux = True
        made.rtcp_rsize = True
    return made


def rejected(offered: MediaSection) -> MediaSection:
    """The offer's section, refused (RFC 8829 section 5.3.1)."""
    return MediaSection(
        kind=offered.kind,
        mid=offered.mid,
        port=0,
        protocol=offered.protocol,
        direction="inactive",
        codecs=offered.codecs,
        sctp_port=offered.sctp_port,
        max_message_size=offered.max_message_size,
    )


def kept_extensions(offered: MediaSection, *, described: bool = False) -> dict[int, str]:
    """Of the offer's header extensions those we understand, under its numbers. `described`: dependency descriptors
    too, which only streams with layers in them need (a receiver believes them before the codec's own numbers).
    """
    kept = KEPT_EXTENSIONS | {extensions.DEPENDENCY_DESCRIPTOR} if described else KEPT_EXTENSIONS
    return {number: uri for number, uri in offered.extmap.items() if uri in kept}


def terms(section: MediaSection, subscription: Subscription, codec: Codec, transport: int) -> Negotiated:
    """What the client's section says of how to send it a subscription in this codec."""
    rtx = section.rtx_for(codec.payload_type) if section.kind == "video" else None
    return Negotiated(
        ssrc=subscription.ssrc,
        payload_type=codec.payload_type,
        transport=transport,
        rtx_ssrc=subscription.rtx_ssrc if rtx is not None else 0,
        rtx_payload_type=rtx.payload_type if rtx is not None else 0,
        audio_level_id=section.extension_id(extensions.AUDIO_LEVEL) or 0,
        twcc_id=section.extension_id(extensions.TRANSPORT_SEQUENCE) or 0,
        descriptor_id=section.extension_id(extensions.DEPENDENCY_DESCRIPTOR) or 0,
    )


def put_track(made: MediaSection, subscription: Subscription, *, rtx: bool) -> None:
    """The lines that name the track a section brings. Clients find participant and track by the msid."""
    publication = subscription.publication
    owner, sid = publication.publisher.sid, subscription.sid
    shared = publication.info.stream if publication.publisher.room.sync_streams else ""
    stream = f"{owner}|{shared if _STREAM.fullmatch(shared) else sid}"
    made.msid = Msid(stream, sid)
    attributes = {"cname": owner, "msid": f"{stream} {sid}"}
    made.ssrcs[subscription.ssrc] = dict(attributes)
    if rtx:
        made.ssrcs[subscription.rtx_ssrc] = dict(attributes)
        made.ssrc_groups.append(SsrcGroup("FID", (subscription.ssrc, subscription.rtx_ssrc)))
