"""Bodies that are taken as they come, a piece at a time: files. A handler's parameter of this name gets one.

The rule kept here: the handler says how much it takes before anything is read, and no more than that ever is; who
promises more is refused before they send it, who is slower than IDLE_S for a piece or TOTAL_S for all is let go.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from aiohttp import web

from scheduler.http.problems import Problem

MEDIA_TYPE: Final = "application/octet-stream"
IDLE_S: Final = 30.0
TOTAL_S: Final = 600.0


class Upload:
    """The body of one request, not read yet."""

    def __init__(self, request: web.Request) -> None:
        """Raises 415 for a body that is wrapped in something."""
        if request.content_type != MEDIA_TYPE:
            raise Problem("unsupported-media-type", f"Send the file's own bytes, as {MEDIA_TYPE}.")
        self._request = request

    async def pieces(self, most: int) -> AsyncGenerator[bytes]:
        """The body, at most so many bytes of it. Raises 413 as soon as it is known to be more, 408, 400."""
        if (self._request.content_length or 0) > most:
            raise too_large(most)
        await _go_on(self._request)
        loop, taken = asyncio.get_running_loop(), 0
        ends = loop.time() + TOTAL_S
        while True:
            try:
                async with asyncio.timeout(min(IDLE_S, ends - loop.time())):
                    piece = await self._request.content.readany()
            except TimeoutError:
                raise Problem("too-slow", "The file did not come fast enough. Please try again.") from None
            except (ConnectionError, web.RequestPayloadError, ValueError):
                raise Problem("malformed-request", "The body ended early or could not be decoded.") from None
            if not piece:
                return
            taken += len(piece)
            if taken > most:
                raise too_large(most)
            yield piece


def too_large(most: int) -> Problem:
    """The 413 that names the limit, in words and as `most_bytes`."""
    return Problem(
        "too-large", f"This may have at most {most // 1_000_000} MB.", extensions={"most_bytes": most}, headers=_CLOSE
    )


# What is left of the body is not waited for.
_CLOSE: Final = {"Connection": "close"}


async def expect_later(request: web.Request) -> None:
    """`Expect: 100-continue` (RFC 9110, 10.1.1) is answered when the body is wanted, or by the refusal."""
    if request.headers.get("Expect", "").lower() != "100-continue":
        raise web.HTTPExpectationFailed


async def _go_on(request: web.Request) -> None:
    if "Expect" in request.headers and request.version >= (1, 1):
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the answer itself has not begun
