"""The plain loop that the speed is measured beside finds what the validator finds."""

from scheduler.availability.slots import Offer, starts
from scheduler.bench import plain
from scheduler.bench.slots import DAYS, month


def test_the_plain_loop_finds_the_same_month() -> None:
    hours, busy, begin = month()
    end = begin + DAYS * 86_400
    for step, before, after in ((900, 300, 600), (1200, 0, 0), (3600, 900, 0)):
        offer = Offer(duration=3600, step=step, before=before, after=after)
        found = plain.starts(hours.zone.name, hours.weekly, offer, busy, begin=begin, end=end)
        assert found == starts(hours, offer, busy, now=begin, begin=begin, end=end)
        assert len(found) > 50
