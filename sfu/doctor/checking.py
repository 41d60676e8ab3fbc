"""Connectivity checks on a node's doorbell, as a client makes them: by UDP, and framed by TCP.

The doctor's own half of ICE: it asks, where the node only answers.
"""

import asyncio
import os
import socket
import time
from dataclasses import dataclass
from typing import Final

from aioice import stun

from sfu.net.ice import Address, Credentials
from sfu.wire.errors import WireError
from sfu.wire.framing import Deframer, frame

_TRIES: Final = 3
_TRY_SECONDS: Final = 0.7


@dataclass(frozen=True, slots=True)
class Answer:
    """A check was answered: after how many seconds, and which address of ours the node saw."""

    seconds: float
    seen: Address


class Check:
    """One binding request on these credentials, and the reading of its answer."""

    def __init__(self, bell: Credentials) -> None:
        self._bell = bell
        request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{bell.ufrag}:doctor"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLING"] = int.from_bytes(os.urandom(8), "big")
        request.add_message_integrity(bell.password.encode())
        request.add_fingerprint()
        self._id = request.transaction_id
        self.datagram = bytes(request)
        self._began = time.monotonic()

    def read(self, datagram: bytes) -> Answer | None:
        """The answer, None if these bytes are something else or forged."""
        try:
            reply = stun.parse_message(datagram)
            genuine = reply.check_message_integrity(self._bell.password.encode())
        except (ValueError, LookupError):
            return None
        if not genuine or reply.transaction_id != self._id or reply.message_class != stun.Class.RESPONSE:
            return None
        return Answer(time.monotonic() - self._began, reply.attributes["XOR-MAPPED-ADDRESS"])


async def ask_udp(address: str, port: int, bell: Credentials) -> Answer | None:
    """Sends checks to address and port; None when none was answered. Raises OSError where no packet can be sent."""
    loop = asyncio.get_running_loop()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        await loop.sock_connect(sock, (address, port))
        for _ in range(_TRIES):
            check = Check(bell)
            try:
                async with asyncio.timeout(_TRY_SECONDS):
                    await loop.sock_sendall(sock, check.datagram)
                    while True:
                        answer = check.read(await loop.sock_recv(sock, 2048))
                        if answer is not None:
                            return answer
            except (TimeoutError, ConnectionRefusedError):
                continue
    return None


async def ask_tcp(address: str, port: int, bell: Credentials) -> Answer | None:
    """The same by a TCP connection; None when it ended or stayed silent. Raises OSError when it is not accepted."""
    async with asyncio.timeout(_TRIES * _TRY_SECONDS):
        reader, writer = await asyncio.open_connection(address, port)
    check, frames = Check(bell), Deframer(2048)
    try:
        async with asyncio.timeout(_TRIES * _TRY_SECONDS):
            writer.write(frame(check.datagram))
            while data := await reader.read(4096):
                for datagram in frames.feed(data):
                    answer = check.read(datagram)
                    if answer is not None:
                        return answer
    except (TimeoutError, WireError, ConnectionError):
        pass
    finally:
        writer.close()
    return None
