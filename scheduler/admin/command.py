"""`python -m scheduler admin grant EMAIL`: how the first admin comes to be."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts
from scheduler.admin import audit
from scheduler.clock import Clock
from scheduler.config import Settings
from scheduler.store.engine import create_engine, create_sessions


async def grant_admin(settings: Settings, email: str) -> bool:
    """Give the role admin to an account with a verified address; False when there is none such."""
    engine = create_engine(settings.database_url, pool=1)
    try:
        async with create_sessions(engine).begin() as session:
            return await _grant(session, email, Clock(settings.clock_offset_s))
    finally:
        await engine.dispose()


async def _grant(session: AsyncSession, email: str, clock: Clock) -> bool:
    account = await accounts.by_email(session, email)
    if account is None or account.email_verified_at is None or account.disabled_at is not None:
        return False
    await accounts.grant(session, account.id, "admin", clock.now())
    await audit.write(
        session,
        clock.now(),
        admin_id=None,
        action="admin-granted",
        target="account",
        target_id=account.id,
        reason="by the command line",
    )
    return True
