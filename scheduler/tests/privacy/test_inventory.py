"""No table and no column escapes: each is given out, or left out for a reason, and removed or kept for a reason."""

from sqlalchemy import Table

from scheduler.privacy.inventory import RULES, known
from scheduler.store.tables import ALL_METADATA

TABLES: dict[str, Table] = {table.name: table for metadata in ALL_METADATA for table in metadata.tables.values()}


def test_every_table_has_a_rule_and_every_rule_a_table() -> None:
    """A new table needs a rule: whose it is, what is given to them, and what becomes of it when they leave."""
    rules = [rule.table for rule in RULES]
    assert len(rules) == len(set(rules))
    assert set(rules) == set(TABLES)


def test_every_column_is_exported_or_left_out_with_a_reason() -> None:
    for rule in RULES:
        named = [*rule.exported, *rule.excluded]
        assert len(named) == len(set(named)), rule.table
        assert set(named) == set(TABLES[rule.table].columns.keys()), rule.table
        assert all(len(reason) > 5 for reason in rule.excluded.values()), rule.table
        assert bool(rule.exported) == bool(rule.whose), rule.table


def test_every_table_is_erased_or_kept_with_a_reason() -> None:
    for rule in RULES:
        assert bool(rule.erase) != bool(rule.kept), f"{rule.table}: erased, or kept and why"


def test_the_address_goes_last_since_others_are_found_by_it() -> None:
    assert list(known().erasers)[-1] == "account"
