"""Who gets how much of a subscriber's line.

Inputs: what the line carries (`budget`), what audio takes of it, and for each video that shall be seen: its rank, the
layers there are (with what each costs) up to the wanted one, and the layer it has now.

The steps, after Jitsi's allocation: audio is taken off first. Then screens get the best that fits; what the viewer
gave a priority the smallest picture; speakers a middling one; everybody else the smallest; then those with a priority
one step after another, speakers the best, the others one step after another. What does not fit at all is paused. The
rule: the sum never exceeds the budget, audio is never touched, and what one has costs less than what one would get,
so that a line which trembles does not make pictures flap.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

UP: Final = 1.15
"""A layer above the one in force must fit so many times over."""
HOLD: Final = 1.0
"""Seconds for which what was taken down is not raised again, doubled when it happens again soon …"""
LONGEST_HOLD: Final = 8.0
FORGIVEN: Final = 20.0
"""… within so many seconds."""


_UNSET: Final = 1 << 32  # after every priority there is (uint32)


class Rank(IntEnum):
    """Lower goes first."""

    SCREEN = 0
    SPEAKER = 1
    OTHER = 2


class Wish(NamedTuple, Generic[K]):
    """One video. `layers`: (number, bits a second) of those there are, ascending, up to the wanted one, at least one;
    `current`: the number in force, None while paused. `priority`: the viewer's own, 1 goes first; 0: it left that to
    the rank.
    """

    key: K
    rank: Rank
    layers: tuple[tuple[int, float], ...]
    current: int | None
    priority: int = 0


class Allocation(NamedTuple, Generic[K]):
    """`layers`: key → layer number, None: paused. `used`: bits a second of it all, audio too; `wanted`: what would
    serve every wish, with the margin for going up.
    """

    layers: dict[K, int | None]
    used: float
    wanted: float


class _Claim(Generic[K]):
    """A wish while the line is being divided. `at`: index into its layers, -1: nothing."""

    __slots__ = ("at", "costs", "wish")

    def __init__(self, wish: Wish[K]) -> None:
        self.wish = wish
        self.at = -1
        have = -1 if wish.current is None else wish.current
        self.costs = [bits * (UP if number > have else 1.0) for number, bits in wish.layers]

    @property
    def cost(self) -> float:
        return self.costs[self.at] if self.at >= 0 else 0.0

    def raise_to(self, most: int, room: float) -> float:
        """To the highest index up to `most` that fits; the room that is left."""
        free = room + self.cost
        for index in range(min(most, len(self.costs) - 1), self.at, -1):
            if self.costs[index] <= free:
                self.at = index
                return free - self.costs[index]
        return room


def allocate(budget: float, audio: float, wishes: Sequence[Wish[K]]) -> Allocation[K]:
    """Divides `budget` bits a second, `audio` of which are taken. Wishes of a rank go by their priority, then in the
    order given.
    """
    claims = [_Claim(wish) for wish in sorted(wishes, key=lambda wish: (wish.rank, wish.priority or _UNSET))]
    room = max(0.0, budget - audio)
    screens = [claim for claim in claims if claim.wish.rank == Rank.SCREEN]
    rest = [claim for claim in claims if claim.wish.rank != Rank.SCREEN]
    chosen = sorted((claim for claim in rest if claim.wish.priority), key=lambda claim: claim.wish.priority)
    speakers = [claim for claim in rest if claim.wish.rank == Rank.SPEAKER and not claim.wish.priority]
    others = [claim for claim in rest if claim.wish.rank == Rank.OTHER and not claim.wish.priority]
    most = max((len(claim.costs) for claim in claims), default=0)
    for claim in screens:
        room = claim.raise_to(most, room)
    for claim in chosen:
        room = claim.raise_to(0, room)
    for claim in speakers:
        room = claim.raise_to(1, room)
    for claim in others:
        room = claim.raise_to(0, room)
    room = _together(chosen, most, room)
    for claim in speakers:
        room = claim.raise_to(most, room)
    _together(others, most, room)
    layers = {c.wish.key: c.wish.layers[c.at][0] if c.at >= 0 else None for c in claims}
    used = sum(claim.wish.layers[claim.at][1] for claim in claims if claim.at >= 0)
    wanted = sum(claim.costs[-1] for claim in claims)
    return Allocation(layers, audio + used, audio + wanted)


def _together(claims: list[_Claim[K]], most: int, room: float) -> float:
    """Raises those that have something, one step after another; the room that is left."""
    for step in range(1, most):
        for claim in claims:
            if claim.at >= 0:
                room = claim.raise_to(step, room)
    return room


@dataclass(slots=True)
class _Held:
    until: float
    seconds: float
    fallen_at: float


@dataclass(slots=True)
class Allocator(Generic[K]):
    """`allocate` with a memory: what had to be taken down stays down for a while."""

    _held: dict[K, _Held] = field(default_factory=dict)

    def decide(self, budget: float, audio: float, wishes: Sequence[Wish[K]], now: float) -> Allocation[K]:
        """The division at `now`. Wishes that are gone are forgotten."""
        bounded = [self._bounded(wish, now) for wish in wishes]
        found = allocate(budget, audio, bounded)
        for wish in wishes:
            self._learn(wish, found.layers[wish.key], now)
        keys = {wish.key for wish in wishes}
        self._held = {key: held for key, held in self._held.items() if key in keys}
        wanted = audio + sum(_Claim(wish).costs[-1] for wish in wishes)
        return Allocation(found.layers, found.used, wanted)

    def _bounded(self, wish: Wish[K], now: float) -> Wish[K]:
        """Without the layers above the one in force while it is held down. A paused video is held down to its
        smallest layer only: no picture is worse than a small one.
        """
        held = self._held.get(wish.key)
        if held is None or now >= held.until:
            return wish
        have = wish.layers[0][0] if wish.current is None else max(wish.current, wish.layers[0][0])
        return wish._replace(layers=tuple(layer for layer in wish.layers if layer[0] <= have))

    def _learn(self, wish: Wish[K], layer: int | None, now: float) -> None:
        if wish.current is None or (layer is not None and layer >= wish.current):
            return
        if layer is not None and wish.current > wish.layers[-1][0]:
            return  # less is wanted, or the layer is not sent any more: no fault of the line
        held = self._held.get(wish.key)
        again = held is not None and now - held.fallen_at < FORGIVEN
        seconds = min(LONGEST_HOLD, 2 * held.seconds) if held is not None and again else HOLD
        self._held[wish.key] = _Held(now + seconds, seconds, now)
