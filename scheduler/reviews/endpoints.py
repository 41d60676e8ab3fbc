"""Writing reviews, reading what may be read of them, answering and hiding them."""

from datetime import datetime
from typing import Annotated, Literal, cast
from uuid import UUID, uuid4

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes
from scheduler.booking.tables import Booking
from scheduler.http import Api, Context, Page, Problem, Strict, decode_cursor, not_found, page
from scheduler.people.tables import Person, Professional
from scheduler.reviews import rating
from scheduler.reviews.rules import NoReview, shown_from, why_not_review
from scheduler.reviews.tables import Review
from scheduler.webhooks.emitting import emit
from scheduler.webhooks.events import Event

Text = Annotated[str, Field(max_length=2000)]


class NewReview(Strict):
    """From 1 (poor) to 5 (excellent), and a few words."""

    rating: int = Field(ge=1, le=5)
    text: Text = ""


class Reply(Strict):
    """An answer to a review of me; everybody who reads the review reads it."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class Hide(Strict):
    """Why a review is not to be read any more."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ReviewView(BaseModel):
    """A review. `by` is the author's name; `mine` tells one's own, which is not `shown` to others yet."""

    id: UUID
    by: str
    side: Literal["client", "professional"]
    rating: int
    text: str
    created_at: datetime
    shown_from: datetime
    reply: str
    mine: bool


WORDS: dict[NoReview, str] = {
    "not-over": "This meeting is not over yet.",
    "not-held": "Only meetings that took place can be reviewed.",
    "too-late": "A meeting can be reviewed for two weeks.",
    "written": "You have reviewed this meeting.",
}


def readable(now: datetime) -> ColumnElement[bool]:
    """What everybody may read at `now`."""
    return and_(Review.shown_from <= now, Review.hidden_at.is_(None))


async def write_review(ctx: Context, session: AsyncSession, id: UUID, body: NewReview) -> ReviewView:
    """Review a meeting that took place, within two weeks.

    Neither side reads the other's review before it has written its own, or the two weeks are over."""
    side = _side(ctx)
    _mine(await _booking(session, id), ctx)
    booking = await changes.locked(session, id)
    now = ctx.clock.now()
    there = {each.side: each for each in await session.scalars(select(Review).where(Review.booking_id == id))}
    status, evidence = changes.status_of(booking), changes.evidence_of(booking)
    why = why_not_review(status, evidence, booking.settled_at, written=side in there, now=now)
    if why is not None:
        raise Problem("conflict", WORDS[why])
    assert booking.settled_at is not None  # or `why` had said so
    of_host = side == "client"
    row = {
        "id": uuid4(),
        "booking_id": id,
        "side": side,
        "author_id": ctx.account.id,
        "about_id": booking.professional_id if of_host else booking.client_id,
        "rating": body.rating,
        "text": body.text,
        "created_at": now,
        "shown_from": shown_from(booking.settled_at, bool(there), now),
        "reply": "",
    }
    written = (await session.execute(insert(Review).values(**row).returning(Review))).scalar_one()
    for other in there.values():
        other.shown_from = min(other.shown_from, now)
    await session.flush()
    await rating.follow(session, booking.professional_id, written.shown_from, now)
    for each in (written, *there.values()):
        await _tell(session, each, booking, now)
    return _view(written, await _name(session, ctx.account.id), ctx.account.id)


async def _tell(session: AsyncSession, review: Review, booking: Booking, now: datetime) -> None:
    """Other servers are told when it can be read; that it can be earlier now moves what was to be told."""
    people = {"professional": booking.professional_id, "client": booking.client_id}
    data = {
        "review": {"id": str(review.id), "booking_id": str(booking.id), "by": review.side, "rating": review.rating}
    }
    event = Event("review.published", f"review {review.id}", people, data, review.shown_from)
    await emit(session, event, due=None if review.shown_from <= now else review.shown_from)


async def list_reviews_of_booking(ctx: Context, session: AsyncSession, id: UUID) -> Page[ReviewView]:
    """List the reviews of a meeting of mine: my own, and the other side's once it is shown."""
    _mine(await _booking(session, id), ctx)
    query = select(Review, Person.name).join(Person, Person.id == Review.author_id).where(Review.booking_id == id)
    now, me = ctx.clock.now(), ctx.account.id
    return Page(
        items=[
            _view(review, name, me)
            for review, name in await session.execute(query.order_by(Review.created_at, Review.id))
            if review.author_id == me or (review.shown_from <= now and review.hidden_at is None)
        ]
    )


