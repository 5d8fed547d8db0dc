"""Conditions and `relevant`: ours come back exactly, the usual ones of other programs are read, the rest is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.spreadsheet.relevant import NotACondition, read_relevant, write_relevant
from tests.checklist.spreadsheet.lists import checklists

A, B = {"question": "a", "in": ["x"]}, {"question": "a", "in": ["y"]}
OTHER = {"question": "b", "in": ["x"]}
MORE, LESS = {"question": "n", "at_least": "5"}, {"question": "n", "below": "-0.5"}
UNKNOWN = {"question": "a", "unknown": "true"}
SETTING = {"setting": "team", "in": ["yes"]}
CASES = [
    (A, "selected(${a}, 'x')"),
    (SETTING, "selected(${setting_team}, 'yes')"),
    ({"question": "a", "in": ["x", "y"]}, "selected(${a}, 'x') or selected(${a}, 'y')"),
    ({"setting": "pm_role", "in": ["sole", "paired"]}, "selected(${setting_pm_role}, 'sole') or selected(${setting_pm_role}, 'paired')"),
    (MORE, "${n} >= 5"),
    (LESS, "${n} < -0.5"),
    (UNKNOWN, "${a} = ''"),
    ({"not": A}, "not(selected(${a}, 'x'))"),
    ({"not": {"question": "a", "in": ["x", "y"]}}, "not(selected(${a}, 'x') or selected(${a}, 'y'))"),
    ({"all": [A, MORE]}, "selected(${a}, 'x') and ${n} >= 5"),
    ({"any": [A, OTHER]}, "selected(${a}, 'x') or selected(${b}, 'x')"),
    ({"any": [A, B]}, "(selected(${a}, 'x')) or (selected(${a}, 'y'))"),
    ({"any": [A, UNKNOWN]}, "selected(${a}, 'x') or ${a} = ''"),
    ({"all": [A]}, "selected(${a}, 'x') and true()"),
    ({"any": [A]}, "selected(${a}, 'x') or false()"),
    ({"any": [{"all": [A, MORE]}, LESS]}, "(selected(${a}, 'x') and ${n} >= 5) or ${n} < -0.5"),
    ({"all": [{"any": [A, MORE]}, {"not": LESS}]}, "(selected(${a}, 'x') or ${n} >= 5) and not(${n} < -0.5)"),
    ({"all": [{"question": "a", "in": ["x", "y"]}, OTHER]}, "(selected(${a}, 'x') or selected(${a}, 'y')) and selected(${b}, 'x')"),
    ({"any": [{"question": "a", "in": ["x", "y"]}]}, "(selected(${a}, 'x') or selected(${a}, 'y')) or false()"),
    ({"all": [{"all": [A, OTHER]}, MORE]}, "(selected(${a}, 'x') and selected(${b}, 'x')) and ${n} >= 5"),
    ({"any": [{"any": [A, B]}, OTHER]}, "((selected(${a}, 'x')) or (selected(${a}, 'y'))) or selected(${b}, 'x')"),
]  # fmt: skip


def name(kind, found):
    return found if kind == "question" else f"setting_{found}"


def subject(found):
    return ("setting", found.removeprefix("setting_")) if found.startswith("setting_") else ("question", found)


@pytest.mark.parametrize(("condition", "relevant"), CASES)
def test_condition_is_written_as_xpath_and_comes_back(condition, relevant):
    assert write_relevant(condition, name) == relevant
    assert read_relevant(relevant, subject) == condition


@given(checklists())
@settings(max_examples=40)
def test_any_condition_comes_back_exactly(checklist):
    for question in checklist_to_plain(checklist)["questions"]:
        if "when" in question:
            assert read_relevant(write_relevant(question["when"], name), subject) == question["when"]


@pytest.mark.parametrize(
    ("relevant", "condition"),
    [
        ("${a} = 'x'", A),
        ('${a}="x"', A),
        ("${a} = ‘x’", A),
        ("${ a } = “x”", A),
        ("${a} != 'x'", {"not": A}),
        ("${a} != ''", {"not": UNKNOWN}),
        ("${a}='x' or ${a}='y'", {"question": "a", "in": ["x", "y"]}),
        ("selected( ${a} ,'x')and not( ${n}<-0.5 )", {"all": [A, {"not": LESS}]}),
        ("  ((${n} >= 5))  ", MORE),
        ("${a}='x' and ${b}='x' or ${n} >= 5", {"any": [{"all": [A, OTHER]}, MORE]}),
    ],
)
def test_usual_ways_of_other_programs_are_read(relevant, condition):
    assert read_relevant(relevant, subject) == condition


@pytest.mark.parametrize(
    ("relevant", "piece"),
    [
        ("${a} > 5", "> 5"),
        ("${a} <= 5", "<= 5"),
        ("${a} = 5", "5"),
        ("5 < ${a}", "5 < ${a}"),
        ("count(${a}) >= 1", "count(${a}) >= 1"),
        ("${a} = 'x' and string-length(${b}) < 3", "string-length(${b}) < 3"),
        ("${a} = ${b}", "${b}"),
        ("../a = 'x'", "../a = 'x'"),
        ("selected(${a}, 'x'", "selected(${a}, 'x'"),
        ("selected(., 'x')", "., 'x')"),
        ("selected(${a}, '')", ")"),
        ("true()", "true()"),
        ("${a} = 'x' and false()", "${a} = 'x' and false()"),
        ("not(${a} = 'x'", "not(${a} = 'x'"),
        ("${a} = 'x' ${b} = 'x'", "${b} = 'x'"),
        ("${setting_team} = ''", "${setting_team}"),
        ("", ""),
        ("=FALSE()", "FALSE()"),
        ("${a} = 'x", "'x"),
        ("(" * 200 + "${a} = 'x'" + ")" * 200, None),
        ("not(" * 5000, None),
    ],
)
def test_all_else_of_xpath_is_refused_with_its_piece(relevant, piece):
    with pytest.raises(NotACondition) as refused:
        read_relevant(relevant, subject)
    assert piece in (None, refused.value.piece)


@given(st.text(alphabet="${}ab()'\"=<>! andornotselectedtruefalse,.5-‘”", max_size=60))
def test_any_text_is_a_condition_or_is_refused(text):
    try:
        condition = read_relevant(text, subject)
    except NotACondition:
        return
    assert read_relevant(write_relevant(condition, name), subject) == condition
