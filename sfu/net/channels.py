"""Data channels (RFC 8831, RFC 8832) of one peer connection, on aiortc's SCTP.

LiveKit names three: `_reliable`, `_lossy` and `_data_track`. A subscriber that reads too slowly loses
messages (counted) rather than growing our memory.
"""

from collections.abc import Callable
from typing import Final

from aiortc.exceptions import InvalidStateError
from aiortc.rtcdatachannel import RTCDataChannel, RTCDataChannelParameters
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from sfu.net.drops import Drops

RELIABLE: Final = "_reliable"
LOSSY: Final = "_lossy"
DATA_TRACK: Final = "_data_track"
LABELS: Final = (RELIABLE, LOSSY, DATA_TRACK)

_BUFFER_BOUND: Final = {RELIABLE: 2 << 20, LOSSY: 256 << 10, DATA_TRACK: 256 << 10}  # bytes queued per channel
_EARLY_BOUND: Final = 256 << 10  # bytes
MAX_MESSAGE: Final = 65_536  # bytes; what aiortc announces


class DataChannels:
    """`on_message(label, bytes)` for what arrives; `send` for what leaves."""

    def __init__(self, dtls: RTCDtlsTransport, drops: Drops, on_message: Callable[[str, bytes], None]) -> None:
        self._drops = drops
        self._on_message = on_message
        self._sctp = RTCSctpTransport(dtls)
        self._channels: dict[str, RTCDataChannel] = {}
        self._started = self._closed = False
        self._early: list[bytes] = []  # reliable messages sent before the channel was open
        self._sctp.on("datachannel", self._on_channel)

    def open(self) -> None:
        """Opens LiveKit's three channels from our side (the subscriber connection of a dual setup)."""
        for label in LABELS:
            reliable = label == RELIABLE
            parameters = RTCDataChannelParameters(
                label=label, ordered=reliable, maxRetransmits=None if reliable else 0
            )
            self._adopt(RTCDataChannel(self._sctp, parameters))

    async def start(self, port: int, max_message: int) -> None:
        """Starts the association with a peer of this SCTP port and size limit (bytes)."""
        self._started = True
        await self._sctp.start(RTCSctpCapabilities(maxMessageSize=max_message), port)

    async def stop(self) -> None:
        if self._started:
            await self._sctp.stop()

    def close(self) -> None:
        """The transport is closed: nothing comes or goes."""
        self._sctp.remove_all_listeners()
        self._sctp._data_channels.clear()
        self._sctp._data_channel_queue.clear()
        for channel in self._channels.values():
            channel.remove_all_listeners()
        self._channels.clear()
        self._early.clear()
        self._closed = True
        self._on_message = _nobody

    def send(self, label: str, message: bytes) -> bool:
        """Queues a message; False if it is lost: the channel is closed or its buffer full (counted).

        A reliable message for a channel that is still being opened waits for it, within a bound.
        """
        if self._closed:
            return False
        channel = self._channels.get(label)
        if channel is None or channel.readyState == "connecting":
            return label == RELIABLE and self._keep(message)
        if channel.readyState != "open":
            return False
        if channel.bufferedAmount + len(message) > _BUFFER_BOUND[label]:
            self._drops.add("data_buffer_full")
            return False
        try:
            channel.send(message)
        except (InvalidStateError, ValueError):
            self._drops.add("data_oversized")
            return False
        return True

    def _keep(self, message: bytes) -> bool:
        if sum(map(len, self._early)) + len(message) > _EARLY_BOUND:
            self._drops.add("data_buffer_full")
            return False
        self._early.append(message)
        return True

    def _send_early(self) -> None:
        early, self._early = self._early, []
        for message in early:
            self.send(RELIABLE, message)

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if channel.label in LABELS and channel.label not in self._channels:
            self._adopt(channel)
        else:
            channel.close()

    def _adopt(self, channel: RTCDataChannel) -> None:
        self._channels[channel.label] = channel
        channel.on("message", lambda message: self._on_raw(channel.label, message))
        if channel.label == RELIABLE:
            if channel.readyState == "open":
                self._send_early()
            else:
                channel.on("open", self._send_early)

    def _on_raw(self, label: str, message: str | bytes) -> None:
        data = message.encode() if isinstance(message, str) else message
        if len(data) > MAX_MESSAGE:
            self._drops.add("data_oversized")
            return
        self._on_message(label, data)


def _nobody(label: str, message: bytes) -> None:
    """Who listens to closed channels."""
