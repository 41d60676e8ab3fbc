"""The plan of processes, as a table: pure, from the environment alone."""

from pathlib import Path

import pytest

from deploy.supervisor.plan import ConfigError, hidden, programs, settings_from, shared_environment

SECRETS = {"LIVEKIT_API_SECRET": "s" * 40, "NEXTAUTH_SECRET": "n" * 40}


def test_without_a_word_it_is_the_development_setup() -> None:
    settings = settings_from({}, web=True)
    assert settings.environment == "development"
    assert settings.seed
    assert settings.ports == {
        "VISAVIS_SCHEDULER_PORT": 8000,
        "VISAVIS_WEB_PORT": 3000,
        "VISAVIS_SFU_HTTP_PORT": 7880,
        "VISAVIS_SFU_TCP_PORT": 7881,
        "VISAVIS_SFU_UDP_PORT": 7882,
        "VISAVIS_TEST_GATEWAY_PORT": 8100,
    }


def test_media_over_tcp_may_be_switched_off() -> None:
    given = {"VISAVIS_SFU_TCP_PORT": "off"}
    settings = settings_from(given, web=True)
    assert "VISAVIS_SFU_TCP_PORT" not in settings.ports
    assert shared_environment(given, settings, "postgresql://u:p@h/d", "secret")["VISAVIS_SFU_TCP_PORT"] == "off"


@pytest.mark.parametrize(
    "given",
    [
        {"VISAVIS_PAYMENTS_GATEWAY": "stripe"},
        {"VISAVIS_TEST_GATEWAY_URL": "http://127.0.0.1:9"},
        {"VISAVIS_ENV": "production", **SECRETS},
    ],
)
def test_only_a_scheduler_that_serves_the_test_gateway_has_a_port_for_it(given: dict[str, str]) -> None:
    settings = settings_from(given, web=True)
    assert "VISAVIS_TEST_GATEWAY_PORT" not in settings.ports
    assert "VISAVIS_PAYMENTS_URL" not in shared_environment(given, settings, "postgresql://u:p@h/d", "secret")


def test_browsers_are_told_where_the_test_gateway_is() -> None:
    given = {"VISAVIS_TEST_GATEWAY_PORT": "18100"}
    shared = shared_environment(given, settings_from(given, web=True), "postgresql://u:p@h/d", "secret")
    assert shared["VISAVIS_PAYMENTS_URL"] == "http://127.0.0.1:18100"
    assert shared["VISAVIS_TEST_GATEWAY_PORT"] == "18100"


def test_every_address_follows_the_ports() -> None:
    given = {"VISAVIS_SCHEDULER_PORT": "18000", "VISAVIS_WEB_PORT": "13000", "VISAVIS_SFU_HTTP_PORT": "17880"}
    settings = settings_from(given, web=True)
    shared = shared_environment(given, settings, "postgresql://u:p@h:1/d", "secret")
    assert shared["VISAVIS_API_URL"] == "http://127.0.0.1:18000"
    assert shared["VISAVIS_JWKS_URL"] == "http://127.0.0.1:18000/.well-known/jwks.json"
    assert shared["VISAVIS_WEBHOOK_URL"] == "http://127.0.0.1:18000/webhooks/livekit"
    assert shared["VISAVIS_SFU_URL"] == "http://127.0.0.1:17880"
    assert shared["VISAVIS_SFU_PUBLIC_URL"] == "ws://localhost:17880"
    assert shared["VISAVIS_WEB_URL"] == shared["NEXTAUTH_URL"] == "http://localhost:13000"
    assert shared["VISAVIS_ROOMS"] == "closed"
    assert shared["DATABASE_URL"] == "postgresql://u:p@h:1/d"


def test_what_the_operator_set_stays() -> None:
    given = {"VISAVIS_SFU_PUBLIC_URL": "wss://media.example", "VISAVIS_WEB_URL": "https://example"}
    shared = shared_environment(given, settings_from(given, web=True), "postgresql://u:p@h/d", "secret")
    assert shared["VISAVIS_SFU_PUBLIC_URL"] == "wss://media.example"
    assert shared["NEXTAUTH_URL"] == "https://example"


def test_the_order_is_scheduler_media_web(tmp_path: Path) -> None:
    settings = settings_from({}, web=True)
    found = programs(settings, {}, tmp_path, "python", "node")
    assert [program.name for program in found] == ["scheduler", "media", "web"]
    assert "dev" not in found[2].command
    assert found[2].command[2] == "start"
    without = programs(settings_from({}, web=False), {}, tmp_path, "python", "node")
    assert [program.name for program in without] == ["scheduler", "media"]


def test_there_is_one_media_node_unless_more_are_asked_for(tmp_path: Path) -> None:
    for environment, command in (
        ({}, ("python", "-m", "sfu")),
        ({"VISAVIS_SFU_NODES": "3"}, ("python", "-m", "sfu", "--nodes", "3")),
    ):
        found = programs(settings_from(environment, web=False), environment, tmp_path, "python", "node")
        assert found[1].command == command


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"VISAVIS_ENV": "staging"}, "VISAVIS_ENV"),
        ({"VISAVIS_SFU_NODES": "many"}, "VISAVIS_SFU_NODES"),
        ({"VISAVIS_SFU_NODES": "0"}, "VISAVIS_SFU_NODES"),
        ({"VISAVIS_WEB_PORT": "http"}, "VISAVIS_WEB_PORT"),
        ({"VISAVIS_WEB_PORT": "70000"}, "VISAVIS_WEB_PORT"),
        ({"VISAVIS_ENV": "production", "NEXTAUTH_SECRET": "n" * 40}, "LIVEKIT_API_SECRET"),
        ({"VISAVIS_ENV": "production", "LIVEKIT_API_SECRET": "s" * 40}, "NEXTAUTH_SECRET"),
    ],
)
def test_a_wrong_variable_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        settings_from(environment, web=True)


def test_production_seeds_nothing() -> None:
    assert not settings_from({"VISAVIS_ENV": "production", **SECRETS}, web=True).seed


def test_a_password_is_not_shown() -> None:
    assert hidden("postgresql://me:secret@db.example:5433/visavis") == "postgresql://me@db.example:5433/visavis"
