"""A real S3 server on loopback (moto's), which checks who signed what, behind a proxy that can be made to fail."""

import asyncio
import contextlib
import io
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import boto3
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

BUCKET: Final = "meetings"
REGION: Final = "eu-central-1"
_POLICY: Final = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
_UNCHECKED: Final = 3  # calls that make the user: nobody can sign before


@dataclass
class S3Server:
    """`url`: of the proxy; `asked`: (method, path with query) of all that came by. `fail` may answer instead."""

    url: str
    access_key: str
    secret: str
    s3: Any
    asked: list[tuple[str, str]] = field(default_factory=list)
    fail: Callable[[str, str], int | None] = lambda method, path: None

    def object(self, key: str) -> dict[str, Any]:
        """As boto3 gets it, its body read."""
        found: dict[str, Any] = self.s3.get_object(Bucket=BUCKET, Key=key)
        return {**found, "Body": found["Body"].read()}

    def stored(self) -> list[str]:
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def parts(self) -> int:
        """Parts that were sent so far."""
        return sum(method == "PUT" and "partNumber" in path for method, path in self.asked)


@contextlib.asynccontextmanager
async def s3_server() -> AsyncIterator[S3Server]:
    """With a bucket, and a user who may write to it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    direct = f"http://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)),
        env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(_UNCHECKED)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _answers(port, process)
        key, secret, s3 = await asyncio.to_thread(_user, direct)
        made = S3Server("", key, secret, s3)
        async with _proxy(made, direct) as url:
            made.url = url
            yield made
    finally:
        process.terminate()
        await process.wait()


async def _answers(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while True:
            assert process.returncode is None, "moto ended"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def _user(url: str) -> tuple[str, str, Any]:
    nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": REGION, "endpoint_url": url}
    iam = boto3.client("iam", **nobody)
    iam.create_user(UserName="recorder")
    iam.put_user_policy(UserName="recorder", PolicyName="all", PolicyDocument=_POLICY)
    made = iam.create_access_key(UserName="recorder")["AccessKey"]
    s3 = boto3.client(
        "s3",
        aws_access_key_id=made["AccessKeyId"],
        aws_secret_access_key=made["SecretAccessKey"],
        region_name=REGION,
        endpoint_url=url,
    )
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return made["AccessKeyId"], made["SecretAccessKey"], s3


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
