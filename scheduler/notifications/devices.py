"""My devices: browsers and phones that ring, each bound to the sign-in it was registered in."""

from typing import Annotated, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import BaseModel, Field
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http import Api, Context, Instant, Problem, Strict, invalid, not_found
from scheduler.notifications.expo import TOKEN_PATTERN
from scheduler.notifications.outgoing import MAX_URL, why_not
from scheduler.notifications.tables import PushTarget
from scheduler.notifications.webpush import FindVapid, from_base64url

PER_PERSON: Final = 20
Base64Url = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+={0,2}$", min_length=16, max_length=100)]
Label = Annotated[str, Field(max_length=80)]


class SubscriptionKeys(Strict):
    """A browser's public key and its shared secret, in base64url."""

    p256dh: Base64Url
    auth: Base64Url


class NewSubscription(Strict):
    """What the browser's `PushSubscription.toJSON()` gives, and a name for it."""

    endpoint: Annotated[str, Field(min_length=8, max_length=MAX_URL)]
    keys: SubscriptionKeys
    expiration_time: Annotated[float | None, Field(alias="expirationTime", ge=0, le=1e15)] = None
    label: Label = ""


class NewPushToken(Strict):
    """A phone's Expo token, and a name for it."""

    token: Annotated[str, Field(pattern=TOKEN_PATTERN, max_length=230, examples=["ExponentPushToken[abcdefgh]"])]
    label: Label = ""


class DeviceView(BaseModel):
    """One device that rings. Its address is a secret and stays here; `service` is who carries its pushes."""

    id: UUID
    channel: str
    service: str
    label: str
    created_at: Instant


class DeviceList(BaseModel):
    """The newest first."""

    items: list[DeviceView]


class PushKey(BaseModel):
    """What a browser subscribes with; null where web push is off."""

    public_key: str | None


async def list_push_subscriptions(ctx: Context, session: AsyncSession) -> DeviceList:
    """List my devices, browsers and phones."""
    query = select(PushTarget).where(PushTarget.person_id == ctx.account.id)
    found = await session.scalars(query.order_by(PushTarget.created_at.desc(), PushTarget.id))
    return DeviceList(items=[_view(each) for each in found])


async def remove_push_subscription(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Let a device of mine ring no more."""
    mine = delete(PushTarget).where(PushTarget.id == id, PushTarget.person_id == ctx.account.id)
    if (await session.execute(mine.returning(PushTarget.id))).first() is None:
        raise not_found("device")


async def add_push_token(ctx: Context, session: AsyncSession, body: NewPushToken) -> DeviceView:
    """Let a phone ring. The same token again moves it to me and to this sign-in."""
    return await _keep(ctx, session, channel="mobile-push", address=body.token, label=body.label, keys=None)


def routes(api: Api, find: FindVapid, *, private: bool) -> None:
    """`/me/push-subscriptions`, `/me/push-tokens`. `private`: addresses of our own machines are taken too."""

    async def show_push_key(_ctx: Context) -> PushKey:
        """Show the key that browsers subscribe with (VAPID, RFC 8292)."""
        vapid = find()
        return PushKey(public_key=vapid.public if vapid is not None else None)

    async def add_push_subscription(ctx: Context, session: AsyncSession, body: NewSubscription) -> DeviceView:
        """Let a browser ring. The same endpoint again moves it to me and to this sign-in."""
        if find() is None:
            raise Problem("conflict", "Web push is off here.")
        if why := why_not(body.endpoint, private=private):
            raise invalid("endpoint", why, "Send what the browser's push manager gave.")
        keys = _keys(body.keys)
        return await _keep(ctx, session, channel="web-push", address=body.endpoint, label=body.label, keys=keys)

    api.get("/me/push-subscriptions/key", show_push_key, account=True)
    api.get("/me/push-subscriptions", list_push_subscriptions, account=True)
    api.post("/me/push-subscriptions", add_push_subscription, account=True, status=201, problems=("conflict",))
    api.delete("/me/push-subscriptions", remove_push_subscription, account=True, status=204, problems=("not-found",))
    api.post("/me/push-tokens", add_push_token, account=True, status=201)


def _keys(sent: SubscriptionKeys) -> tuple[bytes, bytes]:
    try:
        p256dh = from_base64url(sent.p256dh)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except ValueError:
        p256dh = b""
    if len(p256dh) != 65:
        raise invalid("keys.p256dh", "is no uncompressed point of P-256", "Send the key as the browser gave it.")
    try:
        auth = from_base64url(sent.auth)
    except ValueError:
        auth = b""
    if len(auth) != 16:
        raise invalid("keys.auth", "must be 16 bytes", "Send the secret as the browser gave it.")
    return p256dh, auth


async def _keep(
    ctx: Context, session: AsyncSession, *, channel: str, address: str, label: str, keys: tuple[bytes, bytes] | None
) -> DeviceView:
    p256dh, auth = keys or (None, None)
    changes = {
        "person_id": ctx.account.id,
        "session_id": ctx.account.session,
        "p256dh": p256dh,
        "auth": auth,
        "label": label,
        "created_at": ctx.clock.now(),
    }
    row = {"id": uuid4(), "channel": channel, "address": address, **changes}
    statement = insert(PushTarget).values(**row)
    kept = statement.on_conflict_do_update(index_elements=[PushTarget.address], set_=changes).returning(PushTarget)
    found = (await session.scalars(kept, execution_options={"populate_existing": True})).one()
    mine = select(PushTarget.id).where(PushTarget.person_id == ctx.account.id)
    newest = mine.order_by(PushTarget.created_at.desc(), (PushTarget.id == found.id).desc()).limit(PER_PERSON)
    oldest = delete(PushTarget).where(PushTarget.person_id == ctx.account.id, PushTarget.id.not_in(newest))
    await session.execute(oldest)
    return _view(found)


def _view(row: PushTarget) -> DeviceView:
    service = urlsplit(row.address).hostname or "" if row.channel == "web-push" else "expo"
    return DeviceView(id=row.id, channel=row.channel, service=service, label=row.label, created_at=row.created_at)
