"""One-time codes: RFC 6238's own vectors, the skew, and no code twice."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp import TOTP

from auth.sealing import Sealer
from auth.second_factor import matching_step

# RFC 6238, appendix B, the SHA-1 column, shortened from eight digits to six as its section 5.3 of RFC 4226 does.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_the_rfcs_codes_are_taken(seconds: int, code: str) -> None:
    assert matching_step(SECRET, code, at(seconds), 0) == seconds // 30


@given(st.integers(min_value=3000, max_value=4_000_000_000), st.integers(min_value=-4, max_value=4))
def test_a_clock_may_be_one_step_off_and_no_more(seconds: int, steps: int) -> None:
    code = TOTP(SECRET).at(seconds + 30 * steps)
    found = matching_step(SECRET, code, at(seconds), 0)
    near = {TOTP(SECRET).at(seconds + 30 * each) for each in (-1, 0, 1)}
    assert (found is not None) == (code in near)
    if abs(steps) <= 1:
        assert found is not None


@given(st.integers(min_value=3000, max_value=4_000_000_000))
def test_a_step_once_taken_and_those_before_it_are_not_taken_again(seconds: int) -> None:
    code = TOTP(SECRET).at(seconds)
    step = matching_step(SECRET, code, at(seconds), 0)
    assert step is not None
    assert matching_step(SECRET, code, at(seconds), step) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_comparison(code: str) -> None:
    matching_step(SECRET, code, at(59), 0)


def test_a_sealed_secret_opens_with_an_older_key_and_for_its_owner_only() -> None:
    old = Sealer(["an old key of more than thirty-two letters"])
    both = Sealer(["a new key of more than thirty-two letters.", "an old key of more than thirty-two letters"])
    sealed = old.seal(b"seed", "ada")
    assert both.open(sealed, "ada") == b"seed"
    for opener, owner, text in ((both, "ben", sealed), (both, "ada", sealed[:-1]), (both, "ada", b"")):
        with pytest.raises(ValueError, match="sealed"):
            opener.open(text, owner)
    with pytest.raises(ValueError, match="sealed"):
        old.open(both.seal(b"seed", "ada"), "ada")
