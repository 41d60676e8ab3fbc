"""The second step of a sign-in: one-time codes (RFC 6238) and recovery codes.

The rule kept here: a code works once. The time step last taken is stored, and only a later one is taken.
"""

import hmac
import secrets
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.sealing import Sealer
from auth.secrets import stored
from auth.tables import RecoveryCode, Totp

STEP_S: Final = 30
SKEW: Final = 1  # steps before and after now
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"  # 32 letters: 16 of them are 80 bits


def matching_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step a code belongs to, if it is one of the three around `now` and after `last_step`."""
    current = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret, interval=STEP_S)
    found = None
    for step in range(current - SKEW, current + SKEW + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if right and step > last_step:
            found = step
    return found


async def enrol(session: AsyncSession, account_id: UUID, sealer: Sealer, now: datetime) -> str | None:
    """A new secret that waits to be confirmed; None when one is in force."""
    secret = pyotp.random_base32()
    row = {"sealed": sealer.seal(secret.encode(), str(account_id)), "created_at": now, "last_step": 0}
    statement = insert(Totp).values(account_id=account_id, **row)
    statement = statement.on_conflict_do_update(
        index_elements=[Totp.account_id], set_=row, where=Totp.confirmed_at.is_(None)
    )
    made = await session.scalar(statement.returning(Totp.account_id))
    return None if made is None else secret


def provisioning_uri(secret: str, email: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=email, issuer_name="Visavis")


async def take_code(
    session: AsyncSession, account_id: UUID, code: str, sealer: Sealer, now: datetime, *, confirming: bool = False
) -> bool:
    """Whether it is a right code that was not taken before; it is now. `confirming`: of the secret that waits."""
    query = select(Totp).where(Totp.account_id == account_id).with_for_update()
    totp = await session.scalar(query.execution_options(populate_existing=True))
    if totp is None or (totp.confirmed_at is None) is not confirming:
        return False
    secret = sealer.open(totp.sealed, str(account_id)).decode()
    step = matching_step(secret, code, now, totp.last_step)
    if step is None:
        return False
    values = {"last_step": step, **({"confirmed_at": now} if confirming else {})}
    await session.execute(update(Totp).where(Totp.account_id == account_id).values(**values))
    return True


async def in_force(session: AsyncSession, account_id: UUID) -> bool:
    """Whether sign-ins of this account need a second step."""
    query = select(Totp.account_id).where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    return await session.scalar(query) is not None


async def remove(session: AsyncSession, account_id: UUID) -> bool:
    """No second step any more; False when there was none."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    gone = delete(Totp).where(Totp.account_id == account_id).returning(Totp.confirmed_at)
    return await session.scalar(gone) is not None


async def new_recovery_codes(session: AsyncSession, account_id: UUID, now: datetime) -> list[str]:
    """Fresh recovery codes, shown this once; the ones before are worthless."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    rows = [{"hash": _stored(account_id, code), "account_id": account_id, "created_at": now} for code in codes]
    await session.execute(insert(RecoveryCode).values(rows))
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


async def take_recovery_code(session: AsyncSession, account_id: UUID, code: str) -> bool:
    """Whether it is one of this account's; it works once."""
    plain = code.upper().replace("-", "").replace(" ", "")
    mine = (RecoveryCode.account_id == account_id, RecoveryCode.hash == _stored(account_id, plain))
    return await session.scalar(delete(RecoveryCode).where(*mine).returning(RecoveryCode.account_id)) is not None


async def recovery_codes_left(session: AsyncSession, account_id: UUID) -> int:
    """How many recovery codes still work."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return await session.scalar(query) or 0


Kind = Literal["otp", "recovery"]


async def take_either(
    session: AsyncSession, account_id: UUID, code: str, sealer: Sealer, now: datetime
) -> Kind | None:
    """Take six digits as a one-time code, anything else as a recovery code; None when it is wrong."""
    if len(code) == 6 and code.isascii() and code.isdigit():
        return "otp" if await take_code(session, account_id, code, sealer, now) else None
    return "recovery" if await take_recovery_code(session, account_id, code) else None


def _stored(account_id: UUID, code: str) -> bytes:
    return stored(f"{account_id} {code}")
