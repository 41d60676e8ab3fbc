"""What holds of every operation: a POST that makes something may be repeated, a list has an end."""

from typing import Any

from sqlalchemy import text

from auth.sealing import Sealer
from scheduler.app import Parts
from scheduler.http import idempotency
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

A_STATE = "moves a state: again finds it moved, and says so or does nothing"
ONE_SECRET = "takes a secret that is good once"
SAME_AGAIN = "replaces what was there by the same"
PROOF = "a proof, which is looked at each time"
# Every POST that honours no Idempotency-Key, and why it needs none.
NEEDS_NO_KEY = {
    "sign_up": "answers the same whatever there is",
    "resend_verification": "answers the same whatever there is",
    "forgot_password": "answers the same whatever there is",
    "verify_email": ONE_SECRET,
    "reset_password": ONE_SECRET,
    "second_step": ONE_SECRET,
    "confirm_email": ONE_SECRET,
    "sign_in_with_passkey": ONE_SECRET,
    "prove_with_passkey": ONE_SECRET,
    "add_passkey": ONE_SECRET,
    "sign_in_at_provider": ONE_SECRET,
    "add_identity": ONE_SECRET,
    "link_after_proof": ONE_SECRET,
    "log_in": "every sign-in is one of its own",
    "refresh_tokens": "the same token within half a minute gives the same successor",
    "prove": PROOF,
    "confirm_totp": PROOF,
    "change_password": PROOF,
    "begin_passkey_sign_in": "only begins; what is begun and not ended lapses",
    "begin_passkey": "only begins; what is begun and not ended lapses",
    "begin_at_provider": "only begins; what is begun and not ended lapses",
    "begin_link": "only begins; what is begun and not ended lapses",
    "begin_calendar_consent": "only begins; what is begun and not ended lapses",
    "find_caldav_calendars": "only looks; what is found and not chosen lapses",
    "finish_calendar_consent": ONE_SECRET,
    "choose_calendars": ONE_SECRET,
    "enrol_totp": "only begins; what is begun and not ended lapses",
    "change_email": "only begins; what is begun and not ended lapses",
    "renew_recovery_codes": "the newest are the ones that count: who lost the answer asks again",
    "log_out": A_STATE,
    "revoke_session": A_STATE,
    "revoke_other_sessions": A_STATE,
    "remove_passkey": A_STATE,
    "revoke_api_key": A_STATE,
    "remove_identity": A_STATE,
    "activate_professional": A_STATE,
    "deactivate_professional": A_STATE,
    "resolve_dispute": A_STATE,
    "join_waiting_list": "who waits already keeps their place",
    "hide_review": A_STATE,
    "mark_notifications_read": A_STATE,
    "decide_vetting": A_STATE,
    "suspend_account": A_STATE,
    "reinstate_account": A_STATE,
    "decide_report": A_STATE,
    "remove_reported_message": A_STATE,
    "unsubscribe": A_STATE,
    "rename_passkey": SAME_AGAIN,
    "ask_extension": SAME_AGAIN,
    "add_push_subscription": SAME_AGAIN,
    "add_push_token": SAME_AGAIN,
    "join_booking": "makes no row: a token each time, for the same person in the same room",
    "join_class": "makes no row: a token each time, for the same person in the same room",
    "receive_webhook": "each event counts once, by its id",
    "receive_payment_event": "each event counts once, by its id",
}
# Every list without a cursor, and what bounds it.
BOUNDED = {
    "list_sessions": "100 are shown, the newest",
    "list_unread_messages": "200 are shown, the newest",
    "list_passkeys": "20 an account",
    "list_identities": "20 an account",
    "list_providers": "as many as are configured",
    "list_services": "100 a professional",
    "list_links": "200 a service",
    "list_day_overrides": "730 a schedule",
    "list_schedule_overrides": "730 a schedule",
    "list_schedules": "20 a professional",
    "list_time_off": "200 a professional",
    "list_travel": "100 a professional",
    "list_slots": "62 days of steps",
    "list_widget_slots": "62 days of steps",
    "list_categories": "200 are shown, the largest",
    "list_balances": "one a currency",
    "show_calendar": "62 days, in which nobody is in two places",
    "list_times_to_move_to": "62 days of steps",
    "list_cards": "100 are shown, the newest",
    "list_plans": "50 a professional",
    "list_plans_of_professional": "50 a professional",
    "list_package_uses": "500 are shown, the latest",
    "show_package_history": "500 are shown, the latest",
    "show_subscription_history": "500 are shown, the latest",
    "list_charges": "what one booking cost",
    "show_history": "500 steps of one booking",
    "list_classes": "62 days, 2000 at most",
    "list_my_classes": "62 days, 2000 at most",
    "list_reviews_of_booking": "one of each of its two people",
    "list_push_subscriptions": "20 a person",
    "list_calendar_links": "10 a person",
    "list_webhook_endpoints": "10 a role",
    "list_api_keys": "20 that work, 200 with those that lately did",
    "list_exports": "50 are shown, the newest",
    "list_development_mail": "its own limit",
    "show_consents": "one a kind",
}


