"""Values that every room speaks of: answers, money, levels, roles, and how they read as text and as record fields.

Rules: values are frozen; numbers are exact (`Decimal`, never float); unknown, not applicable and "there is none" are
types of their own, never ``None``. In the record a value is a small object with a ``type`` (docs/record-format.md).
Leaves to others: what an answer is worth (assessment), how it is shown (report), what was typed (interview).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias, assert_never

Plain: TypeAlias = Mapping[str, Any]
"""A JSON object with text keys, as it stands in the record."""

MAX_DIGITS = 60
"""Digits that a decimal of the record has at most on either side of the point."""
_DECIMAL = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class TooManyDigits(ValueError):
    """A number is longer than the record keeps."""


class Level(StrEnum):
    """Who may read an entry: the client too, the own organisation, or the PM alone."""

    SHARED = "shared"
    INTERNAL = "internal"
    PRIVATE = "private"


class Role(StrEnum):
    """The role in which a party speaks or signs."""

    INCOMING_PM = "incoming_pm"
    OUTGOING_PM = "outgoing_pm"
    SPONSOR = "sponsor"
    CLIENT = "client"
    MAIN_USER = "main_user"
    CLIENT_PM = "client_pm"
    TEAM = "team"
    FINANCE = "finance"
    SALES = "sales"
    LEGAL = "legal"
    LINE_MANAGER = "line_manager"
    PMO = "pmo"
    PLANNER = "planner"
    WITNESS = "witness"
    AUDITOR = "auditor"
    SUPPLIER = "supplier"


class Side(StrEnum):
    """The organisation a party stands for; statements of different sides corroborate each other."""

    OWN = "own"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    INDEPENDENT = "independent"


class Method(StrEnum):
    """How a statement became known (OSCAL: examine, interview, test)."""

    DOCUMENT_EXAMINED = "document_examined"
    INTERVIEW = "interview"
    OWN_OBSERVATION = "own_observation"
    DOCUMENTED_SEARCH = "documented_search"


class UnknownReason(StrEnum):
    """Why an answer is unknown."""

    NOT_ASKED = "not_asked"
    NOBODY_KNOWS = "nobody_knows"
    REFUSED = "refused"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The code of a grade (yes, partly, no) or of a choice."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A count or measure; ``unit`` is the question's, may be empty."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A share in percent: 32 means 32 %."""

    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency (ISO 4217); never converted."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A calendar date."""

    value: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Free text."""

    value: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is none: the thing asked for is known not to exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """No value, with the reason; ``who`` is the party that may know."""

    reason: UnknownReason
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """The question does not fit this project; ``second`` is the party that agrees (needed on a stop-line)."""

    reason: str
    second: str = ""


Known: TypeAlias = Code | Number | Percent | Money | Date | Text | Nothing
Answer: TypeAlias = Known | Unknown | NotApplicable


def answer_to_plain(answer: Answer) -> dict[str, Any]:
    """Write an answer as the object that the record keeps."""
    match answer:
        case Code(code=code):
            return {"type": "code", "value": code}
        case Number(value=value, unit=unit):
            return {"type": "number", "value": decimal_text(value)} | ({"unit": unit} if unit else {})
        case Percent(value=value):
            return {"type": "percent", "value": decimal_text(value)}
        case Money(amount=amount, currency=currency):
            return {"type": "money", "amount": decimal_text(amount), "currency": currency}
        case Date(value=value):
            return {"type": "date", "value": value.isoformat()}
        case Text(value=value):
            return {"type": "text", "value": value}
        case Nothing():
            return {"type": "none"}
        case Unknown(reason=reason, who=who):
            return {"type": "unknown", "reason": reason.value} | ({"who": who} if who else {})
        case NotApplicable(reason=reason, second=second):
            return {"type": "not_applicable", "reason": reason} | ({"second": second} if second else {})
        case _:
            assert_never(answer)


def answer_to_record(answer: Answer) -> dict[str, Any]:
    """Write an answer for a new entry: as `answer_to_plain` does, and proven to read back.

    Raises:
        ValueError: it would not, such as an infinite amount. Readers of what people give refuse it before.
    """
    plain = answer_to_plain(answer)
    answer_from_plain(plain)
    return plain


def answer_from_plain(plain: Plain) -> Answer:
    """Read an answer out of the record.

    Raises:
        ValueError: the type is not one of this version, or a field is missing or malformed.
    """
    try:
        match plain["type"]:
            case "code":
                return Code(code=plain["value"])
            case "number":
                return Number(value=decimal_from_text(plain["value"]), unit=plain.get("unit", ""))
            case "percent":
                return Percent(value=decimal_from_text(plain["value"]))
            case "money":
                return Money(amount=decimal_from_text(plain["amount"]), currency=plain["currency"])
            case "date":
                return Date(value=date_from_text(plain["value"]))
            case "text":
                return Text(value=plain["value"])
            case "none":
                return Nothing()
            case "unknown":
                return Unknown(reason=UnknownReason(plain["reason"]), who=plain.get("who", ""))
            case "not_applicable":
                return NotApplicable(reason=plain["reason"], second=plain.get("second", ""))
            case other:
                raise ValueError(f"answer of unknown type {other!r}")
    except (KeyError, TypeError) as error:
        raise ValueError(f"malformed answer {dict(plain)!r}") from error


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent, as the record keeps it: 305000000, 0.5, -3."""
    return format(value, "f")


