"""Data messages between participants (LiveKit's DataPacket): stamped with the sender, relayed to whom they are for.

Payloads are opaque, encrypted ones too. The sender is what the connection says, never what the packet says.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError
from livekit.protocol.models import DataPacket
from livekit.protocol.rtc import RequestResponse, SignalResponse

from sfu.net.channels import DATA_TRACK, LOSSY, RELIABLE
from sfu.rooms.reliable import Kept

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

_TOO_MUCH: Final = RequestResponse(
    reason=RequestResponse.LIMIT_EXCEEDED, message="data messages come faster than this server passes them on"
)
_MAX_NONCE: Final = 64  # bytes
_MOST_NONCES: Final = 1000
# Kinds that speak for the server or another participant: not to be forged by clients.
_SERVER_ONLY: Final = frozenset({"speaker"})


def relay(sender: "Participant", label: str, message: bytes) -> None:
    """One message of a client's data channel to the rest of its room."""
    drops = sender.node.drops
    now = sender.node.clock.monotonic()
    if not sender.budget.data(len(message), now):
        drops.add("data_rate")
        if sender.budget.tell(now):
            sender.link.send(SignalResponse(request_response=_TOO_MUCH))
        return
    if label == DATA_TRACK:
        if sender.info.permission.can_publish_data:
            sender.data_tracks.on_packet(message, now)
        else:
            drops.add("data_not_permitted")
        return
    packet = DataPacket()
    try:
        packet.ParseFromString(message)
    except (DecodeError, ValueError):
        drops.add("data_malformed")
        return
    if sender.calls.take(packet):
        return
    if not sender.info.permission.can_publish_data:
        drops.add("data_not_permitted")
        return
    if packet.WhichOneof("value") in _SERVER_ONLY:
        drops.add("data_not_permitted")
        return
    if label == RELIABLE and not sender.reliable.is_new(packet.sequence):
        drops.add("data_duplicate")
        return
    # The channel says how it travels: native clients leave LOSSY in `kind` whatever they send.
    packet.kind = DataPacket.LOSSY if label == LOSSY else DataPacket.RELIABLE
    _stamp(packet, sender)
    wanted = _destinations(packet)
    everyone = sender.room.participants.values()
    chosen = (p for p in everyone if p is not sender and (not wanted or p.identity in wanted or p.sid in wanted))
    deliver(packet, chosen)
    if label == RELIABLE and packet.sequence:
        sender.reliable.keep(Kept(packet.sequence, now, packet.SerializeToString(), wanted))


def send_again(publisher: "Participant", last_sequence: int, receiver: "Participant") -> None:
    """Reliable messages of `publisher` after `last_sequence`, to one who resumed and had none after it."""
    if not receiver.info.permission.can_subscribe or publisher is receiver:
        return
    for message in publisher.reliable.after(last_sequence, receiver.identity, receiver.sid):
        if receiver.subscriber.channels.send(RELIABLE, message):
            receiver.node.counters.data_messages += 1


def deliver(packet: DataPacket, participants: Iterable["Participant"]) -> int:
    """Sends a packet to these participants, on the channel its kind names; to how many it went out."""
    label = LOSSY if packet.kind == DataPacket.LOSSY else RELIABLE
    message = packet.SerializeToString()
    sent = 0
    for participant in participants:
        if participant.info.permission.can_subscribe and participant.subscriber.channels.send(label, message):
            participant.node.counters.data_messages += 1
            sent += 1
    return sent


def _stamp(packet: DataPacket, sender: "Participant") -> None:
    packet.participant_identity = sender.identity
    packet.participant_sid = sender.sid
    if packet.WhichOneof("value") == "user":
        packet.user.participant_identity = sender.identity
        packet.user.participant_sid = sender.sid


def _destinations(packet: DataPacket) -> frozenset[str]:
    """Identities or sids it is for; empty means everybody. Older clients name them inside the user packet."""
    named = list(packet.destination_identities)
    if packet.WhichOneof("value") == "user":
        named += [*packet.user.destination_identities, *packet.user.destination_sids]
    return frozenset(named)


class Nonces:
    """The last messages a server sent into a room: a request that it repeats is not a second message."""

    def __init__(self) -> None:
        self._seen: dict[bytes, None] = {}

    def is_new(self, nonce: bytes) -> bool:
        """True the first time; a message without a nonce is always new."""
        if not nonce:
            return True
        if nonce[:_MAX_NONCE] in self._seen:
            return False
        self._seen[nonce[:_MAX_NONCE]] = None
        if len(self._seen) > _MOST_NONCES:
            del self._seen[next(iter(self._seen))]
        return True
