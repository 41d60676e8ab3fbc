"""`python -m sfu drain NODE`, `start NODE` and `nodes`: an operator's words to the gateway of this machine."""

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any, Final

import aiohttp

from auth.room_token import Grant, encode_hs256
from sfu.config import Settings

NAMES: Final = ("drain", "start", "nodes")
_TOKEN_SECONDS: Final = 60.0


def run(settings: Settings, arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code (0 done, 1 refused or no answer) and the gateway's answer."""
    parser = argparse.ArgumentParser(prog="python -m sfu", description="Speaks to the gateway of `--nodes`.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("nodes", help="which nodes there are, and how loaded")
    drain = commands.add_parser("drain", help="no new rooms for a node; it leaves when its rooms are over")
    drain.add_argument("node")
    drain.add_argument("--deadline", type=float, default=3600.0, help="seconds after which its people move (3600)")
    commands.add_parser("start", help="a drained node comes back").add_argument("node")
    parser.add_argument("--url", default=f"http://127.0.0.1:{settings.http_port}", help="the gateway's address")
    chosen = parser.parse_args(arguments)
    method, path, body = "GET", "/nodes", None
    if chosen.command == "drain":
        method, path, body = "POST", f"/nodes/{chosen.node}/drain", {"deadline_s": chosen.deadline}
    elif chosen.command == "start":
        method, path = "POST", f"/nodes/{chosen.node}/start"
    try:
        status, text = asyncio.run(_ask(settings, method, chosen.url + path, body))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return 1, f"sfu: the gateway at {chosen.url} does not answer: {error}"
    return (0 if status < 400 else 1), text


async def _ask(settings: Settings, method: str, url: str, body: dict[str, Any] | None) -> tuple[int, str]:
    grant = Grant(room_create=True, room_list=True, expires_at=time.time() + settings.clock_offset + _TOKEN_SECONDS)
    headers = {"Authorization": "Bearer " + encode_hs256(grant, settings.api_key, settings.api_secret)}
    timeout = aiohttp.ClientTimeout(total=10)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
        session.request(method, url, json=body) as answer,
    ):
        text = await answer.text()
        try:
            return answer.status, json.dumps(json.loads(text), indent=2)
        except ValueError:
            return answer.status, text
