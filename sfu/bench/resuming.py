"""Lean clients that keep their peer connection when their WebSocket breaks, and resume, as livekit-client does."""

import asyncio
import base64
import contextlib

from livekit.protocol.rtc import JoinRequest, SignalResponse, WrappedJoinRequest

from sfu.bench.clients import Client, Publisher, Subscriber

_CHECK_S = 2.0


class Resuming(Client):
    """`resume` after the WebSocket broke; `hang_up` breaks it."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.sid = ""
        self._resumed = asyncio.Event()

    async def hang_up(self) -> None:
        """The WebSocket's connection is gone, without a word."""
        assert self._socket is not None
        connection = self._socket._response.connection
        if connection is not None and connection.transport is not None:
            connection.transport.abort()
        with contextlib.suppress(ConnectionError):
            await self._socket.close()

    async def resume(self) -> None:
        """Returns when the server has welcomed us back. Raises TimeoutError after 5 s."""
        assert self._session is not None
        self._resumed.clear()
        wrapped = WrappedJoinRequest(
            join_request=JoinRequest(reconnect=True, participant_sid=self.sid).SerializeToString()
        )
        encoded = base64.urlsafe_b64encode(wrapped.SerializeToString()).decode()
        self._socket = await self._session.ws_connect(
            f"{self._url}/rtc/v1",
            params={"join_request": encoded, "access_token": self._token},
            max_msg_size=1 << 22,
        )
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(self._read(self._socket)))
        await asyncio.wait_for(self._resumed.wait(), 5)

    async def vanish(self) -> None:
        """Gone without a goodbye of any kind, as a phone in a tunnel."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.hang_up()
        if self.peer.dtls._task is not None:
            self.peer.dtls._task.cancel()
        if self.peer._transport is not None:
            self.peer._transport.abort()
        if self._session is not None:
            await self._session.close()

    async def _on_message(self, message: SignalResponse) -> None:
        match message.WhichOneof("message"):
            case "join":
                self.sid = message.join.participant.sid
            case "reconnect":
                self._resumed.set()
            case _:
                await super()._on_message(message)

    async def _keep_alive(self) -> None:
        """Only the connectivity checks, which need no WebSocket."""
        while True:
            await asyncio.sleep(_CHECK_S)
            if self._remote is not None and self.connected.is_set():
                with contextlib.suppress(TimeoutError):
                    await self.peer.check(*self._remote)


class Speaker(Resuming, Publisher):
    """Publishes."""


class Viewer(Resuming, Subscriber):
    """Watches."""