def test_every_post_may_be_repeated_or_says_why_it_needs_no_key(parts: Parts) -> None:
    posts = {each.name for each in parts.api.operations if each.method == "POST" and not each.idempotent}
    assert posts == set(NEEDS_NO_KEY)


def test_what_answers_with_a_new_secret_is_kept_sealed(parts: Parts) -> None:
    """Whatever is idempotent and tells a secret says so."""
    told = {"secret", "key", "token", "codes"}
    for each in parts.api.operations:
        fields: dict[str, Any] = getattr(each.signature.returns, "model_fields", {})
        secrets = {name for name in told & set(fields) if fields[name].annotation is not bool}
        if each.idempotent and secrets:
            assert each.secret, each.name


def test_every_list_is_paged_or_says_what_bounds_it(parts: Parts) -> None:
    for each in parts.api.operations:
        returns = each.signature.returns
        fields = getattr(returns, "model_fields", {}) if isinstance(returns, type) else {}
        if each.method != "GET" or not ("items" in fields or "slots" in getattr(returns, "__annotations__", {})):
            continue
        if each.name in BOUNDED:
            assert "cursor" not in each.signature.query_model.model_fields, each.name
            continue
        assert {"limit", "cursor"} <= set(each.signature.query_model.model_fields), each.name
        assert "next_cursor" in fields, each.name
        limit = str(each.signature.query_model.model_json_schema()["properties"]["limit"])
        assert "maximum" in limit, each.name
        assert "minimum" in limit, each.name
    assert set(BOUNDED) <= {each.name for each in parts.api.operations}


async def test_a_secret_is_told_again_to_who_repeats_and_stands_nowhere_in_clear(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    path, wish, key = f"/services/{service}/links", {"label": "x"}, {"Idempotency-Key": "k"}
    first = await browser.post(path, wish, by=ada, role="professional", headers=key)
    again = await browser.post(path, wish, by=ada, role="professional", headers=key)
    assert first.status == again.status == 201
    assert first.body == again.body
    async with browser.parts.sessions() as session:
        kept = (await session.execute(text("SELECT answer, sealed FROM idempotency_key"))).one()
        assert await session.scalar(text("SELECT count(*) FROM booking_link")) == 1
    assert kept.sealed
    assert first.body["secret"].encode() not in kept.answer
    assert b"secret" not in kept.answer


async def test_a_secret_is_forgotten_soon_and_its_key_still_has_no_second_effect(
    browser: Browser, parts: Parts
) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    path, wish, key = f"/services/{service}/links", {"label": "x"}, {"Idempotency-Key": "k"}
    await browser.post(path, wish, by=ada, role="professional", headers=key)
    async with parts.sessions.begin() as session:
        await idempotency.forget_old(session, parts.clock.now() + idempotency.SECRET_KEPT_FOR)
    assert (await browser.post(path, wish, by=ada, role="professional", headers=key)).status == 201, "not yet"
    async with parts.sessions.begin() as session:
        late = parts.clock.now() + idempotency.SECRET_KEPT_FOR * 1.01
        await idempotency.forget_old(session, late)
    answer = await browser.post(path, wish, by=ada, role="professional", headers=key)
    assert (answer.status, answer.slug) == (409, "conflict")
    async with parts.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM booking_link")) == 1


def test_a_sealed_answer_is_bound_to_its_request() -> None:
    sealer = Sealer(["x" * 40])
    sealed = sealer.seal(b"answer", "idempotency one")
    assert sealer.open(sealed, "idempotency one") == b"answer"
    for other in ("idempotency two", ""):
        try:
            sealer.open(sealed, other)
        except ValueError:
            continue
        raise AssertionError("opened for somebody else")
