"""Many things to do, each for itself: one that fails holds up none of the others.

The rule kept here: what fails is raised after all the rest was done, so that it is said, and tried again the next
time. Only what would fail for every one of them (the database is away, or what `unless` names) ends it at once:
nobody waits for a time-out two hundred times.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from scheduler.store.away import is_away

T = TypeVar("T")


async def apart(
    items: Iterable[T], work: Callable[[T], Awaitable[None]], *, unless: tuple[type[Exception], ...] = ()
) -> None:
    """Do `work` for each. Raises an ExceptionGroup of what failed."""
    failed: list[Exception] = []
    for item in items:
        try:
            await work(item)
        except Exception as error:
            if isinstance(error, unless) or is_away(error):
                raise
            error.add_note(f"for {item}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} could not be done", failed)
