"""Which node gets a new room: the least loaded that takes rooms. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from sfu.nodes.model import NodeStatus

FULL: Final = 0.85
"""The share of a core from which on a node gets rooms only when all are as busy."""


def best(nodes: Iterable[NodeStatus], placed: Mapping[str, int] | None = None) -> NodeStatus | None:
    """The node for a new room, None when none takes any.

    `placed`: rooms given to a node since it last reported, by node id. People and rooms are counted rather than the
    processor's time, because that lags behind: many rooms made at once shall spread.
    """
    recent = placed or {}

    def load(node: NodeStatus) -> tuple[bool, int, float, str]:
        return (node.busy >= FULL, node.people + node.rooms + recent.get(node.node_id, 0), node.busy, node.node_id)

    return min((node for node in nodes if not node.draining), key=load, default=None)
