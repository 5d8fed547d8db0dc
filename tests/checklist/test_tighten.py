"""What an overlay may do to a stop-line, and to what answers and stop-lines depend on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.model import AnsweredHealth, CodeHealth, RowsHealth, Step, ThresholdHealth, Worth
from takeover.checklist.tighten import find_looser
from tests.checklist.test_overlay import apply, base, overlay
from tests.checklist.texts import REGISTER, write_checklist

STOP = {"stop_line": "{cleared_by: sponsor}"}
CHOICE = {
    "type": "choice",
    "choices": "[{code: same, text: Same}, {code: near, text: Near}, {code: other, text: Other}]",
    "health": "{same: good, near: half, other: bad}",
}
NUMBER = {
    "type": "number",
    "unit": "day",
    "health": "[{at_most: 0, is: good}, {at_most: 30, is: half}, {otherwise: bad}]",
}
ROWS = {"type": "register", "register": "payments", "health": "{complete: [due], half: 1/2}"}
BASE = base(
    write_checklist(
        {"id": "goals.root"},
        {"id": "goals.parent", "when": "{question: goals.root, is: no}", **CHOICE},
        {"id": "goals.child", "when": "{question: goals.parent, in: [near, other]}", **STOP},
        {"id": "goals.stop", **STOP, "ask": "[sponsor, client]", "ask_all": "true", "evidence": "{needed_for: [yes]}"},
        {"id": "goals.choice", **STOP, **CHOICE},
        {"id": "goals.number", **STOP, **NUMBER},
        {"id": "goals.rows", **STOP, **ROWS},
        {"id": "goals.free", **CHOICE},
        head={"id": "base", "version": "1.1.0"},
        registers=REGISTER,
    )
)
FOUR = "[{code: same, text: A}, {code: near, text: B}, {code: other, text: C}, {code: far, text: D}]"
FOUR_HEALTH = "{same: good, near: half, other: bad, far: bad}"

TIGHTER = [
    ("goals.stop", "weight: 6"),
    ("goals.stop", "weight: 5"),
    ("goals.stop", "evidence.needed_for: [yes, partly, no]"),
    ("goals.stop", "text: Ours?, help: How., why: Why., finding: None., source: [S1], day_one: true"),
    ("goals.stop", "stop_line: {cleared_by: sponsor}, type: grade, sharing: shared"),
    ("goals.stop", "health: {yes: half, partly: bad, no: bad}"),
    ("goals.stop", "ask: [sponsor, client, finance]"),
    ("goals.choice", "health.near: bad"),
    ("goals.choice", "choices: [{code: other, text: C}, {code: near, text: B}, {code: same, text: A}]"),
    ("goals.number", "health: [{at_most: 0, is: good}, {at_most: 14, is: half}, {otherwise: bad}]"),
    ("goals.number", "health: [{at_least: 0.5, is: bad}, {at_most: -1, is: good}, {otherwise: half}]"),
    ("goals.rows", "health: {complete: [due], half: 3/4}"),
    ("goals.free", "stop_line: {cleared_by: pm}"),
    ("goals.free", f"weight: 1, sharing: internal, choices: {FOUR}, health: {FOUR_HEALTH}"),
    ("goals.free", "health: {same: good, near: good, other: good}"),
    ("goals.free", "when: {question: goals.root, is: no}"),
    ("goals.parent", "weight: 1, text: Ours?, health: {same: good, near: good, other: half}"),
    ("goals.root", "stop_line: {cleared_by: pm}"),
]
LOOSER = [
    ("goals.stop", "weight: 4", "CL106 weight"),
    ("goals.stop", "evidence.needed_for: [partly]", "CL106 evidence"),
    ("goals.stop", "evidence: ''", "CL106 evidence"),
    ("goals.stop", "ask_all: false", "CL106 ask_all"),
    ("goals.stop", "health: {yes: good, partly: good, no: bad}", "CL106 health"),
    ("goals.stop", "stop_line: ''", "CL105 stop_line"),
    ("goals.stop", "stop_line.cleared_by: pm", "CL105 stop_line"),
    ("goals.stop", "sharing: internal", "CL105 sharing"),
    ("goals.stop", "counts_for: readiness", "CL105 counts_for"),
    ("goals.stop", "when: {question: goals.root, is: no}", "CL105 when"),
    ("goals.child", "when: ''", "CL105 when"),
    ("goals.stop", f"type: choice, choices: {FOUR}, health: {FOUR_HEALTH}, evidence: ''", "CL103 type"),
    ("goals.stop", "id: goals.other", "CL103 id"),
    ("goals.choice", f"choices: {FOUR}, health: {FOUR_HEALTH}", "CL105 choices"),
    (
        "goals.choice",
        "choices: [{code: same, text: A}, {code: other, text: C}], health: {same: good, other: bad}",
        "CL104 choices",
    ),
    ("goals.choice", "health.near: good", "CL106 health"),
    ("goals.number", "unit: month", "CL105 unit"),
    ("goals.number", "health: [{at_most: 0, is: good}, {at_most: 31, is: half}, {otherwise: bad}]", "CL106 health"),
    ("goals.number", "health: [{at_most: 0.01, is: good}, {otherwise: bad}]", "CL106 health"),
    ("goals.number", "health: [{at_least: 100, is: half}, {at_most: 0, is: good}, {otherwise: bad}]", "CL106 health"),
    ("goals.number", "health: [{otherwise: half}]", "CL106 health"),
    ("goals.rows", "health: {complete: [due], half: 1/3}", "CL106 health"),
    (
        "goals.free",
        "choices: [{code: same, text: A}, {code: other, text: C}], health: {same: good, other: bad}",
        "CL104 choices",
    ),
    ("goals.free", "type: text, choices: '', health: {answered: good}", "CL103 type"),
    ("goals.root", "when: {question: goals.free, is: same}", "CL107 when"),
    ("goals.parent", "when: ''", "CL107 when"),
    ("goals.parent", f"choices: {FOUR}, health: {FOUR_HEALTH}", "CL107 choices"),
]


@pytest.mark.parametrize(("question", "keys"), TIGHTER)
def test_what_is_tighter_or_free_is_allowed(question, keys):
    placed, problems = apply(overlay(f"{{change: {question}, set: {{{keys}}}}}"), BASE)
    assert problems == ()
    assert placed is not None


@pytest.mark.parametrize(("question", "keys", "expected"), LOOSER)
def test_what_is_looser_is_refused_at_the_key_that_does_it(question, keys, expected):
    _, problems = apply(overlay(f"{{change: {question}, set: {{{keys}}}}}"), BASE)
    assert [f"{problem.code} {problem.details['key']}" for problem in problems] == [expected]
    assert problems[0].details["id"] == question
    assert problems[0].place.file == "house.yaml"
    assert problems[0].place.path.startswith(f"changes[0].set.{expected.split()[1]}")


def test_stop_line_that_hangs_on_a_changed_question_is_named():
    _, (problem,) = apply(overlay("{change: goals.root, set: {when: {question: goals.free, is: same}}}"), BASE)
    assert problem.details["stop"] == "goals.child"


def test_looser_threshold_is_named_with_a_number_and_both_worths():
    _, (problem,) = apply(
        overlay("{change: goals.number, set: {health: [{at_most: 7.5, is: good}, {otherwise: bad}]}}"), BASE
    )
    assert (problem.details["was"], problem.details["now"]) == ("> 0: half", "> 0: good")


GOOD, HALF, BAD = Worth.GOOD, Worth.HALF, Worth.BAD


def rows(*complete: str, half: str = "2/3") -> RowsHealth:
    return RowsHealth(complete=complete, half=Fraction(half))


@pytest.mark.parametrize(
    ("old", "new", "looser"),
    [
        (rows("a"), rows("a", "b"), None),
        (rows("a", "b"), rows("b"), ("complete: a, b", "complete: b")),
        (rows("a"), rows("a", half="1/2"), ("half: 2/3", "half: 1/2")),
        (CodeHealth(worths={"yes": HALF}), CodeHealth(worths={"yes": HALF, "no": GOOD}), None),
        (CodeHealth(worths={"yes": HALF}), CodeHealth(worths={"yes": GOOD}), ("yes: half", "yes: good")),
        (AnsweredHealth(), AnsweredHealth(), None),
        (AnsweredHealth(), rows("a"), None),
        (ThresholdHealth(steps=()), ThresholdHealth(steps=(Step(worth=GOOD),)), None),
    ],
)
def test_rules_are_compared_by_what_they_say(old, new, looser):
    assert find_looser(old, new) == looser


BOUNDS = [Decimal(text) for text in ("-1", "0", "0.5", "1", "2")]
STEPS = st.lists(
    st.one_of(
        st.builds(Step, worth=st.sampled_from(Worth), at_most=st.sampled_from(BOUNDS)),
        st.builds(Step, worth=st.sampled_from(Worth), at_least=st.sampled_from(BOUNDS)),
    ),
    max_size=4,
)
RULES = st.builds(lambda steps, last: ThresholdHealth(steps=(*steps, Step(worth=last))), STEPS, st.sampled_from(Worth))


def worth(rule: ThresholdHealth, value: Decimal) -> Fraction:
    return next(step.worth for step in rule.steps if step.holds(value)).value_of


@given(RULES, RULES)
def test_thresholds_are_looser_exactly_where_some_number_is_worth_more(old, new):
    numbers = [Decimal(number) / 8 for number in range(-16, 25)]
    assert (find_looser(old, new) is not None) == any(worth(new, n) > worth(old, n) for n in numbers)


def test_bounds_of_any_length_are_compared_without_rounding():
    long = Decimal("1" + "0" * 60)
    rules = [
        ThresholdHealth(steps=(Step(worth=GOOD, at_most=bound), Step(worth=BAD)))
        for bound in (long, long + 0, long.next_plus())
    ]
    close = Decimal("1" + "0" * 59 + "1")
    rules.append(ThresholdHealth(steps=(Step(worth=GOOD, at_most=close), Step(worth=BAD))))
    assert find_looser(rules[0], rules[1]) is None
    assert find_looser(rules[0], rules[3]) is not None
    assert find_looser(rules[3], rules[0]) is None


def test_every_code_of_a_stop_line_has_its_row():
    assert len(list(product(LOOSER))) > 20
    assert {row[2].split()[0] for row in LOOSER} == {"CL103", "CL104", "CL105", "CL106", "CL107"}
