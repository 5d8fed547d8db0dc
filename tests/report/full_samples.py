"""A full project: the whole bank answered in a client-facing engagement, every register filled, a baseline before it.

Answers, rows and sign-off follow a pattern, so that every kind of light, dispute, request and fact comes up many times:
the report's worst case on page one, and the one to look at page by page. The small project is told in the same way: all
kinds of elements on a sixth of the pages, in either edition.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from takeover.baseline.model import EditionName
from takeover.catalogues import split_languages
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Checklist, Column, Question, QuestionType, Register
from takeover.record import kinds, signoff_kinds
from takeover.record.kinds import Evidence, Grade, Stamp
from takeover.record.signoff_kinds import SignatureFacts, Way
from takeover.values import (
    Answer,
    Code,
    Date,
    Level,
    Method,
    Money,
    Number,
    Percent,
    Role,
    Side,
    Text,
    Unknown,
    UnknownReason,
)
from tests.report.samples import AS_OF, WORDS, Sample, Teller, load_questions, open_record, seal_record

LONG = {
    "en": "Renewal of the signalling, the power supply and the passenger information of tram line 4",
    "zh-Hans": "四号线有轨电车信号、供电与乘客信息系统更新改造工程（含车辆段接口与夜间施工窗口）",
}
ROWS = 4
SMALL = (
    "goals.signed-statement", "goals.same-answer", "scope.baseline-signed", "scope.acceptance-criteria",
    "contract.overdue", "authority.appointment", "handover.cutoff",
)  # fmt: skip
"""The questions of the small project."""
SMALL_REGISTERS, SMALL_ROWS = ("payments", "deliverables"), 2
_PAPER = Evidence(
    grade=Grade.E3, sha256="5c" * 32, bytes=52_100, media="application/pdf", title="Contract volume 2",
    dated=dt.date(2026, 3, 2), kept=True,
)  # fmt: skip
VERDICT = {
    "en": (
        "We can deliver the first stage if the client decides on acceptance by Christmas.",
        "A new plan was agreed.",
    ),
    "zh-Hans": ("如客户在年底前确定验收方式，一期可以交付。", "双方已商定新的计划。"),
}
DISPUTED = {
    "en": (
        "The depot interface was part of the offer.",
        "It is in annex B.",
        "Correct the entry.",
        "I was never asked.",
    ),
    "zh-Hans": ("车辆段接口属于报价范围。", "见附件 B。", "更正该条。", "从未有人问过我。"),
}
_NOTHING = {"amount": "0.00", "currency": "EUR"}
SAID = {
    "en": "It is in the minutes of 3 March and in the letter of 12 May, page 4.",
    "zh-Hans": "见 3 月 3 日会议纪要及 5 月 12 日来函第 4 页。",
}


class FullTeller(Teller):
    """Tells at the level that is set, as the product does: each question, column and act has one."""

    level = Level.SHARED

    @property
    def spoken(self) -> str:
        """The language that people speak: the leading one of the document."""
        return split_languages(self.checklist.language)[0]

    def stamp(self, on: dt.date | None = None, sharing: Level | None = None) -> Stamp:
        return super().stamp(on, sharing or self.level)


def _choose(question: Question, number: int) -> Answer | None:
    """Choose an answer by the question's place: bad ones more often than good ones, some unknown, some not asked."""
    turn = number % 6
    if turn == 5:
        return None
    if turn == 4:
        return Unknown(reason=UnknownReason.NOBODY_KNOWS)
    match question.type:
        case QuestionType.GRADE:
            return Code(code=("no", "partly", "no", "yes")[turn])
        case QuestionType.CHOICE:
            return Code(code=question.choices[turn % len(question.choices)].code)
        case QuestionType.NUMBER:
            return Number(value=Decimal(17 * (turn + 1)), unit=question.unit)
        case QuestionType.PERCENT:
            return Percent(value=Decimal(118 - 9 * turn))
        case QuestionType.DATE:
            return Date(value=AS_OF - dt.timedelta(days=turn))
        case QuestionType.MONEY:
            return Money(amount=Decimal(12_500), currency="EUR")
        case QuestionType.TEXT:
            return Text(value="–")
        case QuestionType.REGISTER:
            return None


def _fill(column: Column, place: int, language: str) -> str | dict[str, str]:
    """Fill a cell by its type; the texts say what and which."""
    match column.type:
        case QuestionType.MONEY:
            return {"amount": f"{(place + 1) * 48_500}.00", "currency": ("EUR", "CNY")[place % 2]}
        case QuestionType.DATE:
            return (AS_OF + dt.timedelta(days=24 * place - 40)).isoformat()
        case QuestionType.PERCENT:
            return str(25 * (place + 1))
        case QuestionType.NUMBER:
            return str(40 * (place + 1))
        case QuestionType.CHOICE:
            return column.choices[place % len(column.choices)].code
        case _:
            return f"{column.title} {place + 1}" if language == "en" else f"{column.title}{place + 1}"


