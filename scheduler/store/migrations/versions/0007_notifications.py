"""Deliveries, lists of notifications, preferences, devices; invitations and unsubscribing in mails."""

from scheduler.store.sql import script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE mail ADD COLUMN calendar text, ADD COLUMN unsubscribe text;
CREATE INDEX ix_due_job_dedupe_key_begin ON due_job (dedupe_key text_pattern_ops);

CREATE TABLE delivery (
    id uuid CONSTRAINT pk_delivery PRIMARY KEY,
    cause text NOT NULL,
    person_id uuid NOT NULL CONSTRAINT fk_delivery_person_id_person REFERENCES person ON DELETE CASCADE,
    channel text NOT NULL,
    kind text NOT NULL,
    booking_id uuid,
    data jsonb NOT NULL,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    until timestamptz,
    CONSTRAINT uq_delivery_cause_person_id_channel UNIQUE (cause, person_id, channel),
    CONSTRAINT ck_delivery_known_channel CHECK (channel IN ('mail', 'web-push', 'mobile-push', 'in-app')),
    CONSTRAINT ck_delivery_known_state CHECK (state IN ('waiting', 'done', 'dropped'))
);
CREATE INDEX ix_delivery_person_id ON delivery (person_id);
CREATE INDEX ix_delivery_booking_id ON delivery (booking_id);
CREATE INDEX ix_delivery_created_at ON delivery (created_at);

CREATE TABLE notification (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_notification PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_notification_person_id_person REFERENCES person ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT ck_notification_known_role CHECK (role IN ('client', 'professional', 'admin')),
    kind text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    path text NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX ix_notification_person_id_id ON notification (person_id, id);
CREATE INDEX ix_notification_unread ON notification (person_id) WHERE read_at IS NULL;
CREATE INDEX ix_notification_created_at ON notification (created_at);

CREATE TABLE notification_preference (
    person_id uuid CONSTRAINT pk_notification_preference PRIMARY KEY
        CONSTRAINT fk_notification_preference_person_id_person REFERENCES person ON DELETE CASCADE,
    reminders integer[] NOT NULL,
    quiet_from integer,
    quiet_until integer,
    choices jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT ck_notification_preference_quiet_whole CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
    CONSTRAINT ck_notification_preference_quiet_within_a_day
        CHECK (quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439)
);

CREATE TABLE push_target (
    id uuid CONSTRAINT pk_push_target PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_push_target_person_id_person REFERENCES person ON DELETE CASCADE,
    session_id uuid NOT NULL
        CONSTRAINT fk_push_target_session_id_login_session REFERENCES login_session ON DELETE CASCADE,
    channel text NOT NULL CONSTRAINT ck_push_target_known_channel CHECK (channel IN ('web-push', 'mobile-push')),
    address text NOT NULL CONSTRAINT uq_push_target_address UNIQUE,
    p256dh bytea,
    auth bytea,
    label text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_push_target_keys_of_a_browser CHECK (
        (channel = 'web-push') = (p256dh IS NOT NULL) AND (channel = 'web-push') = (auth IS NOT NULL))
);
CREATE INDEX ix_push_target_person_id ON push_target (person_id);
CREATE INDEX ix_push_target_session_id ON push_target (session_id);

CREATE TABLE push_sending (
    delivery_id uuid NOT NULL CONSTRAINT fk_push_sending_delivery_id_delivery REFERENCES delivery ON DELETE CASCADE,
    target_id uuid NOT NULL CONSTRAINT fk_push_sending_target_id_push_target REFERENCES push_target ON DELETE CASCADE,
    sent_at timestamptz,
    refused text,
    ticket text,
    CONSTRAINT pk_push_sending PRIMARY KEY (delivery_id, target_id)
);
CREATE INDEX ix_push_sending_target_id ON push_sending (target_id);
"""

DOWN = """
DROP TABLE push_sending, push_target, notification_preference, notification, delivery;
DROP INDEX ix_due_job_dedupe_key_begin;
ALTER TABLE mail DROP COLUMN calendar, DROP COLUMN unsubscribe;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
