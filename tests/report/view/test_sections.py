"""The parts beside the judgement: signs, stakes, matrix, money, plan, acceptance, outline, what is taken over, history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import pytest

from takeover.assessment.facts.matrix import SUBJECTS
from takeover.baseline.freeze import draw_up
from takeover.baseline.model import Baseline, EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.report.html import render_html
from takeover.report.view.build import build_view
from takeover.report.view.material import gather_material
from takeover.report.view.model import Stake, View
from takeover.report.view.money import build_stakes
from takeover.report.view.outline import DIFFERENCES, OUTLINES, build_outline
from takeover.report.view.references import number_references
from takeover.report.view.signs import FIRST_DAY_SIGNS
from takeover.report.view.taking_over import CUT_OFF, build_takeover
from takeover.values import Date, Level, Method
from tests.builders import RecordBuilder
from tests.report.full_samples import DISPUTED, full_sample
from tests.report.samples import AS_OF, draft_sample, sealed_sample, unjudged_sample


@lru_cache(maxsize=2)
def _full(language: str = "en") -> View:
    return build_view(full_sample(language).baseline, load_catalogue(language))


@lru_cache(maxsize=1)
def _shared() -> View:
    sample = full_sample("en")
    edition = EditionName.SHARED
    draft = draw_up(sample.chain, sample.checklist, edition=edition, as_of=AS_OF, days_off=list_weekends(AS_OF))
    return build_view(draft, load_catalogue("en"))


def _with_settings(baseline: Baseline, **settings: str) -> Baseline:
    situation = baseline.situation
    return replace(baseline, situation=replace(situation, settings={**situation.settings, **settings}))


def test_every_question_that_a_part_is_read_from_is_in_the_bundled_list() -> None:
    known = {question.id for question in load_checklist().in_language("en").questions}
    outlined = {question for rows in OUTLINES.values() for _, question in rows}
    assert {*FIRST_DAY_SIGNS.values(), *SUBJECTS.values(), *outlined, *DIFFERENCES.values()} <= known
    assert list(FIRST_DAY_SIGNS) == ["papers", "progress", "date", "acceptance"]


def test_the_check_of_the_first_day_says_yes_in_part_no_or_why_it_is_open() -> None:
    page = build_view(sealed_sample("en").baseline, load_catalogue("en")).page_one
    assert [(sign.text, sign.mark.word) for sign in page.signs] == [
        ("Papers at hand", "in part"),
        ("Delivery date known", "unknown"),
        ("Acceptance standard known", "disputed"),
    ]
    first_morning = build_view(unjudged_sample("en").baseline, load_catalogue("en")).page_one
    assert {sign.mark.word for sign in first_morning.signs} == {"not asked yet"}
    assert len(first_morning.signs) == 4


def _stakes(baseline: Baseline) -> tuple[Stake, ...]:
    return build_stakes(gather_material(baseline, load_catalogue("en")))


def test_stakes_are_established_facts_at_most_four_each_currency_by_itself() -> None:
    stakes = _stakes(full_sample("en").baseline)
    assert [stake.item.text for stake in stakes] == ["M-01", "M-04", "M-10", "M-11"]
    assert stakes[0].value.startswith("97,000.00 CNY; 48,500.00 EUR; oldest 40 days")
    assert build_view(unjudged_sample("en").baseline, load_catalogue("en")).page_one.stakes == ()


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (dt.date(2026, 10, 13), ["Next period to run out: notice by 14 Oct 2026"]),
        (dt.date(2026, 10, 14), ["Next period to run out: notice by 14 Oct 2026"]),
        (dt.date(2026, 11, 23), ["Period that has run out: notice by 14 Oct 2026; 40 days ago"]),
    ],
)
def test_a_period_that_has_run_out_is_no_period_to_come(as_of: dt.date, said: list[str]) -> None:
    record = RecordBuilder()
    values = {"contract_no": "C-1", "notice_until": "2026-10-14"}
    stamp = record.stamp(Level.SHARED)
    record.add(
        kinds.row_recorded(
            stamp, register="contract-card", row="card0001", values=values, party="sponsor1", method=Method.INTERVIEW
        )
    )
    draft = draw_up(
        record.chain(), load_checklist().in_language("en"), edition=EditionName.INTERNAL, as_of=as_of, days_off=()
    )
    assert [f"{stake.label}: {stake.value}" for stake in _stakes(draft)] == said


def test_limits_are_not_added_up_and_risks_only_while_they_are_open() -> None:
    tables = {table.anchor: table for table in _full().registers}
    limits, risks = tables["register-instruction-authority"], tables["register-risks"]
    assert any("EUR" in cell for row in limits.rows for cell in row.cells)
    assert set(limits.totals) == {""}
    column = next(at for at, heading in enumerate(risks.headings) if heading.kind == "money")
    assert (risks.total, risks.totals[column]) == ("Total, open", "194,000.00 CNY\n48,500.00 EUR")
    over = [row.cells[column] for row in risks.rows if "Open" not in row.cells]
    assert over == ["97,000.00 CNY", "145,500.00 EUR"]


def test_page_one_tells_what_is_disputed_from_what_nobody_has_said() -> None:
    page = _full().page_one
    disputed = [
        stop.item.text for group in page.groups for one in group.lines if one.mark.shape == "◇" for stop in one.stops
    ]
    opened = [
        stop.item.text for group in page.groups for one in group.lines if one.mark.shape == "○" for stop in one.stops
    ]
    assert (disputed, page.disputes) == (["Q-104"], str(len(_full().disputes)))
    assert set(disputed) <= {block.item.text for block in _full().disputes}
    assert not set(opened) & {block.item.text for block in _full().disputes}
    first = page.requests[0]
    assert (first.item.text, first.stop, first.disputed) == ("Q-104", True, True)
    assert page.groups[-1].who == "Takeover readiness"


def test_money_names_value_formula_and_rows_and_what_is_not_established() -> None:
    by_number = {fact.number: fact for fact in _full().money}
    receivables = by_number["M-01"]
    assert receivables.formula.startswith("owed = amount")
    figure = receivables.figures[0]
    assert (figure.label, figure.value, figure.mark.word) == ("1 to 30 days overdue", "97,000.00 CNY", "attention")
    assert [link.anchor for link in figure.rows] == ["T-02.2"]
    empty = build_view(unjudged_sample("en").baseline, load_catalogue("en")).money
    assert {(fact.figures, fact.formula) for fact in empty} == {((), "")}
    assert empty[3].note == "Not established. It needs: Changes and unpaid extra work, Contract card"


def test_matrix_has_a_row_a_party_and_a_cell_a_subject() -> None:
    matrix = _full().matrix
    assert matrix is not None
    assert [title for title, _ in matrix.subjects] == ["Goals", "Scope", "Budget", "Timetable"]
    assert [row.role for row in matrix.rows] == ["Outgoing PM", "Sponsor", "Client", "Team"]
    outgoing = matrix.rows[0].cells[0]
    assert (outgoing.mark.word, [link.text for link in outgoing.evidence]) == ("says: no approved text", ["E-01"])
    assert {cell.mark.word for cell in matrix.rows[1].cells} == {"not asked"}


def test_plan_has_an_action_a_finding_with_owner_day_and_effect() -> None:
    view = _full()
    actions = [action for group in view.plan for action in group.actions]
    assert sorted(action.number[1:] for action in actions) == sorted(finding.number[1:] for finding in view.findings)
    assert len(view.plan[0].actions) <= 7
    first = actions[0]
    assert first.finding.text == first.number.replace("A", "F")
    assert " → " in first.effect
    assert first.due == "30 Nov 2026"


def test_acceptance_has_grounds_conditions_and_the_verdicts_given() -> None:
    page = _full().acceptance
    assert page is not None
    assert page.mark.word == "Accept with conditions"
    assert {row.mark.word for row in page.conditions} == {"Confirmed", "Open"}
    assert [row.text for row in page.conditions if "?" in row.text] == []
    pm, sponsor, witness = page.verdicts
    assert (pm.mark.word, pm.reason, pm.beside) == ("Amber", "A new plan was agreed.", "Red")
    assert {sponsor.text, witness.text} == {"No verdict given."}


@pytest.mark.parametrize("role", list(OUTLINES))
@pytest.mark.parametrize(("engagement", "customer"), [("client", "Client"), ("internal", "Main user")])
def test_outline_fits_role_and_engagement(role: str, engagement: str, customer: str) -> None:
    baseline = _with_settings(full_sample("en").baseline, pm_role=role, engagement=engagement)
    outline = build_outline(gather_material(baseline, load_catalogue("en")))
    assert outline is not None
    assert customer in {row.who for row in outline.rows}
    assert outline.rows[-1].who == "Where views differ"
    assert ("superior" in outline.rows[-1].text) is (engagement == "internal")


@pytest.mark.parametrize(
    ("answers", "label", "value"),
    [
        ((), "Cut-off (not confirmed)", "30 Nov 2026"),
        (((dt.date(2026, 11, 30), Grade.E1),), "Cut-off (not confirmed)", "30 Nov 2026"),
        (((dt.date(2026, 11, 30), Grade.E2),), "Cut-off", "30 Nov 2026"),
        (((dt.date(2026, 12, 7), Grade.E2),), "Cut-off (not confirmed)", "30 Nov 2026 entered; 7 Dec 2026 by a paper"),
    ],
)
def test_the_cut_off_that_was_entered_is_confirmed_by_a_proof_and_nothing_else(answers, label, value) -> None:
    record = RecordBuilder({"engagement": "client", "cut_off": "2026-11-30"})
    for day, grade in answers:
        record.say(CUT_OFF, Date(value=day), grade=grade)
    checklist = load_checklist().in_language("en")
    draft = draw_up(record.chain(), checklist, edition=EditionName.INTERNAL, as_of=AS_OF, days_off=())
    view = build_view(draft, load_catalogue("en"))
    assert (view.facts[0].label, view.facts[0].value) == (label, value)
    assert view.takeover.facts[0] == view.facts[0]
    asked = [row.text for row in view.requests if "On which date does the responsibility" in row.text]
    assert all("Entered so far: 30 Nov 2026. Please confirm it in writing" in text for text in asked)
    assert bool(asked) is not bool(answers)


@pytest.mark.parametrize(
    ("cut_off", "word"),
    [("2026-11-30", "more may arise"), ("2026-11-01", "drawn up after"), ("", "No cut-off is agreed")],
)
def test_what_is_taken_over_says_what_the_days_around_the_cut_off_mean(cut_off: str, word: str) -> None:
    baseline = _with_settings(full_sample("en").baseline, cut_off=cut_off)
    taken = build_takeover(gather_material(baseline, load_catalogue("en")))
    assert word in taken.points[-1]
    assert ("from the cut-off on" in taken.points[0]) is bool(cut_off)
    assert "Takeover readiness" in taken.points[1]
    assert "that is not marked new" in taken.points[2]
    payments = next(row for row in taken.rows if row.item.text == "T-02")
    assert (payments.count, payments.inherited, payments.new, payments.unsaid) == ("4", "2", "1", "1")


def test_history_says_who_signed_reserved_refused_and_was_silent() -> None:
    (table,) = _full().history
    assert table.title == "Baseline 1, internal edition, short hash 0d0d0d0d0d0d"
    replies = {row.role: row for row in table.rows}
    assert {role: row.mark.word for role, row in replies.items()} == {
        "Incoming PM": "Signed",
        "Outgoing PM": "Refused",
        "Sponsor": "Signed with reservations",
        "Witness": "No answer",
    }
    assert DISPUTED["en"][3] in replies["Outgoing PM"].details[0]
    lifted, still_open = replies["Sponsor"].reservations
    assert (lifted.number, lifted.state[:6], still_open.state) == ("R1, F-02", "lifted", "open")
    assert "Wish: Correct the entry." in still_open.text
    assert build_view(sealed_sample("en").baseline, load_catalogue("en")).history == ()


def test_an_edition_without_judgement_has_no_part_that_judges_or_is_the_pms_own() -> None:
    view = _shared()
    assert (view.acceptance, view.outline, view.plan, view.history) == (None, None, (), ())
    assert (view.page_one.signs, view.page_one.groups, view.page_one.asked) == ((), (), "")
    assert {figure.mark.word for fact in view.money for figure in fact.figures} == {""}
    assert view.matrix is not None
    assert {cell.mark.shape for row in view.matrix.rows for cell in row.cells} == {""}
    assert not {row.item.anchor for row in view.takeover.rows} & {"findings", "disputes"}
    assert not any("Takeover readiness" in point for point in view.takeover.points)


def test_the_shared_edition_is_a_draft_of_its_own_rows() -> None:
    assert build_view(draft_sample("en", EditionName.SHARED), load_catalogue("en")).money == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_every_part_in_the_order_of_the_page(language: str) -> None:
    view = _full(language)
    page = render_html(view, target="print")
    places = [page.index(f'id="{entry.anchor}"') for entry in view.contents]
    assert places == sorted(places)
    assert page.count('<h2 id="') == len(view.contents) + 1


def test_every_printed_number_can_be_reserved() -> None:
    baseline = full_sample("en").baseline
    numbers = number_references(baseline).numbers
    view = _full()
    printed = {fact.number for fact in view.money} | {f.number for f in view.findings}
    printed |= {action.number for group in view.plan for action in group.actions}
    printed |= {row.number for register in view.registers for row in register.rows}
    printed |= {register.number for register in view.registers} | {row.number for row in view.evidence}
    assert {"M-03", "A-05", "T-02.1", "Q-01", "E-01", "D-01", "R-01"} <= printed | numbers
    assert printed <= numbers


def test_days_off_of_a_draft_are_those_of_the_sealed_baseline() -> None:
    sealed = full_sample("en").baseline
    assert sealed.days_off == list_weekends(AS_OF)
    assert dt.date(2026, 11, 28) in sealed.days_off
