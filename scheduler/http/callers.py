"""Whose address a request comes from, as far as what stands before us is believed.

The rule kept here: `Forwarded` of somebody who is not a trusted proxy changes nothing. That is said once, since it is
either a stranger's trick or our own web server, whose visitors then all count as one.
"""

import logging
from collections.abc import Sequence

from aiohttp import web

from auth.addresses import Network, client_address, is_trusted

log = logging.getLogger("scheduler.http")


class Callers:
    """Reads addresses, of the process's whole life. `trusted`: the networks of our proxies."""

    def __init__(self, trusted: Sequence[Network]) -> None:
        self._trusted = trusted
        self._said = False

    def address_of(self, request: web.Request) -> str:
        """The nearest address that is not a trusted proxy (RFC 7239); "unknown" where there is none."""
        peer, forwarded = request.remote, request.headers.getall("Forwarded", [])
        if forwarded and not self._said and not is_trusted(peer or "", self._trusted):
            self._said = True
            log.warning(
                "Forwarded is not believed of this address: if it is our web server or proxy, name it in"
                " VISAVIS_TRUSTED_PROXIES, else all who come by it share one rate",
                extra={"address": peer},
            )
        return client_address(peer, forwarded, self._trusted)
