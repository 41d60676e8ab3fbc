"""Which node has which room: a node may report only on rooms placed on it."""

from scheduler.store.sql import script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE room_placement (
    room_sid text CONSTRAINT pk_room_placement PRIMARY KEY,
    node_id text NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX ix_room_placement_seen_at ON room_placement (seen_at);
"""

DOWN = "DROP TABLE room_placement;"


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
