"""Bounds on names, metadata and attributes: in bytes, with the bound named."""

from hypothesis import given
from hypothesis import strategies as st

from sfu.rooms.limits import Limits, cost_of_change, size_of


def test_what_fits_fits_and_what_does_not_names_its_bound() -> None:
    limits = Limits(metadata=100)
    assert limits.too_large(name="n" * 256, metadata="m" * 100, attributes={"k": "v" * 99}) is None
    assert "256" in (limits.too_large(name="n" * 257) or "")
    assert "100 bytes" in (limits.too_large(metadata="m" * 101) or "")
    assert "together" in (limits.too_large(attributes={"k": "v" * 50, "l": "v" * 50}) or "")


def test_bytes_count_not_characters() -> None:
    assert Limits(metadata=100).too_large(metadata="ä" * 51) is not None
    assert size_of("ä", "a") == 3


@given(st.text(st.characters(exclude_categories=()), max_size=50), st.dictionaries(st.text(), st.text(), max_size=4))
def test_any_text_has_a_size_and_a_change_a_cost(metadata: str, attributes: dict[str, str]) -> None:
    assert cost_of_change(metadata, attributes) >= max(1024, size_of(metadata))


def test_the_largest_change_that_is_allowed_always_has_a_chance() -> None:
    limits = Limits(metadata=1 << 20, metadata_rate=1)
    bucket = limits.metadata_bucket()
    assert bucket.take(2 * limits.metadata, 0.0)
