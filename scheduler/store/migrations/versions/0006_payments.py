"""Charges, the ledger that only grows and always adds up, and the test gateway's own tables."""

from scheduler.store.sql import script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE charge (
    id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    payee_id uuid NOT NULL,
    mode text NOT NULL,
    title text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    commission_bp integer NOT NULL,
    status text NOT NULL,
    wanted text,
    capture_minor bigint,
    intent_id text,
    client_secret text,
    authorised boolean NOT NULL,
    captured_minor bigint NOT NULL,
    returning_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,
    disputed_minor bigint NOT NULL,
    failure text,
    created_at timestamptz NOT NULL,
    paid_at timestamptz,
    released_at timestamptz,
    checked_at timestamptz NOT NULL,
    CONSTRAINT pk_charge PRIMARY KEY (id),
    CONSTRAINT ck_charge_amount CHECK (amount_minor > 0),
    CONSTRAINT ck_charge_commission CHECK (commission_bp BETWEEN 0 AND 10000),
    CONSTRAINT ck_charge_known_mode CHECK (mode IN ('full', 'deposit', 'rest', 'hold')),
    CONSTRAINT ck_charge_known_status CHECK (status IN ('created', 'pending', 'authorised', 'paid',
        'partially_refunded', 'refunded', 'failed', 'cancelled', 'disputed')),
    CONSTRAINT ck_charge_known_wish CHECK (wanted IN ('capture', 'cancel')),
    CONSTRAINT ck_charge_within_what_was_captured CHECK (captured_minor BETWEEN 0 AND amount_minor AND
        refunded_minor BETWEEN 0 AND captured_minor AND returning_minor >= refunded_minor),
    CONSTRAINT uq_charge_intent_id UNIQUE (intent_id)
);
CREATE INDEX ix_charge_checked_at ON charge (checked_at) WHERE status IN ('pending', 'authorised');
CREATE INDEX ix_charge_payee_id_created_at_id ON charge (payee_id, created_at, id);
CREATE INDEX ix_charge_payer_id_created_at_id ON charge (payer_id, created_at, id);
CREATE INDEX ix_charge_subject_kind_subject_id ON charge (subject_kind, subject_id);

CREATE TABLE invoice_series (
    issuer_id uuid NOT NULL,
    last_number integer NOT NULL,
    CONSTRAINT pk_invoice_series PRIMARY KEY (issuer_id)
);

CREATE TABLE ledger_account (
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    owner_id uuid NOT NULL,
    currency text NOT NULL,
    CONSTRAINT pk_ledger_account PRIMARY KEY (id),
    CONSTRAINT uq_ledger_account_kind_owner_id_currency UNIQUE (kind, owner_id, currency)
);

CREATE TABLE ledger_transaction (
    id uuid NOT NULL,
    key text NOT NULL,
    at timestamptz NOT NULL,
    charge_id uuid,
    CONSTRAINT pk_ledger_transaction PRIMARY KEY (id),
    CONSTRAINT uq_ledger_transaction_key UNIQUE (key)
);
CREATE INDEX ix_ledger_transaction_charge_id ON ledger_transaction (charge_id);

CREATE TABLE payment_event (
    id text NOT NULL,
    kind text NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT pk_payment_event PRIMARY KEY (id)
);
CREATE INDEX ix_payment_event_received_at ON payment_event (received_at);

CREATE TABLE payout (
    id uuid NOT NULL,
    payee_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    destination text NOT NULL,
    status text NOT NULL,
    failure text,
    gateway_id text,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT pk_payout PRIMARY KEY (id),
    CONSTRAINT ck_payout_amount CHECK (amount_minor > 0),
    CONSTRAINT ck_payout_known_status CHECK (status IN ('requested', 'paid', 'failed')),
    CONSTRAINT uq_payout_gateway_id UNIQUE (gateway_id)
);
CREATE INDEX ix_payout_payee_id_created_at_id ON payout (payee_id, created_at, id);

CREATE TABLE payout_destination (
    person_id uuid NOT NULL,
    account text NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT pk_payout_destination PRIMARY KEY (person_id)
);

CREATE TABLE test_gateway_event (
    id text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    body text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamptz NOT NULL,
    delivered_at timestamptz,
    CONSTRAINT pk_test_gateway_event PRIMARY KEY (id),
    CONSTRAINT uq_test_gateway_event_seq UNIQUE (seq)
);
CREATE INDEX ix_test_gateway_event_due_at ON test_gateway_event (due_at) WHERE delivered_at IS NULL;

CREATE TABLE test_gateway_key (
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer NOT NULL,
    answer text NOT NULL,
    CONSTRAINT pk_test_gateway_key PRIMARY KEY (key)
);

