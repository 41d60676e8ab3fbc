"""Answers that are files, written as they are read.

The rule kept here: what people uploaded never runs in anybody's browser: it is saved, not shown, with a policy under
which nothing loads (RFC 6266, CSP 3); `inline` is for images that we drew ourselves.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web
from pydantic_core import CoreSchema, core_schema

WRITE_S: Final = 30.0
ANY: Final = "*/*"
"""The media type of an operation that answers with files of several."""
_LOCKED: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-site",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is said of a file beside its bytes. `size` in bytes; `name` as it is saved."""

    name: str
    media_type: str
    size: int
    inline: bool = False
    cache: str = "private, no-store"


class Download(web.StreamResponse):
    """What a handler returns to answer with a file. `pieces` is closed whichever side ends; where it ends early, so
    does the connection, and the reader knows by the length."""

    def __init__(self, leaf: Leaf, pieces: AsyncGenerator[bytes]) -> None:
        super().__init__(headers={**_LOCKED, "Cache-Control": leaf.cache})
        self.headers["Content-Type"] = leaf.media_type
        self.headers["Content-Disposition"] = disposition(leaf.name, inline=leaf.inline)
        self.content_length = leaf.size
        self._pieces = pieces

    async def write_eof(self, data: bytes = b"") -> None:
        """Write every piece, then end."""
        try:
            async for piece in self._pieces:
                await asyncio.wait_for(self.write(piece), WRITE_S)
        except TimeoutError:
            raise ConnectionResetError("the reader is too slow") from None
        finally:
            await self._pieces.aclose()
        await super().write_eof(data)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        """In the document: bytes, which JSON Schema says nothing of."""
        return core_schema.any_schema()


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition (RFC 6266): the name in ASCII for all, and as it is for those who read RFC 8187."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%;' else "_" for char in name)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
