"""Fuzzing: real files, mutated, through everything that lint does; nothing falls over, and every problem has its place.

A longer search: ``python -m tests.checklist.test_fuzz 20000``.
"""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover import resources
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import House
from takeover.checklist.overlay import apply_overlay, read_overlay
from takeover.checklist.plain import encode_checklist
from takeover.checklist.reader import Placed, read_checklist, read_header
from takeover.checklist.rules import check_checklist
from takeover.checklist.translation import Translation, read_translation, translate
from takeover.problems import Problem, has_errors

FOLDER = resources.checklists_folder()
MAIN = """\
takeover_checklist: 1
id: takeover
version: 1.1.0
language: en
title: Project takeover
dimensions: [{id: goals, title: Goals}]
parts: [takeover/registers.yaml, takeover/goals.yaml]
"""
OVERLAY = """\
takeover_overlay: 1
id: house
version: 1.0.0
language: en
title: Our house
extends: takeover@~1.1
dimensions: [{id: safety, title: Safety}]
changes:
  - change: goals.signed-statement
    set:
      text: Is there one charter in our form 12?
      weight: 6
      evidence.needed_for: [yes, partly, no]
      health: {yes: good, partly: bad, no: bad}
  - {hide: goals.trade-off, reason: Asked elsewhere.}
  - add_after: goals.same-answer
    question:
      id: safety.plan
      dimension: safety
      counts_for: readiness
      type: number
      unit: day
      text: How old is the safety plan?
      weight: 3
      sharing: internal
      ask: [team, planner]
      ask_all: true
      health: [{at_most: 30, is: good}, {otherwise: bad}]
      finding: The safety plan is old.
      action: {text: Renew it., horizon: day_30}
      when: {any: [{setting: team, is: yes}, {not: {question: goals.same-answer, unknown: true}}]}
"""
HOUSE_STRINGS = """\
takeover_translation: 1
of: house@1.0.0
language: zh-Hans
strings:
  checklist.title: {source: sha-0, text: 本单位}
  safety.plan.text: {source: sha-0, text: 安全计划多旧？}
"""
NAMES = ("registers", "goals")
FILES: dict[str, str] = {"takeover.yaml": MAIN, "house.yaml": OVERLAY, "house.zh-Hans.yaml": HOUSE_STRINGS} | {
    f"takeover/{name}{end}": (FOLDER / f"takeover/{name}{end}").read_text("utf-8")
    for name in NAMES
    for end in (".yaml", ".zh-Hans.yaml")
}
TOKENS = ["&a ", "*a", "!!int ", "\t", "{", "}", "[", "]", ": ", "- ", "#", "'", '"', "|\n", "---\n", "\ufeff", "\x00", "\x85", "{name}", "<b>", "%s", "yes", "1e999999999", "0x1", "１", "-1", "all", "not", "when: ", "is: yes", "id: ", "parts: [../x]", "extends: a@1", "\u202e", "\ud7ff", "是", "..", "~", "^1.1", "question: ", "set: {a.b.c: 1}"]  # fmt: skip
WORD = re.compile(r"[\w.-]+")


