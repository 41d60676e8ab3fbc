"""Answers to a client's offers: what it publishes, and in single mode the sections we send our tracks in.

The rule: a section keeps its meaning from offer to offer; what changes is what the offer changed. One offer, one
answer with the same id. Callers tell the room only after the answer is on its way.
"""

import random
from dataclasses import dataclass, field
from typing import Final

from livekit.protocol.rtc import SessionDescription as Description

from sfu.core.records import Negotiated
from sfu.rooms.alternatives import add_plain
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.receiving import ExtensionIds
from sfu.rooms.subscription import Subscription
from sfu.signal import codecs, sections
from sfu.wire import extensions, sdp

MAX_RIDS: Final = 3


@dataclass(slots=True)
class Answered:
    """An answer, and what follows from it once it was sent."""

    message: Description
    published: list[Publication] = field(default_factory=list)
    ended: list[Publication] = field(default_factory=list)
    activated: list[tuple[Subscription, dict[Publication, Negotiated]]] = field(default_factory=list)
    undecodable: list[Subscription] = field(default_factory=list)


class Answering:
    """The state of one publisher connection's negotiation. Survives resumes."""

    def __init__(self, participant: Participant) -> None:
        self._participant = participant
        self._origin = random.getrandbits(62)
        self._version = 0
        self._remote_ufrag: str | None = None
        self._publications: dict[str, Publication] = {}  # mid → what comes there
        self._cids: dict[str, str] = {}  # mid → track id in the offer
        self._slots: dict[str, str] = {}  # mid → kind of a section we may send in
        self._placed: dict[str, Subscription] = {}  # mid → what we send there
        self._offered: dict[str, sdp.MediaSection] = {}  # the last offer's sections by their text: see sdp.parse
        self._resting: set[str] = set()  # mids that get no new track in this answer: see _drop_ended_subscriptions

    # ---- offers ----

    def answer(self, offer: Description) -> Answered:
        """Answers an offer. Raises WireError when it cannot be read; nothing changed then."""
        description = sdp.parse(offer.sdp, self._offered)
        transport = self._participant.publisher
        self._restart_if_asked(description)
        answered = Answered(Description(type="answer", id=offer.id))
        self._learn_extension_ids(description)
        self._slots = {m.mid: m.kind for m in description.media if not m.rejected and m.direction == "recvonly"}
        self._drop_ended_subscriptions()
        made = [self._section(section, answered) for section in description.media]
        self._version += 1
        node = self._participant.node
        answered.message.sdp = sdp.write(sections.session(node, self._origin, self._version, made))
        for mid, subscription in self._placed.items():
            answered.message.mid_to_track_id[mid] = subscription.sid
        present = {section.mid: section for section in description.media}
        for mid in list(self._publications):
            section = present.get(mid)
            if section is None or section.rejected or section.direction not in ("sendonly", "sendrecv"):
                answered.ended.append(self._publications.pop(mid))
                self._cids.pop(mid, None)
        transport.set_remote([(f.algorithm, f.value) for f in description.all_fingerprints], _sctp(description))
        return answered

    def _restart_if_asked(self, description: sdp.SessionDescription) -> None:
        """New remote credentials mean an ICE restart, which needs new ones of ours (RFC 8839 section 4.4.1.1.1)."""
        remote = description.ice_credentials
        if remote is None:
            return
        if self._remote_ufrag is not None and remote[0] != self._remote_ufrag:
            self._participant.publisher.restart_ice()
        self._remote_ufrag = remote[0]

    def _learn_extension_ids(self, description: sdp.SessionDescription) -> None:
        ids: dict[str, int] = {}
        for section in description.media:
            for number, uri in section.extmap.items():
                ids.setdefault(uri, number)
        self._participant.receiving.use_extension_ids(
            ExtensionIds(
                mid=ids.get(extensions.MID, 0),
                rid=ids.get(extensions.RID, 0),
                repaired_rid=ids.get(extensions.REPAIRED_RID, 0),
                audio_level=ids.get(extensions.AUDIO_LEVEL, 0),
                transport_sequence=ids.get(extensions.TRANSPORT_SEQUENCE, 0),
                dependency_descriptor=ids.get(extensions.DEPENDENCY_DESCRIPTOR, 0),
            )
        )

    def _section(self, offered: sdp.MediaSection, answered: Answered) -> sdp.MediaSection:
        if offered.rejected or offered.kind not in ("audio", "video", "application"):
            return sections.rejected(offered)
        if offered.kind == "application":
            return self._empty(offered, "sendrecv")
        if offered.direction in ("sendonly", "sendrecv"):
            return self._incoming(offered, answered)
        if offered.direction == "recvonly" and self._participant.single:
            return self._outgoing(offered, answered)
        return self._unused(offered)

    def _empty(self, offered: sdp.MediaSection, direction: sdp.Direction) -> sdp.MediaSection:
        participant = self._participant
        return sections.section(
            participant, participant.publisher, offered.kind, offered.mid, setup="passive", direction=direction
        )

    def _unused(self, offered: sdp.MediaSection) -> sdp.MediaSection:
        made = self._empty(offered, "inactive")
        made.codecs = offered.codecs
        made.extmap = sections.kept_extensions(offered)
        return made

    # ---- what the client publishes ----

    def _incoming(self, offered: sdp.MediaSection, answered: Answered) -> sdp.MediaSection:
        publication = self._publication_for(offered)
        if publication is None:
            return self._unused(offered)
        codec = codecs.choose_published(offered, publication.wanted_codec)
        if codec is None:
            return self._unused(offered)
        rids = [rid.id for rid in offered.rids if rid.direction == "send"][:MAX_RIDS]
        receiving = self._participant.receiving
        red = codecs.red_for(offered, codec) if publication.wants_red else None
        publication.negotiate(
            codecs.encoding_of(offered, red or codec),
            mid=offered.mid,
            rids=rids,
            audio_level_id=receiving.extension_ids.audio_level,
            descriptor_id=offered.extension_id(extensions.DEPENDENCY_DESCRIPTOR) or 0,
            transports=self._participant.node.transports,
        )
        if red is not None:
            add_plain(publication, codecs.encoding_of(offered, codec), self._participant.node.transports)
        self._publications[offered.mid] = publication
        receiving.expect(publication, offered.mid, *_announced(offered))
        if publication.cid in self._participant.pending or publication.sid not in self._participant.publications:
            answered.published.append(publication)
        made = self._empty(offered, "recvonly")
        info = publication.info
        made.codecs = codecs.published_terms(offered, codec, dtx=not info.disable_dtx, stereo=info.stereo, red=red)
        made.extmap = sections.kept_extensions(offered, described=publication.scalable)
        made.rids = [sdp.Rid(rid, "recv") for rid in rids]
        if offered.simulcast is not None and rids:
            made.simulcast = sdp.Simulcast(recv=tuple(rid for rid in offered.simulcast.send if rid in rids))
        return made

    def _publication_for(self, offered: sdp.MediaSection) -> Publication | None:
        """Which announced track a section brings: by the track id, else the oldest waiting one of that kind."""
        cid = (offered.msid.track or offered.msid.stream) if offered.msid is not None else ""
        known = self._publications.get(offered.mid)
        if known is not None and known.ended:
            del self._publications[offered.mid]
            known = None
        if known is not None and self._cids.get(offered.mid) == cid:
            return known
        pending = self._participant.pending
        found = pending.get(cid) or next((p for p in pending.values() if p.kind == offered.kind), None)
        taken = {id(p) for mid, p in self._publications.items() if mid != offered.mid}
        if found is None or id(found) in taken or found.kind != offered.kind:
            return known
        self._cids[offered.mid] = cid
        return found

    # ---- what we send in single mode ----

    def _outgoing(self, offered: sdp.MediaSection, answered: Answered) -> sdp.MediaSection:
        if offered.mid in self._resting:
            return self._unused(offered)
        placed = self._placed.get(offered.mid)
        candidates = [placed] if placed is not None else self._unplaced(offered.kind)
        for subscription in candidates:
            found = codecs.match_sources(offered, subscription.publication)
            if found:
                return self._track(offered, subscription, found, answered)
            answered.undecodable.append(subscription)
        return self._unused(offered)

    def _track(
        self,
        offered: sdp.MediaSection,
        subscription: Subscription,
        found: dict[Publication, sdp.Codec],
        answered: Answered,
    ) -> sdp.MediaSection:
        made = self._empty(offered, "sendonly")
        made.codecs = list(
            dict.fromkeys(c for codec in found.values() for c in codecs.subscribed_terms(offered, codec))
        )
        made.extmap = sections.kept_extensions(offered, described=any(source.scalable for source in found))
        rtx = any(codec.name.lower() == "rtx" for codec in made.codecs)
        sections.put_track(made, subscription, rtx=rtx)
        self._placed[offered.mid] = subscription
        subscription.mid = offered.mid
        row = self._participant.transport_row
        choices = {s: sections.terms(offered, subscription, codec, row) for s, codec in found.items()}
        if not subscription.active or subscription.choices != choices:
            answered.activated.append((subscription, choices))
        return made

    def _unplaced(self, kind: str) -> list[Subscription]:
        wanted = self._participant.subscribing.all()
        return [s for s in wanted if s.mid is None and s.publication.kind == kind and not s.unsupported]

    def _drop_ended_subscriptions(self) -> None:
        """Frees the sections of ended subscriptions, for the next answer: inactive in this one, as clients notice a
        new track only when a section begins to bring one.
        """
        subscribing = self._participant.subscribing
        self._resting.clear()
        for mid, subscription in list(self._placed.items()):
            if subscribing.get(subscription.sid) is not subscription or mid not in self._slots:
                del self._placed[mid]
                self._resting.add(mid)
                subscription.mid = None

    def sections_needed(self) -> tuple[int, int]:
        """(audio, video) sections the client has to add so that all subscriptions find a place."""
        needed = []
        for kind in ("audio", "video"):
            free = sum(k == kind and self._is_free(mid) for mid, k in self._slots.items())
            needed.append(max(0, len(self._unplaced(kind)) - free))
        return needed[0], needed[1]

    def _is_free(self, mid: str) -> bool:
        placed = self._placed.get(mid)
        return placed is None or self._participant.subscribing.get(placed.sid) is not placed

    @property
    def has_unplaced(self) -> bool:
        """Whether some subscription waits for a section."""
        return any(s.mid is None and not s.unsupported for s in self._participant.subscribing.all())


def _announced(offered: sdp.MediaSection) -> tuple[list[int], dict[int, int]]:
    """SSRCs the offer names: media ones, and RTX → media from its FID groups (RFC 5576)."""
    pairs = [group.ssrcs for group in offered.ssrc_groups if group.semantics == "FID" and len(group.ssrcs) == 2]
    repairs = {repair: media for media, repair in pairs}
    return [ssrc for ssrc in offered.ssrcs if ssrc not in repairs], repairs


def _sctp(description: sdp.SessionDescription) -> tuple[int, int] | None:
    for section in description.media:
        if section.kind == "application" and not section.rejected:
            return section.sctp_port or sections.SCTP_PORT, section.max_message_size or 65_536
    return None
