"""Where a worker that tells people is killed: `python -m scheduler.tests.notifications.killed_worker`."""

from typing import Any

from scheduler.notifications import bookings, inbox, pushing
from scheduler.notifications.deliver import deliver
from scheduler.tests.takeover import Steps, pause, work_in_turn


async def after_deliver(*args: Any) -> int:
    """Everything of the event is written, nothing committed."""
    await DELIVER(*args)
    await pause()
    return 0


DELIVER = deliver
STEPS: Steps = {
    "mail-written": (inbox, "add", pause),
    "all-written": (bookings, "deliver", after_deliver),
    "told": (pushing, "_holds", pause),  # committed; the next job has begun
    "fanned-out": (pushing, "_targets", pause),
    "rung": (pushing, "_note", pause),  # the push service took it, the row does not say so yet
}

if __name__ == "__main__":
    work_in_turn(STEPS)
