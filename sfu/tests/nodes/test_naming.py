"""The way of a request: from what it says, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol import egress, room
from livekit.protocol.models import Room

from auth.room_token import Grant, encode_hs256
from sfu.nodes.naming import Call, call_of, merged, one_page, room_of, token_of

PROTOBUF, JSON = "application/protobuf", "application/json"
SERVICE = "livekit.RoomService"


def test_the_token_is_in_the_query_or_a_bearer() -> None:
    assert token_of({"access_token": "t"}, "") == "t"
    assert token_of({}, "Bearer t") == "t"
    assert token_of({}, "bearer  t ") == "t"
    assert token_of({}, "Basic t") == ""
    assert token_of({}, "") == ""


def test_the_room_is_in_the_grant() -> None:
    token = encode_hs256(Grant(identity="a", room="r", room_join=True, expires_at=1), "key", "secret" * 8)
    assert room_of(token) == "r"
    assert room_of(encode_hs256(Grant(expires_at=1), "key", "secret" * 8)) == ""


@given(st.text() | st.binary().map(lambda b: b.decode("latin1")))
def test_no_token_is_too_strange(text: str) -> None:
    assert isinstance(room_of(text), str)


@pytest.mark.parametrize(
    ("service", "method", "message", "call"),
    [
        (SERVICE, "CreateRoom", room.CreateRoomRequest(name="r", node_id="n"), ("room", "r", "n")),
        (SERVICE, "DeleteRoom", room.DeleteRoomRequest(room="r"), ("room", "r", "")),
        (SERVICE, "ListParticipants", room.ListParticipantsRequest(room="r"), ("room", "r", "")),
        (SERVICE, "SendData", room.SendDataRequest(room="r", data=b"x"), ("room", "r", "")),
        (SERVICE, "ListRooms", room.ListRoomsRequest(names=["r"]), ("all", "", "")),
        (SERVICE, "ListRooms", room.ListRoomsRequest(), ("all", "", "")),
        (SERVICE, "NoSuchCall", room.ListRoomsRequest(), ("any", "", "")),
        ("livekit.Nothing", "ListRooms", room.ListRoomsRequest(), ("any", "", "")),
        (
            "livekit.Egress",
            "StartRoomCompositeEgress",
            egress.RoomCompositeEgressRequest(room_name="r"),
            ("room", "r", ""),
        ),
        ("livekit.Egress", "ListEgress", egress.ListEgressRequest(room_name="r"), ("room", "r", "")),
        ("livekit.Egress", "ListEgress", egress.ListEgressRequest(), ("all", "", "")),
        ("livekit.Egress", "StopEgress", egress.StopEgressRequest(egress_id="E"), ("search", "", "")),
    ],
)
def test_a_calls_way(service: str, method: str, message: "room.ListRoomsRequest", call: tuple[str, str, str]) -> None:
    found = call_of(service, method, message.SerializeToString(), PROTOBUF)
    assert (found.way, found.name, found.wish) == call


def test_json_is_read_too() -> None:
    assert call_of(SERVICE, "DeleteRoom", b'{"room": "r", "new": 1}', JSON) == Call("room", "r")
    assert call_of(SERVICE, "DeleteRoom", b"{", JSON) == Call("any")


@given(st.binary(), st.sampled_from([PROTOBUF, JSON, ""]), st.sampled_from(["CreateRoom", "ListRooms", "SendData"]))
def test_no_body_is_too_strange(body: bytes, content_type: str, method: str) -> None:
    assert call_of(SERVICE, method, body, content_type).way in ("room", "all", "search", "any")


@pytest.mark.parametrize("as_json", [True, False])
def test_lists_are_put_together(as_json: bool) -> None:
    parts = [room.ListRoomsResponse(rooms=[Room(name=name)]) for name in "ab"]
    bodies = [
        b'{"rooms": [{"name": "%s"}]}' % p.rooms[0].name.encode() if as_json else p.SerializeToString() for p in parts
    ]
    whole = merged(room.ListRoomsResponse, bodies, as_json=as_json)
    again = merged(room.ListRoomsResponse, [whole], as_json=as_json)
    assert whole == again
    assert whole.count(b"a") >= 1
    with pytest.raises(ValueError, match="cannot be read"):
        merged(room.ListRoomsResponse, [*bodies, b"{"], as_json=as_json)


def test_pages_of_rooms_are_one_page_that_can_be_gone_on_from() -> None:
    def page(node: str, names: str, more: str | None = None) -> dict[str, object]:
        return {"node": node, "rooms": [{"name": name} for name in names], "next": more}

    whole = one_page([page("one", "ad"), page("two", "bc")], None)
    assert whole == {
        "rooms": [{"name": n, "node": w} for n, w in zip("abcd", ("one", "two", "two", "one"), strict=True)],
        "next": None,
    }
    cut = one_page([page("one", "ad", "d"), page("two", "bc", "c")], "2")
    assert ([room["name"] for room in cut["rooms"]], cut["next"]) == (["a", "b"], "b")
    assert one_page([page("one", ""), page("two", "")], "2") == {"rooms": [], "next": None}
    assert one_page([page("one", "ad")], "\N{SUPERSCRIPT TWO}")["next"] is None, "no number"
