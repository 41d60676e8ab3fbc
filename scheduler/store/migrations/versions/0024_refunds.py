"""What moves make of a refund: a client's never betters it, a professional's never worsens it; and payments that are
under way, so that one which fails when its payer has left is told."""

from scheduler.store.sql import script

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE booking
    ADD COLUMN refund_at_least smallint NOT NULL DEFAULT 0,
    ADD COLUMN refund_at_most smallint NOT NULL DEFAULT 100,
    ADD CONSTRAINT ck_booking_refund_in_percent
        CHECK (refund_at_least BETWEEN 0 AND 100 AND refund_at_most BETWEEN 0 AND 100);
ALTER TABLE charge ADD COLUMN under_way text;
"""

DOWN = """
ALTER TABLE charge DROP COLUMN under_way;
ALTER TABLE booking DROP CONSTRAINT ck_booking_refund_in_percent,
    DROP COLUMN refund_at_least, DROP COLUMN refund_at_most;
"""


def upgrade() -> None:
    """Make room for it."""
    script(UP)


def downgrade() -> None:
    """Forget it."""
    script(DOWN)
