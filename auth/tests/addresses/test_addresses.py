"""Client addresses: the proxies we trust are believed, and nobody else."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.addresses import client_address

TRUSTED = [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", ["for=203.0.113.5"], "192.0.2.1"),
        ("10.0.0.1", ["for=203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ['proto=https;For="[2001:db8::5]:4711"'], "2001:db8::5"),
        ("10.0.0.1", ["for=198.51.100.7, for=203.0.113.5;by=10.0.0.1"], "203.0.113.5"),
        ("10.0.0.1", ["for=203.0.113.5, for=10.0.0.2"], "203.0.113.5"),
        ("10.0.0.1", ["for=203.0.113.5", "for=10.0.0.2"], "203.0.113.5"),
        ("10.0.0.1", ['for="203.0.113.5:8080"'], "203.0.113.5"),
        ("10.0.0.1", ["for=unknown"], "10.0.0.1"),
        ("10.0.0.1", ["for=_hidden, for=10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["for=203.0.113.5"], "203.0.113.5"),
        ("::1", ["for=203.0.113.5"], "203.0.113.5"),
        (None, ["for=203.0.113.5"], "unknown"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours(peer: str | None, forwarded: list[str], client: str) -> None:
    assert client_address(peer, forwarded, TRUSTED) == client


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_header_gives_an_address(forwarded: list[str]) -> None:
    ipaddress.ip_address(client_address("10.0.0.1", forwarded, TRUSTED))


@given(st.lists(st.text(max_size=40), max_size=4))
def test_without_trust_the_header_means_nothing(forwarded: list[str]) -> None:
    assert client_address("10.0.0.1", forwarded, []) == "10.0.0.1"
