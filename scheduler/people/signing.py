"""Signing up, in and out (the endpoints under /auth).

The rule kept here: no answer tells whether an address has an account. Where work depends on it, it is done by a job.
"""

from dataclasses import dataclass
from typing import NoReturn

from auth import accounts, challenges, mail_tokens, security_log, sessions
from auth.tables import Account
from scheduler.http import Api, Context, Problem, invalid
from scheduler.people import mails, storage
from scheduler.people.guard import Guard
from scheduler.people.models import (
    LogIn,
    OnlyEmail,
    OnlyRefreshToken,
    OnlyToken,
    ResetPassword,
    SecondStep,
    SecondStepProof,
    SignedIn,
    SignUp,
    SignUpAnswer,
)
from scheduler.people.proof import SignIns, place_of


@dataclass(frozen=True, slots=True)
class Signing:
    """The endpoints, over the keys, the passwords and the limits they need."""

    ins: SignIns

    @property
    def guard(self) -> Guard:
        """The limits."""
        return self.ins.guard

    async def sign_up(self, ctx: Context, body: SignUp) -> SignUpAnswer:
        """Sign up.

        A link to verify the address goes out by mail. The answer is the same when the address has an account."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        password_hash = await self.ins.hashed(body.password)
        async with ctx.sessions.begin() as session:
            if not await self.guard.mail_to(session, body.email, ctx.clock.unix()):
                return SignUpAnswer()  # without a mail nothing changes: the links that are out stay good
            who = storage.Newcomer(
                email=body.email,
                password_hash=password_hash,
                name=body.name,
                zone=body.zone,
                locale=body.locale,
            )
            await storage.create_person(session, who, ctx.clock.now())
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

    async def log_in(self, ctx: Context, body: LogIn) -> SignedIn | SecondStep:
        """Sign in with e-mail address and password.

        An account with a second step answers an `mfa_token` instead of tokens."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        account = await self._known_by_password(ctx, body)
        if account.email_verified_at is None:
            raise Problem("email-unverified", "Open the link in the mail we sent you, or ask for a new one.")
        outdated = self.ins.passwords.outdated(account.password_hash)
        renewed = await self.ins.hashed(body.password) if outdated else None
        async with ctx.sessions.begin() as session:
            current = await accounts.locked_password(session, account.id)
            if current != account.password_hash:
                # Reset while it was checked, or renewed by another sign-in: only what stands now counts.
                if not await self.ins.checked(body.password, current):
                    raise _wrong_password()
            elif renewed is not None:
                await accounts.set_password(session, account.id, renewed)
            return await self.ins.enter(ctx, session, account.id, ["password"])

    async def _known_by_password(self, ctx: Context, body: LogIn) -> Account:
        """The account that address and password belong to. Raises 401, 429, 503."""
        async with ctx.sessions.begin() as session:
            await self.guard.before_password(session, body.email, ctx.address, ctx.clock.unix())
            account = await accounts.by_email(session, body.email)
        try:
            right = await self.ins.checked(body.password, account.password_hash if account else None)
        except Problem:
            async with ctx.sessions.begin() as session:
                await self.guard.not_checked(session, body.email, ctx.address)
            raise
        async with ctx.sessions.begin() as session:
            known = account if right and account is not None and account.disabled_at is None else None
            if known is not None:
                await self.guard.right_password(session, body.email, ctx.address)
                return known
            await security_log.note_failure(session, body.email, ctx.clock.now(), place_of(ctx))
            if await self.guard.locked_out(session, body.email, ctx.address, ctx.clock.unix()):
                await mails.ask(session, "locked", body.email)
        raise _wrong_password()

    async def second_step(self, ctx: Context, body: SecondStepProof) -> SignedIn:
        """The second step of a sign-in: a one-time code, or a recovery code.

        The mfa_token works once, for five minutes, and bears five wrong codes."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        now = ctx.clock.now()
        async with ctx.sessions.begin() as session:
            step = await challenges.attempt(session, body.mfa_token, "mfa", now)
        if step is None or step.account_id is None:
            raise Problem("unauthenticated", "This sign-in has expired. Please begin again.")
        kind = await self.ins.code(ctx, step.account_id, body.code)
        if kind is None:
            raise Problem("unauthenticated", "The code is wrong, used or too old. Take the one shown now.")
        async with ctx.sessions.begin() as session:
            if await challenges.take(session, body.mfa_token, "mfa", now) is None:
                raise Problem("unauthenticated", "This sign-in has expired. Please begin again.")
            if await accounts.locked_password(session, step.account_id) is None:
                raise Problem("unauthenticated", "This account cannot be used.")
            answer = await self.ins.enter(ctx, session, step.account_id, [*step.data["methods"], kind], enough=True)
        assert isinstance(answer, SignedIn)
        return answer

    async def refresh_tokens(self, ctx: Context, body: OnlyRefreshToken) -> SignedIn:
        """Trade a refresh token for its successor and a new access token.

        The same token again within 30 seconds gives the same successor; later it ends the sign-in."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        answer = None
        async with ctx.sessions.begin() as session:
            issued = await sessions.refresh(session, body.refresh_token, ctx.clock.now())
            if issued is not None:
                answer = await self.ins.tokens(ctx, session, issued)
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
        """Choose a new password with the secret from the mail; ends every sign-in and revokes every API key."""
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        password_hash = await self.ins.hashed(body.password)
        async with ctx.sessions.begin() as session:
            now = ctx.clock.now()
            account_id = await mail_tokens.use(session, body.token, "reset", now)
            if account_id is None:
                _worthless("Ask for a new link on the sign-in page.")
            await accounts.set_password(session, account_id, password_hash)
            await accounts.mark_verified(session, account_id, now)  # the mail arrived: the address is theirs
            email, _ = await accounts.credentials(session, account_id)
            await self.guard.new_password(session, email, ctx.address)
            await sessions.end_all(session, account_id, now, "password reset")
            await challenges.withdraw(session, account_id, "mfa")
            await self.ins.programs.revoke_all(session, account_id, now, place_of(ctx))
            await security_log.note(session, account_id, "password-reset", now, place_of(ctx))
            await mails.tell(session, "reset", account_id)

    async def _ask(self, ctx: Context, wish: mails.Wish, email: str) -> None:
        self.guard.any_attempt(ctx.address, ctx.clock.unix())
        async with ctx.sessions.begin() as session:
            if await self.guard.mail_to(session, email, ctx.clock.unix()):
                await mails.ask(session, wish, email)


def _wrong_password() -> Problem:
    return Problem("unauthenticated", "E-mail address and password do not belong together.")


def _worthless(hint: str) -> NoReturn:
    raise invalid("token", "is unknown, used or expired", hint)


def routes(api: Api, ins: SignIns) -> None:
    """Signing up, in with a password, and out."""
    signing = Signing(ins)
    limited = ("rate-limited",)
    hashing = (*limited, "unavailable")
    api.post("/auth/signup", signing.sign_up, status=202, problems=hashing)
    api.post("/auth/verify", signing.verify_email, status=204, problems=limited)
    api.post("/auth/verify/resend", signing.resend_verification, status=202, problems=limited)
    api.post("/auth/login", signing.log_in, problems=(*hashing, "unauthenticated", "email-unverified"))
    api.post("/auth/login/second", signing.second_step, problems=(*limited, "unauthenticated"))
    api.post("/auth/refresh", signing.refresh_tokens, problems=(*limited, "unauthenticated"))
    api.post("/auth/logout", signing.log_out, status=204)
    api.post("/auth/password/forgot", signing.forgot_password, status=202, problems=limited)
    api.post("/auth/password/reset", signing.reset_password, status=204, problems=hashing)
