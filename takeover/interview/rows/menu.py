"""What can be done with the rows of a register where its question is asked, and what that needs from outside.

Kept small: it is loaded with every interview, while the talks themselves (`dialogue`, `taking`) are loaded when
a row is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, Question, Register
from takeover.interview.drafts import Drafts
from takeover.interview.navigator import Navigator
from takeover.interview.pages import UNKNOWN
from takeover.interview.prompts import Option, Pick, Prompt
from takeover.record.kinds import Evidence
from takeover.record.rows import Row

ADD, START, EDIT, WITHDRAW, IMPORT = "=add", "=start", "=edit", "=withdraw", "=import"
ACTIONS = frozenset({ADD, START, EDIT, WITHDRAW, IMPORT})
"""The options that touch rows; no code looks like them."""
_KEYS = {ADD: ("a", "+"), START: ("t",), EDIT: ("c",), WITHDRAW: ("d",), IMPORT: ("i",)}


class Order(StrEnum):
    """Which comes first in 03/04/2026, the day or the month; in 26/03/31 it may be the year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Mark(StrEnum):
    """The decimal mark of a file."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What an import in the terminal needs from outside.

    `read` gives a file's bytes (`BadInput` where it cannot be read), `refer` describes a file that is not copied,
    `load` and `save` keep what imports were told (`memory`), `new_ids` gives ids for rows.
    """

    read: Callable[[str], bytes]
    refer: Callable[[str], Evidence]
    load: Callable[[], str]
    save: Callable[[str], None]
    new_ids: Iterator[str]


def draft_key(register: str) -> str:
    """Name the draft of a half-typed row."""
    return f"row:{register}"


def list_proposals(register: Register, rows: tuple[Row, ...]) -> tuple[Mapping[str, str], ...]:
    """List the usual rows of a register that are not there yet, known by their first cell."""
    first = register.columns[0].id
    known = {row.values.get(first) for row in rows}
    return tuple(start for start in register.start_with if start.get(first) not in known)


def offer_rows(
    prompt: Prompt,
    register: Register,
    rows: tuple[Row, ...],
    catalogue: Catalogue,
    *,
    half: bool,
    files: bool,
    explained: bool = False,
) -> Prompt:
    """Put what can be done with rows before the answers of a register's question, which speak for the whole list.

    `half` tells whether a row is half typed, `files` whether files can be imported, `explained` whether the question's
    own help says when a list without rows counts as complete. A stray Enter claims nothing.
    """
    if not isinstance(prompt, Pick):
        return prompt
    proposals = list_proposals(register, rows)
    wanted = {
        START: bool(proposals) and not half,
        ADD: True,
        EDIT: bool(rows),
        WITHDRAW: bool(rows),
        IMPORT: files,
    }
    counted = {START: len(proposals), ADD: "half" if half else ""}
    doing = tuple(
        Option(value=value, text=_text(value, counted.get(value, ""), catalogue), keys=_KEYS[value])
        for value, is_wanted in wanted.items()
        if is_wanted
    )
    said = "whole" if rows else "explained" if explained else ""
    answers = tuple(
        replace(option, text=catalogue.text(key)) if catalogue.has(key) else option
        for option in prompt.options
        if not _is_overtaken(option.value, rows, prompt.default)
        for key in (f"interview.row.{said}.{option.value}",)
    )
    default = doing[0].value if prompt.default == UNKNOWN else prompt.default
    return replace(prompt, title=catalogue.text("interview.row.menu"), options=(*doing, *answers), default=default)


def _is_overtaken(answer: str, rows: tuple[Row, ...], stands: str) -> bool:
    """Tell whether an answer makes no sense any more: that there is no list, where rows are; what stands can stay."""
    return answer == "no" and bool(rows) and stands != answer


def _text(value: str, more: object, catalogue: Catalogue) -> str:
    match value:
        case "=start":
            return catalogue.text("interview.row.do.start", count=more)
        case "=add" if more:
            return catalogue.text("interview.row.do.half")
        case _:
            return catalogue.text(f"interview.row.do.{value.removeprefix('=')}")


def resume_rows(navigator: Navigator, drafts: Drafts) -> Navigator:
    """Begin at the question whose row was left half typed, where there is one."""
    for question in navigator.walk():
        found = navigator.checklist.question(question)
        if found and found.register and drafts.load(draft_key(found.register)):
            return navigator.jump(question)
    return navigator


def find_registers(question: Question, own: Checklist, others: tuple[Checklist, ...]) -> tuple[Register, ...]:
    """Find the register of a question in each language of the list, the terminal's first."""
    found = (checklist.register(question.register) for checklist in (own, *others))
    return tuple(register for register in found if register is not None)
