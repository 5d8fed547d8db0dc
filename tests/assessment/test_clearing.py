"""Stop-lines by who can clear them."""

from __future__ import annotations

from takeover.assessment.clearing import group_stop_lines, rate_once_cleared
from takeover.assessment.method_1 import assess
from takeover.assessment.model import Confidence, Light, StopState
from takeover.checklist.model import ClearedBy
from takeover.record.kinds import Grade
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

LIST = make_checklist(
    make_question("a.client", stop_line=ClearedBy.CLIENT),
    make_question("b.open", stop_line=ClearedBy.PM),
    make_question("b.pm", stop_line=ClearedBy.PM),
    make_question("c.clear", stop_line=ClearedBy.LEGAL),
)


def judge(*answers):
    record = RecordBuilder()
    for question, answer, grade in answers:
        record.say(question, answer, grade=grade)
    return assess(LIST, record.situation(), as_of=AS_OF, days_off=())


def test_groups_hold_what_is_not_clear_confirmed_first_with_the_rating_once_they_are_cleared():
    assessment = judge(
        ("a.client", "no", Grade.E2), ("b.open", "no", Grade.E1), ("b.pm", "no", Grade.E2), ("c.clear", "yes", Grade.E2)
    )
    pm, client = group_stop_lines(LIST, assessment)
    assert (pm.cleared_by, client.cleared_by) == (ClearedBy.PM, ClearedBy.CLIENT)
    assert [(s.question, s.state) for s in pm.stop_lines] == [("b.pm", StopState.CONFIRMED), ("b.open", StopState.OPEN)]
    assert pm.confidence == assessment.if_pm_cleared == Confidence(worst=Light.AMBER_RED, best=Light.AMBER_RED)
    assert assessment.confidence == Confidence(worst=Light.RED, best=Light.RED)
    assert client.confidence == Confidence(worst=Light.AMBER_RED, best=Light.AMBER_RED)
    assert rate_once_cleared(LIST, assessment) == Confidence(worst=Light.GREEN, best=Light.GREEN)


def test_below_the_floor_there_are_groups_and_no_rating():
    assessment = judge(("a.client", "no", Grade.E2))
    groups = group_stop_lines(LIST, assessment)
    assert [(group.cleared_by, group.confidence) for group in groups] == [
        (ClearedBy.PM, None),
        (ClearedBy.CLIENT, None),
        (ClearedBy.LEGAL, None),
    ]
    assert rate_once_cleared(LIST, assessment) is None


def test_nothing_to_clear_is_no_group():
    assert group_stop_lines(LIST, judge(*((q.id, "yes", Grade.E2) for q in LIST.questions))) == ()
