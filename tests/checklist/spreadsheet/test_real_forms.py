"""Forms that others made (pyxform's own examples): taken with everything said that is lost, or refused by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from takeover.checklist.model import AnswerIs, QuestionType
from takeover.checklist.reader import read_checklist
from takeover.checklist.rules import check_checklist
from takeover.checklist.spreadsheet.excel import read_sheets
from takeover.checklist.spreadsheet.read import Imported, read_workbook
from takeover.checklist.yaml_writer import write_list
from takeover.problems import Problem, has_errors
from tests.checklist.spreadsheet.forms import errors, warnings
from tests.checklist.spreadsheet.lists import catalogue_of

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "checklists"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real files are not on this machine")


def load(name: str) -> tuple[Imported | None, tuple[Problem, ...]]:
    return read_workbook(read_sheets((FOLDER / name).read_bytes(), name), name, Path(name).stem, catalogue_of)


def test_biomass_form_becomes_a_list_in_both_languages():
    imported, problems = load("UCL_Biomass_Plot_Form.xlsx")
    assert imported is not None
    assert not has_errors(problems)
    checklist = imported.checklist
    assert (checklist.id, checklist.version, checklist.language) == ("ucl-biomass-plot-form", "1.0.0", "sw")
    assert [d.id for d in checklist.dimensions] == ["info", "location", "form"]
    assert [r.id for r in checklist.registers] == ["trees", "stems", "stumps", "subplot1", "subplot2"]
    assert len(checklist.questions) == 24
    other = checklist.question("info.leader-name-other")
    assert other is not None
    assert other.when == AnswerIs(question="info.leader-name", codes=("other",))
    assert imported.strings["en"]["info.leader-name.text"] == "Your Name"
    assert imported.translations["en"].questions[0].text == "Your Name"
    assert set(imported.notes) == {q.id for q in checklist.questions} | {
        f"register.{r.id}" for r in checklist.registers
    }


def test_biomass_form_keeps_its_yes_no_lists_as_grades():
    imported, _ = load("UCL_Biomass_Plot_Form.xlsx")
    assert imported is not None
    grades = [q.id for q in imported.checklist.questions if q.type is QuestionType.GRADE]
    assert grades == ["location.monumented", "form.any-trees", "form.stumps-in-plot", "form.regen-in-subplot1", "form.regen-in-subplot2"]  # fmt: skip


def test_everything_that_the_biomass_form_loses_is_said():
    _, problems = load("UCL_Biomass_Plot_Form.xlsx")
    said = [place.removeprefix("UCL_Biomass_Plot_Form.xlsx ") for _, place in warnings(problems)]
    rows = {int(place.split("!A")[1]) for place in said if place.startswith("survey!A")}
    assert {3, 4, 11, 12, 26, 27, 28, 33, 39, 44, 91} <= rows  # notes, calculations, what a phone knows
    assert {16, 17, 18, 20, 22, 23, 35, 46, 57, 65, 73, 81, 88} <= rows  # types that become text
    columns = {problem.details["column"] for problem in problems if problem.code == "CL067"}
    assert columns == {
        "required", "constraint", "constraint_message::Swahili (sw)", "constraint_message::English (en)",
        "choice_filter", "appearance", "calculation", "repeat_count", "parameters",
        "hint", "plot", "Ndiyo", "Hapana",
    }  # fmt: skip
    assert {"settings!B2", "survey!A43", "survey!C43", "survey!H36", "choices!B26"} <= set(said)


def test_list_of_the_biomass_form_reads_back_from_its_file():
    imported, _ = load("UCL_Biomass_Plot_Form.xlsx")
    assert imported is not None
    placed, problems = read_checklist(write_list(imported.checklist, imported.notes).encode(), "list.yaml")
    assert problems == ()
    assert placed is not None
    assert placed.checklist == imported.checklist
    assert not has_errors(check_checklist(placed))


def test_form_with_two_columns_of_a_name_is_refused_with_both():
    imported, problems = load("duplicate_columns.xlsx")
    assert imported is None
    assert errors(problems)[0] == ("CL060", "duplicate_columns.xlsx survey!E1")
    assert [problem.details["first"] for problem in problems if problem.code == "CL060"] == ["survey!D1"]
    assert {place for code, place in errors(problems) if code == "CL079"} == {
        "duplicate_columns.xlsx survey!B56",
        "duplicate_columns.xlsx survey!L15",
    }
