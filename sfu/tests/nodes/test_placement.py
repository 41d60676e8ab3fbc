"""Who gets a new room: the least loaded, and nobody who is leaving."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sfu.nodes.model import NodeStatus
from sfu.nodes.placement import FULL, best


def node(name: str, people: int = 0, rooms: int = 0, busy: float = 0.0, *, draining: bool = False) -> NodeStatus:
    return NodeStatus(name, f"http://{name}", people, rooms, busy, draining)


def test_the_one_with_fewest_people_and_rooms() -> None:
    assert best([node("a", 10, 2), node("b", 3, 1), node("c", 3, 2)]) == node("b", 3, 1)


def test_a_busy_core_comes_last_however_few_are_there() -> None:
    assert best([node("a", 1, 1, FULL), node("b", 50, 9, 0.5)]) == node("b", 50, 9, 0.5)
    assert best([node("a", 1, 1, FULL), node("b", 50, 9, 0.99)]) == node("a", 1, 1, FULL)


def test_one_that_drains_gets_none() -> None:
    assert best([node("a", draining=True), node("b", 99)]) == node("b", 99)
    assert best([node("a", draining=True)]) is None
    assert best([]) is None


def test_rooms_made_faster_than_nodes_report_are_spread() -> None:
    nodes, placed = [node(name) for name in "abc"], Counter[str]()
    for _ in range(30):
        chosen = best(nodes, placed)
        assert chosen is not None
        placed[chosen.node_id] += 1
    assert placed == {"a": 10, "b": 10, "c": 10}


@given(
    st.lists(
        st.builds(node, st.text(), st.integers(0, 9), st.integers(0, 9), st.floats(0, 1), draining=st.booleans())
    )
)
def test_the_choice_is_one_of_them_and_does_not_depend_on_their_order(nodes: list[NodeStatus]) -> None:
    chosen = best(nodes)
    assert chosen == best(reversed(nodes))
    assert (chosen is None) == all(n.draining for n in nodes)
    assert chosen is None or (chosen in nodes and not chosen.draining)
