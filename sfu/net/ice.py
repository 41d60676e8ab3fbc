"""ICE-lite (RFC 8445 section 2.5): the answering half of connectivity checks, pure.

A lite agent never checks; it answers checks that carry its password. The address a valid check came
from is thereby consented to (RFC 7675), and only such addresses are ever sent to.
"""

import hmac
import secrets
import socket
import string
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from zlib import crc32

Address = tuple[str, int] | tuple[str, int, int, int]

_ICE_CHARS: Final = string.ascii_letters + string.digits
_MAGIC_COOKIE: Final = 0x2112A442
_BINDING_REQUEST: Final = 0x0001
_BINDING_RESPONSE: Final = 0x0101
_USERNAME: Final = 0x0006
_MESSAGE_INTEGRITY: Final = 0x0008
_XOR_MAPPED_ADDRESS: Final = 0x0020
_USE_CANDIDATE: Final = 0x0025
_FINGERPRINT: Final = 0x8028
_FINGERPRINT_XOR: Final = 0x5354554E
_HEADER: Final = struct.Struct("!HHI")  # type, length of what follows the 20 bytes of header, magic cookie
_ATTRIBUTE: Final = struct.Struct("!HH")  # type, length
_MAPPED: Final = struct.Struct("!HHxBH")  # type, length, family, port


class StunRefusedError(Exception):
    """A datagram that is no acceptable check; `reason` is one of `drops.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a peer must know to reach a session: ufrag names it, password proves it (RFC 8839 section 5.4)."""

    ufrag: str
    password: str

    @classmethod
    def generate(cls) -> "Credentials":
        return cls(ufrag=_random(8), password=_random(24))


class Check(NamedTuple):
    """An accepted check: whose, whether the peer nominates this pair with it, and the reply to send."""

    ufrag: str
    nominated: bool
    reply: bytes


Kind = Literal["stun", "dtls", "media", "unknown"]


def kind_of(datagram: bytes) -> Kind:
    """Tells protocols on one port apart by the first byte (RFC 7983 section 7)."""
    if not datagram:
        return "unknown"
    first = datagram[0]
    if 127 < first < 192:
        return "media"
    if first < 4:
        return "stun"
    if 19 < first < 64:
        return "dtls"
    return "unknown"


def ufrag_of(datagram: bytes) -> str:
    """Whose session a binding request is for: the first half of its USERNAME (RFC 8445 section 7.2.2).

    Looks at nothing else, so a check for nobody costs little. Raises StunRefusedError ("stun_malformed").
    """
    if len(datagram) >= 20:
        kind, length, cookie = _HEADER.unpack_from(datagram)
        if kind == _BINDING_REQUEST and cookie == _MAGIC_COOKIE and length == len(datagram) - 20:
            at = 20
            while at + 4 <= len(datagram):
                attribute, size = _ATTRIBUTE.unpack_from(datagram, at)
                at += 4
                if attribute == _USERNAME:
                    name = datagram[at : at + size]
                    return name.partition(b":")[0].decode("ascii", "replace")
                at += size + (-size & 3)
    raise StunRefusedError("stun_malformed")


def answer_check(datagram: bytes, source: Address, password_of: Callable[[str], str | None]) -> Check:
    """Answers a binding request.

    `password_of(ufrag)` gives our password for a local ufrag, None when no session has it.
    Raises StunRefusedError; a refused check is not replied to, so the port reflects nothing to strangers.
    """
    username, integrity_at, nominated = _read(datagram)
    ufrag = username.partition(b":")[0].decode("utf-8", "replace")
    password = password_of(ufrag)
    if password is None:
        raise StunRefusedError("stun_unknown_ufrag")
    key = password.encode()
    if not integrity_at or not _integrity_holds(datagram, integrity_at, key):
        raise StunRefusedError("stun_integrity")
    return Check(ufrag, nominated, _reply(datagram[8:20], source, key))


def _read(datagram: bytes) -> tuple[bytes, int, bool]:
    """(USERNAME, where MESSAGE-INTEGRITY begins or 0, whether USE-CANDIDATE is there) of a binding request. What
    comes behind MESSAGE-INTEGRITY counts for nothing but FINGERPRINT, which must be right (RFC 8489 section 14.7).
    Raises StunRefusedError ("stun_malformed").
    """
    size = len(datagram)
    if size < 20 or _HEADER.unpack_from(datagram) != (_BINDING_REQUEST, size - 20, _MAGIC_COOKIE):
        raise StunRefusedError("stun_malformed")
    username, integrity_at, nominated = b"", 0, False
    at = 20
    while at < size:
        if at + 4 > size:
            raise StunRefusedError("stun_malformed")
        kind, length = _ATTRIBUTE.unpack_from(datagram, at)
        value = datagram[at + 4 : at + 4 + length]
        if len(value) != length:
            raise StunRefusedError("stun_malformed")
        if kind == _FINGERPRINT:
            if length != 4 or int.from_bytes(value, "big") != crc32(datagram[:at]) ^ _FINGERPRINT_XOR:
                raise StunRefusedError("stun_malformed")
        elif integrity_at:
            pass
        elif kind == _USERNAME:
            username = value
        elif kind == _USE_CANDIDATE:
            nominated = True
        elif kind == _MESSAGE_INTEGRITY:
            if length != 20:
                raise StunRefusedError("stun_malformed")
            integrity_at = at
        at += 4 + length + (-length & 3)
    return username, integrity_at, nominated


def _integrity_holds(datagram: bytes, at: int, key: bytes) -> bool:
    """The HMAC is over what stands before it, as if the message ended with it (RFC 8489 section 14.5)."""
    covered = datagram[:2] + (at + 4).to_bytes(2, "big") + datagram[4:at]
    return hmac.compare_digest(hmac.digest(key, covered, "sha1"), datagram[at + 4 : at + 24])


def _reply(transaction: bytes, source: Address, key: bytes) -> bytes:
    """A binding success response: XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY, FINGERPRINT."""
    host, port = source[:2]
    cookie = _MAGIC_COOKIE.to_bytes(4, "big")
    if ":" in host:
        family, address, mask = 2, socket.inet_pton(socket.AF_INET6, host.partition("%")[0]), cookie + transaction
    else:
        family, address, mask = 1, socket.inet_aton(host), cookie
    hidden = int.from_bytes(address, "big") ^ int.from_bytes(mask, "big")
    mapped = _MAPPED.pack(_XOR_MAPPED_ADDRESS, 4 + len(address), family, port ^ (_MAGIC_COOKIE >> 16))
    mapped += hidden.to_bytes(len(address), "big")
    length = len(mapped) + 24  # as if the integrity were the last
    covered = _HEADER.pack(_BINDING_RESPONSE, length, _MAGIC_COOKIE) + transaction + mapped
    integrity = _ATTRIBUTE.pack(_MESSAGE_INTEGRITY, 20) + hmac.digest(key, covered, "sha1")
    whole = _HEADER.pack(_BINDING_RESPONSE, length + 8, _MAGIC_COOKIE) + covered[8:] + integrity
    return whole + _ATTRIBUTE.pack(_FINGERPRINT, 4) + (crc32(whole) ^ _FINGERPRINT_XOR).to_bytes(4, "big")


def _random(length: int) -> str:
    return "".join(secrets.choice(_ICE_CHARS) for _ in range(length))
