"""How a service is paid, and by which policy money comes back; a booking keeps both as they were agreed."""

from scheduler.store.sql import script

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE service
    ADD COLUMN payment text NOT NULL DEFAULT 'none',
    ADD COLUMN deposit_percent integer NOT NULL DEFAULT 20,
    ADD COLUMN policy jsonb,
    ADD CONSTRAINT ck_service_known_payment CHECK (payment IN ('none', 'full', 'deposit', 'hold')),
    ADD CONSTRAINT ck_service_deposit CHECK (deposit_percent BETWEEN 1 AND 99);
ALTER TABLE booking
    ADD COLUMN payment text NOT NULL DEFAULT 'none',
    ADD COLUMN deposit_percent integer NOT NULL DEFAULT 20,
    ADD COLUMN commission_bp integer NOT NULL DEFAULT 0,
    ADD COLUMN policy jsonb,
    ADD CONSTRAINT ck_booking_known_payment CHECK (payment IN ('none', 'full', 'deposit', 'hold'));
"""

DOWN = """
ALTER TABLE booking DROP CONSTRAINT ck_booking_known_payment, DROP COLUMN policy, DROP COLUMN commission_bp,
    DROP COLUMN deposit_percent, DROP COLUMN payment;
ALTER TABLE service DROP CONSTRAINT ck_service_deposit, DROP CONSTRAINT ck_service_known_payment,
    DROP COLUMN policy, DROP COLUMN deposit_percent, DROP COLUMN payment;
"""


def upgrade() -> None:
    """Add them."""
    script(UP)


def downgrade() -> None:
    """Take them away."""
    script(DOWN)
