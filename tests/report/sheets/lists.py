"""A list with every type of question, in English and as its twin in Chinese; what nobody else may read says CANARY."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from takeover.checklist.model import (
    Action,
    AllOf,
    AnswerIs,
    Checklist,
    Choice,
    Column,
    Dimension,
    EvidenceRule,
    Hidden,
    Horizon,
    House,
    Question,
    QuestionType,
    Register,
    RowsHealth,
    SettingIs,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.values import Level, Role
from tests.builders import STOP, make_checklist, make_question

CANARY = "Zaunkoenig"
"""Stands in everything that only the incoming PM, or nobody, may find on a sheet."""
ASKED = (Role.CLIENT, Role.OUTGOING_PM, Role.INCOMING_PM)
THRESHOLDS = ThresholdHealth(steps=(Step(worth=Worth.GOOD, at_most=Decimal(0)), Step(worth=Worth.BAD)))
ROWS = RowsHealth(complete=("item",))


def _ask(name: str, **changes) -> Question:
    fields = {
        "ask": ASKED,
        "text": f"Text of {name}?",
        "help": f"Help of {name}.",
        "why": f"{CANARY} why {name}",
        "source": (f"{CANARY}-source",),
        "finding": f"{CANARY} finding of {name}",
        "action": Action(text=f"{CANARY} action of {name}", horizon=Horizon.DO_NOW),
        "evidence": EvidenceRule(typical=(f"Paper of {name}", "Minutes")),
    }
    return make_question(name, **fields | changes)


def _column(name: str, kind: QuestionType = QuestionType.TEXT, level: Level = Level.SHARED, *codes: str) -> Column:
    secret = "" if level is Level.SHARED else f"{CANARY} "
    choices = tuple(Choice(code=code, text=f"{secret}{code} of {name}") for code in codes)
    return Column(id=name, type=kind, title=f"{secret}Column {name}", sharing=level, choices=choices)


WHEN_IT_AROSE = (
    _column("origin", QuestionType.CHOICE, Level.SHARED, "inherited", "new"),
    _column("arose_on", QuestionType.DATE),
    _column("known_since", QuestionType.DATE),
)
NARROW = Register(id="narrow", title="Narrow register", columns=(_column("item"), _column("due", QuestionType.DATE)))
BROAD = Register(
    id="broad",
    title="Broad register",
    columns=(
        _column("item"),
        *(_column(f"part{number}") for number in range(4)),
        _column("inner", level=Level.INTERNAL),
        *WHEN_IT_AROSE,
    ),
)
CARDS = Register(
    id="cards",
    title="Register of cards",
    columns=(
        _column("item"),
        _column("amount", QuestionType.MONEY),
        _column("share", QuestionType.PERCENT),
        _column("count", QuestionType.NUMBER),
        _column("state", QuestionType.CHOICE, Level.SHARED, "open", "paid", "disputed"),
        *(_column(f"text{number}") for number in range(8)),
        _column("secret", level=Level.PRIVATE),
        _column("inner", QuestionType.CHOICE, Level.INTERNAL, "low", "high"),
        *WHEN_IT_AROSE,
    ),
    start_with=(
        {"item": "Advance payment", "state": "open", "secret": f"{CANARY} start"},
        {"item": "Final payment", "inner": "high"},
    ),
)
HIDDEN = Register(
    id="hidden", title=f"{CANARY} register", columns=(_column("item", level=Level.INTERNAL), *WHEN_IT_AROSE)
)
INTERNAL = {"sharing": Level.INTERNAL, "text": f"{CANARY} internal question?", "help": f"{CANARY} internal help"}

QUESTIONS = (
    _ask("goals.grade", day_one=True, **STOP),
    _ask("goals.choice", type=QuestionType.CHOICE),
    _ask("goals.internal", day_one=True, **INTERNAL),
    _ask("goals.follow-up", when=AnswerIs(question="goals.grade", codes=("no", "partly"))),
    _ask("goals.behind-internal", when=AnswerIs(question="goals.internal", codes=("yes",))),
    _ask("money.amount", type=QuestionType.MONEY),
    _ask("money.day", type=QuestionType.DATE),
    _ask("money.count", type=QuestionType.NUMBER, unit="day", health=THRESHOLDS),
    _ask("money.own-unit", type=QuestionType.NUMBER, unit="tonnes", health=THRESHOLDS),
    _ask("money.share", type=QuestionType.PERCENT, health=THRESHOLDS, sharing=Level.SHARED),
    _ask("words.text", type=QuestionType.TEXT, ask=(Role.CLIENT,)),
    _ask("words.by-sponsor", ask=(Role.SPONSOR,)),
    _ask("words.live", when=AllOf(parts=(SettingIs(setting="live_system", codes=("yes",)),))),
    _ask("words.foothold", when=SettingIs(setting="foothold", codes=("yes",))),
    _ask("words.client-only", when=SettingIs(setting="engagement", codes=("client",))),
    _ask("tables.narrow", type=QuestionType.REGISTER, register="narrow", health=ROWS, day_one=True),
    _ask("tables.broad", type=QuestionType.REGISTER, register="broad", health=ROWS),
    _ask("tables.cards", type=QuestionType.REGISTER, register="cards", health=ROWS),
    _ask("tables.cards-again", type=QuestionType.REGISTER, register="cards", health=ROWS),
    _ask("tables.hidden", type=QuestionType.REGISTER, register="hidden", health=ROWS),
    _ask("private.feelings", **INTERNAL | {"sharing": Level.PRIVATE, "text": f"{CANARY} private question?"}),
)
ENGLISH = make_checklist(
    *QUESTIONS,
    title="List of sheets",
    registers=(NARROW, BROAD, CARDS, HIDDEN),
    dimensions=(
        Dimension(id="goals", title="Dimension of goals"),
        Dimension(id="money", title="Dimension of money"),
        Dimension(id="words", title="Dimension of words"),
        Dimension(id="tables", title="Dimension of tables"),
        Dimension(id="private", title=f"{CANARY} dimension"),
    ),
    house=House(
        base="base@1.0.0",
        base_sha256="ab" * 32,
        hidden=(Hidden(question="gone.question", text=f"{CANARY} hidden", reason=f"{CANARY} reason"),),
    ),
)


def _in_chinese(text: str) -> str:
    return f"中文{text}" if text else ""


def translate_list(checklist: Checklist) -> Checklist:
    """The twin of a list: the same texts, marked as Chinese."""
    return replace(
        checklist,
        language="zh-Hans",
        title=_in_chinese(checklist.title),
        dimensions=tuple(replace(one, title=_in_chinese(one.title)) for one in checklist.dimensions),
        registers=tuple(_translate_register(register) for register in checklist.registers),
        questions=tuple(_translate_question(question) for question in checklist.questions),
    )


def _translate_choices(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(replace(choice, text=_in_chinese(choice.text)) for choice in choices)


def _translate_register(register: Register) -> Register:
    columns = tuple(
        replace(column, title=_in_chinese(column.title), choices=_translate_choices(column.choices))
        for column in register.columns
    )
    texts = {column.id for column in register.columns if column.type is QuestionType.TEXT}
    starts = tuple(
        {name: _in_chinese(text) if name in texts else text for name, text in row.items()}
        for row in register.start_with
    )
    return replace(register, title=_in_chinese(register.title), columns=columns, start_with=starts)


def _translate_question(question: Question) -> Question:
    return replace(
        question,
        text=_in_chinese(question.text),
        help=_in_chinese(question.help),
        why=_in_chinese(question.why),
        finding=_in_chinese(question.finding),
        choices=_translate_choices(question.choices),
        evidence=replace(question.evidence, typical=tuple(map(_in_chinese, question.evidence.typical))),
    )


CHINESE = translate_list(ENGLISH)
