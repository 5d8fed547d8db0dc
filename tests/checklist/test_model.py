"""The small questions that a checklist answers about itself."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.checklist.model import Column, QuestionType, Register, Step, Worth
from takeover.checklist.roles import roles_to_ask
from takeover.values import Level, Role
from tests.builders import make_checklist, make_question

DUE = Column(id="due", type=QuestionType.DATE, title="Due", sharing=Level.SHARED)
PAYMENTS = Register(id="payments", title="Payments", columns=(DUE,))


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (QuestionType.GRADE, ("yes", "partly", "no")),
        (QuestionType.REGISTER, ("yes", "partly", "no")),
        (QuestionType.CHOICE, ("same", "other")),
        (QuestionType.NUMBER, ()),
        (QuestionType.PERCENT, ()),
        (QuestionType.MONEY, ()),
        (QuestionType.DATE, ()),
        (QuestionType.TEXT, ()),
    ],
)
def test_codes_are_those_of_the_type(kind, codes):
    assert make_question("goals.one", type=kind).codes() == codes


def test_things_are_found_by_id_or_not_at_all():
    checklist = make_checklist(make_question("goals.one"), registers=(PAYMENTS,))
    assert checklist.question("goals.one") is checklist.questions[0]
    assert checklist.question("goals.two") is None
    assert checklist.register("payments") is PAYMENTS
    assert checklist.register("risks") is None
    assert PAYMENTS.column("due") is DUE
    assert PAYMENTS.column("paid") is None


@pytest.mark.parametrize(
    ("step", "inside", "outside"),
    [
        (Step(worth=Worth.GOOD, at_most=Decimal(30)), "30", "30.1"),
        (Step(worth=Worth.GOOD, at_least=Decimal(30)), "30", "29.9"),
    ],
)
def test_step_holds_up_to_its_bound(step, inside, outside):
    assert step.holds(Decimal(inside))
    assert not step.holds(Decimal(outside))
    assert Step(worth=Worth.BAD).holds(Decimal(outside))


def test_worths_are_one_a_half_and_nothing():
    assert [worth.value_of for worth in Worth] == [1, Fraction(1, 2), 0]


@pytest.mark.parametrize(
    ("engagement", "roles"),
    [
        ("client", (Role.CLIENT, Role.SPONSOR, Role.MAIN_USER)),
        ("internal", (Role.MAIN_USER, Role.SPONSOR)),
        (None, (Role.CLIENT, Role.SPONSOR, Role.MAIN_USER)),
    ],
)
def test_main_user_answers_for_the_client_inside_the_house(engagement, roles):
    question = make_question("goals.one", ask=(Role.CLIENT, Role.SPONSOR, Role.MAIN_USER))
    assert roles_to_ask(question, {"engagement": engagement} if engagement else {}) == roles
