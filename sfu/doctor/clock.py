"""The clock, beside the scheduler's: tokens and the windows of bookings mean nothing between clocks that differ."""

import time
from typing import Final

import aiohttp

from sfu.config import Settings
from sfu.doctor.findings import Finding
from sfu.server import MAX_SKEW, skew

_SECONDS: Final = 5.0
_NOTICEABLE: Final = 2.0  # seconds; a Date header has whole ones


async def look(settings: Settings) -> list[Finding]:
    """Asks the scheduler for its keys, as the node does, and for the time by the way."""
    if settings.rooms == "open":
        seen = "open rooms have no scheduler to compare with; tokens are good for the time their maker's clock shows"
        return [Finding("clock", "not checked", seen)]
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.get(settings.jwks_url, allow_redirects=False) as response,
        ):
            response.raise_for_status()
            keys = len((await response.json())["keys"])
            ahead = skew(response.headers.get("Date", ""), time.time() + settings.clock_offset)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError) as error:
        advice = "VISAVIS_JWKS_URL, and is the scheduler up? Without its keys nobody gets into a room"
        return [
            Finding(
                "scheduler", "failed", f"no keys at {settings.jwks_url}: {error or type(error).__name__}", advice
            ),
            Finding("clock", "not checked", "the scheduler did not answer"),
        ]
    return [Finding("scheduler", "ok", f"{keys} keys at {settings.jwks_url}"), offset(ahead)]


def offset(ahead: float | None) -> Finding:
    """`ahead`: seconds our clock is ahead of the scheduler's, None if it did not say."""
    if ahead is None:
        return Finding("clock", "not checked", "the scheduler's answer has no Date")
    seen = f"{ahead:+.1f} s beside the scheduler's"
    if abs(ahead) <= _NOTICEABLE:
        return Finding("clock", "ok", seen)
    return Finding("clock", "failed" if abs(ahead) > MAX_SKEW else "warning", seen, "synchronise both machines (NTP)")
