"""The documentation keeps step with the program: nothing is missing in it, and its examples run.

docs/problems.md is made from the English catalogues: ``python -m tests.test_docs`` writes it anew.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from takeover.assessment.method_1.dimensions import AMBER_FROM, GREEN_FROM, KNOWLEDGE_FLOOR, NOT_ESTABLISHED_FROM
from takeover.assessment.method_1.findings import MOST_DO_NOW
from takeover.assessment.method_1.grades import OPEN_SHARE
from takeover.assessment.method_1.steps import DAYS_OTHERS, DAYS_STOP_LINE
from takeover.assessment.model import Light, State, StopState, Verdict, Word
from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.model import ClearedBy, CountsFor, Horizon, QuestionType, Worth
from takeover.checklist.overlay import apply_overlay, read_overlay
from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.reader import Placed, read_checklist
from takeover.checklist.rules import check_checklist
from takeover.checklist.settings import CODES, TEXTS
from takeover.checklist.translation import read_translation, translate
from takeover.cli.main import COMMANDS
from takeover.errors import Exit, TakeoverError
from takeover.interview.sheet import read_answers
from takeover.problems import Problem
from takeover.record.kinds import Grade, Kind
from takeover.values import Level, Method, Role, Side, UnknownReason
from tests import test_catalogues as catalogues
from tests.checklist.test_plain import CHECKLIST as FULL_CHECKLIST

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```yaml *([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROOMS = {
    "CM": "Commands",
    "IV": "Answers and the interview",
    "CL": "Checklists and translations",
    "RC": "The record and its evidence",
    "BL": "Baselines",
    "RP": "Reports and PDF",
    "SG": "Signing and verifying",
}
INTRODUCTION = """\
# Problems and errors

<!-- Made from takeover/locale/en by: python -m tests.test_docs. Do not edit by hand. -->

