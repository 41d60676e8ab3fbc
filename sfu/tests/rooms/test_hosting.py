"""What a host sets, in and out of a room's metadata: the app's own words are never touched."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.rooms.hosting import Hosting, join, split

LOCKED = Hosting(locked=True, spotlight=("ann",))


def test_nothing_set_leaves_the_metadata_alone() -> None:
    for metadata in ("", "hello", '{"a":1}', '{"a": 1 }'):
        assert join(metadata, Hosting()) == metadata
        assert split(metadata) == (metadata, None)


def test_what_is_set_stands_under_one_key_beside_the_apps() -> None:
    shown = json.loads(join('{"ends_at": 5}', LOCKED))
    assert shown == {"ends_at": 5, "visavis": {"lobby": False, "locked": True, "spotlight": ["ann"]}}
    assert json.loads(join("", LOCKED)) == {"visavis": {"lobby": False, "locked": True, "spotlight": ["ann"]}}


def test_metadata_that_is_no_object_cannot_carry_it_and_stays() -> None:
    for metadata in ("hello", "[1]", "7", "{broken"):
        assert join(metadata, LOCKED) == metadata


@given(
    app=st.dictionaries(st.text(max_size=5), st.integers() | st.text(), max_size=4),
    lobby=st.booleans(),
    locked=st.booleans(),
    spotlight=st.lists(st.text(min_size=1, max_size=5), max_size=4, unique=True),
)
def test_what_was_joined_splits_again(
    app: dict[str, int | str], lobby: bool, locked: bool, spotlight: list[str]
) -> None:
    """An app that reads the metadata, changes its own part and writes it back loses nothing."""
    hosting = Hosting(lobby, locked, tuple(spotlight))
    metadata = json.dumps(app) if app else ""
    own, found = split(join(metadata, hosting))
    assert (json.loads(own) if own else {}) == app
    assert (found or Hosting()) == hosting


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("1", "visavis must be an object"),
        ('{"lobby": 1}', "lobby"),
        ('{"locked": "yes"}', "locked"),
        ('{"spotlight": "ann"}', "spotlight"),
        ('{"spotlight": [""]}', "spotlight"),
        ('{"spotlight": [7]}', "spotlight"),
        (json.dumps({"spotlight": [str(i) for i in range(17)]}), "at most 16"),
    ],
)
def test_a_broken_field_is_named(broken: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        split(f'{{"visavis": {broken}}}')
