"""What everybody hears of those who come, go and change: all of it, in order, in few messages for many who watch."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.rtc import SignalResponse

from sfu.rooms.telling import Telling


class _Room:
    """Keeps what was broadcast; its windows end when the test says so."""

    def __init__(self) -> None:
        self.messages: list[list[ParticipantInfo]] = []
        self._due: list[Callable[[], None]] = []
        self.telling = Telling(self._broadcast, self._later)
        self.cancelled = 0

    def _broadcast(self, message: SignalResponse) -> None:
        self.messages.append(list(message.update.participants))

    def _later(self, _seconds: float, call: Callable[[], None]) -> "_Room":
        self._due.append(call)
        return self

    def cancel(self) -> None:
        self.cancelled += 1
        self._due.clear()

    def window_ends(self) -> None:
        due, self._due = self._due, []
        assert len(due) <= 1
        for call in due:
            call()

    @property
    def heard(self) -> list[tuple[str, int]]:
        return [(info.sid, info.version) for message in self.messages for info in message]


def _info(sid: str, version: int = 1) -> ParticipantInfo:
    return ParticipantInfo(sid=sid, version=version)


def test_who_comes_alone_is_told_of_at_once() -> None:
    room = _Room()
    room.telling.soon(_info("a"))
    assert room.heard == [("a", 1)]
    room.window_ends()
    room.window_ends()
    room.telling.soon(_info("a", 2))
    assert room.heard == [("a", 1), ("a", 2)]


def test_a_hundred_who_come_together_are_two_messages_with_the_last_state_of_each() -> None:
    room = _Room()
    for i in range(100):
        info = _info(f"p{i}")
        room.telling.soon(info)
        info.version = 2
        room.telling.soon(info)
        info.version = 99  # and told of nobody
    room.window_ends()
    assert [len(message) for message in room.messages] == [1, 100]
    assert room.heard[1:] == [(f"p{i}", 2) for i in range(100)]


def test_one_who_publishes_takes_along_what_waits_in_its_order() -> None:
    room = _Room()
    for sid in ("first", "lost", "back"):
        room.telling.soon(_info(sid))
    room.telling.now(_info("publisher"))
    assert [[info.sid for info in message] for message in room.messages] == [["first"], ["lost", "back", "publisher"]]
    room.window_ends()
    assert len(room.messages) == 2


def test_a_room_that_ended_tells_nothing_more() -> None:
    room = _Room()
    room.telling.soon(_info("a"))
    room.telling.soon(_info("b"))
    room.telling.close()
    room.window_ends()
    room.telling.now(_info("c"))
    assert room.heard == [("a", 1)]
    assert room.cancelled == 1


@given(st.lists(st.one_of(st.none(), st.tuples(st.sampled_from("abc"), st.booleans())), max_size=40))
def test_versions_rise_for_everybody_and_the_last_of_each_is_heard(steps: list[tuple[str, bool] | None]) -> None:
    room, last = _Room(), dict.fromkeys("abc", 0)
    for step in steps:
        if step is None:
            room.window_ends()
            continue
        sid, at_once = step
        last[sid] += 1
        (room.telling.now if at_once else room.telling.soon)(_info(sid, last[sid]))
        if at_once:
            assert room.heard[-1] == (sid, last[sid])
    room.window_ends()
    for sid, version in last.items():
        heard = [v for who, v in room.heard if who == sid]
        assert heard == sorted(set(heard))
        assert (heard[-1:] or [0]) == [version]
