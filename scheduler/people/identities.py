"""Signing in with another provider, and my links to them (under /auth/oidc and /me/identities).

The rule kept here: a provider opens only the account it was linked to. An address that has an account already is
linked after that account's own proof, never because the address is the same; and a password that stood before the
address was shown to be anybody's is worth nothing then.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, challenges, oidc, security_log
from auth.oidc import Subject
from auth.secrets import stored
from auth.tables import ProviderIdentity
from scheduler.http import Api, Context, Instant, Problem, Strict, ZoneName, invalid, not_found
from scheduler.people import mails, storage
from scheduler.people.models import Email, Locale, Name, SecondStep, SentId, SignedIn, Token
from scheduler.people.proof import SignIns, place_of, require_fresh
from scheduler.people.providers import Provider

MOST_LINKS = 20
ProviderName = Annotated[str, Field(pattern=r"^[a-z0-9]{1,30}$", examples=["google"])]


class ProviderList(BaseModel):
    """Where one may sign in."""

    providers: list[str]


class BeginAtProvider(Strict):
    """Which provider; zone and language are for an account that is made."""

    provider: ProviderName
    zone: ZoneName = "UTC"
    locale: Locale = "en"


class Begun(BaseModel):
    """Where to send the browser. It keeps `key` and shows it with the answer, so that nobody else's can be slipped
    in."""

    url: str
    key: str


class ProviderAnswer(Strict):
    """What the provider sent back in the address, and the key kept since the beginning."""

    state: Token
    code: Annotated[str, Field(min_length=1, max_length=2048)]
    key: Token


class LinkToken(Strict):
    """The secret that a refused sign-in named."""

    link_token: Token


class OnlyIdentity(Strict):
    """A link by its id."""

    identity_id: SentId


class IdentityView(BaseModel):
    """A provider that opens my account."""

    id: UUID
    provider: str
    email: str
    created_at: Instant
    last_used_at: Instant


class IdentityList(BaseModel):
    """The providers that open my account."""

    items: list[IdentityView]


@dataclass(frozen=True, slots=True)
class Identities:
    """The endpoints, over what every sign-in shares and the providers."""

    ins: SignIns
    providers: Mapping[str, Provider]
    redirect_uri: str

    async def list_providers(self, ctx: Context) -> ProviderList:
        """The providers one may sign in with."""
        return ProviderList(providers=sorted(self.providers))

    async def begin_at_provider(self, ctx: Context, body: BeginAtProvider) -> Begun:
        """Begin to sign in at a provider."""
        self.ins.guard.any_attempt(ctx.address, ctx.clock.unix())
        return await self._begin(ctx, body, None)

    async def begin_link(self, ctx: Context, body: BeginAtProvider) -> Begun:
        """Begin to link a provider to my account. Needs a fresh sign-in."""
        async with ctx.sessions() as session:
            await require_fresh(ctx, session)
        return await self._begin(ctx, body, ctx.account.id)

    async def _begin(self, ctx: Context, body: BeginAtProvider, account_id: UUID | None) -> Begun:
        provider = self.providers.get(body.provider)
        if provider is None:
            raise invalid("provider", "is not one of ours", "See /api/v1/auth/oidc.")
        ctx.headers["Cache-Control"] = "no-store"
        key, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        data = {**body.model_dump(), "nonce": nonce, "verifier": verifier, "key": stored(key).hex()}
        async with ctx.sessions.begin() as session:
            state = await challenges.issue(session, "oidc", ctx.clock.now(), account_id=account_id, data=data)
        url = await provider.begin(
            self.redirect_uri, state=state, nonce=nonce, verifier=verifier, now=ctx.clock.unix()
        )
        return Begun(url=url, key=key)

    async def _finish(
        self, ctx: Context, body: ProviderAnswer, account_id: UUID | None
    ) -> tuple[Subject, dict[str, Any]]:
        """Who signed in at the provider, for whom this was begun. The state is used up, whatever comes of it."""
        async with ctx.sessions.begin() as session:
            begun = await challenges.take(session, body.state, "oidc", ctx.clock.now())
        provider = self.providers.get(str(begun.data["provider"])) if begun is not None else None
        if begun is None or provider is None or begun.account_id != account_id:
            raise Problem("unauthenticated", "This sign-in has expired or was begun elsewhere. Please begin again.")
        data = begun.data
        if not compare_digest(stored(body.key).hex(), data["key"]):
            raise Problem("unauthenticated", "This sign-in was begun in another browser. Please begin again.")
        subject = await provider.finish(
            body.code, self.redirect_uri, nonce=data["nonce"], verifier=data["verifier"], now=ctx.clock.unix()
        )
        return subject, data

    async def sign_in_at_provider(self, ctx: Context, body: ProviderAnswer) -> SignedIn | SecondStep:
        """Sign in with a provider's answer; an address that is new here gets an account.

        When the address has an account already: 409 link-needed, with a `link_token` to be used signed in to it."""
        self.ins.guard.any_attempt(ctx.address, ctx.clock.unix())
        subject, data = await self._finish(ctx, body, None)
        async with ctx.sessions.begin() as session:
            identity = await oidc.known(session, subject)
            account_id = identity.account_id if identity else await self._made(ctx, session, subject, data)
            if account_id is not None:
                if not await accounts.may_enter(session, account_id):
                    raise Problem("unauthenticated", "This account cannot be used.")
                if identity is not None:
                    await oidc.used(session, identity.id, ctx.clock.now())
                return await self.ins.enter(ctx, session, account_id, ["oidc"])
            token = await self._contested(ctx, session, subject, data)
        raise Problem(
            "link-needed",
            "This address has an account here. Sign in to it as usual, then link the provider.",
            extensions={"link_token": token},
        )

    async def _made(
        self, ctx: Context, session: AsyncSession, subject: Subject, data: Mapping[str, Any]
    ) -> UUID | None:
        """A new account for somebody at a provider; None when the address has one."""
        email = _address(subject)
        now = ctx.clock.now()
        if await accounts.by_email(session, email) is not None:
            return None
        who = storage.Newcomer(
            email=email,
            password_hash="",
            name=_name(subject, email),
            zone=data["zone"],
            locale=data["locale"],
            verified=True,
        )
        account_id = await storage.add_person(session, who, now)
        if account_id is not None:
            await oidc.link(session, _row(account_id, data["provider"], subject, now))
            await security_log.note(session, account_id, "signed-up", now, place_of(ctx), detail=data["provider"])
        return account_id

    async def _contested(self, ctx: Context, session: AsyncSession, subject: Subject, data: Mapping[str, Any]) -> str:
        """The secret with which the address' account may be linked, by who proves to be its holder.

        Nobody has shown an unverified address to be theirs: its password is worthless from now on, and the mailbox
        chooses another."""
        account = await accounts.by_email(session, subject.email)
        assert account is not None
        if account.email_verified_at is None:
            await accounts.contest_unverified(session, subject.email)
            await mails.ask(session, "signed-up", subject.email)
        kept = {"issuer": subject.issuer, "subject": subject.subject, "email": subject.email, "name": ""}
        return await challenges.issue(
            session,
            "oidc-link",
            ctx.clock.now(),
            account_id=account.id,
            data={"provider": data["provider"], **kept},
        )

    async def link_after_proof(self, ctx: Context, session: AsyncSession, body: LinkToken) -> IdentityView:
        """Link the provider of a refused sign-in, signed in to the account of its address."""
        await require_fresh(ctx, session)
        found = await challenges.look(session, body.link_token, "oidc-link", ctx.clock.now())
        if found is None or found.account_id != ctx.account.id:
            raise invalid("link_token", "is unknown, used, expired or for another account", "Begin again.")
        await challenges.spend(session, body.link_token)
        data = dict(found.data)
        return await self._link(ctx, session, data.pop("provider"), Subject(**data))

    async def add_identity(self, ctx: Context, body: ProviderAnswer) -> IdentityView:
        """Link a provider to my account, with its answer to what I began."""
        subject, data = await self._finish(ctx, body, ctx.account.id)
        async with ctx.sessions.begin() as session:
            await require_fresh(ctx, session)
            return await self._link(ctx, session, data["provider"], subject)

    async def _link(self, ctx: Context, session: AsyncSession, provider: str, subject: Subject) -> IdentityView:
        me, now = ctx.account.id, ctx.clock.now()
        if len(await oidc.of_account(session, me)) >= MOST_LINKS:
            raise Problem("conflict", f"An account has at most {MOST_LINKS} such links. Remove one first.")
        made = await oidc.link(session, _row(me, provider, subject, now))
        if made is None:
            raise Problem("conflict", "That account at the provider opens an account here already.")
        await security_log.note(session, me, "identity-linked", now, place_of(ctx), detail=provider)
        await mails.tell(session, "identity", me)
        return _view(made)

    async def list_identities(self, ctx: Context, session: AsyncSession) -> IdentityList:
        """List the providers that open my account."""
        return IdentityList(items=[_view(each) for each in await oidc.of_account(session, ctx.account.id)])

    async def remove_identity(self, ctx: Context, session: AsyncSession, body: OnlyIdentity) -> None:
        """End a link: the provider opens my account no more. A password can always be chosen by mail."""
        await require_fresh(ctx, session)
        if not await oidc.unlink(session, ctx.account.id, body.identity_id):
            raise not_found("identity")
        await security_log.note(session, ctx.account.id, "identity-unlinked", ctx.clock.now(), place_of(ctx))
        await mails.tell(session, "identity-gone", ctx.account.id)


def _address(subject: Subject) -> str:
    """The address the provider verified, if it is one we take. Raises 403."""
    try:
        address: str = TypeAdapter(Email).validate_python(subject.email)
    except ValidationError:
        raise Problem("email-unverified", "Your provider has not confirmed your e-mail address to us.") from None
    return accounts.normalise_email(address)


def _name(subject: Subject, email: str) -> str:
    for candidate in (subject.name.strip()[:80], email.partition("@")[0][:80]):
        try:
            name: str = TypeAdapter(Name).validate_python(candidate)
        except ValidationError:
            continue
        return name
    return "Somebody"


def _row(account_id: UUID, provider: str, subject: Subject, now: Any) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "account_id": account_id,
        "provider": provider,
        "issuer": subject.issuer,
        "subject": subject.subject,
        "email": subject.email,
        "created_at": now,
        "last_used_at": now,
    }


def _view(identity: ProviderIdentity) -> IdentityView:
    return IdentityView.model_validate(identity, from_attributes=True)


def routes(api: Api, ins: SignIns, providers: Mapping[str, Provider], web_url: str) -> None:
    """Everything about other providers."""
    identities = Identities(ins, providers, f"{web_url}/login/callback")
    asking, grave = ("rate-limited", "unavailable"), ("fresh-sign-in-needed",)
    entering = (*asking, "unauthenticated", "email-unverified", "link-needed")
    api.get("/auth/oidc", identities.list_providers)
    api.post("/auth/oidc/begin", identities.begin_at_provider, problems=asking)
    api.post("/auth/oidc", identities.sign_in_at_provider, problems=entering)
    api.get("/me/identities", identities.list_identities, account=True)
    api.post("/me/identities/begin", identities.begin_link, account=True, problems=(*grave, "unavailable"))
    adding = (*grave, "conflict")
    api.post("/me/identities", identities.add_identity, account=True, problems=(*adding, "unavailable"))
    api.post("/me/identities/link", identities.link_after_proof, account=True, problems=adding)
    api.post(
        "/me/identities/remove", identities.remove_identity, account=True, status=204, problems=(*grave, "not-found")
    )
