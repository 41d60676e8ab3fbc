"""The port to a payment gateway: what we ask of one, and what it tells us, as plain data.

The rule kept here: every call that moves money carries an idempotency key made of our row's id, so that the same
step done twice (a process killed in between) has one effect.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from uuid import UUID

SIGNATURE_TOLERANCE_S: Final = 300
MAX_SIGNATURES: Final = 8

IntentStatus = Literal["open", "authorised", "captured", "cancelled"]
"""open: not paid (yet, or the last attempt failed); authorised: held on the card; captured: paid."""
SettledStatus = Literal["pending", "succeeded", "failed"]
DisputeStatus = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class NewIntent:
    """What is to be paid. `hold`: authorise only, and capture when told to. `keeps_card`: whatever pays it is kept;
    `card`: what was kept before, to be asked by `take`."""

    charge_id: UUID
    amount_minor: int
    currency: str
    title: str
    hold: bool
    keeps_card: bool = False
    card: "SavedCard | None" = None


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card that its owner let be kept, by the gateway's names: whose it is, and which."""

    customer: str
    method: str


@dataclass(frozen=True, slots=True)
class Face:
    """What a card is known by to its owner: never its number."""

    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Setup:
    """A card that is to be kept and pays nothing now: its owner confirms it with the secret. `card`: once it is."""

    id: str
    status: Literal["open", "kept", "cancelled"]
    client_secret: str | None = None
    failure: str | None = None
    card: SavedCard | None = None


@dataclass(frozen=True, slots=True)
class RefundState:
    """A refund at the gateway. `refund_id` is ours; none when somebody refunded in the gateway's own pages."""

    id: str
    amount_minor: int
    status: SettledStatus
    refund_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute at the gateway: the bank holds the amount until it is decided."""

    id: str
    amount_minor: int
    status: DisputeStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """Everything the gateway knows of one payment at one moment. Only ever grows: see `states.py`.

    `under_way`: its payer has done their part, and the bank decides later; `attempt`: the gateway's name for the last
    time that it was tried; `card`: what was kept of it."""

    id: str
    status: IntentStatus
    amount_minor: int
    currency: str
    captured_minor: int = 0
    fee_minor: int | None = None
    charge_id: UUID | None = None
    client_secret: str | None = None
    failure: str | None = None
    under_way: bool = False
    attempt: str | None = None
    card: SavedCard | None = None
    refunds: tuple[RefundState, ...] = ()
    disputes: tuple[DisputeState, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payout at the gateway."""

    id: str
    status: SettledStatus
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A verified webhook: which intent, or which card that is to be kept, changed. What it became is asked of the
    gateway, so no order matters."""

    id: str
    kind: str
    intent_id: str | None
    setup_id: str | None = None


class GatewayAwayError(Exception):
    """The gateway did not answer, or not now; the same call again may work."""


class GatewayRefusedError(Exception):
    """The gateway will not do this, now or later. `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:64]


class SignatureError(Exception):
    """A webhook that is not the gateway's, or not fresh; the text says why."""


class MalformedEventError(Exception):
    """A webhook that is signed and makes no sense."""


class Gateway(Protocol):
    """A payment gateway. All calls raise GatewayAwayError and GatewayRefusedError."""

    name: str

    def public_url(self) -> str | None:
        """Where a browser confirms a payment itself; none when the gateway's own script knows."""

    async def create_intent(self, new: NewIntent, key: str) -> Intent:
        """Ask for a payment; the client confirms it with the intent's secret."""

    async def take(self, intent_id: str, card: SavedCard, key: str) -> Intent:
        """Pay with a kept card, its owner not there. A decline leaves the intent open, with its `failure`."""

    async def fetch_intent(self, intent_id: str) -> Intent:
        """All that is known of a payment now, with its refunds and disputes."""

    async def capture(self, intent_id: str, amount_minor: int, key: str) -> Intent:
        """Take so much of what is authorised; the rest is let go."""

    async def cancel(self, intent_id: str, key: str) -> Intent:
        """Let an unpaid or authorised payment go. Refused when it is paid."""

    async def refund(self, intent_id: str, amount_minor: int, refund_id: UUID, key: str) -> RefundState:
        """Give back a part of what was captured."""

    async def create_setup(self, customer: str, card_id: UUID, key: str) -> Setup:
        """Ask for a card to be kept with a customer, beside those that they have."""

    async def fetch_setup(self, setup_id: str) -> Setup:
        """All that is known of it now."""

    async def fetch_face(self, card: SavedCard) -> Face:
        """What a kept card is known by."""

    async def forget_card(self, card: SavedCard, key: str) -> None:
        """Keep it no longer. Refused when it is not kept."""

    async def transfer(self, destination: str, amount_minor: int, currency: str, key: str) -> Transfer:
        """Send money to a professional's account at the gateway."""

    def read_event(self, headers: Mapping[str, str], body: bytes, now: float) -> Event:
        """The event of a webhook. Raises SignatureError, MalformedEventError."""


def sign(body: bytes, secret: str, now: float) -> str:
    """The signature header of a webhook, in Stripe's scheme: HMAC-SHA256 over `<t>.<body>`."""
    at = str(int(now))
    return f"t={at},v1={_digest(body, secret, at)}"


def verify(header: str, body: bytes, secret: str, now: float) -> None:
    """Check a webhook's signature against our clock, in constant time. Raises SignatureError.

    While a secret is rolled, there are several `v1`; one right one is enough."""
    pairs = [part.strip().partition("=") for part in header.split(",")][: MAX_SIGNATURES + 1]
    at = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    if not (at.isascii() and at.isdigit() and len(at) <= 12) or not given:
        raise SignatureError("the signature header is missing or malformed")
    right = _digest(body, secret, at).encode()
    if not any([hmac.compare_digest(right, each.encode("utf-8", "replace")) for each in given]):  # noqa: C419 - all are compared
        raise SignatureError("the signature does not fit")
    if abs(now - int(at)) > SIGNATURE_TOLERANCE_S:
        raise SignatureError("the signature is not fresh")


def _digest(body: bytes, secret: str, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
