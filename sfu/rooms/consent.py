"""Who may be recorded: pure decisions over a participant's own word.

The rule: consent is the participant's attribute `visavis.recording_consent`, "yes" or "no", which they may set for
themselves whatever their token says. Who said "no" is never recorded. Who said nothing is not recorded in a booking's
room (closed mode); in an open room they are, as in LiveKit, unless they let only named people have their tracks.
"""

from collections.abc import Mapping
from typing import Final, Literal

from sfu.rooms.limits import RESERVED

ATTRIBUTE: Final = RESERVED + "recording_consent"

Consent = Literal["yes", "no", ""]


def consent_of(attributes: Mapping[str, str]) -> Consent:
    """What they said; "" for nothing, or nothing that is understood."""
    match attributes.get(ATTRIBUTE, "").strip().lower():
        case "yes":
            return "yes"
        case "no":
            return "no"
        case _:
            return ""


def may_record(consent: Consent, *, closed: bool, restricted: bool) -> bool:
    """Whether their tracks may be recorded. `closed`: a booking's room; `restricted`: their tracks are only for named
    people.
    """
    if consent:
        return consent == "yes"
    return not closed and not restricted


def reserved(attribute: str) -> bool:
    """Whether an attribute is the node's own to set: all that begin so, but a person's word on being recorded."""
    return attribute.startswith(RESERVED) and attribute != ATTRIBUTE
