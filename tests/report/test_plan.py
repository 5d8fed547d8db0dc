"""The plan for other programs: their headings, texts that stay texts, and the same rows as CSV and XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from takeover.assessment.plan import plan_actions
from takeover.baseline.freeze import draw_up
from takeover.baseline.model import EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.report.plan import Target, build_plan, group_rows, tabulate_plan
from takeover.report.tables import encode_csv, encode_workbook, quote_formula
from tests.builders import AS_OF, RecordBuilder

HEADINGS = {
    Target.JIRA: ("Summary", "Issue Type", "Priority", "Due Date", "Labels", "Description"),
    Target.OPENPROJECT: ("Subject", "Type", "Priority", "Finish date", "Description"),
    Target.PLANNER: ("Task Name", "Bucket", "Priority", "Due date", "Notes"),
}


def rows(language: str = "en", cut_off: dt.date | None = None):
    record = RecordBuilder({"engagement": "client", "project": "Warehouse"})
    record.say("goals.signed-statement", "no")
    record.say("goals.trade-off", "partly")
    record.say("handover.meeting", "no")
    checklist = load_checklist().in_language(language)
    days_off = list_weekends(AS_OF)
    draft = draw_up(record.chain(), checklist, edition=EditionName.INTERNAL, as_of=AS_OF, days_off=days_off)
    return build_plan(
        draft, plan_actions(checklist, draft.assessment, days_off=days_off, cut_off=cut_off), load_catalogue(language)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_its_words_owner_day_and_effect(language):
    found = {row.number: row for row in rows(language)}
    assert len(found) == 3
    first = found["A-01"]
    assert first.stop
    assert first.due == "2026-11-30"
    assert {row.owner for row in found.values()} == {{"en": "Incoming PM", "zh-Hans": "接任项目经理"}[language]}
    assert first.cleared_by == {"en": "the sponsor", "zh-Hans": "发起人"}[language]
    assert first.clearing == {"en": "To be cleared by the sponsor", "zh-Hans": "由发起人解除"}[language]
    assert {row.clearing for row in found.values()} == {first.clearing, ""}
    assert first.before != first.after
    assert {row.after == "" for row in found.values()} == {True, False}


@pytest.mark.parametrize(("language", "title"), [("en", "What the takeover needs"), ("zh-Hans", "接管所需事项")])
def test_what_the_takeover_needs_stands_under_its_own_title_in_order_of_its_day(language, title):
    before, after = (group_rows(rows(language, cut_off)) for cut_off in (None, AS_OF + dt.timedelta(days=10)))
    assert title not in [name for name, _ in before]
    assert [name for name, _ in after][1] == title
    assert sum(len(found) for _, found in after) == sum(len(found) for _, found in before)
    assert [found[0].due for _, found in after] == sorted(found[0].due for _, found in after)


@pytest.mark.parametrize("target", list(HEADINGS))
def test_each_program_finds_its_own_headings(target):
    table = tabulate_plan(rows(), target)
    assert table[0] == HEADINGS[target]
    assert len(table) == 4
    assert all(len(row) == len(table[0]) for row in table)
    assert table[1][0].startswith("A-01 ")
    assert all("F-0" in row[-1] for row in table[1:])


@pytest.mark.parametrize("target", list(Target))
def test_csv_and_workbook_hold_the_same_texts(target):
    table = tabulate_plan(rows("zh-Hans"), target)
    data = encode_csv(table)
    assert data.startswith(b"\xef\xbb\xbf")
    assert [tuple(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))] == list(table)
    sheet = load_workbook(io.BytesIO(encode_workbook("plan", table))).active
    assert [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)] == list(table)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("-2+3", "'-2+3"),
        ("+49", "'+49"),
        ("-5.5", "-5.5"),
        ("plain", "plain"),
    ],
)
def test_a_text_that_begins_like_a_formula_stays_a_text(text, quoted):
    assert quote_formula(text) == quoted
    sheet = load_workbook(io.BytesIO(encode_workbook("t", [("a",), (text,)]))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
