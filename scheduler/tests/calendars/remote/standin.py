"""A stand-in for Google Calendar and Microsoft Graph, on a free port of 127.0.0.1, written after their documentation:
the consent page, the token endpoint, and the few calls of their APIs that we make. It is ours, so it proves what we
send and what we make of such answers, not that they answer so.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

CLIENT = ("client-id", "client-secret")


@dataclass(slots=True)
class Service:
    """What both have: consents and tokens. `answers` are given first, one an API call: (status, headers, JSON)."""

    url: str = ""
    rotates: bool = False
    answers: list[tuple[int, dict[str, str], Any]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refreshes: dict[str, set[str]] = field(default_factory=dict)
    tokens: dict[str, set[str]] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    def consent(self, url: str, *, scopes: str | None = None) -> dict[str, str]:
        """What somebody's browser brings back after they agreed (to all, or to these scopes)."""
        sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert sent["client_id"] == CLIENT[0]
        assert sent["response_type"] == "code"
        assert sent["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**sent, "scope": scopes if scopes is not None else sent["scope"]}
        return {"code": code, "state": sent["state"]}

    async def token(self, request: web.Request) -> web.Response:
        """RFC 6749, sections 4.1.3 and 6; RFC 7636, section 4.6."""
        form = await request.post()
        if (form.get("client_id"), form.get("client_secret")) != CLIENT:
            return web.json_response({"error": "invalid_client"}, status=401)
        if form["grant_type"] == "authorization_code":
            begun = self.codes.pop(str(form["code"]), None)
            digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            right = begun is not None and begun["redirect_uri"] == form["redirect_uri"]
            if begun is None or not right or begun["code_challenge"] != challenge:
                return web.json_response({"error": "invalid_grant"}, status=400)
            scopes = begun["scope"].split()
        else:
            found = self.refreshes.get(str(form["refresh_token"]))
            if found is None:
                return web.json_response({"error": "invalid_grant"}, status=400)
            scopes = sorted(found)
        access, refresh = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.tokens[access] = set(scopes)
        said = {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "scope": " ".join(scopes)}
        if form["grant_type"] == "authorization_code" or self.rotates:
            self.refreshes[refresh] = set(scopes)
            said["refresh_token"] = refresh
        return web.json_response(said)

    async def revoke(self, request: web.Request) -> web.Response:
        """RFC 7009."""
        token = str((await request.post())["token"])
        self.revoked.append(token)
        self.refreshes.pop(token, None)
        return web.Response()

    def withdraw(self) -> None:
        """Somebody takes their consent back, in the service's own settings."""
        self.refreshes.clear()
        self.tokens.clear()

    @web.middleware
    async def guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Every call of the API needs a token that is good."""
        if request.path.endswith(("/token", "/revoke")):
            answered: web.StreamResponse = await handler(request)
            return answered
        self.log.append(f"{request.method} {request.path_qs}")
        if self.answers:
            status, headers, said = self.answers.pop(0)
            return web.json_response(said, status=status, headers=headers)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.json_response({"error": {"code": 401}}, status=401)
        called: web.StreamResponse = await handler(request)
        return called


@dataclass(slots=True)
class Google(Service):
    """Calendar API v3. Events by id; each change has a number, and a sync token names one."""

    changes: int = 0
    oldest: int = 0
    page: int = 2

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/token", self.token)
        app.router.add_post("/revoke", self.revoke)
        app.router.add_get("/calendar/v3/users/me/calendarList", self.calendars)
        app.router.add_get("/calendar/v3/calendars/{id}/events", self.list)
        app.router.add_post("/calendar/v3/calendars/{id}/events", self.insert)
        for method in ("GET", "PUT", "DELETE"):
            app.router.add_route(method, "/calendar/v3/calendars/{id}/events/{event}", self.one)

    async def calendars(self, _request: web.Request) -> web.Response:
        items = [
            {"id": "ben@example.org", "summary": "Ben", "accessRole": "owner", "timeZone": "America/New_York"},
            {"id": "hidden@group", "summary": "Busy only", "accessRole": "freeBusyReader"},
            {"id": "team@group", "summary": "Team", "accessRole": "reader", "timeZone": "Europe/Berlin"},
        ]
        return web.json_response({"items": items})

    async def list(self, request: web.Request) -> web.Response:
        query = request.query
        assert query["singleEvents"] == "true"
        since = 0
        if "syncToken" in query:
            assert "timeMin" not in query, "the documentation forbids it beside a syncToken"
            since = int(query["syncToken"])
            if since < self.oldest:
                return web.json_response({"error": {"code": 410}}, status=410)
        else:
            assert "timeMin" in query
            assert "timeMax" in query
        changed = [each for each in self.events.values() if each["_at"] > since]
        changed = changed if since else [each for each in changed if each["status"] != "cancelled"]
        first = int(query.get("pageToken", 0))
        said: dict[str, Any] = {"items": [_shown(each) for each in changed[first : first + self.page]]}
        if first + self.page < len(changed):
            said["nextPageToken"] = str(first + self.page)
        else:
            said["nextSyncToken"] = str(self.changes)
        return web.json_response(said)

    async def insert(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not self._may_write(request):
            return web.json_response({"error": {"code": 403}}, status=403)
        assert set(body["id"]) <= set("0123456789abcdefghijklmnopqrstuv"), "base32hex"
        if body["id"] in self.events:
            return web.json_response({"error": {"code": 409}}, status=409)
        return web.json_response(_shown(self.set(body["id"], body)))

    async def one(self, request: web.Request) -> web.Response:
        event = self.events.get(request.match_info["event"])
        if event is None:
            return web.json_response({"error": {"code": 404}}, status=404)
        if request.headers.get("If-Match", event["etag"]) != event["etag"]:
            return web.json_response({"error": {"code": 412}}, status=412)
        if request.method == "PUT":
            event = self.set(event["id"], await request.json())
        if request.method == "DELETE":
            if event["status"] == "cancelled":
                return web.json_response({"error": {"code": 410}}, status=410)
            self.set(event["id"], {**event, "status": "cancelled"})
            return web.Response(status=204)
        return web.json_response(_shown(event))

    def set(self, id_: str, said: dict[str, Any]) -> dict[str, Any]:
        """What somebody writes there, in whatever way."""
        self.changes += 1
        own = {"id": id_, "etag": f'"{self.changes}"', "_at": self.changes, "iCalUID": f"{id_}@google.com"}
        self.events[id_] = {"status": "confirmed", **said, **own}
        return self.events[id_]

    def _may_write(self, request: web.Request) -> bool:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return "https://www.googleapis.com/auth/calendar.events" in self.tokens[token]


@dataclass(slots=True)
class Outlook(Service):
    """Microsoft Graph v1.0. A delta link names the number of the last change."""

    changes: int = 0
    oldest: int = 0

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/common/oauth2/v2.0/token", self.token)
        app.router.add_get("/v1.0/me/calendars", self.calendars)
        app.router.add_get("/v1.0/me/calendars/{id}/calendarView/delta", self.delta)
        app.router.add_post("/v1.0/me/calendars/{id}/events", self.create)
        for method in ("GET", "PATCH", "DELETE"):
            app.router.add_route(method, "/v1.0/me/events/{event}", self.one)

    async def calendars(self, _request: web.Request) -> web.Response:
        value = [{"id": "AAMk=", "name": "Calendar", "canEdit": True}, {"id": "AAMl=", "name": "Holidays"}]
        return web.json_response({"value": value})

    async def delta(self, request: web.Request) -> web.Response:
        assert 'outlook.timezone="UTC"' in request.headers["Prefer"]
        since = int(request.query.get("$deltatoken", 0))
        if "$deltatoken" not in request.query:
            assert "startDateTime" in request.query
            assert "endDateTime" in request.query
        elif since < self.oldest:
            return web.json_response({"error": {"code": "SyncStateNotFound"}}, status=410)
        value = []
        for each in self.events.values():
            if each["_at"] > since and not each.get("_removed"):
                value.append(_shown(each))
            elif each["_at"] > since and since:
                value.append({"id": each["id"], "@removed": {"reason": "deleted"}})
        link = f"{self.url}{request.path}?$deltatoken={self.changes}"
        return web.json_response({"value": value, "@odata.deltaLink": link})

    async def create(self, request: web.Request) -> web.Response:
        body = await request.json()
        for each in self.events.values():
            if each.get("transactionId") == body["transactionId"] and not each.get("_removed"):
                return web.json_response(_shown(each), status=201)
        return web.json_response(_shown(self.set(f"AAMkE{self.changes}=", body)), status=201)

    async def one(self, request: web.Request) -> web.Response:
        event = self.events.get(request.match_info["event"])
        if event is None or event.get("_removed"):
            return web.json_response({"error": {"code": "ErrorItemNotFound"}}, status=404)
        if request.headers.get("If-Match", event["@odata.etag"]) != event["@odata.etag"]:
            return web.json_response({"error": {"code": "ErrorIrresolvableConflict"}}, status=412)
        if request.method == "PATCH":
            event = self.set(event["id"], {**event, **await request.json()})
        if request.method == "DELETE":
            self.set(event["id"], {**event, "_removed": True})
            return web.Response(status=204)
        return web.json_response(_shown(event))

    def set(self, id_: str, said: dict[str, Any]) -> dict[str, Any]:
        """What somebody writes there, in whatever way."""
        self.changes += 1
        own = {"id": id_, "@odata.etag": f'W/"{self.changes}"', "_at": self.changes, "iCalUId": f"0400{id_}"}
        self.events[id_] = {"type": "singleInstance", "showAs": "busy", **said, **own}
        return self.events[id_]


def _shown(event: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(
        json.dumps({name: at for name, at in event.items() if not name.startswith("_")})
    )
    return shown


@asynccontextmanager
async def serving(service: Google | Outlook) -> AsyncIterator[None]:
    """The service, listening."""
    app = web.Application(middlewares=[service.guarded])
    service.routes(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    service.url = f"http://{host}:{port}"
    try:
        yield
    finally:
        await runner.cleanup()
