"""Problems and errors as people read them: place, code, sentence; and the exit code of each kind of error."""

from __future__ import annotations

import pytest

from takeover.catalogues import Catalogue
from takeover.errors import (
    AnswerIsNo,
    BadInput,
    Exit,
    OutsideFailure,
    Refused,
    TakeoverError,
    UsageError,
)
from takeover.problems import Place, Problem, Severity, describe_problems, has_errors

ENGLISH = Catalogue("en", {"problem.XX001": "{key} is missing.", "error.XX009": "{file} has errors. Mend it."})
CHINESE = Catalogue("zh-Hans", {"problem.XX001": "缺少 {key}。", "error.XX009": "{file} 有错误，请修改。"})
MISSING = Problem(code="XX001", place=Place(file="f.yaml", line=4, column=2, path="a.b"), details={"key": "id"})
WARNING = Problem(code="XX001", details={"key": "title"}, severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place(file="f.yaml"), "f.yaml"),
        (Place(file="f.yaml", line=41, column=5), "f.yaml:41:5"),
        (Place(file="f.yaml", line=41, column=5, path="questions[2].when"), "f.yaml:41:5 questions[2].when"),
        (Place(path="goals.one"), "goals.one"),
    ],
)
def test_place_reads_as_file_line_column_and_path(place, text):
    assert str(place) == text


def test_problem_is_said_in_the_language_of_the_catalogue():
    assert MISSING.sentence(ENGLISH) == "id is missing."
    assert MISSING.sentence(CHINESE) == "缺少 id。"


def test_only_errors_stop_a_file():
    assert has_errors([WARNING, MISSING])
    assert not has_errors([WARNING])
    assert not has_errors([])


def test_problems_are_described_one_a_line():
    assert describe_problems([MISSING, WARNING], ENGLISH) == (
        "f.yaml:4:2 a.b: error XX001: id is missing.",
        ": warning XX001: title is missing.",
    )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (AnswerIsNo, 1),
        (UsageError, 2),
        (BadInput, 3),
        (Refused, 5),
        (OutsideFailure, 6),
        (TakeoverError, 70),
    ],
)
def test_each_error_has_its_exit_code(kind, code):
    assert kind("XX009").exit == code


def test_every_exit_code_has_an_error_unless_it_is_an_answer():
    answers = {Exit.DONE, Exit.UNDECIDED, Exit.INTERRUPTED}
    assert {kind.exit for kind in TakeoverError.__subclasses__()} | {TakeoverError.exit} == set(Exit) - answers


def test_error_says_its_problems_first_and_keeps_details_as_text():
    error = BadInput("XX009", problems=(MISSING,), file="f.yaml", count=1)
    assert error.details == {"file": "f.yaml", "count": "1"}
    assert error.describe(ENGLISH) == "f.yaml:4:2 a.b: error XX001: id is missing.\nXX009: f.yaml has errors. Mend it."
    assert error.describe(CHINESE).endswith("XX009: f.yaml 有错误，请修改。")
