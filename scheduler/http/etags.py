"""Entity tags and the conditions on them (RFC 9110, sections 8.8.3 and 13.1): pure.

The rule kept here: a tag is made of an answer's bytes, so it is strong: two answers have one tag exactly when they
are the same. What `If-Match` says is compared strongly, what `If-None-Match` says weakly, as the RFC has it.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

IF_MATCH: Final = "If-Match"
IF_NONE_MATCH: Final = "If-None-Match"
_TAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


def tag_of(body: bytes) -> str:
    """The strong tag of an answer, with its quotes."""
    return f'"{base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:18]).decode()}"'


@dataclass(frozen=True, slots=True)
class Condition:
    """What one of the two headers says: any state at all (`*`), or one of these tags, as they were sent."""

    any: bool
    tags: tuple[str, ...] = ()

    def strongly(self, tag: str) -> bool:
        """Whether a thing whose tag is now `tag` fulfils `If-Match`."""
        return self.any or tag in self.tags

    def weakly(self, tag: str) -> bool:
        """Whether `If-None-Match` names what is there already; a proxy may have weakened our tag meanwhile."""
        return self.any or tag in {each.removeprefix("W/") for each in self.tags}


def condition(values: Sequence[str]) -> Condition | None:
    """The condition of a header's fields; None without one. Raises ValueError when it is not as the RFC writes it."""
    if not values:
        return None
    text = ", ".join(values).strip(" \t")
    if text == "*":
        return Condition(any=True)
    tags: list[str] = []
    at, parted = _past_blanks(text, 0), True
    while at < len(text):
        found = _TAG.match(text, at) if parted else None
        if found is None:
            raise ValueError("not a list of entity tags")
        tags.append(found[0])
        at = _past_blanks(text, found.end())
        parted = "," in text[found.end() : at]
    if not tags:
        raise ValueError("no entity tag")
    return Condition(any=False, tags=tuple(tags))


def _past_blanks(text: str, at: int) -> int:
    """Past blanks and commas: an empty element of a list counts for nothing (RFC 9110, section 5.6.1)."""
    while at < len(text) and text[at] in " \t,":
        at += 1
    return at
