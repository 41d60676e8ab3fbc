"""Who enters a booking's room, when, with what: for every moment and everybody."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.http import Problem
from scheduler.rooms.meeting import Meeting
from scheduler.rooms.rules import Window, admit, booking_of, grant_of, identity_of, person_of, room_name

ADA, BEN, EVE = UUID(int=1), UUID(int=2), UUID(int=3)
START = datetime(2027, 3, 11, 17, 0, tzinfo=UTC)
END = START + timedelta(hours=1)
MEETING = Meeting(UUID(int=9), "Tax advice", True, ADA, "Dr. Ada", BEN, "Ben", START, END)
WINDOW = Window.of(MEETING, grace_s=300)


def refusal(person: UUID, role: str, now: datetime, meeting: Meeting = MEETING) -> Problem:
    with pytest.raises(Problem) as caught:
        admit(meeting, person, role, WINDOW, now)
    return caught.value


@example(-601, (BEN, "client"))
@example(-600, (BEN, "client"))
@example(3899, (ADA, "professional"))
@example(3900, (ADA, "professional"))
@given(st.integers(-7200, 7200), st.sampled_from([(ADA, "professional"), (BEN, "client")]))
def test_the_two_of_them_from_ten_minutes_before_until_the_grace_ends(offset: int, who: tuple[UUID, str]) -> None:
    now = START + timedelta(seconds=offset)
    if now < START - timedelta(minutes=10):
        assert refusal(*who, now).slug == "not-open-yet"
    elif now >= END + timedelta(minutes=5):
        assert refusal(*who, now).slug == "over"
    else:
        assert admit(MEETING, *who, WINDOW, now) == who[1]


@given(st.integers(-7200, 7200))
def test_others_never_and_the_wrong_role_never(offset: int) -> None:
    now = START + timedelta(seconds=offset)
    assert refusal(EVE, "client", now).slug == "not-found"
    assert refusal(EVE, "professional", now).slug == "not-found"
    assert refusal(ADA, "client", now).slug == "forbidden"
    assert refusal(BEN, "professional", now).slug == "forbidden"


def test_too_early_names_the_time() -> None:
    problem = refusal(BEN, "client", START - timedelta(hours=1))
    assert problem.status == 403
    assert problem.extensions == {"opens_at": "2027-03-11T16:50:00Z"}


def test_a_cancelled_booking_opens_nothing() -> None:
    cancelled = Meeting(MEETING.id, "Tax advice", False, ADA, "Dr. Ada", BEN, "Ben", START, END)
    assert refusal(BEN, "client", START, cancelled).slug == "over"


@given(st.integers(-600, 3899))
def test_a_token_ends_with_ten_minutes_or_the_room(offset: int) -> None:
    now = START + timedelta(seconds=offset)
    grant = grant_of(MEETING, "client", WINDOW, now)
    assert grant.expires_at == min(now + timedelta(minutes=10), END + timedelta(minutes=5)).timestamp()
    assert grant.not_before == now.timestamp()


def test_the_grant_is_this_person_this_room_this_roles_rights() -> None:
    client, professional = (grant_of(MEETING, side, WINDOW, START) for side in ("client", "professional"))
    assert (client.identity, client.name, client.room) == (f"{BEN}:client", "Ben", f"rm_{MEETING.id}")
    assert client.room_join
    assert not client.room_admin
    assert (professional.identity, professional.room_admin) == (f"{ADA}:professional", True)
    for grant in (client, professional):
        assert (grant.room_create, grant.room_list, grant.hidden) == (False, False, False)
        assert not grant.can_update_own_metadata, "name and role are ours to say: nobody appears as the other one"


def test_the_node_is_told_the_window_in_unix_seconds() -> None:
    assert json.loads(WINDOW.metadata()) == {
        "opens_at": int(START.timestamp()) - 600,
        "ends_at": int(END.timestamp()),
        "grace_s": 300,
    }
    assert WINDOW.empty_timeout_s(START) == 3600 + 300 + 60


@given(st.uuids(), st.uuids(), st.sampled_from(["client", "professional"]))
def test_names_come_back(booking: UUID, person: UUID, side: str) -> None:
    assert booking_of(room_name(booking)) == booking
    assert person_of(identity_of(person, side)) == (person, side)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_foreign_names_are_nobodys(name: str) -> None:
    assert booking_of(name) is None
    assert person_of(name) is None
    assert person_of(f"{uuid4()}:{name}") is None or name in {"client", "professional"}
