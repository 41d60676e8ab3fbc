"""Proofs of who somebody is, what happened to them, the admin's acts, and what people decided about their data."""

from scheduler.store.sql import script

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE login_session
    ADD proven_at timestamptz,
    ADD methods text NOT NULL DEFAULT 'password',
    ADD device text NOT NULL DEFAULT '',
    ADD network text NOT NULL DEFAULT '';
UPDATE login_session SET proven_at = created_at;
ALTER TABLE login_session ALTER proven_at SET NOT NULL;

CREATE TABLE rate_limit (
    key bytea CONSTRAINT pk_rate_limit PRIMARY KEY,
    due double precision NOT NULL
);
CREATE INDEX ix_rate_limit_due ON rate_limit (due);
CREATE TABLE security_event (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_security_event PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_security_event_account_id_account REFERENCES account ON DELETE CASCADE,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    device text NOT NULL,
    network text NOT NULL
);
CREATE INDEX ix_security_event_account_id_id ON security_event (account_id, id);
CREATE INDEX ix_security_event_at ON security_event (at);
CREATE TABLE challenge (
    hash bytea CONSTRAINT pk_challenge PRIMARY KEY,
    purpose text NOT NULL,
    account_id uuid CONSTRAINT fk_challenge_account_id_account REFERENCES account ON DELETE CASCADE,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL
);
CREATE INDEX ix_challenge_account_id ON challenge (account_id);
CREATE INDEX ix_challenge_expires_at ON challenge (expires_at);
CREATE TABLE totp (
    account_id uuid CONSTRAINT pk_totp PRIMARY KEY
        CONSTRAINT fk_totp_account_id_account REFERENCES account ON DELETE CASCADE,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL
);
CREATE TABLE recovery_code (
    hash bytea CONSTRAINT pk_recovery_code PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_recovery_code_account_id_account REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL
);
CREATE INDEX ix_recovery_code_account_id ON recovery_code (account_id);
CREATE TABLE passkey (
    id uuid CONSTRAINT pk_passkey PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_passkey_account_id_account REFERENCES account ON DELETE CASCADE,
    credential_id bytea NOT NULL CONSTRAINT uq_passkey_credential_id UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    backed_up boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE INDEX ix_passkey_account_id ON passkey (account_id);
CREATE TABLE identity (
    id uuid CONSTRAINT pk_identity PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT fk_identity_account_id_account REFERENCES account ON DELETE CASCADE,
    provider text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    email text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    CONSTRAINT uq_identity_issuer_subject UNIQUE (issuer, subject)
);
CREATE INDEX ix_identity_account_id ON identity (account_id);

ALTER TABLE professional
    ADD vetting text NOT NULL DEFAULT 'unvetted',
    ADD CONSTRAINT ck_professional_known_vetting
        CHECK (vetting IN ('unvetted', 'submitted', 'approved', 'rejected', 'suspended'));
CREATE TABLE vetting (
    person_id uuid CONSTRAINT pk_vetting PRIMARY KEY
        CONSTRAINT fk_vetting_person_id_professional REFERENCES professional ON DELETE CASCADE,
    credentials text NOT NULL,
    submitted_at timestamptz NOT NULL,
    decided_at timestamptz,
    reason text NOT NULL
);
CREATE INDEX ix_vetting_submitted_at ON vetting (submitted_at);
CREATE TABLE report (
    id uuid CONSTRAINT pk_report PRIMARY KEY,
    reporter_id uuid CONSTRAINT fk_report_reporter_id_person REFERENCES person ON DELETE SET NULL,
    kind text NOT NULL,
    subject_id text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL CONSTRAINT ck_report_known_state CHECK (state IN ('open', 'upheld', 'dismissed')),
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    decision text NOT NULL
);
CREATE INDEX ix_report_reporter_id ON report (reporter_id);
CREATE INDEX ix_report_created_at ON report (created_at);
CREATE TABLE admin_audit (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_admin_audit PRIMARY KEY,
    at timestamptz NOT NULL,
    admin_id uuid,
    action text NOT NULL,
    target text NOT NULL,
    target_id text NOT NULL,
    reason text NOT NULL,
    detail jsonb NOT NULL
);
CREATE FUNCTION admin_audit_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'admin_audit is only added to'; END $$;
CREATE TRIGGER admin_audit_stays BEFORE UPDATE OR DELETE ON admin_audit
    FOR EACH ROW EXECUTE FUNCTION admin_audit_stays();

CREATE TABLE consent (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_consent PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_consent_person_id_person REFERENCES person ON DELETE CASCADE,
    kind text NOT NULL CONSTRAINT ck_consent_known_kind
        CHECK (kind IN ('terms', 'privacy', 'marketing', 'recording', 'sale_or_share')),
    granted boolean NOT NULL,
    version text NOT NULL,
    at timestamptz NOT NULL,
    source text NOT NULL CONSTRAINT ck_consent_known_source CHECK (source IN ('settings', 'gpc'))
);
CREATE INDEX ix_consent_person_id_kind_id ON consent (person_id, kind, id);
CREATE TABLE data_export (
    id uuid CONSTRAINT pk_data_export PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_data_export_person_id_person REFERENCES person ON DELETE CASCADE,
    requested_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz,
    size integer NOT NULL,
    file bytea
);
CREATE INDEX ix_data_export_person_id ON data_export (person_id);
CREATE INDEX ix_data_export_expires_at ON data_export (expires_at);
CREATE TABLE erasure (
    person_id uuid CONSTRAINT pk_erasure PRIMARY KEY
        CONSTRAINT fk_erasure_person_id_person REFERENCES person ON DELETE CASCADE,
    requested_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    done_at timestamptz
);
"""

DOWN = """
DROP TABLE erasure, data_export, consent, admin_audit, report, vetting;
DROP FUNCTION admin_audit_stays();
ALTER TABLE professional DROP vetting;
DROP TABLE identity, passkey, recovery_code, totp, challenge, security_event, rate_limit;
ALTER TABLE login_session DROP proven_at, DROP methods, DROP device, DROP network;
"""


def upgrade() -> None:
    """Make it all."""
    script(UP)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
