"""Where a worker that tells programs is killed: `python -m scheduler.tests.webhooks.killed_worker`."""

from typing import Any

from scheduler.tests.takeover import Steps, pause, work_in_turn
from scheduler.webhooks import emitting
from scheduler.webhooks.sending import Sender


async def after_put(*args: Any) -> list[Any]:
    """Every message is written, nothing committed."""
    await PUT(*args)
    await pause()
    return []


PUT = emitting.put
STEPS: Steps = {
    "written": (emitting, "put", after_put),
    "fanned-out": (Sender, "_ask", pause),  # committed; the message is read and not yet sent
    "sent": (Sender, "note", pause),  # the receiver took it, the row does not say so yet
}

if __name__ == "__main__":
    work_in_turn(STEPS)
