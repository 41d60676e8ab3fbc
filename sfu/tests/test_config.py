"""The environment, read strictly: a wrong variable is named, defaults are what a developer needs."""

from dataclasses import fields

import pytest

from sfu.config import DEV_SECRET, ConfigError, load, own_addresses
from sfu.net.limits import NetLimits
from sfu.net.turn import TurnServers
from sfu.rooms.limits import Limits

SECRET = {"LIVEKIT_API_SECRET": "s" * 40}


def test_the_defaults_are_the_development_node() -> None:
    settings = load({})
    assert (settings.http_port, settings.udp_port, settings.rooms) == (7880, 7882, "open")
    assert settings.api_secret == DEV_SECRET
    assert settings.advertise[-1] == "127.0.0.1"


def test_tcp_stands_below_udp_and_can_be_switched_off() -> None:
    assert load({}).tcp_port == 7881
    assert load({"VISAVIS_SFU_UDP_PORT": "9002"}).tcp_port == 9001
    assert load({"VISAVIS_SFU_UDP_PORT": "0"}).tcp_port == 0
    assert load({"VISAVIS_SFU_TCP_PORT": "443"}).tcp_port == 443
    assert load({"VISAVIS_SFU_TCP_PORT": "off"}).tcp_port is None


def test_bounds_of_the_ports_can_be_set() -> None:
    assert load({}).net_limits == NetLimits()
    changed = load({"VISAVIS_LIMIT_CHECKS": "7", "VISAVIS_LIMIT_UNPROVEN_TCP_PER_HOST": "9"}).net_limits
    assert changed == NetLimits(checks=7, unproven_tcp_per_host=9)


def test_relays_are_told_only_where_there_are_some() -> None:
    assert load({"VISAVIS_TURN_SECRET": "unused"}).turn is None
    urls = {"VISAVIS_TURN_URLS": "turn:relay.example:3478?transport=udp, turns:relay.example"}
    turn = load({**urls, "VISAVIS_TURN_SECRET": "s" * 20}).turn
    assert turn == TurnServers(("turn:relay.example:3478?transport=udp", "turns:relay.example"), "s" * 20, 21600)


def test_s3_endpoints_are_told_apart_by_commas() -> None:
    settings = load({"VISAVIS_RECORDINGS_S3_ENDPOINTS": "https://minio.example:9000/, http://10.0.0.1"})
    assert settings.recordings.s3_endpoints == ("https://minio.example:9000", "http://10.0.0.1")
    assert load({}).recordings.s3_endpoints == ()


def test_no_secret_is_in_the_text_of_the_settings() -> None:
    text = repr(
        load({"LIVEKIT_API_SECRET": "a" * 40, "VISAVIS_TURN_URLS": "turn:r", "VISAVIS_TURN_SECRET": "t" * 40})
    )
    assert "a" * 40 not in text
    assert "t" * 40 not in text


def test_media_is_never_answered_from_a_wildcard_socket() -> None:
    """A reply must come from the address that was asked; bound to 0.0.0.0 the kernel would choose another."""
    assert not {"0.0.0.0", "::"} & set(load({}).bind)
    assert "127.0.0.1" in load({}).bind


