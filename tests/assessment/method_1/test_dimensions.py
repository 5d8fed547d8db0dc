"""Dimensions and overall confidence (scoring D3 to D5): thresholds hit exactly, caps, optional questions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from takeover.assessment.method_1.dimensions import assess_dimension, count_lights, list_stop_lines, rate_overall
from takeover.assessment.model import (
    Assessed,
    Confidence,
    DimensionResult,
    Light,
    Range,
    State,
    StopState,
    Word,
)
from takeover.checklist.model import ClearedBy
from tests.builders import make_question

R, A, G = Light.RED, Light.AMBER, Light.GREEN


def pair(lo, hi, *, weight=1, stop=False, optional=False, name="a.one"):
    question = make_question(name, weight=weight, stop_line=ClearedBy.CLIENT if stop else None)
    return question, Assessed(
        question=name,
        dimension=question.dimension,
        range=Range(lo=Fraction(lo), hi=Fraction(hi)),
        state=State.PROVEN,
        grade=None,
        ruled_by=None,
        statements=(),
        optional=optional,
    )


def judge(*pairs) -> DimensionResult:
    return assess_dimension("a", pairs)


@pytest.mark.parametrize(
    ("value", "light"),
    [("0", R), ("44999/100000", R), ("45/100", A), ("74999/100000", A), ("75/100", G), ("1", G)],
)
def test_thresholds_hold_exactly(value, light):
    result = judge(pair(value, value))
    assert (result.worst, result.best) == (light, light)
    assert result.word is {R: Word.RED, A: Word.AMBER, G: Word.GREEN}[light]


@pytest.mark.parametrize(
    ("lo", "hi", "word"),
    [
        ("35/100", "75/100", Word.PAIR),
        ("34999/100000", "75/100", Word.NOT_ESTABLISHED),
        ("60/100", "1", Word.PAIR),
        ("80/100", "1", Word.GREEN),
        ("0", "40/100", Word.RED),
        ("0", "1", Word.NOT_ESTABLISHED),
    ],
)
def test_more_than_forty_points_are_not_established(lo, hi, word):
    assert judge(pair(lo, hi)).word is word


def test_mean_is_weighted_and_exact():
    result = judge(pair("1", "1", weight=1), pair("0", "1", weight=2))
    assert result.range == Range(lo=Fraction(100, 3), hi=Fraction(100))


def test_dimension_without_applicable_question_is_not_applicable():
    result = judge()
    assert (result.range, result.worst, result.best, result.word) == (None, None, None, Word.NOT_APPLICABLE)
    assert (result.stops_worst, result.stops_best) == (0, 0)


STOP_CAPS = [
    ("surely good", "1", "1", G, G, 0, 0),
    ("partly caps at amber", "1/2", "1/2", A, A, 0, 0),
    ("said to be good, worst world at best amber", "3/5", "1", A, G, 0, 0),
    ("surely bad is red in both worlds", "0", "0", R, R, 1, 1),
    ("claimed bad is red in the worst, amber in the best", "0", "2/5", R, A, 1, 0),
    ("unknown is red in the worst, free in the best", "0", "1", R, G, 1, 0),
]


@pytest.mark.parametrize(
    ("name", "lo", "hi", "worst", "best", "stops_worst", "stops_best"), STOP_CAPS, ids=[row[0] for row in STOP_CAPS]
)
def test_stop_line_caps_each_world(name, lo, hi, worst, best, stops_worst, stops_best):
    good = pair("1", "1", weight=10, name="a.good")
    result = judge(pair(lo, hi, stop=True), *(good,) * 9)
    assert (result.worst, result.best) == (worst, best)
    assert (result.stops_worst, result.stops_best) == (stops_worst, stops_best)


def test_confirmed_stop_line_says_so_where_the_rest_is_open():
    result = judge(pair("0", "0", stop=True), pair("0", "1", weight=9))
    assert (result.word, result.worst, result.best) == (Word.RED_CONFIRMED, R, R)


def test_optional_question_counts_where_it_is_worse_and_where_it_is_better():
    fixed = pair("1/2", "1/2")
    assert judge(fixed, pair("0", "0", optional=True)).range == Range(lo=Fraction(25), hi=Fraction(50))
    assert judge(fixed, pair("1", "1", optional=True)).range == Range(lo=Fraction(50), hi=Fraction(75))
    assert judge(fixed, pair("0", "1", optional=True)).range == Range(lo=Fraction(25), hi=Fraction(75))
    assert judge(fixed, pair("1/2", "1/2", optional=True)).range == Range(lo=Fraction(50), hi=Fraction(50))


def test_several_optional_questions_are_taken_in_order_of_value():
    fixed = pair("1/2", "1/2", weight=2)
    extra = [pair(v, v, optional=True, name=f"a.q{n}") for n, v in enumerate(("3/10", "4/10", "45/100"))]
    result = judge(fixed, *extra)
    # 1 + .3 over 3, and .4 is below that mean, so it goes in; .45 is above the mean of 1.7 / 4
    assert result.range == Range(lo=Fraction(170, 4), hi=Fraction(50))


def test_dimension_of_optional_questions_alone_shows_its_extremes():
    result = judge(pair("0", "0", optional=True), pair("1", "1", optional=True, name="a.two"))
    assert result.range == Range(lo=Fraction(0), hi=Fraction(100))


def test_optional_stop_line_counts_in_the_worst_world_only():
    result = judge(pair("1", "1", weight=9), pair("0", "0", stop=True, optional=True))
    assert (result.worst, result.best) == (R, G)
    assert (result.stops_worst, result.stops_best) == (1, 0)


def test_stop_lines_are_listed_confirmed_first_and_clear_ones_not():
    pairs = [
        pair("0", "1", stop=True, name="a.open"),
        pair("1", "1", stop=True, name="a.clear"),
        pair("0", "0", name="a.plain"),
        pair("0", "0", stop=True, optional=True, name="a.perhaps"),
        pair("0", "0", stop=True, name="a.sure"),
        pair("3/10", "1", stop=True, name="a.hope"),
    ]
    found = list_stop_lines(pairs)
    assert [(stop.question, stop.state, stop.optional) for stop in found] == [
        ("a.sure", StopState.CONFIRMED, False),
        ("a.open", StopState.OPEN, False),
        ("a.perhaps", StopState.OPEN, True),
    ]
    assert {stop.cleared_by for stop in found} == {ClearedBy.CLIENT}


WORLDS = [
    ("all green", "gggg", 0, Light.GREEN),
    ("one amber", "aggggggg", 0, Light.AMBER_GREEN),
    ("one amber of four", "aggg", 0, Light.AMBER_GREEN),
    ("two ambers of eight", "aagggggg", 0, Light.AMBER),
    ("two ambers of nine", "aaggggggg", 0, Light.AMBER_GREEN),
    ("three ambers of twelve", "aaaggggggggg", 0, Light.AMBER),
    ("one red", "rggggggg", 0, Light.AMBER),
    ("one red of two is not a third of at least two", "rg", 0, Light.AMBER),
    ("two reds of twelve are a sixth", "rrgggggggggg", 0, Light.AMBER_RED),
    ("two reds of thirteen are less", "rrggggggggggg", 0, Light.AMBER),
    ("two reds of six are a third", "rrgggg", 0, Light.RED),
    ("two reds of seven are less than a third", "rrggggg", 0, Light.AMBER_RED),
    ("four reds of twelve", "rrrrgggggggg", 0, Light.RED),
    ("three reds of twelve", "rrrggggggggg", 0, Light.AMBER_RED),
    ("one stop-line", "gggg", 1, Light.AMBER_RED),
    ("two stop-lines", "gggg", 2, Light.AMBER_RED),
    ("three stop-lines", "gggg", 3, Light.RED),
]


@pytest.mark.parametrize(("name", "lights", "stops", "rating"), WORLDS, ids=[row[0] for row in WORLDS])
def test_first_rule_that_fits_rates_the_world(name, lights, stops, rating):
    colours = {"r": R, "a": A, "g": G}
    assert count_lights({f"d{n}": colours[c] for n, c in enumerate(lights)}, stops=stops).light is rating


def test_goals_and_scope_both_red_are_red():
    others = {f"d{number}": G for number in range(20)}
    assert count_lights({"goals": R, "scope": R, **others}, stops=0).light is Light.RED
    assert count_lights({"goals": R, "scope": A, **others}, stops=0).light is Light.AMBER


def result_of(name, worst, best, stops_worst=0, stops_best=0):
    return DimensionResult(
        dimension=name,
        range=Range(lo=Fraction(0), hi=Fraction(100)),
        worst=worst,
        best=best,
        word=Word.PAIR,
        stops_worst=stops_worst,
        stops_best=stops_best,
    )


def test_overall_is_rated_in_both_worlds_and_empty_dimensions_count_nowhere():
    results = [result_of("a", R, G, stops_worst=2), result_of("b", A, G, stops_worst=1), judge()]
    assert rate_overall(results) == Confidence(worst=Light.RED, best=Light.GREEN)


def test_overall_without_dimensions_is_no_rating():
    assert rate_overall([judge()]) is None
