"""Names of files, made harmless. Pure.

The rule kept here: a name is one line without a path, without marks that turn the direction of what follows, and ends
as its content demands, so that nothing opens as what it is not.
"""

import re
import unicodedata
from typing import Final

from scheduler.files.kinds import Kind

LONGEST: Final = 120
_RESERVED: Final = re.compile(r'[<>:"|?*\\/]')
_SPACES: Final = re.compile(r"\s+")
# Controls, formats (the marks of direction, joiners, tags), surrogates, private use, unassigned.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Names that Windows keeps for devices, whatever their ending.
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str, kind: Kind) -> str:
    """The name a file of this kind is kept and saved by."""
    last = re.split(r"[\\/]", name)[-1]
    line = "".join(char for char in _SPACES.sub(" ", last) if unicodedata.category(char) not in _UNSEEN)
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", line))  # what was unseen may have stood in between
    line = _RESERVED.sub("_", line).strip(" .")
    ending = next((each for each in kind.endings if line.lower().endswith(each)), None)
    stem = line[: -len(ending)] if ending else line
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    ending = ending or kind.endings[0]
    return (stem.strip(" .")[: LONGEST - len(ending)].rstrip(" .") or "file") + ending
