"""What everybody may read has a rate for each address, and our own web server is not an address."""

import ipaddress
from uuid import uuid4

import pytest
from sqlalchemy import event

from auth.limits import Limiter
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.http.problems import Problem
from scheduler.http.rates import PublicReads
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser

FEW = {"VISAVIS_PUBLIC_READS_PER_MINUTE": "6"}
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


def at(address: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Forwarded": f"for={address}"}}


async def refused(browser: Browser, address: str, path: str = "/categories") -> Answer:
    """Read until it is refused, which is after six."""
    for _ in range(6):
        assert (await browser.get(path, **at(address))).status == 200
    return await browser.get(path, **at(address))


@pytest.mark.parametrize("environment", [FEW])
async def test_who_reads_too_much_is_told_when_to_come_again(browser: Browser, clock: ManualClock) -> None:
    answer = await refused(browser, "203.0.113.5")
    assert (answer.status, answer.slug, answer.headers["Retry-After"]) == (429, "rate-limited", "11")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*", "a website with the widget can read why"
    assert (await browser.get("/categories", **at("203.0.113.6"))).status == 200, "one address's rate is its own"
    clock.move(seconds=10)
    assert [(await browser.get("/categories", **at("203.0.113.5"))).status for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("environment", [FEW])
async def test_every_public_read_shares_one_rate_and_costs_no_statement_when_refused(browser: Browser) -> None:
    _ada, service = await professional(browser, "Ada")
    await refused(browser, "203.0.113.5")
    statements: list[str] = []
    engine = browser.parts.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *each: statements.append(str(each[2])))
    public = [each for each in browser.parts.api.operations if each.public_read]
    for operation in public:
        path = operation.path.replace("{slug}", "ada").replace("{id}", str(service)).replace("{secret}", "x" * 43)
        answer = await browser.send(operation.method, path, headers=at("203.0.113.5")["headers"])
        assert answer.status == 429, operation.name
        assert "rate-limited" in operation.statuses()[429], operation.name
    named = {"search_professionals", "list_slots", "explain_time", "show_professional", "list_site", "show_widget"}
    assert named <= {each.name for each in public}
    assert statements == []
    assert (await browser.get("/healthz", **at("203.0.113.5"))).status == 200, "machines are let ask"
    assert (await browser.get("/.well-known/jwks.json", **at("203.0.113.5"))).status == 200


@pytest.mark.parametrize("environment", [FEW])
async def test_a_subscribers_whole_network_has_one_rate(browser: Browser) -> None:
    answer = await refused(browser, '"[2001:db8:1:2::1]"')
    assert answer.status == 429
    assert (await browser.get("/categories", **at('"[2001:db8:1:2:ffff::9]"'))).status == 429
    assert (await browser.get("/categories", **at('"[2001:db8:1:3::1]"'))).status == 200


@pytest.mark.parametrize("environment", [FEW])
async def test_our_own_web_server_is_not_counted_and_who_hides_behind_it_is(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """It renders pages for everybody from one address, and says of nobody whom they are for."""
    assert {(await browser.get("/categories")).status for _ in range(20)} == {200}
    assert {(await browser.get("/categories", **at("unknown"))).status for _ in range(20)} == {200, 429}
    assert "VISAVIS_TRUSTED_PROXIES" not in caplog.text


@pytest.mark.parametrize("environment", [{**FEW, "VISAVIS_TRUSTED_PROXIES": "10.0.0.0/8"}])
async def test_a_header_that_nobody_vouches_for_moves_nobody_which_is_said_once(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    assert [(await browser.get("/categories", **at(f"203.0.113.{n}"))).status for n in range(7)] == [200] * 6 + [429]
    said = [each for each in caplog.records if "VISAVIS_TRUSTED_PROXIES" in each.getMessage()]
    assert [vars(each)["address"] for each in said] == ["127.0.0.1"]


@pytest.mark.parametrize("environment", [{"VISAVIS_PUBLIC_READS_PER_MINUTE": "0"}])
async def test_it_can_be_switched_off(browser: Browser) -> None:
    assert {(await browser.get(f"/services/{uuid4()}/slots", **at("203.0.113.5"))).status for _ in range(20)} == {422}


def test_what_is_kept_of_addresses_has_a_bound() -> None:
    reads = PublicReads(6, LOOPBACK)
    for number in range(60_000):
        reads.count(str(ipaddress.IPv4Address(number)), 0.0, forwarded=True)
    kept = next(value for value in vars(reads).values() if isinstance(value, Limiter))
    assert len(kept) == 50_000


def test_the_usual_rate_lets_the_bench_through() -> None:
    """Fifty a second for as long as it likes, and bursts of a minute's worth."""
    usual = load({"DATABASE_URL": "postgresql://nobody@localhost/none"})
    reads = PublicReads(usual.public_reads_per_minute, LOOPBACK)
    for number in range(10_000):
        reads.count("203.0.113.5", number / 50, forwarded=True)
    for _ in range(2999):
        reads.count("203.0.113.5", 200.0, forwarded=True)
    with pytest.raises(Problem):
        reads.count("203.0.113.5", 200.0, forwarded=True)
