"""`python -m scheduler serve` as a process: it says where it serves, logs JSON lines, and ends when asked."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp


async def start(command: str, database: str, state: Path, port: int = 0) -> Process:
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "DATABASE_URL": database,
        "VISAVIS_STATE_DIR": str(state),
        "VISAVIS_SCHEDULER_PORT": str(port),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "scheduler", command, env=environment, stdout=PIPE, stderr=PIPE
    )


async def test_serve_from_start_to_sigterm(fresh_database: str, tmp_path: Path) -> None:
    process = await start("serve", fresh_database, tmp_path)
    assert process.stderr is not None
    first = json.loads(await asyncio.wait_for(process.stderr.readline(), 30))
    assert first["message"] == "serving"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", first["address"])
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{first['address']}/readyz") as response:
            assert response.status == 200
        async with session.get(f"{first['address']}/.well-known/jwks.json") as response:
            keys = (await response.json())["keys"]
    assert [key["crv"] for key in keys] == ["Ed25519"]
    process.send_signal(signal.SIGTERM)
    _, rest = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    lines = [json.loads(line) for line in rest.splitlines()]
    assert [line["route"] for line in lines if line["message"] == "request"] == ["/.well-known/jwks.json"]
    assert not [line for line in lines if line["level"] in {"warning", "error"}]


async def test_a_port_in_use_is_named_with_its_variable(fresh_database: str, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await start("serve", fresh_database, tmp_path, port)
        _, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    last = err.decode().splitlines()[-1]
    assert last.startswith(f"scheduler: VISAVIS_SCHEDULER_PORT: port {port} cannot be used")


async def test_a_new_key_signs_and_the_one_before_is_still_published(tmp_path: Path) -> None:
    for published in (1, 2, 2):
        process = await start("keys", "postgresql://nobody@127.0.0.1:1/none", tmp_path)
        out, _ = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0
        assert f"{published} published" in out.decode()


async def test_the_document_needs_no_database(tmp_path: Path) -> None:
    process = await start("openapi", "postgresql://nobody@127.0.0.1:1/none", tmp_path)
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    assert json.loads(out)["openapi"] == "3.1.0"
    assert list(tmp_path.iterdir()) == [], "describing leaves nothing behind"
