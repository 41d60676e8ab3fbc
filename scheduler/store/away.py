"""What is raised when the database cannot be reached, told from what we did wrong."""

import socket

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Connection lost, rolled back for others' sake, shutting down or cancelled by an operator, too many connections.
_AWAY = ("08", "40", "57", "53300")


def is_away(error: Exception) -> bool:
    """Whether this says that the database cannot be reached just now, rather than that we made a mistake.

    Also of the driver's own errors: what runs below SQLAlchemy is not wrapped."""
    if isinstance(error, PoolTimeout | ConnectionError | TimeoutError | socket.gaierror):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if str(getattr(cause, "sqlstate", None) or "").startswith(_AWAY):
        return True
    # asyncio gives the failures of several addresses as one OSError without a number
    return isinstance(error, OSError) and error.errno is None
