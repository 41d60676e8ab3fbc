"""Who came to a room and was turned away because no media server could take them in."""

from scheduler.store.sql import script

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE room_knock (
    booking_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    CONSTRAINT pk_room_knock PRIMARY KEY (booking_id, person_id),
    CONSTRAINT ck_room_knock_known_role CHECK (role IN ('client', 'professional'))
);
"""


def upgrade() -> None:
    """Make the table."""
    script(UP)


def downgrade() -> None:
    """Forget who knocked."""
    script("DROP TABLE room_knock;")
