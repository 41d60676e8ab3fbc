"""Narrowing, counting and going through the list: against brute force over small worlds."""

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range
from scheduler.freetime.windows import free
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import NOON, Browser
from scheduler.tests.search.world import Pro, all_pages, enter, found

SORTS = ("relevance", "rating", "soonest", "price", "name")
WORDS = ("zork", "blimp", "grommet")
CATEGORIES = ("law", "tax", "music", "yoga")
LANGUAGES = ("en", "de", "fr", "pt-BR")
PRICES = (0, 2499, 2500, 7000, 25_000)
BANDS = (0, 2500, 5000, 10_000, 20_000)


def made_up(seed: int, count: int) -> list[Pro]:
    dice = random.Random(seed)
    pros = []
    for number in range(count):
        reviews = dice.choice((0, 0, 1, 3, 8))
        days = dice.sample(range(7), k=dice.randrange(8))
        pros.append(
            Pro(
                f"P{number:02d}",
                headline=" ".join(dice.sample(WORDS, k=dice.randrange(1, 3))),
                categories=dice.sample(CATEGORIES, k=dice.randrange(3)),
                languages=dice.sample(LANGUAGES, k=dice.randrange(1, 4)),
                services=[
                    (dice.choice((30, 60, 120)), dice.choice(PRICES), dice.choice(("EUR", "USD")))
                    for _ in range(dice.randrange(4))
                ],
                ratings=(sum(dice.randrange(1, 6) for _ in range(reviews)), reviews),
                week=[(day, 60 * dice.randrange(6, 12), 60 * dice.randrange(13, 22)) for day in sorted(days)],
            )
        )
    return pros


def holds(pro: Pro, params: dict[str, Any], *, but: str = "") -> bool:
    """Whether somebody is to be found, by the facts alone; `but`: the facet whose choice is taken back."""
    minutes = [each[0] for each in pro.services]
    ok = all(any(word in text for text in pro.headline.split()) for word in params.get("q", "").split())
    if "category" in params and but != "categories":
        ok &= bool(set(params["category"]) & set(pro.categories))
    if "language" in params and but != "languages":
        ok &= bool(set(params["language"]) & {each[:2] for each in pro.languages})
    if ("price_min" in params or "price_max" in params) and but != "prices":
        low, high = params.get("price_min", 0), params.get("price_max", 10**9)
        ok &= any(low <= price <= high and currency == params["currency"] for _, price, currency in pro.services)
    if "rating_min" in params:
        total, count = pro.ratings
        ok &= count > 0 and total >= params["rating_min"] * count
    if "duration" in params:
        ok &= max(minutes, default=0) >= params["duration"]
    if "free_from" in params:
        begin, end = (int((NOON + timedelta(hours=each)).timestamp()) for each in params["hours"])
        week = [tuple(Range(start, stop) for on, start, stop in pro.week if on == day) for day in range(7)]
        hours = Hours(zones.load("UTC"), tuple(week))
        long = max(min(minutes, default=0), params.get("duration", 0)) * 60
        ok &= bool(minutes) and any(stop - start >= long for start, stop in free([hours], [], begin, end))
    return bool(ok)


questions = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from((*WORDS, "zork blimp", "gro")),
        "category": st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2),
        "language": st.lists(st.sampled_from(("en", "de", "fr", "pt")), min_size=1, max_size=2),
        "price_min": st.sampled_from((0, 2500, 7000)),
        "price_max": st.sampled_from((7000, 25_000)),
        "rating_min": st.sampled_from((1.0, 3.5, 4.0, 5.0)),
        "duration": st.sampled_from((30, 60, 90)),
        "hours": st.tuples(st.integers(0, 200), st.integers(1, 72)).map(lambda pair: (pair[0], sum(pair))),
        "currency": st.sampled_from(("EUR", "USD")),
        "sort": st.sampled_from(SORTS),
    },
)


