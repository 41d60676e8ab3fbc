"""Two-step sign-in with an authenticator app (the endpoints under /me/totp).

The rule kept here: nothing is in force until a code proves that the app has the secret, and turning it on, off or
making new recovery codes needs a fresh proof.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, second_factor, security_log
from scheduler.http import Api, Context, Problem
from scheduler.people import mails
from scheduler.people.models import Enrolment, OnlyCode, RecoveryCodes, SecondFactorView
from scheduler.people.proof import SignIns, place_of, require_fresh, wrong


@dataclass(frozen=True, slots=True)
class SecondSteps:
    """The endpoints, over what every sign-in shares."""

    ins: SignIns

    async def show_totp(self, ctx: Context, session: AsyncSession) -> SecondFactorView:
        """Whether my sign-in has a second step."""
        return SecondFactorView(
            on=await second_factor.in_force(session, ctx.account.id),
            recovery_codes_left=await second_factor.recovery_codes_left(session, ctx.account.id),
        )

    async def enrol_totp(self, ctx: Context, session: AsyncSession) -> Enrolment:
        """Begin with an authenticator app: a secret for it. In force once confirmed."""
        await require_fresh(ctx, session)
        secret = await second_factor.enrol(session, ctx.account.id, self.ins.sealer, ctx.clock.now())
        if secret is None:
            raise Problem("conflict", "Two-step sign-in is on already. Turn it off before you change the app.")
        email, _ = await accounts.credentials(session, ctx.account.id)
        return Enrolment(uri=second_factor.provisioning_uri(secret, email), secret=secret)

    async def confirm_totp(self, ctx: Context, body: OnlyCode) -> RecoveryCodes:
        """Turn two-step sign-in on, with a code that the app shows; answers the recovery codes, this once."""
        me, now = ctx.account.id, ctx.clock.now()
        async with ctx.sessions.begin() as session:
            await require_fresh(ctx, session)
            await self.ins.guard.before_code(session, me, ctx.clock.unix())
        async with ctx.sessions.begin() as session:
            if not await second_factor.take_code(session, me, body.code, self.ins.sealer, now, confirming=True):
                wrong("code", "is not the one the app shows now, or no enrolment waits for it")
            await self.ins.guard.right_code(session, me)
            codes = await second_factor.new_recovery_codes(session, me, now)
            await security_log.note(session, me, "totp-on", now, place_of(ctx))
            await mails.tell(session, "totp-on", me)
        return RecoveryCodes(codes=codes)

    async def renew_recovery_codes(self, ctx: Context, session: AsyncSession) -> RecoveryCodes:
        """New recovery codes; the ones before are worthless."""
        await require_fresh(ctx, session)
        if not await second_factor.in_force(session, ctx.account.id):
            raise Problem("conflict", "Recovery codes belong to two-step sign-in, which is off.")
        now = ctx.clock.now()
        codes = await second_factor.new_recovery_codes(session, ctx.account.id, now)
        await security_log.note(session, ctx.account.id, "recovery-codes-renewed", now, place_of(ctx))
        await mails.tell(session, "recovery-new", ctx.account.id)
        return RecoveryCodes(codes=codes)

    async def remove_totp(self, ctx: Context, session: AsyncSession) -> SecondFactorView:
        """Turn two-step sign-in off; its recovery codes are worthless."""
        await require_fresh(ctx, session)
        if await second_factor.remove(session, ctx.account.id):
            await security_log.note(session, ctx.account.id, "totp-off", ctx.clock.now(), place_of(ctx))
            await mails.tell(session, "totp-off", ctx.account.id)
        return SecondFactorView(on=False, recovery_codes_left=0)


def routes(api: Api, ins: SignIns) -> None:
    """Everything under /me/totp."""
    steps = SecondSteps(ins)
    grave = ("fresh-sign-in-needed",)
    api.get("/me/totp", steps.show_totp, account=True)
    api.post("/me/totp", steps.enrol_totp, account=True, status=201, problems=(*grave, "conflict"))
    api.post("/me/totp/confirm", steps.confirm_totp, account=True, problems=(*grave, "rate-limited"))
    api.post("/me/totp/recovery-codes", steps.renew_recovery_codes, account=True, problems=(*grave, "conflict"))
    api.delete("/me/totp", steps.remove_totp, account=True, problems=grave)
