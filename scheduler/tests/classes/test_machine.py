"""A model of classes and the real ones, driven by the same wishes: they never disagree.

Two hosts and three clients, who may all sit in each other's classes: they take seats, wait, accept, decline and let
lapse what is offered, while classes are held, moved and called off and time passes. The model is lists in memory and
the rules as the documents say them; the other side is the service over PostgreSQL, with its own queue of jobs.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from scheduler.booking import changes
from scheduler.booking.changes import By
from scheduler.booking.states import STANDING, Side
from scheduler.tests.booking.test_race import NOW
from scheduler.tests.classes.driven import CUTOFF_MINUTES, DECIDE_MINUTES, GRACE, School
from scheduler.tests.machines import drive

HOUR = timedelta(hours=1)
OFFERED_FOR = timedelta(hours=2)
LIST_CLOSES = timedelta(minutes=30)  # before the class
CUTOFF = timedelta(minutes=CUTOFF_MINUTES)
DECIDED = timedelta(minutes=DECIDE_MINUTES)  # before the class
HOST = st.integers(0, 1)
PERSON = st.integers(0, 4)
WHEN = st.integers(0, 4)  # half hours: few, so that they meet
BEGINNINGS = (
    "nothing",
    "it is full",
    "a seat is freed",
    "a seat is offered",
    "an offer has lapsed",
    "the list is closed",
)
# How often each happens beside the others. Rules of their own would be drawn by the machine's own lot, which gave two
# steps of three to the three that ask for nothing.
ACTS = (
    *("take", "take", "take", "join", "join", "leave", "accept", "accept", "give_up", "give_up", "hold"),
    *("move", "move", "call_off", "wait", "wait_until_something_changes", "wait_until_something_changes"),
    *("work", "work", "look"),
)


@dataclass
class Seat:
    """A seat as the model keeps it; `cutoff`: how long before the start its client may last cancel."""

    id: UUID
    person: int
    start: datetime
    status: str
    lapses: datetime | None = None
    cutoff: timedelta = CUTOFF

    def stands(self, now: datetime) -> bool:
        return self.status in STANDING and not self.lapsed(now)

    def lapsed(self, now: datetime) -> bool:
        return self.status == "held" and self.lapses is not None and self.lapses <= now


@dataclass
class Class:
    """A class, its seats in the order they were made, and who waits, the first first. Once it was moved its seats may
    be cancelled until it starts."""

    id: UUID
    host: int
    start: datetime
    capacity: int
    least: int
    decided: datetime | None
    status: str = "scheduled"
    cutoff: timedelta = CUTOFF
    seats: list[Seat] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)

    def occupies_host(self) -> bool:
        return self.status in {"scheduled", "running"}

    def bookable(self, now: datetime) -> bool:
        return self.status == "scheduled" and now < self.start

    def list_open(self, now: datetime) -> bool:
        return self.status == "scheduled" and now < self.start - LIST_CLOSES

    def free_seats(self, now: datetime) -> int:
        return self.capacity - sum(seat.stands(now) for seat in self.seats)

    def seat_of(self, person: int, now: datetime) -> Seat | None:
        return next((seat for seat in self.seats if seat.person == person and seat.stands(now)), None)


class Seats(RuleBasedStateMachine):
    """The rules; `world` is set by the test."""

    world: ClassVar[School]

    def __init__(self) -> None:
        super().__init__()
        self.classes: list[Class] = []
        self.world.fresh()
        self.set_now(NOW)

    def set_now(self, now: datetime) -> None:
        self.now = now
        self.world.clock.set(now)

    @initialize(host=HOST, until=st.sampled_from(BEGINNINGS))
    def first(self, host: int, until: str) -> None:
        """A class with two seats, five hours ahead, as far on its way as `until` says: what is rare alone is near."""
        other, taker, *rest = (1 - host, 2, 3, 4)
        self.make(host, NOW + 5 * HOUR, 2, 1)
        if until == "nothing":
            return
        self.make(other, NOW + 8 * HOUR, 1, 1)
        lesson = self.classes[0]
        for person in (taker, rest[0]):
            self.take_seat(lesson, person)
        for person in (other, rest[1]):
            self.join_list(lesson, person)
        if until == "the list is closed":
            self.set_now(lesson.start - LIST_CLOSES)
        if until != "it is full":
            self.cancel_seat(lesson, lesson.seats[0], "client" if until != "the list is closed" else "professional")
        if until in {"a seat is offered", "an offer has lapsed"}:
            self.work()
        if until == "an offer has lapsed":
            self.set_now(self.now + OFFERED_FOR)

    def free(self, person: int, start: datetime, but: Seat | Class | None = None) -> bool:
        for each in self.classes:
            if each.host == person and each is not but and each.occupies_host() and abs(each.start - start) < HOUR:
                return False
            for seat in each.seats:
                mine = seat.person == person and seat is not but and seat.stands(self.now)
                if mine and abs(seat.start - start) < HOUR:
                    return False
        return True

    def ahead(self, when: int) -> datetime:
        """Half an hour to two and a half after the next full hour but two."""
        return self.now.replace(minute=0, second=0) + 3 * HOUR + when * HOUR / 2

    def make(self, host: int, start: datetime, seats: int, least: int) -> None:
        made = self.world.hold(host, start, seats, least)
        assert (made is not None) == self.free(host, start)
        if made is not None:
            decided = max(start - DECIDED, self.now) if least > 1 else None
            self.classes.append(Class(made, host, start, seats, least, decided))

    @rule(data=st.data(), act=st.sampled_from(ACTS))
    def somebody_acts(self, data: st.DataObject, act: str) -> None:
        getattr(self, act)(data)

    def hold(self, data: st.DataObject) -> None:
        if len(self.classes) < 3:
            seats = data.draw(st.integers(1, 2))
            self.make(data.draw(HOST), self.ahead(data.draw(WHEN)), seats, data.draw(st.integers(1, seats)))

    def take(self, data: st.DataObject) -> None:
        """Somebody asks for a seat; half of the time one who waits for it."""
        lesson = self.some(data)
        self.take_seat(lesson, data.draw(PERSON if not lesson.waits else PERSON | st.sampled_from(lesson.waits)))

    def take_seat(self, lesson: Class, person: int) -> None:
        made = self.world.take(lesson.id, person)
        before_me = lesson.waits[: lesson.waits.index(person)] if person in lesson.waits else lesson.waits
        allowed = (
            lesson.bookable(self.now)
            and person != lesson.host
            and self.free(person, lesson.start)
            and lesson.free_seats(self.now) > 0
            and not (before_me and lesson.list_open(self.now))
        )
        assert (made is not None) == allowed
        if made is not None:
            lesson.seats.append(Seat(made[0], person, lesson.start, "confirmed", cutoff=lesson.cutoff))
            lesson.waits = [each for each in lesson.waits if each != person]

    def join(self, data: st.DataObject) -> None:
        self.join_list(self.some(data), data.draw(PERSON))

    def join_list(self, lesson: Class, person: int) -> None:
        done = self.world.join(lesson.id, person)
        allowed = (
            lesson.list_open(self.now)
            and person != lesson.host
            and lesson.seat_of(person, self.now) is None
            and (lesson.free_seats(self.now) <= 0 or bool(lesson.waits))
        )
        assert (done is not None) == allowed
        if allowed and person not in lesson.waits:
            lesson.waits.append(person)

    def leave(self, data: st.DataObject) -> None:
        lesson, person = self.some(data), data.draw(PERSON)
        assert self.world.leave(lesson.id, person) == (person in lesson.waits)
        lesson.waits = [each for each in lesson.waits if each != person]

    def accept(self, data: st.DataObject) -> None:
        if not self.offers():
            return
        lesson, seat = data.draw(st.sampled_from(self.offers()))
        by = By(self.world.people[seat.person], "client")
        done = self.world.attempt(lambda session: changes.accept(session, seat.id, by, self.now))
        allowed = seat.stands(self.now) and lesson.bookable(self.now)
        assert (done is not None) == allowed
        if allowed:
            seat.status, seat.lapses = "confirmed", None

    def give_up(self, data: st.DataObject) -> None:
        """Cancel a seat; of one that is only offered, decline it."""
        standing = [(each, seat) for each in self.classes for seat in each.seats if seat.stands(self.now)]
        if standing:
            lesson, seat = data.draw(st.sampled_from(standing))
            self.cancel_seat(lesson, seat, data.draw(st.sampled_from(("client", "client", "professional"))))

    def cancel_seat(self, lesson: Class, seat: Seat, side: Side) -> None:
        by = By(self.world.people[seat.person if side == "client" else lesson.host], side)
        done = self.world.attempt(lambda session: changes.cancel(session, seat.id, by, self.now))
        cutoff = timedelta() if seat.status == "held" else seat.cutoff
        allowed = self.now < (seat.start - cutoff if side == "client" else seat.start + HOUR)
        assert (done is not None) == allowed
        if allowed:
            seat.status, seat.lapses = "cancelled", None

    def move(self, data: st.DataObject) -> None:
        lesson, start = self.some(data), self.ahead(data.draw(WHEN))
        done = self.world.move(lesson.id, start)
        allowed = lesson.bookable(self.now) and self.free(lesson.host, start, lesson)
        assert (done is not None) == allowed
        if allowed:
            if lesson.decided is not None:
                lesson.decided = max(lesson.decided + (start - lesson.start), self.now)
            lesson.start, lesson.cutoff = start, timedelta()

    def call_off(self, data: st.DataObject) -> None:
        lesson = self.some(data)
        done = self.world.call_off(lesson.id)
        allowed = lesson.occupies_host() and self.now < lesson.start + HOUR
        assert (done is not None) == allowed
        if allowed:
            lesson.status, lesson.decided = "cancelled", None

    def wait(self, data: st.DataObject) -> None:
        self.set_now(self.now + timedelta(minutes=data.draw(st.sampled_from((20, 60)))))

    def wait_until_something_changes(self, _data: st.DataObject) -> None:
        """To the very moment: from then on it is so, before anybody looked."""
        moments = {each.start - offset for each in self.classes for offset in (LIST_CLOSES, HOUR * 0, -HOUR - GRACE)}
        moments |= {each.decided for each in self.classes if each.decided is not None}
        moments |= {seat.lapses for _, seat in self.offers() if seat.lapses is not None}
        coming = sorted(each for each in moments if each > self.now)
        if coming:
            self.set_now(coming[0])

    def work(self, _data: st.DataObject | None = None) -> None:
        """The jobs that wait are done, in the order they are found in."""
        for entrypoint, class_id in self.world.work():
            lesson = next(each for each in self.classes if each.id == class_id)
            {"class-closing": self.closed, "class-moved": self.followed, "class-seat-freed": self.promoted}[
                entrypoint
            ](lesson)

    def closed(self, lesson: Class) -> None:
        for seat in lesson.seats:
            if seat.stands(self.now):
                seat.status, seat.lapses = "cancelled", None

    def followed(self, lesson: Class) -> None:
        for seat in lesson.seats:
            if lesson.status == "cancelled" or not seat.stands(self.now) or seat.start == lesson.start:
                continue
            if self.free(seat.person, lesson.start, seat):
                seat.start, seat.cutoff = lesson.start, timedelta()
                seat.lapses = None if seat.lapses is None else min(seat.lapses, lesson.start)
            else:
                seat.status, seat.lapses = "cancelled", None

    def promoted(self, lesson: Class) -> None:
        """Free seats are offered in turn; who is busy then is passed over and keeps their place."""
        for person in list(lesson.waits) if lesson.list_open(self.now) else []:
            if lesson.free_seats(self.now) > 0 and self.free(person, lesson.start):
                lesson.waits.remove(person)
                lapses = min(self.now + OFFERED_FOR, lesson.start)
                offer = self.world.offered(lesson.id, person)
                lesson.seats.append(Seat(offer, person, lesson.start, "held", lapses, lesson.cutoff))

    def look(self, _data: st.DataObject) -> None:
        """The clockwork looks at seats and classes: nobody came to any. Then its jobs are done, and nobody who
        could have a seat is left waiting for one."""
        self.world.pass_time(self.now)
        for lesson in self.classes:
            self.passed(lesson)
        self.world.pass_time_of_classes()
        for lesson in self.classes:
            self.class_passed(lesson)
        self.work()
        self.world.ask_again()
        self.work()
        for lesson in self.classes:
            could = [each for each in lesson.waits if self.free(each, lesson.start)]
            assert not (could and lesson.list_open(self.now) and lesson.free_seats(self.now) > 0)

    def passed(self, lesson: Class) -> None:
        for seat in lesson.seats:
            if seat.lapsed(self.now):
                seat.status, seat.lapses = "expired", None
            if lesson.status == "cancelled" or seat.start != lesson.start:
                continue  # it will follow its class: until then its own time means nothing
            if seat.status == "confirmed" and seat.start <= self.now:
                seat.status = "running"
            if seat.status == "running" and seat.start + HOUR + GRACE <= self.now:
                seat.status = "no_show"

    def class_passed(self, lesson: Class) -> None:
        if lesson.status == "scheduled" and lesson.decided is not None and lesson.decided <= self.now:
            lesson.decided = None
            sure = sum(seat.status in {"confirmed", "running"} for seat in lesson.seats)
            if sure < lesson.least and self.now < lesson.start + HOUR:
                lesson.status = "cancelled"
        if lesson.status == "scheduled" and lesson.start <= self.now:
            lesson.status = "running"
        if lesson.status == "running" and lesson.start + HOUR + GRACE <= self.now:
            lesson.status = "completed"

    def some(self, data: st.DataObject) -> Class:
        return data.draw(st.sampled_from(self.classes))

    def offers(self) -> list[tuple[Class, Seat]]:
        return [(each, seat) for each in self.classes for seat in each.seats if seat.status == "held"]

    @invariant()
    def they_agree(self) -> None:
        held = self.world.state()
        for lesson in self.classes:
            known = held["classes"][str(lesson.id)]
            assert (known["status"], known["start"]) == (lesson.status, lesson.start.timestamp())
            for seat in lesson.seats:
                self.agrees(seat, held["seats"].pop(str(seat.id)))
            assert known["taken"] == known["standing"] <= known["capacity"] == lesson.capacity
            assert lesson.free_seats(self.now) >= 0
            assert [self.world.people.index(UUID(each)) for each in known["waits"] or []] == lesson.waits
            assert not [each for each in lesson.waits if lesson.seat_of(each, self.now)]
            assert known["occupies"] == lesson.occupies_host()
        assert held["seats"] == {}
        assert (held["overlaps"], held["astray"], held["idle_moves"]) == (0, 0, 0)
        assert self.world.broken_trails() == 0

    def agrees(self, seat: Seat, known: dict[str, Any]) -> None:
        """What has lapsed stands for nothing, whether or not its row is gone; whoever took it away expired it."""
        if seat.lapsed(self.now):
            assert known["status"] in {"held", "expired"}
        else:
            assert known["status"] == seat.status
            assert known["expires"] == (None if seat.lapses is None else seat.lapses.timestamp())
            assert known["start"] == seat.start.timestamp()
        assert known["person"] == str(self.world.people[seat.person])


@pytest.mark.timeout(600)
def test_the_model_and_the_classes_never_disagree(migrated_database: str) -> None:
    with School.opened(migrated_database) as made:
        Seats.world = made
        drive(Seats, examples=45, steps=18)
