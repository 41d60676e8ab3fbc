"""A WebSocket that breaks and stays broken for 10 s: media goes on meanwhile, and then the session resumes."""

import asyncio
import base64
import contextlib
from typing import Final

from livekit.protocol.rtc import JoinRequest, SignalResponse, WrappedJoinRequest

from sfu.bench.clients import Client, Publisher, Subscriber
from sfu.tests.media.cutting import behind_relay
from sfu.tests.servers import media_server

CUT_S: Final = 10


class Resuming(Client):
    """What livekit-client does when its WebSocket breaks: the peer connection stays, a new WebSocket resumes."""

    sid = ""
    resumed = False

    async def _on_message(self, message: SignalResponse) -> None:
        match message.WhichOneof("message"):
            case "join":
                self.sid = message.join.participant.sid
            case "reconnect":
                self.resumed = True
            case "leave":
                raise AssertionError(f"the server said leave: {message.leave}")
            case _:
                await super()._on_message(message)

    async def _keep_alive(self) -> None:
        """Only the connectivity checks, which need no WebSocket."""
        while True:
            await asyncio.sleep(2)
            with contextlib.suppress(TimeoutError):
                if self._remote is not None and self.connected.is_set():
                    await self.peer.check(*self._remote)

    async def resume(self) -> None:
        assert self._session is not None
        request = JoinRequest(reconnect=True, participant_sid=self.sid)
        encoded = base64.urlsafe_b64encode(
            WrappedJoinRequest(join_request=request.SerializeToString()).SerializeToString()
        ).decode()
        params = {"join_request": encoded, "access_token": self._token}
        self._socket = await self._session.ws_connect(f"{self._url}/rtc/v1", params=params, max_msg_size=1 << 22)
        self._tasks.append(asyncio.create_task(self._read(self._socket)))
        async with asyncio.timeout(5):
            while not self.resumed:
                await asyncio.sleep(0.01)


class Speaker(Resuming, Publisher):
    pass


class Viewer(Resuming, Subscriber):
    pass


async def test_media_goes_on_and_the_session_resumes() -> None:
    async with media_server() as server, behind_relay(server) as (reached, relay):
        speaker = Speaker(reached.url, server.token("speaker"))
        viewer = Viewer(reached.url, server.token("viewer"))
        try:
            await speaker.join()
            sending = asyncio.create_task(speaker.run(3600))
            await viewer.join()
            async with asyncio.timeout(10):
                while len(viewer.counting.highest) < 2:
                    await asyncio.sleep(0.05)
            await asyncio.sleep(1)
            await relay.cut()
            for _ in range(CUT_S):
                sent, came = speaker.top_sent, viewer.counting.packets
                await asyncio.sleep(1)
                assert viewer.counting.packets - came > 0.8 * (speaker.top_sent - sent)
            await relay.open()
            await asyncio.gather(speaker.resume(), viewer.resume())
            # The same people on the same connections: nobody left, nobody joined again.
            sent, came = speaker.top_sent, viewer.counting.packets
            await asyncio.sleep(1)
            assert viewer.counting.packets - came > 0.8 * (speaker.top_sent - sent)
            assert await server.metric("sfu_joins_total") == 2
            assert await server.metric("sfu_resumes_total") == 2
            sending.cancel()
        finally:
            await asyncio.gather(speaker.leave(), viewer.leave())
