"""Our own offers, for clients with two peer connections: the subscriber connection's sections.

The rule: one offer outstanding at a time; what changes meanwhile goes into the next. Sections of ended tracks are
used again, so a long meeting does not grow its description.
"""

import random
from dataclasses import dataclass, field
from typing import Final

from livekit.protocol.rtc import SessionDescription as Description

from sfu.core.records import Negotiated
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.subscription import Subscription
from sfu.signal import codecs, sections
from sfu.wire import extensions, sdp

_AUDIO_LEVEL_ID: Final = 1
_TRANSPORT_SEQUENCE_ID: Final = 2
_DESCRIPTOR_ID: Final = 12
_DATA_MID: Final = "0"
_MOST_FREE: Final = 8  # sections of a kind that lie idle before one is given to the track it had last


@dataclass(slots=True)
class _Slot:
    """One m-section. Its kind never changes (RFC 8829 section 5.2.2)."""

    mid: str
    kind: str
    subscription: Subscription | None = None
    terms: list[sdp.Codec] = field(default_factory=list)
    sources: dict[Publication, int] = field(default_factory=dict)  # what it can be sent from, by which payload type
    last: str = ""  # sid of the track it had last


class Offering:
    """The state of one subscriber connection's negotiation. Survives resumes."""

    def __init__(self, participant: Participant) -> None:
        self._participant = participant
        self._origin = random.getrandbits(62)
        self._slots: list[_Slot] = []
        self._id = 0
        self._outstanding = False
        self._stale = False

    def offer(self) -> Description | None:
        """The next offer, None while one is outstanding (the change is then in the one after its answer)."""
        if self._outstanding:
            self._stale = True
            return None
        self._place()
        self._id += 1
        self._outstanding, self._stale = True, False
        participant = self._participant
        made = [self._data()] + [self._section(slot) for slot in self._slots]
        message = Description(
            type="offer",
            id=self._id,
            sdp=sdp.write(sections.session(participant.node, self._origin, self._id, made)),
        )
        for slot in self._slots:
            if slot.subscription is not None:
                message.mid_to_track_id[slot.mid] = slot.subscription.sid
        return message

    def restart(self) -> Description | None:
        """An offer that restarts ICE, after the client lost its connection; takes the place of an outstanding one."""
        self._participant.subscriber.restart_ice()
        self._outstanding = False
        return self.offer()

    def answer(self, message: Description) -> tuple[list[Subscription], Description | None]:
        """Reads the client's answer: (subscriptions it cannot take, the next offer if something changed meanwhile).

        Raises WireError when it cannot be read. An answer to another offer than the outstanding one is ignored.
        """
        if not self._outstanding or (message.id and message.id != self._id):
            return [], None
        description = sdp.parse(message.sdp)
        self._outstanding = False
        transport = self._participant.subscriber
        fingerprints = [(f.algorithm, f.value) for f in description.all_fingerprints]
        transport.set_remote(fingerprints, _sctp(description))
        refused = []
        for slot in self._slots:
            if slot.subscription is None:
                continue
            section = description.section(slot.mid)
            choices = self._negotiated(slot, section)
            subscription = slot.subscription
            current = self._participant.subscribing.get(subscription.sid) is subscription
            if not choices:
                refused.append(subscription)
                slot.subscription = None  # the client ended this section: the next try is in another
                if current:
                    subscription.mid = None
            elif current and not (subscription.active and subscription.choices == choices):
                subscription.activate(choices)
        return refused, self.offer() if self._stale else None

    # ---- sections ----

    def _place(self) -> None:
        """Frees the slots of ended subscriptions and gives every new one a slot of its kind."""
        subscribing = self._participant.subscribing
        free = [slot for slot in self._slots if slot.subscription is None]
        for slot in self._slots:
            if slot.subscription is not None and subscribing.get(slot.subscription.sid) is not slot.subscription:
                slot.subscription = None  # inactive in this offer: clients notice a new track only after that
        for subscription in subscribing.all():
            if subscription.mid is None and not subscription.unsupported:
                slot = self._take(free, subscription)
                slot.subscription, slot.last = subscription, subscription.sid
                subscription.mid = slot.mid

    def _take(self, free: list[_Slot], subscription: Subscription) -> _Slot:
        """A section for it, out of those that were inactive before, else a new one.

        Native clients do not notice a track that comes back in the section it had, so it gets that one only when many
        others lie idle.
        """
        kind = subscription.publication.kind
        fitting = [slot for slot in free if slot.kind == kind]
        others = [slot for slot in fitting if slot.last != subscription.sid]
        if others or len(fitting) >= _MOST_FREE:
            slot = (others or fitting)[0]
            free.remove(slot)
            return slot
        slot = _Slot(str(len(self._slots) + 1), kind)
        self._slots.append(slot)
        return slot

    def _data(self) -> sdp.MediaSection:
        participant = self._participant
        return sections.section(
            participant, participant.subscriber, "application", _DATA_MID, setup="actpass", direction="sendrecv"
        )

    def _section(self, slot: _Slot) -> sdp.MediaSection:
        participant = self._participant
        subscription = slot.subscription
        made = sections.section(
            participant,
            participant.subscriber,
            slot.kind,
            slot.mid,
            setup="actpass",
            direction="sendonly" if subscription is not None else "inactive",
        )
        if subscription is not None and subscription.publication.negotiated:
            slot.terms, slot.sources = codecs.offered_sources(subscription.publication)
            sections.put_track(made, subscription, rtx=slot.kind == "video")
        made.codecs = slot.terms
        made.extmap = {_TRANSPORT_SEQUENCE_ID: extensions.TRANSPORT_SEQUENCE}
        if slot.kind == "audio":
            made.extmap[_AUDIO_LEVEL_ID] = extensions.AUDIO_LEVEL
        elif any(source.scalable for source in slot.sources):
            made.extmap[_DESCRIPTOR_ID] = extensions.DEPENDENCY_DESCRIPTOR
        return made

    def _negotiated(self, slot: _Slot, section: sdp.MediaSection | None) -> dict[Publication, Negotiated]:
        """What the client took of what we offered for a track; empty: nothing."""
        if section is None or section.rejected or slot.subscription is None:
            return {}
        if section.direction not in ("recvonly", "sendrecv"):
            return {}
        choices = {}
        for source, payload_type in slot.sources.items():
            codec = section.codec(payload_type)
            if codec is not None:
                row = self._participant.transport_row
                choices[source] = sections.terms(section, slot.subscription, codec, row)
        return choices


def _sctp(description: sdp.SessionDescription) -> tuple[int, int] | None:
    section = description.section(_DATA_MID)
    if section is None or section.rejected:
        return None
    return section.sctp_port or sections.SCTP_PORT, section.max_message_size or 65_536
