"""The bundled list on contractors that work for us: which answers open the buyer's questions, and which keep them shut."""

from __future__ import annotations

import pytest

from takeover.assessment.method_1 import assess
from takeover.checklist.library import load_checklist
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.values import Level, Method
from tests.builders import AS_OF, PROOF, RecordBuilder

LIST = load_checklist().source
GATE = "contract.contractor-papers"
BUYERS = {
    "contract.contractor-deliverables",
    "contract.payables",
    "contract.contractor-exit",
    "contract.contractor-remedies",
    "authority.contractor-instructions",
    "resources.contractor-staffing",
    "risks.contractor-dependency",
}


def judge(engagement, answer):
    record = RecordBuilder({"engagement": engagement})
    if answer:
        record.say(GATE, answer, grade=Grade.E2)
    return assess(LIST, record.situation(), as_of=AS_OF, days_off=()).questions


@pytest.mark.parametrize(
    ("engagement", "answer", "asked", "sure"),
    [
        ("internal", "at_hand", True, True),
        ("internal", "not_at_hand", True, True),
        ("internal", "no_contractor", False, False),
        ("internal", "", True, False),
        ("client", "", False, False),
    ],
)
def test_the_buyers_questions_open_with_a_contractor(engagement, answer, asked, sure):
    judged = judge(engagement, answer)
    shown = BUYERS & judged.keys()
    assert shown == (BUYERS if asked else set())
    assert {judged[name].optional for name in shown} == ({not sure} if asked else set())
    assert (GATE in judged) is (engagement == "internal")


def test_no_contractor_is_no_bad_answer():
    assert judge("internal", "no_contractor")[GATE].range.lo == 1


@pytest.mark.parametrize(("deliveries", "worth"), [(["accepted"], 1), (["accepted", "", "part"], 0.5), ([""], 0)])
def test_payments_are_judged_by_what_stands_behind_them(deliveries, worth):
    record = RecordBuilder({"engagement": "internal"})
    for number, delivery in enumerate(deliveries):
        body = kinds.row_recorded(
            record.stamp(Level.INTERNAL),
            register="payables",
            row=f"row{number}",
            values={"for_what": "Design", "amount": {"amount": "5.00", "currency": "EUR"}, "delivery": delivery},
            party="sponsor1",
            method=Method.DOCUMENT_EXAMINED,
            evidence=PROOF[Grade.E2][1],
        )
        record.add(body)
    judged = assess(LIST, record.situation(), as_of=AS_OF, days_off=()).questions["contract.payables"]
    assert (judged.range.lo, judged.range.hi) == (worth, worth)
