from __future__ import annotations

from dataclasses import replace

import pytest

from takeover.assessment.model import Withheld, Withholding
from takeover.baseline.model import EditionName
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import CountsFor
from takeover.report.view.build import build_view
from takeover.report.view.model import QuestionBlock, StopGroup, View
from takeover.report.view.pieces import Mark
from tests.report.samples import draft_sample, sealed_sample, told_sample, unjudged_sample


def _view(language: str = "en") -> View:
    return build_view(sealed_sample(language).baseline, load_catalogue(language))


def _question(view: View, question_id: str) -> QuestionBlock:
    return next(q for dimension in view.dimensions for q in dimension.questions if q.id == question_id)


def _list_stops(group: StopGroup, shape: str) -> list[str]:
    return [stop.item.text for one in group.lines if one.mark.shape == shape for stop in one.stops]


def test_page_one_says_confidence_bars_stop_lines_and_first_requests() -> None:
    page = _view().page_one
    assert (page.headline.judged, page.headline.title) == (True, "Red")
    assert page.headline.sentence.startswith("Whatever the open answers turn out to be")
    assert [bar.numbers for bar in page.bars][:3] == ["39–82", "50–100", "22"]
    assert page.bars[0].mark.word == "not established (Red … Amber)"
    assert [(group.who, _list_stops(group, "■"), group.cleared) for group in page.groups] == [
        ("the sponsor", ["Q-15"], "Red … Amber/Red"),
        ("finance", ["Q-14"], "Red … Amber/Red"),
        ("legal", ["Q-07"], "Red … Amber/Red"),
        ("Takeover readiness", [], ""),
    ]
    assert [_list_stops(group, "○") for group in page.groups] == [["Q-11"], [], ["Q-20"], ["Q-16", "Q-22"]]
    assert [_list_stops(group, "▲") for group in page.groups] == [["Q-01"], [], [], []]
    assert page.disputes == "3"
    assert [request.number for request in page.requests] == ["R-01", "R-02", "R-03", "R-04", "R-05"]
    assert page.asked.startswith("by 30 Nov 2026: Legal 1, Team 1")


def test_page_one_in_chinese_uses_chinese_words_and_dates() -> None:
    view = _view("zh-Hans")
    assert view.page_one.headline.title == "红"
    assert view.page_one.bars[0].mark.word == "未查明（红～黄）"
    assert [fact.value for fact in view.facts][:3] == ["2026年11月30日", "2026年11月23日", "第 1 号基准"]
    assert view.page_one.requests[0].due == "2026年11月30日"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_without_a_judgement_has_no_bars_but_every_confirmed_stop_line(language: str) -> None:
    page = build_view(unjudged_sample(language).baseline, load_catalogue(language)).page_one
    assert not page.headline.judged
    assert page.bars == ()
    assert str(page.headline.chart) == ""
    assert [stop for group in page.groups for stop in _list_stops(group, "■")] == ["Q-23"]
    assert sum(len(_list_stops(group, "○")) for group in page.groups) > 6
    assert {group.cleared for group in page.groups} == {""}
    assert len(page.requests) == 10


def test_statements_carry_who_when_how_words_evidence_and_grade() -> None:
    block = _question(_view(), "goals.signed-statement")
    (statement,) = block.statements
    assert (statement.role, statement.name) == ("Outgoing PM", "Northline Rail Systems")
    assert (statement.method, statement.answer, statement.grade) == ("document examined", "Partly", "E3 binding")
    assert statement.words.startswith("The charter names the goal.")
    assert [link.text for link in statement.evidence] == ["E-01"]
    assert statement.earlier == ("Earlier, on 17 Nov 2026: Yes",)
    assert block.tags == ("Stop-line, cleared by the sponsor",)
    assert [link.text for link in block.items] == ["F-05"]


def test_unknown_answers_have_no_grade_and_silence_names_whom_to_ask() -> None:
    view = _view()
    (refused,) = _question(view, "schedule.committed-date").statements
    assert (refused.answer, refused.grade) == ("Unknown: refused to say", "")
    assert _question(view, "risks.claims").silence == "Nothing said yet. To ask: Legal."
    assert _question(view, "contract.milestones").silence == "Answered by the rows of its register."


def test_disputes_keep_both_words_and_say_what_follows() -> None:
    first, second, third = _view().disputes
    assert [s.answer for row in second.rows for s in row] == ["No", "Yes"]
    assert "0–100 of 100" in first.outcome
    assert third.outcome.startswith("A document that is much better rules")
    assert third.rows[0][0].remark == ""
    assert "Set aside" in third.rows[0][1].remark