A **problem** is a mistake in a file. All problems of a file are listed at once, each with its place, its code and its
cure: `checklist.yaml:41:5 questions[2].when: error CL019: This is not a condition. …`. A *warning* does not stop the
file from being used. An **error** stops a command. Its sentence says what happened, where, and what to do next; the
exit code is explained in [exit-codes.md](exit-codes.md). Words in braces stand for what the message names.
Codes are never used for something else, so you can search for them.
"""


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def all_pages() -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(DOCS.rglob("*.md")))


# ---- docs/problems.md


def exits_of_codes() -> dict[str, set[str]]:
    """The exit codes that each error is raised with, by code."""
    found = {"CM001": {str(int(Exit.BUG))}, "CM002": {str(int(Exit.OUTSIDE))}}
    classes = {kind.__name__: kind.exit for kind in (TakeoverError, *TakeoverError.__subclasses__())}
    classes["Unreadable"] = Exit.BAD_INPUT  # signing says first what is wrong with a PDF, then raises it as bad input
    for _, name, call in catalogues.calls():
        for code in catalogues.codes_of(call) if name in classes else ():
            found.setdefault(code, set()).add(str(int(classes[name])))
    return found


def write_problems() -> str:
    """The whole text of docs/problems.md."""
    texts, exits = catalogues.texts("en"), exits_of_codes()
    parts = [INTRODUCTION]
    for prefix, title in ROOMS.items():
        keys = sorted(
            (key for key in texts if re.fullmatch(rf"(error|problem)\.{prefix}\d+", key)), key=lambda k: k[-5:]
        )
        rows = [
            f"| {key[-5:]} | {key.split('.')[0]} | {', '.join(sorted(exits.get(key[-5:], {'–'})))} | {_cell(texts[key])} |"
            for key in keys
        ]
        parts.append("\n".join((f"## {prefix}: {title}\n", "| code | kind | exit | what it says, and the cure |", "|---|---|---|---|", *rows, "")))  # fmt: skip
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("{{", "{").replace("}}", "}").replace("<", "&lt;")


def test_page_of_problems_is_that_of_the_catalogues():
    assert page("problems.md") == write_problems(), "run: python -m tests.test_docs"


def test_every_code_of_program_and_catalogues_is_on_the_page():
    listed = set(re.findall(r"^\| ([A-Z]{2}\d{3}) \|", page("problems.md"), re.MULTILINE))
    assert listed == catalogues.codes_in_code() | catalogues.codes_in_catalogue()


def test_every_error_has_an_exit_code():
    errors = {key.split(".")[1] for key in catalogues.texts("en") if key.startswith("error.")}
    assert errors - set(exits_of_codes()) == set()


# ---- nothing is missing


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_tour_of_the_program(command):
    assert f"`takeover {command}" in page("architecture.md")


@pytest.mark.parametrize("code", Exit)
def test_every_exit_code_has_its_row_and_an_example(code):
    rows = [line for line in page("exit-codes.md").splitlines() if line.startswith(f"| {int(code)} |")]
    assert len(rows) == 1
    assert rows[0].count("`") >= 2


def test_examples_of_exit_codes_are_raised_with_them():
    exits = exits_of_codes()
    rows = [line.split("|") for line in page("exit-codes.md").splitlines() if line.startswith("| ")][1:]
    named = [(row[1].strip(), code) for row in rows for code in catalogues.CODE.findall(row[3])]
    assert len(named) > 10
    assert [(exit_code, code) for exit_code, code in named if exit_code not in exits[code]] == []


def test_roles_have_the_names_of_the_catalogue():
    chinese = load_catalogue("zh-Hans")
    assert [role for role in Role if f"`{role}` {chinese.text(f'role.{role}')}" not in page("glossary.md")] == []


@pytest.mark.parametrize("kind", QuestionType)
def test_every_question_type_has_a_line_and_an_example(kind):
    assert f"| `{kind}` |" in page("checklist-format.md")
    assert f"type: {kind}" in page("checklist-format.md")


@pytest.mark.parametrize("setting", [*CODES, *TEXTS])
def test_every_setting_is_in_the_answers_format_with_its_codes(setting):
    (row,) = (line for line in page("answers-format.md").splitlines() if line.startswith(f"| `{setting}` |"))
    assert all(f"`{code}`" in row for code in CODES.get(setting, ()))
    assert f"  {setting}: " in page("answers-format.md")


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("glossary.md", [*Role, *Side, *Level, *Method, *UnknownReason, *Grade, *Kind]),
        ("answers-format.md", [*Role, *Side, *Method, *UnknownReason, *Grade, *Level]),
        ("checklist-format.md", [*Role, *Level, *ClearedBy, *CountsFor, *Horizon, *Worth, *CODES]),
        ("method.md", [*State, *StopState, *Verdict, *Word, *Grade]),
    ],
)
def test_every_word_of_a_closed_list_is_on_its_page(name, members):
    assert [member for member in members if f"`{member}`" not in page(name)] == []


def test_every_key_of_a_checklist_is_in_its_format():
    plain = checklist_to_plain(FULL_CHECKLIST)
    column = plain["registers"][0]["columns"][0]
    keys = {
        "parts",
        *plain,
        *plain["registers"][0],
        *column,
        *(key for question in plain["questions"] for key in question),
    }
    assert len(keys) > 25
    assert [key for key in keys if f"`{key}`" not in page("checklist-format.md")] == []


def test_numbers_of_the_method_are_those_of_the_code():
    text = page("method.md")
    for number in (GREEN_FROM, AMBER_FROM, NOT_ESTABLISHED_FROM, int(100 * KNOWLEDGE_FLOOR), MOST_DO_NOW):
        assert f"**{number}" in text, number
    for number in (DAYS_STOP_LINE, DAYS_OTHERS):
        assert f"{number} working days" in text
    for grade, share in OPEN_SHARE.items():
        assert re.search(rf"^\| `{grade}` \|.*\| {share} \|$", text, re.MULTILINE), grade
    for light in Light:
        assert light.name.replace("_", "/").title() in text


def test_every_word_of_the_glossary_has_its_chinese():
    rows = [line for line in page("glossary.md").splitlines() if line.startswith("| **")]
    assert len(rows) > 30
    assert [row for row in rows if not re.search("[\u4e00-\u9fff]", row.split("|")[2])] == []
    words = [row.split("|")[1].strip() for row in rows]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("number", range(1, 9))
def test_every_decision_is_one_page_with_its_four_parts(number):
    (file,) = (DOCS / "adr").glob(f"{number:04}-*.md")
    text = file.read_text("utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "What was weighed"]
    assert text.startswith(f"# {number:04} ")
    assert len(text.splitlines()) <= 70


def test_links_between_pages_lead_somewhere():
    files = (*DOCS.rglob("*.md"), *ROOT.glob("*.md"))
    link = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    links = [(file, target) for file in files for target in link.findall(file.read_text("utf-8"))]
    assert len(links) > 20
    assert [(file.name, target) for file, target in links if not (file.parent / target).exists()] == []


def test_places_in_the_tour_exist():
    named = set(
        re.findall(r"`((?:takeover|tests|docs|checklists|templates|examples)/[^`*]*)`", page("architecture.md"))
    )
    assert len(named) > 30
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


# ---- examples run


def examples(name: str) -> list[tuple[str, str]]:
    """Every YAML block of a page: what stands behind the word yaml, and its text."""
    return BLOCK.findall(page(name))


CHECKLIST_EXAMPLES = examples("checklist-format.md") if (DOCS / "checklist-format.md").exists() else []
ANSWER_EXAMPLES = examples("answers-format.md") if (DOCS / "answers-format.md").exists() else []
WHOLE_CHECKLIST = next((text for _, text in CHECKLIST_EXAMPLES if text.startswith("takeover_checklist")), "")
WHOLE_ANSWERS = next((text for _, text in ANSWER_EXAMPLES if text.startswith("takeover_answers")), "")


def complete_checklist(text: str) -> str:
    """A whole example as it is; questions alone behind those of the whole example."""
    return text if text.startswith("takeover_") else f"{WHOLE_CHECKLIST.rstrip()}\n{text}"


PART = next((text for _, text in CHECKLIST_EXAMPLES if text.startswith("takeover_part")), "")
PARTED = next((text for _, text in CHECKLIST_EXAMPLES if "\nparts: " in text), "")


def lint_list(text: str) -> tuple[Placed | None, tuple[Problem, ...]]:
    """Read and check a list; whatever part it names is the page's own."""
    placed, problems = read_checklist(text.encode(), "example.yaml", lambda _: PART.encode())
    return placed, problems + (check_checklist(placed) if placed else ())


