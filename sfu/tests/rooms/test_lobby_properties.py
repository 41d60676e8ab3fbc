"""Whatever hosts, servers and people do in whatever order: who waits is not in the room, nor the room with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livekit.protocol.models import ClientInfo

from auth.room_token import Grant
from sfu.rooms.life import Refusal
from sfu.rooms.link import Reason
from sfu.rooms.moving import move
from sfu.rooms.participant import Participant
from sfu.tests.api.stage import KeptLink, Stage, stage

PEOPLE = ("host", "ann", "bob", "cy")
OPERATIONS = st.tuples(
    st.sampled_from(
        (
            *(
                "join",
                "join",
                "join",
                "connect",
                "publish",
                "leave",
                "admit",
                "admit all",
                "refuse",
                "remove",
                "readmit",
            ),
            *("lobby", "no lobby", "lock", "unlock", "spotlight", "metadata", "hide", "move", "move back"),
        )
    ),
    st.sampled_from(PEOPLE),
)


@dataclass
class Play:
    """Two rooms and the people who come and go."""

    on: Stage
    links: dict[int, KeptLink] = field(default_factory=dict)

    def do(self, what: str, who: str) -> None:  # noqa: PLR0912  a table of operations
        node = self.on.node
        room, other = node.create_room("room"), node.create_room("other")
        person = room.find(who)
        waits = room.lobby.waiting.get(who)
        if what == "join":
            self.join(who)
        elif what in ("lobby", "no lobby"):
            room.set_hosting(replace(room.hosting, lobby=what == "lobby"))
        elif what in ("lock", "unlock"):
            room.set_hosting(replace(room.hosting, locked=what == "lock"))
        elif what == "spotlight":
            room.set_hosting(replace(room.hosting, spotlight=(who,)))
        elif what == "metadata":
            room.set_metadata(f'{{"topic": "{who}"}}')
            room.broadcast_room()
        elif what == "admit all":
            room.lobby.admit_all()
        elif what == "readmit":
            room.denied.discard(who)
        elif what == "remove":
            room.deny(who)
            if person is not None:
                room.leave(person, Reason.PARTICIPANT_REMOVED)
        elif what == "move back" and who in other.participants and not room.hosting.locked and who not in room.denied:
            move(other.participants[who], room)
        elif waits is not None and what in ("admit", "refuse"):
            room.lobby.admit(waits) if what == "admit" else room.leave(waits, Reason.USER_REJECTED)
        elif person is not None and what == "connect":
            person.on_connected(person.subscriber)
        elif person is not None and what == "leave":
            room.leave(person, Reason.CLIENT_INITIATED)
        elif who in room.participants:
            inside = room.participants[who]
            if what == "publish" and not inside.publications:
                self.on.publish(inside)
            elif what == "hide":
                permission = inside.info.permission
                inside.update(
                    permission=type(permission)(can_publish=True, can_subscribe=True, hidden=not permission.hidden)
                )
            elif what == "move":
                move(inside, other)

    def join(self, who: str) -> None:
        grant = Grant(identity=who, room="room", room_join=True, room_admin=who == "host")
        room = self.on.node.admit(grant)
        if isinstance(room, Refusal):
            return
        link = KeptLink()
        person = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=True, link=link)
        self.links[id(person)] = link
        room.join(person)

    def check(self) -> None:
        for room in self.on.node.rooms.values():
            waiting, inside = room.lobby.waiting, room.participants
            assert not set(waiting) & set(inside)
            assert not room.denied & {*waiting, *inside}
            assert all(person.room is room and not person.gone for person in room.everybody())
            assert room.info().num_participants == sum(not p.hidden for p in inside.values())
            assert (room.empty_since is None) == bool(room.everybody())
            assert not waiting or room.hosting.lobby
            for person in waiting.values():
                assert person.waiting
                assert not person.publications
                assert not person.subscribing.all()
                for message in self.links[id(person)].sent:  # since they came: of nobody but themselves
                    assert message.WhichOneof("message") == "update"
                    assert {p.identity for p in message.update.participants} == {person.identity}
            for person in inside.values():
                assert not person.waiting
                assert "visavis.lobby" not in person.info.attributes
                for subscription in person.subscribing.all():
                    publisher = subscription.publication.publisher
                    assert publisher.room is room
                    assert not publisher.hidden
                    assert inside[publisher.identity] is publisher


@given(st.lists(OPERATIONS, max_size=40).map(lambda later: [("lobby", "host"), *later]))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
async def test_no_order_of_events_mixes_the_lobby_and_the_room(operations: list[tuple[str, str]]) -> None:
    async with stage() as on:
        play = Play(on)
        for what, who in operations:
            play.do(what, who)
            play.check()
