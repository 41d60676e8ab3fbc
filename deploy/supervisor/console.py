"""What the person at the terminal sees: steps, prefixed log lines, one clear block when everything is up."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, TextIO

_COLOURS: Final = {"scheduler": "36", "media": "35", "web": "34", "database": "32", "build": "33"}
_WIDTH: Final = 10


class Console:
    """Writes whole lines to one stream; colours only on a terminal."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._colour = stream.isatty()

    def step(self, text: str) -> None:
        """Something begins or was done."""
        self._write(self._paint("1", f"→ {text}"))

    def trouble(self, text: str) -> None:
        """Something is wrong, with what to do about it."""
        self._write(self._paint("31", f"✗ {text}"))

    def line(self, name: str, text: str) -> None:
        """One line of a process's output, behind its name."""
        prefix = self._paint(_COLOURS.get(name, "37"), f"{name:<{_WIDTH}}│")
        self._write(f"{prefix} {_readable(text)}")

    def ready(self, address: str, logins: Sequence[Mapping[str, Any]], mail: str | None) -> None:
        """The block that says: open this, log in as these."""
        lines = ["", f"  Visavis is ready:  {address}", ""]
        if logins:
            lines.append("  Demo logins")
            for login in logins:
                roles = " and ".join(login.get("roles", ()))
                lines.append(f"    {login['email']:<28} {login['password']:<16} {login['name']} ({roles})")
            lines.append("")
        if mail:
            lines.append(f"  Mails that were sent:  {mail}")
        lines += ["  Ctrl-C ends everything.", ""]
        for text in lines:
            self._write(self._paint("1", text) if text else text)

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text

    def _write(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


def _readable(text: str) -> str:
    """Our services log JSON; a person reads level, message and what else it says."""
    if not text.startswith("{"):
        return text
    try:
        entry = json.loads(text)
    except ValueError:
        return text
    if not isinstance(entry, dict) or "message" not in entry:
        return text
    rest = {k: v for k, v in entry.items() if k not in ("time", "level", "message", "logger", "exception")}
    words = [str(entry.get("level", "")).upper().ljust(7), str(entry["message"])]
    words += [f"{key}={value}" for key, value in rest.items() if value not in (None, "")]
    return " ".join(words) + ("\n" + str(entry["exception"]) if entry.get("exception") else "")
