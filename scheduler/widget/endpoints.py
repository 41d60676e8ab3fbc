"""The endpoints of widgets: settings for the professional, and what browsers on other websites may read.

The rule kept here: a widget is there when its professional wants it, and only the websites they named read it (CORS).
Nothing is written through it and no credential is taken: booking takes place on our own pages.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.endpoints import check_period
from scheduler.booking.occupancy import instant
from scheduler.http import Api, Context, Instant, Problem, invalid, not_found
from scheduler.http.context import RESPONSE_HEADERS
from scheduler.search import cards, free, storage
from scheduler.search.storage import Found
from scheduler.widget.links import book_template, book_url, page_url
from scheduler.widget.models import (
    Frame,
    FreeTime,
    Link,
    Settings,
    Widget,
    WidgetService,
    WidgetSlot,
    WidgetSlots,
)
from scheduler.widget.origins import frame_ancestors, origin_of
from scheduler.widget.tables import WidgetSettings

Slug = Annotated[str, Field(max_length=60)]
FRESH_S: Final = 30


@dataclass(frozen=True, slots=True)
class Widgets:
    """The endpoints. `web_url`: our own pages; `plain`: websites without https are taken too (development)."""

    web_url: str
    plain: bool

    async def show_widget_settings(self, ctx: Context, session: AsyncSession) -> Settings:
        """Show which websites may show my widget."""
        found = await session.get(WidgetSettings, ctx.account.id, populate_existing=True)
        return (
            Settings(enabled=found.enabled, origins=found.origins) if found else Settings(enabled=False, origins=[])
        )

    async def change_widget_settings(self, ctx: Context, session: AsyncSession, body: Settings) -> Settings:
        """Choose whether there is a widget of me, and which websites may show it."""
        origins: dict[str, None] = {}
        for index, text in enumerate(body.origins):
            origin = origin_of(text, plain=self.plain)
            if origin is None:
                hint = "Write the site's address without a path, like https://ada.example.org."
                raise invalid(f"origins.{index}", "is not the origin of a website with https", hint)
            origins[origin] = None
        values = {"enabled": body.enabled, "origins": list(origins), "updated_at": ctx.clock.now()}
        statement = insert(WidgetSettings).values(person_id=ctx.account.id, **values)
        await session.execute(statement.on_conflict_do_update(index_elements=[WidgetSettings.person_id], set_=values))
        return await self.show_widget_settings(ctx, session)

    async def show_widget(self, ctx: Context, session: AsyncSession, slug: Slug) -> Widget:
        """Show a professional as another website may: who they are, what they offer, the next free times.

        For browsers of the websites that they named, and for whoever is no browser. May be kept for half a minute."""
        found, _ = await self._open(ctx, session, slug)
        page = await cards.page(session, found, slug, ctx.clock.now())
        return Widget(
            slug=found.slug,
            name=page.name,
            headline=page.headline,
            languages=page.languages,
            rating=page.rating,
            zone=page.zone,
            page_url=page_url(self.web_url, found.slug),
            services=[
                WidgetService.model_validate(
                    {
                        **{name: getattr(each, name) for name in WidgetService.model_fields if name != "book_url"},
                        "book_url": book_template(self.web_url, found.slug, each.id),
                    }
                )
                for each in page.services
            ],
            next_slots=[
                WidgetSlot(
                    service_id=each["service_id"],
                    start=each["start"],
                    end=each["end"],
                    book_url=book_url(self.web_url, found.slug, each["service_id"], each["start"]),
                )
                for each in page.next_slots
            ],
            moved_to=page.moved_to,
        )

    async def list_widget_slots(
        self,
        ctx: Context,
        session: AsyncSession,
        *,
        slug: Slug,
        id: UUID,
        from_: Annotated[Instant, Field(alias="from")],
        to: Instant,
        duration: Annotated[int, Field(ge=5, le=1440)] | None = None,
    ) -> WidgetSlots:
        """List the free times of one of their services that start in [from, to), at most 62 days."""
        found, _ = await self._open(ctx, session, slug)
        _check_service(found, id)
        check_period(from_, to)
        desk, starts = await free.listed(session, id, ctx.clock.now(), (from_, to), minutes=duration)
        length = desk.offer.duration
        return WidgetSlots(
            service_id=id,
            zone=desk.hours.zone.name,
            book_url=book_template(self.web_url, found.slug, id),
            slots=[FreeTime(start=instant(start), end=instant(start + length)) for start in starts],
        )

    async def make_widget_link(
        self,
        ctx: Context,
        session: AsyncSession,
        *,
        slug: Slug,
        service_id: UUID,
        start: Instant | None = None,
        note: Annotated[str, Field(max_length=2000)] = "",
    ) -> Link:
        """Make the address of our page that books one of their services, with a time and a note filled in.

        Whether the time is free is looked at when it is booked."""
        found, _ = await self._open(ctx, session, slug)
        _check_service(found, service_id)
        return Link(url=book_url(self.web_url, found.slug, service_id, start, note))

    async def show_widget_frame(self, ctx: Context, session: AsyncSession, slug: Slug) -> Frame:
        """Show which websites may frame our pages of a professional, as a Content-Security-Policy says it."""
        _, origins = await self._open(ctx, session, slug)
        policy = frame_ancestors(origins)
        ctx.headers["Content-Security-Policy"] = policy
        return Frame(policy=policy, origins=origins)

    async def ask_widget(self, ctx: Context, session: AsyncSession, slug: Slug) -> None:
        """Whether a website may read a widget (the preflight of CORS)."""
        await self._preflight(ctx, session, slug)

    async def ask_widget_slots(self, ctx: Context, session: AsyncSession, slug: Slug, id: UUID) -> None:
        """Whether a website may read a widget's free times (the preflight of CORS)."""
        await self._preflight(ctx, session, slug)

    async def ask_widget_link(self, ctx: Context, session: AsyncSession, slug: Slug) -> None:
        """Whether a website may make a widget's links (the preflight of CORS)."""
        await self._preflight(ctx, session, slug)

    async def _preflight(self, ctx: Context, session: AsyncSession, slug: str) -> None:
        await self._open(ctx, session, slug)
        ctx.headers |= {
            "Access-Control-Allow-Methods": "GET, OPTIONS",
            "Access-Control-Allow-Headers": "If-None-Match, X-Request-Id",
            "Access-Control-Max-Age": "600",
            "Cache-Control": "no-store",
        }

    async def _open(self, ctx: Context, session: AsyncSession, slug: str) -> tuple[Found, list[str]]:
        """A professional with a widget, and the websites that may show it. Raises 404, and 403 for another website.

        The headers of CORS go with every answer that follows, refusals too: else nobody there could read them."""
        asking = ctx.request.headers.get("Origin")
        said = ctx.request.setdefault(RESPONSE_HEADERS, {})
        said["Vary"] = "Origin"
        found = await storage.by_slug(session, slug)
        mine = select(WidgetSettings.origins).where(WidgetSettings.enabled)
        origins = await session.scalar(mine.where(WidgetSettings.person_id == found.id)) if found else None
        if found is None or origins is None:
            raise not_found("widget")
        if asking is not None and asking not in {*origins, origin_of(self.web_url, plain=True)}:
            raise Problem("forbidden", "This website is not among those that may show the widget.")
        if asking is not None:
            said |= {"Access-Control-Allow-Origin": asking, "Access-Control-Expose-Headers": "ETag"}
        ctx.headers["Cache-Control"] = f"public, max-age={FRESH_S}, stale-while-revalidate={FRESH_S}"
        return found, list(origins)