def test_production_advertises_no_loopback_where_there_is_an_address() -> None:
    addresses = own_addresses(production=True)
    assert addresses == ("127.0.0.1",) or "127.0.0.1" not in addresses


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"VISAVIS_ENV": "staging"}, "VISAVIS_ENV"),
        ({"VISAVIS_ROOMS": "ajar"}, "VISAVIS_ROOMS"),
        ({"VISAVIS_SFU_HTTP_PORT": "http"}, "VISAVIS_SFU_HTTP_PORT"),
        ({"VISAVIS_SFU_UDP_PORT": "65536"}, "VISAVIS_SFU_UDP_PORT"),
        ({"VISAVIS_SFU_TCP_PORT": "no"}, "VISAVIS_SFU_TCP_PORT"),
        ({"VISAVIS_SFU_ADVERTISE_UDP": "0"}, "VISAVIS_SFU_ADVERTISE_UDP"),
        ({"VISAVIS_LIMIT_CHECKS": "-1"}, "VISAVIS_LIMIT_CHECKS"),
        ({"VISAVIS_LIMIT_UNPROVEN_TCP": "many"}, "VISAVIS_LIMIT_UNPROVEN_TCP"),
        ({"VISAVIS_TURN_URLS": "http://relay"}, "VISAVIS_TURN_URLS"),
        ({"VISAVIS_TURN_URLS": "turn:r", "VISAVIS_TURN_SECRET": "short"}, "VISAVIS_TURN_SECRET"),
        ({"VISAVIS_TURN_URLS": "turn:r", "VISAVIS_TURN_LIFETIME": "5"}, "VISAVIS_TURN_LIFETIME"),
        ({"VISAVIS_ENV": "production", "VISAVIS_TURN_URLS": "turn:r", **SECRET}, "VISAVIS_TURN_SECRET"),
        ({"VISAVIS_SFU_ADVERTISE": "example.org"}, "VISAVIS_SFU_ADVERTISE"),
        ({"VISAVIS_SFU_BIND": "127.0.0.1,x"}, "VISAVIS_SFU_BIND"),
        ({"VISAVIS_CLOCK_OFFSET": "soon"}, "VISAVIS_CLOCK_OFFSET"),
        ({"VISAVIS_CLOCK_OFFSET": "inf"}, "VISAVIS_CLOCK_OFFSET"),
        ({"VISAVIS_SFU_NODE_ID": "a b"}, "VISAVIS_SFU_NODE_ID"),
        ({"VISAVIS_LIMIT_JOINS_PER_ADDRESS": "-1"}, "VISAVIS_LIMIT_JOINS_PER_ADDRESS"),
        ({"VISAVIS_LIMIT_METADATA": "9" * 30}, "VISAVIS_LIMIT_METADATA"),
        ({"VISAVIS_ROOM_MAX_SECONDS": "1h"}, "VISAVIS_ROOM_MAX_SECONDS"),
        ({"VISAVIS_RECORDINGS_S3_ENDPOINTS": "https://a,minio:9000"}, "VISAVIS_RECORDINGS_S3_ENDPOINTS"),
        ({"VISAVIS_REMOTE_UNMUTE": "yes"}, "VISAVIS_REMOTE_UNMUTE"),
        ({"VISAVIS_TRUSTED_PROXIES": "proxy"}, "VISAVIS_TRUSTED_PROXIES"),
        ({"LIVEKIT_API_SECRET": "short"}, "LIVEKIT_API_SECRET"),
        ({"VISAVIS_ENV": "production"}, "LIVEKIT_API_SECRET"),
        ({"VISAVIS_ENV": "production", "VISAVIS_CLOCK_OFFSET": "5", **SECRET}, "VISAVIS_CLOCK_OFFSET"),
    ],
)
def test_a_wrong_variable_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load(environment)


def test_every_limit_has_a_variable_of_its_name() -> None:
    names = [field.name for field in fields(Limits)]
    environment = {f"VISAVIS_LIMIT_{name.upper()}": str(i + 7) for i, name in enumerate(names)}
    limits = load(environment).limits
    assert [getattr(limits, name) for name in names] == [i + 7 for i in range(len(names))]
    assert load({}).limits == Limits()


def test_production_believes_no_proxy_by_itself() -> None:
    assert load({}).trusted_proxies
    assert not load({"VISAVIS_ENV": "production", **SECRET}).trusted_proxies


def test_a_mapped_port_can_be_told_to_clients() -> None:
    assert load({"VISAVIS_SFU_ADVERTISE_PORT": "50000"}).advertise_port == 50000
    assert load({}).advertise_port == 0
