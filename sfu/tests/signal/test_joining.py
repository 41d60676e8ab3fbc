"""Reading join requests: what real SDKs send, and what strangers send."""

import base64
import contextlib
import gzip
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol.models import ClientInfo
from livekit.protocol.rtc import ConnectionSettings, JoinRequest, WrappedJoinRequest

from sfu.signal.joining import MAX_JOIN_BYTES, Knock, KnockError, read_knock


def encoded(request: JoinRequest, *, zipped: bool = True, padding: bool = True) -> str:
    body = request.SerializeToString()
    wrapped = WrappedJoinRequest(
        compression=WrappedJoinRequest.GZIP if zipped else WrappedJoinRequest.NONE,
        join_request=gzip.compress(body) if zipped else body,
    )
    text = base64.urlsafe_b64encode(wrapped.SerializeToString()).decode()
    return text if padding else text.rstrip("=")


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("padding", [True, False])
def test_a_single_connection_join_is_read(zipped: bool, padding: bool) -> None:
    request = JoinRequest(
        client_info=ClientInfo(sdk=ClientInfo.JS, protocol=17),
        connection_settings=ConnectionSettings(auto_subscribe=False),
        reconnect=True,
        participant_sid="PA_x",
    )
    knock = read_knock(True, {"join_request": encoded(request, zipped=zipped, padding=padding)})
    assert (knock.single, knock.reconnect, knock.participant_sid, knock.auto_subscribe) == (True, True, "PA_x", False)
    assert knock.client.protocol == 17


def test_the_standard_base64_alphabet_is_understood_too() -> None:
    request = JoinRequest(participant_sid="PA_" + "ÿ" * 40)
    text = encoded(request).replace("-", "+").replace("_", "/")
    assert read_knock(True, {"join_request": text}).participant_sid == request.participant_sid


def test_a_dual_connection_join_is_read_from_the_query() -> None:
    query = {"auto_subscribe": "0", "sdk": "python", "version": "1.2", "protocol": "16", "os": "linux"}
    knock = read_knock(False, query)
    assert (knock.single, knock.reconnect, knock.auto_subscribe) == (False, False, False)
    assert (knock.client.sdk, knock.client.protocol, knock.client.os) == (ClientInfo.PYTHON, 16, "linux")
    assert read_knock(False, {"reconnect": "1", "sid": "PA_y"}).participant_sid == "PA_y"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"join_request": ""},
        {"join_request": "%%%"},
        {"join_request": "abcd"},
        {"join_request": "Cg·5"},
        {"join_request": encoded(JoinRequest(participant_sid="x"))[:-12]},
        {"join_request": "A" * (MAX_JOIN_BYTES + 4)},
    ],
)
def test_what_is_no_join_request_is_refused(query: Mapping[str, str]) -> None:
    with pytest.raises(KnockError):
        read_knock(True, query)


def test_a_zip_bomb_is_not_inflated() -> None:
    bomb = WrappedJoinRequest(compression=WrappedJoinRequest.GZIP, join_request=gzip.compress(bytes(50 << 20)))
    text = base64.urlsafe_b64encode(bomb.SerializeToString()).decode()
    with pytest.raises(KnockError, match="too large"):
        read_knock(True, {"join_request": text})


@given(st.binary(max_size=200), st.booleans())
def test_arbitrary_bytes_are_read_or_refused(body: bytes, zipped: bool) -> None:
    wrapped = WrappedJoinRequest(compression=int(zipped), join_request=body)  # type: ignore[arg-type]
    for raw in (body, wrapped.SerializeToString()):
        text = base64.urlsafe_b64encode(raw).decode()
        with contextlib.suppress(KnockError):
            assert isinstance(read_knock(True, {"join_request": text}), Knock)


@given(st.dictionaries(st.sampled_from(["sdk", "protocol", "auto_subscribe", "reconnect", "sid", "os"]), st.text()))
def test_no_query_breaks_the_dual_join(query: dict[str, str]) -> None:
    assert not read_knock(False, query).single
