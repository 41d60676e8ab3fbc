"""What moves make of a refund: a client's never betters it, a professional's never worsens it; and payments that are
under way, so that one which fails when its payer has left is told; and the cards that clients let be kept."""

from scheduler.store.sql import script

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE booking
    ADD COLUMN refund_at_least smallint NOT NULL DEFAULT 0,
    ADD COLUMN refund_at_most smallint NOT NULL DEFAULT 100,
    ADD CONSTRAINT ck_booking_refund_in_percent
        CHECK (refund_at_least BETWEEN 0 AND 100 AND refund_at_most BETWEEN 0 AND 100);
ALTER TABLE charge ADD COLUMN under_way text;
CREATE TABLE kept_card (
    id uuid CONSTRAINT pk_kept_card PRIMARY KEY,
    person_id uuid NOT NULL,
    subscription_id uuid,
    status text NOT NULL,
    customer text NOT NULL,
    method text,
    setup_id text CONSTRAINT uq_kept_card_setup_id UNIQUE,
    client_secret text,
    brand text,
    last4 text,
    failure text,
    created_at timestamptz NOT NULL,
    checked_at timestamptz NOT NULL,
    kept_at timestamptz,
    forgotten_at timestamptz,
    CONSTRAINT ck_kept_card_known_status CHECK (status IN ('asked', 'kept', 'removed', 'failed')),
    CONSTRAINT ck_kept_card_which CHECK (status NOT IN ('kept', 'removed') OR method IS NOT NULL),
    CONSTRAINT uq_kept_card_customer_method UNIQUE (customer, method)
);
CREATE INDEX ix_kept_card_person_id ON kept_card (person_id, created_at);
CREATE INDEX ix_kept_card_to_do ON kept_card (checked_at)
    WHERE status = 'asked' OR (status = 'removed' AND forgotten_at IS NULL);
INSERT INTO kept_card (id, person_id, status, customer, method, created_at, checked_at, kept_at)
    SELECT gen_random_uuid(), client_id, 'kept', customer, method, min(created_at), min(created_at), min(created_at)
    FROM subscription WHERE customer IS NOT NULL AND method IS NOT NULL GROUP BY client_id, customer, method
    ON CONFLICT DO NOTHING;
"""

DOWN = """
DROP TABLE kept_card;
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
