"""Files, the photos of profiles, what the two people of a booking write to each other, and the room's chat."""

from scheduler.store.sql import script

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE file (
    id uuid CONSTRAINT pk_file PRIMARY KEY,
    owner_id uuid CONSTRAINT fk_file_owner_id_person REFERENCES person ON DELETE SET NULL,
    purpose text NOT NULL CONSTRAINT ck_file_known_purpose CHECK (purpose IN ('message', 'photo')),
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL CONSTRAINT ck_file_size CHECK (size > 0),
    sha256 text NOT NULL,
    created_at timestamptz NOT NULL,
    stored_at timestamptz,
    attached_at timestamptz,
    deleted_at timestamptz
);
CREATE INDEX ix_file_owner_id ON file (owner_id);
CREATE INDEX ix_file_loose ON file (created_at) WHERE attached_at IS NULL;
CREATE INDEX ix_file_deleted ON file (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE profile_photo (
    person_id uuid NOT NULL CONSTRAINT fk_profile_photo_person_id_person REFERENCES person ON DELETE CASCADE,
    side text NOT NULL CONSTRAINT ck_profile_photo_known_side CHECK (side IN ('client', 'professional')),
    large_id uuid NOT NULL CONSTRAINT fk_profile_photo_large_id_file REFERENCES file,
    small_id uuid NOT NULL CONSTRAINT fk_profile_photo_small_id_file REFERENCES file,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_profile_photo PRIMARY KEY (person_id, side)
);

CREATE TABLE conversation (
    booking_id uuid CONSTRAINT pk_conversation PRIMARY KEY
        CONSTRAINT fk_conversation_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    last_number integer NOT NULL,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE TABLE correspondent (
    booking_id uuid NOT NULL
        CONSTRAINT fk_correspondent_booking_id_conversation REFERENCES conversation ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT ck_correspondent_known_role CHECK (role IN ('client', 'professional')),
    person_id uuid NOT NULL CONSTRAINT fk_correspondent_person_id_person REFERENCES person ON DELETE CASCADE,
    read_up_to integer NOT NULL,
    read_at timestamptz,
    mailed_up_to integer NOT NULL,
    mailed_at timestamptz,
    CONSTRAINT pk_correspondent PRIMARY KEY (booking_id, role)
);
CREATE INDEX ix_correspondent_person_id ON correspondent (person_id);

CREATE TABLE message (
    id uuid CONSTRAINT pk_message PRIMARY KEY,
    booking_id uuid NOT NULL
        CONSTRAINT fk_message_booking_id_conversation REFERENCES conversation ON DELETE CASCADE,
    number integer NOT NULL,
    sender_id uuid NOT NULL CONSTRAINT fk_message_sender_id_person REFERENCES person ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT ck_message_known_role CHECK (role IN ('client', 'professional')),
    source text NOT NULL CONSTRAINT ck_message_known_source CHECK (source IN ('message', 'room')),
    text text NOT NULL,
    file_ids uuid[] NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    reported_at timestamptz,
    CONSTRAINT uq_message_booking_id_number UNIQUE (booking_id, number)
);
CREATE INDEX ix_message_sender_id ON message (sender_id);
CREATE INDEX ix_message_reported ON message (reported_at) WHERE reported_at IS NOT NULL;

CREATE TABLE chat_consent (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_chat_consent PRIMARY KEY,
    booking_id uuid NOT NULL CONSTRAINT fk_chat_consent_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    person_id uuid NOT NULL CONSTRAINT fk_chat_consent_person_id_person REFERENCES person ON DELETE CASCADE,
    given boolean NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ix_chat_consent_booking_id ON chat_consent (booking_id, person_id, id);
CREATE INDEX ix_chat_consent_person_id ON chat_consent (person_id);
"""

DOWN = """
DROP TABLE chat_consent;
DROP TABLE message;
DROP TABLE correspondent;
DROP TABLE conversation;
DROP TABLE profile_photo;
DROP TABLE file;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away; the files' bytes stay where they lie."""
    script(DOWN)
