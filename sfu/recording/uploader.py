"""Brings files to S3: small ones in one request, large ones in parts, tried again until the bucket has acknowledged.

The rule: a file counts as brought when the bucket said so of all of it. Parts that arrived are not sent again, not
after a lost connection and not by the next process.
"""

import asyncio
import hashlib
import html
import io
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from sfu.recording.s3 import Bucket
from sfu.recording.uploads import Upload

PART: Final = 16 << 20
"""Bytes of one part; S3 takes 5 MiB to 5 GiB, and up to MOST of them."""
MOST: Final = 10_000
TRIES: Final = 12
"""Of one request, 1, 2, 4 … LONGEST_PAUSE seconds apart: about half an hour."""
LONGEST_PAUSE: Final = 300.0
_TIMEOUT: Final = aiohttp.ClientTimeout(total=600, sock_connect=15)
_MAX_ANSWER: Final = 1 << 20
_AGAIN: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})


class UploadError(Exception):
    """It cannot be brought there, or not now; the text names what the bucket said, and no secret."""


class _GoneError(UploadError):
    """The multipart upload is not known any more."""


class Uploader:
    """One a node. `wall`: unix seconds; `pause`: waits between tries."""

    def __init__(
        self,
        wall: Callable[[], float],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        part: int = PART,
        tries: int = TRIES,
    ) -> None:
        self._wall = wall
        self._pause = pause
        self._part = part
        self._tries = tries
        self._one = asyncio.Lock()  # the line is the meetings'; recordings can wait

    async def bring(self, upload: Upload, files: Mapping[str, Path], save: Callable[[Upload], None]) -> None:
        """`files`: key of the object → file. `save` keeps the state for the next process.

        Raises UploadError, OSError.
        """
        async with self._one, aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            for key, path in files.items():
                if key in upload.done:
                    continue
                bringing = _Bringing(self, session, upload, key, path)
                try:
                    await bringing.bring(save)
                except _GoneError:
                    upload.begun.pop(key, None)
                    await bringing.bring(save)
                upload.done.append(key)
                await asyncio.to_thread(save, upload)


class _Bringing:
    """One file."""

    def __init__(self, of: Uploader, session: aiohttp.ClientSession, upload: Upload, key: str, path: Path) -> None:
        self._of, self._session, self._upload, self._key, self._path = of, session, upload, key, path

    @property
    def _bucket(self) -> Bucket:
        return self._upload.bucket

    async def bring(self, save: Callable[[Upload], None]) -> None:
        size = self._path.stat().st_size
        if size <= self._of._part and self._key not in self._upload.begun:
            body = await asyncio.to_thread(self._path.read_bytes)
            await self._ask("PUT", {}, body, self._upload.headers)
            return
        part = max(self._of._part, -(-size // MOST))
        if self._key not in self._upload.begun:
            begun = await self._ask("POST", {"uploads": ""}, b"", self._upload.headers)
            self._upload.begun[self._key] = _one("UploadId", begun)
            await asyncio.to_thread(save, self._upload)
        name = {"uploadId": self._upload.begun[self._key]}
        tags = await self._there(name)
        for number in range(1, -(-size // part) + 1):
            if number not in tags:
                body = await asyncio.to_thread(_read, self._path, (number - 1) * part, part)
                tags[number] = await self._put_part(name, number, body)
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{html.escape(tag)}</ETag></Part>"
            for number, tag in sorted(tags.items())
        )
        whole = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        answer = await self._ask("POST", name, whole, {})
        if "<Error>" in answer:  # S3 says 200 before it knows
            raise UploadError(f"{self._key}: {_said(answer)}")

    async def _there(self, name: Mapping[str, str]) -> dict[int, str]:
        """Number → tag of the parts that arrived."""
        tags: dict[int, str] = {}
        marker = "0"
        for _ in range(MOST // 1000 + 1):
            listed = await self._ask("GET", {**name, "part-number-marker": marker}, b"", {})
            for part in re.findall(r"<Part>(.*?)</Part>", listed, re.DOTALL):
                tags[int(_one("PartNumber", part))] = _one("ETag", part)
            if "<IsTruncated>true" not in listed:
                break
            marker = _one("NextPartNumberMarker", listed)
        return tags

    async def _put_part(self, name: Mapping[str, str], number: int, body: bytes) -> str:
        return await self._ask("PUT", {**name, "partNumber": str(number)}, body, {}, header="ETag")

    async def _ask(
        self, method: str, query: Mapping[str, str], body: bytes, headers: Mapping[str, str], *, header: str = ""
    ) -> str:
        """One request until it is answered well: the answer's body, or the `header` asked for."""
        url = self._bucket.url(self._key, query)
        payload = await asyncio.to_thread(lambda: hashlib.sha256(body).hexdigest())
        trouble = ""
        for tried in range(self._of._tries):
            if tried:
                await self._of._pause(min(2.0 ** (tried - 1), LONGEST_PAUSE))
            signed = self._bucket.signed(method, url, self._of._wall(), payload=payload, headers=headers)
            try:
                async with self._session.request(
                    method,
                    URL(url, encoded=True),
                    data=io.BytesIO(body),
                    headers=signed,
                    allow_redirects=False,
                    skip_auto_headers=("Content-Type",),
                ) as answer:
                    said = (await answer.content.read(_MAX_ANSWER)).decode(errors="replace")
                    if answer.status < HTTPStatus.MULTIPLE_CHOICES:
                        return answer.headers[header] if header else said
            except (aiohttp.ClientError, TimeoutError, KeyError) as error:
                trouble = f"{type(error).__name__}"
                continue
            if answer.status == HTTPStatus.NOT_FOUND and "<Code>NoSuchUpload<" in said:
                raise _GoneError(f"{self._key}: the bucket forgot what it was sent")
            trouble = f"{answer.status} {_said(said)}"
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status not in _AGAIN:
                break
        raise UploadError(f"{self._key}: {trouble}")


def _read(path: Path, at: int, most: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(most)


def _one(name: str, text: str) -> str:
    """The text of the first element of that name. S3's answers are flat and have no attributes there."""
    found = re.search(rf"<{name}>([^<]*)</{name}>", text)
    if found is None:
        raise UploadError(f"the bucket's answer has no {name}")
    return html.unescape(found[1])


def _said(text: str) -> str:
    """What an error's body says."""
    found = [re.search(rf"<{name}>([^<]*)<", text) for name in ("Code", "Message")]
    return ": ".join(each[1] for each in found if each)[:300] or "without a word"
