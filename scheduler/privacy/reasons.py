"""Words and acts that the inventory's rules share: why a column is left out, whose a row is, how it goes."""

from typing import Final

SECRET: Final = "a secret or its hash"  # noqa: S105 - words
TECHNICAL: Final = "how a row is kept; says nothing of a person"
OTHERS: Final = "would tell about somebody else"
SHORT: Final = "gone within hours"
MADE: Final = "made from what is exported elsewhere"
LAW: Final = "the books, which the law keeps; they name a pseudonym then"
MINE: Final = "account_id = :id"
PERSON: Final = "person_id = :id"
HOST: Final = "professional_id = :id"


def gone(table: str, whose: str = PERSON) -> tuple[str, ...]:
    """Erasing deletes the rows."""
    return (f"DELETE FROM {table} WHERE {whose}",)  # noqa: S608 - constants
