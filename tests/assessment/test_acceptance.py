"""Accept, accept with conditions, advise against: readiness decides first, trouble makes conditions."""

from __future__ import annotations

import pytest

from takeover.assessment.acceptance import Advice, Ground, advise
from takeover.assessment.method_1 import assess
from takeover.checklist.model import CountsFor
from takeover.record.kinds import Grade
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question

OWN = make_question("h.own", counts_for=CountsFor.READINESS, **STOP)
STATE = make_question("a.state", **STOP)
LIST = make_checklist(STATE, OWN, make_question("b.other"))


def judge(own: tuple[str, Grade] | None, state: str | None):
    record = RecordBuilder()
    if own:
        record.say("h.own", own[0], grade=own[1])
    if state:
        record.say("a.state", state)
        record.say("b.other", state)
    return advise(assess(LIST, record.situation(), as_of=AS_OF, days_off=()))


@pytest.mark.parametrize(
    ("own", "state", "advice", "grounds"),
    [
        (("yes", Grade.E2), "yes", Advice.ACCEPT, ()),
        (("no", Grade.E2), "yes", Advice.ADVISE_AGAINST, (Ground.NOT_READY,)),
        (("no", Grade.E1), "yes", Advice.WITH_CONDITIONS, (Ground.READINESS_OPEN,)),
        (None, "yes", Advice.WITH_CONDITIONS, (Ground.READINESS_OPEN,)),
        (("yes", Grade.E2), "no", Advice.WITH_CONDITIONS, (Ground.STOP_LINES, Ground.LOW_CONFIDENCE)),
        (("yes", Grade.E2), None, Advice.NOT_YET, (Ground.NO_JUDGEMENT, Ground.STOP_LINES)),
        (None, None, Advice.NOT_YET, (Ground.READINESS_OPEN, Ground.NO_JUDGEMENT, Ground.STOP_LINES)),
        (("no", Grade.E2), None, Advice.ADVISE_AGAINST, (Ground.NOT_READY, Ground.NO_JUDGEMENT, Ground.STOP_LINES)),
        (("no", Grade.E2), "no", Advice.ADVISE_AGAINST, (Ground.NOT_READY, Ground.STOP_LINES, Ground.LOW_CONFIDENCE)),
    ],
)
def test_advice_follows_readiness_then_the_state(own, state, advice, grounds):
    found = judge(own, state)
    assert (found.advice, found.grounds) == (advice, grounds)


def test_conditions_are_the_stop_lines_that_are_not_clear_readiness_first():
    found = judge(("no", Grade.E2), "no")
    assert [stop.question for stop in found.conditions] == ["h.own", "a.state"]
    assert judge(("yes", Grade.E2), "yes").conditions == ()
