"""Passwords: argon2id, never the password itself, and an unknown account takes the same work."""

import asyncio
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from auth.passwords import MOST_WAITING, Busy, Passwords


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield cheap
    cheap.close()


async def test_the_right_password_and_only_it(passwords: Passwords) -> None:
    stored = await passwords.hash("correct horse battery")
    assert "correct" not in stored
    assert await passwords.check("correct horse battery", stored)
    assert not await passwords.check("wrong", stored)
    assert stored != await passwords.hash("correct horse battery")


async def test_an_unknown_account_is_checked_too_and_never_right(passwords: Passwords) -> None:
    assert not await passwords.check("anything", None)
    assert not await passwords.check("nobody's password", None)


async def test_a_broken_hash_is_a_no(passwords: Passwords) -> None:
    assert not await passwords.check("x", "not a hash")


async def test_the_default_cost_is_rfc_9106s_and_older_hashes_are_seen(passwords: Passwords) -> None:
    default = Passwords()
    try:
        parameters = extract_parameters(await default.hash("x" * 12))
        assert (parameters.type, parameters.memory_cost, parameters.time_cost) == (Type.ID, 65536, 3)
        assert default.outdated(await passwords.hash("x" * 12))
        assert not passwords.outdated(await passwords.hash("x" * 12))
    finally:
        default.close()


async def test_only_so_many_wait_and_the_rest_are_told_at_once(passwords: Passwords) -> None:
    """Hashing is the one slow thing a stranger may ask for: their queue has an end."""
    asked = [passwords.check("x", None) for _ in range(MOST_WAITING + 5)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert answers.count(False) == MOST_WAITING
    assert [type(answer) for answer in answers if answer is not False] == [Busy] * 5
    assert not await passwords.check("x", None), "and then there is room again"
