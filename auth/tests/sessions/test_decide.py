"""What a refresh token is worth, for every moment: used once, repeated for thirty seconds, theft after that."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auth.secrets import new_salt, new_secret, stored, successor
from auth.sessions import LIFETIME, REPEAT_S, decide

ISSUED = datetime(2027, 1, 1, tzinfo=UTC)
EXPIRES = ISSUED + LIFETIME


@given(st.floats(0, LIFETIME.total_seconds() * 2))
def test_a_fresh_token_rotates_until_it_expires(age: float) -> None:
    decision = decide(ISSUED + timedelta(seconds=age), expires_at=EXPIRES, rotated_at=None, ended=False)
    assert decision == ("rotate" if ISSUED + timedelta(seconds=age) < EXPIRES else "refuse")


@given(st.floats(0, 10_000))
def test_a_used_token_repeats_for_thirty_seconds_then_is_theft(later: float) -> None:
    now = ISSUED + timedelta(seconds=later)
    decision = decide(now, expires_at=EXPIRES, rotated_at=ISSUED, ended=False)
    assert decision == ("repeat" if now < ISSUED + timedelta(seconds=REPEAT_S) else "theft")


@given(st.floats(0, 10_000), st.booleans())
def test_an_ended_sign_in_gives_nothing(later: float, used: bool) -> None:
    now = ISSUED + timedelta(seconds=later)
    assert decide(now, expires_at=EXPIRES, rotated_at=ISSUED if used else None, ended=True) == "refuse"


@given(st.text(min_size=1, max_size=60), st.binary(min_size=16, max_size=16))
def test_the_successor_is_always_the_same_and_needs_both_halves(secret: str, salt: bytes) -> None:
    following = successor(secret, salt)
    assert following == successor(secret, salt)
    assert following != successor(secret, new_salt())
    assert following != successor(secret + "x", salt)
    assert len(following) == len(new_secret())


def test_a_stored_secret_is_not_the_secret() -> None:
    secret = new_secret()
    assert secret.encode() not in stored(secret)
    assert len({new_secret() for _ in range(100)}) == 100