def test_resolution_is_a_remark_and_both_statements_stay() -> None:
    block = _question(_view(), "schedule.exists")
    assert [statement.answer for statement in block.statements] == ["Partly", "Yes"]
    assert block.remarks[0].startswith("Settled: Yes. Both read the signed plan")
    assert block.remarks[0].endswith("(evidence: E-03)")
    assert block.mark.word == "good, settled"


def test_register_puts_short_values_in_columns_and_adds_up_each_currency() -> None:
    (register,) = _view().registers
    assert [heading.kind for heading in register.headings] == [
        "text", "percent", "money", "date", "date", "money", "date", "choice",
    ]  # fmt: skip
    assert register.rows[0].cells[1:4] == ("30 %", "360,000.00 EUR", "1 Apr 2026")
    assert [fact.label for fact in register.rows[1].details] == ["Trigger condition", "Invoice number", "Next step"]
    assert register.totals[2] == "1,200,000.00 EUR"
    assert register.totals[5] == "510,000.00 EUR"


def test_evidence_is_listed_once_with_everyone_who_cites_it() -> None:
    evidence = _view().evidence
    assert [row.number for row in evidence] == ["E-01", "E-02", "E-03", "E-04"]
    assert [link.text for link in evidence[3].cited_by] == ["Q-14", "Q-15", "Q-13"]
    assert evidence[0].sha256 == "3a" * 32
    assert evidence[2].title == "https://plan.example/tram-4?version=3"


def test_readiness_stands_apart_with_its_verdict() -> None:
    view = _view()
    assert view.readiness_verdict == Mark(shape="○", word="Not established: 2 open", tone="open")
    assert [row.item.text for row in view.readiness] == ["Q-08", "Q-16", "Q-18", "Q-22", "Q-23"]


def test_figures_are_rounded_to_one_decimal() -> None:
    assert [fact.value for fact in _view().figures] == [
        "88.2 % (15 of 17)", "35.3 % (12 of 34)", "59.0 % (49 of 83)", "79.6 % (39 of 49)",
        "9 of 17", "3 of 17", "3 of 17", "2 of 17",
    ]  # fmt: skip


def test_answers_off_the_path_and_free_notes_are_kept_in_the_annex() -> None:
    view = _view()
    assert [block.id for block in view.off_path] == ["authority.technical-gate"]
    assert view.off_path[0].statements[0].answer == "Not applicable: There is no system in operation yet."
    assert len(view.notes) == 1
    assert view.notes[0].endswith("together with the team lead.")


def test_boxes_are_those_of_the_expected_signers_without_the_client() -> None:
    boxes = _view().boxes
    assert [box.field for box in boxes] == ["sign-incoming-pm", "sign-outgoing-pm", "sign-sponsor", "sign-witness"]
    assert boxes[0].reserve_field == "reserve-incoming-pm"
    assert boxes[2].capacity == "Head of delivery"
    assert boxes[0].sentence.startswith("I record the state found at the cut-off.")


def test_a_draft_is_marked_and_has_no_boxes_and_no_proof() -> None:
    view = build_view(draft_sample("zh-Hans"), load_catalogue("zh-Hans"))
    assert (view.draft, view.boxes, view.proof, view.short_hash) == ("草稿", (), None, "")
    assert view.edition_mark == "INTERNAL / 内部"


def test_an_edition_without_judgement_shows_no_light_range_finding_or_request() -> None:
    baseline = draft_sample("en", EditionName.SHARED)
    one = Withheld(dimension="scope", counts_for=CountsFor.INHERITED, weight=3, stop=False)
    nine = Withholding(blocked=(), whole=(one,) * 9)
    view = build_view(replace(baseline, withholding=nine), load_catalogue("en"))
    assert not view.judged
    assert (view.page_one.bars, view.findings, view.requests, view.disputes, view.method) == ((), (), (), (), ())
    assert view.page_one.withheld == "9 questions are withheld from this edition."
    assert {q.mark.word for d in view.dimensions for q in d.questions} <= {""}
    assert all(d.bar is None for d in view.dimensions)


def test_typed_texts_pass_tidy_everywhere() -> None:
    hidden = "a\u202eb\u200bc\x07"
    view = build_view(told_sample(hidden, hidden), load_catalogue("en"))
    shown = "a[U+202E]bc[U+0007]"
    assert view.project == shown
    assert hidden not in repr(view)
    assert _question(view, "goals.signed-statement").statements[0].words == shown
    assert view.registers[0].rows[0].cells[0] == shown
