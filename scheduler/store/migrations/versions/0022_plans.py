"""Packages and subscriptions: what is offered, what was paid in advance, what each credit went for; and charges that
are earned piece by piece, or taken from a card that was kept."""

from scheduler.store.sql import script

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHARGES = """
ALTER TABLE charge
    ADD COLUMN prepaid boolean NOT NULL DEFAULT false,
    ADD COLUMN unearned_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN earned_minor bigint NOT NULL DEFAULT 0,
    ADD COLUMN keeps_card boolean NOT NULL DEFAULT false,
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN declined integer NOT NULL DEFAULT 0,
    ADD COLUMN customer text,
    ADD COLUMN method text,
    ADD CONSTRAINT ck_charge_earned CHECK (unearned_minor >= 0 AND earned_minor >= 0),
    ADD CONSTRAINT ck_charge_attempts CHECK (declined BETWEEN 0 AND attempts);
ALTER TABLE charge_refund ADD COLUMN unearned_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE charge_dispute ADD COLUMN unearned_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE booking DROP CONSTRAINT ck_booking_known_payment,
    ADD CONSTRAINT ck_booking_known_payment CHECK (payment IN ('none', 'full', 'deposit', 'hold', 'credit'));
"""

PLANS = """
CREATE TABLE plan (
    id uuid CONSTRAINT pk_plan PRIMARY KEY,
    professional_id uuid NOT NULL
        CONSTRAINT fk_plan_professional_id_person REFERENCES person ON DELETE CASCADE,
    kind text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    service_ids uuid[] NOT NULL,
    sessions integer NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    valid_months integer,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    CONSTRAINT ck_plan_known_kind CHECK (kind IN ('package', 'subscription')),
    CONSTRAINT ck_plan_terms CHECK (sessions BETWEEN 1 AND 100 AND price_minor > 0),
    CONSTRAINT ck_plan_valid CHECK ((kind = 'package') = (valid_months IS NOT NULL))
);
CREATE INDEX ix_plan_professional_id ON plan (professional_id) WHERE deleted_at IS NULL;

CREATE TABLE subscription (
    id uuid CONSTRAINT pk_subscription PRIMARY KEY,
    plan_id uuid NOT NULL CONSTRAINT fk_subscription_plan_id_plan REFERENCES plan ON DELETE CASCADE,
    client_id uuid NOT NULL CONSTRAINT fk_subscription_client_id_person REFERENCES person ON DELETE CASCADE,
    professional_id uuid NOT NULL
        CONSTRAINT fk_subscription_professional_id_person REFERENCES person ON DELETE CASCADE,
    title text NOT NULL,
    service_ids uuid[] NOT NULL,
    sessions integer NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    commission_bp integer NOT NULL,
    zone text NOT NULL,
    anchor timestamp,
    status text NOT NULL,
    period integer NOT NULL,
    paid_until timestamptz,
    ends_then boolean NOT NULL,
    customer text,
    method text,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CONSTRAINT ck_subscription_two_people CHECK (client_id <> professional_id),
    CONSTRAINT ck_subscription_known_status CHECK (status IN ('unpaid', 'active', 'past_due', 'ended')),
    CONSTRAINT ck_subscription_known_reason CHECK (end_reason IN ('unpaid', 'client', 'professional', 'gone')),
    CONSTRAINT ck_subscription_ended_once CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX ix_subscription_one ON subscription (plan_id, client_id) WHERE status <> 'ended';
CREATE INDEX ix_subscription_client_id ON subscription (client_id, created_at, id);
CREATE INDEX ix_subscription_professional_id ON subscription (professional_id, created_at, id);

CREATE TABLE prepayment (
    id uuid CONSTRAINT pk_prepayment PRIMARY KEY,
    plan_id uuid NOT NULL CONSTRAINT fk_prepayment_plan_id_plan REFERENCES plan ON DELETE CASCADE,
    subscription_id uuid
        CONSTRAINT fk_prepayment_subscription_id_subscription REFERENCES subscription ON DELETE CASCADE,
    period integer,
    client_id uuid NOT NULL CONSTRAINT fk_prepayment_client_id_person REFERENCES person ON DELETE CASCADE,
    professional_id uuid NOT NULL
        CONSTRAINT fk_prepayment_professional_id_person REFERENCES person ON DELETE CASCADE,
    title text NOT NULL,
    service_ids uuid[] NOT NULL,
    sessions integer NOT NULL,
    credits_left integer NOT NULL,
    settled integer NOT NULL,
    price_minor bigint NOT NULL,
    currency text NOT NULL,
    valid_months integer,
    zone text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_for text,
    CONSTRAINT ck_prepayment_two_people CHECK (client_id <> professional_id),
    CONSTRAINT ck_prepayment_known_status CHECK (status IN ('unpaid', 'active', 'closed')),
    CONSTRAINT ck_prepayment_known_end CHECK (closed_for IN ('unpaid', 'expired', 'refunded')),
    CONSTRAINT ck_prepayment_closed_once CHECK ((status = 'closed') = (closed_for IS NOT NULL)),
    CONSTRAINT ck_prepayment_credits CHECK (credits_left >= 0 AND settled >= 0
        AND credits_left + settled <= sessions),
    CONSTRAINT ck_prepayment_period CHECK ((subscription_id IS NULL) = (period IS NULL)),
    CONSTRAINT uq_prepayment_subscription_id_period UNIQUE (subscription_id, period)
);
CREATE INDEX ix_prepayment_plan_id ON prepayment (plan_id);
CREATE INDEX ix_prepayment_client_id ON prepayment (client_id, created_at, id);
CREATE INDEX ix_prepayment_professional_id ON prepayment (professional_id, created_at, id);

CREATE TABLE credit_use (
    booking_id uuid CONSTRAINT pk_credit_use PRIMARY KEY,
    prepayment_id uuid NOT NULL
        CONSTRAINT fk_credit_use_prepayment_id_prepayment REFERENCES prepayment ON DELETE CASCADE,
    status text NOT NULL,
    taken_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT ck_credit_use_known_status CHECK (status IN ('taken', 'returned', 'spent', 'paid', 'refunded'))
);
CREATE INDEX ix_credit_use_prepayment_id ON credit_use (prepayment_id);

CREATE TABLE plan_event (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_plan_event PRIMARY KEY,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_role text NOT NULL,
    what text NOT NULL,
    reason text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT ck_plan_event_known_actor CHECK (actor_role IN ('client', 'professional', 'system', 'admin')),
    CONSTRAINT ck_plan_event_somebody CHECK ((actor_role = 'system') = (actor_id IS NULL))
);
CREATE INDEX ix_plan_event_subject_id ON plan_event (subject_id);
"""

DOWN = """
DROP TABLE plan_event, credit_use, prepayment, subscription, plan;
UPDATE booking SET payment = 'none' WHERE payment = 'credit';
ALTER TABLE booking DROP CONSTRAINT ck_booking_known_payment,
    ADD CONSTRAINT ck_booking_known_payment CHECK (payment IN ('none', 'full', 'deposit', 'hold'));
ALTER TABLE charge_dispute DROP COLUMN unearned_minor;
ALTER TABLE charge_refund DROP COLUMN unearned_minor;
ALTER TABLE charge DROP CONSTRAINT ck_charge_earned, DROP CONSTRAINT ck_charge_attempts, DROP COLUMN prepaid,
    DROP COLUMN unearned_minor, DROP COLUMN earned_minor, DROP COLUMN keeps_card, DROP COLUMN attempts,
    DROP COLUMN declined, DROP COLUMN customer, DROP COLUMN method;
"""


def upgrade() -> None:
    """Make them."""
    script(CHARGES)
    script(PLANS)


def downgrade() -> None:
    """Take them away."""
    script(DOWN)
