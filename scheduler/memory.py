"""When the collector of cycles looks through the process's memory.

The rule kept here: what lives as long as the process is set aside once it is all there. A request leaves some cycles
(errors, SQLAlchemy's greenlets), so the rest is looked through as ever, only less often.
"""

import gc
from typing import Final

YOUNG: Final = 10_000
"""Objects that came to stay before the young are looked through: about what four requests make. By the usual 700 the
collector took a tenth of a booking's processor time."""


def settle() -> None:
    """Once, when all is there that lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
