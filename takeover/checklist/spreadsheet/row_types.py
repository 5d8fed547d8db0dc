"""The question types of XLSForm: which are ours, which become text, which are no questions at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from takeover.checklist.model import QuestionType


class RowKind(StrEnum):
    """What a row of the sheet survey is."""

    BEGIN_GROUP = "begin_group"
    END_GROUP = "end_group"
    BEGIN_REPEAT = "begin_repeat"
    END_REPEAT = "end_repeat"
    SELECT = "select_one"
    VALUE = "value"
    AS_TEXT = "as_text"
    LEFT_OUT = "left_out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowType:
    """A cell of the column `type`: what its row is, the list of a choice, the types that a value may be of."""

    kind: RowKind
    choices: str = ""
    fits: tuple[QuestionType, ...] = ()


_QUANTITIES = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY)
_VALUES: Mapping[str, tuple[QuestionType, ...]] = {
    "text": (QuestionType.TEXT,),
    "string": (QuestionType.TEXT,),
    "integer": _QUANTITIES,
    "int": _QUANTITIES,
    "decimal": _QUANTITIES,
    "range": _QUANTITIES,
    "percentage": (QuestionType.PERCENT,),
    "date": (QuestionType.DATE,),
}
_AS_TEXT = frozenset((
    "time", "datetime", "geopoint", "geotrace", "geoshape", "gps", "location", "image", "photo", "audio", "video",
    "file", "barcode", "acknowledge", "trigger",
))  # fmt: skip
_LEFT_OUT = frozenset((
    "note", "calculate", "hidden", "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber",
    "username", "email", "audit", "imei", "start-geopoint", "background-audio", "background-geopoint",
    "xml-external", "csv-external", "osm",
))  # fmt: skip
_BEGIN_END = re.compile(r"(begin|end)[ _](group|repeat|lgroup|loop|looped group)(?: .*)?")
_SELECT_ONE = re.compile(r"(?:select_one|select one|select1|select one from)\s+(\S+)")
_AS_TEXT_LIST = re.compile(
    r"(?:select_multiple|select multiple|select all that apply(?: from)?|rank"
    r"|select[_ ](?:one|multiple)[_ ](?:from[_ ]file|external)|select_one|select one)\s+(\S+)(?:\s.*)?"
)
WORDS = (
    "begin_group", "end_group", "begin_repeat", "end_repeat", "select_one LIST", "select_multiple LIST",
    *_VALUES, *_AS_TEXT, *_LEFT_OUT,
)  # fmt: skip
"""What a cell of the column `type` may begin with; to name the nearest one."""


def read_type(text: str) -> RowType:
    """Read a cell of the column `type`, in any of the ways in which XLSForm writes it."""
    words = " ".join(text.split())
    small = words.lower()
    if found := _BEGIN_END.fullmatch(small):
        inner = "group" if found[2] == "group" else "repeat"
        return RowType(kind=RowKind(f"{found[1]}_{inner}"))
    if (found := _SELECT_ONE.fullmatch(words)) and not found[1].startswith("${"):
        return RowType(kind=RowKind.SELECT, choices=found[1])
    if found := _AS_TEXT_LIST.fullmatch(words):
        return RowType(kind=RowKind.AS_TEXT, choices=found[1], fits=(QuestionType.TEXT,))
    if small in _VALUES:
        return RowType(kind=RowKind.VALUE, fits=_VALUES[small])
    if small in _AS_TEXT:
        return RowType(kind=RowKind.AS_TEXT, fits=(QuestionType.TEXT,))
    return RowType(kind=RowKind.LEFT_OUT if small in _LEFT_OUT else RowKind.UNKNOWN)
