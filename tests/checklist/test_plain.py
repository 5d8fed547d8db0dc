"""A checklist as JSON: read back it is the same, and its hash sees every field."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.catalogues import LANGUAGES
from takeover.checklist.library import load_checklist
from takeover.checklist.model import (
    Action,
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnsweredHealth,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Changed,
    Choice,
    ClearedBy,
    CodeHealth,
    Column,
    CountsFor,
    Dimension,
    EvidenceRule,
    Hidden,
    Horizon,
    House,
    NotOf,
    QuestionType,
    Register,
    RowsHealth,
    SettingIs,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.checklist.plain import checklist_to_plain, encode_checklist, hash_checklist
from takeover.checklist.reader import read_checklist
from takeover.values import Level, Role
from tests.builders import GRADE_HEALTH, make_checklist, make_question

CHOICES = (Choice(code="same", text="Same"), Choice(code="other", text="另一个"))
STEPS = (
    Step(worth=Worth.GOOD, at_most=Decimal("0.0000001")),
    Step(worth=Worth.HALF, at_least=Decimal(9)),
    Step(worth=Worth.BAD),
)
ROWS = RowsHealth(complete=("state",), half=Fraction(3, 4))
STATE = Column(id="state", type=QuestionType.CHOICE, title="State", sharing=Level.INTERNAL, choices=CHOICES)
NOTE = Column(id="note", type=QuestionType.TEXT, title="Note", sharing=Level.SHARED)
START = ({"state": "same", "note": "Advance"}, {"note": "Final"})
REGISTER = Register(id="payments", title="Payments", columns=(STATE, NOTE), start_with=START, command="log")
HOUSE = House(
    base="takeover@1.1.0",
    base_sha256="ab" * 32,
    hidden=(Hidden(question="goals.gone", text="Gone?", reason="Not ours."),),
    changed=(Changed(question="goals.one", keys=("weight", "action.text")),),
    added=("goals.new",),
)
WHEN = AllOf(
    parts=(
        SettingIs(setting="engagement", codes=("client",)),
        AnyOf(
            parts=(
                AnswerIs(question="goals.choice", codes=("same", "other")),
                AnswerAtLeast(question="goals.number", bound=Decimal("0.00000001")),
                AnswerBelow(question="goals.number", bound=Decimal("1.5")),
                NotOf(part=AnswerUnknown(question="goals.rows")),
            )
        ),
    )
)
FULL = make_question(
    "goals.full",
    help="How.",
    why="Why.",
    source=("S1", "PM2"),
    stop_line=ClearedBy.LEGAL,
    day_one=True,
    ask_all=True,
    evidence=EvidenceRule(typical=("charter", "minutes"), needed_for=("yes",)),
    when=WHEN,
)
NUMBER = make_question(
    "goals.number",
    type=QuestionType.NUMBER,
    unit="day",
    health=ThresholdHealth(steps=STEPS),
    counts_for=CountsFor.READINESS,
)
CHECKLIST = make_checklist(
    make_question("goals.choice", type=QuestionType.CHOICE, choices=CHOICES),
    NUMBER,
    make_question("goals.rows", type=QuestionType.REGISTER, register="payments", health=ROWS),
    make_question("goals.money", type=QuestionType.MONEY),
    FULL,
    registers=(REGISTER,),
    house=HOUSE,
)


def read_back(data: bytes):
    placed, problems = read_checklist(data, "checklist.json")
    assert problems == ()
    assert placed is not None
    return placed.checklist


def test_checklist_with_everything_is_read_back_the_same():
    assert read_back(encode_checklist(CHECKLIST)) == CHECKLIST


@pytest.mark.parametrize("language", LANGUAGES)
def test_bundled_list_is_read_back_the_same_in_each_language(language):
    checklist = load_checklist().in_language(language)
    assert checklist.language == language
    assert read_back(encode_checklist(checklist)) == checklist


def test_encoding_is_canonical():
    data = encode_checklist(CHECKLIST)
    assert data == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert json.loads(data) == checklist_to_plain(CHECKLIST)


OTHER_QUESTION = {
    "id": "goals.renamed",
    "dimension": "scope",
    "counts_for": CountsFor.READINESS,
    "type": QuestionType.TEXT,
    "text": "Another?",
    "weight": 4,
    "sharing": Level.PRIVATE,
    "ask": (Role.CLIENT, Role.SPONSOR),
    "health": AnsweredHealth(),
    "finding": "Another.",
    "action": Action(text=FULL.action.text, horizon=Horizon.DAY_90),
    "help": "",
    "why": "Because.",
    "source": ("S1",),
    "unit": "day",
    "choices": CHOICES,
    "evidence": EvidenceRule(typical=("charter", "minutes")),
    "stop_line": None,
    "day_one": False,
    "ask_all": False,
    "register": "payments",
    "when": None,
}
OTHER_HEALTH = [
    CodeHealth(worths={**GRADE_HEALTH.worths, "partly": Worth.BAD}),
    ThresholdHealth(steps=STEPS),
    ThresholdHealth(steps=STEPS[:1]),
    ThresholdHealth(steps=(Step(worth=Worth.GOOD, at_least=STEPS[0].at_most),)),
    ROWS,
    RowsHealth(complete=("state",)),
    RowsHealth(complete=("state", "due"), half=ROWS.half),
]
OTHER_WHEN = [
    SettingIs(setting="engagement", codes=("client",)),
    SettingIs(setting="engagement", codes=("internal",)),
    AnswerIs(question="goals.choice", codes=("same",)),
    AnswerUnknown(question="goals.choice"),
    AnswerAtLeast(question="goals.number", bound=Decimal(1)),
    AnswerBelow(question="goals.number", bound=Decimal(1)),
    NotOf(part=AnswerUnknown(question="goals.choice")),
    AllOf(parts=WHEN.parts[:1]),
    AnyOf(parts=WHEN.parts[:1]),
]
OTHER_LIST = {
    "id": "other",
    "version": "1.0.1",
    "language": "zh-Hans",
    "title": "Other",
    "dimensions": (Dimension(id="goals", title="Aims"),),
    "registers": (),
    "questions": CHECKLIST.questions[::-1],
    "house": None,
}
OTHER_REGISTER = {
    "id": "risks",
    "title": "Other",
    "columns": (STATE,),
    "start_with": START[:1],
    "command": "",
}
OTHER_HOUSE = {
    "base": "takeover@1.2.0",
    "base_sha256": "cd" * 32,
    "hidden": (),
    "changed": (Changed(question="goals.one", keys=("weight",)),),
    "added": (),
}
OTHER_COLUMN = {
    "id": "stand",
    "type": QuestionType.TEXT,
    "title": "Stand",
    "sharing": Level.SHARED,
    "choices": CHOICES[:1],
}


def with_question(**changes):
    questions = (*CHECKLIST.questions[:-1], dataclasses.replace(FULL, **changes))
    return dataclasses.replace(CHECKLIST, questions=questions)


def with_column(**changes):
    register = dataclasses.replace(REGISTER, columns=(dataclasses.replace(STATE, **changes), NOTE))
    return dataclasses.replace(CHECKLIST, registers=(register,))


VARIANTS = [
    *(with_question(**{name: value}) for name, value in OTHER_QUESTION.items()),
    *(with_question(health=health) for health in OTHER_HEALTH),
    *(with_question(when=when) for when in OTHER_WHEN),
    *(with_column(**{name: value}) for name, value in OTHER_COLUMN.items()),
    *(dataclasses.replace(CHECKLIST, **{name: value}) for name, value in OTHER_LIST.items()),
    with_question(action=Action(text="Other.", horizon=FULL.action.horizon)),
    with_question(evidence=EvidenceRule(needed_for=("yes",))),
    *(
        dataclasses.replace(CHECKLIST, registers=(dataclasses.replace(REGISTER, **{name: value}),))
        for name, value in OTHER_REGISTER.items()
    ),
    *(
        dataclasses.replace(CHECKLIST, house=dataclasses.replace(HOUSE, **{name: value}))
        for name, value in OTHER_HOUSE.items()
    ),
]


def test_hash_changes_with_every_field():
    hashes = {hash_checklist(checklist) for checklist in (CHECKLIST, *VARIANTS)}
    assert len(hashes) == 1 + len(VARIANTS)


@pytest.mark.parametrize(
    ("sample", "others"),
    [
        (FULL, OTHER_QUESTION),
        (CHECKLIST, OTHER_LIST),
        (STATE, OTHER_COLUMN),
        (REGISTER, OTHER_REGISTER),
        (HOUSE, OTHER_HOUSE),
    ],
)
def test_variants_have_every_field(sample, others):
    assert set(others) == {field.name for field in dataclasses.fields(sample)}


def test_list_without_the_new_keys_is_written_as_before():
    plain = checklist_to_plain(make_checklist(make_question("goals.one"), registers=(dataclasses.replace(REGISTER, start_with=(), command=""),)))  # fmt: skip
    assert "house" not in plain
    assert set(plain["registers"][0]) == {"id", "title", "columns"}
    assert "ask_all" not in plain["questions"][0]
