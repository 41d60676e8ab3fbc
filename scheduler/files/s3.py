"""Files in an S3-compatible store.

The rule kept here: what arrives is what was meant (its hash is signed), within a time, over connections of a pool.
"""

import time
from collections.abc import AsyncGenerator, Callable
from typing import BinaryIO, Final

import aiohttp
from yarl import URL

from scheduler.files.port import PIECE, AwayError, MissingError, Spooled
from scheduler.files.signing import Bucket

CONNECT_S: Final = 5.0
IDLE_S: Final = 30.0
TOTAL_S: Final = 300.0
_TYPE: Final = "application/octet-stream"


class S3Blobs:
    """Objects of a bucket below `prefix`."""

    def __init__(self, bucket: Bucket, *, prefix: str = "files/", unix: Callable[[], float] = time.time) -> None:
        """`unix` is real time: S3 compares it with its own, however our clock was moved."""
        self._bucket = bucket
        self._prefix = prefix
        self._unix = unix
        self._session: aiohttp.ClientSession | None = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TOTAL_S, connect=CONNECT_S, sock_read=IDLE_S),
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(limit=20),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
                auto_decompress=False,
            )
        return self._session

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def put(self, key: str, spooled: Spooled) -> None:
        """One PUT; S3 shows it when it has it whole."""
        key = self._prefix + key
        said = {"content-type": _TYPE, "content-length": str(spooled.size)}
        headers = self._bucket.signed("PUT", key, self._unix(), payload=spooled.sha256, headers=said)
        with spooled.path.open("rb") as file:
            await self._ask("PUT", key, headers, file)

    async def read(self, key: str) -> AsyncGenerator[bytes]:
        """One GET, as it comes."""
        key = self._prefix + key
        headers = self._bucket.signed("GET", key, self._unix())
        url = URL(self._bucket.url(key), encoded=True)
        try:
            async with self._opened().get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status == 404:
                    raise MissingError(key)
                if answer.status != 200:
                    raise AwayError(f"GET was answered with {answer.status}")
                async for piece in answer.content.iter_chunked(PIECE):
                    yield piece
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AwayError(type(error).__name__) from None

    async def delete(self, key: str) -> None:
        """One DELETE."""
        key = self._prefix + key
        await self._ask("DELETE", key, self._bucket.signed("DELETE", key, self._unix()), None)

    async def _ask(self, method: str, key: str, headers: dict[str, str], body: BinaryIO | None) -> None:
        url = URL(self._bucket.url(key), encoded=True)
        try:
            asked = self._opened().request(method, url, headers=headers, data=body, allow_redirects=False)
            async with asked as answer:
                await answer.read()
                if answer.status // 100 != 2 and not (method == "DELETE" and answer.status == 404):
                    raise AwayError(f"{method} was answered with {answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AwayError(type(error).__name__) from None
