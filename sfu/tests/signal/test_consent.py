"""Everybody may say for themselves whether they may be recorded, and nothing else without the right."""

import pytest
from livekit.protocol import rtc

from sfu.rooms.consent import ATTRIBUTE
from sfu.tests.signal.conftest import World
from sfu.tests.signalling import ask, hear

_Reason = rtc.RequestResponse


def change(attributes: dict[str, str], **fields: str) -> rtc.SignalRequest:
    return rtc.SignalRequest(
        update_metadata=rtc.UpdateParticipantMetadata(attributes=attributes, request_id=7, **fields)
    )


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (change({ATTRIBUTE: "yes"}), _Reason.OK),
        (change({ATTRIBUTE: "no"}, name="alice"), _Reason.OK),  # native clients repeat their name
        (change({ATTRIBUTE: "yes", "role": "host"}), _Reason.NOT_ALLOWED),
        (change({ATTRIBUTE: "yes"}, name="Somebody"), _Reason.NOT_ALLOWED),
        (change({ATTRIBUTE: "yes"}, metadata="other"), _Reason.NOT_ALLOWED),
        (change({"role": "host"}), _Reason.NOT_ALLOWED),
    ],
)
async def test_consent_needs_no_right_and_brings_none(
    open_world: World, asked: rtc.SignalRequest, reason: "rtc.RequestResponse.Reason"
) -> None:
    token = open_world.token(open_world.grant(name="alice", attributes={"role": "guest"}))
    async with open_world.connect(token) as socket:
        await hear(socket, "join")
        await ask(socket, asked)
        answer = (await hear(socket, "request_response")).request_response
        assert (answer.request_id, answer.reason) == (7, reason)
        info = open_world.server.node.rooms["room"].participants["alice"].info
        assert info.name == "alice"
        assert info.attributes["role"] == "guest"
        assert (ATTRIBUTE in info.attributes) == (reason == _Reason.OK)
