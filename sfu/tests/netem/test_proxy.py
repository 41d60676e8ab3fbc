"""The proxies in front of real sockets: datagrams take the line's time, flows are kept apart, streams can be cut."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from sfu.netem import Conditions
from sfu.netem.proxy import HOST, StreamProxy, UdpProxy, stream_proxy, udp_proxy


class Echo(asyncio.DatagramProtocol):
    """Sends everything back, and remembers from where it came."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, int]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.seen.add(addr)
        self.transport.sendto(data, addr)


class Client(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.got: asyncio.Queue[bytes] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.got.put_nowait(data)


@pytest.fixture
async def echo() -> AsyncIterator[tuple[UdpProxy, Echo]]:
    server = Echo()
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: server, local_addr=(HOST, 0))
    async with udp_proxy() as proxy:
        proxy.server = server.transport.get_extra_info("sockname")
        yield proxy, server
    server.transport.close()
    await asyncio.sleep(0)


async def client_of(proxy: UdpProxy) -> Client:
    client = Client()
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: client, remote_addr=(HOST, proxy.port))
    return client


async def test_datagrams_go_there_and_back_in_the_lines_time(echo: tuple[UdpProxy, Echo]) -> None:
    proxy, _ = echo
    proxy.change(up=Conditions(delay=0.03), down=Conditions(delay=0.05))
    client = await client_of(proxy)
    begin = asyncio.get_running_loop().time()
    for i in range(5):
        client.transport.sendto(bytes([i]))
    got = [await asyncio.wait_for(client.got.get(), 5) for _ in range(5)]
    assert got == [bytes([i]) for i in range(5)]
    assert asyncio.get_running_loop().time() - begin >= 0.079
    client.transport.close()


async def test_each_client_has_a_flow_and_conditions_of_its_own(echo: tuple[UdpProxy, Echo]) -> None:
    proxy, server = echo
    first = await client_of(proxy)
    first.transport.sendto(b"first")
    assert await asyncio.wait_for(first.got.get(), 5) == b"first"
    proxy.change(down=Conditions(loss=1.0), since=1)
    second = await client_of(proxy)
    second.transport.sendto(b"second")
    first.transport.sendto(b"again")
    assert await asyncio.wait_for(first.got.get(), 5) == b"again"
    while len(server.seen) < 2:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.02)
    assert second.got.empty()
    assert proxy.flows[1].down.lost == 1
    proxy.flows[1].change(down=Conditions())
    second.transport.sendto(b"mended")
    assert await asyncio.wait_for(second.got.get(), 5) == b"mended"
    for client in (first, second):
        client.transport.close()


async def test_a_stream_is_passed_on_cut_refused_and_mended() -> None:
    async def upper(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(100):
                writer.write(data.upper())
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def says(proxy: StreamProxy, what: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]:
        reader, writer = await asyncio.open_connection(HOST, proxy.port)
        writer.write(what)
        try:
            return reader, writer, await asyncio.wait_for(reader.read(100), 5)
        except ConnectionError:
            return reader, writer, b""

    server = await asyncio.start_server(upper, HOST, 0)
    async with stream_proxy(server.sockets[0].getsockname()) as proxy:
        reader, writer, answer = await says(proxy, b"hello")
        assert answer == b"HELLO"
        proxy.cut()
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await asyncio.wait_for(reader.readexactly(1), 5)
        writer.close()
        _, refused, answer = await says(proxy, b"there?")
        assert answer == b""
        assert proxy.refused == 1
        refused.close()
        proxy.mend()
        _, mended, answer = await says(proxy, b"again")
        assert answer == b"AGAIN"
        mended.close()
    server.close()
    await server.wait_closed()
