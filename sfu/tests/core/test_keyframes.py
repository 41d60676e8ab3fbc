"""A keyframe is asked for at once, again until it comes, and never more often than an encoder bears."""

from __future__ import annotations

from sfu.core.keyframes import INTERVAL, REST, UNDER_WAY, KeyframeRequests


def test_many_wishes_are_one_request() -> None:
    requests = KeyframeRequests()
    for _ in range(20):
        requests.ask(1)
    assert requests.due(0.0) == [1]
    assert requests.due(0.01) == []


def test_the_request_is_repeated_until_the_keyframe_comes() -> None:
    requests = KeyframeRequests()
    requests.ask(0)
    sent = [i for i in range(100) if requests.due(i / 50)]
    assert sent == [0, 25, 50, 75]
    requests.received(0, 2.0)
    assert not any(requests.due(2.0 + i / 50) for i in range(100))


def test_who_waits_for_a_layer_is_served_without_asking() -> None:
    requests = KeyframeRequests()
    assert requests.due(0.0, {2, 0}) == [0, 2]
    assert requests.due(INTERVAL / 2, {2}) == []
    assert requests.due(INTERVAL, {2}) == [2]
    assert requests.due(2 * INTERVAL) == [], "nobody waits any more"


def test_a_wish_from_before_the_keyframe_is_fulfilled_by_it() -> None:
    requests = KeyframeRequests()
    requests.received(0, 1.0)
    requests.ask(0)
    assert requests.due(1.0 + UNDER_WAY / 2) == []
    assert requests.due(5.0) == []


def test_a_wish_after_the_keyframe_rests_a_little() -> None:
    requests = KeyframeRequests()
    requests.received(0, 1.0)
    assert requests.due(1.0 + UNDER_WAY) == []
    requests.ask(0)
    assert requests.due(1.0 + (UNDER_WAY + REST) / 2) == []
    assert requests.due(1.01 + REST) == [0]


def test_layers_do_not_wait_for_each_other() -> None:
    requests = KeyframeRequests()
    assert requests.due(0.0, {0}) == [0]
    assert requests.due(0.01, {0, 1}) == [1]
    requests.ask(1)
    requests.forget(1)
    assert requests.due(9.0) == []