CREATE TABLE test_gateway_object (
    id text NOT NULL,
    kind text NOT NULL,
    intent_id text,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_test_gateway_object PRIMARY KEY (id)
);
CREATE INDEX ix_test_gateway_object_intent_id ON test_gateway_object (intent_id);

CREATE TABLE charge_dispute (
    id text NOT NULL,
    charge_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    payee_minor bigint NOT NULL,
    commission_minor bigint NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT pk_charge_dispute PRIMARY KEY (id),
    CONSTRAINT ck_charge_dispute_known_status CHECK (status IN ('open', 'won', 'lost')),
    CONSTRAINT fk_charge_dispute_charge_id_charge FOREIGN KEY(charge_id) REFERENCES charge (id)
);
CREATE INDEX ix_charge_dispute_charge_id ON charge_dispute (charge_id);

CREATE TABLE charge_refund (
    id uuid NOT NULL,
    charge_id uuid NOT NULL,
    amount_minor bigint NOT NULL,
    payee_minor bigint NOT NULL,
    commission_minor bigint NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    gateway_id text,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT pk_charge_refund PRIMARY KEY (id),
    CONSTRAINT ck_charge_refund_amount CHECK (amount_minor > 0),
    CONSTRAINT ck_charge_refund_known_status CHECK (status IN ('requested', 'succeeded', 'failed')),
    CONSTRAINT fk_charge_refund_charge_id_charge FOREIGN KEY(charge_id) REFERENCES charge (id),
    CONSTRAINT uq_charge_refund_gateway_id UNIQUE (gateway_id)
);
CREATE INDEX ix_charge_refund_charge_id ON charge_refund (charge_id);

CREATE TABLE invoice (
    id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    charge_id uuid NOT NULL,
    corrects integer,
    payer_id uuid NOT NULL,
    issuer_name text NOT NULL,
    payer_name text NOT NULL,
    locale text NOT NULL,
    zone text NOT NULL,
    title text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    issued_at timestamptz NOT NULL,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT uq_invoice_issuer_id_number UNIQUE (issuer_id, number),
    CONSTRAINT ck_invoice_known_kind CHECK (kind IN ('invoice', 'credit_note')),
    CONSTRAINT ck_invoice_a_credit_note_corrects CHECK ((kind = 'credit_note') = (corrects IS NOT NULL)),
    CONSTRAINT fk_invoice_charge_id_charge FOREIGN KEY(charge_id) REFERENCES charge (id)
);
CREATE INDEX ix_invoice_charge_id ON invoice (charge_id);

CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    transaction_id uuid NOT NULL,
    account_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    CONSTRAINT pk_ledger_entry PRIMARY KEY (id),
    CONSTRAINT ck_ledger_entry_moves_something CHECK (amount_minor <> 0),
    CONSTRAINT fk_ledger_entry_transaction_id_ledger_transaction FOREIGN KEY(transaction_id) REFERENCES
        ledger_transaction (id),
    CONSTRAINT fk_ledger_entry_account_id_ledger_account FOREIGN KEY(account_id) REFERENCES ledger_account (id)
);
CREATE INDEX ix_ledger_entry_account_id ON ledger_entry (account_id);
CREATE INDEX ix_ledger_entry_transaction_id ON ledger_entry (transaction_id);
"""

# A line of the ledger is never changed, and each transaction adds up to zero per currency when it commits.
RULES = """
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_entry_only_grows BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_only_grows();
CREATE TRIGGER ledger_transaction_only_grows BEFORE UPDATE OR DELETE ON ledger_transaction
    FOR EACH ROW EXECUTE FUNCTION ledger_only_grows();
CREATE TRIGGER ledger_account_stays BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_only_grows();

CREATE FUNCTION ledger_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW) ->> 'transaction_id')::uuid
                                       ELSE (to_jsonb(NEW) ->> 'id')::uuid END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_entry WHERE transaction_id = changed) OR EXISTS (
        SELECT 1 FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        WHERE e.transaction_id = changed GROUP BY a.currency HAVING sum(e.amount_minor) <> 0
    ) THEN
        RAISE EXCEPTION 'ledger transaction % does not add up to zero', changed USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_adds_up AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_adds_up();
CREATE CONSTRAINT TRIGGER ledger_transaction_adds_up AFTER INSERT ON ledger_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_adds_up();
"""

DOWN = """
DROP TABLE ledger_entry, invoice, charge_refund, charge_dispute, test_gateway_object, test_gateway_key,
    test_gateway_event, payout_destination, payout, payment_event, ledger_transaction, ledger_account,
    invoice_series, charge;
DROP FUNCTION ledger_only_grows, ledger_adds_up;
"""


def upgrade() -> None:
    """Make it all."""
    script(TABLES)
    script(RULES)


def downgrade() -> None:
    """Take it all away."""
    script(DOWN)
