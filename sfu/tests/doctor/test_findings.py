"""What the doctor makes of what it sees, as tables: pure."""

import json
import resource
from typing import Any

import pytest

from sfu.doctor import addresses, clock, host
from sfu.doctor.findings import Finding, as_json, failed, table

FINDINGS = [
    Finding("one", "ok", "fine"),
    Finding("another", "failed", "broken", "mend it"),
    Finding("third", "not checked", "could not"),
]


def test_the_table_says_how_each_is_and_what_to_do() -> None:
    lines = table(FINDINGS).splitlines()
    assert lines[0].split() == ["✓", "ok", "one", "fine"]
    assert lines[2].split() == ["→", "mend", "it"]
    assert lines[-1] == "1 ok, 1 failed, 1 not checked"
    assert lines[0].index("fine") == lines[1].index("broken")


def test_json_has_all_of_it() -> None:
    told = json.loads(as_json(FINDINGS))
    assert told["ok"] is False
    assert told["findings"][1] == {"what": "another", "state": "failed", "seen": "broken", "advice": "mend it"}
    assert json.loads(as_json(FINDINGS[:1]))["ok"] is True


def test_only_what_failed_makes_it_fail() -> None:
    assert failed(FINDINGS)
    assert not failed([Finding("a", "warning", ""), Finding("b", "not checked", "")])


@pytest.mark.parametrize(
    ("limit", "state"),
    [(resource.RLIM_INFINITY, "ok"), (4096, "ok"), (1024, "warning"), (255, "failed")],
)
def test_open_files(limit: int, state: str) -> None:
    assert host.files(limit).state == state


def test_the_rest_of_the_machine_is_a_warning_at_worst() -> None:
    cases = ((True, True), (False, True), (True, False))
    kernels = [host.kernel(built=built, wanted=wanted).state for built, wanted in cases]
    assert kernels == ["ok", "warning", "warning"]
    assert [host.segmentation(works=works).state for works in (True, False)] == ["ok", "warning"]
    small = host.buffer("receive buffer", "net.core.rmem_max", 212_992)
    assert (small.state, host.buffer("send buffer", "net.core.wmem_max", 4 << 20).state) == ("warning", "ok")
    assert "net.core.rmem_max=4194304" in small.advice


@pytest.mark.parametrize(
    ("ahead", "state"),
    [(None, "not checked"), (0.4, "ok"), (-1.9, "ok"), (5.0, "warning"), (-11.0, "failed"), (3600.0, "failed")],
)
def test_the_clock(ahead: float | None, state: str) -> None:
    assert clock.offset(ahead).state == state


@pytest.mark.parametrize(
    ("address", "production", "state"),
    [
        ("127.0.0.1", False, "ok"),
        ("127.0.0.1", True, "failed"),
        ("10.0.0.5", False, "ok"),
        ("10.0.0.5", True, "warning"),
        ("8.8.4.4", True, "ok"),
        ("9.9.9.9", True, "not checked"),
        ("fe80::1", True, "warning"),
        ("0.0.0.0", False, "failed"),
        ("ff02::1", False, "failed"),
    ],
)
def test_advertised_addresses(address: str, production: bool, state: str) -> None:
    own = {"127.0.0.1", "10.0.0.5", "8.8.4.4", "fe80::1"}
    [found] = addresses.look([address], own, production=production)
    assert found.state == state, found
    assert found.state == "ok" or found.advice


def test_this_machine_is_looked_at(monkeypatch: Any) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (100, 100))
    found = {finding.what: finding.state for finding in host.look()}
    assert found["open files"] == "failed"
    assert found.keys() == {"packet path in C", "UDP segmentation", "open files", "receive buffer", "send buffer"}
