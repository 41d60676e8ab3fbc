"""How far a professional is vetted: the states, which follow which, and who may be found. Pure.

The rule kept here: a suspended professional, or one whose account is suspended, is neither found nor booked; where
vetting is required, only an approved one may open their side.
"""

from collections.abc import Mapping
from typing import Final, Literal

from sqlalchemy import ColumnElement, and_, exists

from auth.tables import Account
from scheduler.people.tables import Professional

State = Literal["unvetted", "submitted", "approved", "rejected", "suspended"]
Decision = Literal["approved", "rejected", "suspended"]
SUBMITTED_FROM: Final = frozenset({"unvetted", "submitted", "rejected"})
DECIDED_FROM: Final[Mapping[str, frozenset[str]]] = {
    "approved": frozenset({"submitted", "rejected", "suspended"}),
    "rejected": frozenset({"submitted", "approved", "suspended"}),
    "suspended": frozenset({"unvetted", "submitted", "approved", "rejected"}),
}


def may_submit(state: str) -> bool:
    """Whether a professional in this state may (again) show their credentials."""
    return state in SUBMITTED_FROM


def may_decide(state: str, decision: Decision) -> bool:
    """Whether an admin may decide so about a professional in this state."""
    return state in DECIDED_FROM[decision]


def findable() -> ColumnElement[bool]:
    """The condition on `Professional` for whom everybody may find and book."""
    open_account = exists().where(Account.id == Professional.person_id, Account.disabled_at.is_(None))
    return and_(Professional.active, Professional.vetting != "suspended", open_account)
