"""What a client says when it knocks: the query of /rtc (two peer connections) and /rtc/v1 (one), read strictly.

The rule: whatever comes, the result is a Knock or a KnockError with a reason; nothing is inflated beyond a bound.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from google.protobuf.message import DecodeError
from livekit.protocol.models import ClientInfo
from livekit.protocol.rtc import JoinRequest, WrappedJoinRequest

MAX_JOIN_BYTES: Final = 262_144  # inflated; an offer with many sections is some tens of kilobytes


class KnockError(ValueError):
    """A request that is no join request."""


@dataclass(frozen=True, slots=True)
class Knock:
    """`single`: one peer connection both ways (v1). `reconnect`: wants to resume; `participant_sid` says as whom."""

    single: bool
    reconnect: bool
    participant_sid: str
    auto_subscribe: bool
    auto_subscribe_data: bool
    client: ClientInfo
    request: JoinRequest


def read_knock(path_is_v1: bool, query: Mapping[str, str]) -> Knock:
    """The knock in a query. Raises KnockError."""
    if path_is_v1:
        return _from_request(_join_request(query.get("join_request", "")))
    reconnect = _flag(query, "reconnect", default=False)
    return Knock(
        single=False,
        reconnect=reconnect,
        participant_sid=query.get("sid", "")[:64] if reconnect else "",
        auto_subscribe=_flag(query, "auto_subscribe", default=True),
        auto_subscribe_data=_flag(query, "auto_subscribe_data_track", default=False),
        client=_client_info(query),
        request=JoinRequest(),
    )


def _from_request(request: JoinRequest) -> Knock:
    settings = request.connection_settings
    automatic = settings.auto_subscribe if request.HasField("connection_settings") else True
    return Knock(
        single=True,
        reconnect=request.reconnect,
        participant_sid=request.participant_sid,
        auto_subscribe=automatic,
        auto_subscribe_data=settings.auto_subscribe_data_track,
        client=request.client_info,
        request=request,
    )


def _join_request(encoded: str) -> JoinRequest:
    if not encoded:
        raise KnockError("join_request is missing")
    if len(encoded) > MAX_JOIN_BYTES:
        raise KnockError("join_request is too large")
    try:
        wrapped = WrappedJoinRequest.FromString(_base64(encoded))
        body = wrapped.join_request
        if wrapped.compression == WrappedJoinRequest.GZIP:
            body = _inflate(body)
        return JoinRequest.FromString(body)
    except (DecodeError, binascii.Error, zlib.error) as error:
        raise KnockError("join_request cannot be read") from error


def _base64(text: str) -> bytes:
    """Either alphabet, with or without padding: clients differ. Raises binascii.Error."""
    if not text.isascii():
        raise binascii.Error("only ASCII is base64")  # b64decode would raise a bare ValueError
    normal = text.replace("+", "-").replace("/", "_").rstrip("=")
    return base64.b64decode(normal + "=" * (-len(normal) % 4), altchars=b"-_", validate=True)


def _inflate(body: bytes) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    plain = inflater.decompress(body, MAX_JOIN_BYTES)
    if inflater.unconsumed_tail:
        raise KnockError("join_request is too large")
    if not inflater.eof:
        raise KnockError("join_request is cut short")
    return plain


def _flag(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = query.get(name)
    return default if value is None else value.lower() in ("1", "true")


_TEXTS: Final = ("version", "os", "os_version", "device_model", "browser", "browser_version", "network")


def _client_info(query: Mapping[str, str]) -> ClientInfo:
    info = ClientInfo()
    for name in _TEXTS:
        setattr(info, name, query.get(name, "")[:128])
    sdk = query.get("sdk", "").upper()
    if sdk in ClientInfo.SDK.keys():  # noqa: SIM118  the enum wrapper is no mapping
        info.sdk = cast(ClientInfo.SDK, ClientInfo.SDK.Value(sdk))
    for name in ("protocol", "client_protocol"):
        number = query.get(name, "")
        if number.isascii() and number.isdigit() and len(number) < 5:
            setattr(info, name, int(number))
    return info
