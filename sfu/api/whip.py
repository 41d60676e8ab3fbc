"""WHIP (RFC 9725): whoever can POST an offer publishes, as a participant of kind INGRESS. OBS and GStreamer can.

POST   /whip              Authorization: Bearer <room token>, an SDP offer → 201, the answer, Location, ETag
PATCH  /whip/{session}    candidates → 204; with If-Match: * and a new ufrag an ICE restart → 200, ours
DELETE /whip/{session}    the end
"""

from typing import Final

from sfu.api.oneshots import Admit, Make, OneShots

PATH: Final = "/whip"


def whip(admit: Admit, publisher: Make) -> OneShots:
    """The endpoint. `publisher` makes a participant of an offer whose sections send."""
    return OneShots(PATH, admit, publisher)
