"""Every operation of the document: who may call it at all. What is open to everybody is named here, one by one."""

from typing import Any, Final
from uuid import uuid4

import pytest

from auth.passwords import Passwords
from scheduler.app import assemble, describe
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.keys.scopes import SCOPES, Scope
from scheduler.tests.config.test_config import PRODUCTION
from scheduler.tests.fixtures import CHEAP, RING, Browser
from scheduler.tests.keys.holder import key_of

WIDGET: Final = ("", "/services/{id}/slots", "/link")
OPEN: Final = {
    ("POST", "/api/v1/auth/signup"),
    ("POST", "/api/v1/auth/verify"),
    ("POST", "/api/v1/auth/verify/resend"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/login/second"),  # the first step's secret stands for the sign-in
    ("GET", "/api/v1/auth/oidc"),
    ("POST", "/api/v1/auth/oidc/begin"),
    ("POST", "/api/v1/auth/oidc"),
    ("POST", "/api/v1/auth/passkey/begin"),
    ("POST", "/api/v1/auth/passkey"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("POST", "/api/v1/auth/password/forgot"),
    ("POST", "/api/v1/auth/password/reset"),
    ("GET", "/api/v1/professionals"),
    ("GET", "/api/v1/professionals/{slug}"),
    ("GET", "/api/v1/professionals/{slug}/reviews"),
    ("GET", "/api/v1/professionals/{slug}/photo"),
    ("GET", "/api/v1/professionals/{slug}/plans"),
    ("GET", "/api/v1/services/{id}/slots"),
    ("GET", "/api/v1/services/{id}/why"),
    ("GET", "/api/v1/services/{id}/classes"),
    ("GET", "/api/v1/links/{secret}"),  # the secret is what opens it
    ("GET", "/api/v1/calendar-feeds/{secret}.ics"),  # the secret is what opens it
    ("GET", "/api/v1/categories"),
    *((verb, f"/api/v1/widget/{{slug}}{below}") for below in WIDGET for verb in ("GET", "OPTIONS")),
    ("GET", "/api/v1/widget/{slug}/frame"),
    ("GET", "/api/v1/sitemap"),
    ("GET", "/.well-known/jwks.json"),
    ("POST", "/webhooks/livekit"),  # signed by the node
    ("POST", "/api/v1/unsubscribe"),  # signed in the mail (RFC 8058)
    ("POST", "/webhooks/payments"),  # signed by the gateway
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/api/v1/dev/mail"),  # not there in production: test_the_mail_page_is_not_there_in_production
}


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    paths: dict[str, Any] = describe()["paths"]  # type: ignore[assignment]
    return {(verb.upper(), path): operation for path, item in paths.items() for verb, operation in item.items()}


def roles_of(operation: dict[str, Any]) -> list[str]:
    parameters = operation.get("parameters", [])
    found: list[str] = next((p["schema"]["enum"] for p in parameters if p["name"] == "X-Visavis-Role"), [])
    return found


def filled(path: str) -> str:
    return (
        path.replace("{id}", str(uuid4()))
        .replace("{link_id}", str(uuid4()))
        .replace("{message_id}", str(uuid4()))
        .replace("{file_id}", str(uuid4()))
        .replace("{delivery_id}", str(uuid4()))
        .replace("{slug}", "x")
        .replace("{kind}", "google")
        .replace("{date}", "2027-03-11")
    )


def test_nothing_is_open_that_is_not_named_so() -> None:
    assert {name for name, operation in operations().items() if not operation["security"]} == OPEN


async def test_the_rest_needs_a_live_sign_in_and_a_role_that_is_held(browser: Browser) -> None:
    carla, gone = await browser.person("Carla"), await browser.person("Gone")
    await browser.post("/auth/logout", {"refresh_token": gone.refresh_token})
    closed = {name: operation for name, operation in operations().items() if name not in OPEN}
    assert len(closed) > 20
    for (method, path), operation in closed.items():
        for by in (None, gone, "x"):
            answer = await browser.send(method, filled(path), {}, by=by, role="client")
            assert (answer.status, answer.slug) == (401, "unauthenticated"), (method, path, by)
        roles = roles_of(operation)
        for role in (None, "professional", "admin", "Client", *({"client"} - set(roles))):
            if roles:
                refused = await browser.send(method, filled(path), {}, by=carla, role=role)
                assert (refused.status, refused.slug) == (403, "role-not-held"), (method, path, role)


def scope_of(operation: dict[str, Any]) -> Scope | None:
    return next((each["apiKey"][0] for each in operation["security"] if "apiKey" in each), None)


async def test_a_key_opens_what_names_a_scope_it_has_and_nothing_else(browser: Browser, clock: ManualClock) -> None:
    ada = await browser.person("Ada", professional=True)
    await browser.grant(ada, "admin")
    roles = ("client", "professional")
    everything = await key_of(browser, ada, *SCOPES, roles=roles)
    lacking = {scope: await key_of(browser, ada, *(set(SCOPES) - {scope}), roles=roles) for scope in SCOPES}
    opened = set()
    for (method, path), operation in operations().items():
        clock.move(seconds=1)
        if not operation["security"]:
            continue
        scope, role = scope_of(operation), next(iter(roles_of(operation)), None)
        by = everything if scope is None else lacking[scope]
        answer = await browser.send(method, filled(path), {}, by=by, role=role)
        assert (answer.status, answer.slug) == (403, "key-not-allowed"), (method, path)
        if scope is None:
            assert "scope" not in answer.body, (method, path)
            continue
        opened.add(scope)
        assert answer.body["scope"] == scope
        assert path.split("/")[3] not in {"me", "auth", "admin"}, path
        assert role != "admin", path
        passed = await browser.send(method, filled(path), {}, by=everything, role=role)
        assert passed.status not in {401, 403}, (method, path, passed.body)
    assert opened == set(SCOPES), "each scope opens something"


def test_no_scope_can_be_given_to_ones_account_a_sign_in_an_admin_or_everybody() -> None:
    parts = assemble(load({"DATABASE_URL": "postgresql://nobody@localhost/none"}), ring=RING)
    for name in ("show_me", "make_api_key", "log_in", "list_accounts", "search_professionals", "resolve_dispute"):
        with pytest.raises(TypeError):
            parts.api.declare(name, scope="bookings:read")


def test_what_needs_no_role_is_ones_own_alone() -> None:
    """Without a role in force there is no path by which somebody else's thing could be named."""
    no_role = {name for name, each in operations().items() if name not in OPEN and not roles_of(each)}
    assert {path for _, path in no_role if not path.startswith("/api/v1/me")} == {"/api/v1/calendar"}
    assert not [path for _, path in no_role if "{" in path]


async def test_the_mail_page_is_not_there_in_production() -> None:
    """It shows every link that was mailed to anybody."""
    for environment, there in (({}, True), (PRODUCTION, False)):
        settings = load({"DATABASE_URL": "postgresql://nobody@localhost/none", **environment})
        parts = assemble(settings, ring=RING, passwords=Passwords(CHEAP))
        assert any(operation.path.endswith("/dev/mail") for operation in parts.api.operations) == there
