"""From an API key to the caller of a request, and how many requests it has left.

The rule kept here: one statement finds the key, looks at its owner as they are now, and counts the request, so that
many processes together let through what one would. Every answer to a key says its rate (RateLimit header fields,
draft-ietf-httpapi-ratelimit-headers).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from auth.limits import Rate
from auth.secrets import stored
from scheduler.clock import Clock
from scheduler.http.context import Authenticate, Caller, Grant
from scheduler.http.problems import Problem
from scheduler.keys.secrets import PREFIX, is_key

# Ten a second, and a minute's worth of them at once.
RATE: Final = Rate(600, 0.1)
# The row is held by who counts; the value before is what decides.
_USE: Final = text("""
UPDATE api_key SET last_used_on = :today,
    due = CASE WHEN greatest(before.due, :now) - :now <= :spare
        THEN greatest(before.due, :now) + :every ELSE before.due END
FROM (
    SELECT api_key.id, due, account.id AS account_id FROM api_key
    JOIN account ON account.id = api_key.person_id AND account.disabled_at IS NULL
    WHERE hash = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :at)
    FOR UPDATE OF api_key
) AS before
WHERE api_key.id = before.id
RETURNING api_key.id, before.account_id, scopes, api_key.roles, before.due AS due_before, api_key.due,
    ARRAY(SELECT role FROM account_role WHERE account_role.account_id = before.account_id) AS held
""")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a rate. Times are seconds."""

    wait: float
    left: int
    full_in: float

    @property
    def headers(self) -> dict[str, str]:
        """The header fields that say so, and when to come again."""
        said = {
            "RateLimit-Policy": f'"key";q={RATE.burst};w={ceil(RATE.burst * RATE.every_s)}',
            "RateLimit": f'"key";r={self.left};t={ceil(self.full_in)}',
        }
        return said if self.wait == 0 else {**said, "Retry-After": str(ceil(self.wait))}


def allowance(before: float, after: float, now: float, rate: Rate = RATE) -> Allowance:
    """What a request met: when the next was due before it and is after it. Not let through when both are the same."""
    spare = rate.every_s * (rate.burst - 1)
    wait = 0.0 if after > before else max(before - now - spare, 0.001)
    debt = max(after - now, 0.0)
    left = 0 if wait else int((rate.every_s * rate.burst - debt) / rate.every_s + 1e-6)
    return Allowance(wait=wait, left=max(left, 0), full_in=debt)


def authenticator(clock: Clock, engine: AsyncEngine, otherwise: Authenticate) -> Authenticate:
    """Who a bearer's secret stands for: a key's owner, or what `otherwise` makes of it."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def authenticate(token: str) -> Caller | None:
        if not token.startswith(PREFIX):
            return await otherwise(token)
        if not is_key(token):
            return None
        now = clock.unix()
        values = {
            "hash": stored(token),
            "now": now,
            "at": clock.now(),
            "today": datetime.fromtimestamp(now, UTC).date(),
            "every": RATE.every_s,
            "spare": RATE.every_s * (RATE.burst - 1),
        }
        async with alone.connect() as connection:
            found = (await connection.execute(_USE, values)).first()
        if found is None:
            return None
        allowed = allowance(found.due_before, found.due, now)
        if allowed.wait:
            detail = f"This key has made {RATE.burst} requests at once. Please wait as long as Retry-After says."
            raise Problem("rate-limited", detail, headers=allowed.headers)
        grant = Grant(found.id, frozenset(found.scopes), frozenset(found.roles), allowed.headers)
        return Caller(found.account_id, frozenset(found.held), key=grant)

    return authenticate
