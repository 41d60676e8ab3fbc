"""What is brought to S3 arrives whole, through failures and the end of a process; what is refused is said at once."""

from __future__ import annotations

import random
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sfu.recording.s3 import Bucket
from sfu.recording.uploader import Uploader, UploadError
from sfu.recording.uploads import Upload, UploadLostError, load
from sfu.tests.s3server import BUCKET, REGION, S3Server, s3_server

NOW = 1_800_000_000.0
PART = 5 << 20  # the least S3 takes
KEY = "chess/Ärger & Co. 100%.webm"


@pytest.fixture
async def server() -> AsyncIterator[S3Server]:
    async with s3_server() as made:
        yield made


def upload_to(server: S3Server, **headers: str) -> Upload:
    bucket = Bucket(BUCKET, server.access_key, server.secret, region=REGION, endpoint=server.url, path_style=True)
    return Upload("EG_1", bucket, headers)


def large(folder: Path) -> tuple[Path, bytes]:
    """Three parts, the last one short."""
    data = random.Random(7).randbytes(2 * PART + 1000)
    path = folder / "large.webm"
    path.write_bytes(data)
    return path, data


class Pauses:
    """Waits no time, and remembers how long it should have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def nothing(_: Upload) -> None:
    """Keeps no state."""


def kept_in(folder: Path) -> Callable[[Upload], None]:
    return lambda upload: upload.save(folder)


async def test_a_small_file_arrives_in_one_request_with_what_was_asked(server: S3Server, tmp_path: Path) -> None:
    path = tmp_path / "small.webm"
    path.write_bytes(b"small")
    upload = upload_to(server, **{"x-amz-meta-room": "chess", "content-disposition": "attachment"})
    await Uploader(lambda: NOW, part=PART).bring(upload, {KEY: path}, nothing)
    found = server.object(KEY)
    assert (found["Body"], found["Metadata"], found["ContentDisposition"]) == (
        b"small",
        {"room": "chess"},
        "attachment",
    )
    assert len(server.asked) == 1


async def test_a_large_file_arrives_in_parts(server: S3Server, tmp_path: Path) -> None:
    path, data = large(tmp_path)
    await Uploader(lambda: NOW, part=PART).bring(upload_to(server), {KEY: path}, nothing)
    assert server.object(KEY)["Body"] == data
    assert server.parts() == 3


async def test_what_fails_for_a_while_is_tried_again_ever_later(server: S3Server, tmp_path: Path) -> None:
    path, data = large(tmp_path)
    troubles = [503, 500, 429]
    server.fail = lambda method, url: troubles.pop() if troubles and "partNumber=2" in url else None
    pauses = Pauses()
    await Uploader(lambda: NOW, pauses, part=PART).bring(upload_to(server), {KEY: path}, nothing)
    assert server.object(KEY)["Body"] == data
    assert pauses.seconds == [1, 2, 4]


async def test_the_next_process_sends_only_what_did_not_arrive(server: S3Server, tmp_path: Path) -> None:
    path, data = large(tmp_path)
    server.fail = lambda method, url: 0 if "partNumber=3" in url else None
    files = {"first": tmp_path / "first", KEY: path}
    files["first"].write_bytes(b"first")
    with pytest.raises(UploadError, match="ServerDisconnected"):
        await Uploader(lambda: NOW, part=PART, tries=1).bring(
            upload_to(server), files, lambda each: each.save(tmp_path)
        )
    assert server.stored() == ["first"]
    server.fail = lambda method, url: None
    server.asked.clear()
    kept = load(tmp_path, "EG_1")
    assert kept is not None
    await Uploader(lambda: NOW, part=PART).bring(kept, files, kept_in(tmp_path))
    assert server.object(KEY)["Body"] == data
    assert server.parts() == 1
    assert not [url for _, url in server.asked if "first" in url]
    kept.remove(tmp_path)
    assert load(tmp_path, "EG_1") is None


async def test_parts_the_bucket_threw_away_are_sent_anew(server: S3Server, tmp_path: Path) -> None:
    path, data = large(tmp_path)
    upload = upload_to(server)
    upload.begun[KEY] = "an-upload-nobody-knows"
    await Uploader(lambda: NOW, part=PART).bring(upload, {KEY: path}, nothing)
    assert server.object(KEY)["Body"] == data


async def test_what_is_refused_is_not_tried_again_and_tells_no_secret(server: S3Server, tmp_path: Path) -> None:
    path = tmp_path / "small.webm"
    path.write_bytes(b"small")
    pauses = Pauses()
    uploader = Uploader(lambda: NOW, pauses)
    right = upload_to(server)
    wrong = replace(right, bucket=replace(right.bucket, secret="another-secret"))
    with pytest.raises(UploadError, match="403 SignatureDoesNotMatch") as refused:
        await uploader.bring(wrong, {KEY: path}, nothing)
    assert "another-secret" not in str(refused.value)
    elsewhere = replace(right, bucket=replace(right.bucket, name="nowhere"))
    with pytest.raises(UploadError, match="404 NoSuchBucket"):
        await uploader.bring(elsewhere, {KEY: path}, nothing)
    assert not pauses.seconds


def test_what_is_kept_for_the_next_process_is_for_its_user_alone(tmp_path: Path) -> None:
    upload = Upload("EG_1", Bucket(BUCKET, "key", "secret"), begun={"a": "1"})
    upload.save(tmp_path)
    (path,) = (tmp_path / ".uploads").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert load(tmp_path, "EG_1") == upload
    path.write_text('{"bucket": {"secret": "hush"}}')
    with pytest.raises(UploadLostError) as lost:
        load(tmp_path, "EG_1")
    assert "hush" not in str(lost.value)
