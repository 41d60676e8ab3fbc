"""What may be done to the test gateway's objects, pure: an object in, a changed copy out, or a refusal.

Test cards, by token: ok, declined, insufficient, needs-authentication, dispute-later (the bank takes it back an hour
after it was paid), declined-later (pays while its owner is there, and not when it was kept and nobody is),
fails-later (is under way for an hour, and then gives nothing), hold-lapses (the bank lets a hold go after an hour).
"""

from typing import Final, Literal

from pydantic import BaseModel, Field

from scheduler.payments.money import MAX_MINOR, percent

Card = Literal[
    "ok",
    "declined",
    "insufficient",
    "needs-authentication",
    "dispute-later",
    "declined-later",
    "fails-later",
    "hold-lapses",
]
IntentState = Literal[
    "requires_payment_method", "requires_action", "processing", "requires_capture", "succeeded", "canceled"
]
FEE_PERCENT: Final = 2
DISPUTE_AFTER_S: Final = 3600
DECIDED_AFTER_S: Final = 3600
_DECLINES: Final = {"declined": "card_declined", "insufficient": "insufficient_funds"}
FACES: Final[dict[Card, tuple[str, str]]] = {
    "ok": ("visa", "4242"),
    "declined": ("visa", "0002"),
    "insufficient": ("visa", "9995"),
    "needs-authentication": ("visa", "3184"),
    "dispute-later": ("visa", "0259"),
    "declined-later": ("visa", "0341"),
    "fails-later": ("mastercard", "4444"),
    "hold-lapses": ("amex", "0005"),
}
"""Brand and last four of each."""
_DECLINES_ALONE: Final = {
    **_DECLINES,
    "needs-authentication": "authentication_required",
    "declined-later": "card_declined",
}


class Refusal(Exception):  # noqa: N818 - a provider's answer, not our mistake
    """The request is understood and will not be done. `code` says why."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class IntentDoc(BaseModel):
    """A payment intent as it is kept."""

    id: str
    status: IntentState = "requires_payment_method"
    amount: int = Field(gt=0, le=MAX_MINOR)
    currency: str
    hold: bool
    title: str
    charge_id: str
    client_secret: str
    captured: int = 0
    fee: int | None = None
    failure: str | None = None
    card: Card | None = None
    captured_at: float | None = None
    attempt: int = 0
    tried_at: float | None = None
    keeps_card: bool = False
    customer: str | None = None
    method: str | None = None


class MethodDoc(BaseModel):
    """A card that was kept, and whose; a detached one is nobody's."""

    id: str
    customer: str
    card: Card
    detached: bool = False


class SetupDoc(BaseModel):
    """A card that is to be kept without paying anything."""

    id: str
    status: Literal["requires_payment_method", "requires_action", "succeeded"] = "requires_payment_method"
    customer: str
    card_id: str
    client_secret: str
    failure: str | None = None
    card: Card | None = None
    method: str | None = None


class RefundDoc(BaseModel):
    """A refund."""

    id: str
    intent_id: str
    amount: int = Field(gt=0)
    refund_id: str
    status: Literal["succeeded", "failed"] = "succeeded"


class DisputeDoc(BaseModel):
    """A dispute."""

    id: str
    intent_id: str
    amount: int
    status: Literal["open", "won", "lost"] = "open"
    reason: str = "fraudulent"


class TransferDoc(BaseModel):
    """A payout."""

    id: str
    destination: str
    amount: int = Field(gt=0)
    currency: str
    status: Literal["succeeded", "failed"] = "succeeded"
    failure: str | None = None


def confirm(intent: IntentDoc, card: Card, now: float) -> IntentDoc:
    """The client pays with a card. A decline leaves the intent open for another."""
    if intent.status not in {"requires_payment_method", "requires_action"}:
        raise Refusal("intent_unexpected_state", 409)
    intent = intent.model_copy(update={"attempt": intent.attempt + 1, "tried_at": now})
    if card == "fails-later":
        return intent.model_copy(update={"status": "processing", "failure": None, "card": card})
    if card in _DECLINES:
        return intent.model_copy(
            update={"status": "requires_payment_method", "failure": _DECLINES[card], "card": card}
        )
    if card == "needs-authentication":
        return intent.model_copy(update={"status": "requires_action", "failure": None, "card": card})
    return _accepted(intent.model_copy(update={"card": card}), now)


def decided(intent: IntentDoc, now: float) -> IntentDoc | None:
    """What the bank has made of it by now, its owner long gone; None: nothing new."""
    if now < (intent.tried_at or now) + DECIDED_AFTER_S:
        return None
    if intent.status == "processing":
        return intent.model_copy(update={"status": "requires_payment_method", "failure": "insufficient_funds"})
    if intent.status == "requires_capture" and intent.card == "hold-lapses":
        return intent.model_copy(update={"status": "canceled", "failure": "authorization_expired"})
    return None


