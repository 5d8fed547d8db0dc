"""Dimensions, the whole and readiness explained: the numbers of the worked examples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from takeover.assessment.method_1.dimensions import Clause, World
from takeover.assessment.model import Light, Verdict
from takeover.assessment.why import explain
from takeover.assessment.why.model import DimensionWhy, OverallWhy, ReadinessWhy
from takeover.checklist.model import CountsFor, SettingIs
from takeover.record.kinds import Grade
from takeover.values import NotApplicable
from tests.assessment.why.grounds import example_a, example_b, ground
from tests.builders import STOP, RecordBuilder, make_checklist, make_question


def dimension_a() -> DimensionWhy:
    found = explain("contract", example_a())
    assert isinstance(found, DimensionWhy)
    return found


def overall_b() -> OverallWhy:
    found = explain("overall", example_b())
    assert isinstance(found, OverallWhy)
    return found


def test_example_a_adds_up_question_by_question():
    why = dimension_a()
    assert {p.question.id: (p.lo, p.hi) for p in why.portions} == {
        "contract.terms-known": (Fraction(400, 29), Fraction(400, 29)),
        "contract.milestones": (Fraction(250, 29), Fraction(250, 29)),
        "contract.overdue": (0, 0),
        "contract.collector": (0, Fraction(500, 29)),
        "contract.warranty-window": (0, Fraction(500, 29)),
        "contract.cost-to-complete": (Fraction(300, 29), Fraction(500, 29)),
    }
    assert (why.worst.weight, why.worst.total, why.worst.points) == (29, Fraction(19, 2), Fraction(950, 29))
    assert (why.best.weight, why.best.total, why.best.points) == (29, Fraction(43, 2), Fraction(2150, 29))
    assert why.figures.knowledge.fraction == Fraction(19, 29)
    assert why.figures.evidence.fraction == Fraction(14, 19)


def test_example_a_is_held_down_by_its_stop_line_and_says_how_many_points_are_missing():
    why = dimension_a()
    assert (why.worst.from_points, why.worst.cap, why.worst.light) == (Light.RED, Light.RED, Light.RED)
    assert (why.best.from_points, why.best.cap, why.best.light) == (Light.AMBER, Light.RED, Light.RED)
    assert why.worst.missing == 45 - Fraction(950, 29)
    assert why.best.missing == 75 - Fraction(2150, 29)


def test_dimension_names_what_does_not_apply_and_leaves_optional_questions_out_of_one_world():
    unset = SettingIs(setting="team", codes=("yes",))
    checklist = make_checklist(make_question("a.one"), make_question("a.away"), make_question("a.maybe", when=unset))
    record = RecordBuilder()
    record.say("a.one", "partly")
    record.say("a.away", NotApplicable(reason="there is none"))
    record.say("a.maybe", "yes")
    why = explain("a", ground(checklist, record.situation()))
    assert [question.id for question in why.away] == ["a.away"]
    assert {p.question.id: (p.lo, p.hi) for p in why.portions} == {"a.one": (50, 25), "a.maybe": (None, 50)}


def test_dimension_where_nothing_applies_has_no_worlds():
    record = RecordBuilder()
    record.say("a.one", NotApplicable(reason="there is none"))
    why = explain("a", ground(make_checklist(make_question("a.one")), record.situation()))
    assert (why.worst, why.best, why.portions) == (None, None, ())


def test_example_b_counts_both_worlds_and_names_the_lines_that_fit():
    why = overall_b()
    assert why.worst.world == World(dimensions=11, red=4, amber=6, stops=3, core_red=1)
    assert why.best.world == World(dimensions=11, red=1, amber=3, stops=1, core_red=0)
    worst = [(h.clause, h.count, h.limit, h.at_most) for h in why.worst.hurdles]
    assert worst == [(Clause.STOPS_THREE, 3, 3, 2), (Clause.RED_THIRD, 4, Fraction(11, 3), 3)]
    assert [(h.clause, h.count, h.at_most) for h in why.best.hurdles] == [(Clause.STOPS_ONE, 1, 0)]


@pytest.mark.parametrize(
    ("red", "amber", "stops", "core_red", "light", "clauses"),
    [
        (0, 0, 0, 0, Light.GREEN, ()),
        (0, 1, 0, 0, Light.AMBER_GREEN, (Clause.AMBER_ONE,)),
        (0, 3, 0, 0, Light.AMBER, (Clause.AMBER_QUARTER,)),
        (1, 0, 0, 0, Light.AMBER, (Clause.RED_ONE,)),
        (2, 0, 0, 0, Light.AMBER_RED, (Clause.RED_SIXTH,)),
        (0, 0, 1, 0, Light.AMBER_RED, (Clause.STOPS_ONE,)),
        (4, 0, 0, 0, Light.RED, (Clause.RED_THIRD,)),
        (2, 0, 0, 2, Light.RED, (Clause.GOALS_AND_SCOPE,)),
        (0, 0, 3, 0, Light.RED, (Clause.STOPS_THREE,)),
        (4, 0, 3, 2, Light.RED, (Clause.STOPS_THREE, Clause.RED_THIRD, Clause.GOALS_AND_SCOPE)),
    ],
)
def test_world_of_eleven_dimensions_is_decided_by(red, amber, stops, core_red, light, clauses):
    world = World(dimensions=11, red=red, amber=amber, stops=stops, core_red=core_red)
    assert (world.light, world.holding(world.light)) == (light, clauses)


def test_below_the_floor_no_world_is_told_and_the_missing_weight_is():
    checklist = make_checklist(*(make_question(f"a.{n}") for n in range(5)))
    record = RecordBuilder()
    record.say("a.0", "yes")
    why = explain("overall", ground(checklist, record.situation()))
    assert (why.confidence, why.worst, why.best) == (None, None, None)
    assert why.missing == 5
    record.say("a.1", "yes")
    assert explain("overall", ground(checklist, record.situation())).missing == 0


def test_readiness_is_explained_also_by_the_dimension_that_has_nothing_else():
    checklist = make_checklist(make_question("a.one"), make_question("h.own", counts_for=CountsFor.READINESS, **STOP))
    record = RecordBuilder()
    record.say("h.own", "no", grade=Grade.E2)
    grounds = ground(checklist, record.situation())
    why = explain("readiness", grounds)
    assert isinstance(why, ReadinessWhy)
    assert why.readiness.verdict is Verdict.NOT_READY
    assert [(question.id, item.range.hi) for question, item in why.questions] == [("h.own", 0)]
    assert explain("h", grounds) == why


def test_example_b_once_the_overdue_money_is_paid_is_amber_by_its_amber_dimensions():
    grounds = example_b()
    paid = tuple(
        replace(d, best=Light.GREEN, stops_best=0) if d.dimension == "contract" else d
        for d in grounds.assessment.dimensions
    )
    why = explain("overall", replace(grounds, assessment=replace(grounds.assessment, dimensions=paid)))
    (hurdle,) = why.best.hurdles
    assert (why.best.world.light, hurdle.clause, hurdle.count) == (Light.AMBER, Clause.AMBER_QUARTER, 3)
    assert (hurdle.limit, hurdle.at_most) == (Fraction(11, 4), 2)
