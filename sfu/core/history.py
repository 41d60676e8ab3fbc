"""The last packets of a layer, for retransmission: bounded by count, bytes and age.

The rule: what is asked for and not here any more is not repeated; memory never depends on what others do.
"""

from __future__ import annotations
