"""Messages on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.files.endpoints import FileView
from scheduler.http import Instant, Strict
from scheduler.messages.rules import LONGEST, MOST_FILES, NoMessage, Side

Source = Literal["message", "room"]
Text = Annotated[str, Field(max_length=LONGEST)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class NewMessage(Strict):
    """A message: words, files that were uploaded before, or both. `id` is the caller's own choice (a random UUID):
    the same again is the same message. `source` room: a line of the room's chat."""

    id: UUID
    text: Text = ""
    files: Annotated[list[UUID], Field(max_length=MOST_FILES)] = Field(default_factory=list)
    source: Source = "message"


class EditMessage(Strict):
    """Other words."""

    text: Text


class MarkMessagesRead(Strict):
    """The number of the last message that was seen."""

    up_to: Number


class ReportMessage(Strict):
    """What is wrong with it."""

    reason: Annotated[str, Field(min_length=3, max_length=2000)]


class MessageView(BaseModel):
    """A message. `number` rises within the booking; of a deleted one only its place is left."""

    id: UUID
    number: int
    role: Side
    mine: bool
    source: Source
    text: str
    files: list[FileView]
    created_at: Instant
    edited_at: Instant | None
    deleted: bool


class MessageList(BaseModel):
    """Messages in the order they were written. `next_cursor` goes on in the direction asked for (without a cursor:
    back), null where there is no more; `newer_cursor` is where what is written after these begins.

    `read_up_to`: the number up to which each side has read; `closed`: why nothing can be written."""

    items: list[MessageView]
    next_cursor: str | None
    newer_cursor: str
    read_up_to: dict[Side, int]
    closed: NoMessage | None


class UnreadOfBooking(BaseModel):
    """How many messages of a booking I have not read."""

    booking_id: UUID
    unread: int
    newest_at: datetime


class UnreadMessages(BaseModel):
    """The bookings with something unread in the role in force, the newest first, 200 at most; `total` counts all."""

    items: list[UnreadOfBooking]
    total: int


class ReadUpTo(BaseModel):
    """How far each side has read."""

    read_up_to: dict[Side, int]
