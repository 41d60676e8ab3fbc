"""Scenarios a client may ask for to test itself (LiveKit's SimulateScenario).

The rule: a scenario touches nobody but the one who asks; others see what they would see if it really happened.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from livekit.protocol import rtc
from livekit.protocol.models import DisconnectReason

from sfu.core.speakers import Speaker

if TYPE_CHECKING:
    from sfu.signal.client import Client

MAX_SPEAKING: Final = 10  # seconds


def simulate(client: "Client", request: rtc.SimulateScenario) -> None:
    """Does what one scenario asks; unknown ones are ignored."""
    participant = client.participant
    room = participant.room
    match request.WhichOneof("scenario"):
        case "speaker_update":
            _speak(client, min(max(request.speaker_update, 1), MAX_SPEAKING))
        case "node_failure":
            client.cut()
            room.leave(participant, DisconnectReason.SIGNAL_CLOSE)
        case "migration":
            room.leave(participant, DisconnectReason.MIGRATION, rtc.LeaveRequest.RECONNECT)
        case "server_leave":
            room.leave(participant, DisconnectReason.SERVER_SHUTDOWN)
        case "leave_request_full_reconnect":
            room.leave(participant, DisconnectReason.UNKNOWN_REASON, rtc.LeaveRequest.RECONNECT)
        case "subscriber_bandwidth":
            participant.downlink.simulate(request.subscriber_bandwidth)
        case "switch_candidate_protocol":
            _switch(client, request.switch_candidate_protocol)
        case "disconnect_signal_on_resume":
            client.on_resume = "cut after"
        case "disconnect_signal_on_resume_no_messages":
            client.on_resume = "cut before"


def _switch(client: "Client", way: rtc.CandidateProtocol) -> None:
    """Kept for the SDK, which joins anew by itself; what we offer is restarted at once."""
    participant = client.participant
    now = participant.node.clock.monotonic()
    participant.node.ways.ask(participant.room.name, participant.identity, way, now)
    client.restart_ice()


def _speak(client: "Client", seconds: int) -> None:
    participant = client.participant
    room, sid = participant.room, participant.sid
    if participant.waiting:
        return
    room.tell_speakers([Speaker(sid, 1.0, True)])

    def silent() -> None:
        if not room.closed and not participant.gone:
            room.tell_speakers([Speaker(sid, 0.0, False)])

    asyncio.get_running_loop().call_later(seconds, silent)
