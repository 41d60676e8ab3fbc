"""What the doctor found: one line each, as a table for people and as JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

State = Literal["ok", "warning", "failed", "not checked"]

_MARKS: Final = {"ok": "✓ ok", "warning": "! warning", "failed": "✗ failed", "not checked": "? not checked"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, how it is, what was seen; `advice`: what to do, "" when nothing."""

    what: str
    state: State
    seen: str
    advice: str = ""


def table(findings: Sequence[Finding]) -> str:
    """Aligned lines, the advice below what it is for, and a sum."""
    wide = max((len(finding.what) for finding in findings), default=0)
    lines = []
    for finding in findings:
        lines.append(f"{_MARKS[finding.state]:<14}{finding.what:<{wide}}  {finding.seen}")
        if finding.advice:
            lines.append(f"{'':<14}{'':<{wide}}  → {finding.advice}")
    counts = {state: sum(finding.state == state for finding in findings) for state in _MARKS}
    lines.append(", ".join(f"{count} {state}" for state, count in counts.items() if count))
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """An object: `ok` is false when something failed; `findings` in the order of the table."""
    return json.dumps(
        {"ok": not failed(findings), "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False
    )


def failed(findings: Sequence[Finding]) -> bool:
    """Whether the node cannot work as it is."""
    return any(finding.state == "failed" for finding in findings)
