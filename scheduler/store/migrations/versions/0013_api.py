"""What programs use: answers with secrets kept sealed for their idempotency keys."""

from scheduler.store.sql import script

revision = "0013"
down_revision = "0016"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE idempotency_key ADD sealed boolean DEFAULT false NOT NULL;
CREATE INDEX ix_idempotency_key_secret ON idempotency_key (created_at) WHERE sealed AND answer IS NOT NULL;
"""

DOWN = """
DELETE FROM idempotency_key WHERE sealed;
DROP INDEX ix_idempotency_key_secret;
ALTER TABLE idempotency_key DROP COLUMN sealed;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
