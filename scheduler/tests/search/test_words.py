"""What words find: beginnings, other forms, accents, slips of the finger; in which order; and what cannot hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.http import Problem
from scheduler.search.wanted import MOST_TOKENS, MOST_WORDS, words_of
from scheduler.tests.fixtures import Browser
from scheduler.tests.search.world import Pro, enter, found

ZOE = Pro("Zoé Müller", headline="Verhandlungen führen lernen", languages=("de",), skills=("Gehaltsgespräche",))
ADA = Pro("Ada", headline="Career coach", bio="I rehearse negotiations with you.", categories=("coaching",))
BEN = Pro("Ben", headline="Negotiation trainer", categories=("coaching",), titles=("Negotiation hour",))
CID = Pro("Cid", headline="Teacher 🎻 of music", categories=("music",), titles=("C++ & violin 100%",))
DAN = Pro("Dan", headline="Helps", categories=("tax",), titles=("Negotiation check",))
MEI = Pro("Mei 田中", headline="日本語 lessons", languages=("ja", "en-GB"))


async def test_words_find_what_they_mean_in_the_order_of_where_they_stand(browser: Browser) -> None:
    await enter(browser, ZOE, ADA, BEN, CID, DAN, MEI)
    # Headline before service before bio.
    assert await found(browser, q="negotiation") == ["Ben", "Dan", "Ada"]
    assert await found(browser, q="negotiating") == ["Ben", "Dan", "Ada"]
    assert await found(browser, q="negoti") == ["Ben", "Dan", "Ada"]
    # With and without accents, in large and small letters, in the forms of German.
    for q in ("zoe muller", "ZOÉ MÜLLER", "Zoé", "mull", "verhandlung", "fuhren", "gehaltsgesprach"):
        assert await found(browser, q=q) == ["Zoé Müller"], q
    # All words must be there, the little ones aside.
    assert await found(browser, q="a career for the negotiation") == ["Ada"]
    assert await found(browser, q="coach music") == []
    # What is no word is looked for as it stands.
    assert await found(browser, q="🎻") == ["Cid"]
    assert await found(browser, q="100%") == ["Cid"]
    assert await found(browser, q="%") == ["Cid"]
    assert await found(browser, q="_") == []
    assert await found(browser, q="田中") == ["Mei 田中"]
    assert await found(browser, q="日本") == ["Mei 田中"]


async def test_slips_are_forgiven_and_said_so(browser: Browser) -> None:
    await enter(browser, ZOE, ADA, BEN, CID, DAN)
    for q, expected in (
        ("negotation", ["Ben", "Dan"]),
        ("zoe muler", ["Zoé Müller"]),
        ("carer coach", ["Ada"]),
        ("vioiln", ["Cid"]),
    ):
        answer = (await browser.get("/professionals", params={"q": q})).body
        assert answer["similar"] is True, q
        assert [item["name"] for item in answer["items"]][: len(expected)] == expected, q
    exact = (await browser.get("/professionals", params={"q": "coach"})).body
    assert (exact["similar"], [item["name"] for item in exact["items"]]) == (False, ["Ada", "Ben"])
    assert (await browser.get("/professionals", params={"q": "xyzzy"})).body["similar"] is False


async def test_a_document_follows_whatever_it_is_made_of(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    profile = {"headline": "Blimping", "bio": "", "languages": ["en"], "categories": ["Zorks"]}
    assert (await browser.put("/me/professional", profile, by=ada)).status == 200
    assert await found(browser, q="blimping zorks") == ["Ada"]
    assert (await browser.patch("/me", {"name": "Eve"}, by=ada)).status == 200
    assert await found(browser, q="eve") == ["Eve"]
    terms = {"title": "Grommets", "duration_minutes": 30, "price_minor": 100, "currency": "EUR"}
    made = await browser.post("/services", terms, by=ada, role="professional")
    assert await found(browser, q="grommets") == ["Eve"]
    path = f"/services/{made.body['id']}"
    assert (await browser.patch(path, {"title": "Widgets"}, by=ada, role="professional")).status == 200
    assert (await found(browser, q="grommets"), await found(browser, q="widgets")) == ([], ["Eve"])
    assert (await browser.delete(path, by=ada, role="professional")).status == 204
    assert await found(browser, q="widgets") == []


async def test_what_resembles_the_words_is_found_only_when_nobody_has_them(browser: Browser) -> None:
    """Whoever has them and is not free is no reason to show others who have something else."""
    monday, ever = [(0, 540, 1020)], [(day, 540, 1020) for day in range(7)]
    await enter(browser, Pro("Ada", "Grommets", week=monday), Pro("Ben", "Gromnets", week=ever))
    wednesday = {"free_from": "2027-03-17T09:00:00Z", "free_to": "2027-03-17T12:00:00Z"}
    for word, names, similar in (("grommets", [], False), ("grommits", ["Ben"], True)):
        for more in ({}, {"facets": "true"}):
            answer = (await browser.get("/professionals", params={"q": word, **wednesday, **more})).body
            assert ([each["name"] for each in answer["items"]], answer["similar"]) == (names, similar)
    assert await found(browser, q="grommets") == ["Ada"]
    assert await found(browser, q="grommets", category="law") == []


HOSTILE = (
    "'", "'':*", "a & b | !c <-> d", "(((", ":*", "\\", "\\'; DROP TABLE person; --", "a:b:c", "%_%", "*", "<->",
    "x" * 200, "ab " * 8, "\u202eevil\u202c", "\u200b\u200d", "\U0001f469\u200d\U0001f467", "e\u0301", "\u0301",
    "ﷺ" * 100, "İstanbul", "ß", "a.b.c.d.e", "http://example.org/x?y=z", "ada@example.org", "1.5e10", "-5", "हिन्दी",
    "ไทย", "مرحبا", "\ufffd", "\ud7ff",
)  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE)
async def test_nothing_typed_can_break_the_search(browser: Browser, q: str) -> None:
    await enter(browser, ADA)
    for more in ({}, {"sort": "relevance", "facets": "true"}):
        answer = await browser.get("/professionals", params={"q": q, **more})
        assert answer.status == 200, answer.body


async def test_what_cannot_be_searched_is_refused_by_name(browser: Browser) -> None:
    for q in ("a\0b", "x" * 201, "a " * 9, "a.b.c.d.e.f.g.h.i.j.k.l.m"):
        answer = await browser.get("/professionals", params={"q": q})
        assert (answer.status, answer.fields) == (422, ["q"])


@given(st.text(max_size=200))
def test_tokens_have_nothing_in_them_that_a_query_could_mean(q: str) -> None:
    try:
        tokens, symbols = words_of(q)
    except Problem:
        assert len(q.split()) > MOST_WORDS or len(q) > MOST_TOKENS * 2
        return
    assert len(tokens) <= MOST_TOKENS
    for token in tokens:
        assert not set(token) & set("'\\:*&|!<>()-_%. \t\n\0")
    for symbol in symbols:
        assert symbol
        assert "\0" not in symbol
