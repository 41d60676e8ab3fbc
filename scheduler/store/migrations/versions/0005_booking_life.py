"""The whole life of a booking: requests, holds, moves, no-shows, disputes; what services ask and whom they show."""

from scheduler.store.sql import script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE booking RENAME COLUMN cancelled_at TO settled_at;
ALTER TABLE booking
    ADD COLUMN answers jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN buffer_before_minutes integer NOT NULL DEFAULT 0,
    ADD COLUMN buffer_after_minutes integer NOT NULL DEFAULT 0,
    ADD COLUMN approval boolean NOT NULL DEFAULT false,
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN sequence integer NOT NULL DEFAULT 0,
    ADD COLUMN evidence text,
    ADD COLUMN absent text,
    DROP CONSTRAINT ck_booking_known_status,
    DROP CONSTRAINT ck_booking_cancelled_once,
    ADD CONSTRAINT ck_booking_known_status CHECK (status IN ('requested', 'held', 'confirmed', 'running', 'completed',
        'cancelled', 'declined', 'no_show', 'disputed', 'expired')),
    ADD CONSTRAINT ck_booking_waits_until CHECK ((status IN ('requested', 'held')) = (expires_at IS NOT NULL)),
    ADD CONSTRAINT ck_booking_known_absent CHECK (absent IN ('client', 'professional', 'both'));
UPDATE booking SET buffer_before_minutes = extract(epoch FROM starts_at - lower(during)) / 60,
        buffer_after_minutes = extract(epoch FROM upper(during) - ends_at) / 60
    FROM occupancy WHERE occupancy.booking_id = booking.id AND occupancy.role = 'professional';
CREATE INDEX ix_booking_waiting ON booking (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX ix_booking_to_start ON booking (starts_at) WHERE status = 'confirmed';
CREATE INDEX ix_booking_to_end ON booking (ends_at) WHERE status = 'running';

ALTER TABLE booking_event
    ALTER COLUMN actor_id DROP NOT NULL,
    ADD COLUMN detail jsonb,
    ADD CONSTRAINT ck_booking_event_known_actor
        CHECK (actor_role IN ('client', 'professional', 'system', 'admin')),
    ADD CONSTRAINT ck_booking_event_somebody CHECK ((actor_role = 'system') = (actor_id IS NULL));

ALTER TABLE occupancy
    DROP CONSTRAINT pk_occupancy,
    ALTER COLUMN booking_id DROP NOT NULL,
    ADD COLUMN class_id uuid,
    ADD COLUMN expires_at timestamptz,
    ADD CONSTRAINT ck_occupancy_one_cause CHECK ((booking_id IS NULL) <> (class_id IS NULL)),
    ADD CONSTRAINT uq_occupancy_cause UNIQUE NULLS NOT DISTINCT (booking_id, class_id, person_id);

ALTER TABLE service
    ADD COLUMN approval boolean NOT NULL DEFAULT false,
    ADD COLUMN intake jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN secret boolean NOT NULL DEFAULT false;
CREATE TABLE booking_link (
    hash bytea CONSTRAINT pk_booking_link PRIMARY KEY,
    id uuid NOT NULL CONSTRAINT uq_booking_link_id UNIQUE,
    service_id uuid NOT NULL CONSTRAINT fk_booking_link_service_id_service REFERENCES service ON DELETE CASCADE,
    label text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    uses_left integer,
    CONSTRAINT ck_booking_link_uses CHECK (uses_left >= 0)
);
CREATE INDEX ix_booking_link_service_id ON booking_link (service_id);
"""

DOWN = """
DROP TABLE booking_link;
ALTER TABLE service DROP COLUMN approval, DROP COLUMN intake, DROP COLUMN secret;
DELETE FROM occupancy WHERE booking_id IS NULL;
ALTER TABLE occupancy DROP CONSTRAINT uq_occupancy_cause, DROP CONSTRAINT ck_occupancy_one_cause,
    DROP COLUMN class_id, DROP COLUMN expires_at,
    ALTER COLUMN booking_id SET NOT NULL, ADD CONSTRAINT pk_occupancy PRIMARY KEY (booking_id, person_id);
DELETE FROM booking_event WHERE actor_id IS NULL;
ALTER TABLE booking_event DROP CONSTRAINT ck_booking_event_somebody, DROP CONSTRAINT ck_booking_event_known_actor,
    DROP COLUMN detail, ALTER COLUMN actor_id SET NOT NULL;
DROP INDEX ix_booking_to_start, ix_booking_to_end, ix_booking_waiting;
DELETE FROM booking WHERE status NOT IN ('confirmed', 'cancelled');
ALTER TABLE booking RENAME COLUMN settled_at TO cancelled_at;
ALTER TABLE booking DROP CONSTRAINT ck_booking_known_absent, DROP CONSTRAINT ck_booking_waits_until,
    DROP CONSTRAINT ck_booking_known_status,
    DROP COLUMN evidence, DROP COLUMN absent, DROP COLUMN sequence, DROP COLUMN expires_at, DROP COLUMN approval,
    DROP COLUMN buffer_after_minutes, DROP COLUMN buffer_before_minutes, DROP COLUMN answers,
    ADD CONSTRAINT ck_booking_known_status CHECK (status IN ('confirmed', 'cancelled')),
    ADD CONSTRAINT ck_booking_cancelled_once CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL));
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away; bookings in states that were not known before are lost."""
    script(DOWN)
