"""How I want to be told: the endpoints of one's preferences."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Strict, invalid
from scheduler.jobs.queue import enqueue
from scheduler.notifications import preferences
from scheduler.notifications.kinds import CATEGORIES, Category, Channel
from scheduler.notifications.preferences import EARLIEST_REMINDER, LOCKED, MAX_REMINDERS, Preferences
from scheduler.notifications.reminders import REPLAN

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, examples=["22:00"])]
Minutes = Annotated[int, Field(ge=5, le=EARLIEST_REMINDER)]


class QuietHours(Strict):
    """From and until on my own clock; an end before its start is on the next day."""

    start: TimeOfDay
    end: TimeOfDay


class ChannelChoice(Strict):
    """What to switch on or off in a category; what is left out is as usual."""

    mail: bool | None = None
    web_push: bool | None = None
    mobile_push: bool | None = None
    in_app: bool | None = None


class Choices(Strict):
    """By category; what is left out is as usual."""

    bookings: ChannelChoice | None = None
    reminders: ChannelChoice | None = None
    messages: ChannelChoice | None = None
    money: ChannelChoice | None = None
    marketing: ChannelChoice | None = None


class ChoosePreferences(Strict):
    """My preferences, whole. `reminders`: minutes before a start."""

    reminders: Annotated[list[Minutes], Field(max_length=MAX_REMINDERS)]
    quiet_hours: QuietHours | None = None
    channels: Choices = Field(default_factory=Choices)


class ChannelView(BaseModel):
    """Every channel of a category. `locked`: those that cannot be switched off."""

    mail: bool
    web_push: bool
    mobile_push: bool
    in_app: bool
    locked: list[Literal["mail", "in_app"]]


class PreferencesView(BaseModel):
    """How I am told."""

    reminders: list[int]
    quiet_hours: QuietHours | None
    channels: dict[Category, ChannelView]


_FIELDS: Final[tuple[tuple[str, Channel], ...]] = (
    ("mail", "mail"),
    ("web_push", "web-push"),
    ("mobile_push", "mobile-push"),
    ("in_app", "in-app"),
)


async def show_notification_preferences(ctx: Context, session: AsyncSession) -> PreferencesView:
    """Show how I am told."""
    return _view(await preferences.of(session, ctx.account.id))


async def choose_notification_preferences(
    ctx: Context, session: AsyncSession, body: ChoosePreferences
) -> PreferencesView:
    """Choose how I am told.

    Mail and the list about bookings and money stay on: both sides must be told of what they agreed and paid. Devices
    do not ring in the quiet hours, except for a reminder that would otherwise come after the start."""
    before, wanted = await preferences.of(session, ctx.account.id), _wanted(body)
    await preferences.keep(session, ctx.account.id, wanted, ctx.clock.now())
    if set(before.reminders) != set(wanted.reminders):
        await enqueue(session, REPLAN, {"person_id": str(ctx.account.id)})
    return _view(await preferences.of(session, ctx.account.id))


def _wanted(body: ChoosePreferences) -> Preferences:
    choices: dict[str, dict[str, bool]] = {}
    for category in CATEGORIES:
        chosen = getattr(body.channels, category)
        for name, channel in _FIELDS if chosen is not None else ():
            on = getattr(chosen, name)
            if on is False and (category, channel) in LOCKED:
                raise invalid(
                    f"channels.{category}.{name}",
                    "cannot be switched off: it tells of what was agreed or paid",
                    "Switch off the other channels if you like.",
                )
            if on is not None:
                choices.setdefault(category, {})[channel] = on
    return Preferences(tuple(body.reminders), _quiet(body.quiet_hours), choices)


def _quiet(hours: QuietHours | None) -> tuple[int, int] | None:
    if hours is None:
        return None
    if hours.start == hours.end:
        raise invalid("quiet_hours.end", "is the start", "Leave quiet_hours out to be told at any hour.")
    return _minutes(hours.start), _minutes(hours.end)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _view(found: Preferences) -> PreferencesView:
    quiet = found.quiet
    return PreferencesView(
        reminders=list(found.reminders),
        quiet_hours=None if quiet is None else QuietHours(start=_time(quiet[0]), end=_time(quiet[1])),
        channels={category: _channels(found, category) for category in CATEGORIES},
    )


def _channels(found: Preferences, category: Category) -> ChannelView:
    on = {name: found.wants(category, channel) for name, channel in _FIELDS}
    return ChannelView.model_validate(
        {**on, "locked": [name for name, channel in _FIELDS if (category, channel) in LOCKED]}
    )


def routes(api: Api) -> None:
    """`/me/notification-preferences`."""
    path = "/me/notification-preferences"
    api.get(path, show_notification_preferences, account=True, etag=True)
    api.put(path, choose_notification_preferences, account=True, edits=show_notification_preferences)
