"""The command: asks every group its questions and prints what they found. Exit code 1 when something failed."""

import argparse
import asyncio
import ipaddress
import os
import sys
from collections.abc import Sequence

import aiohttp
from aioice.ice import get_host_addresses

from sfu import config
from sfu.config import Settings
from sfu.doctor import addresses, clock, dialing, host, relays
from sfu.doctor.findings import Finding, as_json, failed, table

_OUTSIDE = Finding(
    "outside view",
    "not checked",
    "from here it cannot be seen what firewalls and NAT outside of this machine let through",
    "from another machine, with this environment: python -m sfu doctor --dial <address clients use>",
)


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when nothing failed, 1 when something did, 2 for a wrong configuration."""
    parser = argparse.ArgumentParser(
        prog="python -m sfu doctor",
        description="Tries what a media node needs: it dials itself. Run it with the node's environment, before the "
        "node is started or while it runs.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument(
        "--dial",
        metavar="ADDRESS",
        action="append",
        type=_address,
        help="the outside view: dial a node that runs elsewhere by this address (may be given again), nothing else",
    )
    options = parser.parse_args(arguments)
    try:
        settings = config.load(os.environ)
    except config.ConfigError as error:
        print(f"sfu: {error}", file=sys.stderr)
        return 2
    findings = asyncio.run(examine(settings, options.dial))
    print(as_json(findings) if options.json else table(findings))
    return 1 if failed(findings) else 0


async def examine(settings: Settings, dial: Sequence[str] | None = None) -> list[Finding]:
    """Everything, or with `dial` only whether a node elsewhere is reached by these addresses."""
    if dial:
        return await dialing.look_from_outside(settings, dial)
    own = {*get_host_addresses(use_ipv4=True, use_ipv6=True), "127.0.0.1", "::1"}
    advertised = settings.advertise
    async with dialing.answering(settings) as ports:
        return [
            *addresses.look(advertised, own, production=settings.environment == "production"),
            *await dialing.look(settings, ports, own),
            *await relays.look(settings, advertised),
            await signalling(settings),
            *await clock.look(settings),
            *host.look(native=settings.kernel),
            _OUTSIDE,
        ]


async def signalling(settings: Settings) -> Finding:
    """Whether a node answers on the HTTP port, and what it misses."""
    name = f"HTTP {settings.http_port}"
    if settings.http_port == 0:
        return Finding(name, "not checked", "VISAVIS_SFU_HTTP_PORT=0: it may be any port")
    bound = settings.http_host
    to = "127.0.0.1" if bound in ("0.0.0.0", "::", "") else bound  # noqa: S104  compared, not bound
    url = f"http://{f'[{to}]' if ':' in to else to}:{settings.http_port}/readyz"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session,
            session.get(url) as response,
        ):
            missing = (await response.json())["missing"]
    except aiohttp.ClientConnectorError:
        return Finding(name, "not checked", "no node runs")
    except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
        advice = "another program? VISAVIS_SFU_HTTP_PORT"
        return Finding(name, "failed", f"what listens does not answer as a node: {error}", advice)
    if missing:
        return Finding(name, "failed", "the node is not ready: " + "; ".join(missing.values()))
    return Finding(name, "ok", "the node is ready")


def _address(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no IP address") from None
    return text
