"""Somebody in the room, with valid keys, sends rubbish of every kind: the others lose nothing and counters tell."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable

import aiohttp
import pytest
from livekit.protocol.rtc import SignalRequest

from sfu.bench import source
from sfu.bench.clients import Publisher, Subscriber
from sfu.bench.processes import media_server, token
from sfu.net.srtp import SrtpError
from sfu.tests.wire.samples import RTCP_PACKETS, RTP_PACKETS
from sfu.wire import rtcp, rtp

SECONDS = 4.0


class Vandal(Publisher):
    """A publisher with a valid token who has lost his manners."""

    def __init__(self, url: str, identity: str, rng: random.Random) -> None:
        super().__init__(url, token(identity, "hostile"))
        self._random = rng

    async def wreck(self) -> None:
        """A handful of each kind of rubbish."""
        for _ in range(20):
            with contextlib.suppress(SrtpError):
                self.peer.send_rtp(
                    self._bent(self._random.choice([*RTP_PACKETS, self._own_packet()])).ljust(12, b"\0")
                )
            with contextlib.suppress(SrtpError):
                self.peer.send_rtcp(self._bent(rtcp.build([self._random.choice(RTCP_PACKETS)])).ljust(8, b"\0"))
            start = self._random.choice([b"", b"\x00\x01", b"\x16\xfe\xfd", b"\x80\x60", b"\x80\xc8"])
            self.peer.send_raw(start + self._random.randbytes(self._random.randint(1, 1400)))
        kinds: list[Callable[[], bytes | str]] = [
            lambda: self._random.randbytes(self._random.randint(0, 300)),
            lambda: "{" * self._random.randint(1, 500),
            self._bent_offer,
            lambda: self._bent(SignalRequest(offer=self._offer()).SerializeToString()),
        ]
        await self._say(self._random.choice(kinds)())

    def _own_packet(self) -> bytes:
        """Our own streams, with numbers, extensions and sizes at random."""
        ssrc = self._random.choice(self.ssrcs)
        extension = {
            self._random.randint(1, 14): self._random.randbytes(self._random.randint(1, 4)) for _ in range(3)
        }
        payload = self._random.randbytes(self._random.choice([0, 1, 2, 5, 1000]))
        sequence, timestamp = self._random.getrandbits(16), self._random.getrandbits(32)
        kind = self._random.choice([96, 97, 111])
        return rtp.build(kind, sequence, timestamp, ssrc, payload, extensions=extension)

    def _bent_offer(self) -> bytes:
        offer = self._offer()
        offer.sdp = self._bent(offer.sdp.encode()).decode("latin1")
        return SignalRequest(offer=offer).SerializeToString()

    def _bent(self, data: bytes) -> bytes:
        bent = bytearray(data)
        for _ in range(self._random.randint(0, 5)):
            at = self._random.randrange(len(bent) + 1)
            match self._random.randrange(3):
                case 0:
                    bent[at : at + 1] = self._random.randbytes(1)
                case 1:
                    del bent[at : at + self._random.randint(1, 8)]
                case _:
                    bent[at:at] = self._random.randbytes(self._random.randint(1, 8))
        return bytes(bent)

    async def _say(self, message: bytes | str) -> None:
        assert self._socket is not None
        if isinstance(message, str):
            await self._socket.send_str(message)
        else:
            await self._socket.send_bytes(message)

    @property
    def thrown_out(self) -> bool:
        return self._socket is None or self._socket.closed


async def _counters(url: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(url.replace("ws", "http") + "/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


@pytest.mark.media
async def test_the_others_lose_nothing() -> None:
    loop = asyncio.get_running_loop()
    async with media_server() as (_, url):
        publisher = Publisher(url, token("publisher", "hostile"))
        await publisher.join()
        sending = asyncio.create_task(publisher.run(600))
        guest = Subscriber(url, token("guest", "hostile"))
        await guest.join()
        async with asyncio.timeout(10):
            while len(guest.counting.highest) < 2:
                await asyncio.sleep(0.05)
        streams = list(guest.counting.highest)
        first, counted = dict(guest.counting.highest), sum(guest.counting.by_ssrc[s] for s in streams)
        begun = loop.time()
        rng = random.Random(20261123)
        vandals = 0
        end = loop.time() + SECONDS
        while loop.time() < end:
            vandals += 1
            vandal = Vandal(url, f"vandal-{vandals}", rng)
            await vandal.join()
            while loop.time() < end and not vandal.thrown_out:
                await vandal.wreck()
                await asyncio.sleep(0.01)
            await vandal.leave()
        sending.cancel()
        lasted = loop.time() - begun
        received, before = 0, -1
        while received > before:  # until the last of them arrived
            await asyncio.sleep(0.3)
            before, received = received, sum(guest.counting.by_ssrc[s] for s in streams) - counted
        # Numbers have no holes of the server's making, whichever layer its line is given.
        due = [guest.counting.highest[s] - first[s] & 0xFFFF for s in streams]
        counters = await _counters(url)
        await asyncio.gather(guest.leave(), publisher.leave(), sending, return_exceptions=True)
    assert received >= 0.98 * sum(due)  # loopback itself drops on a busy machine
    assert min(due) > 0.8 * lasted * min(source.AUDIO_RATE, source.FRAME_RATE)  # sound and pictures went on
    for reason in (
        "rtcp_malformed",
        "rtp_malformed",
        "srtp_auth",
        "stun_malformed",
        "not_webrtc",
        "signal_malformed",
    ):
        assert counters[f'sfu_dropped_packets_total{{reason="{reason}"}}'] > 0
