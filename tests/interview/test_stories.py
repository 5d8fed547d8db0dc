"""Stories: what is expected is compared with what follows, and no expectation is idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from takeover.checklist.library import load_checklist
from takeover.interview.stories import Story, read_story, read_story_header, run_story

ROOT = Path(__file__).parents[2]
LIST = load_checklist().source
PAGE = re.search(r"```yaml\n(takeover_story.*?)```", (ROOT / "docs" / "stories.md").read_text("utf-8"), re.DOTALL)
assert PAGE is not None
EXAMPLE = PAGE[1]


def read(text: str) -> Story:
    story, problems = read_story(text.encode(), "story.yaml", LIST)
    assert story is not None, [str(problem) for problem in problems]
    return story


def unmet(text: str) -> list[tuple[str, str, str, int]]:
    outcome = run_story(read(text), LIST)
    return [(p.details["key"], p.details["wanted"], p.details["found"], p.place.line) for p in outcome.unmet]


def test_the_story_of_the_docs_holds():
    assert unmet(EXAMPLE) == []
    assert len(read(EXAMPLE).expectations) == 11


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("worst: none", "worst: red", "overall"),
        ("best: none", "best: green", "overall"),
        ("goals: not_established", "goals: red", "dimensions"),
        ("goals.signed-statement: open", "goals.signed-statement: confirmed", "stop_lines"),
        ("disputes: [goals.signed-statement]", "disputes: [goals.sponsor-active]", "disputes"),
        ("open: [goals.signed-statement]", "open: [goals.strategic-purpose, contract.internal-order]", "open"),
        ("asked: [contract.overdue]", "asked: [contract.internal-order]", "asked"),
        ("not_asked: [contract.internal-order]", "not_asked: [contract.overdue]", "not_asked"),
        ("no_findings: [goals.sponsor-active]", "findings: [goals.sponsor-active]", "findings"),
        ("readiness: with_conditions", "readiness: ready", "readiness"),
        ("receivables: age_over_90", "receivables: age_1_30", "alarms"),
    ],
)
def test_every_kind_of_expectation_can_fail_with_its_line(old, new, key):
    assert old in EXAMPLE
    changed = EXAMPLE.replace(old, new)
    found = unmet(changed)
    assert [item[0] for item in found] == [key]
    line = changed.splitlines()[found[0][3] - 1]
    assert found[0][1] in line


def test_no_findings_fails_where_there_is_a_finding():
    answer = "answers:\n  - {question: goals.sponsor-active, by: sponsor, method: interview, value: no}\n"
    found = unmet(EXAMPLE.replace("answers:\n", answer))
    assert [item[0] for item in found] == ["no_findings"]


def test_the_order_of_answers_changes_nothing():
    first, second = EXAMPLE.index("  - question"), EXAMPLE.rindex("  - question")
    end = EXAMPLE.index("registers:")
    swapped = EXAMPLE[:first] + EXAMPLE[second:end].rstrip("\n") + "\n" + EXAMPLE[first:second] + EXAMPLE[end:]
    assert unmet(swapped) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("takeover_story: 1", "takeover_story: 2", "CL016"),
        ("as_of: 2026-03-02", "as_of: soon", "IV005"),
        ("goals.signed-statement: open", "goals.signed: open", "CL080"),
        ("goals.signed-statement: open", "goals.signed-statement: opened", "CL014"),
        ("worst: none", "worse: none", "CL080"),
        ("worst: none", "worst: blue", "CL080"),
        ("receivables: age_over_90", "receivable: age_over_90", "CL080"),
        ("readiness: with_conditions", "readiness: perhaps", "CL014"),
        ("  asked: [", "  askd: [", "CL012"),
        ("by: client", "by: nobody", "IV022"),
        ("{goals: not_established}", "{goals: [red]}", "CL013"),
    ],
)
def test_mistakes_are_said_before_anything_runs(old, new, code):
    story, problems = read_story(EXAMPLE.replace(old, new).encode(), "story.yaml", LIST)
    assert story is None
    assert [problem.code for problem in problems] == [code]


def test_a_story_without_expectations_is_none():
    text = EXAMPLE[: EXAMPLE.index("expect:")]
    assert [problem.code for problem in read_story(text.encode(), "s.yaml", LIST)[1]] == ["CL011"]


@pytest.mark.parametrize("data", [b"", b"- 1", b"\xff", b"a: [", b"x: " * 40])
def test_what_is_no_story_is_refused_and_has_no_header(data):
    assert read_story(data, "s.yaml", LIST)[0] is None
    assert read_story_header(data, "s.yaml") == ""


@pytest.mark.parametrize("name", ["warning-free-year", "warning-spoken-order"])
def test_the_warning_stories_hold(name):
    story = read((ROOT / "examples" / name / "story.yaml").read_text("utf-8"))
    assert [str(problem) for problem in run_story(story, LIST).unmet] == []
    assert any(item.wanted == "confirmed" for item in story.expectations)