def lint_example(text: str) -> tuple[Problem, ...]:
    """Check an example as its kind wants it: translations and overlays over the whole example."""
    whole, _ = lint_list(WHOLE_CHECKLIST)
    assert whole is not None
    match text.partition(":")[0]:
        case "takeover_translation":
            file, problems = read_translation(text.encode(), "example.zh-Hans.yaml")
            assert file is not None
            return problems + translate(whole.checklist, [file])[1]
        case "takeover_overlay":
            overlay, problems = read_overlay(text.encode(), "overlay.yaml")
            assert overlay is not None
            house, more = apply_overlay(whole, overlay)
            assert house is not None
            return problems + more + tuple(p for p in check_checklist(house) if p.place.file == "overlay.yaml")
        case "takeover_part":
            return lint_list(PARTED)[1]
        case _:
            return lint_list(complete_checklist(text))[1]


@pytest.mark.parametrize(("mark", "text"), CHECKLIST_EXAMPLES)
def test_example_of_a_checklist_does_what_the_page_says(mark, text):
    assert {problem.code for problem in lint_example(text)} == set(mark.split())


@pytest.mark.parametrize(("mark", "text"), ANSWER_EXAMPLES)
def test_example_of_an_answers_file_does_what_the_page_says(mark, text):
    head = WHOLE_ANSWERS.split("answers:\n")[0]
    if text.startswith("takeover_answers"):
        data = text
    else:  # a section of its own, or some answers
        data = f"{head}answers:\n{text}" if text.startswith(" ") else head + text
    _, problems = read_answers(data.encode(), "answers.yaml", checklist=load_checklist().source)
    assert {problem.code for problem in problems} == set(mark.split())


def test_pages_have_examples():
    assert len(CHECKLIST_EXAMPLES) >= 8
    assert len(ANSWER_EXAMPLES) >= 6
    assert WHOLE_CHECKLIST
    assert WHOLE_ANSWERS


ANSWER_KEYS = {
    "answer": (
        "question",
        "by",
        "method",
        "on",
        "value",
        "words",
        "remark",
        "evidence",
        "unknown",
        "who",
        "not_applicable",
        "second",
    ),
    "evidence": ("note", "link", "file", "dated", "author", "grade", "place", "title"),
    "party": ("role", "key", "side", "name", "organisation", "capacity"),
    "note": ("text", "question", "sharing"),
}


@pytest.mark.parametrize("part", ANSWER_KEYS)
def test_every_key_of_an_answers_file_is_explained_and_in_an_example(part):
    text = page("answers-format.md")
    assert [key for key in ANSWER_KEYS[part] if f"`{key}`" not in text] == []
    assert [key for key in ANSWER_KEYS[part] if not re.search(rf"\b{key}:", text)] == []


def test_sentences_of_the_page_of_problems_are_english():
    assert load_catalogue("en").text("problem.CL004") in page("problems.md")


if __name__ == "__main__":
    (DOCS / "problems.md").write_text(write_problems(), "utf-8")


# ---- docs/coverage.md


def test_coverage_names_only_questions_that_exist_and_leaves_no_point_open():
    known = {question.id for question in load_checklist().source.questions}
    named = set(re.findall(r"`([a-z]+\.[a-z0-9-]+)`", page("coverage.md")))
    assert len(named) > 80
    assert named <= known
    rows = [line for line in page("coverage.md").splitlines() if line.startswith("| ") and "|---" not in line]
    served = [row for row in rows if "`" in row or "Not asked: " in row]
    heads = [row for row in rows if row.startswith(("| point", "| demand"))]
    assert [row for row in rows if row not in served and row not in heads] == []
