"""A folder and an S3 server do the same: whole or not at all, twice is once, and what cannot be reached is said."""

import hashlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from auth.passwords import Passwords
from scheduler.app import assemble
from scheduler.clock import ManualClock
from scheduler.config import load
from scheduler.files.folder import FolderBlobs
from scheduler.files.port import PIECE, AwayError, Blobs, MissingError, Spooled, key_of
from scheduler.files.s3 import S3Blobs
from scheduler.files.signing import Bucket
from scheduler.tests.files.s3server import s3_server
from scheduler.tests.files.test_upload import bring, count, fetched, lying
from scheduler.tests.fixtures import CHEAP, RING, serving

LONG_TEXT = b"All of it, and in the same order. " * 10_000
LONG = bytes(range(256)) * 1024  # four pieces


def spooled(tmp_path: Path, content: bytes) -> Spooled:
    path = tmp_path / uuid4().hex
    path.write_bytes(content)
    return Spooled(path, len(content), hashlib.sha256(content).hexdigest())


async def read(blobs: Blobs, key: str) -> bytes:
    return b"".join([piece async for piece in blobs.read(key)])


async def keeps_its_word(blobs: Blobs, tmp_path: Path) -> None:
    key, other = key_of(uuid4()), key_of(uuid4())
    with pytest.raises(MissingError):
        await read(blobs, key)
    await blobs.delete(key)  # nothing there is fine
    await blobs.put(key, spooled(tmp_path, LONG))
    await blobs.put(other, spooled(tmp_path, b"x"))
    assert await read(blobs, key) == LONG
    assert all([len(piece) <= PIECE async for piece in blobs.read(key)])
    await blobs.put(key, spooled(tmp_path, LONG))  # twice is once
    assert await read(blobs, key) == LONG
    reader = blobs.read(key)
    await anext(reader)
    await reader.aclose()  # a reader may leave in the middle
    await blobs.delete(key)
    await blobs.delete(key)
    with pytest.raises(MissingError):
        await read(blobs, key)
    assert await read(blobs, other) == b"x"


async def test_a_folder(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path / "kept")
    await keeps_its_word(blobs, tmp_path)
    left = [path.name for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert len(left) == 1, "nothing lies beside"
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    blobs, given = FolderBlobs(tmp_path / "kept"), spooled(tmp_path, b"x")
    with pytest.raises(AwayError):
        await blobs.put("ab/cd", given)
    with pytest.raises(AwayError):
        await blobs.delete("ab/cd")
    with pytest.raises(AwayError):
        await read(blobs, "ab/cd")


@asynccontextmanager
async def closing(blobs: S3Blobs) -> AsyncIterator[S3Blobs]:
    try:
        yield blobs
    finally:
        await blobs.close()


async def test_an_s3_server(tmp_path: Path) -> None:
    async with s3_server() as server, closing(S3Blobs(server.bucket)) as blobs:
        await keeps_its_word(blobs, tmp_path)
        assert list(server.stored().values()) == [b"x"]
        assert all(key.startswith("files/") for key in server.stored())

        given = spooled(tmp_path, b"meant")
        stranger = replace(server.bucket, secret_key="w" * 40)
        async with closing(S3Blobs(stranger)) as theirs:
            with pytest.raises(AwayError, match="403"):
                await theirs.put("ab/cd", given)
            with pytest.raises(AwayError, match="403"):
                await read(theirs, "ab/cd")
        missing = replace(server.bucket, name="no-such-bucket")
        async with closing(S3Blobs(missing)) as theirs:
            with pytest.raises(AwayError, match="404"):
                await theirs.put("ab/cd", given)
        assert len(server.stored()) == 1


async def test_an_s3_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    async with closing(S3Blobs(Bucket(f"http://127.0.0.1:{port}", "eu-central-1", "b", "k", "s"))) as blobs:
        with pytest.raises(AwayError):
            await blobs.put("ab/cd", spooled(tmp_path, b"x"))
        with pytest.raises(AwayError):
            await read(blobs, "ab/cd")
        with pytest.raises(AwayError):
            await blobs.delete("ab/cd")


async def test_the_whole_way_with_an_s3_server(fresh_database: str, tmp_path: Path, clock: ManualClock) -> None:
    async with s3_server() as server:
        bucket = server.bucket
        settings = load(
            {
                "VISAVIS_ENV": "test",
                "DATABASE_URL": fresh_database,
                "VISAVIS_STATE_DIR": str(tmp_path),
                "VISAVIS_FILES": "s3",
                "VISAVIS_FILES_S3_ENDPOINT": bucket.endpoint,
                "VISAVIS_FILES_S3_REGION": bucket.region,
                "VISAVIS_FILES_S3_BUCKET": bucket.name,
                "VISAVIS_FILES_S3_ACCESS_KEY": bucket.access_key,
                "VISAVIS_FILES_S3_SECRET_KEY": bucket.secret_key,
            }
        )
        parts = assemble(settings, clock=clock, passwords=Passwords(CHEAP), ring=RING)
        async with serving(parts) as browser:
            carla, id = await browser.person("Carla"), uuid4()
            assert (await bring(browser, carla, LONG_TEXT, "long.txt", id=id)).status == 200
            assert server.stored() == {f"files/{key_of(id)}": LONG_TEXT}
            assert (await fetched(browser, carla, id))[0] == LONG_TEXT
            assert lying(browser) == [], "nothing stays on our own disk"
            clock.move(hours=25)
            await parts.files.collector()()
            assert (server.stored(), await count(browser)) == ({}, 0)
