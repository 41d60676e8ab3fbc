"""People, their sign-ins, mail, jobs, attendance.

The job queue's own tables are made by its library, pinned to 1.6: a newer one brings a migration of its own.
"""

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

from scheduler.store.sql import script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UP = """
CREATE TABLE account (
    id uuid CONSTRAINT pk_account PRIMARY KEY,
    email text NOT NULL CONSTRAINT uq_account_email UNIQUE,
    password_hash text NOT NULL,
    email_verified_at timestamptz,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE TABLE account_role (
    account_id uuid NOT NULL CONSTRAINT fk_account_role_account_id_account REFERENCES account ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT ck_account_role_known CHECK (role IN ('client', 'professional', 'admin')),
    granted_at timestamptz NOT NULL,
    CONSTRAINT pk_account_role PRIMARY KEY (account_id, role)
);
CREATE TABLE mail_token (
    hash bytea CONSTRAINT pk_mail_token PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_mail_token_account_id_account REFERENCES account ON DELETE CASCADE,
    purpose text NOT NULL CONSTRAINT ck_mail_token_known CHECK (purpose IN ('verify', 'reset')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX ix_mail_token_account_id ON mail_token (account_id);
CREATE TABLE login_session (
    id uuid CONSTRAINT pk_login_session PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_login_session_account_id_account REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text
);
CREATE INDEX ix_login_session_account_id ON login_session (account_id);
CREATE TABLE refresh_token (
    hash bytea CONSTRAINT pk_refresh_token PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT fk_refresh_token_session_id_login_session
        REFERENCES login_session ON DELETE CASCADE,
    salt bytea NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    rotated_at timestamptz
);
CREATE INDEX ix_refresh_token_session_id ON refresh_token (session_id);

CREATE TABLE person (
    id uuid CONSTRAINT pk_person PRIMARY KEY CONSTRAINT fk_person_id_account REFERENCES account ON DELETE CASCADE,
    name text NOT NULL,
    zone text NOT NULL,
    locale text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE TABLE client_profile (
    person_id uuid CONSTRAINT pk_client_profile PRIMARY KEY
        CONSTRAINT fk_client_profile_person_id_person REFERENCES person ON DELETE CASCADE,
    bio text NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE TABLE professional (
    person_id uuid CONSTRAINT pk_professional PRIMARY KEY
        CONSTRAINT fk_professional_person_id_person REFERENCES person ON DELETE CASCADE,
    slug text NOT NULL CONSTRAINT uq_professional_slug UNIQUE,
    headline text NOT NULL,
    bio text NOT NULL,
    languages text[] NOT NULL,
    categories text[] NOT NULL,
    active boolean NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE mail (
    id uuid CONSTRAINT pk_mail PRIMARY KEY,
    kind text NOT NULL,
    to_address text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    message_id text NOT NULL CONSTRAINT uq_mail_message_id UNIQUE,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    refused text
);
CREATE INDEX ix_mail_created_at ON mail (created_at);
CREATE TABLE due_job (
    id uuid CONSTRAINT pk_due_job PRIMARY KEY,
    entrypoint text NOT NULL,
    payload bytea NOT NULL,
    due_at timestamptz NOT NULL,
    dedupe_key text CONSTRAINT uq_due_job_dedupe_key UNIQUE
);
CREATE INDEX ix_due_job_due_at ON due_job (due_at);
CREATE TABLE idempotency_key (
    account_id uuid NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    answer bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_idempotency_key PRIMARY KEY (account_id, operation, key)
);
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key (created_at);

CREATE TABLE webhook_event (
    id text CONSTRAINT pk_webhook_event PRIMARY KEY,
    event text NOT NULL,
    room text NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX ix_webhook_event_received_at ON webhook_event (received_at);
CREATE TABLE attendance (
    participant_sid text CONSTRAINT pk_attendance PRIMARY KEY,
    booking_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL CONSTRAINT ck_attendance_known_role CHECK (role IN ('client', 'professional', 'admin')),
    joined_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    left_at timestamptz,
    closed_by text,
    CONSTRAINT ck_attendance_in_order CHECK (left_at >= joined_at)
);
CREATE INDEX ix_attendance_booking_id ON attendance (booking_id);
CREATE INDEX ix_attendance_person_id ON attendance (person_id);
CREATE INDEX ix_attendance_open ON attendance (booking_id) WHERE left_at IS NULL;
CREATE TABLE room_denial (
    booking_id uuid NOT NULL,
    person_id uuid NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_room_denial PRIMARY KEY (booking_id, person_id)
);
"""

DOWN = """
DROP TABLE room_denial, attendance, webhook_event, idempotency_key, due_job, mail,
    professional, client_profile, person, refresh_token, login_session, mail_token, account_role, account;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)
    script(QueryBuilderEnvironment().build_install_query())


def downgrade() -> None:
    """Take it all away."""
    script(QueryBuilderEnvironment().build_uninstall_query())
    script(DOWN)
