"""Verdicts in words: the newest of each party stands, with the range that it was given beside."""

from __future__ import annotations

import datetime as dt

import pytest

from takeover.assessment.method_1 import assess
from takeover.assessment.model import Confidence, Light
from takeover.assessment.plain import digest_assessment
from takeover.assessment.verdicts import list_verdicts, needs_reason
from takeover.record.kinds import verdict_given
from takeover.values import Level, Role
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

RANGE = {"worst": "red", "best": "amber_red"}


def give(record: RecordBuilder, party: str, light: str, **said: str) -> None:
    record.add(
        verdict_given(
            record.stamp(Level.INTERNAL),
            party=party,
            light=light,
            text=f"{party} says {light}",
            assessed="ab" * 32,
            as_of=dt.date(2026, 11, 23),
            **said,
        )
    )


def test_record_without_verdicts_has_none():
    assert list_verdicts(RecordBuilder().situation()) == ()


def test_newest_verdict_of_each_party_stands_the_pm_first():
    record = RecordBuilder()
    give(record, "sponsor1", "amber", reason="the money came")
    give(record, "incomin1", "green", **RANGE)
    give(record, "incomin1", "amber_red", **RANGE)
    pm, sponsor = list_verdicts(record.situation())
    assert (pm.role, pm.light, pm.text) == (Role.INCOMING_PM, Light.AMBER_RED, "incomin1 says amber_red")
    assert (pm.beside, pm.reason) == (Confidence(worst=Light.RED, best=Light.AMBER_RED), "")
    assert (sponsor.role, sponsor.beside, sponsor.reason) == (Role.SPONSOR, None, "the money came")
    assert (pm.assessed, pm.as_of) == ("ab" * 32, dt.date(2026, 11, 23))


@pytest.mark.parametrize(
    ("light", "needed"),
    [
        (Light.RED, True),
        (Light.AMBER_RED, False),
        (Light.AMBER, False),
        (Light.AMBER_GREEN, True),
        (Light.GREEN, True),
    ],
)
def test_verdict_outside_of_the_range_needs_a_reason(light, needed):
    assert needs_reason(light, Confidence(worst=Light.AMBER_RED, best=Light.AMBER)) is needed
    assert needs_reason(light, None)


def test_verdict_changes_nothing_in_the_judgement():
    record = RecordBuilder()
    record.say("a.one", "no")
    checklist = make_checklist(make_question("a.one"))
    before = digest_assessment(assess(checklist, record.situation(), as_of=AS_OF, days_off=()))
    give(record, "incomin1", "green", reason="none of it is true")
    assert digest_assessment(assess(checklist, record.situation(), as_of=AS_OF, days_off=())) == before
