"""Where a worker that writes copies is killed: `python -m scheduler.tests.calendars.remote.killed_worker`."""

from typing import Any

from scheduler.calendars.remote import acting
from scheduler.calendars.remote.writing import Writer
from scheduler.tests.takeover import Steps, pause, work_in_turn


async def after_put(*args: Any) -> Any:
    """The other server has it, and nobody here was told."""
    await ACT(*args)
    await pause()


ACT = acting.act
STEPS: Steps = {
    "begun": (acting, "act", pause),  # the copy's row is there, the copy is not
    "put": (acting, "act", after_put),
    "noting": (Writer, "_note", pause),
}

if __name__ == "__main__":
    work_in_turn(STEPS)
