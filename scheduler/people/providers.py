"""Talking to the providers the settings name: discovery, keys, trading a code. The only HTTP that signing in does.

The rule kept here: what comes back is bounded in size and time, follows no redirect, and is believed about its own
issuer only.
"""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

import aiohttp

from auth import oidc
from auth.jws import TokenError
from auth.oidc import Subject
from scheduler.config import OidcProvider
from scheduler.http import Problem

MOST_BYTES: Final = 256 * 1024
TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)
KEPT_FOR_S: Final = 3600.0
Json = dict[str, Any]


@dataclass(slots=True)
class Provider:
    """One provider, and what it published when last asked."""

    settings: OidcProvider
    _found: Json = field(default_factory=dict)
    _keys: Json = field(default_factory=dict)
    _until: float = 0.0

    async def begin(self, redirect_uri: str, *, state: str, nonce: str, verifier: str, now: float) -> str:
        """Where the browser goes. Raises 503."""
        endpoint = (await self._published(now))["authorization_endpoint"]
        return oidc.authorization_url(
            endpoint, self.settings.client_id, redirect_uri=redirect_uri, state=state, nonce=nonce, verifier=verifier
        )

    async def finish(self, code: str, redirect_uri: str, *, nonce: str, verifier: str, now: float) -> Subject:
        """Who signed in there. Raises 401 for a code or token that is not good, 503 when the provider is not."""
        found = await self._published(now)
        mine = self.settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        # RFC 6749, section 2.3.1: both are form-encoded before they are put together.
        pair = f"{quote(mine.client_id, safe='')}:{quote(mine.client_secret, safe='')}"
        headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        status, answer = await _ask("POST", found["token_endpoint"], data=form, headers=headers)
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise Problem("unauthenticated", "The provider did not accept this sign-in. Please begin again.")
        arguments: Json = {"issuer": mine.issuer, "client_id": mine.client_id, "nonce": nonce, "now": now}
        try:
            try:
                return oidc.read_id_token(token, self._keys, **arguments)
            except TokenError as error:
                if error.reason != "unknown-key":
                    raise
            await self._fetch_keys()  # rotated since
            return oidc.read_id_token(token, self._keys, **arguments)
        except TokenError:
            raise Problem("unauthenticated", "The provider's answer is not valid. Please begin again.") from None

    async def _published(self, now: float) -> Json:
        if self._found and now < self._until:
            return self._found
        issuer = self.settings.issuer
        status, found = await _ask("GET", f"{issuer}/.well-known/openid-configuration")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        safe = {"https", urlsplit(issuer).scheme}  # plain http only where the settings name the issuer so
        fits = all(isinstance(found.get(name), str) and urlsplit(found[name]).scheme in safe for name in names)
        if status != 200 or found.get("issuer") != issuer or not fits:
            raise _unavailable()
        self._found = found
        await self._fetch_keys()
        self._until = now + KEPT_FOR_S
        return found

    async def _fetch_keys(self) -> None:
        status, keys = await _ask("GET", self._found["jwks_uri"])
        if status != 200:
            raise _unavailable()
        self._keys = keys


async def _ask(method: str, url: str, **options: Any) -> tuple[int, Json]:
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as http,
            http.request(method, url, allow_redirects=False, **options) as response,
        ):
            body = bytearray()
            async for chunk in response.content.iter_chunked(16 * 1024):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise _unavailable()
            value = json.loads(body)
            return response.status, value if isinstance(value, dict) else {}
    except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError):
        raise _unavailable() from None


def _unavailable() -> Problem:
    return Problem("unavailable", "The provider cannot be reached just now. Sign in another way, or try again.")
