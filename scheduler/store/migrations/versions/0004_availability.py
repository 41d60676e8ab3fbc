"""Time off, travel, caps and several lengths of a service."""

from scheduler.store.sql import script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE time_off (
    id uuid CONSTRAINT pk_time_off PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_time_off_person_id_person REFERENCES person ON DELETE CASCADE,
    starts_local timestamp NOT NULL,
    ends_local timestamp NOT NULL,
    note text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_time_off_in_order CHECK (starts_local < ends_local)
);
CREATE INDEX ix_time_off_person_id ON time_off (person_id, ends_local);

CREATE TABLE travel (
    id uuid CONSTRAINT pk_travel PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_travel_person_id_person REFERENCES person ON DELETE CASCADE,
    first_day date NOT NULL,
    last_day date NOT NULL,
    zone text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT ck_travel_in_order CHECK (first_day <= last_day),
    CONSTRAINT travel_no_overlap EXCLUDE USING gist (person_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
);

CREATE TABLE booking_limit (
    person_id uuid CONSTRAINT pk_booking_limit PRIMARY KEY
        CONSTRAINT fk_booking_limit_person_id_person REFERENCES person ON DELETE CASCADE,
    max_per_day integer,
    max_per_week integer,
    max_per_month integer,
    updated_at timestamptz NOT NULL,
    CONSTRAINT ck_booking_limit_positive CHECK (max_per_day > 0 AND max_per_week > 0 AND max_per_month > 0)
);

ALTER TABLE service
    ADD COLUMN max_per_day integer,
    ADD COLUMN max_per_week integer,
    ADD COLUMN max_per_month integer,
    ADD COLUMN lengths jsonb NOT NULL DEFAULT '[]',
    ADD CONSTRAINT ck_service_caps CHECK (max_per_day > 0 AND max_per_week > 0 AND max_per_month > 0);
"""

DOWN = """
ALTER TABLE service DROP CONSTRAINT ck_service_caps, DROP COLUMN lengths, DROP COLUMN max_per_month,
    DROP COLUMN max_per_week, DROP COLUMN max_per_day;
DROP TABLE booking_limit, travel, time_off;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
