"""Mails from templates: one text a kind and language, from which both the plain and the HTML part are made.

The rule kept here: what a mail looks like is decided by its template before any value is put in, so a name can
never become a heading, a link or a header. A template's blocks are parted by blank lines; the first is the
subject, a block that begins with `@` is the button to `url`, one that begins with `--` is the small print.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

FOLDER: Final = Path(__file__).parent / "templates"
DEFAULT_LOCALE: Final = "en"
_PLAIN: Final = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text; HTML is escaped below
_HTML: Final = Environment(
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True
)
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a template: its part in the mail and its words."""

    part: Literal["text", "button", "small"]
    words: Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's three texts."""

    subject: str
    text: str
    html: str


def available(kind: str, locale: str) -> str:
    """The language to write in: the reader's, else its base language, else English."""
    for candidate in (locale, locale.partition("-")[0], DEFAULT_LOCALE):
        if candidate.replace("-", "").isalnum() and (FOLDER / candidate / f"{kind}.j2").exists():
            return candidate
    raise LookupError(f"no template for {kind}")


def render(kind: str, locale: str, values: Mapping[str, Any]) -> Rendered:
    """The mail of this kind in this language. `values` must have every name the template uses, and `url` for a
    button.

    `role` (client or professional), when given, is shown as the sign of the side the reader is on.
    """
    language = available(kind, locale)
    subject, blocks = _template(kind, language)
    safe = {name: _one_line(value) if isinstance(value, str) else value for name, value in values.items()}
    parts = [(block.part, block.words.render(safe).strip()) for block in blocks]
    title = subject.render(safe).strip()
    url = str(safe.get("url", ""))
    role = str(safe.get("role", ""))
    html = _HTML.get_template("layout.html.j2").render(
        language=language, subject=title, parts=parts, url=url, role=role
    )
    return Rendered(title, _text(parts, url, role), html)


@cache
def _template(kind: str, language: str) -> tuple[Template, Sequence[Block]]:
    source = (FOLDER / language / f"{kind}.j2").read_text(encoding="utf-8")
    first, *rest = (" ".join(block.split()) for block in re.split(r"\n\s*\n", source.strip()))
    return _PLAIN.from_string(first), [_block(block) for block in rest]


def _block(source: str) -> Block:
    if source.startswith("@"):
        return Block("button", _PLAIN.from_string(source[1:].strip()))
    if source.startswith("--"):
        return Block("small", _PLAIN.from_string(source[2:].strip()))
    return Block("text", _PLAIN.from_string(source))


def _text(parts: Sequence[tuple[str, str]], url: str, role: str) -> str:
    lines = [f"[{'▬ ' if role == 'client' else '═ '}{role}]"] if role else []
    for part, words in parts:
        lines.append(f"{words}:\n{url}" if part == "button" else words)
    return "\n\n".join([*lines, "Visavis"]) + "\n"


def _one_line(value: str) -> str:
    """A value on one line: nothing that people typed can begin a block of its own."""
    return _SPACES.sub(" ", value).strip()
