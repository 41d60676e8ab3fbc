"""What a key looks like, and what a rate lets through."""

import string

from hypothesis import given
from hypothesis import strategies as st

from auth.limits import Limiter, Rate
from scheduler.keys.secrets import LENGTH, PREFIX, hint_of, is_key, new_key
from scheduler.keys.sign_in import allowance

BASE62 = string.ascii_letters + string.digits


def test_keys_are_unlike_each_other_and_known_by_their_form() -> None:
    keys = [new_key() for _ in range(200)]
    assert len(set(keys)) == 200
    assert all(is_key(key) and len(key) == LENGTH and key.startswith("vv_live_") for key in keys)
    assert all(key.endswith(hint_of(key)) and len(hint_of(key)) == 4 for key in keys)


def test_the_checksum_is_what_it_always_was() -> None:
    """Scanners know it: it must not change."""
    assert is_key("vv_live_" + "A" * 30 + "38ZUyi")


@given(st.integers(len(PREFIX), LENGTH - 1), st.sampled_from(BASE62))
def test_one_wrong_character_is_noticed(at: int, char: str) -> None:
    key = new_key()
    changed = key[:at] + char + key[at + 1 :]
    assert is_key(changed) == (changed == key)


@given(st.text(max_size=60))
def test_no_other_text_is_a_key(text: str) -> None:
    assert not is_key(text)
    assert not is_key(PREFIX + text)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.integers(1, 8))
def test_what_is_left_agrees_with_the_limiter(gaps: list[float], burst: int) -> None:
    """The headers are computed from two numbers; the limiter that everybody knows decides the same."""
    rate, now, due = Rate(burst, 1.0), 1000.0, 0.0
    limiter = Limiter(rate)
    for gap in gaps:
        now += gap
        through = max(due, now) - now <= rate.every_s * (rate.burst - 1)
        after = max(due, now) + rate.every_s if through else due
        met = allowance(due, after, now, rate)
        assert (met.wait == 0) == through == (limiter.hit("key", now) == 0)
        assert 0 <= met.left < burst
        if through and met.left:
            # Not zero: the two add the same numbers in another order.
            assert limiter.wait_s("key", now) < 1e-9, "what is left can be used at once"
        if not through:
            assert abs(met.wait - max(limiter.wait_s("key", now), 0.001)) < 1e-6
            assert met.headers["Retry-After"]
        due = after
