"""The pure rules of recording: times, paths, containers, consent, manifests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.recording.containers import composed_container
from sfu.recording.manifest import ConsentNote, Manifest, ManifestError, Track, from_json
from sfu.recording.paths import MAX_PART, PathError, resolve, safe, times
from sfu.recording.timeline import SLEW, PublisherClock, Timeline
from sfu.rooms.consent import ATTRIBUTE, consent_of, may_record

# ---- times ----


def test_a_track_stands_where_its_first_packet_came_until_its_publisher_says_better() -> None:
    line = Timeline(90_000)
    assert line.at(1000, 50.0) == 50.0
    assert line.at(1000 + 90_000, 51.2) == pytest.approx(51.0)
    line.report(1000 + 90_000, 50.9)
    assert line.at(1000 + 180_000, 52.0) == pytest.approx(51.9)
    line.report(1000 + 180_000, 53.0)  # from now on it only moves slowly
    assert line.at(1000 + 180_000, 52.0) == pytest.approx(51.9 + SLEW)


def test_timestamps_wrap_and_an_impossible_jump_starts_anew() -> None:
    line = Timeline(48_000)
    assert line.at(0xFFFFFFFF - 479, 10.0) == 10.0
    assert line.at(480, 10.02) == pytest.approx(10.02)
    assert line.at(480 + 48_000 * 3600, 11.0) == pytest.approx(11.0)


@given(off=st.floats(-1e6, 1e6), delays=st.lists(st.floats(0.0, 0.4), min_size=3, max_size=20))
def test_a_publishers_clock_is_read_by_the_fastest_report(off: float, delays: list[float]) -> None:
    clock = PublisherClock()
    for n, delay in enumerate(delays):
        now = 1000.0 + n
        theirs = now - delay + off  # what their clock was when they sent the report
        ours = clock.ours(theirs, now)
    assert ours == pytest.approx(theirs - off + min(delays), abs=1e-3)


def test_a_clock_that_runs_slow_is_followed() -> None:
    clock = PublisherClock()
    for n in range(3600):
        now = float(n)
        theirs = now * (1 - 100e-6)
        ours = clock.ours(theirs, now)
    assert abs(ours - now) < 0.01


# ---- paths ----


def test_a_template_is_filled_and_made_safe() -> None:
    values = {"room_name": "Böard/../room 1", "egress_id": "EG_x", **times(1_800_000_000.0)}
    assert str(resolve("", values)) == "B_ard_.._room_1/2027-01-15T080000"
    assert str(resolve("a/{room_name}.mp4", values)) == "a/B_ard_.._room_1"
    assert str(resolve("{year}/{month}/x.y", values)) == "2027/01/x.y"
    assert str(resolve("folder/", values)) == "folder/2027-01-15T080000"


@pytest.mark.parametrize(
    "template", ["/etc/passwd", "../x", "a/../../b", "a\\b", "x\0", "{nothing}", "a/" * 9 + "b", "x" * 2000, "./."]
)
def test_a_template_that_leads_elsewhere_is_refused(template: str) -> None:
    with pytest.raises(PathError):
        resolve(template, {"room_name": "r"})


@given(st.text(max_size=300))
def test_any_text_makes_a_safe_name(text: str) -> None:
    name = safe(text)
    assert name not in {"", ".", ".."}
    assert not name.startswith(".")
    assert not set(name) & set("/\\\0 ")
    assert len(name.encode()) <= MAX_PART


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_template_stays_below_the_folder_or_is_refused(template: str, room: str) -> None:
    try:
        path = resolve(template, {"room_name": room, "time": "t"})
    except PathError:
        return
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert path.name


# ---- containers ----


@pytest.mark.parametrize(
    ("codecs", "mp4", "container"),
    [
        ({"vp8", "opus"}, False, "webm"),
        ({"vp9", "av1", "opus"}, False, "webm"),
        ({"vp9", "opus"}, True, "mp4"),
        ({"h264", "opus"}, False, "mp4"),
        ({"h264", "vp8"}, False, "mkv"),
        ({"h264", "vp8"}, True, "mkv"),
        ({"opus"}, True, "mp4"),
    ],
)
def test_the_codecs_decide_the_container(codecs: set[str], mp4: bool, container: str) -> None:
    assert composed_container(codecs, mp4=mp4) == container


# ---- consent ----


@pytest.mark.parametrize(
    ("said", "closed", "restricted", "recorded"),
    [
        ("yes", True, False, True),
        ("yes", False, True, True),
        ("no", False, False, False),
        ("", False, False, True),
        ("", False, True, False),
        ("", True, False, False),
        ("YES ", True, True, True),
        ("maybe", True, False, False),
        ("maybe", False, False, True),
    ],
)
def test_who_may_be_recorded(said: str, closed: bool, restricted: bool, recorded: bool) -> None:
    consent = consent_of({ATTRIBUTE: said} if said else {})
    assert may_record(consent, closed=closed, restricted=restricted) is recorded


# ---- manifests ----


def _manifest(**fields: object) -> Manifest:
    return Manifest("EG_1", "room", "RM_1", "room_composite", "m", mp4=False, began_at=1.0, **fields)  # type: ignore[arg-type]


def test_a_manifest_is_read_as_it_was_written() -> None:
    made = _manifest(
        tracks=[Track("m/1.webm", "TR_1", "Älice", "PA_1", "camera", "video/VP8", 0.0, 2.0)],
        consent=[ConsentNote("Älice", "yes", True, 1.5)],
    )
    assert from_json(made.to_json()) == made


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"version": 2}', b"\xff", b"[" * 5000])
def test_what_is_no_manifest_is_told(data: bytes) -> None:
    with pytest.raises(ManifestError):
        from_json(data)


def test_a_manifest_that_points_elsewhere_is_refused() -> None:
    for file in ("/etc/passwd", "../x.webm"):
        made = _manifest(tracks=[Track(file, "TR_1", "a", "PA_1", "camera", "video/VP8", 0.0, 2.0)])
        with pytest.raises(ManifestError):
            from_json(made.to_json())
