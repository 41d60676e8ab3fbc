"""The MediaRelay server: POST /publish and /subscribe take {"sdp", "type"} and answer in kind; GET /readyz.

The rule: be fair to it. Its encoder may use the bitrate of the publisher's top layer, so that it sends as many
packets as a forwarding server; a slow subscriber skips frames (`buffered=False`); uvloop turns its loop too.
"""

import argparse
import asyncio

import aioice.ice
import aiortc.codecs.vpx
import uvloop
from aiohttp import web
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay

from sfu.bench import source


class RelayServer:
    """One publisher, any number of subscribers."""

    def __init__(self) -> None:
        self._relay = MediaRelay()
        self._tracks: list[MediaStreamTrack] = []
        self._connections: list[RTCPeerConnection] = []

    async def publish(self, request: web.Request) -> web.Response:
        connection = self._connection()
        connection.on("track", self._tracks.append)
        return await self._answer(connection, request)

    async def subscribe(self, request: web.Request) -> web.Response:
        connection = self._connection()
        for track in self._tracks:
            connection.addTrack(self._relay.subscribe(track, buffered=False))
        return await self._answer(connection, request)

    def _connection(self) -> RTCPeerConnection:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connections.append(connection)
        return connection

    async def _answer(self, connection: RTCPeerConnection, request: web.Request) -> web.Response:
        offer = await request.json()
        await connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], offer["type"]))
        answer = await connection.createAnswer()
        assert answer is not None
        await connection.setLocalDescription(answer)
        local = connection.localDescription
        return web.json_response({"sdp": local.sdp, "type": local.type})


async def ready(request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def serve(port: int) -> None:
    server = RelayServer()
    app = web.Application()
    app.router.add_post("/publish", server.publish)
    app.router.add_post("/subscribe", server.subscribe)
    app.router.add_get("/readyz", ready)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def loopback_only() -> None:
    """aioice leaves 127.0.0.1 out, and a machine may have no other address."""
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    loopback_only()
    aiortc.codecs.vpx.DEFAULT_BITRATE = aiortc.codecs.vpx.MAX_BITRATE = source.LAYERS[-1].bitrate
    uvloop.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
