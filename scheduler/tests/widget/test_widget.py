"""A widget: there when it is wanted, read by the websites that were named, and by nobody else's browser."""

from typing import Any
from uuid import uuid4

import pytest

from scheduler.tests.booking.world import offer, professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

HERS = "https://ada.example.org"
DAY = {"from": "2027-03-11T00:00:00Z", "to": "2027-03-12T00:00:00Z"}


async def wanted(browser: Browser, who: SignedInAs, *origins: str, enabled: bool = True) -> Answer:
    body = {"enabled": enabled, "origins": list(origins)}
    return await browser.put("/widget-settings", body, by=who, role="professional")


async def with_widget(browser: Browser) -> tuple[SignedInAs, str]:
    ada, service = await professional(browser, "Ada Example", notice_minutes=0)
    assert (await wanted(browser, ada, HERS)).status == 200
    return ada, str(service)


async def test_a_website_shows_who_she_is_what_she_offers_and_when_she_is_free(browser: Browser) -> None:
    _ada, service = await with_widget(browser)
    answer = await browser.get("/widget/ada-example", headers={"Origin": HERS})
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == HERS
    assert answer.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    shown = answer.body
    assert (shown["slug"], shown["name"], shown["moved_to"]) == ("ada-example", "Ada Example", None)
    assert shown["page_url"] == "http://localhost:3000/p/ada-example"
    (offered,) = shown["services"]
    assert (offered["id"], offered["price_minor"]) == (service, 9000)
    assert offered["book_url"].startswith(f"http://localhost:3000/as/client/book/ada-example?service={service}")
    first = shown["next_slots"][0]
    assert first["book_url"].endswith(f"&start={first['start'].replace(':', '%3A')}")
    times = await browser.get(f"/widget/ada-example/services/{service}/slots", params=DAY, headers={"Origin": HERS})
    assert [each["start"] for each in times.body["slots"]] == await slots_of(browser, service, *DAY.values())


async def test_it_may_be_kept_for_a_moment_and_is_not_sent_again(browser: Browser) -> None:
    _, service = await with_widget(browser)
    for path, params in (
        ("/widget/ada-example", {}),
        (f"/widget/ada-example/services/{service}/slots", DAY),
        ("/widget/ada-example/frame", {}),
    ):
        first = await browser.get(path, params=params)
        assert first.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
        again = await browser.get(path, params=params, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body, again.headers["Vary"]) == (304, "", "Origin"), path


async def test_another_website_is_refused_and_no_browser_lets_it_read(browser: Browser) -> None:
    _, service = await with_widget(browser)
    paths: list[tuple[str, dict[str, str]]] = [
        ("/widget/ada-example", {}),
        (f"/widget/ada-example/services/{service}/slots", DAY),
        ("/widget/ada-example/link", {"service_id": service}),
    ]
    for path, params in paths:
        for origin in (
            "https://evil.example",
            HERS + ".evil.example",
            HERS + ":444",
            "http://ada.example.org",
            "null",
        ):
            for method in ("GET", "OPTIONS"):
                query = params if method == "GET" else {}
                answer = await browser.send(method, path, params=query, headers={"Origin": origin})
                assert (answer.status, answer.slug) == (403, "forbidden"), (method, path, origin)
                assert "Access-Control-Allow-Origin" not in answer.headers
                assert answer.headers["Vary"] == "Origin"
        ours = await browser.get(path, params=params, headers={"Origin": "http://localhost:3000"})
        assert ours.status == 200, "our own pages"
        assert (await browser.get(path, params=params)).status == 200, "whoever is no browser"


async def test_a_browser_that_asks_first_is_answered(browser: Browser) -> None:
    _, service = await with_widget(browser)
    asking = {"Origin": HERS, "Access-Control-Request-Method": "GET"}
    for path in ("", f"/services/{service}/slots", "/link"):
        answer = await browser.send("OPTIONS", f"/widget/ada-example{path}", headers=asking)
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == HERS
        assert "GET" in answer.headers["Access-Control-Allow-Methods"]
        assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


