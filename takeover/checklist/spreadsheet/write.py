"""A checklist in all its languages as the sheets of a workbook, and what other programs will not see of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, House, QuestionType
from takeover.checklist.spreadsheet.form import (
    FORMAT,
    OPTIONAL_COLUMNS,
    OWN,
    SHEET_COLUMNS,
    SURVEY_COLUMNS,
    SheetName,
    name_columns,
)
from takeover.checklist.spreadsheet.grid import Sheet, make_sheet
from takeover.checklist.spreadsheet.languages import name_language
from takeover.checklist.spreadsheet.names import give_names
from takeover.checklist.spreadsheet.survey import Words, write_survey
from takeover.checklist.translation import list_texts
from takeover.problems import Place, Problem
from takeover.values import Level

MAX_CELL = 32_767
"""Characters that a cell of Excel holds."""
_CANNOT_STAND = re.compile(
    "[^\\t\\n\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|_x[0-9A-Fa-f]{4}_"
)
"""What XML does not keep as it is, and what Excel reads as an escaped character."""
_LIST_ID = re.compile(r"[^\s,;:，；：、]+")
_CURLY = re.compile("[“”‘’]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Something that other programs will not see: the end of its key in the catalogue, and how often it is there."""

    name: str
    count: int

    def sentence(self, catalogue: Catalogue) -> str:
        """Say it in the catalogue's language."""
        return catalogue.text(f"checklist.xlsform.limit.{self.name}", count=self.count)


def write_workbook(
    checklist: Checklist,
    strings: Mapping[str, Mapping[str, str]],
    *,
    catalogues: Callable[[str], Catalogue],
    talk: Catalogue,
    stale: int = 0,
) -> tuple[Sheet, ...]:
    """Write a checklist without errors as the sheets of a workbook.

    `strings` are its translations by language and key, `catalogues` gives the program's words in a language, `talk`
    those for the sheet takeover. `stale` counts translations that are older than their source.
    """
    words = Words(checklist=checklist, strings=strings, catalogues=catalogues)
    survey, choices = write_survey(words, give_names(checklist))
    choice_columns = name_columns(SHEET_COLUMNS[SheetName.CHOICES], words.languages)
    used = {column.partition("::")[0] if not column.startswith(OWN) else column for row in survey for column in row}
    columns = [pair for pair in SURVEY_COLUMNS if pair[0] in used or pair[0] not in OPTIONAL_COLUMNS]
    limits = list_limits(checklist, strings, stale=stale)
    sheets = [
        make_sheet(SheetName.SURVEY, name_columns(columns, words.languages), survey),
        make_sheet(SheetName.CHOICES, choice_columns, choices),
        _write_settings(checklist),
        _write_takeover(words, limits, talk),
        _write_start(words),
    ]
    return (*sheets, _write_house(words, checklist.house)) if checklist.house else tuple(sheets)


def _write_settings(checklist: Checklist) -> Sheet:
    row = {
        "form_title": checklist.title,
        "form_id": checklist.id,
        "version": checklist.version,
        "default_language": name_language(checklist.language),
    }
    return make_sheet(SheetName.SETTINGS, row, (row,))


def _write_start(words: Words) -> Sheet:
    """Write the rows that new tables start with, a cell a row."""
    columns = name_columns(SHEET_COLUMNS[SheetName.START], words.languages)
    rows = [
        {"register": register.id, "row": str(number), "column": name}
        | words.cells("text", f"register.{register.id}.start.{number}.{name}", text)
        for register in words.checklist.registers
        for number, row in enumerate(register.start_with, 1)
        for name, text in row.items()
    ]
    return make_sheet(SheetName.START, columns, rows)


def _write_house(words: Words, house: House) -> Sheet:
    rows = [{"kind": "base", "question": house.base, "keys": house.base_sha256}]
    for hidden in house.hidden:
        row = {"kind": "hidden", "question": hidden.question, "sharing": hidden.sharing.value}
        row |= words.cells("text", f"{hidden.question}.text", hidden.text)
        rows.append(row | words.cells("reason", f"{hidden.question}.hidden", hidden.reason))
    rows += [{"kind": "changed", "question": one.question, "keys": "\n".join(one.keys)} for one in house.changed]
    rows += [{"kind": "added", "question": name} for name in house.added]
    return make_sheet(SheetName.HOUSE, name_columns(SHEET_COLUMNS[SheetName.HOUSE], words.languages), rows)


