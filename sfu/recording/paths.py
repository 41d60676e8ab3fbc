"""Where a recording's files lie, from the template a request names: pure.

The rule: everything lies below the recordings' folder, whatever room, person or request is called; what a name may
not contain becomes "_", and a template that tries to leave the folder is refused, not mended.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

DEFAULT_TEMPLATE: Final = "{room_name}/{time}"
MAX_PART: Final = 120
"""Bytes of one name, so that a suffix still fits a file system's 255."""
MAX_PARTS: Final = 8
MAX_TEMPLATE: Final = 1024

_UNSAFE: Final = re.compile(r"[^\w.@+-]", re.ASCII)
_FIELD: Final = re.compile(r"\{([a-z_]+)\}")
_EXTENSIONS: Final = frozenset({".webm", ".mp4", ".mkv", ".ogg", ".mp3", ".m4a", ".h264", ".ivf"})


class PathError(ValueError):
    """A file path that cannot be used; the text says why."""


def safe(text: str) -> str:
    """A name for one file or folder: letters, digits, `_.@+-`; never empty, hidden, or longer than MAX_PART."""
    cleaned = _UNSAFE.sub("_", text)[:MAX_PART].lstrip(".")
    return cleaned or "_"


def times(wall: float) -> dict[str, str]:
    """The time's fields of a template, in UTC: {time}, {utc}, {year}, {month}, {day}, {hour}, {minute}, {second}."""
    at = datetime.fromtimestamp(wall, UTC)
    fields = {name: at.strftime(code) for name, code in _CODES.items()}
    return {"time": at.strftime("%Y-%m-%dT%H%M%S"), "utc": at.strftime("%Y%m%d%H%M%S"), **fields}


_CODES: Final = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}


def resolve(template: str, values: Mapping[str, str]) -> PurePosixPath:
    """The path below the recordings' folder, without an extension. `values`: the fields' values, of any content.

    Raises PathError: an absolute path, one that climbs, an unknown field, too long.
    """
    template = template or DEFAULT_TEMPLATE
    if len(template) > MAX_TEMPLATE:
        raise PathError(f"a file path has at most {MAX_TEMPLATE} characters")
    if template.startswith("/") or "\\" in template or "\0" in template:
        raise PathError("a file path is relative to the recordings' folder and has no backslash")
    if template.endswith("/"):
        template += PurePosixPath(DEFAULT_TEMPLATE).name
    parts = template.split("/")
    if len(parts) > MAX_PARTS:
        raise PathError(f"a file path has at most {MAX_PARTS} parts")
    made = [safe(_filled(part, values)) for part in parts if part not in {"", "."}]
    if ".." in parts or not made:
        raise PathError("a file path stays below the recordings' folder")
    last = PurePosixPath(made[-1])
    made[-1] = last.stem if last.suffix.lower() in _EXTENSIONS else last.name
    return PurePosixPath(*made)


def wishes_mp4(template: str) -> bool:
    """Whether the name asks for MP4."""
    return template.lower().endswith((".mp4", ".m4a"))


def _filled(part: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise PathError(f"unknown field {{{match[1]}}}: there are {', '.join(sorted(values))}")
        return values[match[1]]

    return _FIELD.sub(value, part)
