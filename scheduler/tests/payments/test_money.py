"""Money: no unit is lost, currencies do not mix, and each is written as its readers write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.payments.money import EXPONENTS, Money, UnknownCurrencyError, commission, exponent, percent, split

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_a_split_loses_no_unit_and_is_fair_to_one_unit(minor: int, weights: list[int]) -> None:
    shares = split(minor, weights)
    assert sum(shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - minor * weight) < sum(weights)


@given(amounts, weights)
def test_nothing_goes_to_who_has_no_weight(minor: int, weights: list[int]) -> None:
    assert all(share == 0 for share, weight in zip(split(minor, weights), weights, strict=True) if weight == 0)


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_the_commission_is_within_half_a_unit_and_never_more_than_the_amount(minor: int, points: int) -> None:
    ours = commission(minor, points)
    assert 0 <= ours <= minor
    assert abs(ours * 10_000 - minor * points) <= 5_000


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), max_size=6), st.integers(0, 10_000))
def test_a_commission_given_back_in_parts_is_given_back_whole(minor: int, parts: list[int], points: int) -> None:
    kept, back = minor, 0
    for part in [*parts, minor]:
        after = max(0, kept - part)
        back += commission(kept, points) - commission(after, points)
        kept = after
    assert back == commission(minor, points)


def test_three_ways_to_share_a_hundred() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert (percent(101, 50), percent(99, 100), percent(99, 0)) == (50, 99, 0)


@pytest.mark.parametrize("wrong", [[], [0], [-1, 2]])
def test_weights_that_share_nothing_are_refused(wrong: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(5, wrong)


def test_each_currency_has_its_own_digits() -> None:
    assert [exponent(each) for each in ("EUR", "JPY", "KWD", "HUF")] == [2, 0, 3, 2]
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)
    for wrong in ("XXX", "eur", "", "DEM"):
        with pytest.raises(UnknownCurrencyError):
            exponent(wrong)


def test_currencies_do_not_mix() -> None:
    assert Money(5, "EUR") + Money(6, "EUR") - Money(1, "EUR") == -Money(-10, "EUR")
    with pytest.raises(ValueError, match="do not add up"):
        Money(5, "EUR") + Money(6, "USD")


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "words"),
    [
        (123456, "EUR", "en", "€1,234.56"),
        (123456, "EUR", "de", "1.234,56\xa0€"),
        (1500, "JPY", "en", "¥1,500"),
        (1234, "KWD", "en", "KWD\xa01.234"),
        (100050, "HUF", "en", "HUF\xa01,000.50"),
        (-5, "USD", "en-US", "-$0.05"),
        (100, "EUR", "tlh", "€1.00"),
        (100, "EUR", "../..", "€1.00"),
    ],
)
def test_money_in_words(minor: int, currency: str, locale: str, words: str) -> None:
    assert Money(minor, currency).words(locale) == words
