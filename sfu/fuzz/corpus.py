"""The kept inputs: one text file a target, one input a line in base64; a comment above an input says what it found.

The rule: what has a comment is a regression input and stays; the rest is replaced by `--keep` with the smallest set
that reaches the same code.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """One input. `found`: what it once broke ("ValueError: …"), "" for one that only reaches code."""

    data: bytes
    found: str = ""


def read(path: Path) -> list[Kept]:
    """The inputs of a corpus file, in its order; none where there is no file."""
    if not path.exists():
        return []
    kept: list[Kept] = []
    found: list[str] = []
    for line in path.read_text("ascii").splitlines():
        if line.startswith("#"):
            found.append(line[1:].strip())
        elif line:
            kept.append(Kept(base64.b64decode(line if line != "-" else "", validate=True), " ".join(found)))
            found = []
    return kept


def write(path: Path, kept: Sequence[Kept]) -> None:
    """Writes the file anew: regressions first, then the rest by size; each input once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known: dict[bytes, Kept] = {}
    for each in kept:
        if each.data not in known or each.found:
            known[each.data] = each
    ordered = sorted(known.values(), key=lambda each: (not each.found, len(each.data), each.data))
    lines: list[str] = []
    for each in ordered:
        if each.found:
            lines.append("# " + " ".join(ascii(each.found)[1:-1].split())[:160])
        lines.append(base64.b64encode(each.data).decode("ascii") or "-")
    path.write_text("".join(line + "\n" for line in lines), "ascii")
