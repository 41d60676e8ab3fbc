"""The signed-in person's own account and profiles (the endpoints under /me), and the published keys."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from auth.keys import KeyRing
from scheduler.http import Api, Context, FieldError, Problem
from scheduler.people import storage
from scheduler.people.models import (
    AccountView,
    ChangeClientProfile,
    ChangeMe,
    ChangeProfessionalProfile,
    ClientProfileView,
    ProfessionalProfileView,
)

StillExpected = Callable[[AsyncSession, UUID, datetime], Awaitable[bool]]
"""Whether somebody is still booked with this professional after an instant."""


async def show_me(ctx: Context, session: AsyncSession) -> AccountView:
    """Show my account."""
    return await storage.account_view(session, ctx.account.id)


async def change_me(ctx: Context, session: AsyncSession, body: ChangeMe) -> AccountView:
    """Change my name, zone or language."""
    if changes := body.changes():
        await storage.change_person(session, ctx.account.id, changes, ctx.clock.now())
    return await storage.account_view(session, ctx.account.id)


async def show_client_profile(ctx: Context, session: AsyncSession) -> ClientProfileView:
    """Show my client profile."""
    return ClientProfileView(bio=await storage.client_bio(session, ctx.account.id))


async def change_client_profile(ctx: Context, session: AsyncSession, body: ChangeClientProfile) -> ClientProfileView:
    """Write my client profile."""
    await storage.set_client_bio(session, ctx.account.id, body.bio, ctx.clock.now())
    return ClientProfileView(bio=body.bio)


async def show_professional_profile(ctx: Context, session: AsyncSession) -> ProfessionalProfileView:
    """Show my professional profile, active or not."""
    side = await storage.professional(session, ctx.account.id)
    if side is None:
        return ProfessionalProfileView(slug=None, headline="", bio="", languages=[], categories=[], active=False)
    return ProfessionalProfileView.model_validate(side, from_attributes=True)


async def change_professional_profile(
    ctx: Context, session: AsyncSession, body: ChangeProfessionalProfile
) -> ProfessionalProfileView:
    """Write my professional profile; it is public only while the professional side is active."""
    if not await storage.set_professional(session, ctx.account.id, body.slug, body.profile(), ctx.clock.now()):
        error = FieldError(field="slug", reason="is taken", hint="Choose another one.")
        raise Problem("conflict", "Somebody else has this address already.", errors=[error])
    session.expire_all()
    return await show_professional_profile(ctx, session)


class Keys(BaseModel):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[dict[str, Any]]


def routes(api: Api, ring: KeyRing, still_expected: StillExpected, *, vetting_required: bool) -> None:
    """Everything under /me, and the key set."""

    async def activate_professional(ctx: Context, session: AsyncSession) -> AccountView:
        """Open my professional side: from now on I can be found and booked.

        Where professionals are vetted, only once I am approved."""
        known = await storage.professional(session, ctx.account.id)
        if known is None:
            error = FieldError(
                field="headline", reason="is not written yet", hint="Write your professional profile first."
            )
            raise Problem("conflict", "There is no professional profile to show yet.", errors=[error])
        if vetting_required and known.vetting != "approved":
            raise Problem("conflict", "Show us your credentials first: professionals are vetted before they open.")
        await storage.set_active(session, ctx.account.id, True, ctx.clock.now())
        session.expire_all()
        return await storage.account_view(session, ctx.account.id)

    async def deactivate_professional(ctx: Context, session: AsyncSession) -> AccountView:
        """Close my professional side: kept, but neither found nor booked.

        Refused while clients are still booked with me."""
        if await still_expected(session, ctx.account.id, ctx.clock.now()):
            raise Problem("conflict", "Clients are still booked with you. Hold or cancel those bookings first.")
        await storage.set_active(session, ctx.account.id, False, ctx.clock.now())
        session.expire_all()
        return await storage.account_view(session, ctx.account.id)

    async def published_keys(ctx: Context) -> Keys:
        """The keys that verify our tokens."""
        ctx.headers["Cache-Control"] = "public, max-age=300"
        return Keys.model_validate(ring.jwks())

    api.get("/me", show_me, account=True, etag=True)
    api.patch("/me", change_me, account=True, edits=show_me)
    api.get("/me/client", show_client_profile, account=True, etag=True)
    api.put("/me/client", change_client_profile, account=True, edits=show_client_profile)
    api.get("/me/professional", show_professional_profile, account=True, etag=True)
    api.put(
        "/me/professional",
        change_professional_profile,
        account=True,
        problems=("conflict",),
        edits=show_professional_profile,
    )
    api.post("/me/professional/activate", activate_professional, account=True, problems=("conflict",))
    api.post("/me/professional/deactivate", deactivate_professional, account=True, problems=("conflict",))
    api.get("/.well-known/jwks.json", published_keys, prefix="")
