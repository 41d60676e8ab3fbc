"""What a key looks like, pure: `vv_live_`, thirty random characters, six of a checksum.

The rule kept here: a key that was mistyped or made up is known without asking the database, and scanners for leaked
keys can tell ours from other texts. Thirty characters of base62 are 178 random bits; what is kept is a hash.
"""

import hmac
import secrets
import zlib
from typing import Final

PREFIX: Final = "vv_live_"
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM: Final = 30
_CHECK: Final = 6
LENGTH: Final = len(PREFIX) + _RANDOM + _CHECK
HINT: Final = 4


def new_key() -> str:
    """A key that never was."""
    body = PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return body + _checksum(body)


def is_key(text: str) -> bool:
    """Whether this could be one of ours: its form and its checksum."""
    if len(text) != LENGTH or not text.startswith(PREFIX) or not set(text[len(PREFIX) :]) <= set(_ALPHABET):
        return False
    return hmac.compare_digest(text[-_CHECK:], _checksum(text[:-_CHECK]))


def hint_of(key: str) -> str:
    """The last characters, by which its owner knows it again."""
    return key[-HINT:]


def _checksum(body: str) -> str:
    """CRC-32 in base62, padded with zeros."""
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
