"""The whole OpenAPI document, attacked: each operation, as nobody, as a client, as a professional, as an admin.

No answer is a 500, every answer is one the document names and has the shape it names, and what the document forbids
is refused. The server runs in a thread of its own; ids of things that exist are mixed in, so that handlers are
reached.
"""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from auth import access_token
from auth.passwords import Passwords
from scheduler.app import assemble, describe
from scheduler.config import load
from scheduler.http.context import ROLE_HEADER
from scheduler.people.guard import Guard
from scheduler.tests.fixtures import CHEAP, EMPTY, RING, Browser, SignedInAs, run_statements, serving
from scheduler.tests.http.furnished import furnish


def document_without_role() -> dict[str, Any]:
    """The role in force is sent by the tests themselves, so it is not a parameter to be made up."""
    document: dict[str, Any] = describe()
    for path in document["paths"].values():
        for operation in path.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [each for each in parameters if each["name"] != ROLE_HEADER]
    return document


REFUSALS = (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429)
SCHEMA = schemathesis.openapi.from_dict(
    document_without_role(),
    config=schemathesis.Config.from_dict(
        {
            "generation": {"deterministic": True, "database": "none", "with-security-parameters": False},
            "phases": {"coverage": {"enabled": False}},
            # The usual ones and 413: what breaks a limit of length may break that of the body first.
            "checks": {"negative_data_rejection": {"expected-statuses": [*REFUSALS, "5xx"]}},
        }
    ),
)
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
Role = Literal["anonymous", "client", "professional", "admin"]


