"""Classes of a series know where the series puts them, and which were moved by themselves: it can be moved and
called off as a whole."""

from scheduler.store.sql import script

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# A series could not be moved before: what was moved was moved by itself.
UP = """
ALTER TABLE class_session ADD COLUMN planned_local timestamp, ADD COLUMN apart boolean NOT NULL DEFAULT false;
UPDATE class_session SET planned_local = local_start, apart = sequence > 0 WHERE series_id IS NOT NULL;
ALTER TABLE class_session
    ADD CONSTRAINT ck_class_session_planned CHECK ((series_id IS NULL) = (planned_local IS NULL));
"""

DOWN = """
ALTER TABLE class_session DROP CONSTRAINT ck_class_session_planned, DROP COLUMN planned_local, DROP COLUMN apart;
"""


def upgrade() -> None:
    """Say so of those there are."""
    script(UP)


def downgrade() -> None:
    """Take it away."""
    script(DOWN)
