"""My feed: its secret address, made, changed, switched off; and the address itself, open to who has it."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from aiohttp import web
from pydantic import Field
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.calendars import feeding
from scheduler.calendars.feed import REFRESHED_EVERY, written
from scheduler.calendars.models import FeedView, MadeFeed, NewFeed, feed_view
from scheduler.calendars.tables import CalendarFeed
from scheduler.http import Api, Context, etags, invalid, not_found

Secret = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
MEDIA_TYPE: Final = "text/calendar"


@dataclass(frozen=True, slots=True)
class Feeds:
    """The endpoints. `web_url`: where the feed is reached from outside, and its links lead."""

    web_url: str

    async def show_calendar_feed(self, ctx: Context, session: AsyncSession) -> FeedView:
        """Show whether my bookings can be read at a secret address."""
        return feed_view(await session.get(CalendarFeed, ctx.account.id, populate_existing=True))

    async def make_calendar_feed(self, ctx: Context, session: AsyncSession, body: NewFeed) -> MadeFeed:
        """Make a secret address at which calendars can read my bookings in both roles.

        The one before, if there was one, opens nothing from then on. The address is in this answer and nowhere
        else."""
        feed, secret = await feeding.make(session, ctx.account.id, body.shows, ctx.clock.now())
        return MadeFeed(feed=feed_view(feed), secret_url=f"{self.web_url}/api/v1/calendar-feeds/{secret}.ics")

    async def change_calendar_feed(self, ctx: Context, session: AsyncSession, body: NewFeed) -> FeedView:
        """Say what my feed shows: titles and names, or only that I am busy. Its address stays."""
        mine = update(CalendarFeed).where(CalendarFeed.person_id == ctx.account.id).values(shows=body.shows)
        if (await session.execute(mine.returning(CalendarFeed.person_id))).first() is None:
            raise not_found("feed")
        return await self.show_calendar_feed(ctx, session)

    async def remove_calendar_feed(self, ctx: Context, session: AsyncSession) -> None:
        """Switch my feed off: its address opens nothing any more."""
        await feeding.switch_off(session, ctx.account.id)

    async def read_calendar_feed(self, ctx: Context, session: AsyncSession, secret: Secret) -> str:
        """Read somebody's bookings as a calendar (RFC 5545), from 90 days back to a year ahead.

        For calendar programs that were given the secret address."""
        feed = await feeding.opened_by(session, secret, ctx.clock.now())
        if feed is None:
            raise not_found("calendar")
        items = await feeding.items_of(session, feed.person_id, ctx.clock.now())
        body = written(items, "busy" if feed.shows == "busy" else "full", self.web_url)
        headers = {
            "ETag": etags.tag_of(body),
            "Cache-Control": f"private, max-age={int(REFRESHED_EVERY.total_seconds()) // 6}",
            "X-Robots-Tag": "noindex",
        }
        try:
            known = etags.condition(ctx.request.headers.getall(etags.IF_NONE_MATCH, []))
        except ValueError:
            raise invalid(
                etags.IF_NONE_MATCH, "is not a list of entity tags", "Send the ETag as it was given."
            ) from None
        if known is not None and known.weakly(headers["ETag"]):
            return web.Response(status=304, headers=headers)  # type: ignore[return-value]
        headers["Content-Disposition"] = 'inline; filename="visavis.ics"'
        return web.Response(  # type: ignore[return-value]
            body=body, content_type=MEDIA_TYPE, charset="utf-8", headers=headers
        )


def routes(api: Api, feeds: Feeds) -> None:
    """/calendar-feed, and the address that programs read."""
    mine: dict[str, Any] = {"roles": ("client", "professional")}
    feed, edited = "/calendar-feed", {"edits": feeds.show_calendar_feed}
    api.get(feed, feeds.show_calendar_feed, etag=True, **mine)
    api.post(feed, feeds.make_calendar_feed, status=201, idempotent=True, secret=True, **mine)
    api.patch(feed, feeds.change_calendar_feed, problems=("not-found",), **edited, **mine)
    api.delete(feed, feeds.remove_calendar_feed, status=204, **edited, **mine)
    api.get("/calendar-feeds/{secret}.ics", feeds.read_calendar_feed, etag=True, media_type=MEDIA_TYPE)
