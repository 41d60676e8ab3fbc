"""What endpoint tests share: a migrated database of their own, every part with a clock that stands still, a client.

A folder's conftest takes them with `from scheduler.tests.fixtures import *`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from multidict import CIMultiDict

from auth import accounts, keys, sessions
from auth.access_token import encode
from auth.passwords import Passwords
from scheduler.app import SERVER_OPTIONS, Parts, application, assemble
from scheduler.clock import ManualClock
from scheduler.config import Settings, load
from scheduler.people import storage
from scheduler.store.migrate import migrate_now

__all__ = [
    "Answer",
    "Browser",
    "SignedInAs",
    "browser",
    "clock",
    "environment",
    "fresh_database",
    "migrated_database",
    "parts",
    "run_statements",
    "serving",
    "settings",
]

NOON = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)  # a Wednesday
RING = keys.ring_of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PASSWORD = "correct horse battery"
# Emptying a table by TRUNCATE makes its files anew, and those of all that refer to it: a tenth of a second each time.
EMPTY = """
DO $$ DECLARE name text; large boolean; larger text[] := '{}'; BEGIN
    SET LOCAL session_replication_role = replica; -- no references are looked at: all goes
    FOR name, large IN SELECT quote_ident(relname), pg_relation_size(oid) > 1000000 FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' LOOP
        IF large THEN larger := larger || name; ELSE EXECUTE 'DELETE FROM ' || name; END IF;
    END LOOP;
    IF larger <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(larger, ', ') || ' CASCADE'; END IF;
END $$
"""
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


async def run_statements(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def migrated_database(postgres_server: Any) -> Iterator[str]:
    """The URL of a migrated database of this worker."""
    name = f"migrated_{uuid4().hex}"
    url = postgres_server.named(name)
    asyncio.run(run_statements(postgres_server.url, f"CREATE DATABASE {name}"))
    migrate_now(url)
    yield url
    asyncio.run(run_statements(postgres_server.url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def fresh_database(migrated_database: str) -> str:
    """The URL of a migrated, empty database: emptied before each test (making one anew takes ten times as long)."""
    await run_statements(migrated_database, EMPTY)
    return migrated_database


@pytest.fixture
def environment() -> dict[str, str]:
    """Variables a test adds to the scheduler's environment."""
    return {}


@pytest.fixture
def settings(fresh_database: str, tmp_path: Path, environment: dict[str, str]) -> Settings:
    """The test's settings."""
    variables = {"VISAVIS_ENV": "test", "DATABASE_URL": fresh_database, "VISAVIS_STATE_DIR": str(tmp_path)}
    return load({**variables, **environment})


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at noon until it is moved."""
    return ManualClock(NOON)


@pytest.fixture
async def parts(settings: Settings, clock: ManualClock) -> Parts:
    """Every part of the scheduler, with cheap passwords and a fixed key."""
    return assemble(settings, clock=clock, passwords=Passwords(CHEAP), ring=RING)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read whole."""

    status: int
    body: Any
    headers: CIMultiDict[str]

    @property
    def slug(self) -> str:
        """The problem's type, in short."""
        return str(self.body["type"]).rpartition("/")[2]

    @property
    def fields(self) -> list[str]:
        """The fields a problem names."""
        return [error["field"] for error in self.body["errors"]]


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """Somebody with an account, and their tokens."""

    id: UUID
    email: str
    access_token: str
    refresh_token: str
    session_id: UUID


class Browser:
    """Requests against the served application."""

    def __init__(self, client: TestClient[Any, Any], parts: Parts) -> None:
        self.client = client
        self.parts = parts

    async def send(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        by: SignedInAs | str | None = None,
        role: str | None = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> Answer:
        """One request; paths without a leading `/api`, `/.`, … are below /api/v1."""
        sent = dict(headers or {})
        if by is not None:
            sent["Authorization"] = f"Bearer {by if isinstance(by, str) else by.access_token}"
        if role is not None:
            sent["X-Visavis-Role"] = role
        if json is not None:
            options["json"] = json
        absolute = path.startswith(("/api/", "/.", "/webhooks", "/healthz", "/readyz", "/metrics", "/openapi"))
        url = path if absolute else f"/api/v1{path}"
        async with self.client.request(method, url, headers=sent, **options) as response:
            return await _read(response)

    async def get(self, path: str, **options: Any) -> Answer:
        """GET."""
        return await self.send("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> Answer:
        """POST."""
        return await self.send("POST", path, json, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> Answer:
        """PUT."""
        return await self.send("PUT", path, json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> Answer:
        """PATCH."""
        return await self.send("PATCH", path, json, **options)

    async def delete(self, path: str, **options: Any) -> Answer:
        """DELETE."""
        return await self.send("DELETE", path, **options)

    async def person(
        self, name: str, *, zone: str = "Europe/Berlin", professional: bool = False, password: str = PASSWORD
    ) -> SignedInAs:
        """A verified, signed-in person, made past the endpoints."""
        email = f"{storage.slug_of(name)}@example.org"
        now = self.parts.clock.now()
        password_hash = await self.parts.passwords.hash(password)
        async with self.parts.sessions.begin() as session:
            who = storage.Newcomer(
                email=email,
                password_hash=password_hash,
                name=name,
                zone=zone,
                locale="en",
                verified=True,
            )
            person_id = await storage.create_person(session, who, now)
            assert person_id is not None
            if professional:
                profile = {"headline": "Helps", "bio": "", "languages": ["en"], "categories": ["law"]}
                assert await storage.set_professional(session, person_id, None, profile, now)
                await storage.set_active(session, person_id, True, now)
            issued = await sessions.sign_in(session, person_id, now)
        token = encode(person_id, issued.session_id, now.timestamp(), self.parts.ring.signing, self.parts.ring.kid)
        return SignedInAs(person_id, email, token, issued.refresh_token, issued.session_id)

    def token_now(self, who: SignedInAs) -> str:
        """An access token that is valid now: the tests' clock moves further than a token lasts."""
        now = self.parts.clock.unix()
        return encode(who.id, who.session_id, now, self.parts.ring.signing, self.parts.ring.kid)

    async def grant(self, who: SignedInAs, role: str) -> None:
        """Give a role past the endpoints."""
        async with self.parts.sessions.begin() as session:
            await accounts.grant(session, who.id, role, self.parts.clock.now())

    async def mails(self, to: str) -> list[dict[str, Any]]:
        """Run the jobs, then the mails to an address, the newest first."""
        await self.parts.jobs.drain()
        answer = await self.get("/dev/mail", params={"to": to})
        return list(answer.body["items"])

    async def token_in_mail(self, to: str) -> str:
        """The secret in the newest mail to an address."""
        link: str = (await self.mails(to))[0]["links"][0]
        return link.rpartition("token=")[2]


async def _read(response: ClientResponse) -> Answer:
    raw = await response.read()
    body = await response.json(content_type=None) if raw and "json" in response.content_type else raw.decode()
    return Answer(response.status, body, CIMultiDict(response.headers))


@asynccontextmanager
async def serving(parts: Parts) -> AsyncIterator[Browser]:
    """These parts, served as in production on a free port of 127.0.0.1; jobs run only when told to."""
    server = TestServer(application(parts, run_jobs=False))
    await server.start_server(**SERVER_OPTIONS)
    async with TestClient(server) as client:
        yield Browser(client, parts)


@pytest.fixture
async def browser(parts: Parts) -> AsyncIterator[Browser]:
    """The application, ready for requests."""
    async with serving(parts) as browser:
        yield browser
