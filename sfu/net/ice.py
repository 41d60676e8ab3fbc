"""ICE-lite (RFC 8445 section 2.5): the answering half of connectivity checks, pure.

A lite agent never checks; it answers checks that carry its password. The address a valid check came
from is thereby consented to (RFC 7675), and only such addresses are ever sent to.
"""

import secrets
import string
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from aioice import stun

Address = tuple[str, int] | tuple[str, int, int, int]

_ICE_CHARS: Final = string.ascii_letters + string.digits
_MAGIC_COOKIE: Final = 0x2112A442
_BINDING_REQUEST: Final = 0x0001
_USERNAME: Final = 0x0006
_HEADER: Final = struct.Struct("!HHI")  # type, length of what follows the 20 bytes of header, magic cookie
_ATTRIBUTE: Final = struct.Struct("!HH")  # type, length


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
    if len(datagram) < 20 or struct.unpack_from("!I", datagram, 4)[0] != _MAGIC_COOKIE:
        raise StunRefusedError("stun_malformed")
    if struct.unpack_from("!H", datagram)[0] != _BINDING_REQUEST:
        raise StunRefusedError("stun_malformed")
    try:
        message = stun.parse_message(datagram)
        username = message.attributes.get("USERNAME", "")
    except (ValueError, LookupError, struct.error) as error:
        raise StunRefusedError("stun_malformed") from error
    ufrag = str(username).partition(":")[0]
    password = password_of(ufrag)
    if password is None:
        raise StunRefusedError("stun_unknown_ufrag")
    if not _integrity_holds(message, password):
        raise StunRefusedError("stun_integrity")
    reply = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.RESPONSE,
        transaction_id=message.transaction_id,
    )
    reply.attributes["XOR-MAPPED-ADDRESS"] = source[:2]
    reply.add_message_integrity(password.encode())
    reply.add_fingerprint()
    return Check(ufrag, "USE-CANDIDATE" in message.attributes, bytes(reply))


def _integrity_holds(message: stun.Message, password: str) -> bool:
    try:
        return bool(message.check_message_integrity(password.encode()))
    except (ValueError, KeyError):
        return False


def _random(length: int) -> str:
    return "".join(secrets.choice(_ICE_CHARS) for _ in range(length))
