"""The whole protocol installed: every message a client may send is handled or ignored on purpose, and told of."""

import re
from pathlib import Path

from livekit.protocol import rtc

from sfu import signal
from sfu.signal.requests import HANDLERS, IGNORED
from sfu.tests.signal.conftest import World
from sfu.tests.signalling import ask, hear

README = (Path(signal.__file__).parent / "README.md").read_text()
OWN = {"offer", "answer", "leave"}  # the Client's own: negotiation and farewell


def kinds(message: type[rtc.SignalRequest] | type[rtc.SignalResponse]) -> set[str]:
    return {field.name for field in message.DESCRIPTOR.oneofs_by_name["message"].fields}


def rows(title: str) -> dict[str, str]:
    """Message → what its row says, of the table under a heading."""
    section = README.split(f"## {title}", 1)[1].split("\n## ", 1)[0]
    found = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and cells[0].startswith("`"):
            found.update(dict.fromkeys(re.findall(r"`(\w+)`", cells[0]), cells[1]))
    return found


def test_every_request_is_handled_or_ignored_on_purpose() -> None:
    assert kinds(rtc.SignalRequest) == set(HANDLERS) | set(IGNORED) | OWN
    assert not set(HANDLERS) & set(IGNORED)


def test_every_request_and_response_is_written_down_as_it_is() -> None:
    requests = rows("What a client may send (SignalRequest)")
    assert set(requests) == kinds(rtc.SignalRequest)
    assert {kind for kind, text in requests.items() if text.startswith("ignored")} == set(IGNORED)
    assert set(rows("What we send (SignalResponse)")) == kinds(rtc.SignalResponse)


def test_what_is_never_sent_is_never_made() -> None:
    never = {kind for kind, text in rows("What we send (SignalResponse)").items() if text.startswith("never")}
    sources = "".join(path.read_text() for path in Path(signal.__file__).parent.parent.glob("*/*.py"))
    made = {kind for kind in kinds(rtc.SignalResponse) if re.search(rf"SignalResponse\(\s*{kind}=", sources)}
    assert not made & never
    assert kinds(rtc.SignalResponse) - made - never <= {"stream_state_update"}  # the bandwidth allocator's word


async def test_what_is_ignored_changes_nothing(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        joined = (await hear(socket, "join")).join.participant
        for kind in IGNORED:
            request = rtc.SignalRequest()
            getattr(request, kind).SetInParent()
            await ask(socket, request)
        await ask(socket, rtc.SignalRequest(ping=1))
        await hear(socket, "pong")
        assert open_world.server.node.rooms["room"].participants["alice"].info.version <= joined.version + 1
