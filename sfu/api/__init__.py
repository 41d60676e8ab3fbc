"""The node towards servers: LiveKit's server API (Twirp), webhooks out, health and metrics.

`add_routes(app, node, verifier)` puts all of it on an aiohttp application; `Webhooks` is an observer of the node.
"""

from sfu.api.app import add_routes
from sfu.api.webhooks import Webhooks

__all__ = ["Webhooks", "add_routes"]
