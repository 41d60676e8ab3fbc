"""What people are told of: each kind's category, who reads it, where its button leads, what it shows. Pure.

The rule kept here: what a kind is stands here once, for every language and channel; its words stand in words/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from scheduler.rooms.meeting import Side

Category = Literal["bookings", "reminders", "messages", "money", "marketing"]
Channel = Literal["mail", "web-push", "mobile-push", "in-app"]
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)
BOTH: Final[tuple[Side, ...]] = ("client", "professional")
CLIENT: Final[tuple[Side, ...]] = ("client",)
PROFESSIONAL: Final[tuple[Side, ...]] = ("professional",)
BOOKING: Final = "bookings/{id}"
CALENDAR: Final = "calendar"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `place` is below `/as/<role>/`; `invitation`: what the mail does to the reader's own calendar.

    `stands`: it is only worth telling while the booking stands, at the time it was told for, and before it starts.
    `offers`: it says until when it can be answered, and is worth nothing after.
    """

    category: Category
    readers: tuple[Side, ...] = BOTH
    place: str = BOOKING
    invitation: Literal["request", "cancel"] | None = None
    when: bool = True
    stands: bool = False
    offers: bool = False


# A hold for a payment is the client's own screen: what comes of it is told.
SILENT: Final = frozenset({"held"})
INVITING: Final = ("confirmed", "rescheduled")
KINDS: Final[Mapping[str, Kind]] = {
    "requested": Kind("bookings"),
    "approved": Kind("bookings"),  # to be paid: booked only then
    "declined": Kind("bookings", CLIENT, "search"),
    "confirmed": Kind("bookings", invitation="request"),
    "rescheduled": Kind("bookings", invitation="request"),
    "cancelled": Kind("bookings", place=CALENDAR, invitation="cancel"),
    "expired": Kind("bookings", place=CALENDAR),
    "reminder": Kind("reminders", stands=True),
    "no-show": Kind("bookings"),
    "outage": Kind("bookings", place=CALENDAR, invitation="cancel"),
    "completed": Kind("reminders", CLIENT),
    "waitlist-offer": Kind("bookings", CLIENT, offers=True),
    "waitlist-closed": Kind("bookings", CLIENT, "search"),  # its class was called off
    "class-too-few": Kind("bookings", PROFESSIONAL, CALENDAR),
    "class-cancelled": Kind("bookings", CLIENT, CALENDAR, invitation="cancel"),
    "payment-failed": Kind("money", CLIENT),
    "refunded": Kind("money", CLIENT),
    "package-bought": Kind("money", place=CALENDAR, when=False),
    "package-expiring": Kind("money", CLIENT, CALENDAR, when=False),
    "package-refunded": Kind("money", place=CALENDAR, when=False),
    "subscription-started": Kind("money", place=CALENDAR, when=False),
    "subscription-renewed": Kind("money", place=CALENDAR, when=False),
    "subscription-unpaid": Kind("money", CLIENT, CALENDAR, when=False),
    "subscription-ending": Kind("money", place=CALENDAR, when=False),
    "subscription-ended": Kind("money", place=CALENDAR, when=False),
    "dispute-opened": Kind("money"),
    "dispute-resolved": Kind("money"),
    "changed-zone-rules": Kind("bookings"),
    "message": Kind("messages", when=False),
}