async def list_reviews(
    ctx: Context,
    session: AsyncSession,
    slug: Annotated[str, Field(max_length=60)],
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
    cursor: Annotated[str, Field(max_length=200)] | None = None,
) -> Page[ReviewView]:
    """List what clients say of a professional, the newest first."""
    about = await session.scalar(select(Professional.person_id).where(Professional.slug == slug, Professional.active))
    if about is None:
        raise not_found("professional")
    query = (
        select(Review, Person.name)
        .join(Person, Person.id == Review.author_id)
        .where(Review.about_id == about, Review.side == "client", readable(ctx.clock.now()))
        .order_by(Review.shown_from.desc(), Review.id.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(tuple_(Review.shown_from, Review.id) < decode_cursor(cursor, datetime, UUID))
    found = [(review, name) for review, name in await session.execute(query)]
    return page(found, limit, lambda row: _view(*row, None), lambda row: (row[0].shown_from, row[0].id))


async def reply_to_review(ctx: Context, session: AsyncSession, id: UUID, body: Reply) -> ReviewView:
    """Answer a review of mine, once; it stands beside it."""
    review = await session.get(Review, id, with_for_update=True)
    now = ctx.clock.now()
    if review is None or review.about_id != ctx.account.id or review.shown_from > now or review.hidden_at is not None:
        raise not_found("review")
    if review.side != "client":
        raise Problem("forbidden", "Only a professional answers reviews.")
    if review.replied_at is not None:
        raise Problem("conflict", "You have answered this review.")
    review.reply, review.replied_at = body.text, now
    await session.flush()
    return _view(review, await _name(session, review.author_id), ctx.account.id)


async def hide_review(ctx: Context, session: AsyncSession, id: UUID, body: Hide) -> None:
    """Hide a review from everybody, as an admin: it counts for nothing any more."""
    review = await session.get(Review, id, with_for_update=True)
    if review is None:
        raise not_found("review")
    review.hidden_at, review.hidden_reason = ctx.clock.now(), body.reason
    if review.side == "client":
        await rating.refresh(session, review.about_id, ctx.clock.now())


async def _booking(session: AsyncSession, booking_id: UUID) -> Booking:
    booking = await session.get(Booking, booking_id)
    if booking is None:
        raise not_found("booking")
    return booking


def _mine(booking: Booking, ctx: Context) -> None:
    """Raises 404 for a stranger's booking, 403 in the other role."""
    sides = {"client": booking.client_id, "professional": booking.professional_id}
    if ctx.account.id not in sides.values():
        raise not_found("booking")
    if sides[_side(ctx)] != ctx.account.id:
        raise Problem("forbidden", "In this booking you have the other role. Switch to it.")


def _side(ctx: Context) -> Literal["client", "professional"]:
    return "professional" if ctx.role == "professional" else "client"


async def _name(session: AsyncSession, person_id: UUID) -> str:
    return await session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def _view(review: Review, name: str, reader: UUID | None) -> ReviewView:
    return ReviewView(
        id=review.id,
        by=name,
        side=cast(Literal["client", "professional"], review.side),
        rating=review.rating,
        text=review.text,
        created_at=review.created_at,
        shown_from=review.shown_from,
        reply=review.reply,
        mine=review.author_id == reader,
    )


def routes(api: Api) -> None:
    """Everything about reviews."""
    both = ("client", "professional")
    api.post(
        "/bookings/{id}/review",
        write_review,
        roles=both,
        status=201,
        problems=("conflict", "forbidden"),
        idempotent=True,
    )
    api.get("/bookings/{id}/reviews", list_reviews_of_booking, roles=both, problems=("forbidden",))
    api.get("/professionals/{slug}/reviews", list_reviews)
    refusals = ("conflict", "forbidden")
    api.post("/reviews/{id}/reply", reply_to_review, roles=("professional",), problems=refusals, idempotent=True)
    api.post("/reviews/{id}/hide", hide_review, roles=("admin",), status=204)
