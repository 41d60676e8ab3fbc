"""Several schedules a professional: the hours that are there become the default one; services may name another."""

from scheduler.store.sql import script

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE schedule (
    id uuid DEFAULT gen_random_uuid() NOT NULL CONSTRAINT pk_schedule PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_schedule_person_id_person REFERENCES person ON DELETE CASCADE,
    name text NOT NULL,
    is_default boolean NOT NULL,
    zone text NOT NULL,
    ranges jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX ix_schedule_person_id ON schedule (person_id);
CREATE UNIQUE INDEX uq_schedule_default ON schedule (person_id) WHERE is_default;
CREATE TABLE schedule_day (
    schedule_id uuid NOT NULL CONSTRAINT fk_schedule_day_schedule_id_schedule REFERENCES schedule ON DELETE CASCADE,
    day date NOT NULL,
    ranges jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_schedule_day PRIMARY KEY (schedule_id, day)
);
INSERT INTO schedule (person_id, name, is_default, zone, ranges, created_at, updated_at)
    SELECT person_id, 'Regular hours', true, zone, ranges, updated_at, updated_at FROM weekly_hours;
INSERT INTO schedule_day (schedule_id, day, ranges, updated_at)
    SELECT schedule.id, day_hours.day, day_hours.ranges, day_hours.updated_at
    FROM day_hours JOIN schedule USING (person_id);
ALTER TABLE service ADD schedule_id uuid CONSTRAINT fk_service_schedule_id_schedule REFERENCES schedule;
CREATE INDEX ix_service_schedule_id ON service (schedule_id) WHERE schedule_id IS NOT NULL;
DROP TABLE day_hours, weekly_hours;
"""

# The schedules that are not the default have no place there; a day without a week had none before either.
DOWN = """
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
INSERT INTO weekly_hours SELECT person_id, zone, ranges, updated_at FROM schedule WHERE is_default;
INSERT INTO day_hours SELECT person_id, day, schedule_day.ranges, schedule_day.updated_at
    FROM schedule_day JOIN schedule ON schedule.id = schedule_id WHERE is_default;
ALTER TABLE service DROP schedule_id;
DROP TABLE schedule_day, schedule;
"""


def upgrade() -> None:
    """Move the hours that are there."""
    script(UP)


def downgrade() -> None:
    """Keep the default ones."""
    script(DOWN)
