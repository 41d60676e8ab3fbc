"""How a class is shown: from its row to the wire."""

from typing import Any

from scheduler.booking.tables import ClassSession
from scheduler.classes.models import ClassView


def view(row: ClassSession) -> ClassView:
    """A class as everybody sees it."""
    status: Any = row.status
    return ClassView(
        id=row.id,
        series_id=row.series_id,
        service_id=row.service_id,
        title=row.title,
        status=status,
        start=row.starts_at,
        end=row.ends_at,
        local_start=row.local_start.isoformat(timespec="minutes"),
        zone=row.zone,
        missing_wall=row.missing_wall,
        price_minor=row.price_minor,
        currency=row.currency,
        seats=row.capacity,
        seats_left=max(0, row.capacity - row.taken),
        min_seats=row.min_seats,
    )
