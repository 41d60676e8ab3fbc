"""The asynchronous engine and its sessions.

Parameters are hidden from errors, so that no value of a row reaches a log. `expire_on_commit` is off: what a
transaction returned may be read after it.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from scheduler.store.lines import CONNECTS_WITHIN_S

Sessions = async_sessionmaker[AsyncSession]


def dsn(url: str) -> str:
    """`url` as asyncpg itself takes it: scheme `postgresql`."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="postgresql"))


def sqlalchemy_url(url: str) -> str:
    """`url` as SQLAlchemy's asyncpg dialect takes it: libpq's `sslmode` is called `ssl` there."""
    parts = urlsplit(url)
    query = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(scheme="postgresql+asyncpg", query=urlencode(query)))


def create_engine(url: str, pool: int = 10) -> AsyncEngine:
    """An engine with a fixed pool. A request waits at most 10 s for a connection."""
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={
            "server_settings": {"application_name": "visavis-scheduler", "timezone": "UTC"},
            "timeout": CONNECTS_WITHIN_S,
        },
    )


def create_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions that keep what they loaded readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
