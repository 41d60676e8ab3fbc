"""Ending the mails of a category with one click (RFC 8058), by a signed token and without a sign-in.

The rule kept here: the token names one person and one category that may be ended, and does nothing else; asking
(GET) changes nothing, because mailboxes follow links by themselves.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import jwt
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth import jws
from auth.jws import TokenError
from auth.keys import KeyRing
from scheduler.http import Api, Context, not_found
from scheduler.notifications import preferences
from scheduler.notifications.kinds import CATEGORIES, Category

PATH: Final = "/unsubscribe"
AUDIENCE: Final = "visavis-unsubscribe"
LASTS_S: Final = 365 * 86_400


def tokens(ring: KeyRing) -> Callable[[UUID, Category, datetime], str]:
    """The maker of tokens that end somebody's mails of a category."""

    def token(person_id: UUID, category: Category, now: datetime) -> str:
        claims = {
            "aud": AUDIENCE,
            "sub": str(person_id),
            "cat": category,
            "exp": int(now.timestamp()) + LASTS_S,
        }
        return jwt.encode(claims, ring.signing, algorithm="EdDSA", headers={"kid": ring.kid})

    return token


def read(token: str, ring: KeyRing, now: float) -> tuple[UUID, Category] | None:
    """Whose mails of which category a token ends; None when it is not ours or too old."""
    try:
        header = jws.header_of(token)
        key = ring.public.get(str(header.get("kid")))
        if key is None or header.get("alg") != "EdDSA":
            return None
        claims = jws.verified_payload(token, "EdDSA", key)
        jws.check_times(claims, now, 0)
        category = next((each for each in CATEGORIES if each == claims.get("cat")), None)
        if claims.get("aud") != AUDIENCE or category is None or preferences.transactional(category):
            return None
        return UUID(jws.text(claims, "sub")), category
    except (TokenError, ValueError):
        return None


def routes(api: Api, ring: KeyRing) -> None:
    """`POST /unsubscribe`."""

    async def unsubscribe(
        ctx: Context, session: AsyncSession, token: Annotated[str, Field(min_length=1, max_length=2000)], raw: bytes
    ) -> None:
        """Stop the mails of one category, by the address in a mail.

        RFC 8058: mailboxes post `List-Unsubscribe=One-Click` here; the token says it all."""
        found = read(token, ring, ctx.clock.unix())
        if found is None or not await _exists(session, found[0]):
            raise not_found("list to leave")
        await preferences.end_mails(session, *found, ctx.clock.now())

    api.post(PATH, unsubscribe, status=204, problems=("not-found",), raw_type="application/x-www-form-urlencoded")


async def _exists(session: AsyncSession, person_id: UUID) -> Any:
    return await session.scalar(text("SELECT EXISTS (SELECT 1 FROM person WHERE id = :id)"), {"id": person_id})
