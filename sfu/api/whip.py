"""WHIP (RFC 9725): whoever can POST an offer publishes, as a participant of kind INGRESS. OBS and GStreamer can.

POST   /whip              Authorization: Bearer <room token>, an SDP offer → 201, the answer, Location, ETag
PATCH  /whip/{session}    candidates → 204; with If-Match: * and a new ufrag an ICE restart → 200, ours
DELETE /whip/{session}    the end
"""

from typing import Final

from sfu.api.oneshots import Admit, IceServers, Make, OneShots, no_ice_servers

PATH: Final = "/whip"


def whip(admit: Admit, publisher: Make, ice_servers: IceServers = no_ice_servers) -> OneShots:
    """The endpoint. `publisher` makes a participant of an offer whose sections send."""
    return OneShots(PATH, admit, publisher, ice_servers)
