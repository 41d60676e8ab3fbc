"""A real S3 server on loopback (moto's), which checks who signed what, for the tests of every service."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import boto3

REGION: Final = "eu-central-1"
_POLICY: Final = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
_UNCHECKED: Final = 3  # the calls that make the user: nobody can sign before


@dataclass(frozen=True, slots=True)
class Storage:
    """A bucket, who may use it, and boto3 as another witness of what is in it."""

    url: str
    bucket: str
    access_key: str
    secret: str
    s3: Any

    def keys(self) -> list[str]:
        """The names of all objects."""
        return [each["Key"] for each in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])]

    def object(self, key: str) -> dict[str, Any]:
        """As boto3 gets it, its body read."""
        found: dict[str, Any] = self.s3.get_object(Bucket=self.bucket, Key=key)
        return {**found, "Body": found["Body"].read()}


@contextlib.asynccontextmanager
async def storage(bucket: str) -> AsyncIterator[Storage]:
    """A server with an empty bucket, and a user who may use it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)),
        env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(_UNCHECKED)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _answers(port, process)
        yield await asyncio.to_thread(_furnish, f"http://127.0.0.1:{port}", bucket)
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


def _furnish(url: str, bucket: str) -> Storage:
    nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": REGION, "endpoint_url": url}
    iam = boto3.client("iam", **nobody)
    iam.create_user(UserName="storing")
    iam.put_user_policy(UserName="storing", PolicyName="all", PolicyDocument=_POLICY)
    made = iam.create_access_key(UserName="storing")["AccessKey"]
    key, secret = made["AccessKeyId"], made["SecretAccessKey"]
    s3 = boto3.client("s3", aws_access_key_id=key, aws_secret_access_key=secret, region_name=REGION, endpoint_url=url)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return Storage(url, bucket, key, secret, s3)
