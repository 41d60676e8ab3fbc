"""Files, and the photos of profiles."""

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
"""

DOWN = """
DROP TABLE profile_photo;
DROP TABLE file;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away; the files' bytes stay where they lie."""
    script(DOWN)
