"""Where a worker that calls a class off is killed: `python -m scheduler.tests.classes.killed_worker`."""

from typing import Any

from scheduler.booking import changes
from scheduler.classes import jobs
from scheduler.tests.takeover import Steps, pause, work_in_turn

STANDS, STEP = jobs._stands, changes.step
_seen: list[int] = []


async def after_step(*args: Any, **options: Any) -> None:
    """All of a seat's cancellation is written, nothing committed."""
    await STEP(*args, **options)
    await pause()


async def at_the_second(*args: Any) -> bool:
    """The first seat is committed, the second locked."""
    _seen.append(1)
    if len(_seen) == 2:
        await pause()
    return await STANDS(*args)


STEPS: Steps = {
    "a seat is locked": (jobs, "_stands", pause),
    "a seat is cancelled": (changes, "step", after_step),
    "one of two is committed": (jobs, "_stands", at_the_second),
}

if __name__ == "__main__":
    work_in_turn(STEPS)
