"""What keeps my own account safe (the endpoints under /me): sign-ins, password, address, the log, a fresh proof.

The rule kept here: what could lock the holder out or let somebody in needs a fresh proof, is logged, and is told by
mail.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, challenges, mail_tokens, second_factor, security_log, sessions
from auth.passwords import NO_PASSWORD
from scheduler.http import Api, Context, FieldError, Page, Problem, decode_cursor, invalid, not_found, page
from scheduler.people import mails, storage
from scheduler.people.models import (
    AccountView,
    ChangePassword,
    Ended,
    OnlyEmail,
    OnlySession,
    OnlyToken,
    PasswordChanged,
    Prove,
    SecurityEventView,
    SignInList,
    SignInView,
    SignUpAnswer,
)
from scheduler.people.proof import SignIns, place_of, require_fresh, wrong

MOST_SESSIONS = 100


@dataclass(frozen=True, slots=True)
class Safety:
    """The endpoints, over what every sign-in shares."""

    ins: SignIns

    async def list_sessions(self, ctx: Context, session: AsyncSession) -> SignInList:
        """List my sign-ins that still work."""
        found = await sessions.live(session, ctx.account.id, ctx.clock.now(), MOST_SESSIONS)
        items = [
            SignInView(
                id=each.id,
                device=each.device,
                network=each.network,
                methods=each.methods.split(),
                created_at=each.created_at,
                last_used_at=each.last_used_at,
                this_one=each.id == ctx.account.session,
            )
            for each in found
        ]
        return SignInList(items=items)

    async def revoke_session(self, ctx: Context, session: AsyncSession, body: OnlySession) -> Ended:
        """End one of my sign-ins; its tokens are refused from now on."""
        now = ctx.clock.now()
        if not await sessions.end_own(session, ctx.account.id, body.session_id, now, "revoked"):
            raise not_found("sign-in")
        await security_log.note(session, ctx.account.id, "session-revoked", now, place_of(ctx))
        return Ended(ended=1)

    async def revoke_other_sessions(self, ctx: Context, session: AsyncSession) -> Ended:
        """End all my sign-ins but this one."""
        now = ctx.clock.now()
        ended = await sessions.end_all(session, ctx.account.id, now, "revoked", but=ctx.account.session)
        await security_log.note(session, ctx.account.id, "session-revoked", now, place_of(ctx), detail=str(ended))
        return Ended(ended=ended)

    async def change_password(self, ctx: Context, body: ChangePassword) -> PasswordChanged:
        """Change my password; every other sign-in ends. API keys stay unless `revoke_api_keys` says otherwise.

        Needs the old password; where there is none yet, a sign-in of the last ten minutes."""
        async with ctx.sessions() as session:
            _, before = await accounts.credentials(session, ctx.account.id)
            if before == NO_PASSWORD:
                await require_fresh(ctx, session)
        if before != NO_PASSWORD:
            if body.old is None:
                raise invalid("old", "is missing", "Add the password you have now.")
            await self.ins.own_password(ctx, body.old, "old")
        password_hash = await self.ins.hashed(body.password)
        now, me = ctx.clock.now(), ctx.account.id
        async with ctx.sessions.begin() as session:
            if await accounts.locked_password(session, me) != before:
                raise Problem("conflict", "The password was changed a moment ago. Sign in with the new one.")
            await accounts.set_password(session, me, password_hash)
            await mail_tokens.withdraw(session, me, "reset")
            await challenges.withdraw(session, me, "mfa")
            ended = await sessions.end_all(session, me, now, "password changed", but=ctx.account.session)
            if body.revoke_api_keys:
                await self.ins.programs.revoke_all(session, me, now, place_of(ctx))
            left = await self.ins.programs.working(session, me, now)
            await security_log.note(session, me, "password-changed", now, place_of(ctx))
            await mails.tell(session, "password", me)
        return PasswordChanged(ended=ended, api_keys=left)

    async def change_email(self, ctx: Context, session: AsyncSession, body: OnlyEmail) -> SignUpAnswer:
        """Ask to move my account to another address: a link goes to that address.

        The answer is the same whether the address is somebody's or not. Needs a fresh sign-in."""
        await require_fresh(ctx, session)
        if await self.ins.guard.mail_to(session, body.email, ctx.clock.unix()):
            await mails.ask_new_address(session, ctx.account.id, body.email)
        return SignUpAnswer()

    async def confirm_email(self, ctx: Context, session: AsyncSession, body: OnlyToken) -> AccountView:
        """Move my account to the new address, with the secret from the mail; the old address is told."""
        now, me = ctx.clock.now(), ctx.account.id
        found = await challenges.look(session, body.token, "email", now)
        # Only who asked may confirm: else a stranger could have an address confirmed by who is led to click.
        if found is None or found.account_id != me:
            raise invalid("token", "is unknown, used or expired", "Ask for a new link in your settings.")
        await challenges.spend(session, body.token)
        old, _ = await accounts.credentials(session, me)
        if not await accounts.set_email(session, me, found.data["email"], now):
            error = FieldError(field="email", reason="has an account of its own", hint="Choose another address.")
            raise Problem("conflict", "This address has an account of its own by now.", errors=[error])
        await security_log.note(session, me, "email-changed", now, place_of(ctx))
        await mails.tell(session, "email", me, to=old)
        session.expire_all()
        return await storage.account_view(session, me)

    async def prove(self, ctx: Context, body: Prove) -> None:
        """Prove again that it is me, for what needs a fresh sign-in."""
        me, login = ctx.account.id, ctx.account.session
        assert login is not None
        await self.ins.own_password(ctx, body.password)
        async with ctx.sessions() as session:
            second = await second_factor.in_force(session, me)
        if second and (body.code is None or await self.ins.code(ctx, me, body.code) is None):
            wrong("code", "is wrong, used or missing")
        async with ctx.sessions.begin() as session:
            await sessions.prove(session, login, ctx.clock.now())
            await security_log.note(session, me, "proved", ctx.clock.now(), place_of(ctx))

    async def security_log(
        self,
        ctx: Context,
        session: AsyncSession,
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
        cursor: Annotated[str, Field(max_length=200)] | None = None,
    ) -> Page[SecurityEventView]:
        """What happened to my account's safety in the last year, the newest first."""
        before: int | None = None if cursor is None else decode_cursor(cursor, int)[0]
        found = await security_log.of_account(session, ctx.account.id, limit + 1, before)
        view = partial(SecurityEventView.model_validate, from_attributes=True)
        return page(found, limit, view, lambda row: (row.id,))


def routes(api: Api, ins: SignIns) -> None:
    """Everything under /me that keeps an account safe."""
    safety = Safety(ins)
    checking = ("rate-limited", "unavailable")
    fresh = ("fresh-sign-in-needed",)
    api.get("/me/sessions", safety.list_sessions, account=True)
    api.post("/me/sessions/revoke", safety.revoke_session, account=True, problems=("not-found",))
    api.post("/me/sessions/revoke-others", safety.revoke_other_sessions, account=True)
    api.post("/me/password", safety.change_password, account=True, problems=(*checking, *fresh, "conflict"))
    api.post("/me/email", safety.change_email, account=True, status=202, problems=fresh)
    api.post("/me/email/confirm", safety.confirm_email, account=True, problems=("conflict",))
    api.post("/me/prove", safety.prove, account=True, status=204, problems=checking)
    api.get("/me/security-log", safety.security_log, account=True)
