"""The C model of media-dataplane.md as a program: `measure` gives its CPU time per forwarded packet."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi as srtp_ffi
from pylibsrtp._binding import lib as srtp_lib

from sfu.bench.compiled import build

_SOURCE: Final = Path(__file__).with_name("model.c")
_DECLARATIONS: Final = """
typedef struct { void *session; uint32_t ssrc; uint16_t port; } subscriber_t;
double model_forward(int fd, subscriber_t *subscribers, int n, int (*protect)(void *, void *, int *),
                     const uint16_t *sizes, int pattern, int count, uint32_t first_sequence, int burst, int rest_us,
                     uint64_t *sent, uint64_t *failed);
int64_t model_count(const int *fds, int n, int idle_ms);
"""
_BUFFER: Final = 4 << 20


class Measured(NamedTuple):
    """One run: CPU microseconds of the sending thread per datagram sent, and how many of them arrived (0..1)."""

    us_per_packet: float
    delivered: float
    packets: int


class Model:
    """N subscribers with keys of their own; each `measure` continues their sequence numbers, as SRTP demands."""

    def __init__(self, state: Path, subscribers: int) -> None:
        self._module = build(state, _SOURCE, _DECLARATIONS)
        self._ffi = self._module.ffi
        self._sessions = [session(i) for i in range(subscribers)]
        self._receivers = [_receiver() for _ in range(subscribers)]
        self._sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._array = self._ffi.new("subscriber_t[]", subscribers)
        for i, (keys, receiver) in enumerate(zip(self._sessions, self._receivers, strict=True)):
            self._array[i].session = self._pointer(keys._srtp[0])
            self._array[i].ssrc = 1000 + i
            self._array[i].port = receiver.getsockname()[1]
        protect = srtp_ffi.addressof(srtp_lib, "srtp_protect")
        self._protect = self._ffi.cast("int (*)(void *, void *, int *)", int(srtp_ffi.cast("uintptr_t", protect)))
        self._sequence = 1

    def _pointer(self, handle: Any) -> Any:
        return self._ffi.cast("void *", int(srtp_ffi.cast("uintptr_t", handle)))

    @property
    def ports(self) -> list[int]:
        """Of the receivers on 127.0.0.1, one a subscriber."""
        return [int(receiver.getsockname()[1]) for receiver in self._receivers]

    @contextlib.contextmanager
    def counting(self) -> Iterator[Callable[[], int]]:
        """While the block runs a child counts what arrives; the function given waits for its end and the number."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            self._count_and_exit(writing)
        os.close(writing)
        counted = -1

        def result() -> int:
            nonlocal counted
            if counted < 0:
                with os.fdopen(reading) as pipe:
                    counted = int(pipe.read())
                os.waitpid(child, 0)
            return counted

        try:
            yield result
        finally:
            result()

    def measure(self, sizes: Sequence[int], packets: int, *, burst: int = 8, rest_us: int = 500) -> Measured:
        """Forwards `packets` packets to every subscriber, sized as `sizes` says in turn (RTP bytes, unprotected)."""
        n = len(self._receivers)
        sent, failed = self._ffi.new("uint64_t *"), self._ffi.new("uint64_t *")
        pattern = self._ffi.new("uint16_t[]", list(sizes))
        with self.counting() as counted:
            seconds = self._module.lib.model_forward(
                self._sender.fileno(), self._array, n, self._protect, pattern, len(sizes), packets, self._sequence,
                burst, rest_us, sent, failed,
            )  # fmt: skip
        self._sequence += packets
        if failed[0]:
            raise RuntimeError(f"the C model failed to protect or send {failed[0]} packets")
        return Measured(seconds / sent[0] * 1e6, counted() / sent[0], sent[0])

    def _count_and_exit(self, writing: int) -> None:
        """In the child: counts what arrives, writes the number, ends without running the parent's exit handlers."""
        fds = self._ffi.new("int[]", [r.fileno() for r in self._receivers])
        counted = self._module.lib.model_count(fds, len(self._receivers), 1000)
        os.write(writing, str(counted).encode())
        os._exit(0)

    def close(self) -> None:
        for receiver in self._receivers:
            receiver.close()
        self._sender.close()


def session(index: int) -> Session:
    """A sending session (AES-128-GCM) with a key of its own."""
    key = bytes((index + i) & 0xFF for i in range(28))  # 16 bytes of key, 12 of salt (RFC 7714)
    policy = Policy(key=key, ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=Policy.SRTP_PROFILE_AEAD_AES_128_GCM)
    return Session(policy)


def _receiver() -> socket.socket:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
    receiver.bind(("127.0.0.1", 0))
    receiver.setblocking(False)
    return receiver


__all__ = ["Measured", "Model", "session"]
