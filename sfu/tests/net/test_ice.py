"""The pure half of ICE-lite: telling protocols apart, accepting and refusing checks."""

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from sfu.net.drops import REASONS
from sfu.net.ice import Credentials, StunRefusedError, answer_check, kind_of
from sfu.tests.peers import binding_request

MINE = Credentials("myufrag1", "my-password-of-24-chars!")
SOURCE = ("127.0.0.1", 5000)


def password_of(ufrag: str) -> str | None:
    return MINE.password if ufrag == MINE.ufrag else None


def test_protocols_share_a_port_by_first_byte() -> None:
    kinds = {0: "stun", 3: "stun", 4: "unknown", 20: "dtls", 63: "dtls", 64: "unknown", 128: "media", 191: "media"}
    assert {first: kind_of(bytes([first])) for first in kinds} == kinds
    assert kind_of(b"") == "unknown"


@pytest.mark.parametrize("source", [("192.0.2.7", 4321), ("2001:db8::1", 4321, 0, 0)])
def test_a_good_check_is_answered_with_the_address_it_came_from(source: tuple[str, int]) -> None:
    check = answer_check(binding_request(MINE.ufrag, MINE.password), source, password_of)
    reply = stun.parse_message(check.reply)
    assert check.nominated
    assert reply.message_class == stun.Class.RESPONSE
    assert reply.attributes["XOR-MAPPED-ADDRESS"] == source[:2]
    assert reply.check_message_integrity(MINE.password.encode())


def without_fingerprint(check: bytes) -> bytes:
    """Takes the last attribute off."""
    assert check[-8:-4] == b"\x80\x28\x00\x04"
    return check[:2] + (len(check) - 28).to_bytes(2, "big") + check[4:-8]


def test_the_fingerprint_is_not_needed_but_must_be_right() -> None:
    good = binding_request(MINE.ufrag, MINE.password)
    assert answer_check(without_fingerprint(good), SOURCE, password_of).ufrag == MINE.ufrag
    with pytest.raises(StunRefusedError, match="stun_malformed"):
        answer_check(good[:-1] + bytes([good[-1] ^ 1]), SOURCE, password_of)


def test_what_stands_behind_the_integrity_counts_for_nothing() -> None:
    plain = without_fingerprint(binding_request(MINE.ufrag, MINE.password, nominate=False))
    longer = plain[:2] + (len(plain) - 16).to_bytes(2, "big") + plain[4:] + b"\x00\x25\x00\x00"  # USE-CANDIDATE
    check = answer_check(longer, SOURCE, password_of)
    assert check.ufrag == MINE.ufrag
    assert not check.nominated


def test_a_check_without_integrity_is_refused() -> None:
    message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{MINE.ufrag}:peer"
    with pytest.raises(StunRefusedError, match="stun_integrity"):
        answer_check(bytes(message), SOURCE, password_of)


def test_a_check_without_use_candidate_does_not_nominate() -> None:
    assert not answer_check(binding_request(MINE.ufrag, MINE.password, nominate=False), SOURCE, password_of).nominated


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_refusal(tail: bytes) -> None:
    for datagram in (tail, b"\x00\x01" + len(tail).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + b"t" * 12 + tail):
        with pytest.raises(StunRefusedError) as refused:
            answer_check(datagram, SOURCE, password_of)
        assert refused.value.reason in REASONS


@given(st.integers(0, 500), st.integers(0, 255))
def test_a_check_with_any_byte_changed_is_refused_or_the_same(position: int, value: int) -> None:
    good = binding_request(MINE.ufrag, MINE.password)
    at = position % len(good)
    bad = good[:at] + bytes([value]) + good[at + 1 :]
    try:
        check = answer_check(bad, SOURCE, password_of)
    except StunRefusedError:
        return
    # Only bytes that integrity does not cover (the padding after the fingerprint's place) may differ.
    assert bad == good or check.ufrag == MINE.ufrag


def test_credentials_are_fresh_and_of_the_length_ice_asks_for() -> None:
    made = {Credentials.generate() for _ in range(50)}
    assert len(made) == 50
    assert all(len(c.ufrag) >= 4 and len(c.password) >= 22 for c in made)
