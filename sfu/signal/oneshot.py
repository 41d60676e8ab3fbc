"""A client whose signalling is one offer and one answer over HTTP: WHIP brings tracks, WHEP takes them.

The rule: it is a participant like any other, negotiated by the same code as LiveKit's clients; only that nothing is
told to it after the answer. When what it watches is over, so is it.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from livekit.protocol import rtc
from livekit.protocol.models import ClientInfo, DisconnectReason, ParticipantInfo, TrackSource, TrackType

from auth.room_token import Grant
from sfu.rooms.link import LeaveAction, Reason
from sfu.rooms.participant import Participant, PublishRefusedError
from sfu.rooms.publication import Publication
from sfu.rooms.room import Room
from sfu.signal import codecs
from sfu.signal.client import Client
from sfu.wire import sdp
from sfu.wire.errors import WireError

MAX_SECTIONS: Final = 16
_RIDS: Final = frozenset({"q", "h", "f"})


class OfferRefusedError(Exception):
    """An offer that is not answered: the HTTP status, the words, and seconds after which to try again."""

    def __init__(self, status: int, words: str, retry_after_s: int | None = None) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.retry_after_s = retry_after_s


class OneShot(Client):
    """`answer` is what the offer got; `on_end` is called once when the participant is gone, whoever ended it."""

    def __init__(self, on_end: Callable[[], None]) -> None:
        super().__init__()
        self.answer = ""
        self._on_end = on_end
        self._watches = False
        self._remote = ""

    # ---- making one ----

    @classmethod
    def publisher(cls, room: Room, grant: Grant, offer: str, on_end: Callable[[], None]) -> "OneShot":
        """A participant of kind INGRESS that publishes the offer's tracks. Raises OfferRefusedError."""
        description = _read(offer, "sendonly")
        for section in description.media:
            section.msid = sdp.Msid("-", f"whip-{section.mid}")  # so that each section finds its own announcement
            if section.simulcast is not None and not {rid.id for rid in section.rids} <= _RIDS:
                section.rids, section.simulcast = [], None  # layers we cannot tell apart: one of them comes
        grant = replace(grant, kind="ingress", can_subscribe=False, can_publish_data=False)
        if not grant.can_publish:
            raise OfferRefusedError(403, "the token does not allow to publish")
        made = cls(on_end)
        participant = made._join(room, grant)
        try:
            for section in description.media:
                participant.add_track(_request(section))
            made._agree(description)
            if len(participant.publications) < len(description.media):
                raise OfferRefusedError(422, "a section has no codec that is forwarded: VP8, VP9, H264, AV1, Opus")
        except PublishRefusedError as error:
            made.end()
            raise OfferRefusedError(403, str(error)) from error
        except OfferRefusedError:
            made.end()
            raise
        return made

    @classmethod
    def viewer(cls, room: Room, grant: Grant, offer: str, on_end: Callable[[], None], wanted: str = "") -> "OneShot":
        """A hidden participant that gets a track for each of the offer's sections; `wanted` names whose, "" anyone's.

        Raises OfferRefusedError: 409 while nobody publishes, 406 when what is published cannot be decoded.
        """
        description = _read(offer, "recvonly")
        grant = replace(grant, hidden=True, can_publish=False, can_publish_data=False)
        if not grant.can_subscribe:
            raise OfferRefusedError(403, "the token does not allow to watch")
        published = [p for person in _order(room, wanted) for p in person.publications.values() if p.negotiated]
        if not published:
            raise OfferRefusedError(409, "nothing is published yet", retry_after_s=2)
        chosen = _match(description, published)
        if not chosen:
            raise OfferRefusedError(406, "what is published is in no codec of the offer")
        made = cls(on_end)
        participant = made._join(room, grant)
        for publication in chosen:
            participant.subscribing.choose(publication, wanted=True)
        if not participant.subscribing.all():
            made.end()
            raise OfferRefusedError(403, "the publisher does not allow to watch")
        try:
            made._agree(description)
        except OfferRefusedError:
            made.end()
            raise
        made._watches = True
        return made

    def _join(self, room: Room, grant: Grant) -> Participant:
        participant = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=False, link=self)
        self.bind(participant)
        room.join(participant)
        if participant.waiting:
            self.end()
            raise OfferRefusedError(403, "the room has a lobby, in which an offer cannot wait")
        room.tell_presence(participant)
        return participant

    def _agree(self, description: sdp.SessionDescription) -> None:
        self._remote = (description.ice_credentials or ("", ""))[0]
        try:
            text = sdp.write(description)
        except WireError as error:  # it could be read: of a section without codecs, say
            raise OfferRefusedError(422, f"the offer cannot be answered: {error.reason}") from error
        self.handle(rtc.SignalRequest(offer=rtc.SessionDescription(type="offer", sdp=text, id=1)))
        if not self.answer:
            raise OfferRefusedError(400, "the offer cannot be read")

    # ---- ICE ----

    def restart(self, ufrag: str) -> str | None:
        """New credentials of ours for new ones of the peer's, as an SDP fragment (RFC 8840); None if they are not
        new.
        """
        if ufrag == self._remote:
            return None
        self._remote = ufrag
        transport = self.participant.publisher
        transport.restart_ice()
        own = transport.credentials
        lines = ["a=ice-lite", f"a=ice-ufrag:{own.ufrag}", f"a=ice-pwd:{own.password}", *_section_lines(self.answer)]
        return "\r\n".join([*lines, "a=end-of-candidates", ""])

    def relays(self) -> list[rtc.ICEServer]:
        """As a join answer names them, with credentials of its own."""
        return self._ice_servers()

    def end(self) -> None:
        """The client, or its server, is done."""
        self.participant.room.leave(self.participant, DisconnectReason.CLIENT_INITIATED)

    # ---- ClientLink ----

    def send(self, message: rtc.SignalResponse) -> None:
        """Of all a server says, the answer is what such a client hears."""
        if message.WhichOneof("message") == "answer":
            self.answer = message.answer.sdp

    def subscriptions_changed(self) -> None:
        if self._watches and not self.participant.subscribing.all():
            asyncio.get_running_loop().call_soon(self.end)

    def close(self, reason: Reason, action: LeaveAction) -> None:
        super().close(reason, action)
        self._on_end()


