"""Payments over HTTP: whose they are, in which role, page by page; invoices; balances and payouts."""

import re
import zlib
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.payments import charges
from scheduler.payments.invoice_pdf import render
from scheduler.payments.payouts import set_destination
from scheduler.payments.tables import Invoice
from scheduler.tests.fixtures import NOON
from scheduler.tests.payments.world import Shop, gather, post, send


async def test_only_the_payer_sees_what_is_to_be_paid(shop: Shop) -> None:
    _, charge_id = await shop.ask()
    await shop.jobs()
    shown = await shop.checkout(charge_id)
    assert (shown["status"], shown["amount"], shown["gateway"]) == ("pending", "€100.00", "test")
    zoe = await shop.browser.person("Zoe", professional=True)
    for who, role in ((zoe, "client"), (shop.professional, "client")):
        assert (await shop.browser.get(f"/payments/{charge_id}", by=who, role=role)).status == 404
    answer = await shop.browser.get(f"/payments/{charge_id}", by=shop.professional, role="professional")
    assert (answer.status, answer.slug) == (403, "role-not-held")


async def test_history_comes_in_pages_in_the_role_in_force(shop: Shop, clock: ManualClock) -> None:
    made = []
    for _ in range(3):
        made.append((await shop.ask())[1])
        clock.move(microseconds=1)
    _, paid = await shop.bought(2_000)
    made.append(paid)
    seen: list[str] = []
    cursor = None
    for _ in range(2):
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await shop.browser.get("/payments", by=shop.client, role="client", params=params)).body
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([str(each) for each in reversed(made)], None)
    page = (await shop.browser.get("/payments", by=shop.professional, role="professional")).body
    assert [(item["id"], item["role"], item["earned_minor"]) for item in page["items"]] == [
        (str(paid), "professional", 1_700)
    ]
    assert (await shop.browser.get("/payments", by=shop.professional, role="client")).body["items"] == []
    refused = await shop.browser.get("/payments", by=shop.client, role="client", params={"cursor": "x"})
    assert (refused.status, refused.fields) == (422, ["cursor"])


async def invoices(shop: Shop) -> list[dict[str, object]]:
    page = (await shop.browser.get("/payments", by=shop.client, role="client")).body
    found = [invoice for item in page["items"] for invoice in item["invoices"]]
    return sorted(found, key=lambda invoice: int(invoice["number"]))


async def test_each_payment_has_an_invoice_and_each_refund_a_credit_note_without_gaps(shop: Shop) -> None:
    bought = [(await shop.ask())[0:2] for _ in range(4)]
    for _, charge_id in bought:
        await shop.pay(charge_id)
    await shop.run()
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, bought[1][0], 2_500, "late", shop.parts.clock.now())
    await shop.run()
    found = await invoices(shop)
    assert [each["number"] for each in found] == [1, 2, 3, 4, 5]
    assert [each["kind"] for each in found] == ["invoice"] * 4 + ["credit_note"]
    assert found[-1]["amount_minor"] == 2_500


async def test_numbers_have_no_gap_when_many_are_issued_at_once_and_some_fail(shop: Shop) -> None:
    from scheduler.payments import invoices as issuing

    bought = [(await shop.ask())[1] for _ in range(12)]

    async def issue(number: int, charge_id: UUID) -> None:
        charge = await shop.charge(charge_id)
        charge.captured_minor = 5
        async with shop.parts.sessions.begin() as session:
            await issuing.issue(session, charge, NOON)
            if number % 3 == 0:
                await session.rollback()

    await gather(*(issue(number, each) for number, each in enumerate(bought)))
    async with shop.parts.sessions() as session:
        numbers = (await session.scalars(text("SELECT number FROM invoice ORDER BY number"))).all()
    assert numbers == list(range(1, 9))


async def test_an_invoice_is_downloaded_by_its_two_people_only(shop: Shop) -> None:
    await shop.bought()
    (invoice,) = await invoices(shop)
    path = f"/invoices/{invoice['id']}"
    async with shop.browser.client.get(f"/api/v1{path}", headers=bearer(shop.client.access_token)) as answer:
        body = await answer.read()
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="invoice-000001.pdf"'
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body.startswith(b"%PDF-")
    zoe = await shop.browser.person("Zoe", professional=True)
    for who, role in ((zoe, "client"), (zoe, "professional"), (shop.professional, "client")):
        assert (await shop.browser.get(path, by=who, role=role)).status == 404


def bearer(token: str, role: str = "client") -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "X-Visavis-Role": role}


def an_invoice(**change: object) -> Invoice:
    fields = {
        "id": uuid4(),
        "issuer_id": uuid4(),
        "number": 7,
        "kind": "invoice",
        "charge_id": uuid4(),
        "corrects": None,
        "payer_id": uuid4(),
        "issuer_name": "Żaneta Ångström",
        "payer_name": "Олена Ωμέγα",
        "locale": "de",
        "zone": "Pacific/Auckland",
        "title": "Beratung " * 40,
        "amount_minor": 123_456,
        "currency": "EUR",
        "issued_at": NOON,
    }
    return Invoice(**{**fields, **change})


def test_an_invoice_is_the_same_bytes_each_time_and_holds_its_own_fonts() -> None:
    pdf = render(an_invoice())
    assert pdf == render(an_invoice())
    assert b"Roboto" in pdf
    assert pdf.count(b"/FontFile2") == 2
    assert b"/Count 1" in pdf


