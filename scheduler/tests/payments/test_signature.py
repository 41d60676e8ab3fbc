"""A webhook's signature: Stripe's scheme, on our clock."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.payments.port import MalformedEventError, SignatureError, sign, verify
from scheduler.payments.stripe_gateway import StripeGateway, from_stripe, to_stripe
from scheduler.payments.testgateway.client import read_body

NOW = 1_800_000_000.0


def test_the_scheme_is_stripes() -> None:
    digest = hmac.new(b"whsec_x", b"1800000000.{}", hashlib.sha256).hexdigest()
    assert sign(b"{}", "whsec_x", NOW) == f"t=1800000000,v1={digest}"


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40), st.floats(-299, 299))
def test_what_was_signed_is_taken_while_it_is_fresh(body: bytes, secret: str, later: float) -> None:
    secret = secret.encode("utf-8", "replace").decode()
    verify(sign(body, secret, NOW), body, secret, NOW + later)


@given(st.text(max_size=200))
def test_no_header_that_somebody_made_up_is_taken_or_breaks_anything(header: str) -> None:
    with pytest.raises(SignatureError):
        verify(header, b"{}", "whsec_x", NOW)


def test_another_body_another_secret_an_old_time_are_refused() -> None:
    good = sign(b"{}", "whsec_x", NOW)
    for header, body, secret, now in (
        (good, b"{ }", "whsec_x", NOW),
        (good, b"{}", "whsec_y", NOW),
        (good, b"{}", "whsec_x", NOW + 301),
        (good, b"{}", "whsec_x", NOW - 302),
        (good.replace("t=18", "t=19"), b"{}", "whsec_x", NOW),
        (good.replace("v1", "v0"), b"{}", "whsec_x", NOW),
    ):
        with pytest.raises(SignatureError):
            verify(header, body, secret, now)


def test_while_a_secret_is_rolled_either_signature_will_do() -> None:
    old, new = sign(b"{}", "old", NOW), sign(b"{}", "new", NOW).partition(",")[2]
    verify(f"{old},{new}", b"{}", "new", NOW)
    verify(f"{old},{new}", b"{}", "old", NOW)


@given(
    st.binary(max_size=100) | st.sampled_from([b'{"id": 5, "type": "x"}', b'{"id": "a\\u0000", "type": "x"}', b"[]"])
)
def test_a_body_that_is_no_event_is_malformed_and_nothing_else(body: bytes) -> None:
    with pytest.raises(MalformedEventError):
        read_body(body, lambda event: event["payment_intent"], lambda event: event["setup_intent"])


@pytest.mark.parametrize(
    ("about", "intent"),
    [
        ('{"object": "payment_intent", "id": "pi_1"}', "pi_1"),
        ('{"object": "refund", "id": "re_1", "payment_intent": "pi_1"}', "pi_1"),
        ('{"object": "dispute", "id": "dp_1", "payment_intent": "pi_1"}', "pi_1"),
        ('{"object": "account", "id": "acct_1"}', None),
    ],
)
def test_stripes_events_name_the_payment_they_are_about(about: str, intent: str | None) -> None:
    body = f'{{"id": "evt_1", "type": "x", "data": {{"object": {about}}}}}'.encode()
    gateway = StripeGateway("sk_test_x", "whsec_x", "https://api.stripe.com")
    event = gateway.read_event({"Stripe-Signature": sign(body, "whsec_x", NOW)}, body, NOW)
    assert (event.id, event.intent_id) == ("evt_1", intent)


def test_stripe_counts_two_currencies_in_hundredths_of_our_unit() -> None:
    assert [to_stripe(5, each) for each in ("EUR", "JPY", "ISK", "UGX")] == [5, 5, 500, 500]
    assert [from_stripe(500, each) for each in ("eur", "jpy", "isk")] == [500, 500, 5]