def decimal_from_text(text: str) -> Decimal:
    """Read a decimal of the record: digits, at most one point, at most one minus; no exponent, no infinity.

    Raises:
        ValueError: it is written otherwise, or has more than `MAX_DIGITS` on a side.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is not a decimal of the format")
    return Decimal(text)


def can_keep(value: Decimal) -> bool:
    """Tell whether the record can keep a number: it is finite and has at most `MAX_DIGITS` on either side."""
    if not value.is_finite() or abs(value.adjusted()) > MAX_DIGITS:
        return False
    return _DECIMAL.fullmatch(decimal_text(value)) is not None


def scale_exactly(value: Decimal, factor: int) -> Decimal:
    """Multiply a number that the record can keep (`can_keep`) with a factor; no digit is rounded off."""
    return Context(prec=4 * MAX_DIGITS).multiply(value, factor)


def date_from_text(text: str) -> dt.date:
    """Read a date of the record.

    Raises:
        ValueError: it is not YYYY-MM-DD, or there is no such day.
    """
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text[:60]!r} is not a date of the format")
    return dt.date.fromisoformat(text)


def read_decimal(text: str) -> Decimal:
    """Read a number as people type it: spaces and thin spaces group, full-width digits count.

    Raises:
        ValueError: not a finite number; a comma is refused, since it means thousands here and decimals there.
        TooManyDigits: the record does not keep so long a number.
    """
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").replace("_", "")
    try:
        value = Decimal(folded)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error
    if not value.is_finite() or "e" in folded.lower():
        raise ValueError(f"{text!r} is not a number")
    if not can_keep(value):
        raise TooManyDigits(f"{text[:60]!r} has more than {MAX_DIGITS} digits on a side")
    return value


def read_money(text: str) -> Money:
    """Read an amount with its ISO 4217 code in either order: ``1000.00 EUR`` or ``USD 305000000``.

    Raises:
        ValueError: no three-letter currency, or the rest is not a number.
    """
    words = unicodedata.normalize("NFKC", text).split()
    codes = [word for word in words if len(word) == 3 and word.isascii() and word.isalpha()]
    if len(codes) != 1:
        raise ValueError(f"{text!r} needs one currency code such as EUR, USD or CNY")
    amount = read_decimal("".join(word for word in words if word != codes[0]))
    return Money(amount=amount, currency=codes[0].upper())


def read_percent(text: str) -> Percent:
    """Read ``32``, ``32 %`` or ``32％``.

    Raises:
        ValueError: not a number.
    """
    return Percent(value=read_decimal(unicodedata.normalize("NFKC", text).strip().removesuffix("%")))


def read_date(text: str) -> dt.date:
    """Read an ISO 8601 calendar date.

    Raises:
        ValueError: not YYYY-MM-DD.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    try:
        return date_from_text(folded)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date like 2026-03-31") from error


def fold_word(text: str) -> str:
    """Bring a name into the form in which names are compared: narrow, small, letters and digits alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def tidy_text(text: str) -> str:
    """Make typed text fit for the record: NFC, no lone surrogates, no control characters but newline and tab."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept)).strip()