async def test_a_refusal_can_be_read_by_the_website_that_asked(browser: Browser) -> None:
    ada, _ = await with_widget(browser)
    _bob, other = await professional(browser, "Bob Example")
    hidden = await offer(browser.parts.sessions, ada.id, browser.parts.clock.now(), secret=True)
    for service in (other, hidden, uuid4()):
        for path, params in (
            (f"/widget/ada-example/services/{service}/slots", DAY),
            ("/widget/ada-example/link", {"service_id": str(service)}),
        ):
            answer = await browser.get(path, params=params, headers={"Origin": HERS})
            assert (answer.status, answer.slug) == (404, "not-found"), path
            assert answer.headers["Access-Control-Allow-Origin"] == HERS


async def test_there_is_no_widget_of_who_wants_none(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada Example")
    for turn in (None, False):
        if turn is not None:
            await wanted(browser, ada, HERS, enabled=turn)
        for path in ("", "/frame"):
            assert (await browser.get(f"/widget/ada-example{path}")).status == 404
    assert (await browser.get("/widget/nobody")).status == 404
    await wanted(browser, ada, HERS)
    assert (await browser.get("/widget/ada-example")).status == 200
    await browser.post("/me/professional/deactivate", by=ada)
    assert (await browser.get("/widget/ada-example")).status == 404


async def test_our_pages_may_be_framed_by_the_same_websites(browser: Browser) -> None:
    await with_widget(browser)
    answer = await browser.get("/widget/ada-example/frame")
    policy = f"frame-ancestors 'self' {HERS}"
    assert answer.body == {"policy": policy, "origins": [HERS]}
    assert answer.headers["Content-Security-Policy"] == policy


async def test_a_link_leads_to_our_page_with_what_is_known(browser: Browser) -> None:
    _, service = await with_widget(browser)
    wish = {"service_id": service, "start": "2027-03-11T11:00:00+01:00", "note": "Steuern & Erbe?"}
    answer = await browser.get("/widget/ada-example/link", params=wish)
    assert answer.body["url"] == (
        f"http://localhost:3000/as/client/book/ada-example?service={service}"
        "&start=2027-03-11T10%3A00%3A00Z&note=Steuern%20%26%20Erbe%3F"
    )


async def test_settings_are_kept_as_browsers_write_origins_and_are_ones_own(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada Example")
    bob, _ = await professional(browser, "Bob Example")
    kept = await wanted(browser, ada, "https://ADA.example.org/", HERS, "http://localhost:5173")
    assert kept.body == {"enabled": True, "origins": [HERS, "http://localhost:5173"]}
    other = await browser.get("/widget-settings", by=bob, role="professional")
    assert other.body == {"enabled": False, "origins": []}


@pytest.mark.parametrize(
    ("origins", "field"),
    [
        ([HERS, "https://ada.example.org/page"], "origins.1"),
        (["https://*.example.org"], "origins.0"),
        ([f"https://site{number}.example.org" for number in range(21)], "origins"),
    ],
)
async def test_what_is_no_website_is_refused(browser: Browser, origins: Any, field: str) -> None:
    ada, _ = await professional(browser, "Ada Example")
    answer = await wanted(browser, ada, *origins)
    assert (answer.status, answer.fields) == (422, [field])


async def test_a_slug_she_had_before_shows_her_and_says_where_she_is(browser: Browser) -> None:
    ada, _ = await with_widget(browser)
    profile = {"headline": "Helps", "bio": "", "languages": ["en"], "categories": ["law"], "slug": "ada-new"}
    assert (await browser.put("/me/professional", profile, by=ada)).status == 200
    answer = await browser.get("/widget/ada-example", headers={"Origin": HERS})
    assert (answer.status, answer.body["moved_to"], answer.body["slug"]) == (200, "ada-new", "ada-new")
