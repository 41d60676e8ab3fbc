"""Calls from a server to a participant (RoomService.PerformRpc): LiveKit's RPC by data packets, we are the caller.

The rule: a call ends in exactly one way, its answer or an RpcError of LiveKit's numbers, never later than its time.
The caller's identity in the packets is the call's own id, so the answer is addressed to nobody but us.
"""

import asyncio
import uuid
from typing import TYPE_CHECKING, Final

from livekit.protocol.models import DataPacket, RpcRequest

if TYPE_CHECKING:
    from sfu.rooms.participant import Participant

MAX_PAYLOAD: Final = 15 << 10
"""Bytes of a request (version 1 of the protocol)."""
ACK_SECONDS: Final = 7.0
"""How long a client may take to say that it got a request: LiveKit's longest round trip."""
DEFAULT_SECONDS: Final = 15.0
MOST_SECONDS: Final = 60.0
_MOST_PENDING: Final = 64

APPLICATION_ERROR: Final = 1500
CONNECTION_TIMEOUT: Final = 1501
RESPONSE_TIMEOUT: Final = 1502
RECIPIENT_DISCONNECTED: Final = 1503
SEND_FAILED: Final = 1505
REQUEST_TOO_LARGE: Final = 1402


class RpcError(Exception):
    """`code` as LiveKit's SDKs number them, `data` what the method said of it."""

    def __init__(self, code: int, message: str, data: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


class _Call:
    __slots__ = ("acknowledged", "answer")

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.acknowledged: asyncio.Future[None] = loop.create_future()
        self.answer: asyncio.Future[str] = loop.create_future()


class Calls:
    """The calls to one participant that are not answered yet."""

    def __init__(self, participant: "Participant") -> None:
        self._participant = participant
        self._pending: dict[str, _Call] = {}

    async def perform(
        self, method: str, payload: str, timeout_s: float = DEFAULT_SECONDS, ack_timeout_s: float = ACK_SECONDS
    ) -> str:
        """The method's answer. Raises RpcError."""
        if len(payload.encode("utf-8", "surrogatepass")) > MAX_PAYLOAD:
            raise RpcError(REQUEST_TOO_LARGE, "Request payload too large")
        if len(self._pending) >= _MOST_PENDING:
            raise RpcError(SEND_FAILED, "Failed to send: too many calls are not answered yet")
        call_id = str(uuid.uuid4())
        call = self._pending[call_id] = _Call()
        try:
            self._send(call_id, method, payload, timeout_s)
            return await _outcome(call, timeout_s, ack_timeout_s)
        finally:
            del self._pending[call_id]
            if not call.answer.cancel() and not call.answer.cancelled():
                call.answer.exception()  # asked for, so that nobody is told it was lost

    def _send(self, call_id: str, method: str, payload: str, timeout_s: float) -> None:
        participant = self._participant
        left = max(0.0, timeout_s - participant.sending.rtt)
        request = RpcRequest(
            id=call_id, method=method, payload=payload, response_timeout_ms=int(left * 1000), version=1
        )
        packet = DataPacket(
            kind=DataPacket.RELIABLE,
            participant_identity=call_id,
            destination_identities=[participant.identity],
            rpc_request=request,
        )
        if not participant.tell(packet):
            raise RpcError(SEND_FAILED, "Failed to send")

    def take(self, packet: DataPacket) -> bool:
        """Whether a packet of the participant answers one of our calls; then it is for nobody else."""
        kind = packet.WhichOneof("value")
        if kind not in ("rpc_ack", "rpc_response"):
            return False
        call = self._pending.get(packet.rpc_ack.request_id or packet.rpc_response.request_id)
        if call is None:
            return False
        if not call.acknowledged.done():
            call.acknowledged.set_result(None)
        if kind == "rpc_response" and not call.answer.done():
            response = packet.rpc_response
            if response.HasField("error"):
                error = response.error
                call.answer.set_exception(RpcError(error.code, error.message, error.data))
            else:
                call.answer.set_result(response.payload)
        return True

    def fail(self) -> None:
        """The participant is gone."""
        for call in self._pending.values():
            if not call.answer.done():
                call.answer.set_exception(RpcError(RECIPIENT_DISCONNECTED, "Recipient disconnected"))
            if not call.acknowledged.done():
                call.acknowledged.set_result(None)


async def _outcome(call: _Call, timeout_s: float, ack_timeout_s: float) -> str:
    try:
        async with asyncio.timeout(timeout_s):
            try:
                async with asyncio.timeout(ack_timeout_s):
                    await call.acknowledged
            except TimeoutError:
                raise RpcError(CONNECTION_TIMEOUT, "Connection timeout") from None
            return await call.answer
    except TimeoutError:
        raise RpcError(RESPONSE_TIMEOUT, "Response timeout") from None
