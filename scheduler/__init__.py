"""Visavis' scheduler: people, services, availability, bookings, and the tokens of the rooms they meet in.

The zone database is the pinned `tzdata` package everywhere: two machines must never disagree about a wall time.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=())
