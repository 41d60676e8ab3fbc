"""The environment, read strictly: a wrong variable is named, defaults are what a developer needs."""

from dataclasses import fields

import pytest

from sfu.config import DEV_SECRET, ConfigError, load, own_addresses
from sfu.rooms.limits import Limits

SECRET = {"LIVEKIT_API_SECRET": "s" * 40}


def test_the_defaults_are_the_development_node() -> None:
    settings = load({})
    assert (settings.http_port, settings.udp_port, settings.rooms) == (7880, 7882, "open")
    assert settings.api_secret == DEV_SECRET
    assert settings.advertise[-1] == "127.0.0.1"


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
        ({"VISAVIS_SFU_ADVERTISE": "example.org"}, "VISAVIS_SFU_ADVERTISE"),
        ({"VISAVIS_SFU_BIND": "127.0.0.1,x"}, "VISAVIS_SFU_BIND"),
        ({"VISAVIS_CLOCK_OFFSET": "soon"}, "VISAVIS_CLOCK_OFFSET"),
        ({"VISAVIS_CLOCK_OFFSET": "inf"}, "VISAVIS_CLOCK_OFFSET"),
        ({"VISAVIS_SFU_NODE_ID": "a b"}, "VISAVIS_SFU_NODE_ID"),
        ({"VISAVIS_LIMIT_JOINS_PER_ADDRESS": "-1"}, "VISAVIS_LIMIT_JOINS_PER_ADDRESS"),
        ({"VISAVIS_LIMIT_METADATA": "9" * 30}, "VISAVIS_LIMIT_METADATA"),
        ({"VISAVIS_ROOM_MAX_SECONDS": "1h"}, "VISAVIS_ROOM_MAX_SECONDS"),
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
