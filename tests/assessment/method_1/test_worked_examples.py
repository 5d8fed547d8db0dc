"""The worked examples D11 of the scoring method, number for number."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.assessment.method_1 import assess
from takeover.assessment.method_1.dimensions import assess_dimension, count_lights, rate_overall
from takeover.assessment.model import Confidence, DimensionResult, Light, Range, StopState, Word
from takeover.checklist.library import load_checklist
from takeover.checklist.model import (
    CodeHealth,
    Column,
    CountsFor,
    QuestionType,
    Register,
    RowsHealth,
    SettingIs,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Date, Level, Method, Money, Nothing, Number, Percent, Unknown, UnknownReason
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question

OVERDUE = ThresholdHealth(
    steps=(
        Step(worth=Worth.GOOD, at_most=Decimal(0)),
        Step(worth=Worth.HALF, at_most=Decimal(30)),
        Step(worth=Worth.BAD),
    )
)
COST = ThresholdHealth(
    steps=(
        Step(worth=Worth.GOOD, at_most=Decimal(100)),
        Step(worth=Worth.HALF, at_most=Decimal(110)),
        Step(worth=Worth.BAD),
    )
)
ROWS = RowsHealth(complete=("trigger", "amount", "due", "state"))
CONTRACT = make_checklist(
    make_question("contract.terms-known", weight=4, type=QuestionType.MONEY),
    make_question("contract.milestones", type=QuestionType.REGISTER, register="payments", health=ROWS),
    make_question("contract.overdue", type=QuestionType.NUMBER, health=OVERDUE, **STOP),
    make_question("contract.collector"),
    make_question("contract.warranty-window", type=QuestionType.DATE),
    make_question("contract.cost-to-complete", type=QuestionType.PERCENT, health=COST, **STOP),
    make_question("contract.chain-signed", when=SettingIs(setting="subcontractor", codes=("yes",))),
    registers=(
        Register(
            id="payments",
            title="Payments",
            columns=tuple(
                Column(id=name, type=QuestionType.TEXT, title=name, sharing=Level.SHARED)
                for name in ("trigger", "amount", "due", "state")
            ),
        ),
    ),
)


def record_a() -> RecordBuilder:
    record = RecordBuilder({"engagement": "client", "subcontractor": "no"})
    record.say("contract.terms-known", Money(amount=Decimal(290000), currency="EUR"), grade=Grade.E3)
    whole = {
        "trigger": "acceptance",
        "amount": {"amount": "1", "currency": "EUR"},
        "due": "2026-10-01",
        "state": "open",
    }
    for row, values in (("row00001", whole), ("row00002", whole), ("row00003", {"trigger": "signing"})):
        record.add(
            kinds.row_recorded(
                record.stamp(Level.SHARED),
                register="payments",
                row=row,
                values=values,
                party="sponsor1",
                method=Method.DOCUMENT_EXAMINED,
                evidence=(Evidence(grade=Grade.E2, note="ledger"),),
            )
        )
    record.say("contract.overdue", Number(value=Decimal(47), unit="day"), grade=Grade.E3)
    record.say("contract.collector", Unknown(reason=UnknownReason.NOBODY_KNOWS))
    record.say("contract.warranty-window", Date(value=dt.date(2026, 3, 31)), by="outgoin1", grade=Grade.E1)
    record.say("contract.warranty-window", Date(value=dt.date(2027, 3, 31)), by="client01", grade=Grade.E1)
    record.say("contract.cost-to-complete", Percent(value=Decimal(100)), grade=Grade.E1)
    return record


def judge(record: RecordBuilder, checklist=CONTRACT):
    return assess(checklist, record.situation(), as_of=AS_OF, days_off=())


def test_example_a_dimension_contract():
    result = judge(record_a())
    ranges = {name: (a.range.lo, a.range.hi) for name, a in result.questions.items()}
    assert ranges == {
        "contract.terms-known": (1, 1),
        "contract.milestones": (Fraction(1, 2), Fraction(1, 2)),
        "contract.overdue": (0, 0),
        "contract.collector": (0, 1),
        "contract.warranty-window": (0, 1),
        "contract.cost-to-complete": (Fraction(3, 5), 1),
    }
    (contract,) = result.dimensions
    assert contract.range == Range(lo=Fraction(950, 29), hi=Fraction(2150, 29))
    assert contract.word is Word.RED_CONFIRMED
    assert (contract.worst, contract.best) == (Light.RED, Light.RED)
    assert (contract.stops_worst, contract.stops_best) == (1, 1)
    assert result.figures.knowledge.fraction == Fraction(19, 29)
    assert result.figures.evidence.fraction == Fraction(14, 19)
    assert [(s.question, s.state) for s in result.stop_lines] == [("contract.overdue", StopState.CONFIRMED)]


def test_example_a_with_the_collector_proven():
    record = record_a()
    record.say("contract.collector", "yes", grade=Grade.E2)
    (contract,) = judge(record).dimensions
    assert contract.range == Range(lo=Fraction(1450, 29), hi=Fraction(2150, 29))
    assert (contract.worst, contract.best) == (Light.RED, Light.RED)


EXAMPLE_B = (
    ("goals", "41.0", "78.0", 1, 0, Light.RED, Light.GREEN),
    ("scope", "52.0", "80.0", 0, 0, Light.AMBER, Light.GREEN),
    ("docs", "30.0", "62.0", 0, 0, Light.RED, Light.AMBER),
    ("schedule", "20.0", "70.0", 1, 0, Light.RED, Light.AMBER),
    ("resources", "60.0", "88.0", 0, 0, Light.AMBER, Light.GREEN),
    ("contract", "32.8", "74.1", 1, 1, Light.RED, Light.RED),
    ("authority", "76.0", "90.0", 0, 0, Light.GREEN, Light.GREEN),
    ("stakeholders", "48.0", "81.0", 0, 0, Light.AMBER, Light.GREEN),
    ("trail", "47.0", "60.0", 0, 0, Light.AMBER, Light.AMBER),
    ("risks", "46.0", "77.0", 0, 0, Light.AMBER, Light.GREEN),
    ("change", "55.0", "76.0", 0, 0, Light.AMBER, Light.GREEN),
)


def results_b() -> list[DimensionResult]:
    return [
        DimensionResult(
            dimension=name,
            range=Range(lo=Fraction(lo), hi=Fraction(hi)),
            worst=worst,
            best=best,
            word=Word.PAIR,
            stops_worst=stops_worst,
            stops_best=stops_best,
        )
        for name, lo, hi, stops_worst, stops_best, worst, best in EXAMPLE_B
    ]


def test_example_b_overall():
    assert rate_overall(results_b()) == Confidence(worst=Light.RED, best=Light.AMBER_RED)


@pytest.mark.parametrize(("name", "lo", "hi", "stops_worst", "stops_best", "worst", "best"), EXAMPLE_B)
def test_example_b_lights_follow_from_the_means(name, lo, hi, stops_worst, stops_best, worst, best):
    """Two questions whose weighted means are those of the table, the second a stop-line where the table has one."""
    low, high = Fraction(lo) / 100, Fraction(hi) / 100
    stop = make_question(f"{name}.stop", weight=1, **STOP)
    plain = make_question(f"{name}.plain", weight=24)
    template = judge(RecordBuilder(), make_checklist(plain)).questions[plain.id]
    pairs = [(plain, replace(template, range=Range(lo=low, hi=high)))]
    if stops_worst:
        hit = Range(lo=Fraction(0), hi=Fraction(1 - stops_best))
        spare = Range(lo=low * 25 / 24, hi=(high * 25 - hit.hi) / 24)
        pairs = [(stop, replace(template, range=hit)), (plain, replace(template, range=spare))]
    result = assess_dimension(name, pairs)
    assert result.range == Range(lo=Fraction(lo), hi=Fraction(hi))
    assert (result.worst, result.best, result.stops_worst, result.stops_best) == (worst, best, stops_worst, stops_best)


def test_example_b_once_the_overdue_money_is_paid():
    paid = [
        replace(d, range=Range(lo=Fraction("50.0"), hi=Fraction("91.4")), best=Light.GREEN, stops_best=0)
        if d.dimension == "contract"
        else d
        for d in results_b()
    ]
    lights = {d.dimension: d.best for d in paid}
    assert count_lights(lights, stops=sum(d.stops_best for d in paid)).light is Light.AMBER


def test_the_empty_record_allows_no_judgement():
    result = judge(RecordBuilder(), load_checklist().source)
    assert result.confidence is None
    assert {a.range.width for a in result.questions.values()} == {Fraction(1)}


ALL_ON = {
    "engagement": "client",
    "team": "yes",
    "live_system": "yes",
    "accepted": "yes",
    "predecessor": "yes",
    "subcontractor": "no",
    "foothold": "no",
}


def best_and_worst(question):
    """The answers of a question with the highest and the lowest worth."""
    match question.type, question.health:
        case ((QuestionType.GRADE | QuestionType.CHOICE), CodeHealth(worths=worths)):
            ordered = sorted(worths, key=lambda code: worths[code].value_of)
            return Code(code=ordered[-1]), Code(code=ordered[0])
        case QuestionType.REGISTER, _:
            return Code(code="yes"), Code(code="no")
        case QuestionType.DATE, _:
            return Date(value=dt.date(2027, 1, 1)), Nothing()
        case QuestionType.MONEY, _:
            return Money(amount=Decimal(5), currency="EUR"), Nothing()
        case _, ThresholdHealth():
            candidates = [Decimal(0), Decimal(1000)]
            make = Percent if question.type is QuestionType.PERCENT else Number
            worth = {
                value: next(s.worth.value_of for s in question.health.steps if s.holds(value)) for value in candidates
            }
            ordered = sorted(candidates, key=lambda value: worth[value])
            return make(value=ordered[-1]), make(value=ordered[0])
        case _:
            raise AssertionError(question)


def tell_all(checklist, grade: Grade, *, good: bool, order: list[int] | None = None) -> RecordBuilder:
    record = RecordBuilder(ALL_ON)
    for index in order or range(len(checklist.questions)):
        question = checklist.questions[index]
        best, worst = best_and_worst(question)
        record.say(question.id, best if good else worst, grade=grade)
    return record


def test_a_healthy_project_on_its_first_morning():
    checklist = load_checklist().source
    result = judge(tell_all(checklist, Grade.E1, good=True), checklist)
    assert result.confidence is not None
    assert result.confidence.worst >= Light.AMBER
    assert result.confidence.best is Light.GREEN
    assert Word.NOT_ESTABLISHED not in {d.word for d in result.dimensions}


def test_a_documented_disaster():
    checklist = load_checklist().source
    result = judge(tell_all(checklist, Grade.E3, good=False), checklist)
    assert result.confidence is not None
    assert result.confidence.best <= Light.AMBER_RED
    assert result.findings
    assert all(stop.state is StopState.CONFIRMED for stop in result.stop_lines)


@pytest.mark.parametrize(("grade", "good"), [(Grade.E1, True), (Grade.E3, False)])
def test_shuffled_answers_give_the_same_judgement(grade, good):
    checklist = load_checklist().source
    order = list(range(len(checklist.questions)))
    random.Random(7).shuffle(order)

    def numbers(result):
        return (
            result.confidence,
            result.dimensions,
            [(f.number, f.question) for f in result.findings],
            {name: (a.range, a.state) for name, a in result.questions.items()},
        )

    straight = judge(tell_all(checklist, grade, good=good), checklist)
    shuffled = judge(tell_all(checklist, grade, good=good, order=order), checklist)
    assert numbers(straight) == numbers(shuffled)


def test_readiness_never_enters_the_inherited_state():
    checklist = make_checklist(
        make_question("goals.one"), make_question("goals.own", counts_for=CountsFor.READINESS, **STOP)
    )
    record = RecordBuilder()
    record.say("goals.one", "yes")
    before = judge(record, checklist)
    record.say("goals.own", "no")
    after = judge(record, checklist)
    assert before.dimensions == after.dimensions
    assert before.confidence == after.confidence
    assert after.readiness.verdict == "not_ready"