def asked(question: dict[str, Any]) -> dict[str, Any]:
    """A question as brute force takes it: with what belongs together."""
    params = dict(question)
    if "price_min" in params or "price_max" in params or params.get("sort") == "price":
        params.setdefault("currency", "EUR")
    if "hours" in params:
        for name, hours in zip(("free_from", "free_to"), params["hours"], strict=True):
            params[name] = (NOON + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    return params


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_is_found_and_counted_is_what_brute_force_finds_and_counts(browser: Browser, seed: int) -> None:
    pros = made_up(seed, 30)
    await enter(browser, *pros)
    drawn: list[dict[str, Any]] = []

    @settings(max_examples=60, derandomize=True, database=None, phases=[Phase.generate])
    @given(questions)
    def draw(question: dict[str, Any]) -> None:
        drawn.append(asked(question))

    draw()
    assert len(drawn) >= 50
    for params in drawn:
        sent = {name: value for name, value in params.items() if name != "hours"}
        answer = await browser.get("/professionals", params={**sent, "limit": 50, "facets": "true"})
        assert answer.status == 200, answer.body
        body = answer.body
        expected = {pro.name for pro in pros if holds(pro, params)}
        if not expected and params.get("q"):
            continue  # what resembles is looked for then
        assert {item["name"] for item in body["items"]} == expected, params
        facets = body["facets"]
        assert facets["total"] == len(expected), params
        for name, values in (("categories", CATEGORIES), ("languages", ("en", "de", "fr", "pt"))):
            counts = {
                value: sum(
                    holds(pro, params, but=name) and value in {each[: len(value)] for each in getattr(pro, name)}
                    for pro in pros
                )
                for value in values
            }
            assert {each["value"]: each["count"] for each in facets[name]} == {k: v for k, v in counts.items() if v}
        lowest = [
            min(price for _, price, currency in pro.services if currency == params.get("currency"))
            for pro in pros
            if holds(pro, params, but="prices") and any(each[2] == params.get("currency") for each in pro.services)
        ]
        edges = zip(BANDS, (*BANDS[1:], 10**9), strict=True)
        in_band = {begin: sum(begin <= price < end for price in lowest) for begin, end in edges}
        shown = {each["from_minor"]: each["count"] for each in facets["prices"]}
        assert shown == {begin: count for begin, count in in_band.items() if count}


async def test_pages_lose_nobody_and_show_nobody_twice_in_any_order(browser: Browser) -> None:
    pros = made_up(3, 23)
    await enter(browser, *pros)
    for sort in SORTS:
        for params in ({}, {"q": "zork"}, {"q": "gromet"}, {"category": "law"}):
            whole = await found(browser, sort=sort, currency="EUR", limit=50, **params)
            assert whole
            for limit in (1, 4):
                paged = await all_pages(browser, sort=sort, currency="EUR", limit=limit, **params)
                assert sorted(paged) == sorted(whole), (sort, params)
                if sort != "soonest":
                    assert paged == whole


async def test_the_soonest_come_first_page_after_page(browser: Browser) -> None:
    """However far the search must look ahead for a page: some hours, some days, or everybody's time."""
    pros = made_up(6, 23)
    await enter(browser, *pros)
    whole = (await browser.get("/professionals", params={"sort": "soonest", "limit": 50})).body["items"]
    starts = {card["name"]: card["next_slots"][0]["start"] if card["next_slots"] else "9999" for card in whole}
    assert len({start[:10] for start in starts.values()}) > 3
    for limit in (1, 3, 7):
        paged = await all_pages(browser, sort="soonest", limit=limit)
        assert sorted(paged) == sorted(starts)
        assert [starts[name] for name in paged] == sorted(starts.values())


async def test_each_order_is_what_it_says(browser: Browser) -> None:
    pros = made_up(4, 25)
    await enter(browser, *pros)
    by_name = {pro.name: pro for pro in pros}
    assert await found(browser, limit=50) == sorted(by_name)
    by_price = {"sort": "price", "currency": "USD", "limit": 50}
    cards = (await browser.get("/professionals", params=by_price)).body["items"]
    prices = [min((p for _, p, c in by_name[card["name"]].services if c == "USD"), default=10**9) for card in cards]
    assert prices == sorted(prices)
    rated = [by_name[name].ratings for name in await found(browser, sort="rating", limit=50)]
    weighed = [(total + 20) * 10_000 // (count + 5) if count else 0 for total, count in rated]
    assert weighed == sorted(weighed, reverse=True)
    assert weighed[-1] == 0
    cards = (await browser.get("/professionals", params={"sort": "soonest", "limit": 50})).body["items"]
    starts = [card["next_slots"][0]["start"] if card["next_slots"] else "9999" for card in cards]
    assert starts == sorted(starts)
    assert starts[0] < "9999"


async def test_whom_the_cache_promised_and_the_validator_refuses_is_not_shown(browser: Browser) -> None:
    """The cache knows nothing of notice: an hour that is free, but too soon to be booked."""
    for number in range(6):
        await professional(browser, f"Soon {number}", notice_minutes=0 if number == 5 else 600)
    params = {"free_from": "2027-03-10T14:00:00Z", "free_to": "2027-03-10T15:00:00Z", "limit": "2", "facets": "true"}
    body = (await browser.get("/professionals", params=params)).body
    assert [card["name"] for card in body["items"]] == ["Soon 5"]
    assert body["facets"]["total"] == 6
    slots = body["items"][0]["next_slots"]
    assert [slot["start"] for slot in slots] == ["2027-03-10T14:00:00Z"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"price_min": "1"}, "currency"),
        ({"sort": "price"}, "currency"),
        ({"price_min": "2", "price_max": "1", "currency": "EUR"}, "price_max"),
        ({"free_from": "2027-03-11T00:00:00Z"}, "free_to"),
        ({"free_to": "2027-03-11T00:00:00Z"}, "free_from"),
        ({"free_from": "2027-03-11T00:00:00Z", "free_to": "2027-03-11T00:00:00Z"}, "free_to"),
        ({"free_from": "2027-03-11T00:00:00Z", "free_to": "2027-06-11T00:00:00Z"}, "free_to"),
        ({"rating_min": "nan"}, "rating_min"),
        ({"rating_min": "6"}, "rating_min"),
        ({"duration": "1"}, "duration"),
        ({"sort": "best"}, "sort"),
        ({"currency": "eur"}, "currency"),
        ({"language": "english!"}, "language.0"),
        ({"facets": "perhaps"}, "facets"),
    ],
)
async def test_questions_that_make_no_sense(browser: Browser, params: dict[str, str], field: str) -> None:
    answer = await browser.get("/professionals", params=params)
    assert (answer.status, answer.fields) == (422, [field])


async def test_a_cursor_is_of_its_own_list_and_does_not_last_for_ever(browser: Browser) -> None:
    await enter(browser, *made_up(5, 3))
    cursor = (await browser.get("/professionals", params={"limit": "1", "sort": "rating"})).body["next_cursor"]
    assert (await browser.get("/professionals", params={"cursor": cursor, "sort": "rating"})).status == 200
    for params in ({"sort": "name"}, {"sort": "rating", "late": "1"}):
        if params.pop("late", None):
            browser.parts.clock.move(days=2)  # type: ignore[attr-defined]  # the tests' clock
        answer = await browser.get("/professionals", params={"cursor": cursor, **params})
        assert (answer.status, answer.fields) == (422, ["cursor"])
