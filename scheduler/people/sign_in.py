"""From an access token to the caller of a request: the token's signature, then the account and its roles as they
are now."""

from sqlalchemy.ext.asyncio import AsyncEngine

from auth import access_token, accounts
from auth.jws import TokenError
from auth.keys import KeyRing
from scheduler.clock import Clock
from scheduler.http.context import Authenticate, Caller


def authenticator(clock: Clock, engine: AsyncEngine, ring: KeyRing) -> Authenticate:
    """What the HTTP layer asks of every request that needs an account."""

    # One read needs no transaction: without BEGIN and ROLLBACK a request is two round trips shorter.
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def authenticate(token: str) -> Caller | None:
        try:
            access = access_token.verify(token, clock.unix(), ring.public)
        except TokenError:
            return None
        async with reading.connect() as connection:
            roles = await accounts.live_roles(connection, access.account_id, access.session_id)
        return None if roles is None else Caller(access.account_id, roles, access.session_id)

    return authenticate
