"""Passkeys over HTTP: signing in with one (under /auth/passkey), and my own (under /me/passkeys).

The rule kept here: adding or removing one needs a fresh proof, is logged, and is told by mail.
"""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, challenges, passkeys, security_log, sessions
from auth.passkeys import ClonedError, PasskeyError, RelyingParty
from auth.tables import Passkey
from scheduler.http import Api, Context, Instant, Problem, Strict, invalid, not_found
from scheduler.people import mails
from scheduler.people.models import SentId, SignedIn
from scheduler.people.proof import SignIns, place_of, require_fresh

PasskeyName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f<>]+$")]
Credential = Annotated[dict[str, Any], Field(description="PublicKeyCredential.toJSON() of the browser (WebAuthn 3)")]


class Options(BaseModel):
    """What the browser's credentials API takes, in WebAuthn's JSON form."""

    options: dict[str, Any]


class NewPasskey(Strict):
    """A credential the browser has just made, and what its holder calls it."""

    credential: Credential
    name: PasskeyName = "Passkey"


class OnlyCredential(Strict):
    """A credential's answer to a challenge."""

    credential: Credential


class RenamePasskey(Strict):
    """A passkey's other name."""

    passkey_id: SentId
    name: PasskeyName


class OnlyPasskey(Strict):
    """A passkey by its id."""

    passkey_id: SentId


class PasskeyView(BaseModel):
    """One of my passkeys. `backed_up`: it is kept by its provider too, and so survives the device."""

    id: UUID
    name: str
    backed_up: bool
    created_at: Instant
    last_used_at: Instant | None


class PasskeyList(BaseModel):
    """My passkeys, the oldest first."""

    items: list[PasskeyView]


