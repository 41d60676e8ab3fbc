"""The doctor against real ports: a running node, no node, a strange program, a dead scheduler, a real coturn."""

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp import web

from sfu.config import Settings, load
from sfu.doctor.command import examine, main
from sfu.doctor.findings import Finding
from sfu.server import running
from sfu.tests.coturn import SECRET as TURN_SECRET
from sfu.tests.coturn import coturn, needs_coturn
from sfu.tests.servers import KEY, SECRET


def free(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def environment() -> dict[str, str]:
    return {
        "VISAVIS_ENV": "test",
        "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
        "VISAVIS_SFU_HTTP_PORT": str(free(socket.SOCK_STREAM)),
        "VISAVIS_SFU_UDP_PORT": str(free(socket.SOCK_DGRAM)),
        "VISAVIS_SFU_TCP_PORT": str(free(socket.SOCK_STREAM)),
        "VISAVIS_SFU_BIND": "127.0.0.1",
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
        "LIVEKIT_API_KEY": KEY,
        "LIVEKIT_API_SECRET": SECRET,
    }


async def seen(settings: Settings, dial: list[str] | None = None) -> dict[str, Finding]:
    """By what was looked at, without ports."""
    return {finding.what.split(":")[0]: finding for finding in await examine(settings, dial)}


async def test_a_running_node_is_dialled_by_udp_and_tcp(environment: dict[str, str]) -> None:
    settings = load(environment)
    async with running(settings) as node:
        found = await seen(settings)
        assert [found[what].state for what in ("UDP 127.0.0.1", "TCP 127.0.0.1")] == ["ok", "ok"]
        assert "the running node answered" in found["UDP 127.0.0.1"].seen
        assert "the running node answered" in found["TCP 127.0.0.1"].seen
        assert found[f"HTTP {settings.http_port}"].state == "ok"
        outside = await seen(settings, ["127.0.0.1"])
        assert [finding.state for finding in outside.values()] == ["ok", "ok"]
        assert not node.node.drops.counts["stun_unknown_ufrag"]
        async with asyncio.timeout(5):
            while node.node.tcp.connections:
                await asyncio.sleep(0)


async def test_where_no_node_runs_the_ports_are_tried_all_the_same(environment: dict[str, str]) -> None:
    found = await seen(load(environment))
    assert [found[what].state for what in ("UDP 127.0.0.1", "TCP 127.0.0.1")] == ["ok", "ok"]
    assert "the doctor's own port" in found["UDP 127.0.0.1"].seen
    assert [f.state for f in found.values() if f.what.startswith("HTTP")] == ["not checked"]
    assert found["outside view"].state == "not checked"
    assert found["TURN"].state == "not checked"
    assert found["clock"].state == "not checked"


async def test_a_node_with_another_secret_or_a_strange_program_is_a_failure(environment: dict[str, str]) -> None:
    settings = load(environment)
    async with running(load({**environment, "LIVEKIT_API_SECRET": "another" * 8})):
        found = await seen(settings)
        assert [found[what].state for what in ("UDP 127.0.0.1", "TCP 127.0.0.1")] == ["failed", "failed"]
        assert "LIVEKIT_API_SECRET" in found["UDP 127.0.0.1"].advice


async def test_nothing_there_is_a_failure_from_outside(environment: dict[str, str]) -> None:
    found = await seen(load(environment), ["127.0.0.1"])
    assert [finding.state for finding in found.values()] == ["failed", "failed"]


async def test_an_address_that_is_not_ours_is_not_called_broken(environment: dict[str, str]) -> None:
    # 127.0.0.9 is no interface's address, and the node binds 127.0.0.1 only: as from behind NAT, nothing comes back.
    found = await seen(load({**environment, "VISAVIS_SFU_ADVERTISE": "127.0.0.9"}))
    assert [found[what].state for what in ("UDP 127.0.0.9", "TCP 127.0.0.9")] == ["not checked", "not checked"]
    assert "--dial 127.0.0.9" in found["UDP 127.0.0.9"].advice


async def test_ports_that_may_be_any_or_none_are_not_checked(environment: dict[str, str]) -> None:
    found = await seen(load({**environment, "VISAVIS_SFU_UDP_PORT": "0", "VISAVIS_SFU_TCP_PORT": "off"}))
    assert [found[what].state for what in ("UDP 127.0.0.1", "TCP 127.0.0.1")] == ["not checked", "not checked"]


async def test_a_port_that_cannot_be_opened_is_a_failure(environment: dict[str, str]) -> None:
    found = await seen(load({**environment, "VISAVIS_SFU_BIND": "192.0.2.200"}))
    assert found["media ports"].state == "failed"


@contextlib.asynccontextmanager
async def scheduler(date: str) -> AsyncIterator[str]:
    async def keys(_request: web.Request) -> web.Response:
        return web.json_response({"keys": [{}]}, headers={"Date": date})

    app = web.Application()
    app.router.add_get("/keys", keys)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/keys"
    await runner.cleanup()


async def test_the_clock_is_held_against_the_schedulers(environment: dict[str, str]) -> None:
    async with scheduler("Fri, 01 Jan 2021 00:00:00 GMT") as url:
        found = await seen(load({**environment, "VISAVIS_ROOMS": "closed", "VISAVIS_JWKS_URL": url}))
    assert (found["scheduler"].state, found["clock"].state) == ("ok", "failed")
    found = await seen(load({**environment, "VISAVIS_ROOMS": "closed", "VISAVIS_JWKS_URL": url}))
    assert (found["scheduler"].state, found["clock"].state) == ("failed", "not checked")


@needs_coturn
async def test_a_relay_is_asked_for_an_address_and_the_node_for_an_answer_through_it(
    environment: dict[str, str],
) -> None:
    async with coturn() as relay:
        urls = {"VISAVIS_TURN_URLS": f"{relay.url},{relay.url_tcp}", "VISAVIS_TURN_SECRET": TURN_SECRET}
        findings = await examine(load({**environment, **urls}))
        states = {finding.what: finding.state for finding in findings if "turn:" in finding.what}
        ways = [relay.url, f"through {relay.url}", relay.url_tcp, f"through {relay.url_tcp}"]
        assert states == dict.fromkeys(ways, "ok")
        findings = await examine(load({**environment, **urls, "VISAVIS_TURN_SECRET": "some-other-secret-of-ours"}))
        refused = [finding for finding in findings if finding.what == relay.url]
        assert [finding.state for finding in refused] == ["failed"]
        assert "static-auth-secret" in refused[0].advice
        assert "some-other-secret" not in repr(findings)
    findings = await examine(load({**environment, **urls}))
    assert [f.state for f in findings if f.what in (relay.url, relay.url_tcp)] == ["failed", "failed"]


@needs_coturn
async def test_a_relay_over_tls_is_asked_by_name_and_certificate(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with coturn() as relay:
        settings = load({**environment, "VISAVIS_TURN_URLS": relay.url_tls, "VISAVIS_TURN_SECRET": TURN_SECRET})
        findings = await examine(settings)
        (stranger,) = [finding for finding in findings if relay.url_tls in finding.what]
        assert stranger.state == "failed"
        assert "certificate verify failed" in stranger.seen
        monkeypatch.setenv("SSL_CERT_FILE", str(relay.authority))
        findings = await examine(settings)
        states = {finding.what: finding.state for finding in findings if "turns:" in finding.what}
        assert states == dict.fromkeys([relay.url_tls, f"through {relay.url_tls}"], "ok")
        await relay.says("TLS/TCP")


async def test_the_command_says_by_its_code_whether_something_failed(environment: dict[str, str]) -> None:
    closed = {"VISAVIS_ROOMS": "closed", "VISAVIS_JWKS_URL": "http://127.0.0.1:1/none"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sfu", "doctor", "--json"),
        env={**os.environ, **environment, **closed},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert (process.returncode, json.loads(out)["ok"]) == (1, False)


def apart(call: Callable[[list[str]], int], arguments: list[str]) -> int:
    """In a thread of its own: it makes and ends an event loop, which are this thread's for other tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, arguments).result()


def test_it_prints_a_table_and_refuses_what_it_cannot_read(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert apart(main, []) == 0
    out = capsys.readouterr().out
    assert "✓ ok" in out
    assert "? not checked outside view" in out
    with pytest.raises(SystemExit, match="2"):
        apart(main, ["--dial", "example.org"])
    assert "no IP address" in capsys.readouterr().err
    monkeypatch.setenv("VISAVIS_SFU_UDP_PORT", "x")
    assert apart(main, []) == 2
    assert "VISAVIS_SFU_UDP_PORT" in capsys.readouterr().err
