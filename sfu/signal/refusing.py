"""How a client hears no: a RequestResponse with the request in it, as the SDKs look for it."""

from typing import TYPE_CHECKING, Any, TypeAlias

from google.protobuf.message import Message
from livekit.protocol import rtc

if TYPE_CHECKING:
    from sfu.signal.client import Client

Reason: TypeAlias = "rtc.RequestResponse.Reason"


def refuse(client: "Client", reason: Reason, message: str, request_id: int = 0, **request: Message) -> None:
    """Says no. `request`: the one field of RequestResponse that carries what was asked."""
    fields: dict[str, Any] = request
    answer = rtc.RequestResponse(request_id=request_id, reason=reason, message=message, **fields)
    client.send(rtc.SignalResponse(request_response=answer))