def _check_service(found: Found, service_id: UUID) -> None:
    if service_id not in {each.id for each in found.services}:
        raise not_found("service")


def routes(api: Api, widgets: Widgets) -> None:
    """/widget-settings, and everything under /widget."""
    path, mine = "/widget-settings", ("professional",)
    api.get(path, widgets.show_widget_settings, roles=mine, etag=True)
    api.put(path, widgets.change_widget_settings, roles=mine, edits=widgets.show_widget_settings)
    shown: dict[str, Any] = {"problems": ("forbidden",), "etag": True}
    asked: dict[str, Any] = {"problems": ("forbidden",), "status": 204}
    api.get("/widget/{slug}", widgets.show_widget, **shown)
    api.add("OPTIONS", "/widget/{slug}", widgets.ask_widget, **asked)
    api.get("/widget/{slug}/services/{id}/slots", widgets.list_widget_slots, **shown)
    api.add("OPTIONS", "/widget/{slug}/services/{id}/slots", widgets.ask_widget_slots, **asked)
    api.get("/widget/{slug}/link", widgets.make_widget_link, **shown)
    api.add("OPTIONS", "/widget/{slug}/link", widgets.ask_widget_link, **asked)
    api.get("/widget/{slug}/frame", widgets.show_widget_frame, **shown)
