"""Calendars outside: links, what they say is busy, the feed, and the copies of bookings written out."""

from scheduler.store.sql import script

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE calendar_feed (
    person_id uuid NOT NULL CONSTRAINT pk_calendar_feed PRIMARY KEY
        CONSTRAINT fk_calendar_feed_person_id_person REFERENCES person ON DELETE CASCADE,
    secret_hash bytea NOT NULL CONSTRAINT uq_calendar_feed_secret_hash UNIQUE,
    shows text NOT NULL CONSTRAINT ck_calendar_feed_known_privacy CHECK (shows IN ('full', 'busy')),
    created_at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE TABLE calendar_link (
    id uuid NOT NULL CONSTRAINT pk_calendar_link PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_calendar_link_person_id_person REFERENCES person ON DELETE CASCADE,
    kind text NOT NULL
        CONSTRAINT ck_calendar_link_known_kind CHECK (kind IN ('ics', 'file', 'caldav', 'google', 'outlook')),
    name text NOT NULL,
    address text NOT NULL,
    credentials bytea,
    counts_busy boolean NOT NULL,
    writes boolean NOT NULL,
    zone text NOT NULL,
    state text NOT NULL CONSTRAINT ck_calendar_link_known_state CHECK (state IN ('active', 'failing', 'revoked')),
    token text,
    etag text,
    last_modified text,
    checked_at timestamptz,
    next_at timestamptz,
    failures integer DEFAULT 0 NOT NULL,
    problem text,
    events integer DEFAULT 0 NOT NULL,
    skipped integer DEFAULT 0 NOT NULL,
    expanded_until timestamptz,
    revision integer DEFAULT 0 NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_calendar_link_counted CHECK (failures >= 0 AND events >= 0 AND skipped >= 0)
);
CREATE INDEX ix_calendar_link_person_id ON calendar_link (person_id);
CREATE INDEX ix_calendar_link_next_at ON calendar_link (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE calendar_file (
    link_id uuid NOT NULL CONSTRAINT pk_calendar_file PRIMARY KEY
        CONSTRAINT fk_calendar_file_link_id_calendar_link REFERENCES calendar_link ON DELETE CASCADE,
    body bytea NOT NULL,
    digest bytea NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE TABLE external_event (
    link_id uuid NOT NULL
        CONSTRAINT fk_external_event_link_id_calendar_link REFERENCES calendar_link ON DELETE CASCADE,
    uid text NOT NULL,
    recurrence text DEFAULT '' NOT NULL,
    href text,
    etag text,
    body text,
    CONSTRAINT pk_external_event PRIMARY KEY (link_id, uid, recurrence)
);
CREATE TABLE external_busy (
    link_id uuid NOT NULL
        CONSTRAINT fk_external_busy_link_id_calendar_link REFERENCES calendar_link ON DELETE CASCADE,
    person_id uuid NOT NULL,
    during tstzrange NOT NULL CONSTRAINT ck_external_busy_half_open
        CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
    CONSTRAINT pk_external_busy PRIMARY KEY (link_id, during)
);
CREATE INDEX ix_external_busy_person_id_during ON external_busy USING gist (person_id, during);
CREATE TABLE calendar_copy (
    link_id uuid NOT NULL
        CONSTRAINT fk_calendar_copy_link_id_calendar_link REFERENCES calendar_link ON DELETE CASCADE,
    booking_id uuid NOT NULL CONSTRAINT fk_calendar_copy_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    href text NOT NULL,
    etag text,
    sequence integer NOT NULL,
    state text NOT NULL,
    CONSTRAINT pk_calendar_copy PRIMARY KEY (link_id, booking_id)
);
CREATE INDEX ix_calendar_copy_booking_id ON calendar_copy (booking_id);
"""

DOWN = """
DROP TABLE calendar_copy, external_busy, external_event, calendar_file, calendar_link, calendar_feed;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
