"""A real S3 server on loopback, as files are kept in it."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from deploy.tests.s3server import REGION, Storage, storage
from scheduler.files.signing import Bucket


@dataclass(frozen=True, slots=True)
class S3Server:
    """The bucket, and what another witness finds in it."""

    bucket: Bucket
    storage: Storage

    def stored(self) -> dict[str, bytes]:
        """Every object."""
        return {key: self.storage.object(key)["Body"] for key in self.storage.keys()}  # noqa: SIM118 - not a dict


@contextlib.asynccontextmanager
async def s3_server() -> AsyncIterator[S3Server]:
    """With an empty bucket, and a user who may use it."""
    async with storage("visavis-files") as made:
        yield S3Server(Bucket(made.url, REGION, made.bucket, made.access_key, made.secret), made)
