from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import FactName
from takeover.baseline.disclosure import restrict_checklist
from takeover.baseline.freeze import draw_up
from takeover.baseline.model import Baseline, EditionName
from takeover.calendars import list_weekends
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.report.view.computed import READ_COLUMNS, compute_shown
from takeover.values import Money
from tests.report.full_samples import full_sample
from tests.report.samples import AS_OF


class Watched(Mapping[str, str | Money]):
    """The values of a row; every column that is read is noted."""

    def __init__(self, register: str, values: Mapping[str, str | Money], read: set[str]) -> None:
        self._register, self._values, self._read = register, values, read

    def __getitem__(self, column: str) -> str | Money:
        self._read.add(f"{self._register}.{column}")
        return self._values[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _baseline(edition: EditionName) -> Baseline:
    sample = full_sample("en")
    return draw_up(sample.chain, sample.checklist, edition=edition, as_of=AS_OF, days_off=list_weekends(AS_OF))


def test_the_columns_that_formulas_read_are_the_listed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    situation = _baseline(EditionName.INTERNAL).situation
    read: set[str] = set()
    rows = Situation.rows

    def watch(situation: Situation, register: str) -> tuple[Row, ...]:
        found = rows(situation, register)
        return tuple(replace(row, values=Watched(register, row.values, read)) for row in found)

    monkeypatch.setattr(Situation, "rows", watch)
    compute_facts(situation, as_of=AS_OF, days_off=())
    listed = {column for columns in READ_COLUMNS.values() for column in columns}
    assert read == listed
    assert set(READ_COLUMNS) == set(FactName)


def test_the_internal_edition_names_every_fact_by_a_number_of_its_own() -> None:
    shown = compute_shown(_baseline(EditionName.INTERNAL))
    assert list(shown) == [f"M-{number:02}" for number in range(1, len(FactName) + 1)]
    assert [fact.name for fact in shown.values()] == list(FactName)


def test_a_clients_edition_names_no_fact_that_reads_a_withheld_column() -> None:
    baseline = _baseline(EditionName.SHARED)
    shown = compute_shown(baseline)
    names = {fact.name for fact in shown.values()}
    assert FactName.RECEIVABLES in names
    assert names.isdisjoint({FactName.FOOTHOLD, FactName.UNPAID_EXTRA, FactName.AT_COMPLETION, FactName.LOAD})
    assert shown["M-01"].name is FactName.RECEIVABLES
    assert all(fact.is_established for fact in shown.values())
    fewer = restrict_checklist(baseline.checklist, EditionName.SHARED)
    without = tuple(replace(r, columns=tuple(c for c in r.columns if c.id != "due")) for r in fewer.registers)
    left = compute_shown(replace(baseline, checklist=replace(fewer, registers=without)))
    assert FactName.RECEIVABLES not in {fact.name for fact in left.values()}
