"""Classes: sessions with seats, series, waiting lists; a seat is a booking."""

from scheduler.store.sql import script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE service
    ADD COLUMN seats integer,
    ADD COLUMN min_seats integer NOT NULL DEFAULT 1,
    ADD COLUMN decide_minutes integer NOT NULL DEFAULT 1440,
    ADD CONSTRAINT ck_service_seats CHECK (seats >= min_seats AND min_seats >= 1 AND decide_minutes >= 0);

CREATE TABLE class_series (
    id uuid CONSTRAINT pk_class_series PRIMARY KEY,
    professional_id uuid NOT NULL
        CONSTRAINT fk_class_series_professional_id_person REFERENCES person ON DELETE CASCADE,
    service_id uuid NOT NULL CONSTRAINT fk_class_series_service_id_service REFERENCES service ON DELETE CASCADE,
    first_local timestamp NOT NULL,
    zone text NOT NULL,
    rule text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX ix_class_series_professional_id ON class_series (professional_id);

CREATE TABLE class_session (
    id uuid CONSTRAINT pk_class_session PRIMARY KEY,
    series_id uuid,
    service_id uuid NOT NULL CONSTRAINT fk_class_session_service_id_service REFERENCES service ON DELETE CASCADE,
    professional_id uuid NOT NULL
        CONSTRAINT fk_class_session_professional_id_person REFERENCES person ON DELETE CASCADE,
    status text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    local_start timestamp NOT NULL,
    zone text NOT NULL,
    missing_wall boolean NOT NULL,
    title text NOT NULL,
    duration_minutes integer NOT NULL,
    price_minor integer NOT NULL,
    currency text NOT NULL,
    capacity integer NOT NULL,
    taken integer NOT NULL,
    min_seats integer NOT NULL,
    decide_at timestamptz,
    cancel_cutoff_minutes integer NOT NULL,
    buffer_before_minutes integer NOT NULL,
    buffer_after_minutes integer NOT NULL,
    sequence integer NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT ck_class_session_in_order CHECK (starts_at < ends_at),
    CONSTRAINT ck_class_session_known_status CHECK (status IN ('scheduled', 'running', 'completed', 'cancelled')),
    CONSTRAINT ck_class_session_seats CHECK (taken >= 0 AND taken <= capacity),
    CONSTRAINT ck_class_session_minimum CHECK (min_seats >= 1 AND min_seats <= capacity)
);
CREATE INDEX ix_class_session_professional_id_starts_at ON class_session (professional_id, starts_at);
CREATE INDEX ix_class_session_service_id_starts_at ON class_session (service_id, starts_at);
CREATE INDEX ix_class_session_series_id ON class_session (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX ix_class_session_to_decide ON class_session (decide_at) WHERE decide_at IS NOT NULL;
CREATE INDEX ix_class_session_to_end ON class_session (ends_at) WHERE status IN ('scheduled', 'running');

ALTER TABLE booking
    ADD COLUMN class_id uuid CONSTRAINT fk_booking_class_id_class_session REFERENCES class_session ON DELETE CASCADE,
    ADD COLUMN held_for text,
    ADD CONSTRAINT ck_booking_known_hold CHECK (held_for IN ('payment', 'offer'));
CREATE INDEX ix_booking_class_id ON booking (class_id) WHERE class_id IS NOT NULL;
ALTER TABLE occupancy ADD CONSTRAINT fk_occupancy_class_id_class_session
    FOREIGN KEY (class_id) REFERENCES class_session ON DELETE CASCADE;

CREATE TABLE class_waiting (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_class_waiting PRIMARY KEY,
    class_id uuid NOT NULL CONSTRAINT fk_class_waiting_class_id_class_session
        REFERENCES class_session ON DELETE CASCADE,
    person_id uuid NOT NULL CONSTRAINT fk_class_waiting_person_id_person REFERENCES person ON DELETE CASCADE,
    since timestamptz NOT NULL,
    status text NOT NULL,
    booking_id uuid,
    CONSTRAINT ck_class_waiting_known_status CHECK (status IN ('waiting', 'offered', 'seated', 'lapsed', 'left')),
    CONSTRAINT uq_class_waiting_class_id_person_id UNIQUE (class_id, person_id)
);
CREATE INDEX ix_class_waiting_next ON class_waiting (class_id, id) WHERE status = 'waiting';
CREATE INDEX ix_class_waiting_person_id ON class_waiting (person_id);
"""

DOWN = """
DELETE FROM booking WHERE class_id IS NOT NULL;
DELETE FROM occupancy WHERE class_id IS NOT NULL;
ALTER TABLE occupancy DROP CONSTRAINT fk_occupancy_class_id_class_session;
ALTER TABLE booking DROP COLUMN class_id, DROP COLUMN held_for;
DROP TABLE class_waiting, class_session, class_series;
ALTER TABLE service DROP CONSTRAINT ck_service_seats, DROP COLUMN seats, DROP COLUMN min_seats,
    DROP COLUMN decide_minutes;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away, seats and all."""
    script(DOWN)