@dataclass(slots=True)
class Live:
    """The server, the people who call it, and ids of things that exist, by the path they stand in."""

    url: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def live(migrated_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The application on a free port, in a thread with its own event loop, on the real clock."""
    made, ready, stop = Live(), threading.Event(), threading.Event()
    failures: list[BaseException] = []
    folder = str(tmp_path_factory.mktemp("state"))

    def run() -> None:
        try:
            asyncio.run(_serve(migrated_database, folder, made, ready, stop))
        except BaseException as error:
            failures.append(error)
            ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(60)
    assert not failures, failures
    yield made
    stop.set()
    thread.join(30)
    assert not failures, failures


async def _serve(url: str, folder: str, made: Live, ready: threading.Event, stop: threading.Event) -> None:
    await run_statements(url, EMPTY)
    variables = {"VISAVIS_ENV": "test", "DATABASE_URL": url, "VISAVIS_STATE_DIR": folder}
    parts = assemble(
        # Port 1 answers nobody: joining is refused the same way whatever runs on this machine.
        load({**variables, "VISAVIS_SFU_URL": "http://127.0.0.1:1"}),
        passwords=Passwords(CHEAP),
        ring=RING,
        guard=Guard(scale=1_000_000),
    )
    async with serving(parts) as browser:
        made.url = str(browser.client.make_url("")).rstrip("/")
        await _furnish(browser, made)
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.1)


async def _furnish(browser: Browser, made: Live) -> None:
    """A professional with hours and a service, her client with a booking."""
    ada, ben = await browser.person("Ada Demo", professional=True), await browser.person("Ben")
    for role, who in (("professional", ada), ("client", ben)):
        made.tokens[role] = _lasting(browser, who)
    hours = [{"weekday": day, "start": "00:00", "end": "23:45"} for day in range(7)]
    weekly = {"zone": "Europe/Berlin", "hours": hours}
    assert (await browser.put("/availability/weekly", weekly, by=ada, role="professional")).status == 200
    offer = {
        "title": "Tax advice",
        "description": "",
        "duration_minutes": 60,
        "price_minor": 4000,
        "currency": "EUR",
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "notice_minutes": 0,
        "window_days": 60,
        "step_minutes": 60,
        "cancel_cutoff_minutes": 0,
        "active": True,
    }
    service = (await browser.post("/services", offer, by=ada, role="professional")).body["id"]
    now = datetime.now(UTC)
    period = {"from": now.isoformat()[:19] + "Z", "to": (now + timedelta(days=7)).isoformat()[:19] + "Z"}
    slots = (await browser.get(f"/services/{service}/slots", params=period)).body["slots"]
    wish = {"service_id": service, "start": slots[5]["start"]}
    booked = await browser.post("/bookings", wish, by=ben, role="client")
    assert booked.status == 201, booked.body
    widget = {"enabled": True, "origins": ["https://ada.example.org"]}
    assert (await browser.put("/widget-settings", widget, by=ada, role="professional")).status == 200
    yoga = await browser.post("/services", {**offer, "title": "Yoga", "seats": 3}, by=ada, role="professional")
    first = (now + timedelta(days=20)).strftime("%Y-%m-%dT18:00")
    weekly_class = {"local_start": first, "rule": "FREQ=WEEKLY;COUNT=3"}
    path = f"/services/{yoga.body['id']}/classes"
    held = await browser.post(path, weekly_class, by=ada, role="professional")
    assert held.status == 201, held.body
    root = await browser.person("Root")
    await browser.grant(root, "admin")
    made.tokens["admin"] = _lasting(browser, root)
    report = {"kind": "booking", "subject_id": booked.body["id"], "reason": "It was not as described."}
    reported = await browser.post("/me/reports", report, by=ben)
    assert reported.status == 201, reported.body
    plan = {"title": "Five", "service_ids": [service], "sessions": 5, "price_minor": 20_000, "currency": "EUR"}
    plans = [
        (await browser.post("/plans", {**plan, **kind}, by=ada, role="professional")).body["id"]
        for kind in ({"kind": "package", "valid_months": 6}, {"kind": "subscription"})
    ]
    bought = await browser.post(f"/plans/{plans[0]}/buy", by=ben, role="client")
    assert bought.status == 201, bought.body
    begun = await browser.post(f"/plans/{plans[1]}/subscribe", by=ben, role="client")
    assert begun.status == 201, begun.body
    paid_for = {"package": bought.body["payment_id"], "month": begun.body["month"]["payment_id"]}
    made.known = {
        **await furnish(browser, ada, ben, booked.body["id"], paid_for),
        "/plans": plans[:1],
        "/packages": [bought.body["id"]],
        "/subscriptions": [begun.body["id"]],
        "/bookings": [booked.body["id"]],
        "/professionals": ["ada-demo"],
        "/classes": [held.body["classes"][-1]["id"]],
        "/series": [held.body["classes"][0]["series_id"]],
        "/widget": ["ada-demo"],
        "/admin/accounts": [str(ben.id)],
        "/admin/bookings": [booked.body["id"]],
        "/admin/vetting": [str(ada.id)],
        "/admin/reports": [reported.body["id"]],
    }


def _lasting(browser: Browser, who: SignedInAs) -> str:
    """A token that outlives the run: ten minutes are enough for it, from an instant a little later than now."""
    now = browser.parts.clock.unix() + access_token.LIFETIME_S / 2
    return access_token.encode(who.id, who.session_id, now, RING.signing, RING.kid)


@pytest.mark.parametrize("role", ["anonymous", "client", "professional", "admin"])
# A stream does not end by itself: it has tests of its own.
@SCHEMA.exclude(operation_id="stream_notifications").parametrize()
@settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_word(case: Any, role: Role, live: Live) -> None:
    headers = {}
    if role != "anonymous":
        headers = {"Authorization": f"Bearer {live.tokens[role]}", ROLE_HEADER: role}
    _meet_what_exists(case, live)
    case.call_and_validate(base_url=live.url, headers=headers, checks=CHECKS)


def _meet_what_exists(case: Any, live: Live) -> None:
    """Half of the generated ids give way to ids that exist, all that one path names together."""
    values = dict(case.path_parameters or {})
    chance = sum(map(ord, "".join(map(str, values.values()))))
    for name in values if chance % 2 else ():
        for prefix, ids in live.known.items():
            if case.path.startswith(f"/api/v1{prefix}/{{{name}}}"):
                case.path_parameters[name] = ids[chance // 2 % len(ids)]


# What stands in a path and is no id: the document lists them, or any day will do.
NO_IDS = {"kind", "date"}


def test_of_whatever_a_path_can_name_there_is_one(live: Live) -> None:
    """Else an operation is only ever asked for what is not there."""
    for path in describe()["paths"]:  # type: ignore[attr-defined]
        for name in set(re.findall(r"{(\w+)}", path)) - NO_IDS:
            assert any(path.startswith(f"/api/v1{prefix}/{{{name}}}") for prefix in live.known), (path, name)


def test_what_is_checked_is_everything() -> None:
    """A check of the check: the document has the endpoints of every idea."""
    paths: set[str] = set(describe()["paths"])  # type: ignore[call-overload]
    wanted: Callable[[str], bool] = lambda path: f"/api/v1{path}" in paths  # noqa: E731
    assert all(
        map(wanted, ("/auth/login", "/me", "/services", "/availability/weekly", "/bookings", "/professionals"))
    )