def glyphs(pdf: bytes) -> str:
    """What the PDF says its glyphs stand for: the ToUnicode maps of its fonts."""
    found = ""
    for stream in re.findall(rb"/FlateDecode \] /Length \d+\s*>>\s*stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        unpacker = zlib.decompressobj()
        try:
            codes = re.findall(rb"<([0-9A-F]{4})>", unpacker.decompress(stream))
        except zlib.error:
            continue  # the page itself, which is in ASCII85 besides
        found += "".join(chr(int(code, 16)) for code in codes)
    return found


def test_names_of_many_scripts_are_in_the_pdf() -> None:
    there = glyphs(render(an_invoice()))
    assert set("ŻÅОленаΩμέγα€") <= set(there)


@pytest.mark.parametrize("locale", ["en", "de", "fr-CA", "es", "ja", "nonsense"])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_every_locale_and_currency_has_an_invoice(locale: str, currency: str) -> None:
    assert render(an_invoice(locale=locale, currency=currency, kind="credit_note", corrects=3, title=""))


async def release(shop: Shop, subject: object) -> None:
    async with shop.parts.sessions.begin() as session:
        await charges.release_to_payee(session, subject, shop.parts.clock.now())  # type: ignore[arg-type]


async def test_money_is_held_then_payable_then_paid_out_once(shop: Shop) -> None:
    subject, _ = await shop.bought(10_000)
    payouts = shop.parts.payments.payouts

    async def balance() -> tuple[int, int, int]:
        (row,) = (await shop.browser.get("/balances", by=shop.professional, role="professional")).body["items"]
        return row["held_minor"], row["payable_minor"], row["on_its_way_minor"]

    await payouts.make_due()
    assert await balance() == (8_500, 0, 0)
    for _ in range(2):
        await release(shop, subject)
    assert await balance() == (0, 8_500, 0)
    await gather(payouts.make_due(), payouts.make_due(), payouts.make_due())
    assert await balance() == (0, 0, 8_500)
    await shop.run()
    assert await balance() == (0, 0, 0)
    page = (await shop.browser.get("/payouts", by=shop.professional, role="professional")).body
    assert [(item["amount"], item["status"]) for item in page["items"]] == [("€85.00", "paid")]
    assert await shop.balances() == {"gateway": 1_300, "fee": 200, "commission": -1_500}


async def test_less_than_the_minimum_waits(shop: Shop) -> None:
    subject, _ = await shop.bought(2_000)
    await release(shop, subject)
    await shop.parts.payments.payouts.make_due()
    assert (await shop.balances())["professional_payable"] == -1_700
    second, _ = await shop.bought(1_000)
    await release(shop, second)
    await shop.parts.payments.payouts.make_due()
    await shop.run()
    assert "professional_payable" not in await shop.balances()


async def test_a_payout_that_fails_is_payable_again_and_not_tried_at_once(shop: Shop, clock: ManualClock) -> None:
    subject, _ = await shop.bought(10_000)
    await release(shop, subject)
    async with shop.parts.sessions.begin() as session:
        await set_destination(session, shop.professional.id, "closed_account", clock.now())
    for hours, tries in ((0, 1), (1, 1), (24, 2)):
        clock.move(hours=hours)
        await shop.parts.payments.payouts.make_due()
        await shop.run()
        async with shop.parts.sessions() as session:
            failures = (await session.scalars(text("SELECT failure FROM payout"))).all()
        assert failures == ["account_closed"] * tries
    assert (await shop.balances())["professional_payable"] == -8_500


async def test_what_is_given_back_after_a_payout_is_owed_by_the_next(shop: Shop) -> None:
    subject, _ = await shop.bought(10_000)
    await shop.bought(10_000)
    await release(shop, subject)
    await shop.parts.payments.payouts.make_due()
    await shop.run()
    async with shop.parts.sessions.begin() as session:
        await charges.refund(session, subject, 10_000, "complaint", shop.parts.clock.now())
    await shop.run()
    assert (await shop.balances())["professional_payable"] == 8_500
    await shop.parts.payments.payouts.make_due()
    await shop.run()
    assert (await shop.balances())["professional_payable"] == 8_500, "nothing is sent to who owes"


async def test_the_gateway_keeps_its_doors(shop: Shop) -> None:
    _, charge_id = await shop.ask()
    await shop.jobs()
    intent = (await shop.charge(charge_id)).intent_id
    one = f"{shop.gateway_url}/v1/payment_intents/{intent}"
    assert (await send("GET", one))[0] == 401
    assert (await post(f"{one}/capture", {"amount": 1}, {"Authorization": "Bearer x"}))[0] == 401
    for secret in ("", "x", "é" * 30):
        status, body = await post(f"{one}/confirm", {"client_secret": secret, "card": "ok"})
        assert (status, body["error"]["code"]) == (404, "resource_missing")
    assert (await post(f"{one}/confirm", {"card": "ok"}))[0] == 400
    assert (await send("OPTIONS", f"{one}/confirm"))[0] == 204
    wish = {"payment_intent": intent, "amount": 5}
    assert (await shop.server("POST", "/v1/refunds", wish))[1]["error"]["code"] == "refund_exceeds_charge"


async def test_the_gateway_remembers_a_key_and_refuses_it_for_something_else(shop: Shop) -> None:
    wish = {"amount": 5, "currency": "EUR", "hold": False, "title": "", "charge_id": ""}
    many = await gather(*(shop.server("POST", "/v1/payment_intents", wish, "one") for _ in range(5)))
    assert len({body["id"] for _, body in many}) == 1
    status, body = await shop.server("POST", "/v1/payment_intents", {**wish, "amount": 6}, "one")
    assert (status, body["error"]["code"]) == (409, "idempotency_key_reused")
