"""Passwords: argon2id (RFC 9106), hashed in threads so that the event loop never waits, and never more than two at
once.

The rule kept here: checking an unknown account costs what checking a known one costs.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")
MIN_LENGTH, MAX_LENGTH = 10, 200
NO_PASSWORD = ""  # stored where no password opens the account: one has to be chosen by mail first
MOST_WAITING = 64  # a few seconds of work; who comes later is told at once to try again


class Busy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many passwords wait to be hashed or checked already."""


class Passwords:
    """Hashes and checks. Each hash takes 64 MiB and about 0.2 s with the default cost (RFC 9106, second choice)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")
        self._dummy = self._hasher.hash("nobody's password")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The password's hash, in PHC form, its own salt and cost within. Raises Busy."""
        return await self._in_thread(partial(self._hasher.hash, password))

    async def check(self, password: str, stored: str | None) -> bool:
        """Whether it is the right one; for None (no such account) and NO_PASSWORD it works as long and says no.

        Raises Busy.
        """
        return await self._in_thread(partial(self._check, password, stored))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def _check(self, password: str, stored: str | None) -> bool:
        try:
            return self._hasher.verify(stored or self._dummy, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with another cost than today's, and should be made anew at this sign-in."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
