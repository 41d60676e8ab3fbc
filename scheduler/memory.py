"""When Python's collector looks through the process's memory.

The rule: what lives as long as the process is set aside, once, when all of it is there. These are a quarter of a
million objects, and looking through them held every request up for a tenth of a second or more.
"""

import gc
from typing import Final

THRESHOLDS: Final = (10_000, 20, 50)
"""Of the collector's three generations. A page of search makes some thousand objects, none of them in a cycle: by the
usual ones (700, 10, 10) collecting took a fifth of the processor time of searching."""


def settle() -> None:
    """Set aside what is there. What comes later is collected, less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
