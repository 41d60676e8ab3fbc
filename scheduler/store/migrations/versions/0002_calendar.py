"""Services, hours, bookings, and the exclusion constraint that keeps a person in one place."""

from scheduler.store.sql import script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UP = """
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE service (
    id uuid CONSTRAINT pk_service PRIMARY KEY,
    professional_id uuid NOT NULL CONSTRAINT fk_service_professional_id_person REFERENCES person ON DELETE CASCADE,
    title text NOT NULL,
    description text NOT NULL,
    duration_minutes integer NOT NULL,
    price_minor integer NOT NULL,
    currency text NOT NULL,
    buffer_before_minutes integer NOT NULL,
    buffer_after_minutes integer NOT NULL,
    notice_minutes integer NOT NULL,
    window_days integer NOT NULL,
    step_minutes integer NOT NULL,
    cancel_cutoff_minutes integer NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    CONSTRAINT ck_service_takes_time CHECK (duration_minutes > 0 AND step_minutes > 0),
    CONSTRAINT ck_service_price CHECK (price_minor >= 0),
    CONSTRAINT ck_service_terms CHECK (buffer_before_minutes >= 0 AND buffer_after_minutes >= 0
        AND notice_minutes >= 0
        AND window_days >= 0 AND cancel_cutoff_minutes >= 0)
);
CREATE INDEX ix_service_professional_id ON service (professional_id) WHERE deleted_at IS NULL;

CREATE TABLE weekly_hours (
    person_id uuid CONSTRAINT pk_weekly_hours PRIMARY KEY
        CONSTRAINT fk_weekly_hours_person_id_person REFERENCES person ON DELETE CASCADE,
    zone text NOT NULL,
    ranges jsonb NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE TABLE day_hours (
    person_id uuid NOT NULL CONSTRAINT fk_day_hours_person_id_person REFERENCES person ON DELETE CASCADE,
    day date NOT NULL,
    ranges jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_day_hours PRIMARY KEY (person_id, day)
);

CREATE TABLE booking (
    id uuid CONSTRAINT pk_booking PRIMARY KEY,
    service_id uuid NOT NULL CONSTRAINT fk_booking_service_id_service REFERENCES service ON DELETE CASCADE,
    professional_id uuid NOT NULL CONSTRAINT fk_booking_professional_id_person REFERENCES person ON DELETE CASCADE,
    client_id uuid NOT NULL CONSTRAINT fk_booking_client_id_person REFERENCES person ON DELETE CASCADE,
    status text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    local_start timestamp NOT NULL,
    zone text NOT NULL,
    title text NOT NULL,
    duration_minutes integer NOT NULL,
    price_minor integer NOT NULL,
    currency text NOT NULL,
    note text NOT NULL,
    cancel_cutoff_minutes integer NOT NULL,
    created_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CONSTRAINT ck_booking_two_people CHECK (professional_id <> client_id),
    CONSTRAINT ck_booking_in_order CHECK (starts_at < ends_at),
    CONSTRAINT ck_booking_known_status CHECK (status IN ('confirmed', 'cancelled')),
    CONSTRAINT ck_booking_cancelled_once CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX ix_booking_professional_id_starts_at ON booking (professional_id, starts_at);
CREATE INDEX ix_booking_client_id_starts_at ON booking (client_id, starts_at);
CREATE INDEX ix_booking_service_id ON booking (service_id);

CREATE TABLE booking_event (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_booking_event PRIMARY KEY,
    booking_id uuid NOT NULL CONSTRAINT fk_booking_event_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_role text NOT NULL,
    before text,
    after text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX ix_booking_event_booking_id ON booking_event (booking_id);

CREATE TABLE occupancy (
    booking_id uuid NOT NULL CONSTRAINT fk_occupancy_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    person_id uuid NOT NULL,
    role text NOT NULL,
    during tstzrange NOT NULL,
    CONSTRAINT pk_occupancy PRIMARY KEY (booking_id, person_id),
    CONSTRAINT ck_occupancy_known_role CHECK (role IN ('client', 'professional')),
    CONSTRAINT ck_occupancy_half_open CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
    CONSTRAINT no_overlap EXCLUDE USING gist (person_id WITH =, during WITH &&)
);
"""

DOWN = "DROP TABLE occupancy, booking_event, booking, day_hours, weekly_hours, service;"


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away; the extension stays, something else may use it."""
    script(DOWN)
