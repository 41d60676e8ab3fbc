"""What is kept of a user agent and an address: enough to know one's own, no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.devices import coarse_address, device_words

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"
    " Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
    " Edg/130.0": "Edge on Windows",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36": (
        "Chrome on Android"
    ),
    "curl/8.5": "",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_device_is_named_as_its_holder_would(agent: str, words: str) -> None:
    assert device_words(agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("unknown", ""),
    ],
)
def test_an_address_is_kept_as_its_network(address: str, network: str) -> None:
    assert coarse_address(address) == network


@given(st.text(max_size=2000))
def test_no_user_agent_is_repeated(agent: str) -> None:
    assert len(device_words(agent)) < 40
