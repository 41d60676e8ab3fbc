"""How a proven person comes in: tokens, or first the second step; and how fresh the proof must be for what is grave.

The rule kept here: every way in (password, passkey, another provider) ends in `SignIns.enter`, so that none of them
forgets the second step, the log or a suspended account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from auth import access_token, accounts, challenges, second_factor, security_log, sessions
from auth.keys import KeyRing
from auth.passwords import Busy, Passwords
from auth.sealing import Sealer
from auth.security_log import Place
from scheduler.http import Context, Problem, invalid
from scheduler.people import mails, storage
from scheduler.people.guard import Guard
from scheduler.people.models import SecondStep, SignedIn


class Programs(Protocol):
    """What acts for a person without signing in: API keys, of which people know nothing else."""

    async def revoke_all(self, session: AsyncSession, person_id: UUID, now: datetime, place: Place) -> None: ...

    async def working(self, session: AsyncSession, person_id: UUID, now: datetime) -> int: ...


FRESH_FOR: Final = timedelta(minutes=10)


def place_of(ctx: Context) -> Place:
    """Where a request comes from, as far as it is kept."""
    return Place.of(ctx.request.headers.get("User-Agent", ""), ctx.address)


async def require_fresh(ctx: Context, session: AsyncSession) -> None:
    """The caller proved who they are within FRESH_FOR. Raises 403 fresh-sign-in-needed, which names the way."""
    login = ctx.account.session
    proven_at = await sessions.proven_at(session, login) if login is not None else None
    if proven_at is None or ctx.clock.now() - proven_at > FRESH_FOR:
        raise Problem(
            "fresh-sign-in-needed",
            "This needs a sign-in of the last ten minutes. Prove again that it is you, or sign in anew.",
            extensions={"ways": ["/api/v1/me/prove", "/api/v1/me/prove/passkey", "/api/v1/auth/login"]},
        )


@dataclass(frozen=True, slots=True)
class SignIns:
    """What every way in shares."""

    ring: KeyRing
    passwords: Passwords
    guard: Guard
    sealer: Sealer
    programs: Programs

    async def enter(
        self, ctx: Context, session: AsyncSession, account_id: UUID, methods: Sequence[str], *, enough: bool = False
    ) -> SignedIn | SecondStep:
        """Tokens for an account whose holder has just shown `methods`; without `enough` first its second step, if
        it has one."""
        ctx.headers["Cache-Control"] = "no-store"
        if not enough and await second_factor.in_force(session, account_id):
            secret = await challenges.issue(
                session, "mfa", ctx.clock.now(), account_id=account_id, data={"methods": list(methods)}
            )
            return SecondStep(mfa_token=secret, expires_in=int(challenges.LIFETIME["mfa"].total_seconds()))
        now, place = ctx.clock.now(), place_of(ctx)
        if await security_log.is_new_device(session, account_id, place.device):
            await mails.tell(session, "new-device", account_id)
        if "recovery" in methods:
            await mails.tell(session, "recovery-used", account_id)
        issued = await sessions.sign_in(
            session, account_id, now, methods=methods, device=place.device, network=place.network
        )
        await security_log.note(session, account_id, "signed-in", now, place, detail=" ".join(methods))
        return await self.tokens(ctx, session, issued)

    async def tokens(self, ctx: Context, session: AsyncSession, issued: sessions.Issued) -> SignedIn:
        """What a sign-in hands out."""
        ctx.headers["Cache-Control"] = "no-store"
        token = access_token.encode(
            issued.account_id, issued.session_id, ctx.clock.unix(), self.ring.signing, self.ring.kid
        )
        return SignedIn(
            access_token=token,
            refresh_token=issued.refresh_token,
            expires_in=access_token.LIFETIME_S,
            account=await storage.account_view(session, issued.account_id),
        )

    async def hashed(self, password: str) -> str:
        """A new password's hash. Raises 503."""
        try:
            return await self.passwords.hash(password)
        except Busy:
            _busy()

    async def checked(self, password: str, stored: str | None) -> bool:
        """Whether a password is right. Raises 503."""
        try:
            return await self.passwords.check(password, stored)
        except Busy:
            _busy()

    async def own_password(self, ctx: Context, password: str, field: str = "password") -> None:
        """The signed-in caller's password, limited and logged as at the door. Raises 422, 429, 503."""
        now = ctx.clock.unix()
        async with ctx.sessions.begin() as session:
            email, stored = await accounts.credentials(session, ctx.account.id)
            await self.guard.before_password(session, email, ctx.address, now)
        try:
            right = await self.checked(password, stored)
        except Problem:
            async with ctx.sessions.begin() as session:
                await self.guard.not_checked(session, email, ctx.address)
            raise
        async with ctx.sessions.begin() as session:
            if right:
                await self.guard.right_password(session, email, ctx.address)
            else:
                await security_log.note_failure(session, email, ctx.clock.now(), place_of(ctx))
        if not right:
            wrong(field, "is not your password")

    async def code(self, ctx: Context, account_id: UUID, code: str) -> second_factor.Kind | None:
        """Which kind of second factor a code is, used up now; None when it is wrong. Raises 429."""
        async with ctx.sessions.begin() as session:
            await self.guard.before_code(session, account_id, ctx.clock.unix())
        async with ctx.sessions.begin() as session:
            kind = await second_factor.take_either(session, account_id, code, self.sealer, ctx.clock.now())
            if kind is not None:
                await self.guard.right_code(session, account_id)
            else:
                now = ctx.clock.now()
                await security_log.note(session, account_id, "second-step-failed", now, place_of(ctx))
        return kind


def wrong(field: str, reason: str) -> NoReturn:
    """A 422 about a proof."""
    raise invalid(field, reason, "Type it again.")


def _busy() -> NoReturn:
    raise Problem("unavailable", "Very many people sign in just now. Please try again.", headers={"Retry-After": "5"})
