"""Every field of the whole document that holds a zone, a date or money: what cannot be one is refused by its name,
and nothing is changed. A field that is new is found by itself."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import text

from scheduler.app import describe
from scheduler.tests.fixtures import Browser
from scheduler.tests.http.test_authority import filled, operations, roles_of

OPERATIONS: Final = operations()
SCHEMAS: Final[dict[str, Any]] = describe()["components"]["schemas"]  # type: ignore[index]
ZONES = ("Mars/Olympus", "../../etc/passwd", "CEST+2", "")
NO_DAYS = ("2027-02-30", "2027-13-01", "2027-02-29", "0000-00-00")
NO_TIMES = ("2027-02-30T10:00", "2027-03-12T24:30", "2027-13-01T10:00")
NO_INSTANTS = ("2027-02-30T10:00:00Z", "2027-03-12T25:00:00Z", "2027-03-12T10:00:00", "2027-03-12T10:00:00+25:00")
BELOW_ZERO = (-1, -(10**12))
MONEY: Final = frozenset({"price_min", "price_max"})


def bad(name: str, schema: dict[str, Any]) -> tuple[Any, ...]:
    """What no field like this one may hold; nothing where it is none of these."""
    if schema.get("format") == "date-time":
        return NO_INSTANTS
    if schema.get("format") == "date" or schema.get("pattern", "").endswith("[0-3][0-9]$"):
        return NO_DAYS
    if schema.get("pattern", "").startswith("^20[0-9]{2}"):
        return NO_TIMES
    if name == "zone" and schema.get("type") == "string":
        return ZONES
    return BELOW_ZERO if schema.get("type") == "integer" and (name.endswith("_minor") or name in MONEY) else ()


def leaves(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every field below a schema; `[]` in its path stands for a place in a list."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    yield path, schema
    for way in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(way, ()):
            yield from leaves(each, path)
    for name, each in schema.get("properties", {}).items():
        yield from leaves(each, (*path, name))
    if isinstance(schema.get("items"), dict):
        yield from leaves(schema["items"], (*path, "[]"))


def wrapped(path: tuple[str, ...], value: Any) -> Any:
    """A body that holds `value` at `path` and nothing else."""
    if not path:
        return value
    return [wrapped(path[1:], value)] if path[0] == "[]" else {path[0]: wrapped(path[1:], value)}


def cases() -> list[tuple[str, str, str, tuple[str, ...], tuple[Any, ...]]]:
    """(method, path, "query" or "body", where in it, what it may not hold)"""
    found = []
    for (method, path), operation in OPERATIONS.items():
        fields: list[tuple[str, tuple[str, ...], dict[str, Any]]] = []
        for each in operation.get("parameters", ()):
            if each["in"] == "query":
                fields += [("query", way, leaf) for way, leaf in leaves(each["schema"], (each["name"],))]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is not None:
            fields += [("body", way, leaf) for way, leaf in leaves(body["schema"], ())]
        for place, way, leaf in fields:
            values = bad(next((part for part in reversed(way) if part != "[]"), ""), leaf)
            if values:
                found.append((method, path, place, way, values))
    return found


CASES: Final = cases()


async def everything(browser: Browser) -> dict[str, str]:
    """A digest of every table."""
    async with browser.parts.sessions() as session:
        names = list(await session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
        return {
            name: str(
                await session.scalar(text(f"SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {name} t"))
            )
            for name in names
        }


def test_there_are_such_fields_and_all_kinds_of_them() -> None:
    kinds = {values for *_, values in CASES}
    assert kinds == {ZONES, NO_DAYS, NO_TIMES, NO_INSTANTS, BELOW_ZERO}
    named = {(path, ".".join(way)) for _, path, _, way, _ in CASES}
    for each in (
        ("/api/v1/me", "zone"),
        ("/api/v1/services", "lengths.[].price_minor"),
        ("/api/v1/services", "policy.late_fee_minor"),
        ("/api/v1/admin/payments/{id}/refund", "amount_minor"),
        ("/api/v1/bookings", "start"),
        ("/api/v1/services/{id}/classes", "except_on.[]"),
        ("/api/v1/availability/time-off", "start"),
        ("/api/v1/availability/travel", "first_day"),
    ):
        assert each in named


async def test_what_cannot_be_is_refused_by_its_name_and_changes_nothing(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    await browser.grant(ada, "admin")
    before = await everything(browser)
    for method, path, place, way, values in CASES:
        operation = OPERATIONS[method, path]
        by = ada if operation["security"] else None
        role = next(iter(roles_of(operation)), None)
        for value in values:
            sent = {"params": {way[0]: str(value)}} if place == "query" else {"json": wrapped(way, value)}
            answer = await browser.send(method, filled(path), by=by, role=role, **sent)
            where = (method, path, way, value, answer.body)
            assert (answer.status, answer.slug) == (422, "invalid-input"), where
            field = ".".join("0" if part == "[]" else part for part in way)
            named = [
                each for each in answer.body["errors"] if each["field"] in {field, way[0] if "[]" in way else field}
            ]
            assert named, where
            assert all(each["reason"] for each in named), where
    assert await everything(browser) == before


@pytest.mark.parametrize("day", NO_DAYS)
async def test_a_day_in_an_address_that_does_not_exist_is_not_there(browser: Browser, day: str) -> None:
    ada = await browser.person("Ada", professional=True)
    dated = [(method, path) for method, path in OPERATIONS if "{date}" in path]
    assert dated
    before = await everything(browser)
    for method, path in dated:
        url = filled(path.replace("{date}", day))
        answer = await browser.send(method, url, {"ranges": []}, by=ada, role="professional")
        assert (answer.status, answer.slug) == (404, "not-found"), (method, path)
    assert await everything(browser) == before
