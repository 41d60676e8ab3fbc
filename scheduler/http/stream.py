"""Answers that go on: server-sent events (WHATWG HTML, section 9.2), written as they come until either side ends.

The rule kept here: nothing is queued for a reader who is slow; the next event is asked for when the last one is
written, and who takes longer than WRITE_S for one is let go.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from pydantic_core import CoreSchema, core_schema

MEDIA_TYPE: Final = "text/event-stream"
WRITE_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class ServerSent:
    """One event: its type, its data as JSON, and the id a reader resumes after. Without a type, a heartbeat."""

    event: str = ""
    data: Any = None
    id: str = ""

    def encoded(self) -> bytes:
        """As it goes over the wire; JSON has no line breaks of its own."""
        if not self.event:
            return b": \n\n"
        lines = [f"id: {self.id}"] if self.id else []
        lines += [f"event: {self.event}", f"data: {json.dumps(self.data, ensure_ascii=False)}"]
        return ("\n".join(lines) + "\n\n").encode()


Events = AsyncGenerator[ServerSent, None]


class EventStream(web.StreamResponse):
    """What a handler returns to answer with events. The generator starts after the headers have left, and is closed
    whichever side ends."""

    def __init__(self, events: Events) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self.content_type = MEDIA_TYPE
        self.charset = "utf-8"
        self._events = events

    async def write_eof(self, data: bytes = b"") -> None:
        """Write every event, then end. A reader who has left, or takes too long, ends it too."""
        try:
            async for event in self._events:
                await asyncio.wait_for(self.write(event.encoded()), WRITE_S)
        except TimeoutError:
            raise ConnectionResetError("the reader is too slow") from None
        finally:
            await self._events.aclose()
        await super().write_eof(data)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        """In the document: a text."""
        return core_schema.str_schema()