def _tell_register(teller: FullTeller, register: Register, rows: int) -> None:
    language = teller.spoken
    for place in range(1 if register.id == "contract-card" else rows):
        values: dict[str, Any] = {column.id: _fill(column, place, language) for column in register.columns}
        if register.id == "contract-card":
            values |= {"amount": {"amount": "1200000.00", "currency": "EUR"}, "damages_rate": "0.5"}
        if register.id == "changes":
            values |= {
                "class": "unpaid_extra",
                "charged": {"amount": "1200.00", "currency": values["value"]["currency"]},
            }
        if register.id == "people" and place == 0:
            del values["name"]  # a row that goes by its role
        if register.id == "payments":
            values |= {"state": ("reached", "invoiced", "part_paid", "paid")[place], "received": _NOTHING}
        row = f"{register.id.replace('-', '')[:6]}{place:02}"
        levels = {column.id: column.sharing for column in register.columns}
        for level in Level:
            told = {column: value for column, value in values.items() if levels[column] is level}
            if told:
                teller.add(
                    kinds.row_recorded(
                        teller.stamp(sharing=level), register=register.id, row=row, values=told, party="outgoin1",
                        method=Method.DOCUMENT_EXAMINED,
                    )
                )  # fmt: skip


def _tell_answers(teller: FullTeller) -> None:
    """Answer the bank in turns; every seventh question gets a second voice that differs."""
    said = SAID[teller.spoken]
    for number, question in enumerate(teller.checklist.questions):
        answer = _choose(question, number)
        if answer is None:
            continue
        teller.level = question.sharing
        method = Method.DOCUMENT_EXAMINED if number % 2 else Method.INTERVIEW
        teller.say(question.id, answer, "outgoin1", method, words=said, evidence=(_PAPER,) if number % 2 == 0 else ())
        if number % 7 == 0 and question.type is QuestionType.GRADE:
            teller.say(question.id, "yes" if answer != Code(code="yes") else "no", "client01", words=said)


def _tell_sign_off(teller: FullTeller) -> None:
    """Seal baseline 1 and tell what everybody did with it: signed, reserved and lifted, refused, silent."""
    disputed, own, wish, refusal = DISPUTED[teller.spoken]
    stamp = teller.stamp(AS_OF - dt.timedelta(days=3))
    teller.add(
        signoff_kinds.sealed(
            stamp, baseline=1, root="0d" * 32, head="1e" * 32, editions=[{"edition": "internal", "pdf": "2f" * 32}]
        )
    )
    for party, field in (("incomin1", "sign-incoming-pm"), ("sponsor1", "sign-sponsor")):
        facts = SignatureFacts(
            field=field, certificate="3a" * 32, before="2f" * 32, after=party * 8, text="R1 F-02: ..."
        )
        teller.add(signoff_kinds.signed(stamp, baseline=1, edition="internal", party=party, signature=facts))
    targets = [
        teller.add(
            signoff_kinds.reserved(
                stamp, baseline=1, party="sponsor1", number=number, text=disputed, edition="internal", item=item,
                own_version=own, wish=wish,
            )
        )
        for number, item in (("R1", "F-02"), ("R2", "Q-14"))
    ]  # fmt: skip
    teller.add(signoff_kinds.lifted(stamp, target=targets[0], baseline=1, party="sponsor1", number="R1", evidence=()))
    teller.add(
        signoff_kinds.refused(
            stamp, baseline=1, edition="internal", party="outgoin1", presenter="incomin1", words=refusal,
            witness="finance1",
        )
    )  # fmt: skip
    teller.add(
        signoff_kinds.delivered(
            stamp, baseline=1, edition="internal", pdf="2f" * 32, to="witness1", presenter="incomin1",
            how=Way.IN_PERSON, answer_by=(AS_OF - dt.timedelta(days=1)).isoformat(),
        )
    )  # fmt: skip


@lru_cache(maxsize=2)
def full_sample(language: str) -> Sample:
    """The full project, sealed as its second baseline."""
    return seal_record(_tell_project(load_checklist().in_language(language), ROWS))


@lru_cache(maxsize=8)
def small_sample(language: str, edition: EditionName) -> Sample:
    """The small project in an edition with its judgement; `language` is that of a document, one or two."""
    whole = load_questions(language, SMALL)
    registers = tuple(register for register in whole.registers if register.id in SMALL_REGISTERS)
    teller = _tell_project(replace(whole, registers=registers), SMALL_ROWS)
    return seal_record(teller, edition, judgement=True)


def _tell_project(checklist: Checklist, rows: int) -> FullTeller:
    """Tell the project of a list from its opening to the verdict on it, so many rows a register."""
    teller = FullTeller(checklist, WORDS[split_languages(checklist.language)[0]])
    open_record(teller, LONG[teller.spoken])
    teller.add(
        kinds.party_named(
            teller.stamp(), party="witness1", role=Role.WITNESS, side=Side.INDEPENDENT,
            organisation=str(teller.words["customer"]),
        )
    )  # fmt: skip
    _tell_answers(teller)
    for register in checklist.registers:
        _tell_register(teller, register, rows)
    teller.add(kinds.noted(teller.stamp(sharing=Level.PRIVATE), text=SAID[teller.spoken]))
    teller.level = Level.INTERNAL
    _tell_sign_off(teller)
    text, reason = VERDICT[teller.spoken]
    teller.add(
        kinds.verdict_given(
            teller.stamp(), party="incomin1", light="amber", text=text, assessed="4b" * 32, as_of=AS_OF, reason=reason,
            worst="red", best="red",
        )
    )  # fmt: skip
    return teller
