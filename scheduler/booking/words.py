"""What a refusal says to the person who tried: what is in the way, and the way out. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from scheduler.availability.slots import Offer, Reason
from scheduler.booking.states import Action, NoCancel, NoMove, Status
from scheduler.notifications.when import spoken

Slots = Sequence[Mapping[str, str]]


def wire(instant: datetime) -> str:
    """An instant as it goes over the wire."""
    return instant.isoformat().replace("+00:00", "Z")


def host_busy(name: str, slots: Slots, zone: str) -> str:
    """Somebody else has the time."""
    return f"{name} is not free then. {_next(slots, zone, 'Next free times')}"


def own_busy(role: str, title: str, time: tuple[datetime, datetime], slots: Slots | None, zone: str) -> str:
    """The caller's own booking is in the way; `slots` are the next times, None where there are no others."""
    there = f"You have “{title}” as {role} then ({spoken(*time, zone)}), and nobody can be in two places."
    return there if slots is None else f"{there} {_next(slots, zone, 'Next times free for both of you')}"


def _next(slots: Slots, zone: str, said: str) -> str:
    if not slots:
        return "There are no free times left; try another service or professional."
    times = (spoken(_read(slot["start"]), _read(slot["end"]), zone) for slot in slots)
    return f"{said}: {'; '.join(times)}."


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def not_a_slot(why: Reason, offer: Offer) -> tuple[str, str]:
    """(reason, hint) for a start that is not among the slots."""
    hint = "Choose one of the free times."
    return {
        "past": ("is in the past", hint),
        "notice": (f"is too soon: at least {_length(offer.notice)} of notice are needed", hint),
        "window": (f"is too far ahead: booking opens {offer.window_days} days before", hint),
        "closed": ("is outside the professional's hours", hint),
        "time-off": ("is in the professional's time off", hint),
        "cap": ("is on a day, or in a week or month, that is full", hint),
        "grid": ("is not one of the starting times on offer", hint),
        "busy": ("is not free", hint),
    }[why]


def no_cancel(why: NoCancel, cutoff_minutes: int) -> str:
    """Why a booking cannot be cancelled."""
    return {
        "cancelled": "This booking was cancelled before.",
        "over": "This booking is over.",
        "settled": "This booking is over.",
        "too-late": f"It could be cancelled until {_length(cutoff_minutes * 60)} before the start."
        " Ask the professional to cancel it for you.",
    }[why]


def no_move(why: NoMove, cutoff_minutes: int) -> str:
    """Why a booking cannot be moved to another time."""
    return {
        "cancelled": "This booking does not stand any more.",
        "over": "This booking has begun or is over.",
        "settled": "This booking is over.",
        "unpaid": "This booking is not paid yet. Pay it, or cancel it and book another time.",
        "too-late": f"It could be moved until {_length(cutoff_minutes * 60)} before the start."
        " Ask the professional to move it for you.",
    }[why]


_IS: Mapping[Status, str] = {
    "requested": "waits for the professional's answer",
    "held": "waits for its payment",
    "confirmed": "is confirmed",
    "running": "is running",
    "completed": "is over",
    "cancelled": "was cancelled",
    "declined": "was declined",
    "no_show": "is over",
    "disputed": "is disputed",
    "expired": "has lapsed",
}
_DONE: Mapping[Action, str] = {
    "approve": "approved",
    "offer": "approved",
    "decline": "declined",
    "dispute": "contested",
    "uphold": "decided on",
    "absolve": "decided on",
    "annul": "decided on",
    "cancel": "cancelled",
    "accept": "accepted",
    "extend": "extended",
}


def no_step(status: Status, action: Action) -> str:
    """Why an action does not exist for a booking in this state."""
    return f"This booking {_IS[status]}, so it cannot be {_DONE.get(action, 'changed')} now."


def _length(seconds: int) -> str:
    minutes = seconds // 60
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            return f"{minutes // size} {name}{'s' if minutes != size else ''}"
    return "0 minutes"
