"""What goes over the wire between the admins' pages and us."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.http import Instant, Strict
from scheduler.people.vetting import Decision, State

Reason = Annotated[str, Field(min_length=3, max_length=1000, examples=["Ticket 4711: licence checked by phone"])]
Cursor = Annotated[str, Field(max_length=400)]
Limit = Annotated[int, Field(ge=1, le=100)]
ReportKind = Literal["professional", "client", "booking", "review", "message", "service"]


class OnlyReason(Strict):
    """Why it is done."""

    reason: Reason


class Refunded(BaseModel):
    """How much goes back to the client."""

    amount_minor: int
    currency: str


class Submit(Strict):
    """What a professional shows to be vetted."""

    credentials: Annotated[str, Field(min_length=10, max_length=4000)]


class VettingView(BaseModel):
    """How far I am vetted; `reason` is what was written with the last decision."""

    state: State
    credentials: str
    submitted_at: Instant | None
    decided_at: Instant | None
    reason: str


class Candidate(BaseModel):
    """A professional as who decides about them sees them."""

    id: UUID
    name: str
    slug: str
    state: State
    credentials: str
    submitted_at: Instant


class Decide(Strict):
    """A decision about a professional."""

    decision: Decision
    reason: Reason


class AccountRow(BaseModel):
    """An account in a list."""

    id: UUID
    email: str
    name: str
    roles: list[str]
    verified: bool
    suspended: bool
    created_at: Instant


class NewReport(Strict):
    """What somebody found wrong. `subject_id`: the id of the thing, a page's slug for a professional."""

    kind: ReportKind
    subject_id: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9-]+$")]
    reason: Annotated[str, Field(min_length=3, max_length=2000)]


class ReportView(BaseModel):
    """A report."""

    id: UUID
    kind: str
    subject_id: str
    reason: str
    state: Literal["open", "upheld", "dismissed"]
    created_at: Instant
    decided_at: Instant | None
    decision: str


class ReportRow(ReportView):
    """A report as an admin sees it."""

    reporter_id: UUID | None


class DecideReport(Strict):
    """A decision about a report."""

    decision: Literal["upheld", "dismissed"]
    reason: Reason


class TrailEvent(BaseModel):
    """One change of a booking."""

    at: Instant
    actor_id: UUID | None
    actor_role: str
    before: str | None
    after: str
    reason: str


class Trail(BaseModel):
    """A booking, and everything that happened to it, the oldest first."""

    id: UUID
    title: str
    status: str
    professional_id: UUID
    client_id: UUID
    starts_at: Instant
    ends_at: Instant
    created_at: Instant
    events: list[TrailEvent]


class Act(BaseModel):
    """One act of an admin; without an admin it was the command line."""

    id: int
    at: Instant
    admin_id: UUID | None
    action: str
    target: str
    target_id: str
    reason: str
    detail: dict[str, Any]
