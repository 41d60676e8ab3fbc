"""How often one address may read what is public: searches, free times, pages, cards, the site map, the widget.

The rule kept here: it costs a reader no statement, so it is each process's own and in bounded memory. Our own
proxies, the web server that renders pages among them, are not counted for themselves; whom they ask for is.
"""

from collections.abc import Sequence
from typing import Final

from auth.addresses import Network, is_trusted, subscriber
from auth.limits import Limiter, Rate
from scheduler.http.problems import Problem

# What a refusal says is nobody's: a website that shows the widget may read it too.
_READABLE: Final = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


class PublicReads:
    """Counts the reads of each address against `per_minute`: that many at once, and as many again each minute.
    0: nobody is counted."""

    def __init__(self, per_minute: int, trusted: Sequence[Network] = ()) -> None:
        self._limiter = Limiter(Rate(per_minute, 60 / per_minute)) if per_minute else None
        self._trusted = trusted

    def count(self, address: str, now: float, *, forwarded: bool) -> None:
        """One read; `forwarded`: somebody says for whom. Raises 429."""
        ours = not forwarded and is_trusted(address, self._trusted)
        if self._limiter is not None and not ours:
            refuse(self._limiter.hit(subscriber(address), now), _READABLE)


def refuse(wait_s: float, headers: dict[str, str] | None = None) -> None:
    """429 when there is something to wait for."""
    if wait_s > 0:
        seconds = int(wait_s) + 1
        raise Problem(
            "rate-limited",
            f"Please wait {seconds} seconds and try again.",
            headers={**(headers or {}), "Retry-After": str(seconds)},
        )