@dataclass(frozen=True, slots=True)
class Keys:
    """The endpoints, over what every sign-in shares and whom a passkey is for."""

    ins: SignIns
    party: RelyingParty

    async def begin_passkey_sign_in(self, ctx: Context) -> Options:
        """Begin to sign in with a passkey: a challenge for any credential the device has for us."""
        self.ins.guard.any_attempt(ctx.address, ctx.clock.unix())
        ctx.headers["Cache-Control"] = "no-store"
        async with ctx.sessions.begin() as session:
            challenge = await challenges.issue(session, "passkey-sign-in", ctx.clock.now())
        return Options(options=passkeys.sign_in_options(self.party, challenge))

    async def sign_in_with_passkey(self, ctx: Context, body: OnlyCredential) -> SignedIn:
        """Sign in with a passkey. It verified its user, so no second step follows."""
        self.ins.guard.any_attempt(ctx.address, ctx.clock.unix())
        try:
            async with ctx.sessions.begin() as session:
                passkey = await self._proven(ctx, session, body.credential)
                email_verified = await accounts.may_enter(session, passkey.account_id)
                if not email_verified:
                    raise PasskeyError("opens an account that cannot be used")
                answer = await self.ins.enter(ctx, session, passkey.account_id, ["passkey"], enough=True)
        except PasskeyError as error:
            raise Problem("unauthenticated", f"This passkey {error}.") from None
        assert isinstance(answer, SignedIn)
        return answer

    async def prove_with_passkey(self, ctx: Context, session: AsyncSession, body: OnlyCredential) -> None:
        """Prove again that it is me, with one of my passkeys; begin at `/auth/passkey/begin`."""
        login = ctx.account.session
        assert login is not None
        try:
            passkey = await self._proven(ctx, session, body.credential)
            if passkey.account_id != ctx.account.id:
                raise PasskeyError("belongs to another account")
        except PasskeyError as error:
            raise invalid("credential", str(error), "Begin again.") from None
        await sessions.prove(session, login, ctx.clock.now())
        await security_log.note(session, ctx.account.id, "proved", ctx.clock.now(), place_of(ctx))

    async def _proven(self, ctx: Context, session: AsyncSession, credential: dict[str, Any]) -> Passkey:
        """The passkey that answers a challenge of ours, used up whether it is right or not."""
        challenge = passkeys.challenge_of(credential)
        async with ctx.sessions.begin() as other:
            if await challenges.take(other, challenge, "passkey-sign-in", ctx.clock.now()) is None:
                raise PasskeyError("answers a challenge that is used or expired")
        try:
            return await passkeys.prove(session, self.party, credential, challenge=challenge, now=ctx.clock.now())
        except ClonedError as clone:
            async with ctx.sessions.begin() as other:  # the refusal takes the request's own back
                now, place = ctx.clock.now(), place_of(ctx)
                await security_log.note(other, clone.account_id, "passkey-copied", now, place, detail=clone.name)
                if await self.ins.guard.may_warn(other, clone.account_id, ctx.clock.unix()):
                    await mails.tell(other, "passkey-copied", clone.account_id)
            raise

    async def begin_passkey(self, ctx: Context, session: AsyncSession) -> Options:
        """Begin to add a passkey. Needs a fresh sign-in."""
        await require_fresh(ctx, session)
        me, now = ctx.account.id, ctx.clock.now()
        known = [each.credential_id for each in await passkeys.of_account(session, me)]
        if len(known) >= passkeys.MOST:
            raise Problem("conflict", f"An account has at most {passkeys.MOST} passkeys. Remove one first.")
        email, _ = await accounts.credentials(session, me)
        await challenges.withdraw(session, me, "passkey-new")
        challenge = await challenges.issue(session, "passkey-new", now, account_id=me)
        return Options(options=passkeys.registration_options(self.party, me, email, known, challenge))

    async def add_passkey(self, ctx: Context, session: AsyncSession, body: NewPasskey) -> PasskeyView:
        """Add the passkey the browser has made."""
        await require_fresh(ctx, session)
        me, now = ctx.account.id, ctx.clock.now()
        try:
            challenge = passkeys.challenge_of(body.credential)
            found = await challenges.take(session, challenge, "passkey-new", now)
            if found is None or found.account_id != me:
                raise PasskeyError("answers a challenge that is used or expired")
            made = await passkeys.register(
                session, self.party, me, body.credential, challenge=challenge, name=body.name, now=now
            )
        except PasskeyError as error:
            raise invalid("credential", str(error), "Begin again.") from None
        await security_log.note(session, me, "passkey-added", now, place_of(ctx))
        await mails.tell(session, "passkey", me)
        return _view(made)

    async def list_passkeys(self, ctx: Context, session: AsyncSession) -> PasskeyList:
        """List my passkeys."""
        return PasskeyList(items=[_view(each) for each in await passkeys.of_account(session, ctx.account.id)])

    async def rename_passkey(self, ctx: Context, session: AsyncSession, body: RenamePasskey) -> None:
        """Give one of my passkeys another name."""
        if not await passkeys.rename(session, ctx.account.id, body.passkey_id, body.name):
            raise not_found("passkey")

    async def remove_passkey(self, ctx: Context, session: AsyncSession, body: OnlyPasskey) -> None:
        """Remove one of my passkeys; it opens nothing from now on. Needs a fresh sign-in."""
        await require_fresh(ctx, session)
        if not await passkeys.remove(session, ctx.account.id, body.passkey_id):
            raise not_found("passkey")
        await security_log.note(session, ctx.account.id, "passkey-removed", ctx.clock.now(), place_of(ctx))
        await mails.tell(session, "passkey-gone", ctx.account.id)


def _view(passkey: Passkey) -> PasskeyView:
    return PasskeyView.model_validate(passkey, from_attributes=True)


def routes(api: Api, ins: SignIns, party: RelyingParty) -> None:
    """Everything about passkeys."""
    keys = Keys(ins, party)
    limited, grave = ("rate-limited",), ("fresh-sign-in-needed",)
    api.post("/auth/passkey/begin", keys.begin_passkey_sign_in, problems=limited)
    api.post("/auth/passkey", keys.sign_in_with_passkey, problems=(*limited, "unauthenticated"))
    api.post("/me/prove/passkey", keys.prove_with_passkey, account=True, status=204)
    api.get("/me/passkeys", keys.list_passkeys, account=True)
    api.post("/me/passkeys/begin", keys.begin_passkey, account=True, problems=(*grave, "conflict"))
    api.post("/me/passkeys", keys.add_passkey, account=True, status=201, problems=grave)
    api.post("/me/passkeys/rename", keys.rename_passkey, account=True, status=204, problems=("not-found",))
    api.post("/me/passkeys/remove", keys.remove_passkey, account=True, status=204, problems=(*grave, "not-found"))