def _write_takeover(words: Words, limits: tuple[Limit, ...], talk: Catalogue) -> Sheet:
    """Write the title in all languages, what the columns mean, and what other programs will not see."""
    rows = [{"key": "takeover_workbook", "value": FORMAT}]
    for language, text in words.texts("checklist.title", words.checklist.title).items():
        if text and language != words.checklist.language:
            rows.append({"key": f"title::{name_language(language)}", "value": text})
    rows.append({"value": talk.text("checklist.xlsform.about")})
    rows += [
        {"key": name, "value": talk.text(f"checklist.xlsform.column.{name.removeprefix(OWN)}", name="${name}")}
        for name, _ in SURVEY_COLUMNS
        if name.startswith(OWN) or name == "relevant"
    ]
    rows.append({"value": talk.text("checklist.xlsform.limits")})
    rows += [{"value": limit.sentence(talk)} for limit in limits]
    return make_sheet(SheetName.TAKEOVER, ("key", "value"), rows)


def list_limits(checklist: Checklist, strings: Mapping[str, Mapping[str, str]], *, stale: int = 0) -> tuple[Limit, ...]:
    """List what XLSForm cannot carry and other programs therefore will not see; what does not occur is left out."""
    levels = [question.sharing for question in checklist.questions]
    levels += [column.sharing for register in checklist.registers for column in register.columns]
    kinds = [question.type for question in checklist.questions]
    kinds += [column.type for register in checklist.registers for column in register.columns]
    texts = [*list_texts(checklist).values(), *(text for language in strings.values() for text in language.values())]
    counts = {
        "columns": len(checklist.questions),
        "levels": len(levels) - levels.count(Level.SHARED),
        "answers": len(checklist.questions),
        "conditions": sum(question.when is not None for question in checklist.questions),
        "money": kinds.count(QuestionType.MONEY),
        "start": sum(len(register.start_with) for register in checklist.registers),
        "quotes": sum(_CURLY.search(text) is not None for text in texts),
        "house": int(checklist.house is not None),
        "stale": stale,
    }
    return tuple(Limit(name=name, count=count) for name, count in counts.items() if count)


def check_carried(checklist: Checklist, strings: Mapping[str, Mapping[str, str]]) -> tuple[Problem, ...]:
    """Report everything that a workbook could not give back as it is: nothing is written then."""
    return (*_check_texts(checklist, strings), *_check_ids(checklist))


def _check_texts(checklist: Checklist, strings: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    texts = {(checklist.language, key): text for key, text in list_texts(checklist).items()}
    texts |= {(language, key): text for language, pairs in strings.items() for key, text in pairs.items()}
    for question in checklist.questions:
        texts[checklist.language, f"{question.id}.unit"] = question.unit
        texts[checklist.language, f"{question.id}.source"] = "\n".join(question.source)
    for register in checklist.registers:
        for number, row in enumerate(register.start_with, 1):
            for name, text in row.items():
                texts[checklist.language, f"register.{register.id}.start.{number}.{name}"] = text
    for (language, key), text in texts.items():
        place = Place(file=language, path=key)
        if len(text) > MAX_CELL:
            yield Problem(code="CL062", place=place, details={"piece": f"{text[:20]}… ({len(text)} > {MAX_CELL})"})
        if bad := _CANNOT_STAND.search(text):
            piece = bad[0] if len(bad[0]) > 1 else f"U+{ord(bad[0]):04X}"
            yield Problem(code="CL062", place=place, details={"piece": piece})
        elif "${" in text:
            yield Problem(code="CL062", place=place, details={"piece": "${"})


def _check_ids(checklist: Checklist) -> Iterator[Problem]:
    ids = [(f"dimension.{dimension.id}", dimension.id) for dimension in checklist.dimensions]
    for register in checklist.registers:
        ids.append((f"register.{register.id}", register.id))
        for column in register.columns:
            ids.append((f"register.{register.id}.{column.id}", column.id))
            ids += [(f"register.{register.id}.{column.id}.{choice.code}", choice.code) for choice in column.choices]
    twins = {one for one in ids if ids.count(one) > 1}
    for key, name in ids:
        if (key, name) in twins or not _LIST_ID.fullmatch(name) or _CANNOT_STAND.search(name) or "${" in name:
            yield Problem(code="CL062", place=Place(path=key), details={"piece": name})
