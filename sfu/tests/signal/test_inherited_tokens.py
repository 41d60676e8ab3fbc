"""Tokens that a lost node gave out: good on the node that took over the room, for that room, while they last."""

from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth.room_token import Grant, TokenError
from sfu.signal.tokens import REFRESH_SECONDS, ClosedGate

NOW = 1_800_000_000.0


def grant(room: str = "rm") -> Grant:
    return Grant(identity="alice", room=room, room_join=True)


async def keys() -> Mapping[str, Ed25519PublicKey]:
    return {"scheduler": Ed25519PrivateKey.generate().public_key()}


def gate(name: str = "node") -> ClosedGate:
    return ClosedGate(name, keys)


async def reason(gate: ClosedGate, token: str, now: float = NOW) -> str:
    with pytest.raises(TokenError) as refused:
        await gate.verify(token, now)
    return refused.value.reason


async def test_only_heirs_of_the_room_accept_them() -> None:
    lost, heir, other = gate(), gate(), gate()
    token, elsewhere = lost.refresh(grant(), NOW, None), lost.refresh(grant("other"), NOW, None)
    heir.inherit("rm", lost.keys_for("rm"), NOW)
    found, resume_only = await heir.verify(token, NOW)
    assert (found.identity, found.room, resume_only) == ("alice", "rm", True)
    assert await reason(heir, elsewhere) == "unknown-key"
    assert await reason(other, token) == "unknown-key"


async def test_they_end_as_they_said_and_the_key_with_them() -> None:
    lost, heir = gate(), gate()
    token = lost.refresh(grant(), NOW, NOW + 60)
    heir.inherit("rm", lost.keys_for("rm"), NOW)
    assert await reason(heir, token, NOW + 75) == "expired"
    assert (
        await reason(heir, lost.refresh(grant(), NOW + REFRESH_SECONDS, None), NOW + REFRESH_SECONDS) == "unknown-key"
    )


async def test_an_heirs_heir_knows_both() -> None:
    first, second, third = gate(), gate(), gate()
    token = first.refresh(grant(), NOW, None)
    second.inherit("rm", first.keys_for("rm"), NOW)
    third.inherit("rm", second.keys_for("rm"), NOW)
    for each in (token, second.refresh(grant(), NOW, None)):
        assert (await third.verify(each, NOW))[1]


async def test_a_node_that_is_started_again_has_another_key_and_knows_its_old_one_as_anothers() -> None:
    before, after = gate("n-1"), gate("n-1")
    token = before.refresh(grant(), NOW, None)
    assert await reason(after, token) == "unknown-key"
    after.inherit("rm", before.keys_for("rm"), NOW)
    assert (await after.verify(token, NOW))[1]


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="base64 of 32 bytes"):
        gate().inherit("rm", {"k": "short"}, NOW)
    with pytest.raises(ValueError, match="base64 of 32 bytes"):
        gate().inherit("rm", {"k": "AAAA"}, NOW)
