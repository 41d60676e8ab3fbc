"""The shapes of figures, and how rates are made of counts. Pure."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from scheduler.http import Instant

Status = Literal[
    "requested",
    "held",
    "confirmed",
    "running",
    "completed",
    "cancelled",
    "declined",
    "no_show",
    "disputed",
    "expired",
]
Actor = Literal["client", "professional", "system", "admin"]
Absent = Literal["client", "professional", "both"]


class Counts(BaseModel):
    """Bookings that begin in the period, by how they stand now. Rates are of 1, null where nothing counts."""

    total: int
    by_status: dict[Status, int]
    cancelled_by: dict[Actor, int]
    absent: dict[Absent, int]
    no_show_rate: float | None
    cancellation_rate: float | None


class DayCount(BaseModel):
    """What was held or is to be held on a day, on the wall of its host."""

    day: date
    bookings: int


class Earned(BaseModel):
    """A professional's money in one currency: what they earned in the period after the commission and what was given
    back, the commission, and what was paid out to them."""

    currency: str
    earned_minor: int
    commission_minor: int
    paid_out_minor: int


class Spent(BaseModel):
    """A client's money in one currency: what they paid in the period, and what of it came back since."""

    currency: str
    paid_minor: int
    given_back_minor: int


class Figures(BaseModel):
    """One person's figures in the role in force. `people`: of how many others; `new_people`: of those whose first
    booking with this person it was. `earned` is a professional's, `spent` a client's."""

    since: Instant
    until: Instant
    bookings: Counts
    minutes_held: int
    people: int
    new_people: int
    rating: float | None
    reviews: int
    days: list[DayCount]
    earned: list[Earned]
    spent: list[Spent]


class Turnover(BaseModel):
    """The house's money in one currency: what clients paid in the period, what of it came back since, and what the
    commission came to."""

    currency: str
    paid_minor: int
    given_back_minor: int
    commission_minor: int


class WaitingForAdmins(BaseModel):
    """What waits for an admin, now."""

    vetting: int
    reports: int
    disputes: int


class HouseFigures(BaseModel):
    """The figures of the whole."""

    since: Instant
    until: Instant
    new_accounts: int
    accounts: int
    professionals: int
    bookings: Counts
    minutes_held: int
    days: list[DayCount]
    turnover: list[Turnover]
    waiting: WaitingForAdmins


def rate(part: int, whole: int) -> float | None:
    """A part of 1, to a hundredth of a percent; None of nothing."""
    return round(part / whole, 4) if whole else None


def counted(rows: list[tuple[Status, Absent | None, Actor | None, int]]) -> Counts:
    """Counts of (status, who was absent, who cancelled, how many)."""
    by_status: dict[Status, int] = {}
    absent: dict[Absent, int] = {}
    cancelled_by: dict[Actor, int] = {}
    for status, missed, by, many in rows:
        by_status[status] = by_status.get(status, 0) + many
        if status == "no_show" and missed is not None:
            absent[missed] = absent.get(missed, 0) + many
        if status == "cancelled" and by is not None:
            cancelled_by[by] = cancelled_by.get(by, 0) + many
    completed, missed_all = by_status.get("completed", 0), by_status.get("no_show", 0)
    called_off = by_status.get("cancelled", 0)
    booked = sum(by_status.get(each, 0) for each in ("confirmed", "running", "completed", "no_show", "disputed"))
    return Counts(
        total=sum(by_status.values()),
        by_status=by_status,
        cancelled_by=cancelled_by,
        absent=absent,
        no_show_rate=rate(missed_all, completed + missed_all),
        cancellation_rate=rate(called_off, booked + called_off),
    )
