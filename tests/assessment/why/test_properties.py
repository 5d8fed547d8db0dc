"""What must always hold: everything can be explained, and the explanation's numbers are those of the assessment."""

from __future__ import annotations

import json

from hypothesis import given

from takeover.assessment.clearing import group_stop_lines, rate_once_cleared
from takeover.assessment.method_1.intervals import interval_of
from takeover.assessment.model import OPEN, Range
from takeover.assessment.why import explain, list_names
from takeover.assessment.why.model import Grounds, QuestionWhy, Rule
from takeover.assessment.why.plain import why_to_plain
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import ClearedBy, CountsFor
from takeover.cli.explained import Words
from takeover.cli.explained_whole import describe
from tests.assessment.method_1.test_properties import SETTINGS, checklists, records
from tests.assessment.why.grounds import ground
from tests.builders import RecordBuilder, statements


def grounds_of(checklist, said, settings) -> Grounds:
    lines = [(question, answer, party, grade) for (question, party), (answer, grade) in said.items()]
    record = statements(RecordBuilder({"engagement": "client", **settings}), lines)
    return ground(checklist, record.situation())


@given(checklists(), records(), SETTINGS)
def test_everything_is_explained_in_both_languages_and_as_json(checklist, said, settings):
    grounds = grounds_of(checklist, said, settings)
    names = list_names(grounds)
    for language in LANGUAGES:
        words = Words(catalogue=load_catalogue(language), checklist=checklist, situation=grounds.situation)
        for name in names:
            lines = describe(explain(name, grounds), words)
            assert lines
            assert all(line.strip() for line in lines)
    for name in names:
        plain = why_to_plain(explain(name, grounds))
        assert json.loads(json.dumps(plain)) == plain


def decided(why: QuestionWhy) -> Range:
    """The interval that the explanation's own parts give."""
    match why.rule:
        case Rule.ONE_VALUE:
            (agreement,) = why.agreements
            return agreement.range
        case Rule.HULL:
            ranges = [agreement.range for agreement in why.agreements]
            return Range(lo=min(one.lo for one in ranges), hi=max(one.hi for one in ranges))
        case Rule.DOCUMENT:
            (ruling,) = (a for a in why.agreements if a.answer == why.assessed.ruled_by)
            return ruling.range
        case _:
            return OPEN


@given(checklists(), records(), SETTINGS)
def test_parts_of_a_question_give_its_interval(checklist, said, settings):
    grounds = grounds_of(checklist, said, settings)
    for name, assessed in grounds.assessment.questions.items():
        why = explain(name, grounds)
        assert decided(why) == assessed.range
        assert len(why.voices) == len(assessed.statements)
        assert {v.statement.commitment for v in why.voices if v.set_aside} == set(assessed.overruled)
        for voice in why.voices:
            if voice.value is not None:
                assert voice.range == interval_of(why.question, voice.statement.answer, voice.grade)


@given(checklists(), records(), SETTINGS)
def test_portions_and_worlds_of_a_dimension_give_its_range_and_lights(checklist, said, settings):
    grounds = grounds_of(checklist, said, settings)
    for result in grounds.assessment.dimensions:
        why = explain(result.dimension, grounds)
        if result.range is None:
            assert (why.worst, why.best, why.portions) == (None, None, ())
            continue
        assert sum(portion.lo or 0 for portion in why.portions) == result.range.lo == why.worst.points
        assert sum(portion.hi or 0 for portion in why.portions) == result.range.hi == why.best.points
        assert (why.worst.light, why.best.light) == (result.worst, result.best)
        for portion in why.portions:
            assert explain(portion.question.id, grounds).portion == portion


@given(checklists(), records(), SETTINGS)
def test_worlds_give_the_rating_and_each_hurdle_is_the_least_that_must_fall(checklist, said, settings):
    grounds = grounds_of(checklist, said, settings)
    why = explain("overall", grounds)
    if why.confidence is None:
        assert (why.worst, why.best) == (None, None)
        return
    assert (why.worst.world.light, why.best.world.light) == (why.confidence.worst, why.confidence.best)
    for hurdle in (*why.worst.hurdles, *why.best.hurdles):
        assert hurdle.count >= hurdle.limit > hurdle.at_most >= hurdle.limit - 1


@given(checklists(), records(), SETTINGS)
def test_parts_of_a_request_give_its_swing(checklist, said, settings):
    grounds = grounds_of(checklist, said, settings)
    for request in grounds.assessment.requests:
        why = explain(request.number, grounds)
        whole = why.whole * why.dimensions
        assert request.swing == (100 * why.weight * why.width / whole if whole else 0)
        inherited = why.question.question.counts_for is CountsFor.INHERITED
        assert inherited is bool(why.whole)


@given(checklists(), records(), SETTINGS)
def test_clearing_stop_lines_never_makes_the_rating_worse_and_all_of_them_at_least_as_good_as_some(
    checklist, said, settings
):
    grounds = grounds_of(checklist, said, settings)
    assessment = grounds.assessment
    groups = group_stop_lines(checklist, assessment)
    assert [stop for group in groups for stop in group.stop_lines if stop.cleared_by is not group.cleared_by] == []
    assert sum(len(group.stop_lines) for group in groups) == len(assessment.stop_lines)
    everything = rate_once_cleared(checklist, assessment)
    assert (everything is None) is (assessment.confidence is None)
    for group in groups:
        if assessment.confidence is None:
            assert group.confidence is None
            continue
        if group.cleared_by is ClearedBy.PM:
            assert group.confidence == assessment.if_pm_cleared
        assert assessment.confidence.worst <= group.confidence.worst <= everything.worst
        assert assessment.confidence.best <= group.confidence.best <= everything.best
