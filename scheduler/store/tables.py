"""Every table of the scheduler in one place: importing this module fills the metadata that Alembic compares.

A new idea adds its `tables` module here.
"""

from auth.tables import metadata as auth_metadata
from scheduler.admin import tables as admin_tables
from scheduler.availability import tables as availability_tables
from scheduler.booking import tables as booking_tables
from scheduler.calendars import tables as calendars_tables
from scheduler.classes import tables as classes_tables
from scheduler.directory import tables as directory_tables
from scheduler.files import tables as files_tables
from scheduler.freetime import tables as freetime_tables
from scheduler.http import idempotency as idempotency_tables
from scheduler.jobs import tables as jobs_tables
from scheduler.keys import tables as keys_tables
from scheduler.messages import tables as messages_tables
from scheduler.notifications import tables as notifications_tables
from scheduler.payments import tables as payments_tables
from scheduler.people import tables as people_tables
from scheduler.plans import tables as plans_tables
from scheduler.privacy import tables as privacy_tables
from scheduler.reviews import tables as reviews_tables
from scheduler.rooms import tables as rooms_tables
from scheduler.services import tables as services_tables
from scheduler.store.base import metadata
from scheduler.webhooks import tables as webhooks_tables
from scheduler.widget import tables as widget_tables

IDEAS = (
    people_tables,
    notifications_tables,
    jobs_tables,
    rooms_tables,
    idempotency_tables,
    files_tables,
    messages_tables,
    keys_tables,
    webhooks_tables,
    widget_tables,
    services_tables,
    availability_tables,
    booking_tables,
    classes_tables,
    calendars_tables,
    reviews_tables,
    directory_tables,
    freetime_tables,
    payments_tables,
    plans_tables,
    admin_tables,
    privacy_tables,
)
ALL_METADATA = [auth_metadata, metadata]
