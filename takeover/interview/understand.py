"""What typed text means: an answer, a cell, a setting, or a problem with its cure.

One reader serves the terminal, the line mode, `takeover answer` and every import. Full-width characters count as their
narrow twins, grade codes may be said in English or Chinese, dates stand year first; whatever could be read in two ways
(a comma in a number, 03/04/2026) is refused. Leaves to others: who said it and how it is kept (`acts`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from takeover.calendars import list_days_off
from takeover.checklist import settings
from takeover.checklist.model import GRADES, Column, Question, QuestionType
from takeover.problems import Place, Problem
from takeover.values import (
    MAX_DIGITS,
    Answer,
    Code,
    Date,
    Money,
    Nothing,
    Number,
    Percent,
    Text,
    TooManyDigits,
    decimal_text,
    read_date,
    read_decimal,
    read_money,
    read_percent,
    tidy_text,
)

MAX_TEXT = 20_000
"""Characters that one text may have; longer matter is a file kept as evidence."""
NOWHERE = Place()
"""The place of what was typed at a prompt."""
GRADE_WORDS: Mapping[str, tuple[str, ...]] = {
    "yes": ("yes", "y", "是", "有"),
    "partly": ("partly", "p", "partially", "部分", "部份"),
    "no": ("no", "n", "否", "没有", "无", "不是"),
}
NOTHING_WORDS = frozenset({"none", "there is none", "无", "没有"})
_UNIT_WORDS: Mapping[str, tuple[str, ...]] = {"day": ("days", "day", "d", "天", "日")}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MINUTE = re.compile(r"(.{8,12}?)[T ]\s*(\d{1,2}):(\d{2})")
_UNKNOWN_SETTING = frozenset({"unknown", "不清楚", "不知道"})


def understand(question: Question, typed: str, place: Place = NOWHERE) -> Answer | Problem:
    """Read what was typed in answer to a question.

    Returns:
        The answer, or a problem (IV001 to IV007, IV036) that says what the question takes.
    """
    said = _fold(typed)
    if not tidy_text(typed):
        return Problem(code="IV006", place=place, details={"question": question.id})
    match question.type:
        case QuestionType.GRADE | QuestionType.REGISTER:
            code = next((grade for grade in GRADES if said in GRADE_WORDS[grade]), said)
            return _read_code(question.id, code, question.codes(), typed, place)
        case QuestionType.CHOICE:
            code = next((c.code for c in question.choices if said in (c.code, _fold(c.text))), said)
            return _read_code(question.id, code, question.codes(), typed, place)
        case _ if said in NOTHING_WORDS:
            return Nothing()
        case kind:
            return _read_fact(kind, question.id, typed, question.unit, place)


def understand_cell(column: Column, typed: str, place: Place = NOWHERE) -> str | Money | Problem:
    """Read what stands in a cell of a register, as the record keeps it.

    Returns:
        Money, or text: a code, a number or percentage without sign, an ISO date, free text; or a problem.
    """
    if column.type is QuestionType.CHOICE:
        said = _fold(typed)
        code = next((c.code for c in column.choices if said in (c.code, _fold(c.text))), said)
        read = _read_code(column.id, code, tuple(choice.code for choice in column.choices), typed, place)
        return read if isinstance(read, Problem) else read.code
    match _read_fact(column.type, column.id, typed, "", place):
        case (Problem() | Money()) as read_whole:
            return read_whole
        case Text(value=text):
            return text
        case Date(value=date):
            return date.isoformat()
        case Number(value=value) | Percent(value=value):
            return decimal_text(value)


def understand_setting(setting: str, typed: str, place: Place = NOWHERE) -> str | Problem:
    """Read a fact of the setting: one of its codes, a text, or the cut-off.

    Returns:
        What the record keeps, empty for "not known", or a problem (IV001, IV006, IV008, IV035).
    """
    said = _fold(typed)
    if said in _UNKNOWN_SETTING:
        return ""
    if setting == "cut_off":
        return _read_cut_off(typed, place)
    if setting == "holidays":
        return _read_region(typed, place)
    codes = settings.CODES.get(setting)
    if codes is None:
        return tidy_text(typed) or Problem(code="IV006", place=place, details={"question": setting})
    if codes == settings.YES_NO:
        said = next((grade for grade in codes if said in GRADE_WORDS[grade]), said)
    code = said.replace("-", "_").replace(" ", "_")
    read = _read_code(setting, code, codes, typed, place)
    return read if isinstance(read, Problem) else read.code


def _read_region(typed: str, place: Place) -> str | Problem:
    """Read a region by ISO 3166, in any case: at, DE-by; or a problem IV035."""
    region = tidy_text(typed).upper()
    try:
        list_days_off(dt.date(2000, 1, 1), region, 1)
    except ValueError:
        return Problem(code="IV035", place=place, details={"region": _shorten(typed)})
    return region


def understand_date(typed: str, place: Place = NOWHERE) -> dt.date | Problem:
    """Read a calendar date, year first: 2026-03-31, 2026/3/31, 2026年3月31日; or a problem IV005."""
    found = _YEAR_FIRST.fullmatch(_fold(typed))
    text = "-".join((found[1], found[2].zfill(2), found[3].zfill(2))) if found else typed
    try:
        return read_date(text)
    except ValueError:
        return Problem(code="IV005", place=place, details={"typed": _shorten(typed)})


def _fold(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", tidy_text(typed)).casefold().split())


def _shorten(typed: str) -> str:
    text = " ".join(tidy_text(typed).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _read_code(about: str, code: str, codes: tuple[str, ...], typed: str, place: Place) -> Code | Problem:
    if code in codes:
        return Code(code=code)
    details = {"typed": _shorten(typed), "question": about, "allowed": ", ".join(codes)}
    return Problem(code="IV001", place=place, details=details)


_FACT_PROBLEMS = {QuestionType.NUMBER: "IV002", QuestionType.PERCENT: "IV003", QuestionType.MONEY: "IV004"}


def _read_fact(
    kind: QuestionType, about: str, typed: str, unit: str, place: Place
) -> Number | Percent | Money | Date | Text | Problem:
    try:
        match kind:
            case QuestionType.NUMBER:
                return Number(value=read_decimal(_without_unit(typed, unit)), unit=unit)
            case QuestionType.PERCENT:
                return read_percent(typed)
            case QuestionType.MONEY:
                return read_money(typed)
            case QuestionType.DATE:
                date = understand_date(typed, place)
                return date if isinstance(date, Problem) else Date(value=date)
            case _:
                return _read_text(about, typed, place)
    except TooManyDigits:
        details = {"typed": _shorten(typed), "question": about, "limit": str(MAX_DIGITS)}
        return Problem(code="IV036", place=place, details=details)
    except ValueError:
        return Problem(code=_FACT_PROBLEMS[kind], place=place, details={"typed": _shorten(typed), "question": about})


def _without_unit(typed: str, unit: str) -> str:
    said = _fold(typed)
    ending = next((word for word in _UNIT_WORDS.get(unit, (unit,)) if word and said.endswith(word)), "")
    return said.removesuffix(ending)


def _read_text(about: str, typed: str, place: Place) -> Text | Problem:
    text = tidy_text(typed)
    if len(text) > MAX_TEXT:
        return Problem(code="IV007", place=place, details={"question": about, "limit": str(MAX_TEXT)})
    return Text(value=text) if text else Problem(code="IV006", place=place, details={"question": about})


def _read_cut_off(typed: str, place: Place) -> str | Problem:
    """Read a local date or minute: 2026-03-31 or 2026-03-31T09:00."""
    minute = _MINUTE.fullmatch(unicodedata.normalize("NFKC", tidy_text(typed)))
    date = understand_date(minute[1] if minute else typed)
    if isinstance(date, Problem):
        return Problem(code="IV008", place=place, details={"typed": _shorten(typed)})
    if minute is None:
        return date.isoformat()
    try:
        return f"{date.isoformat()}T{dt.time(int(minute[2]), int(minute[3])).isoformat('minutes')}"
    except ValueError:
        return Problem(code="IV008", place=place, details={"typed": _shorten(typed)})
