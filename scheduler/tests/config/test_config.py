"""Configuration: every wrong variable is named, and production refuses what is published."""

import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.clock import Clock
from scheduler.config import ConfigError, load
from scheduler.store.engine import dsn, sqlalchemy_url

BASE = {"DATABASE_URL": "postgresql://u:secret-pw@db/x"}
PRODUCTION = {
    **BASE,
    "VISAVIS_ENV": "production",
    "LIVEKIT_API_KEY": "our-key",
    "LIVEKIT_API_SECRET": "s" * 40,
    "VISAVIS_SECRET_KEYS": "k" * 40,
    "VISAVIS_WEB_URL": "https://visavis.example",
    "VISAVIS_SFU_PUBLIC_URL": "wss://media.visavis.example",
    "VISAVIS_SMTP_URL": "smtps://mail.example",
    "VISAVIS_MAIL_FROM": "Visavis <hello@visavis.example>",
    "VISAVIS_PAYMENTS_GATEWAY": "stripe",
    "VISAVIS_STRIPE_SECRET_KEY": "sk_live_x",
    "VISAVIS_STRIPE_WEBHOOK_SECRET": "whsec_x",
}


def test_one_variable_is_enough_for_development() -> None:
    settings = load(BASE)
    assert (settings.port, settings.bind, settings.env) == (8000, "127.0.0.1", "development")
    assert settings.keys_dir == Path(".visavis/keys")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://x"),
        ("VISAVIS_ENV", "staging"),
        ("VISAVIS_CLOCK_OFFSET", "tomorrow"),
        ("VISAVIS_CLOCK_OFFSET", "nan"),
        ("VISAVIS_SCHEDULER_PORT", "70000"),
        ("VISAVIS_DATABASE_POOL", "many"),
        ("VISAVIS_DATABASE_POOL", "3"),
        ("VISAVIS_WEB_URL", "localhost:3000"),
        ("VISAVIS_SFU_URL", "ftp://x"),
        ("VISAVIS_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("VISAVIS_PUBLIC_READS_PER_MINUTE", "-1"),
        ("VISAVIS_PUBLIC_READS_PER_MINUTE", "many"),
        ("VISAVIS_SMTP_URL", "mail.example:25"),
        ("VISAVIS_LOG_LEVEL", "loud"),
        ("VISAVIS_VAPID_KEY", "dG9vIHNob3J0"),
        ("VISAVIS_EXPO_URL", "exp.host"),
        ("LIVEKIT_API_SECRET", "short"),
        ("VISAVIS_FILES", "tape"),
        ("VISAVIS_PAYMENTS_GATEWAY", "cash"),
        ("VISAVIS_TEST_GATEWAY_URL", "https://x"),
        ("VISAVIS_TEST_GATEWAY_PORT", "eighty"),
        ("VISAVIS_STRIPE_URL", "ftp://x"),
        ("VISAVIS_COMMISSION_BP", "15%"),
        ("VISAVIS_PAYOUT_MINIMUM", "-7"),
        ("VISAVIS_SECRET_KEYS", "a long enough key of thirty-two letters,short"),
    ],
)
def test_a_wrong_variable_is_named_and_its_value_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({**BASE, name: value})
    assert str(caught.value).startswith(f"{name}: ")
    assert not value or value not in str(caught.value)


def test_production_starts_when_everything_is_its_own() -> None:
    assert not load(PRODUCTION).development


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VISAVIS_CLOCK_OFFSET", "60"),
        ("LIVEKIT_API_KEY", "devkey"),
        ("LIVEKIT_API_SECRET", ""),
        ("VISAVIS_WEB_URL", ""),
        ("VISAVIS_WEB_URL", "http://visavis.example"),
        ("VISAVIS_SFU_PUBLIC_URL", "ws://media.visavis.example"),
        ("VISAVIS_SMTP_URL", ""),
        ("VISAVIS_PAYMENTS_GATEWAY", ""),
        ("VISAVIS_STRIPE_SECRET_KEY", ""),
        ("VISAVIS_STRIPE_SECRET_KEY", "sk_test_x"),
        ("VISAVIS_STRIPE_WEBHOOK_SECRET", ""),
        ("VISAVIS_STRIPE_URL", "http://api.stripe.com"),
    ],
)
def test_production_refuses_defaults(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({**PRODUCTION, name: value})
    assert str(caught.value).startswith(f"{name}: ")


def test_a_command_says_which_variable_is_missing_and_exits_with_two() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scheduler", "migrate"], env={}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert (
        run.stderr.strip() == "scheduler: DATABASE_URL: must be set, like postgresql://user:password@host:5432/name"
    )


def test_the_demo_and_its_published_passwords_are_refused_in_production() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scheduler", "seed"], env=PRODUCTION, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith("scheduler: VISAVIS_ENV: ")


def test_the_clock_is_moved_by_its_offset() -> None:
    assert Clock(3600).unix() - Clock().unix() == pytest.approx(3600, abs=1)
    assert Clock(-60).now().tzinfo is not None


def test_a_database_url_is_told_to_each_in_its_own_way() -> None:
    url = "postgres://u:p%40w@db:5432/x?sslmode=require"
    assert sqlalchemy_url(url) == "postgresql+asyncpg://u:p%40w@db:5432/x?ssl=require"
    assert dsn(url) == "postgresql://u:p%40w@db:5432/x?sslmode=require"


S3 = {
    **BASE,
    "VISAVIS_FILES": "s3",
    "VISAVIS_FILES_S3_BUCKET": "files",
    "VISAVIS_FILES_S3_ACCESS_KEY": "key",
    "VISAVIS_FILES_S3_SECRET_KEY": "secret-key",
}


def test_a_store_of_files_is_named_whole() -> None:
    assert load(BASE).files_s3 is None
    store = load(S3).files_s3
    assert store is not None
    assert store.endpoint == "https://s3.us-east-1.amazonaws.com"
    assert "secret-key" not in repr(store)
    for name, value in (
        ("VISAVIS_FILES_S3_BUCKET", ""),
        ("VISAVIS_FILES_S3_SECRET_KEY", ""),
        ("VISAVIS_FILES_S3_REGION", "Frankfurt!"),
        ("VISAVIS_FILES_S3_ENDPOINT", "localhost:9000"),
    ):
        with pytest.raises(ConfigError, match=name):
            load({**S3, name: value})


def test_a_calendar_service_is_named_whole_or_not_at_all() -> None:
    assert load(BASE).calendar_services == {}
    named = {**BASE, "VISAVIS_GOOGLE_CALENDAR_CLIENT_ID": "id"}
    with pytest.raises(ConfigError, match="VISAVIS_GOOGLE_CALENDAR_CLIENT_SECRET"):
        load(named)
    named["VISAVIS_GOOGLE_CALENDAR_CLIENT_SECRET"] = "secret"
    service = load(named).calendar_services["google"]
    assert (service.client_id, service.client_secret, service.url) == ("id", "secret", None)
    plain = {"VISAVIS_GOOGLE_CALENDAR_URL": "http://127.0.0.1:1/"}
    assert load({**named, **plain}).calendar_services["google"].url == "http://127.0.0.1:1"
    with pytest.raises(ConfigError, match="VISAVIS_GOOGLE_CALENDAR_URL"):
        load({**PRODUCTION, **named, **plain})
