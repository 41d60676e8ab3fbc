"""Public pages' data: what a page tells, old addresses, categories, the site map; and documents made afterwards."""

from sqlalchemy import text

from scheduler.directory import upkeep
from scheduler.directory.document import set_rating
from scheduler.tests.fixtures import Browser
from scheduler.tests.search.world import Pro, documents, enter, found


async def test_a_page_tells_what_search_engines_ask_for(browser: Browser) -> None:
    services = ((60, 9000, "EUR"), (30, 2500, "EUR"), (45, 8000, "USD"))
    await enter(browser, Pro("Ada", skills=("VAT",), languages=("en", "de-AT"), services=services, ratings=(13, 3)))
    page = (await browser.get("/professionals/ada")).body
    assert page["rating"] == {"average": 4.33, "count": 3}
    assert page["prices"] == [
        {"currency": "EUR", "lowest_minor": 2500, "highest_minor": 9000},
        {"currency": "USD", "lowest_minor": 8000, "highest_minor": 8000},
    ]
    assert (page["skills"], page["languages"], page["moved_to"]) == (["VAT"], ["en", "de-AT"], None)
    assert page["updated_at"] == "2027-03-10T12:00:00Z"


async def test_an_old_address_leads_to_the_page_and_says_where_it_is_now(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    profile = {"headline": "Helps", "languages": ["en"], "categories": []}
    for slug in ("ada-one", "ada-two"):
        assert (await browser.put("/me/professional", {**profile, "slug": slug}, by=ada)).status == 200
    for old in ("ada", "ada-one"):
        page = (await browser.get(f"/professionals/{old}")).body
        assert (page["slug"], page["moved_to"]) == ("ada-two", "ada-two")
    assert (await browser.get("/professionals/ada-two")).body["moved_to"] is None
    assert (await browser.post("/me/professional/deactivate", by=ada)).status == 200
    for slug in ("ada", "ada-one", "ada-two"):
        assert (await browser.get(f"/professionals/{slug}")).status == 404


async def test_categories_and_the_site_map_list_whoever_is_open(browser: Browser) -> None:
    await enter(browser, *(Pro(f"Pro {at}", categories=("law", "tax")[: at % 3]) for at in range(5)))
    closed = await browser.person("Closed", professional=True)
    assert (await browser.post("/me/professional/deactivate", by=closed)).status == 200
    assert (await browser.get("/categories")).body["items"] == [
        {"category": "law", "professionals": 3},
        {"category": "tax", "professionals": 1},
    ]
    slugs: list[str] = []
    cursor: dict[str, str] = {}
    while cursor != {"cursor": None}:
        page = (await browser.get("/sitemap", params={"limit": "2", **cursor})).body
        assert all(item["updated_at"] == "2027-03-10T12:00:00Z" for item in page["items"])
        slugs += [item["slug"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert slugs == [f"pro-{at}" for at in range(5)]
    assert (await browser.get("/sitemap", params={"cursor": "x"})).fields == ["cursor"]


async def test_whoever_was_there_before_documents_gets_one(browser: Browser) -> None:
    await enter(browser, Pro("Ada"), Pro("Ben"))
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM search_document"))
    assert await found(browser) == []
    await upkeep.completer(browser.parts.sessions, browser.parts.clock)()
    assert await found(browser) == ["Ada", "Ben"]
    assert await documents(browser) == 2


async def test_ratings_outlive_a_new_document_and_a_closed_page(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    async with browser.parts.sessions.begin() as session:
        await set_rating(session, ada.id, 9, 2, now=browser.parts.clock.now())
    assert (await browser.post("/me/professional/deactivate", by=ada)).status == 200
    assert await found(browser) == []
    assert (await browser.post("/me/professional/activate", by=ada)).status == 200
    assert (await browser.get("/professionals/ada")).body["rating"] == {"average": 4.5, "count": 2}
