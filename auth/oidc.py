"""Signing in at another provider (OpenID Connect Core, code flow with PKCE): the request and the ID token. Pure.

The rule kept here: an ID token counts only when signed by its issuer's own key under an asymmetric algorithm, for us,
for this very request (nonce), now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import jwt
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth import jws
from auth.jws import TokenError
from auth.tables import ProviderIdentity

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY_S: Final = 60.0
MAX_TEXT: Final = 255


@dataclass(frozen=True, slots=True)
class Subject:
    """Who signed in at a provider. `email` is empty unless the provider says that it verified it."""

    issuer: str
    subject: str
    email: str
    name: str


def authorization_url(
    endpoint: str, client_id: str, *, redirect_uri: str, state: str, nonce: str, verifier: str
) -> str:
    """Where the browser goes to sign in at the provider."""
    url: str = prepare_grant_uri(
        endpoint,
        client_id=client_id,
        response_type="code",
        redirect_uri=redirect_uri,
        scope="openid email profile",
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return url


def read_id_token(
    token: str, key_set: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: float
) -> Subject:
    """Whom a valid ID token names. Raises TokenError."""
    header = jws.header_of(token)
    algorithm = str(header.get("alg"))
    if algorithm not in ALGORITHMS:
        raise TokenError("wrong-algorithm")
    key = _key(key_set, header.get("kid"), algorithm)
    try:
        payload = jwt.PyJWS(algorithms=[algorithm]).decode(token, key, algorithms=[algorithm])
    except jwt.InvalidSignatureError:
        raise TokenError("bad-signature") from None
    except (jwt.InvalidTokenError, jwt.InvalidKeyError, ValueError, TypeError):
        raise TokenError("malformed") from None
    claims = jws.json_object(payload)
    _check_claims(claims, issuer, client_id, nonce)
    jws.check_times(claims, now, LEEWAY_S)
    subject = jws.text(claims, "sub")
    if not 0 < len(subject) <= MAX_TEXT or "\0" in subject:
        raise TokenError("missing-claim")
    said = claims.get("email_verified")
    verified = said is True or said == "true"  # some send it as text; 1 is not JSON's true
    return Subject(issuer, subject, jws.text(claims, "email") if verified else "", jws.text(claims, "name"))


def _check_claims(claims: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    ours = client_id in audiences and (len(audiences) == 1 or claims.get("azp") == client_id)
    if "azp" in claims and claims["azp"] != client_id:
        ours = False
    if claims.get("iss") != issuer or not ours or claims.get("nonce") != nonce:
        raise TokenError("missing-claim")


def _key(key_set: Mapping[str, Any], kid: object, algorithm: str) -> Any:
    entries = key_set.get("keys")
    if not isinstance(entries, list):
        raise TokenError("unknown-key")
    fits = [each for each in entries if isinstance(each, dict) and (kid is None or each.get("kid") == kid)]
    if len(fits) != 1 or fits[0].get("use", "sig") != "sig":
        raise TokenError("unknown-key")
    try:
        return jwt.PyJWK.from_dict(fits[0], algorithm=algorithm).key
    except (jwt.PyJWKError, jwt.InvalidKeyError, ValueError, TypeError, KeyError):
        raise TokenError("unknown-key") from None


async def known(session: AsyncSession, subject: Subject) -> ProviderIdentity | None:
    """The link of somebody at a provider to an account."""
    mine = (ProviderIdentity.issuer == subject.issuer, ProviderIdentity.subject == subject.subject)
    return await session.scalar(select(ProviderIdentity).where(*mine))


async def link(session: AsyncSession, row: Mapping[str, Any]) -> ProviderIdentity | None:
    """Link somebody at a provider to an account; None when they are linked to one already."""
    made = insert(ProviderIdentity).values(**row).on_conflict_do_nothing().returning(ProviderIdentity)
    return await session.scalar(made)


async def used(session: AsyncSession, identity_id: UUID, now: datetime) -> None:
    """Somebody came in by this link."""
    mine = ProviderIdentity.id == identity_id
    await session.execute(update(ProviderIdentity).where(mine).values(last_used_at=now))


async def of_account(session: AsyncSession, account_id: UUID) -> Sequence[ProviderIdentity]:
    """An account's links, the oldest first."""
    query = select(ProviderIdentity).where(ProviderIdentity.account_id == account_id)
    return (await session.scalars(query.order_by(ProviderIdentity.created_at, ProviderIdentity.id))).all()


async def unlink(session: AsyncSession, account_id: UUID, identity_id: UUID) -> bool:
    """End a link; False when the account has no such."""
    mine = (ProviderIdentity.id == identity_id, ProviderIdentity.account_id == account_id)
    gone = delete(ProviderIdentity).where(*mine).returning(ProviderIdentity.id)
    return await session.scalar(gone) is not None