def _read(offer: str, direction: sdp.Direction) -> sdp.SessionDescription:
    """The offer with its media sections in the one direction that makes sense. Raises OfferRefusedError."""
    try:
        description = sdp.parse(offer)
    except WireError as error:
        raise OfferRefusedError(400, f"the offer cannot be read: {error.reason}") from error
    media = [section for section in description.media if not section.rejected]
    if not media or len(media) > MAX_SECTIONS or any(s.kind not in {"audio", "video"} for s in media):
        raise OfferRefusedError(422, f"an offer has 1 to {MAX_SECTIONS} sections, of audio and video")
    if any(section.direction not in {direction, "sendrecv"} for section in media):
        raise OfferRefusedError(422, f"the offer's sections must be {direction}")
    if len(media) != len(description.media) or (len(media) > 1 and len(description.bundle) != len(media)):
        raise OfferRefusedError(422, "all sections must be in one bundle")
    if description.transport_setup == "passive":
        raise OfferRefusedError(422, "the DTLS server is here: offer setup actpass or active")
    if description.ice_credentials is None or not description.all_fingerprints:
        raise OfferRefusedError(400, "the offer lacks ICE credentials or a fingerprint")
    for section in media:
        section.direction = direction
    return description


def _request(section: sdp.MediaSection) -> rtc.AddTrackRequest:
    """What a LiveKit client would announce of this section."""
    sound = section.kind == "audio"
    usable = [c.name.lower() for c in section.codecs if c.name.lower() in codecs.PUBLISHABLE[section.kind]]
    return rtc.AddTrackRequest(
        cid=section.msid.track if section.msid is not None else "",
        type=TrackType.AUDIO if sound else TrackType.VIDEO,
        source=TrackSource.MICROPHONE if sound else TrackSource.CAMERA,
        simulcast_codecs=[rtc.SimulcastCodec(codec=usable[0])] if usable and not sound else [],
    )


def _order(room: Room, wanted: str) -> Iterable[Participant]:
    """Whom to watch first: who came by WHIP, then who has a picture, then who was there first."""
    people = [p for p in room.participants.values() if p.publications and wanted in {"", p.identity}]
    return sorted(
        people,
        key=lambda p: (
            p.info.kind != ParticipantInfo.INGRESS,
            not any(publication.kind == "video" for publication in p.publications.values()),
        ),
    )


def _match(description: sdp.SessionDescription, published: list[Publication]) -> list[Publication]:
    """A publication for each section, of those its codecs decode."""
    chosen: list[Publication] = []
    for section in description.media:
        for publication in published:
            encoding = publication.encoding
            fits = publication not in chosen and publication.kind == section.kind and encoding is not None
            if fits and encoding is not None and codecs.match_subscribed(section, encoding) is not None:
                chosen.append(publication)
                break
    return chosen


def _section_lines(answer: str) -> list[str]:
    """The first section's place and candidates, as a fragment repeats them."""
    lines = answer.split("\r\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("m="))
    following = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("m=")), len(lines))
    section = lines[start:following]
    return [section[0], *(line for line in section if line.startswith(("a=mid:", "a=candidate:")))]
