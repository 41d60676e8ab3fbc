"""Who may write when, when the room's chat is kept, what can be changed: the rules alone."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.booking.states import STATUSES
from scheduler.messages.rules import (
    EDITABLE,
    ENDED,
    LATE_LINES,
    QUIET_AFTER,
    Talk,
    clean,
    why_not_edit,
    why_not_keep,
    why_not_write,
)
from scheduler.messages.telling import BETWEEN_MAILS, MAIL_AFTER, PUSH_AFTER, Step, due_at

START = datetime(2027, 3, 12, 17, 0, tzinfo=UTC)
END = START + timedelta(hours=1)
TALK = Talk("confirmed", START, END, asked=False, of_class=False)
EARLY, GRACE, MOMENT = timedelta(minutes=10), timedelta(minutes=5), timedelta(microseconds=1)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("asked", [True, False])
def test_what_did_not_come_about_goes_quiet_two_weeks_after_its_time(status: str, asked: bool) -> None:
    talk = replace(TALK, status=status, asked=asked)
    unheard = status in {"held", "expired"} and not asked
    for now, late in (
        (START - timedelta(days=60), False),
        (END + QUIET_AFTER - MOMENT, False),
        (END + QUIET_AFTER, True),
    ):
        expected = (
            "not-told" if unheard else "ended" if late and status in {"cancelled", "declined", "expired"} else None
        )
        assert why_not_write(talk, now) == expected


def test_the_rooms_chat_is_kept_while_the_room_is_open_and_both_agree() -> None:
    for now, open_ in (
        (START - EARLY - MOMENT, False),
        (START - EARLY, True),
        (END, True),
        (END + GRACE + LATE_LINES - MOMENT, True),
        (END + GRACE + LATE_LINES, False),
    ):
        for both in (True, False):
            expected = "closed" if not open_ else None if both else "consent"
            assert why_not_keep(TALK, EARLY, GRACE, both_agree=both, now=now) == expected


@pytest.mark.parametrize("status", STATUSES)
def test_only_a_meeting_has_a_room(status: str) -> None:
    why = why_not_keep(replace(TALK, status=status), EARLY, GRACE, both_agree=True, now=START)
    assert (why is None) == (status in {"confirmed", "running", "completed", "no_show", "disputed"})
    assert (status in ENDED) <= (why == "closed")


def test_a_class_chat_is_never_kept() -> None:
    assert why_not_keep(replace(TALK, of_class=True), EARLY, GRACE, both_agree=True, now=START) == "class"


def test_changing_ones_words() -> None:
    for now, why in ((START, None), (START + EDITABLE - MOMENT, None), (START + EDITABLE, "late")):
        assert why_not_edit("message", START, deleted=False, reported=False, now=now) == why
    assert why_not_edit("message", START, deleted=True, reported=True, now=START) == "deleted"
    assert why_not_edit("message", START, deleted=False, reported=True, now=START) == "reported"
    assert why_not_edit("room", START, deleted=False, reported=False, now=START) == "room"


@given(st.text(max_size=200))
def test_a_kept_text_is_the_same_when_it_is_kept_again(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert "\r" not in kept
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in kept)
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  a\r\nb\rc\n", "a\nb\nc"),
        ("ring\x07 the\x00 bell\x1b[31m", "ring the bell[31m"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("👩‍🔧 شكراً \u202eabc", "👩‍🔧 شكراً \u202eabc"),
        ("\n\t ", ""),
    ],
)
def test_texts_are_kept_as_they_were_meant(sent: str, kept: str) -> None:
    assert clean(sent) == unicodedata.normalize("NFC", kept)


@given(
    st.sampled_from(get_args(Step)),
    st.integers(0, 10_000),
    st.one_of(st.none(), st.integers(-20_000, 10_000)),
)
def test_nobody_is_told_too_early_or_by_mail_too_often(step: Step, first_s: int, mailed_s: int | None) -> None:
    first = START + timedelta(seconds=first_s)
    mailed_at = None if mailed_s is None else START + timedelta(seconds=mailed_s)
    due = due_at(step, first, mailed_at)
    assert due >= first + PUSH_AFTER
    if step == "mail":
        assert due >= first + MAIL_AFTER
        assert mailed_at is None or due >= mailed_at + BETWEEN_MAILS
        assert due <= max(first + MAIL_AFTER, (mailed_at or first) + BETWEEN_MAILS)
