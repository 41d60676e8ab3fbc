"""How much a subscriber's line carries, estimated from its transport-wide feedback: after GCC
(draft-ietf-rmcat-gcc-02), with the queue itself measured beside its trend.

| file | what it is |
|-|-|
| `sent.py` | what was sent when: the memory that the sending side (Python or C) writes |
| `arrivals.py` | one feedback beside what was sent: the packets that arrived, and how many did not |
| `delay.py` | is a queue building up? (trend of the one-way delay, and its height above the least) |
| `loss.py` | is the line full by its losses, or does it just lose? |
| `rate.py` | the rate that follows from delay: up slowly, down to what arrived, empty the queue |
| `probing.py` | asking for more than flows: when, how fast, what came of it |
| `estimator.py` | all of it together: feedback in, bits a second out |

The rule: an estimator is told of times and never asks for them; every estimate lies within its bounds.
"""

from .estimator import Estimator
from .probing import Probe
from .sent import SENT, SentTable

__all__ = ["SENT", "Estimator", "Probe", "SentTable"]
