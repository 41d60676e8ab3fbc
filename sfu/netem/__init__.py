"""A seeded network that is not there: bad lines for tests and benches, the same on a virtual clock and before real
clients.

The rule: `link.py` is pure (packets and times in, packets and times out), `proxy.py` is a UDP socket around it. After
str0m's netem: loss (single or in bursts), delay, jitter, reordering, a rate with a drop-tail queue.
"""

from .link import Conditions, Link

__all__ = ["Conditions", "Link"]
