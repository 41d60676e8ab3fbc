"""What files are for: how large each may be and of which kinds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from scheduler.files.kinds import DOCUMENTS, IMAGES, Kind

Name = Literal["message", "photo"]
MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Purpose:
    """`most`: bytes. `drawn`: an image that is drawn anew before it is kept, so nobody's own bytes are."""

    name: Name
    most: int
    kinds: tuple[Kind, ...]
    drawn: bool = False

    @property
    def taken(self) -> str:
        """The kinds in words."""
        return ", ".join(dict.fromkeys(kind.endings[0].removeprefix(".") for kind in self.kinds))


MESSAGE: Final = Purpose("message", 10 * MB, (*IMAGES, *DOCUMENTS))
PHOTO: Final = Purpose("photo", 10 * MB, IMAGES, drawn=True)
PURPOSES: Final[Mapping[Name, Purpose]] = {each.name: each for each in (MESSAGE, PHOTO)}
