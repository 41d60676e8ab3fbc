"""Access by OAuth 2.0: authorization code with PKCE, refreshing, giving it back (RFC 6749, RFC 7636, RFC 7009).

The rule kept here: an access token lives in this process only; what is kept is the refresh token, sealed; of a server
that gives another one with each use, the newest. `invalid_grant` means that the consent is over.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from scheduler.calendars.remote.asking import Answer, ask, error_of
from scheduler.calendars.remote.port import RefusedError, RemoteError, RevokedError
from scheduler.clock import Clock
from scheduler.notifications.outgoing import Outgoing

MOST_ANSWER: Final = 256 * 1024
EARLY_S: Final = 60.0
MOST_KEPT: Final = 2_000
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Service:
    """One service that gives access to calendars, and us at it. `revoke` empty: it takes none back.

    `reading`, `writing`: the least scopes with which events are read, or read and written."""

    authorize: str
    token: str
    revoke: str
    client_id: str
    client_secret: str
    reading: tuple[str, ...]
    writing: tuple[str, ...]
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Granted:
    """What a token endpoint gave. `refresh` is empty when the one before stays good."""

    access: str
    refresh: str
    lasts_s: float
    scopes: frozenset[str]


def authorization_url(service: Service, redirect_uri: str, *, state: str, verifier: str, writes: bool) -> str:
    """Where the browser goes to give its consent. Pure."""
    url: str = prepare_grant_uri(
        service.authorize,
        client_id=service.client_id,
        response_type="code",
        redirect_uri=redirect_uri,
        scope=" ".join(service.writing if writes else service.reading),
        state=state,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        **dict(service.more),
    )
    return url


def read_grant(body: bytes) -> Granted:
    """A token endpoint's success (RFC 6749, section 5.1). Raises RefusedError. Pure."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("access_token"), str) or not said["access_token"]:
        raise RefusedError("The service gave no access.")
    refresh, lasts, scope = said.get("refresh_token"), said.get("expires_in"), said.get("scope")
    return Granted(
        access=said["access_token"],
        refresh=refresh if isinstance(refresh, str) else "",
        lasts_s=float(lasts) if isinstance(lasts, int | float) and 0 < lasts < 1e6 else 300.0,
        scopes=frozenset(scope.split() if isinstance(scope, str) else ()),
    )


def read_error(body: bytes) -> str:
    """A token endpoint's error code (RFC 6749, section 5.2), or empty. Pure."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return str(said.get("error", "")) if isinstance(said, dict) else ""


@dataclass(slots=True)
class Purse:
    """The access tokens that are good, by the refresh token they came from: in this process only, so many at most."""

    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)

    def get(self, refresh: str, now: float) -> str:
        """A token that is good for a while yet, or empty."""
        token, until = self._tokens.get(refresh, ("", 0.0))
        return token if now < until - EARLY_S else ""

    def put(self, refresh: str, token: str, until: float) -> None:
        """Keep a token until its time; one that no refresh token stands behind is nobody's to find."""
        if not refresh:
            return
        if len(self._tokens) >= MOST_KEPT:
            self._tokens.clear()
        self._tokens[refresh] = (token, until)


@dataclass(slots=True)
class Access:
    """An account's access to one service. `kept(refresh)` is told each new refresh token."""

    outgoing: Outgoing
    clock: Clock
    service: Service
    refresh: str = ""
    kept: Callable[[str], None] = field(default=lambda _refresh: None)
    purse: Purse = field(default_factory=Purse)

    async def trade(self, code: str, redirect_uri: str, verifier: str) -> Granted:
        """The first tokens, for a code. Raises RevokedError for one that is not good."""
        grant = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        return await self._grant(grant)

    async def _grant(self, grant: dict[str, str]) -> Granted:
        mine = {"client_id": self.service.client_id, "client_secret": self.service.client_secret}
        answer = await self._form(self.service.token, {**grant, **mine})
        if answer.status == 200:
            granted = read_grant(answer.body)
            if granted.refresh and granted.refresh != self.refresh:
                self.refresh = granted.refresh
                self.kept(granted.refresh)
            self.purse.put(self.refresh, granted.access, self.clock.unix() + granted.lasts_s)
            return granted
        if answer.status in {400, 401, 403} and read_error(answer.body) in {"invalid_grant", "interaction_required"}:
            raise RevokedError("The consent was withdrawn or has expired.")
        if answer.status in {400, 401, 403}:
            raise RefusedError("The service does not accept our own credentials.")
        raise error_of(answer, self.clock.now())

    async def send(
        self, method: str, url: str, body: Any = None, headers: dict[str, str] | None = None, *, most: int = 2**23
    ) -> Answer:
        """One request with a token that is good; a token that is refused is changed once. Any other status."""
        for again in (False, True):
            token = "" if again else self.purse.get(self.refresh, self.clock.unix())
            if not token:
                token = (await self._grant({"grant_type": "refresh_token", "refresh_token": self.refresh})).access
            sent = {"Authorization": f"Bearer {token}", "Accept": "application/json", **(headers or {})}
            data = b""
            if body is not None:
                sent["Content-Type"], data = "application/json", json.dumps(body).encode()
            answer = await ask(self.outgoing, method, url, sent, data, most=most)
            if answer.status != 401:
                return answer
        raise RevokedError("The consent was withdrawn or has expired.")

    async def let_go(self) -> None:
        """Give the consent back, where the service takes it (RFC 7009). What it says to that changes nothing."""
        if self.service.revoke:
            try:
                await self._form(self.service.revoke, {"token": self.refresh})
            except RefusedError:
                return

    async def _form(self, url: str, form: dict[str, str]) -> Answer:
        headers = {"Content-Type": FORM, "Accept": "application/json"}
        return await ask(self.outgoing, "POST", url, headers, urlencode(form).encode(), most=MOST_ANSWER)


def unless_done(answer: Answer, access: Access, *good: int) -> RemoteError | None:
    """None for a status that is a success, else what it means: a 403 that asks to slow down is no refusal."""
    if answer.status in good:
        return None
    return error_of(answer, access.clock.now())
