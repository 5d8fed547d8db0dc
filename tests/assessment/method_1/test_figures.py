"""Coverage, knowledge, evidence (scoring D6) and readiness (D7)."""

from __future__ import annotations

import pytest

from takeover.assessment.method_1 import assess
from takeover.assessment.model import Light, Share, Verdict
from takeover.checklist.model import ClearedBy, CountsFor
from takeover.record.kinds import Grade
from takeover.values import NotApplicable, Unknown, UnknownReason
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question, statements

E0, E1, E2, E3 = Grade
NOT_ASKED = Unknown(reason=UnknownReason.NOT_ASKED)
UNKNOWN = Unknown(reason=UnknownReason.NOBODY_KNOWS)
AWAY = NotApplicable(reason="not here")
LIST = make_checklist(
    make_question("a.one", weight=1),
    make_question("a.two", weight=2),
    make_question("a.three", weight=3),
    make_question("a.four", weight=4),
    make_question("b.own", weight=10, counts_for=CountsFor.READINESS),
)


def judge(*said, checklist=LIST, settings=None):
    record = statements(RecordBuilder(settings), said)
    return assess(checklist, record.situation(), as_of=AS_OF, days_off=())


def test_nothing_is_known_at_first():
    figures = judge().figures
    assert figures.asked == Share(part=0, whole=4)
    assert figures.roles == Share(part=0, whole=8)
    assert figures.knowledge == Share(part=0, whole=10)
    assert figures.evidence == Share(part=0, whole=0)
    assert figures.evidence.fraction == 0


def test_figures_count_weights_and_heads():
    figures = judge(
        ("a.one", "yes", "sponsor1", E1),
        ("a.two", "no", "client01", E2),
        ("a.three", UNKNOWN, "sponsor1", E1),
        ("b.own", "yes", "incomin1", E3),
    ).figures
    assert figures.asked == Share(part=3, whole=4)
    assert figures.roles == Share(part=3, whole=8)
    assert figures.knowledge == Share(part=3, whole=10)
    assert figures.evidence == Share(part=2, whole=3)


def test_question_that_nobody_was_asked_is_not_covered():
    figures = judge(("a.one", NOT_ASKED, "sponsor1", E1)).figures
    assert (figures.asked.part, figures.roles.part) == (0, 0)


def test_role_that_is_not_to_be_asked_covers_nothing():
    assert judge(("a.one", "yes", "outgoin1", E2)).figures.roles == Share(part=0, whole=8)


def test_main_user_covers_for_the_client_inside_the_house():
    said = ("a.one", "yes", "client01", E2)
    assert judge(said, settings={"engagement": "internal"}).figures.roles.part == 0


def test_question_that_does_not_fit_counts_nowhere():
    figures = judge(("a.four", AWAY, "sponsor1", E1)).figures
    assert (figures.asked, figures.knowledge) == (Share(part=0, whole=3), Share(part=0, whole=6))


def test_dispute_with_everything_open_is_not_known():
    figures = judge(("a.two", "yes", "sponsor1", E2), ("a.two", "no", "client01", E2)).figures
    assert (figures.knowledge.part, figures.asked.part) == (0, 1)


@pytest.mark.parametrize(("known", "rated"), [(("a.four",), True), (("a.three",), False)])
def test_below_forty_per_cent_there_is_no_rating(known, rated):
    result = judge(*((name, "yes", "sponsor1", E2) for name in known))
    assert (result.confidence is not None) is rated
    assert (result.if_pm_cleared is not None) is rated
    assert [d.dimension for d in result.dimensions] == ["a"]


READINESS = make_checklist(
    make_question("h.appointed", counts_for=CountsFor.READINESS, **STOP),
    make_question("h.cutoff", counts_for=CountsFor.READINESS, **STOP),
    make_question("h.homework", counts_for=CountsFor.READINESS),
    make_question("a.one", **STOP),
)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, Verdict.WITH_CONDITIONS),
        ({"h.appointed": "yes"}, Verdict.WITH_CONDITIONS),
        ({"h.appointed": "yes", "h.cutoff": "yes"}, Verdict.READY),
        ({"h.appointed": "yes", "h.cutoff": "partly"}, Verdict.READY),
        ({"h.appointed": "yes", "h.cutoff": "yes", "h.homework": "no", "a.one": "no"}, Verdict.READY),
        ({"h.appointed": "yes", "h.cutoff": "no"}, Verdict.NOT_READY),
        ({"h.cutoff": "no"}, Verdict.NOT_READY),
    ],
)
def test_readiness_hangs_on_its_own_stop_lines(said, verdict):
    result = judge(*((name, code, "sponsor1", E2) for name, code in said.items()), checklist=READINESS)
    assert result.readiness.verdict is verdict
    assert [item.question for item in result.readiness.items] == ["h.appointed", "h.cutoff", "h.homework"]
    assert not {stop.question for stop in result.stop_lines} & {"h.appointed", "h.cutoff"}


@pytest.mark.parametrize(
    ("said", "established"),
    [
        ((), False),
        ((("h.appointed", "yes", "sponsor1", E2),), False),
        ((("h.appointed", "no", "sponsor1", E1), ("h.cutoff", UNKNOWN, "sponsor1", E1)), False),
        ((("h.appointed", "no", "sponsor1", E1), ("h.cutoff", "yes", "sponsor1", E2)), True),
        ((("h.appointed", "yes", "sponsor1", E2), ("h.cutoff", "yes", "sponsor1", E2)), True),
        ((("h.appointed", "no", "sponsor1", E2), ("h.cutoff", "no", "sponsor1", E2)), True),
    ],
)
def test_readiness_of_which_nothing_is_known_is_not_established(said, established):
    assert judge(*said, checklist=READINESS).readiness.is_established is established


def test_claimed_bad_answer_is_a_condition_and_no_refusal():
    result = judge(("h.appointed", "no", "sponsor1", E1), ("h.cutoff", "yes", "sponsor1", E2), checklist=READINESS)
    assert result.readiness.verdict is Verdict.WITH_CONDITIONS


def test_what_the_pm_can_clear_is_rated_as_if_cleared():
    checklist = make_checklist(
        make_question("a.pm", stop_line=ClearedBy.PM), make_question("a.sponsor", stop_line=ClearedBy.SPONSOR)
    )
    result = judge(("a.pm", "no", "sponsor1", E2), ("a.sponsor", "yes", "sponsor1", E2), checklist=checklist)
    assert result.confidence is not None
    assert result.if_pm_cleared is not None
    assert (result.confidence.best, result.if_pm_cleared.best) == (Light.AMBER_RED, Light.GREEN)
    kept = judge(("a.pm", "yes", "sponsor1", E2), ("a.sponsor", "no", "sponsor1", E2), checklist=checklist)
    assert kept.if_pm_cleared == kept.confidence
