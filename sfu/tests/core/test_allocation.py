"""The line is divided by rank, never beyond what it carries, and pictures do not flap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sfu.core.allocation import HOLD, UP, Allocator, Rank, Wish, allocate

LAYERS = ((0, 160_000.0), (1, 450_000.0), (2, 1_700_000.0))
SCREEN = ((0, 1_200_000.0),)
AUDIO = 60_000.0


def wish(
    key: str, rank: Rank = Rank.OTHER, layers: tuple[tuple[int, float], ...] = LAYERS, current: int | None = None
) -> Wish[str]:
    return Wish(key, rank, layers, current)


wishes = st.lists(
    st.builds(
        Wish,
        key=st.integers(0, 10**9).map(str),
        rank=st.sampled_from(Rank),
        layers=st.lists(st.floats(10_000, 3e6), min_size=1, max_size=3).map(
            lambda rates: tuple(enumerate(sorted(rates)))
        ),
        current=st.sampled_from([None, 0, 1, 2]),
        priority=st.sampled_from([0, 0, 1, 2, 7, 2**32 - 1]),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@given(st.floats(0, 1e7), st.floats(0, 1e6), wishes)
def test_the_sum_never_exceeds_what_audio_leaves(budget: float, audio: float, asked: list[Wish[str]]) -> None:
    found = allocate(budget, audio, asked)
    assert set(found.layers) == {each.key for each in asked}
    costs = {each.key: dict(each.layers) for each in asked}
    video = sum(costs[key][layer] for key, layer in found.layers.items() if layer is not None)
    assert video <= max(0.0, budget - audio) + 1e-6
    assert abs(found.used - audio - video) < 1e-3
    assert found.wanted + 1e-3 >= found.used


@given(st.floats(0, 1e7), wishes)
def test_the_same_line_comes_to_rest(budget: float, asked: list[Wish[str]]) -> None:
    """With what was given as what is had, again and again, pictures stop changing."""
    layers = allocate(budget, AUDIO, asked).layers
    for _ in range(2 + 3 * len(asked)):
        layers = allocate(budget, AUDIO, [each._replace(current=layers[each.key]) for each in asked]).layers
    assert allocate(budget, AUDIO, [each._replace(current=layers[each.key]) for each in asked]).layers == layers


def test_audio_comes_off_first_and_video_is_paused_rather_than_break_it() -> None:
    found = allocate(200_000, AUDIO, [wish("a")])
    assert found.layers == {"a": None}
    assert found.used == AUDIO
    assert allocate(40_000, AUDIO, [wish("a")]).layers == {"a": None}


def test_screen_then_speaker_then_the_others() -> None:
    people = [wish("a"), wish("b"), wish("speaker", Rank.SPEAKER), wish("screen", Rank.SCREEN, SCREEN)]
    tight = allocate(AUDIO + 1_200_000 * UP + 160_000 * UP, AUDIO, people)
    assert tight.layers == {"screen": 0, "speaker": 0, "a": None, "b": None}
    enough = allocate(AUDIO + 1_200_000 * UP + 450_000 * UP + 2 * 160_000 * UP, AUDIO, people)
    assert enough.layers == {"screen": 0, "speaker": 1, "a": 0, "b": 0}
    rich = allocate(20_000_000, AUDIO, people)
    assert rich.layers == {"screen": 0, "speaker": 2, "a": 2, "b": 2}


def test_what_the_viewer_put_first_goes_before_what_the_server_guesses() -> None:
    people = [wish("a"), wish("speaker", Rank.SPEAKER), wish("second")._replace(priority=2)]
    people.append(wish("first")._replace(priority=1))
    one = allocate(AUDIO + 160_000 * UP, AUDIO, people)
    assert one.layers == {"first": 0, "second": None, "speaker": None, "a": None}
    four = allocate(AUDIO + (3 * 160_000 + 450_000) * UP, AUDIO, people)
    assert four.layers == {"first": 0, "second": 0, "speaker": 1, "a": 0}
    more = allocate(AUDIO + (160_000 + 2 * 450_000 + 1_700_000) * UP + 1, AUDIO, people)
    assert more.layers == {"first": 2, "second": 1, "speaker": 1, "a": 0}


def test_of_two_screens_the_one_put_first_is_served_first() -> None:
    screens = [wish("a", Rank.SCREEN, SCREEN), wish("b", Rank.SCREEN, SCREEN)._replace(priority=3)]
    assert allocate(AUDIO + 1_200_000 * UP, AUDIO, screens).layers == {"a": None, "b": 0}


def test_the_others_rise_together_one_step_after_another() -> None:
    found = allocate(AUDIO + 3 * 450_000 * UP + 1, AUDIO, [wish("a"), wish("b"), wish("c")])
    assert found.layers == {"a": 1, "b": 1, "c": 1}


def test_a_step_up_needs_a_margin_and_what_is_had_does_not() -> None:
    budget = AUDIO + 450_000 * 1.05
    assert allocate(budget, AUDIO, [wish("a", current=0)]).layers == {"a": 0}
    assert allocate(budget, AUDIO, [wish("a", current=1)]).layers == {"a": 1}


def test_a_line_that_trembles_around_a_layer_does_not_make_it_flap() -> None:
    allocator: Allocator[str] = Allocator()
    current: int | None = 2
    changes = 0
    for step in range(600):  # a minute, ten times a second, between 1.65 and 1.9 Mbit/s
        budget = AUDIO + 1_775_000 + (125_000 if step // 7 % 2 else -125_000)
        layer = allocator.decide(budget, AUDIO, [wish("a", current=current)], step / 10).layers["a"]
        changes += layer != current
        current = layer
    assert changes == 1
    assert current == 1


def test_what_fell_is_held_down_and_ever_longer_but_a_small_picture_comes_at_once() -> None:
    allocator: Allocator[str] = Allocator()
    assert allocator.decide(600_000, AUDIO, [wish("a", current=2)], 0.0).layers["a"] == 1
    assert allocator.decide(5e6, AUDIO, [wish("a", current=1)], HOLD / 2).layers["a"] == 1
    assert allocator.decide(5e6, AUDIO, [wish("a", current=1)], HOLD).layers["a"] == 2
    assert allocator.decide(600_000, AUDIO, [wish("a", current=2)], 3.0).layers["a"] == 1
    assert allocator.decide(5e6, AUDIO, [wish("a", current=1)], 3.0 + 1.5 * HOLD).layers["a"] == 1
    assert allocator.decide(5e6, AUDIO, [wish("a", current=1)], 3.0 + 2 * HOLD).layers["a"] == 2
    assert allocator.decide(100_000, AUDIO, [wish("a", current=2)], 10.0).layers["a"] is None
    assert allocator.decide(5e6, AUDIO, [wish("a", current=None)], 10.1).layers["a"] == 0


def test_wanting_less_holds_nothing_down() -> None:
    allocator: Allocator[str] = Allocator()
    assert allocator.decide(5e6, AUDIO, [wish("a", layers=LAYERS[:1], current=2)], 0.0).layers["a"] == 0
    assert allocator.decide(5e6, AUDIO, [wish("a", current=0)], 0.1).layers["a"] == 2


def test_what_all_would_take_is_told_for_probing_even_while_held_down() -> None:
    allocator: Allocator[str] = Allocator()
    allocator.decide(600_000, AUDIO, [wish("a", current=2)], 0.0)
    found = allocator.decide(600_000, AUDIO, [wish("a", current=1)], 0.1)
    assert found.wanted == AUDIO + 1_700_000 * UP
