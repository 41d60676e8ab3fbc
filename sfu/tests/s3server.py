"""A real S3 server on loopback, behind a proxy that can be made to fail."""

import contextlib
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from deploy.tests.s3server import REGION, Storage, storage

__all__ = ["BUCKET", "REGION", "S3Server", "s3_server"]

BUCKET: Final = "meetings"


@dataclass
class S3Server:
    """`url`: of the proxy; `asked`: (method, path with query) of all that came by. `fail` may answer instead."""

    url: str
    storage: Storage
    asked: list[tuple[str, str]] = field(default_factory=list)
    fail: Callable[[str, str], int | None] = lambda method, path: None

    @property
    def access_key(self) -> str:
        return self.storage.access_key

    @property
    def secret(self) -> str:
        return self.storage.secret

    @property
    def s3(self) -> Any:
        return self.storage.s3

    def object(self, key: str) -> dict[str, Any]:
        """As boto3 gets it, its body read."""
        return self.storage.object(key)

    def stored(self) -> list[str]:
        return self.storage.keys()

    def parts(self) -> int:
        """Parts that were sent so far."""
        return sum(method == "PUT" and "partNumber" in path for method, path in self.asked)


@contextlib.asynccontextmanager
async def s3_server() -> AsyncIterator[S3Server]:
    """With a bucket, and a user who may write to it."""
    async with storage(BUCKET) as kept:
        made = S3Server("", kept)
        async with _proxy(made, kept.url) as url:
            made.url = url
            yield made


@contextlib.asynccontextmanager
async def _proxy(made: S3Server, direct: str) -> AsyncIterator[str]:
    """Passes everything on as it is, so that signatures hold."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:

        async def handle(request: web.Request) -> web.StreamResponse:
            body, path = await request.read(), request.raw_path
            made.asked.append((request.method, path))
            status = made.fail(request.method, path)
            if status == 0:
                assert request.transport is not None
                request.transport.abort()
            if status is not None:
                return web.Response(status=status or 500, text="<Error><Code>Made</Code></Error>")
            url = URL(direct + path, encoded=True)
            skipped = ("Content-Type",)
            async with session.request(
                request.method, url, data=io.BytesIO(body), headers=request.headers, skip_auto_headers=skipped
            ) as answer:
                headers = {n: v for n, v in answer.headers.items() if n.lower() in ("etag", "content-type")}
                return web.Response(status=answer.status, body=await answer.read(), headers=headers)

        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{path:.*}", handle)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            await server.close()
