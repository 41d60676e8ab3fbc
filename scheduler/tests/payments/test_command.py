"""The test gateway as a process: `serve` brings one of its own, `gateway` is one, production refuses both."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from scheduler.tests.config.test_config import PRODUCTION
from scheduler.tests.payments.world import send


async def start(command: str, database: str, state: Path, **more: str) -> Process:
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "DATABASE_URL": database,
        "VISAVIS_STATE_DIR": str(state),
        "VISAVIS_SCHEDULER_PORT": "0",
        **more,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "scheduler", command, env=environment, stdout=PIPE, stderr=PIPE
    )


async def test_the_gateway_serves_until_it_is_told_to_stop(fresh_database: str, tmp_path: Path) -> None:
    process = await start("gateway", fresh_database, tmp_path)
    assert process.stderr is not None
    first = json.loads(await asyncio.wait_for(process.stderr.readline(), 30))
    assert (await send("GET", f"{first['address']}/v1/balance"))[0] == 401
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0


async def test_production_refuses_the_gateway(tmp_path: Path) -> None:
    process = await start("gateway", "postgresql://nobody@127.0.0.1:1/none", tmp_path, **PRODUCTION)
    _, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert err.decode().startswith("scheduler: VISAVIS_ENV: ")
