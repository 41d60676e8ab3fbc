"""Data between participants: who gets it, on which channel, and as whose."""

from __future__ import annotations

import pytest
from livekit.protocol.models import DataPacket, EncryptedPacket, Encryption, UserPacket

from sfu.net.channels import LOSSY, RELIABLE
from sfu.rooms import data
from sfu.rooms.participant import Participant
from sfu.tests.api.stage import stage

Sent = list[tuple[str, DataPacket]]


def recorded(participant: Participant, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What is sent to a participant: channel and packet."""
    sent: Sent = []

    def send(label: str, message: bytes) -> bool:
        sent.append((label, DataPacket.FromString(message)))
        return True

    monkeypatch.setattr(participant.subscriber.channels, "send", send)
    return sent


@pytest.mark.parametrize("label", [RELIABLE, LOSSY])
@pytest.mark.parametrize("kind", [DataPacket.RELIABLE, DataPacket.LOSSY])
async def test_a_message_leaves_by_the_channel_it_came_by(
    label: str, kind: DataPacket.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever `kind` says: libwebrtc's clients write LOSSY into reliable messages too."""
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        bob, _ = on.join(room, "bob")
        got = recorded(bob, monkeypatch)
        data.relay(ann, label, DataPacket(kind=kind, user=UserPacket(payload=b"e4")).SerializeToString())
        ((channel, packet),) = got
        assert channel == label
        assert packet.kind == (DataPacket.LOSSY if label == LOSSY else DataPacket.RELIABLE)


async def test_the_sender_is_who_is_connected_not_who_the_packet_says(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        bob, _ = on.join(room, "bob")
        got = recorded(bob, monkeypatch)
        forged = DataPacket(participant_identity="bob", user=UserPacket(payload=b"e4", participant_identity="bob"))
        data.relay(ann, RELIABLE, forged.SerializeToString())
        ((_, packet),) = got
        assert (packet.participant_identity, packet.participant_sid) == ("ann", ann.sid)
        assert (packet.user.participant_identity, packet.user.participant_sid) == ("ann", ann.sid)


async def test_named_destinations_alone_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        people = {name: on.join(room, name)[0] for name in ("ann", "bob", "cy")}
        got = {name: recorded(participant, monkeypatch) for name, participant in people.items()}
        packet = DataPacket(destination_identities=["cy"], user=UserPacket(payload=b"e4"))
        data.relay(people["ann"], RELIABLE, packet.SerializeToString())
        assert {name: len(sent) for name, sent in got.items()} == {"ann": 0, "bob": 0, "cy": 1}
        data.relay(people["ann"], RELIABLE, DataPacket(user=UserPacket(payload=b"all")).SerializeToString())
        assert {name: len(sent) for name, sent in got.items()} == {"ann": 0, "bob": 1, "cy": 2}


async def test_what_may_not_be_sent_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        bob, _ = on.join(room, "bob")
        got = recorded(bob, monkeypatch)
        data.relay(ann, RELIABLE, b"\xff\xff\xff")
        ann.info.permission.can_publish_data = False
        data.relay(ann, RELIABLE, DataPacket(user=UserPacket(payload=b"e4")).SerializeToString())
        assert not got
        assert on.node.drops.counts["data_malformed"] == 1
        assert on.node.drops.counts["data_not_permitted"] == 1


async def test_what_is_encrypted_passes_as_it_is_under_the_senders_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        bob, _ = on.join(room, "bob")
        got = recorded(bob, monkeypatch)
        secret = EncryptedPacket(encryption_type=Encryption.GCM, iv=b"i" * 12, key_index=3, encrypted_value=b"?!")
        sent = DataPacket(sequence=9, encrypted_packet=secret, destination_identities=["bob"])
        data.relay(ann, RELIABLE, sent.SerializeToString())
        ((_, packet),) = got
        assert packet.encrypted_packet == secret
        assert (packet.participant_identity, packet.participant_sid, packet.sequence) == ("ann", ann.sid, 9)
