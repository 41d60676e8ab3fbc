"""Passkeys (WebAuthn level 2): the ceremonies' options and checks, and the credentials in the database.

The rule kept here: a challenge is single use, the user is always verified (so that a passkey is two factors), and a
sign counter that does not grow is a cloned authenticator, which is refused.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from auth.tables import Passkey

MOST: Final = 20  # passkeys of one account
TIMEOUT_MS: Final = 300_000
Json = dict[str, Any]


class PasskeyError(Exception):
    """A response that proves nothing; the message is for people."""


class ClonedError(PasskeyError):
    """Signed by the right key, with a counter that had been there before: two devices have that key."""

    def __init__(self, account_id: UUID, name: str) -> None:
        super().__init__("seems to be on two devices. Sign in another way, and make a new one")
        self.account_id, self.name = account_id, name


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is for: the host of the web app, and where its pages come from."""

    id: str
    origin: str

    @classmethod
    def of(cls, web_url: str) -> "RelyingParty":
        """The relying party of the web app's address."""
        parts = urlsplit(web_url)
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def registration_options(
    party: RelyingParty, account_id: UUID, email: str, known: Sequence[bytes], challenge: str
) -> Json:
    """What the browser's `credentials.create` takes: a discoverable credential that verifies its user."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name="Visavis",
        user_id=account_id.bytes,
        user_name=email,
        challenge=challenge.encode(),
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return _json(options_to_json(options))


def sign_in_options(party: RelyingParty, challenge: str) -> Json:
    """What the browser's `credentials.get` takes: any discoverable credential of this party."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge.encode(),
        timeout=TIMEOUT_MS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _json(options_to_json(options))


def challenge_of(credential: Json) -> str:
    """The challenge a response answers, which names its row. Raises PasskeyError."""
    try:
        client_data = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        return base64url_to_bytes(client_data["challenge"]).decode("ascii")
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError):
        raise PasskeyError("is no answer of a passkey") from None


async def register(
    session: AsyncSession,
    party: RelyingParty,
    account_id: UUID,
    credential: Json,
    *,
    challenge: str,
    name: str,
    now: datetime,
) -> Passkey:
    """Keep the credential a browser made for `challenge`. Raises PasskeyError."""
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyError("was not made for this page and this moment, or did not verify its user") from error
    row = {
        "id": uuid4(),
        "account_id": account_id,
        "credential_id": verified.credential_id,
        "public_key": verified.credential_public_key,
        "sign_count": verified.sign_count,
        "name": name,
        "backed_up": verified.credential_backed_up,
        "created_at": now,
    }
    made = insert(Passkey).values(**row).on_conflict_do_nothing().returning(Passkey)
    passkey = await session.scalar(made)
    if passkey is None:
        raise PasskeyError("is registered already")
    return passkey


async def prove(
    session: AsyncSession, party: RelyingParty, credential: Json, *, challenge: str, now: datetime
) -> Passkey:
    """The passkey that signed `challenge`, its counter moved on. Raises PasskeyError, ClonedError."""
    try:
        credential_id = base64url_to_bytes(credential["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PasskeyError("is no answer of a passkey") from None
    query = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    passkey = await session.scalar(query)
    if passkey is None:
        raise PasskeyError("is not known here")
    try:
        handle = credential["response"].get("userHandle")
        if handle is not None and base64url_to_bytes(handle) != passkey.account_id.bytes:
            raise PasskeyError("belongs to another account")
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # looked at below, once the signature is known to be right
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyError("was not signed for this page and this moment") from error
    counts = verified.new_sign_count > 0 or passkey.sign_count > 0
    if counts and verified.new_sign_count <= passkey.sign_count:
        raise ClonedError(passkey.account_id, passkey.name)
    passkey.sign_count = verified.new_sign_count
    passkey.last_used_at = now
    return passkey


async def of_account(session: AsyncSession, account_id: UUID) -> Sequence[Passkey]:
    """An account's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.created_at, Passkey.id)
    return (await session.scalars(query)).all()


async def count(session: AsyncSession, account_id: UUID) -> int:
    """How many passkeys an account has."""
    return await session.scalar(select(func.count()).where(Passkey.account_id == account_id)) or 0


async def rename(session: AsyncSession, account_id: UUID, passkey_id: UUID, name: str) -> bool:
    """Give it another name; False when the account has no such passkey."""
    mine = (Passkey.id == passkey_id, Passkey.account_id == account_id)
    return await session.scalar(update(Passkey).where(*mine).values(name=name).returning(Passkey.id)) is not None


async def remove(session: AsyncSession, account_id: UUID, passkey_id: UUID) -> bool:
    """It opens nothing any more; False when the account has no such passkey."""
    mine = (Passkey.id == passkey_id, Passkey.account_id == account_id)
    return await session.scalar(delete(Passkey).where(*mine).returning(Passkey.id)) is not None


def _json(text: str) -> Json:
    value: Json = json.loads(text)
    return value
