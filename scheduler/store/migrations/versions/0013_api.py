"""What programs use: API keys, outgoing webhooks, widgets; secrets in repeated answers are sealed from now on."""

from scheduler.store.sql import script

revision = "0013"
down_revision = "0012"
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
CREATE TABLE webhook_endpoint (
    id uuid NOT NULL CONSTRAINT pk_webhook_endpoint PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_webhook_endpoint_person_id_person REFERENCES person ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT ck_webhook_endpoint_known_role CHECK (role IN ('client', 'professional')),
    url text NOT NULL,
    description text NOT NULL,
    events text[] NOT NULL CONSTRAINT ck_webhook_endpoint_told_something CHECK (cardinality(events) > 0),
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until timestamptz,
    sequence bigint NOT NULL,
    active boolean NOT NULL,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_reason text CONSTRAINT ck_webhook_endpoint_known_reason CHECK (disabled_reason IN ('failing', 'gone')),
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_webhook_endpoint_off_for_a_reason CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);
CREATE INDEX ix_webhook_endpoint_person_id_role ON webhook_endpoint (person_id, role);
CREATE TABLE webhook_message (
    id uuid NOT NULL CONSTRAINT pk_webhook_message PRIMARY KEY,
    endpoint_id uuid NOT NULL
        CONSTRAINT fk_webhook_message_endpoint_id_webhook_endpoint REFERENCES webhook_endpoint ON DELETE CASCADE,
    cause text NOT NULL,
    type text NOT NULL,
    sequence bigint NOT NULL,
    data text NOT NULL,
    at timestamptz NOT NULL,
    state text NOT NULL
        CONSTRAINT ck_webhook_message_known_state CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts integer NOT NULL,
    first_at timestamptz NOT NULL,
    next_at timestamptz,
    CONSTRAINT uq_webhook_message_endpoint_id_cause UNIQUE (endpoint_id, cause),
    CONSTRAINT uq_webhook_message_endpoint_id_sequence UNIQUE (endpoint_id, sequence),
    CONSTRAINT ck_webhook_message_pending_until CHECK ((state = 'pending') = (next_at IS NOT NULL))
);
CREATE INDEX ix_webhook_message_over ON webhook_message (at) WHERE state <> 'pending';
CREATE TABLE webhook_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_webhook_attempt PRIMARY KEY,
    message_id uuid NOT NULL
        CONSTRAINT fk_webhook_attempt_message_id_webhook_message REFERENCES webhook_message ON DELETE CASCADE,
    number integer NOT NULL,
    at timestamptz NOT NULL,
    ms integer NOT NULL,
    status integer,
    error text,
    excerpt text NOT NULL,
    CONSTRAINT uq_webhook_attempt_message_id_number UNIQUE (message_id, number),
    CONSTRAINT ck_webhook_attempt_answer_or_error CHECK ((status IS NULL) <> (error IS NULL))
);
CREATE TABLE widget_settings (
    person_id uuid NOT NULL CONSTRAINT pk_widget_settings PRIMARY KEY
        CONSTRAINT fk_widget_settings_person_id_person REFERENCES person ON DELETE CASCADE,
    enabled boolean NOT NULL,
    origins text[] NOT NULL CONSTRAINT ck_widget_settings_few_origins CHECK (cardinality(origins) <= 20),
    updated_at timestamptz NOT NULL
);
"""

DOWN = """
DROP TABLE widget_settings, webhook_attempt, webhook_message, webhook_endpoint, api_key;
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
