"""What is told of an account's safety, in the reader's language.

The rule kept here: a notice has a section of its own in every language (`words/security/`), so nobody is warned in a
language that is not theirs; what has none is a mistake of ours and is raised.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

from scheduler.notifications.render import Frame, Rendered, lay_out
from scheduler.notifications.words import FOLDER, Section, language

# Whoever is told these has no page of an account to look at any more, or is not to be led to it from an old mailbox.
HOME_ONLY: Final = frozenset({"email", "erased", "suspended"})


def notice(what: str, locale: str, *, name: str, url: str) -> Rendered:
    """The mail that tells `what` has happened to an account; `url` is behind its button. Raises LookupError for
    what nobody wrote down."""
    speech = language(locale)
    sections = notices(speech.code)
    said, common = sections[what], sections["common"]
    return lay_out(
        speech,
        said["subject"],
        [
            ("text", speech.fill(speech.common("hello"), {"name": name})),
            ("text", said["text"]),
            ("button", common["home" if what in HOME_ONLY else "button"]),
            ("small", common["small"]),
        ],
        Frame(url=url),
    )


@cache
def notices(code: str) -> Mapping[str, Section]:
    """All notices of a language, by name, and under `common` what they share."""
    return tomllib.loads((FOLDER / "security" / f"{code}.toml").read_text(encoding="utf-8"))
