"""The account, its two profiles apart, and the professional side opened and closed."""

from sqlalchemy import text

from scheduler.people.storage import MOST_FORMER_SLUGS, slug_of
from scheduler.tests.fixtures import Browser

PROFILE = {
    "headline": "Tax law, plainly",
    "bio": "Long walks.",
    "languages": ["en", "de", "en"],
    "categories": ["law"],
    "skills": ["Contracts"],
    "credentials": [{"title": "LL.M.", "issuer": "Example University", "year": 2015}],
}


async def test_name_zone_and_language_change_one_by_one(browser: Browser) -> None:
    ada = await browser.person("Ada Demo")
    answer = await browser.patch("/me", {"zone": "America/New_York"}, by=ada)
    assert (answer.body["name"], answer.body["zone"], answer.body["locale"]) == ("Ada Demo", "America/New_York", "en")
    assert (await browser.patch("/me", {}, by=ada)).body == answer.body
    refused = await browser.patch("/me", {"email": "x@example.org"}, by=ada)
    assert (refused.status, refused.fields) == (422, ["email"])


async def test_the_two_profiles_are_apart(browser: Browser) -> None:
    ada = await browser.person("Ada Demo")
    assert (await browser.get("/me/client", by=ada)).body == {"bio": ""}
    assert (await browser.put("/me/client", {"bio": "I learn Spanish."}, by=ada)).body == {"bio": "I learn Spanish."}
    empty = (await browser.get("/me/professional", by=ada)).body
    assert (empty["slug"], empty["headline"], empty["active"]) == (None, "", False)
    written = (await browser.put("/me/professional", PROFILE, by=ada)).body
    assert written == {**PROFILE, "languages": ["en", "de"], "slug": "ada-demo", "active": False}
    assert (await browser.get("/me/client", by=ada)).body == {"bio": "I learn Spanish."}


async def test_the_professional_side_opens_and_closes_without_a_new_login(browser: Browser) -> None:
    ada = await browser.person("Ada Demo")
    early = await browser.post("/me/professional/activate", by=ada)
    assert (early.status, early.slug, early.fields) == (409, "conflict", ["headline"])
    await browser.put("/me/professional", PROFILE, by=ada)
    active = (await browser.post("/me/professional/activate", by=ada)).body
    assert active["roles"] == ["client", "professional"]
    assert active["professional"] == {"slug": "ada-demo", "headline": "Tax law, plainly", "active": True}
    assert (await browser.post("/me/professional/activate", by=ada)).body == active
    closed = (await browser.post("/me/professional/deactivate", by=ada)).body
    assert (closed["roles"], closed["professional"]["active"]) == (["client"], False)
    assert (await browser.get("/me/professional", by=ada)).body["bio"] == "Long walks."


async def test_a_slug_belongs_to_one_and_a_namesake_gets_another(browser: Browser) -> None:
    ada, other = await browser.person("Ada Demo"), await browser.person("Grace")
    await browser.put("/me/professional", PROFILE, by=ada)
    taken = await browser.put("/me/professional", {**PROFILE, "slug": "ada-demo"}, by=other)
    assert (taken.status, taken.slug, taken.fields) == (409, "conflict", ["slug"])
    await browser.patch("/me", {"name": "Ada Demo"}, by=other)
    namesake = (await browser.put("/me/professional", PROFILE, by=other)).body["slug"]
    assert namesake == f"ada-demo-{other.id.hex[:8]}"
    kept = (await browser.put("/me/professional", {**PROFILE, "headline": "New"}, by=ada)).body
    assert kept["slug"] == "ada-demo"


async def test_fields_of_the_profile_are_normalised_and_what_is_left_out_stays(browser: Browser) -> None:
    ada = await browser.person("Ada Demo")
    typed = {**PROFILE, "categories": ["Tax  Law", "tax law", "LAW"], "skills": ["VAT", "vat", "Pensions"]}
    written = (await browser.put("/me/professional", typed, by=ada)).body
    assert (written["categories"], written["skills"]) == (["tax law", "law"], ["VAT", "Pensions"])
    short = {name: PROFILE[name] for name in ("headline", "bio", "languages", "categories")}
    kept = (await browser.put("/me/professional", short, by=ada)).body
    assert (kept["skills"], kept["credentials"]) == (["VAT", "Pensions"], PROFILE["credentials"])
    emptied = (await browser.put("/me/professional", {**short, "skills": [], "credentials": []}, by=ada)).body
    assert (emptied["skills"], emptied["credentials"]) == ([], [])
    for wrong, field in (
        ({"skills": ["x"] * 31}, "skills"),
        ({"credentials": [{"title": "", "issuer": "", "year": 1990}]}, "credentials.0.title"),
        ({"credentials": [{"title": "x", "year": 12}]}, "credentials.0.year"),
    ):
        refused = await browser.put("/me/professional", {**PROFILE, **wrong}, by=ada)
        assert (refused.status, refused.fields) == (422, [field])


async def test_a_slug_that_was_left_stays_with_whoever_had_it(browser: Browser) -> None:
    ada, other = await browser.person("Ada Demo"), await browser.person("Grace")
    await browser.put("/me/professional", PROFILE, by=ada)
    assert (await browser.put("/me/professional", {**PROFILE, "slug": "ada"}, by=ada)).body["slug"] == "ada"
    taken = await browser.put("/me/professional", {**PROFILE, "slug": "ada-demo"}, by=other)
    assert (taken.status, taken.fields) == (409, ["slug"])
    back = await browser.put("/me/professional", {**PROFILE, "slug": "ada-demo"}, by=ada)
    assert (back.status, back.body["slug"]) == (200, "ada-demo")
    assert (await browser.put("/me/professional", {**PROFILE, "slug": "ada"}, by=other)).status == 409
    for index in range(MOST_FORMER_SLUGS + 3):
        browser.parts.clock.move(1)  # type: ignore[attr-defined]  # the tests' clock
        await browser.put("/me/professional", {**PROFILE, "slug": f"ada-{index}"}, by=ada)
    async with browser.parts.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM former_slug")) == MOST_FORMER_SLUGS
    assert (await browser.put("/me/professional", {**PROFILE, "slug": "ada"}, by=other)).status == 200


async def test_everything_of_mine_needs_me(browser: Browser) -> None:
    for method, path in [
        ("GET", "/me"),
        ("PATCH", "/me"),
        ("GET", "/me/client"),
        ("PUT", "/me/client"),
        ("GET", "/me/professional"),
        ("PUT", "/me/professional"),
        ("POST", "/me/professional/activate"),
        ("POST", "/me/professional/deactivate"),
    ]:
        for by in (None, "garbage", "eyJhbGciOiJub25lIn0.e30."):
            answer = await browser.send(method, path, by=by)
            assert (answer.status, answer.slug) == (401, "unauthenticated"), path


async def test_the_database_forgets_a_person_whole(browser: Browser) -> None:
    """Erasing an account leaves no row of the person behind."""
    ada = await browser.person("Ada Demo", professional=True)
    await browser.put("/me/client", {"bio": "x"}, by=ada)
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM account WHERE id = :id"), {"id": ada.id})
        for table in ("person", "professional", "client_profile", "account_role", "login_session", "refresh_token"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table


def test_slugs_are_plain() -> None:
    assert slug_of("Dr. Ada Müller") == "dr-ada-muller"
    assert slug_of("李") == "professional"
    assert slug_of("Al") == "al-professional"
    assert len(slug_of("x" * 200)) <= 60
