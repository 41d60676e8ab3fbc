"""Copies of classes in their hosts' calendars too, and what can have become of a copy."""

from scheduler.store.sql import script

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE calendar_copy
    DROP CONSTRAINT fk_calendar_copy_booking_id_booking,
    ADD CONSTRAINT ck_calendar_copy_known_state
        CHECK (state IN ('writing', 'written', 'restored', 'left', 'refused'));
"""

DOWN = """
DELETE FROM calendar_copy WHERE NOT EXISTS (SELECT 1 FROM booking WHERE booking.id = booking_id);
ALTER TABLE calendar_copy
    DROP CONSTRAINT ck_calendar_copy_known_state,
    ADD CONSTRAINT fk_calendar_copy_booking_id_booking FOREIGN KEY (booking_id) REFERENCES booking ON DELETE CASCADE;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
