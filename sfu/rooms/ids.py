"""Server-side ids as clients expect them: LiveKit's prefixes (livekit-client refuses a track sid without `TR_`)."""

import secrets
import string
from typing import Final

_ALPHABET: Final = string.ascii_letters + string.digits
ROOM: Final = "RM_"
PARTICIPANT: Final = "PA_"
TRACK: Final = "TR_"
DATA_TRACK: Final = "DTR_"


def new_sid(prefix: str) -> str:
    """`prefix` and 12 random letters and digits (71 bits)."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(12))
