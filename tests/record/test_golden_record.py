"""The golden record of version 1: it verifies and says the same for ever."""

from __future__ import annotations

import json

from takeover.record.chain import check_canonical, read_chain
from takeover.record.kinds import Kind
from takeover.record.situation import fold_entries
from tests.record import samples
from tests.record.write_golden import GOLDEN, chain_to_plain, golden_lines

WRITTEN_LATER = {Kind.VERDICT_GIVEN, Kind.RELEASED, Kind.DELIVERED, Kind.REFUSED, Kind.RECEIVED, Kind.LIFTED}
"""Kinds that the format named from the start and the program wrote only after the golden record had landed."""
RECORD = (GOLDEN / "record.jsonl").read_bytes()


def test_golden_record_verifies():
    chain = read_chain(RECORD)
    assert (chain.damage, chain.torn) == (None, 0)
    assert list(check_canonical(RECORD)) == []


def test_golden_record_folds_to_the_golden_situation():
    golden = json.loads((GOLDEN / "situation.json").read_text("utf-8"))
    assert chain_to_plain(read_chain(RECORD)) == golden


def test_golden_row_keeps_its_columns_of_two_levels_together_and_its_newer_value_apart():
    (row,) = fold_entries(read_chain(RECORD).entries).rows("payments")
    backed = [(sorted(one.columns), [item.note for item in one.evidence]) for one in row.backings]
    mail = "Mail of the client's PM, 2 November"
    assert backed == [(["amount", "reserve", "trigger"], [mail]), (["due"], [])]


def test_golden_record_is_what_the_builders_still_write():
    assert b"".join(golden_lines()) == RECORD


def test_golden_record_holds_every_kind_of_its_day_an_erased_entry_and_chinese_text():
    entries = read_chain(RECORD).entries
    assert {entry.body["kind"] for entry in entries if entry.body} == set(samples.smallest_bodies()) - WRITTEN_LATER
    (erased,) = [entry for entry in entries if entry.body is None]
    (notice,) = fold_entries(entries).by_kind[Kind.ERASED]
    assert notice.body["target"] == erased.commitment
    assert "是否有一份书面的目标说明？" in RECORD.decode()
