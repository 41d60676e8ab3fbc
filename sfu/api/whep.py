"""WHEP (draft-ietf-wish-whep): whoever can POST an offer watches, as a hidden participant.

    POST   /whep[?participant=IDENTITY]   Authorization: Bearer <room token>, an SDP offer → 201, the answer
    PATCH  /whep/{session}, DELETE /whep/{session}   as WHIP

Each section of the offer gets one track: of who is named, else of who came by WHIP, else of who has a picture; sound
and picture of one person. Nothing is added later: what comes afterwards takes a new offer. While nobody publishes the
answer is 409 with Retry-After; when what is watched ends, so does the session.
"""

from typing import Final

from sfu.api.oneshots import Admit, Make, OneShots

PATH: Final = "/whep"


def whep(admit: Admit, viewer: Make) -> OneShots:
    """The endpoint. `viewer` makes a participant of an offer whose sections receive."""
    return OneShots(PATH, admit, viewer)
