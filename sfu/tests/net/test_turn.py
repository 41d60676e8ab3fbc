"""Time-limited TURN credentials: what we hand out is what a real coturn takes, and nothing else is."""

import asyncio
import time

import pytest
from aioice import stun, turn

from sfu.net.turn import TurnServers, parse_url
from sfu.tests.coturn import SECRET, coturn, needs_coturn


def test_the_password_is_the_hmac_of_the_username() -> None:
    servers = TurnServers(("turn:127.0.0.1",), "north", lifetime=3600)
    # Computed apart: printf 1700003600:PA_x | openssl dgst -sha1 -hmac north -binary | base64
    assert servers.credentials("PA_x", 1_700_000_000.9) == ("1700003600:PA_x", "tA50pxOTHHdD4r0oNHoos0M90wI=")


def test_the_secret_is_in_no_text_of_the_settings() -> None:
    assert "topsecret" not in repr(TurnServers(("turn:127.0.0.1",), "topsecret"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("turn:relay.example", ("relay.example", 3478, False, False)),
        ("turn:192.0.2.1:80?transport=tcp", ("192.0.2.1", 80, True, False)),
        ("turn:[2001:db8::1]:3479?transport=udp", ("2001:db8::1", 3479, False, False)),
        ("turns:relay.example", ("relay.example", 5349, True, True)),
        ("turns:relay.example:443?transport=tcp", ("relay.example", 443, True, True)),
    ],
)
def test_addresses_are_read(url: str, expected: tuple[str, int, bool, bool]) -> None:
    assert parse_url(url) == expected


@pytest.mark.parametrize(
    "url",
    ["stun:relay.example", "turn://relay.example", "turn:a:0", "turn:a:99999", "turn:a?transport=sctp", "turn:"],
)
def test_addresses_that_are_none_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_url(url)


class _Nothing(asyncio.DatagramProtocol):
    pass


async def allocate(port: int, username: str, password: str) -> None:
    """Allocates a relayed address and gives it back. Raises aioice's TransactionError when refused."""
    transport, _ = await turn.create_turn_endpoint(
        _Nothing, server_addr=("127.0.0.1", port), username=username, password=password, lifetime=60
    )
    assert transport.get_extra_info("sockname")[0] == "127.0.0.1"
    transport.close()


@needs_coturn
async def test_coturn_takes_our_credentials_until_they_end_and_no_others() -> None:
    async with coturn() as relay:
        ours = TurnServers((relay.url,), SECRET, lifetime=60)
        now = time.time()
        await allocate(relay.port, *ours.credentials("PA_alice", now))
        await relay.says("PA_alice")
        forged = TurnServers((relay.url,), "another-secret-0123456789")
        for username, password in (ours.credentials("PA_late", now - 120), forged.credentials("PA_eve", now)):
            with pytest.raises(stun.TransactionFailed, match="401"):
                await allocate(relay.port, username, password)
