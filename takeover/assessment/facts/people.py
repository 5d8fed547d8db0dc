"""People and duties: load against capacity, commitments that cannot be met, gaps in the RACI, missing documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

from takeover.assessment.facts.cells import (
    count_alarms,
    count_rows,
    date_of,
    ids_of,
    list_left_out,
    number_of,
    split_names,
    text_of,
)
from takeover.assessment.facts.contract import SOON
from takeover.assessment.facts.model import ComputedFact, FactName, Figure, Tone
from takeover.calendars import count_working_days
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.values import Number, Percent

PEOPLE = "people"
COMMITMENTS = "commitments"
RACI = "raci"
DOCUMENTS = "documents"
FULL = Decimal(100)
WORKING_DAYS_A_WEEK = 5
UNFIT_STATES = ("draft", "outdated", "contradictory")


def list_people_facts(situation: Situation, as_of: dt.date, days_off: Collection[dt.date]) -> tuple[ComputedFact, ...]:
    """Compute the facts of people, commitments, duties and documents."""
    return (
        _list_commitments(situation.rows(COMMITMENTS), as_of),
        _compare_load(situation.rows(PEOPLE), as_of, days_off),
        _find_raci_gaps(situation.rows(RACI)),
        _list_documents(situation.rows(DOCUMENTS)),
    )


def _list_commitments(rows: Sequence[Row], as_of: dt.date) -> ComputedFact:
    """Count what is due within 30 days or is overdue, by whether its owner says that it can be met."""
    dated = [(row, due) for row in rows if (due := date_of(row, "due"))]
    soon = [row for row, due in dated if (due - as_of).days <= SOON]
    if not dated:
        return ComputedFact(name=FactName.COMMITMENTS, registers=(COMMITMENTS,), left_out=ids_of(rows))
    figures = [count_rows("commitments_soon", soon)]
    groups = {
        "commitments_overdue": [row for row, due in dated if due < as_of],
        "commitments_not_feasible": [row for row in soon if text_of(row, "feasible") == "not_feasible"],
        "commitments_doubtful": [row for row in soon if text_of(row, "feasible") == "doubtful"],
        "commitments_unexamined": [row for row in soon if not text_of(row, "feasible")],
    }
    figures += count_alarms(groups)
    return ComputedFact(
        name=FactName.COMMITMENTS,
        registers=(COMMITMENTS,),
        figures=tuple(figures),
        left_out=list_left_out(rows, (row for row, _ in dated)),
    )


def _compare_load(rows: Sequence[Row], as_of: dt.date, days_off: Collection[dt.date]) -> ComputedFact:
    """Set each person's remaining hours beside the hours that they have for the project until they leave it.

    Capacity = hours a week x working days left until the last day / 5. Load = remaining hours / capacity.
    """
    figures: list[Figure] = []
    used: list[Row] = []
    remaining, capacity = Decimal(0), Decimal(0)
    for row in rows:
        left, hours = number_of(row, "remaining_hours"), capacity_of(row, as_of, days_off)
        if left is None or hours is None:
            continue
        used.append(row)
        remaining += left
        capacity += hours
        if left > hours:
            short = Number(value=left - hours, unit="hours")
            name = text_of(row, "name") or text_of(row, "role")
            figures.append(Figure(name="load_short", value=short, rows=(row.id,), tone=Tone.ALARM, of=name))
    figures += _list_overloaded(rows)
    if used:
        tone = Tone.ALARM if remaining > capacity else Tone.GOOD
        figures.insert(0, Figure(name="load_remaining", value=Number(value=remaining, unit="hours"), rows=ids_of(used)))
        figures.insert(
            1, Figure(name="load_capacity", value=Number(value=capacity, unit="hours"), rows=ids_of(used), tone=tone)
        )
    return ComputedFact(
        name=FactName.LOAD,
        registers=(PEOPLE,),
        figures=tuple(figures),
        left_out=list_left_out(rows, used),
    )


def capacity_of(row: Row, as_of: dt.date, days_off: Collection[dt.date]) -> Decimal | None:
    """Return the hours that a person has for the project until the last day; None where they are not known."""
    weekly, until = number_of(row, "weekly_hours"), date_of(row, "until")
    if weekly is None or until is None:
        return None
    return weekly * count_working_days(as_of, until, days_off) / WORKING_DAYS_A_WEEK


def _list_overloaded(rows: Sequence[Row]) -> list[Figure]:
    """List who is booked above 100 % over all projects."""
    return [
        Figure(
            name="load_utilisation",
            value=Percent(value=share),
            rows=(row.id,),
            tone=Tone.ALARM,
            of=text_of(row, "name") or text_of(row, "role"),
        )
        for row in rows
        if (share := number_of(row, "utilisation")) is not None and share > FULL
    ]


def _find_raci_gaps(rows: Sequence[Row]) -> ComputedFact:
    """Find the items without an accountable person, with several, and without anyone responsible."""
    if not rows:
        return ComputedFact(name=FactName.RACI_GAPS, registers=(RACI,))
    gaps = {
        "raci_none": [row for row in rows if not split_names(text_of(row, "accountable"))],
        "raci_several": [row for row in rows if len(split_names(text_of(row, "accountable"))) > 1],
        "raci_nobody": [row for row in rows if not split_names(text_of(row, "responsible"))],
    }
    figures = [count_rows("raci_items", rows), *count_alarms(gaps)]
    return ComputedFact(name=FactName.RACI_GAPS, registers=(RACI,), figures=tuple(figures))


def _list_documents(rows: Sequence[Row]) -> ComputedFact:
    """List the expected documents that are missing, and those that nobody approved or that are out of date."""
    stated = [row for row in rows if text_of(row, "found")]
    expected = [row for row in stated if text_of(row, "expected") != "not_expected"]
    missing = [row for row in expected if text_of(row, "found") == "missing"]
    unfit = [row for row in stated if text_of(row, "found") == "found" and text_of(row, "state") in UNFIT_STATES]
    unfit_or_missing = count_alarms({"documents_missing": missing, "documents_unfit": unfit})
    figures = [count_rows("documents_expected", expected), *unfit_or_missing]
    return ComputedFact(
        name=FactName.DOCUMENTS,
        registers=(DOCUMENTS,),
        figures=tuple(figures) if stated else (),
        left_out=list_left_out(rows, stated),
    )
