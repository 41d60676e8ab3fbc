"""The types that endpoints share: strict bodies, instants, zones."""

import re
import zoneinfo
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)


class Strict(BaseModel):
    """Base of request bodies: no coercion, no unknown fields, texts without blank space around them.

    Lengths count what was sent. Fields named in VERBATIM (passwords) are taken as typed.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    VERBATIM: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="after")
    @classmethod
    def _trimmed(cls, value: Any, info: ValidationInfo) -> Any:
        if info.field_name in cls.VERBATIM:
            return value
        return [_trim(item) for item in value] if isinstance(value, list) else _trim(value)


def _trim(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value and not value.strip():
        raise ValueError("is only blank space")
    return value.strip()


_RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_MICROSECONDS: Final = re.compile(r"(\.\d{6})\d+")  # Python keeps no more
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


def _instant(value: Any) -> datetime:
    """RFC 3339 only, never a number: pydantic's own datetimes would take `0` out of a query."""
    if isinstance(value, str):
        if not _RFC3339.fullmatch(value):
            raise ValueError("is not an instant like 2027-03-11T17:00:00Z")
        value = datetime.fromisoformat(_MICROSECONDS.sub(r"\1", value.upper()))
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError("is not an instant like 2027-03-11T17:00:00Z")
    try:
        instant = value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is outside 2000 to 2200") from None
    if not _EARLIEST <= instant < _LATEST:
        raise ValueError("is outside 2000 to 2200")
    return instant


def wire(instant: datetime) -> str:
    """An instant as it goes over the wire: UTC with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[
    datetime,
    PlainValidator(_instant),
    PlainSerializer(wire, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-03-11T17:00:00Z"]}),
]
"""An instant (RFC 3339, any offset in; UTC with Z out), between the years 2000 and 2200."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("is not an IANA time zone such as Europe/Berlin")
    return value


ZoneName = Annotated[str, Field(max_length=64, examples=["Europe/Berlin"]), AfterValidator(_zone)]
"""The name of a zone in the pinned zone database."""