@st.composite
def mutations(draw: st.DrawFn, text: str) -> bytes:
    """A few small changes to a file, as a slip of the hand or of a program makes them."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        line = lines[here]
        at = draw(st.integers(0, len(line)))
        match draw(st.integers(0, 8)):
            case 0:
                del lines[here]
            case 1:
                lines.insert(there, line)
            case 2:
                lines[here], lines[there] = lines[there], line
            case 3:
                lines[here] = line[:at] + draw(st.sampled_from(TOKENS)) + line[at:]
            case 4:
                lines[here] = draw(st.sampled_from([" ", "  ", "\t", "", "- "])) + line.lstrip(" -")
            case 5:
                lines[here] = line[:at]
            case 6:
                words = WORD.findall(lines[there]) or [""]
                lines[here] = WORD.sub(
                    draw(st.sampled_from(words)).replace("\\", ""), line, count=draw(st.integers(1, 2))
                )
            case 7:
                del lines[min(here, there) : max(here, there)]
            case _:
                lines[here] = line.replace(draw(st.sampled_from([":", "-", " ", "{", "}", ",", "."])), draw(st.sampled_from(TOKENS)), 1)  # fmt: skip
        text = "\n".join(lines) or "a"
    data = text.encode()
    at = draw(st.integers(0, len(data)))
    return draw(st.sampled_from([data, data, data[:at], data[:at] + b"\xff" + data[at:], data.replace(b"\n", b"\r\n")]))


@st.composite
def changed_files(draw: st.DrawFn) -> dict[str, bytes]:
    """All files, one or two of them mutated."""
    files = {name: text.encode() for name, text in FILES.items()}
    for name in draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=2, unique=True)):
        files[name] = draw(mutations(FILES[name]))
    return files


def check_problems(problems: tuple[Problem, ...]) -> None:
    """Every problem has a place in a file and a sentence in each language."""
    for problem in problems:
        assert problem.place.file, problem
        assert problem.place.line or problem.code in ("CL001", "CL004"), problem
        assert all(problem.sentence(load_catalogue(language)) for language in LANGUAGES)


def lint_all(files: dict[str, bytes]) -> None:
    """Read, check, translate, overlay, check and translate again; a list without errors survives its JSON."""
    base, problems = read_checklist(files["takeover.yaml"], "takeover.yaml", files.get)
    assert base is not None or has_errors(problems)
    problems += check_checklist(base) if base else ()
    translations, found = read_translations(files)
    problems += found
    if base:
        problems += translate(base.checklist, [file for file in translations if not file.of.startswith("house@")])[1]
    overlay, found = read_overlay(files["house.yaml"], "house.yaml")
    assert overlay is not None or has_errors(found)
    problems += found
    house: Placed | None = None
    if base and overlay and not has_errors(problems):
        house, found = apply_overlay(base, overlay)
        assert house is not None or has_errors(found)
        problems += found
    if house:
        problems += check_checklist(house) + translate(house.checklist, translations)[1]
        assert isinstance(house.checklist.house, House)
    check_problems(problems)
    for placed in (base, house):
        if placed and not has_errors(problems):
            again, found = read_checklist(encode_checklist(placed.checklist), "checklist.json")
            assert again is not None
            assert (again.checklist, found) == (placed.checklist, ())


def read_translations(files: dict[str, bytes]) -> tuple[list[Translation], tuple[Problem, ...]]:
    read = [read_translation(data, name) for name, data in files.items() if ".zh-Hans." in name]
    return [file for file, _ in read if file], tuple(problem for _, found in read for problem in found)


def test_unchanged_files_have_no_errors():
    base, problems = read_checklist(FILES["takeover.yaml"].encode(), "takeover.yaml", lambda name: FILES[name].encode())
    assert base is not None
    assert not has_errors(problems + check_checklist(base))
    overlay, problems = read_overlay(OVERLAY.encode(), "house.yaml")
    assert overlay is not None
    house, more = apply_overlay(base, overlay)
    assert house is not None
    assert not has_errors((*problems, *more, *check_checklist(house)))
    assert house.checklist.house is not None
    assert [item.question for item in house.checklist.house.hidden] == ["goals.trade-off"]


@pytest.mark.slow
@given(changed_files())
def test_lint_survives_every_mutation_of_real_files(files):
    lint_all(files)


@pytest.mark.slow
@given(st.sampled_from(sorted(FILES)).flatmap(lambda name: mutations(FILES[name])))
def test_any_reader_survives_any_file_given_to_it(data):
    """A list handed over as a translation, a translation as an overlay: said, never raised."""
    for read in (read_checklist, read_translation, read_overlay):
        found, problems = read(data, "f.yaml")
        assert found is not None or has_errors(problems)
        check_problems(problems)
    assert read_header(data, "f.yaml") is None or load_catalogue("en")


if __name__ == "__main__":
    budget = settings(max_examples=int(sys.argv[1]), deadline=None)
    for test in (test_lint_survives_every_mutation_of_real_files, test_any_reader_survives_any_file_given_to_it):
        budget(test)()
