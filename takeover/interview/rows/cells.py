"""What a cell of somebody else's table means: numbers, amounts, percentages, days, codes.

Rules: one reading, or a problem at the cell with its cure. What reads in two ways (1,234 and 03/04/2026, 0.3 in a
column of percentages, $) is refused until somebody says which way it is (`Conventions`). Marks that stand for nothing
(a dash) are an empty cell; "TBD" is not.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from takeover.checklist.model import Column, QuestionType
from takeover.interview.rows.menu import Mark, Order
from takeover.interview.rows.table_file import EPOCH_1900, Cell, CellKind
from takeover.interview.rows.units import Unit, choose_currency, read_unit, split_money
from takeover.interview.understand import MAX_TEXT, understand_date
from takeover.problems import Place, Problem
from takeover.values import MAX_DIGITS, Money, can_keep, decimal_text, fold_word, scale_exactly, tidy_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How a file writes what could be read in two ways; None and empty where nobody has said.

    `currency` is that of amounts without one. `words` are codes by column id and folded word: what a file's own words
    mean; an empty code leaves the cell empty.
    """

    dates: Order | None = None
    decimal: Mark | None = None
    currency: str = ""
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the cells of one file are read with; a serial number counts days from `epoch`."""

    conventions: Conventions = field(default_factory=Conventions)
    epoch: dt.date = EPOCH_1900


_DASHES = frozenset("-–—−/") | {"--", "---", "——"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_OF = (
    {name: at for at, name in enumerate(_MONTHS, 1)}
    | {name: at for at, name in enumerate(_LONG_MONTHS, 1)}
    | {"sept": 9}
)
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([zZ]|[aApP]\.?[mM]\.?)?$")
_NUMERIC_DAY = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})")
_NAMED_DAY = re.compile(
    r"(\d{1,2})\.?[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})|([A-Za-z]{3,9})\.?[ -](\d{1,2}),?[ -](\d{4}|\d{2})"
)
_PLAIN = re.compile(r"\d+")
_BLANKS = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?=[.,]|$)")
_POINT_DECIMAL, _COMMA_DECIMAL = re.compile(r"\d*\.\d+|\d+\."), re.compile(r"\d*,\d+|\d+,")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 80_000
"""Serial numbers of days that a project can have: 1954 to 2119."""
_OLDEST_SHORT_YEAR = 50


def is_blank(cell: Cell | None) -> bool:
    """Tell whether a cell says nothing: it is empty, or holds a dash."""
    return cell is None or cell.text in _DASHES


def read_cell(
    columns: tuple[Column, ...], cell: Cell, unit: Unit, reading: Reading, place: Place
) -> str | Money | Problem:
    """Read a cell of a column, which comes in each language of the list, the terminal's first.

    Returns:
        What the record keeps, an empty text where the words of the file mean nothing; or a problem, IV160 to IV173.
    """
    column = columns[0]
    details = {"typed": _shorten(cell.text), "column": column.title, "limit": str(MAX_DIGITS)}
    if cell.kind is CellKind.BARE:
        return Problem(code="IV160", place=place, details=details)
    if cell.kind is CellKind.ERROR:
        return Problem(code="IV161", place=place, details=details)
    match column.type:
        case QuestionType.CHOICE:
            return _read_choice(columns, cell, reading.conventions, place, details)
        case QuestionType.NUMBER:
            return _read_number_cell(cell, reading.conventions, place, details)
        case QuestionType.PERCENT:
            return _read_percent(cell, reading.conventions, place, details)
        case QuestionType.MONEY:
            return _read_money(cell, unit, reading.conventions, place, details)
        case QuestionType.DATE:
            return _read_day(cell, reading, place, details)
        case _:
            text, limit = tidy_text(cell.text), {"limit": str(MAX_TEXT)}
            return text if len(text) <= MAX_TEXT else Problem(code="IV170", place=place, details=details | limit)


# ---- codes


def _read_choice(
    columns: tuple[Column, ...], cell: Cell, conventions: Conventions, place: Place, details: Mapping[str, str]
) -> str | Problem:
    said = fold_word(cell.text)
    for column in columns:
        for choice in column.choices:
            if said in (fold_word(choice.code), fold_word(choice.text)):
                return choice.code
    given = conventions.words.get((columns[0].id, said))
    if given is not None:
        return given
    allowed = ", ".join(f"{choice.text} ({choice.code})" for choice in columns[0].choices)
    return Problem(code="IV162", place=place, details={**details, "allowed": allowed, "id": columns[0].id})


# ---- numbers


def list_readings(text: str) -> Mapping[Mark | None, Decimal]:
    """List what a number can mean, by the decimal mark that it would have; without any mark the key is None."""
    said = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    negative = said[:1] in ("-", "(")
    in_brackets = len(said) > 1 and said.startswith("(") and said.endswith(")")
    body = (said[1:-1] if in_brackets else said[1:] if said[:1] in ("-", "+") else said).strip()
    if blanks := _BLANKS.match(body):
        body = re.sub(r"[ '’]", "", blanks[0]) + body[blanks.end() :]
    found: dict[Mark | None, str] = {}
    if _PLAIN.fullmatch(body):
        found[None] = body
    if _COMMA_GROUPS.fullmatch(body):
        found[Mark.POINT] = body.replace(",", "")
    if _POINT_GROUPS.fullmatch(body):
        found[Mark.COMMA] = body.replace(".", "").replace(",", ".")
    if _POINT_DECIMAL.fullmatch(body):
        found[Mark.POINT] = body
    if _COMMA_DECIMAL.fullmatch(body):
        found[Mark.COMMA] = body.replace(",", ".")
    sign = "-" if negative else ""
    return {mark: Decimal(sign + digits) for mark, digits in found.items()}


def find_mark(texts: Iterable[str]) -> Mark | None:
    """Find the decimal mark that the numbers of a file show: those that read in one way only, if they agree."""
    shown = {next(iter(found)) for text in texts if len(found := list_readings(strip_signs(text))) == 1}
    marks = shown - {None}
    return next(iter(marks)) if len(marks) == 1 else None


def strip_signs(text: str) -> str:
    """Drop percent signs, currencies and factors from a number."""
    number, _, _ = split_money(text)
    return number.removesuffix("%").strip()


def _read_decimal(text: str, cell: Cell, mark: Mark | None) -> Decimal | str:
    """Read a number; else the code of what is wrong: IV163 no number, IV164 it reads in two ways, IV173 too long."""
    value = Decimal(text) if cell.kind in (CellKind.NUMBER, CellKind.PERCENT) else _read_typed(text, cell, mark)
    return value if isinstance(value, str) or can_keep(value) else "IV173"


def _read_typed(text: str, cell: Cell, mark: Mark | None) -> Decimal | str:
    if cell.kind is CellKind.DATE:
        return "IV163"
    found = list_readings(text)
    if mark in found and mark is not None:
        return found[mark]
    values = set(found.values())
    if not values:
        return "IV163"
    if len(values) > 1:
        return "IV164"
    only = next(iter(found))
    return "IV163" if mark and only and only is not mark else values.pop()


def _read_number_cell(cell: Cell, conventions: Conventions, place: Place, details: Mapping[str, str]) -> str | Problem:
    value = _read_decimal(cell.text, cell, conventions.decimal)
    return Problem(code=value, place=place, details=details) if isinstance(value, str) else decimal_text(value)


def _read_percent(cell: Cell, conventions: Conventions, place: Place, details: Mapping[str, str]) -> str | Problem:
    """Read a percentage; a bare number up to 1 may be a share, and is refused."""
    text = unicodedata.normalize("NFKC", cell.text).strip()
    signed = text.endswith("%") or cell.kind is CellKind.PERCENT
    value = _read_decimal(text.removesuffix("%").strip(), cell, conventions.decimal)
    if isinstance(value, str):
        return Problem(code=value, place=place, details=details)
    if not signed and 0 < abs(value) <= 1:
        return Problem(code="IV165", place=place, details=details)
    return decimal_text(value)


# ---- amounts


def _read_money(
    cell: Cell, unit: Unit, conventions: Conventions, place: Place, details: Mapping[str, str]
) -> Money | Problem:
    """Read an amount; its currency stands in the cell, in its format, in the header or a column, or was said."""
    number, own, factor = _split_cell(cell)
    value = _read_decimal(number, cell, conventions.decimal)
    if isinstance(value, str):
        return Problem(code=value, place=place, details=details)
    if factor > 1 and unit.factor > 1:
        return Problem(code="IV166", place=place, details=details)
    currency = choose_currency((own, unit.currency), conventions.currency)
    if currency is None:
        return Problem(code="IV168", place=place, details=details)
    if not currency:
        return Problem(code="IV167", place=place, details=details)
    amount = scale_exactly(value, max(factor, unit.factor))
    return (
        Money(amount=amount, currency=currency)
        if can_keep(amount)
        else Problem(code="IV173", place=place, details=details)
    )


def _split_cell(cell: Cell) -> tuple[str, str, int]:
    """Split an amount into its number, its currency and its factor; those of a number stand in its format."""
    if cell.kind is CellKind.TEXT:
        return split_money(cell.text)
    shown = read_unit(cell.currency) or Unit()
    return cell.text, shown.currency, shown.factor


# ---- days


def _read_day(cell: Cell, reading: Reading, place: Place, details: Mapping[str, str]) -> str | Problem:
    if cell.kind is CellKind.DATE:
        return cell.text
    read = read_day(cell.text, reading.conventions.dates, epoch=reading.epoch)
    return read.isoformat() if isinstance(read, dt.date) else Problem(code=read, place=place, details=details)


def read_day(text: str, order: Order | None, *, epoch: dt.date = EPOCH_1900) -> dt.date | str:
    """Read a calendar day; else the code of what is wrong: IV169 no day, IV171 it reads in two ways.

    Year first in all forms of `understand_date`, 20260331, 31/03/2026 and 03/31/2026, 31 March 2026, Mar 31, 2026, and
    the numbers by which spreadsheets count days from `epoch`. A year of two digits may stand first or last. A time of
    day behind it is dropped.
    """
    said = _TIME.sub("", unicodedata.normalize("NFKC", text).strip()).strip().rstrip(",")
    if said.isdigit():
        return _read_digits(said, epoch)
    year_first = understand_date(said)
    if isinstance(year_first, dt.date):
        return year_first
    if named := _NAMED_DAY.fullmatch(said):
        day, month, year = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
        return _make_day(year, _MONTH_OF.get(month.casefold(), 0), int(day))
    if numeric := _NUMERIC_DAY.fullmatch(said):
        return _choose_day(numeric[1], numeric[3], numeric[4], order)
    return "IV169"


def _read_digits(said: str, epoch: dt.date) -> dt.date | str:
    if len(said) == 8:
        return _make_day(said[:4], int(said[4:6]), int(said[6:]))
    if len(said) == 5 and _SERIAL_FIRST <= int(said) <= _SERIAL_LAST:
        return epoch + dt.timedelta(days=int(said))
    return "IV169"


def _choose_day(first: str, second: str, third: str, order: Order | None) -> dt.date | str:
    by_order = {
        Order.DMY: _make_day(third, int(second), int(first)),
        Order.MDY: _make_day(third, int(first), int(second)),
        Order.YMD: _make_day(first, int(second), int(third)),
    }
    if order:
        return by_order[order]
    days = {day for day in by_order.values() if isinstance(day, dt.date)}
    return days.pop() if len(days) == 1 else "IV171" if days else "IV169"


def _make_day(year: str, month: int, day: int) -> dt.date | str:
    """Make a day; a year has four digits, or two that stand for 2000 to 2049."""
    if len(year) == 2 and int(year) < _OLDEST_SHORT_YEAR:
        year = f"20{year}"
    try:
        return dt.date(int(year), month, day) if len(year) == 4 else "IV169"
    except ValueError:
        return "IV169"


def _shorten(text: str) -> str:
    one_line = " ".join(tidy_text(text).split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"
