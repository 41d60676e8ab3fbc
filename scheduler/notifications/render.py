"""Mails from blocks of words: from the same blocks both the plain and the HTML part are made.

The rule kept here: what a mail looks like is decided before any value is put in, so a name can never become a
heading, a link or a header. Mails of an account are templates (`templates/<language>/<kind>.j2`): blocks parted by
blank lines, the first the subject; one that begins with `@` is the button to `url`, with `--` the small print. What
is told of bookings is composed in `telling.py` from the words of each language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from scheduler.notifications.words import DEFAULT, RIGHT_TO_LEFT, Language, language, one_line

FOLDER: Final = Path(__file__).parent / "templates"
_PLAIN: Final = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text; HTML is escaped below
_HTML: Final = Environment(
    loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True
)
SIGNS: Final = {"client": "▬", "professional": "═"}  # the roles' edges, where there is no colour and no line
Part = tuple[Literal["text", "when", "button", "small"], str]


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


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the blocks. `role` (client or professional, or none) is shown as the sign of the side the
    reader is on; `unsubscribe` is the address behind the last line."""

    url: str = ""
    role: str = ""
    sign: str = ""
    role_word: str = ""
    unsubscribe: str = ""


def available(kind: str, locale: str) -> str:
    """The language of a template: the reader's, else its base language, else English."""
    for candidate in (locale, locale.partition("-")[0], DEFAULT):
        if candidate.replace("-", "").isalnum() and (FOLDER / candidate / f"{kind}.j2").exists():
            return candidate
    raise LookupError(f"no template for {kind}")


def render(kind: str, locale: str, values: Mapping[str, Any]) -> Rendered:
    """The mail of this template in this language. `values` must have every name the template uses, and `url` for a
    button; `role`, when given, is shown as its sign."""
    code = available(kind, locale)
    subject, blocks = _template(kind, code)
    safe = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
    parts: list[Part] = [(block.part, block.words.render(safe).strip()) for block in blocks]
    role = str(safe.get("role", ""))
    speech = language(code)
    frame = Frame(str(safe.get("url", "")), role, *signs(speech, role))
    return lay_out(speech, subject.render(safe).strip(), parts, frame)


def signs(speech: Language, role: str) -> tuple[str, str]:
    """The sentence and the word that name a role; empty for none."""
    return (speech.common(f"sign_{role}"), speech.common(f"role_{role}")) if role else ("", "")


def lay_out(speech: Language, subject: str, parts: Sequence[Part], frame: Frame) -> Rendered:
    """Both forms of a mail from its blocks."""
    words = speech.common("unsubscribe")
    html = _HTML.get_template("layout.html.j2").render(
        language=speech.code,
        direction="rtl" if speech.code in RIGHT_TO_LEFT else "ltr",
        subject=subject,
        parts=parts,
        url=frame.url,
        role=frame.role,
        sign=frame.sign,
        unsubscribe=frame.unsubscribe,
        unsubscribe_words=words,
    )
    lines = [f"[{SIGNS[frame.role]} {frame.role_word}]"] if frame.role else []
    lines += [f"{said}:\n{frame.url}" if part == "button" else said for part, said in parts]
    if frame.unsubscribe:
        lines.append(f"{words}:\n{frame.unsubscribe}")
    return Rendered(subject, "\n\n".join([*lines, "Visavis"]) + "\n", html)


@cache
def _template(kind: str, code: str) -> tuple[Template, Sequence[Block]]:
    source = (FOLDER / code / f"{kind}.j2").read_text(encoding="utf-8")
    first, *rest = (" ".join(block.split()) for block in re.split(r"\n\s*\n", source.strip()))
    return _PLAIN.from_string(first), [_block(block) for block in rest]


def _block(source: str) -> Block:
    if source.startswith("@"):
        return Block("button", _PLAIN.from_string(source[1:].strip()))
    if source.startswith("--"):
        return Block("small", _PLAIN.from_string(source[2:].strip()))
    return Block("text", _PLAIN.from_string(source))
