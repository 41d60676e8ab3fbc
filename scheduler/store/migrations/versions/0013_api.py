"""What programs use: API keys, and answers with secrets kept sealed for their idempotency keys."""

from scheduler.store.sql import script

revision = "0013"
down_revision = "0016"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE idempotency_key ADD sealed boolean DEFAULT false NOT NULL;
CREATE INDEX ix_idempotency_key_secret ON idempotency_key (created_at) WHERE sealed AND answer IS NOT NULL;
CREATE TABLE api_key (
    id uuid NOT NULL CONSTRAINT pk_api_key PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_api_key_person_id_person REFERENCES person ON DELETE CASCADE,
    hash bytea NOT NULL CONSTRAINT uq_api_key_hash UNIQUE,
    hint text NOT NULL,
    label text NOT NULL,
    scopes text[] NOT NULL CONSTRAINT ck_api_key_opens_something CHECK (cardinality(scopes) > 0),
    roles text[] NOT NULL
        CONSTRAINT ck_api_key_known_roles CHECK (roles <@ ARRAY['client', 'professional'] AND cardinality(roles) > 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_on date,
    due double precision NOT NULL
);
CREATE INDEX ix_api_key_person_id ON api_key (person_id);
"""

DOWN = """
DROP TABLE api_key;
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
