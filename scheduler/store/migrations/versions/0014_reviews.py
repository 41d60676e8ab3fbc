"""Reviews, blind until both are written; extensions of running meetings."""

from scheduler.store.sql import script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UP = """
CREATE TABLE review (
    id uuid CONSTRAINT pk_review PRIMARY KEY,
    booking_id uuid NOT NULL CONSTRAINT fk_review_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    side text NOT NULL,
    author_id uuid NOT NULL CONSTRAINT fk_review_author_id_person REFERENCES person ON DELETE CASCADE,
    about_id uuid NOT NULL CONSTRAINT fk_review_about_id_person REFERENCES person ON DELETE CASCADE,
    rating integer NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL,
    shown_from timestamptz NOT NULL,
    reply text NOT NULL,
    replied_at timestamptz,
    hidden_at timestamptz,
    hidden_reason text,
    CONSTRAINT ck_review_known_side CHECK (side IN ('client', 'professional')),
    CONSTRAINT ck_review_rating CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT uq_review_booking_id_side UNIQUE (booking_id, side)
);
CREATE INDEX ix_review_about_id ON review (about_id, side, shown_from);
CREATE INDEX ix_review_author_id ON review (author_id);

CREATE TABLE booking_extension (
    booking_id uuid CONSTRAINT pk_booking_extension PRIMARY KEY
        CONSTRAINT fk_booking_extension_booking_id_booking REFERENCES booking ON DELETE CASCADE,
    asked_by text NOT NULL,
    minutes integer NOT NULL,
    price_minor integer NOT NULL,
    lapses_at timestamptz NOT NULL,
    CONSTRAINT ck_booking_extension_known_side CHECK (asked_by IN ('client', 'professional')),
    CONSTRAINT ck_booking_extension_length CHECK (minutes > 0 AND price_minor >= 0)
);
"""

DOWN = "DROP TABLE booking_extension, review;"


def upgrade() -> None:
    """Make them."""
    script(UP)


def downgrade() -> None:
    """Take them away."""
    script(DOWN)
