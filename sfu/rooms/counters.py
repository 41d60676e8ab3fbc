"""What the node did, as plain integers that the packet path may raise; metrics read them."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counters:
    """All monotonic."""

    forwarded: int = 0
    retransmitted: int = 0
    probes: int = 0
    nacks_sent: int = 0  # sequence numbers asked for
    nacks_received: int = 0
    plis_sent: int = 0
    plis_received: int = 0
    joins: int = 0
    resumes: int = 0
    data_messages: int = 0