def kept(intent: IntentDoc, method_id: str) -> MethodDoc | None:
    """The card of an intent that was just accepted and is to keep it."""
    paid = intent.status in {"succeeded", "requires_capture"}
    if not (intent.keeps_card and paid and intent.card is not None) or intent.method is not None:
        return None
    return MethodDoc(id=method_id, customer=intent.customer or f"cus_{intent.id}", card=intent.card)


def take(intent: IntentDoc, method: MethodDoc, now: float) -> IntentDoc:
    """A kept card is asked while its owner is away. A decline leaves the intent open."""
    if intent.status not in {"requires_payment_method", "requires_action"}:
        raise Refusal("intent_unexpected_state", 409)
    if intent.customer != method.customer or method.detached:
        raise Refusal("resource_missing", 404)
    asked = intent.model_copy(update={"card": method.card, "status": "requires_payment_method"})
    if method.card in _DECLINES_ALONE:
        return asked.model_copy(update={"failure": _DECLINES_ALONE[method.card]})
    return _accepted(asked, now)


def set_up(setup: SetupDoc, card: Card, method_id: str) -> SetupDoc:
    """Its owner gives a card to be kept. A decline leaves it open for another."""
    if setup.status == "succeeded":
        raise Refusal("setup_intent_unexpected_state", 409)
    asked = setup.model_copy(update={"card": card, "failure": None, "status": "requires_payment_method"})
    if card in _DECLINES:
        return asked.model_copy(update={"failure": _DECLINES[card]})
    if card == "needs-authentication":
        return asked.model_copy(update={"status": "requires_action"})
    return asked.model_copy(update={"status": "succeeded", "method": method_id})


def authenticate_setup(setup: SetupDoc, accept: bool, method_id: str) -> SetupDoc:
    """Their bank asked them whether the card may be kept."""
    if setup.status != "requires_action":
        raise Refusal("setup_intent_unexpected_state", 409)
    if not accept:
        return setup.model_copy(update={"status": "requires_payment_method", "failure": "authentication_failed"})
    return setup.model_copy(update={"status": "succeeded", "method": method_id})


def authenticate(intent: IntentDoc, accept: bool, now: float) -> IntentDoc:
    """The client's bank asked them; they said yes or no."""
    if intent.status != "requires_action":
        raise Refusal("intent_unexpected_state", 409)
    if not accept:
        return intent.model_copy(update={"status": "requires_payment_method", "failure": "authentication_failed"})
    return _accepted(intent, now)


def _accepted(intent: IntentDoc, now: float) -> IntentDoc:
    if intent.hold:
        return intent.model_copy(update={"status": "requires_capture", "failure": None})
    return _captured(intent, intent.amount, now)


def _captured(intent: IntentDoc, amount: int, now: float) -> IntentDoc:
    fee = percent(amount, FEE_PERCENT)
    changes = {"status": "succeeded", "captured": amount, "fee": fee, "failure": None, "captured_at": now}
    return intent.model_copy(update=changes)


def capture(intent: IntentDoc, amount: int, now: float) -> IntentDoc:
    """Take what is held, or a part of it."""
    if intent.status != "requires_capture":
        raise Refusal("intent_unexpected_state", 409)
    if not 0 < amount <= intent.amount:
        raise Refusal("amount_too_large")
    return _captured(intent, amount, now)


def cancel(intent: IntentDoc) -> IntentDoc:
    """Let it go; not when it is paid."""
    if intent.status in {"succeeded", "canceled"}:
        raise Refusal("intent_unexpected_state", 409)
    return intent.model_copy(update={"status": "canceled"})


def may_refund(intent: IntentDoc, refunds: list[RefundDoc], amount: int) -> None:
    """Never more than was captured and not refunded before."""
    back = sum(each.amount for each in refunds if each.status == "succeeded")
    if intent.status != "succeeded" or amount > intent.captured - back:
        raise Refusal("refund_exceeds_charge")


def is_disputed_by(intent: IntentDoc, now: float) -> bool:
    """Whether a "dispute-later" card's bank takes it back by now."""
    return intent.card == "dispute-later" and now >= (intent.captured_at or now) + DISPUTE_AFTER_S


def close(dispute: DisputeDoc, outcome: Literal["won", "lost"]) -> DisputeDoc:
    """The bank decides."""
    if dispute.status != "open":
        raise Refusal("dispute_closed", 409)
    return dispute.model_copy(update={"status": outcome})
