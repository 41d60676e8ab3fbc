"""Rows: dense, found by their owners, whole after growing and shrinking; stores: bounded."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.history import SLOTS, PacketStore, SourcePacket
from sfu.core.records import HISTORY, SUBSCRIPTION, SubscriptionTable, TransportTable
from sfu.wire import rtp

from .samples import Owner


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.integers(-1, 30), max_size=60))
def test_owners_always_find_their_rows(choices: list[int]) -> None:
    table = SubscriptionTable(1)
    owners: dict[int, Owner] = {}
    for i, choice in enumerate(choices):
        if choice >= 0 and owners:
            gone = owners.pop(sorted(owners)[choice % len(owners)])
            table.remove(gone.row)
            assert gone.row == -1
        else:
            owners[i] = Owner()
            row = table.add(owners[i])
            table.rows["ssrc"][row] = i
            table.sent_feedback[row, 7] = i
        assert len(table) == len(owners)
        assert sorted(owner.row for owner in owners.values()) == list(range(len(owners)))
        for name, owner in owners.items():
            assert table.rows["ssrc"][owner.row] == name
            assert table.sent_feedback[owner.row, 7] == name


def test_a_row_added_where_another_was_begins_at_zero() -> None:
    table, first, second = SubscriptionTable(), Owner(), Owner()
    row = table.add(first)
    table.rows["packets"][row] = 9
    table.repeated_at[row, 3] = 5.0
    table.remove(row)
    table.add(second)
    assert table.rows["packets"][second.row] == 0
    assert table.repeated_at[second.row, 3] < 0


def test_a_row_is_a_struct_that_c_can_read() -> None:
    assert SUBSCRIPTION.isalignedstruct
    assert SUBSCRIPTION.itemsize % 8 == 0
    assert HISTORY & (HISTORY - 1) == 0


def test_transports_keep_their_numbers_while_the_table_grows() -> None:
    table = TransportTable(1)
    rows = [table.add() for _ in range(5)]
    assert len(set(rows)) == 5
    table.feedback[rows[0]] = 77
    table.add()
    while len(table.feedback_sequence) < 32:
        table.add()
    assert table.feedback_sequence[rows[0]] == 77
    table.remove(rows[0])
    assert table.feedback[table.add()] == 0


def _packet(sequence: int, size: int, at: float) -> SourcePacket:
    data = rtp.build(96, sequence & 0xFFFF, 0, 1, bytes(size))
    return SourcePacket(sequence, rtp.parse(data), data, None, False, at)


def test_the_store_is_bounded_by_octets_age_and_count() -> None:
    store = PacketStore(octets=10_000, age=3.0)
    for i in range(100):
        store.put(_packet(i, 988, i * 0.001))
    assert store.octets <= 10_000
    assert len(store) == 10
    assert store.get(89) is None
    assert store.get(90) is not None
    store.put(_packet(100, 10, 60.0))
    assert len(store) == 1
    assert store.get(99) is None
    small = PacketStore()
    for i in range(SLOTS + 50):
        small.put(_packet(i, 1, 0.0))
    assert len(small) == SLOTS
    assert small.get(SLOTS + 10) is not None
    assert small.get(10) is None
