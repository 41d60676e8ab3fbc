"""Connectivity checks within bounds: the cheap questions first, the cryptography only for whom it may be for.

The rule: who knows no ufrag of ours makes us look at a few bytes; who knows one makes us do HMACs at a bounded rate.
"""

from collections.abc import Callable

from sfu.net.ice import Address, Check, StunRefusedError, answer_check, ufrag_of
from sfu.net.limits import Buckets, NetLimits, host_of


class Checks:
    """The node's answers to checks, whatever they come by. Pure: bytes and times in, replies out."""

    def __init__(self, limits: NetLimits) -> None:
        self._strangers = Buckets(limits.checks_of_strangers)
        self._sessions = Buckets(limits.checks)

    def forget(self, ufrag: str) -> None:
        """A session's ufrag that is no more."""
        self._sessions.forget(ufrag)

    def answer(
        self,
        datagram: bytes,
        source: Address,
        password_of: Callable[[str], str | None],
        now: float,
        *,
        known: bool,
    ) -> Check:
        """Answers a binding request from `source`, which is `known` once one passed. Raises StunRefusedError."""
        if not known and not self._strangers.take(host_of(source), now):
            raise StunRefusedError("stun_flood")
        ufrag = ufrag_of(datagram)
        if password_of(ufrag) is None:
            raise StunRefusedError("stun_unknown_ufrag")
        if not self._sessions.take(ufrag, now):
            raise StunRefusedError("stun_flood")
        return answer_check(datagram, source, password_of)
