"""Signing up, in and out (the endpoints under /auth).

The rule kept here: no answer tells whether an address has an account. Where work depends on it, it is done by a job.
"""

from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncSession

from auth import access_token, accounts, mail_tokens, sessions
from auth.keys import KeyRing
from auth.passwords import Busy, Passwords
from scheduler.http import Api, Context, Problem, invalid
from scheduler.people import mails, storage
from scheduler.people.guard import Guard
from scheduler.people.models import (
    LogIn,
    OnlyEmail,
    OnlyRefreshToken,
    OnlyToken,
    ResetPassword,
    SignedIn,
    SignUp,
    SignUpAnswer,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """The endpoints, over the keys, the passwords and the limits they need."""

    ring: KeyRing
    passwords: Passwords
    guard: Guard

    async def sign_up(self, ctx: Context, body: SignUp) -> SignUpAnswer:
        """Sign up.

        A link to verify the address goes out by mail. The answer is the same when the address has an account."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        password_hash = await self._hashed(body.password)
        if not self.guard.mail_to(body.email, ctx.clock.unix()):
            return SignUpAnswer()  # without a mail nothing changes: the links that are out stay good
        async with ctx.sessions.begin() as session:
            await storage.create_person(
                session,
                email=body.email,
                password_hash=password_hash,
                name=body.name,
                zone=body.zone,
                locale=body.locale,
                now=ctx.clock.now(),
            )
            await mails.ask(session, "signed-up", body.email)
        return SignUpAnswer()

    async def verify_email(self, ctx: Context, body: OnlyToken) -> None:
        """Verify an address with the secret from the mail."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        async with ctx.sessions.begin() as session:
            account_id = await mail_tokens.use(session, body.token, "verify", ctx.clock.now())
            if account_id is None:
                _worthless("Ask for a new link on the sign-in page.")
            await accounts.mark_verified(session, account_id, ctx.clock.now())

    async def resend_verification(self, ctx: Context, body: OnlyEmail) -> SignUpAnswer:
        """Send the verification link again."""
        await self._ask(ctx, "verify", body.email)
        return SignUpAnswer()

    async def log_in(self, ctx: Context, body: LogIn) -> SignedIn:
        """Sign in with e-mail address and password."""
        now = ctx.clock.unix()
        self.guard.any_attempt(ctx.address, now)
        self.guard.before_password(body.email, ctx.address, now)
        async with ctx.sessions() as session:
            account = await accounts.by_email(session, body.email)
        try:
            right = await self._checked(body.password, account.password_hash if account else None)
        except Problem:
            self.guard.not_checked(body.email, ctx.address)
            raise
        if account is None or not right or account.disabled_at is not None:
            _wrong_password()
        self.guard.right_password(body.email, ctx.address)
        if account.email_verified_at is None:
            raise Problem("email-unverified", "Open the link in the mail we sent you, or ask for a new one.")
        outdated = self.passwords.outdated(account.password_hash)
        renewed = await self._hashed(body.password) if outdated else None
        async with ctx.sessions.begin() as session:
            current = await accounts.locked_password(session, account.id)
            if current != account.password_hash:
                # Reset while it was checked, or renewed by another sign-in: only what stands now counts.
                if not await self._checked(body.password, current):
                    _wrong_password()
            elif renewed is not None:
                await accounts.set_password(session, account.id, renewed)
            issued = await sessions.sign_in(session, account.id, ctx.clock.now())
            return await self._signed_in(ctx, session, issued)

    async def refresh_tokens(self, ctx: Context, body: OnlyRefreshToken) -> SignedIn:
        """Trade a refresh token for its successor and a new access token.

        The same token again within 30 seconds gives the same successor; later it ends the sign-in."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        answer = None
        async with ctx.sessions.begin() as session:
            issued = await sessions.refresh(session, body.refresh_token, ctx.clock.now())
            if issued is not None:
                answer = await self._signed_in(ctx, session, issued)
        if answer is None:
            raise Problem("unauthenticated", "This sign-in has ended. Please sign in again.")
        return answer

    async def log_out(self, ctx: Context, body: OnlyRefreshToken) -> None:
        """End the sign-in this refresh token belongs to. Ending it twice is no mistake."""
        async with ctx.sessions.begin() as session:
            login = await sessions.session_of(session, body.refresh_token)
            if login is not None:
                await sessions.end(session, login, ctx.clock.now(), "signed out")

    async def forgot_password(self, ctx: Context, body: OnlyEmail) -> SignUpAnswer:
        """Send a link to choose a new password, if the address has an account."""
        await self._ask(ctx, "reset", body.email)
        return SignUpAnswer(status="sent-if-known")

    async def reset_password(self, ctx: Context, body: ResetPassword) -> None:
        """Choose a new password with the secret from the mail; ends every sign-in."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        password_hash = await self._hashed(body.password)
        async with ctx.sessions.begin() as session:
            now = ctx.clock.now()
            account_id = await mail_tokens.use(session, body.token, "reset", now)
            if account_id is None:
                _worthless("Ask for a new link on the sign-in page.")
            await accounts.set_password(session, account_id, password_hash)
            await accounts.mark_verified(session, account_id, now)  # the mail arrived: the address is theirs
            await sessions.end_all(session, account_id, now, "password reset")

    async def _ask(self, ctx: Context, wish: mails.Wish, email: str) -> None:
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        if self.guard.mail_to(email, ctx.clock.unix()):
            async with ctx.sessions.begin() as session:
                await mails.ask(session, wish, email)

    async def _hashed(self, password: str) -> str:
        try:
            return await self.passwords.hash(password)
        except Busy:
            _busy()

    async def _checked(self, password: str, stored: str | None) -> bool:
        try:
            return await self.passwords.check(password, stored)
        except Busy:
            _busy()

    async def _signed_in(self, ctx: Context, session: AsyncSession, issued: sessions.Issued) -> SignedIn:
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


def _busy() -> NoReturn:
    raise Problem("unavailable", "Very many people sign in just now. Please try again.", headers={"Retry-After": "5"})


def _wrong_password() -> NoReturn:
    raise Problem("unauthenticated", "E-mail address and password do not belong together.")


def _worthless(hint: str) -> NoReturn:
    raise invalid("token", "is unknown, used or expired", hint)


def routes(api: Api, ring: KeyRing, passwords: Passwords, guard: Guard) -> None:
    """Everything under /auth."""
    signing = Signing(ring, passwords, guard)
    limited = ("rate-limited",)
    hashing = (*limited, "unavailable")
    api.post("/auth/signup", signing.sign_up, status=202, problems=hashing)
    api.post("/auth/verify", signing.verify_email, status=204, problems=limited)
    api.post("/auth/verify/resend", signing.resend_verification, status=202, problems=limited)
    api.post("/auth/login", signing.log_in, problems=(*hashing, "unauthenticated", "email-unverified"))
    api.post("/auth/refresh", signing.refresh_tokens, problems=(*limited, "unauthenticated"))
    api.post("/auth/logout", signing.log_out, status=204)
    api.post("/auth/password/forgot", signing.forgot_password, status=202, problems=limited)
    api.post("/auth/password/reset", signing.reset_password, status=204, problems=hashing)
