"""The demo: a few professionals, a client, and a meeting that is running right now. Safe to repeat at any hour.

The rule kept here: what is there already is left alone, so people may change the demo and seed again; only the
running meeting is made anew when none is running with enough time left.
"""

from scheduler.seed.demo import seed

__all__ = ["seed"]
