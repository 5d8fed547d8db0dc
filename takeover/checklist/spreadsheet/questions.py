"""Questions and registers out of their rows, in the form of the checklist format, every value with its cell.

What a workbook of another program does not say gets a stand-in: the least weight, half the worth, the own organisation
as readers. Each stand-in is reported, and noted for the file that is written, so that somebody decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from takeover.catalogues import Catalogue
from takeover.checklist.model import CountsFor, Horizon, QuestionType
from takeover.checklist.spreadsheet.choices import Lists, Option, is_grade, read_codes_of, write_choices
from takeover.checklist.spreadsheet.form import HEALTH_EXAMPLES, OWN
from takeover.checklist.spreadsheet.grid import Found, Row, warn
from takeover.checklist.spreadsheet.notation import read_codes, read_health, read_lines
from takeover.checklist.spreadsheet.row_types import RowKind
from takeover.checklist.spreadsheet.rows import Item, Repeat
from takeover.checklist.spreadsheet.tables import Book
from takeover.problems import Place, Problem
from takeover.values import Level, Role

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+", re.ASCII)
_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_FALSE = ("false", "no", "0")
_TRUE = ("true", "yes", "1")
_STAND_INS: Mapping[str, Any] = {
    "weight": "1",
    "sharing": Level.INTERNAL.value,
    "counts_for": CountsFor.INHERITED.value,
    "ask": [Role.OUTGOING_PM.value],
}


@dataclass(slots=True, kw_only=True)
class Survey:
    """What is at hand while rows become questions, and what is gathered on the way.

    `codes` are the new codes of a question by the old ones, `strings` the translations by language and key, `notes`
    what somebody has to decide, by question id or register.ID; `undecided` the questions by the keys that they lack.
    """

    book: Book
    lists: Lists
    words: Catalogue
    problems: list[Problem]
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    strings: dict[str, dict[str, Found]] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)

    def report_undecided(self) -> None:
        """Report what has stand-ins, once for all questions that lack the same."""
        for keys, found in self.undecided.items():
            name, place = found[0]
            self.problems.append(warn("CL076", place, id=name, count=str(len(found)), keys=keys))

    def text(self, row: Row, base: str, key: str) -> Found:
        """Return a text in the list's own language and keep its translations under a key."""
        found = self.book.find(row, base)
        for language in self.book.languages:
            translated = self.book.find(row, base, language)
            if found.value or translated.value:
                self.keep(language, key, translated)
        if piece := _REFERENCE.search(str(found.value)):
            self.problems.append(warn("CL074", found.place, piece=piece[0]))
        return found

    def keep(self, language: str, key: str, found: Found) -> None:
        """Keep a translation; an empty one too, since its place is where it can be written."""
        self.strings.setdefault(language, {})[key] = found


def give_id(item: Item | Repeat, dimension: str) -> str:
    """Return the id of a question: the one that it has, else one out of the dimension and its name."""
    row = item.row
    if given := row.text(f"{OWN}id"):
        return given
    name = row.text("name")
    return name if _ID.fullmatch(name) else f"{_slug(dimension)}.{_slug(name)}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower(), flags=re.ASCII).strip("-") or "x"


def read_question(survey: Survey, item: Item, question_id: str, dimension: str) -> dict[str, Any]:
    """Read a question; what it does not say gets a stand-in."""
    row = item.row
    kind = _find_type(survey, item)
    plain: dict[str, Any] = {"id": Found(value=question_id, place=row.place("name")), "dimension": dimension}
    plain |= {"type": Found(value=kind, place=row.place(f"{OWN}type" if row.text(f"{OWN}type") else "type"))}
    plain |= _read_texts(survey, row, question_id)
    if kind == QuestionType.CHOICE or (item.type.kind is RowKind.AS_TEXT and item.type.choices in survey.lists):
        _read_choices(survey, item, question_id, plain)
    for name in ("stop_line", "unit", "register"):
        if row.text(f"{OWN}{name}"):
            found = row.found(f"{OWN}{name}")
            plain[name] = Found(value={"cleared_by": found}, place=found.place) if name == "stop_line" else found
    for name in ("day_one", "ask_all"):
        plain |= _read_flag(row, name)
    plain |= _read_lists(row)
    _fill(survey, row, plain, kind)
    return plain


def _find_type(survey: Survey, item: Item) -> str:
    """Find the type: the one that is named where it fits the XLSForm type, else the one that follows from that."""
    row, fits = item.row, item.type.fits
    if item.type.kind is RowKind.SELECT:
        options = survey.lists.get(item.type.choices)
        if options is None:
            _report_list(survey, item)
        fits = (QuestionType.CHOICE,)
        if options is None or is_grade(options):
            _check_labels(survey, options or ())
            grades = (QuestionType.GRADE, QuestionType.REGISTER)
            fits = grades[::-1] if row.text(f"{OWN}register") else grades
    named = row.text(f"{OWN}type")
    if named and named not in fits:
        details = {"value": named, "allowed": ", ".join(fits)}
        survey.problems.append(Problem(code="CL014", place=row.place(f"{OWN}type"), details=details))
    return named if named in fits else fits[0].value


def _report_list(survey: Survey, item: Item) -> None:
    details = {"list": item.type.choices, "lists": ", ".join(survey.lists) or "–"}
    survey.problems.append(Problem(code="CL064", place=item.row.place("type"), details=details))


def _check_labels(survey: Survey, options: tuple[Option, ...]) -> None:
    """Warn where yes, partly or no have other words than the program's, which stand in every list."""
    for option in options:
        label = survey.book.find(option.row, "label")
        text = survey.words.text(f"checklist.xlsform.grade.{option.code}")
        if str(label.value).casefold() not in ("", text.casefold()):
            survey.problems.append(warn("CL067", label.place, column=str(label.value), count="1"))


def _read_texts(survey: Survey, row: Row, key: str) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": survey.text(row, "label", f"{key}.text")}
    for name, base in (("help", "hint"), ("why", f"{OWN}why"), ("finding", f"{OWN}finding")):
        if (found := survey.text(row, base, f"{key}.{name}")).value:
            plain[name] = found
    action = survey.text(row, f"{OWN}action", f"{key}.action")
    plain["action"] = Found(value={"text": action, "horizon": row.found(f"{OWN}horizon")}, place=action.place)
    typical = survey.book.find(row, f"{OWN}evidence")
    count = len(read_lines(str(typical.value)))
    for language in survey.book.languages:
        found = survey.book.find(row, f"{OWN}evidence", language)
        lines = read_lines(str(found.value))
        for number, line in enumerate((*lines, *("" for _ in range(count - len(lines)))), 1):
            survey.keep(language, f"{key}.evidence.{number}", Found(value=line, place=found.place))
    needed = row.found(f"{OWN}evidence_needed")
    evidence: dict[str, Any] = {}
    if typical.value:
        evidence["typical"] = Found(value=list(read_lines(str(typical.value))), place=typical.place)
    if needed.value:
        evidence["needed_for"] = Found(value=list(read_codes(str(needed.value))), place=needed.place)
    return plain | ({"evidence": evidence} if evidence else {})


def _read_choices(survey: Survey, item: Item, key: str, plain: dict[str, Any]) -> None:
    """Read the choices of a question; where it becomes text, they are named in its help."""
    options = survey.lists[item.type.choices]
    if plain["type"].value != QuestionType.CHOICE:
        plain["help"] = _name_choices(survey, item.row, options, "")
        for language in survey.book.languages:
            survey.keep(language, f"{key}.help", _name_choices(survey, item.row, options, language))
        return
    codes = read_codes_of(options, survey.problems)
    survey.codes[key] = codes
    plain["choices"] = write_choices(survey.book, options, codes)
    for option in options:
        survey.text(option.row, "label", f"{key}.choices.{codes[option.code]}")


def _name_choices(survey: Survey, row: Row, options: tuple[Option, ...], language: str) -> Found:
    """Return the help of a question whose choices become text, with the choices named in it."""
    found = survey.book.find(row, "hint", language)
    texts = [str(survey.book.find(option.row, "label", language).value or option.code) for option in options]
    return Found(value=f"{found.value} ({'; '.join(texts)})".strip(), place=found.place)


def _read_flag(row: Row, name: str) -> dict[str, Any]:
    found = row.found(f"{OWN}{name}")
    text = str(found.value).lower()
    if not text or text in _FALSE:
        return {}
    return {name: Found(value="true" if text in _TRUE else str(found.value), place=found.place)}


def _read_lists(row: Row) -> dict[str, Any]:
    lists: tuple[tuple[str, Callable[[str], list[str]]], ...] = (("ask", read_codes), ("source", read_lines))
    return {
        name: Found(value=list(read(row.text(f"{OWN}{name}"))), place=row.place(f"{OWN}{name}"))
        for name, read in lists
        if row.text(f"{OWN}{name}")
    }


def _fill(survey: Survey, row: Row, plain: dict[str, Any], kind: str) -> None:
    """Put in what is there, and stand-ins for what is not."""
    missing: list[str] = []
    for name, stand_in in _STAND_INS.items():
        if name in plain:
            continue
        found = row.found(f"{OWN}{name}")
        plain[name] = found if found.value else Found(value=stand_in, place=found.place)
        missing += [] if found.value else [name]
    health = row.text(f"{OWN}health")
    plain["health"] = _read_health(survey, row, kind) if health else _stand_in_health(plain, kind, row)
    missing += [] if health else ["health"]
    missing += _fill_words(survey, row, plain)
    if missing:
        _note(survey, row, str(plain["id"].value), missing)


def _fill_words(survey: Survey, row: Row, plain: dict[str, Any]) -> list[str]:
    """Put stand-ins for the finding and the action."""
    missing: list[str] = []
    text = str(plain["text"].value)
    if "finding" not in plain:
        stand_in = survey.words.text("checklist.xlsform.decide.finding", text=text)
        plain["finding"] = Found(value=stand_in, place=row.place(f"{OWN}finding"))
        missing.append("finding")
    action = plain["action"].value
    for name, stand_in in (
        ("text", survey.words.text("checklist.xlsform.decide.action", text=text)),
        ("horizon", Horizon.DAY_30.value),
    ):
        if not action[name].value:
            action[name] = Found(value=stand_in, place=action[name].place)
            missing.append("action" if name == "text" else name)
    return missing


def _note(survey: Survey, row: Row, key: str, missing: Iterable[str]) -> None:
    keys = ", ".join(missing)
    survey.undecided.setdefault(keys, []).append((key, row.place("name")))
    survey.notes[key] = (survey.words.text("checklist.xlsform.decide.note", cell=row.place("name").path, keys=keys),)


def _read_health(survey: Survey, row: Row, kind: str) -> Found:
    found = row.found(f"{OWN}health")
    health = read_health(str(found.value), kind)
    if health is None:
        details = {"value": str(found.value), "allowed": " | ".join(HEALTH_EXAMPLES)}
        survey.problems.append(Problem(code="CL014", place=found.place, details=details))
        return _stand_in_health({}, kind, row)
    return Found(value=health, place=found.place)


def _stand_in_health(plain: Mapping[str, Any], kind: str, row: Row) -> Found:
    place = row.place(f"{OWN}health")
    match kind:
        case QuestionType.GRADE:
            return Found(value={"yes": "good", "partly": "half", "no": "bad"}, place=place)
        case QuestionType.CHOICE:
            codes = [str(choice["code"].value) for choice in plain.get("choices", ())]
            return Found(value=dict.fromkeys(codes, "half"), place=place)
        case QuestionType.NUMBER | QuestionType.PERCENT:
            return Found(value=[{"otherwise": "half"}], place=place)
        case QuestionType.REGISTER:
            return Found(value={"complete": plain.get("columns", []), "half": "2/3"}, place=place)
        case _:
            return Found(value={"answered": "good"}, place=place)


# ---- registers


def read_register(survey: Survey, repeat: Repeat) -> dict[str, Any]:
    """Read a register with its columns."""
    row, key = repeat.row, f"register.{repeat.id}"
    plain: dict[str, Any] = {"id": Found(value=repeat.id, place=row.place("name"))}
    plain["title"] = _title(survey, row, f"{key}.title")
    seen: dict[str, Row] = {}
    columns = []
    for item in repeat.columns:
        name = item.row.text(f"{OWN}id") or item.row.text("name")
        if name in seen:
            refuse_twin(survey, item.row, seen[name], name)
            continue
        seen[name] = item.row
        columns.append(_read_column(survey, item, name, f"{key}.{name}"))
    plain["columns"] = Found(value=columns, place=row.place("type"))
    if any(not row.text(f"{OWN}sharing") for row in seen.values()):
        _note(survey, row, key, ["sharing"])
    if row.text(f"{OWN}command"):
        plain["command"] = row.found(f"{OWN}command")
    return plain


def _title(survey: Survey, row: Row, key: str) -> Found:
    """Return a label; another program's may be missing, then the name stands for it."""
    found = survey.text(row, "label", key)
    return found if found.value else row.found("name")


def _read_column(survey: Survey, item: Item, name: str, key: str) -> dict[str, Any]:
    row = item.row
    plain: dict[str, Any] = {"id": Found(value=name, place=row.place("name"))}
    plain["title"] = _title(survey, row, f"{key}.title")
    sharing = row.found(f"{OWN}sharing")
    plain["sharing"] = sharing if sharing.value else Found(value=Level.INTERNAL.value, place=sharing.place)
    if row.text("relevant"):
        survey.problems.append(warn("CL063", row.place("relevant")))
    if item.type.kind is RowKind.SELECT:
        return plain | _read_column_choices(survey, item, key)
    return plain | {"type": Found(value=_find_type(survey, item), place=row.place("type"))}


def _read_column_choices(survey: Survey, item: Item, key: str) -> dict[str, Any]:
    """Read the choices of a column; its codes stay as they are, since nothing else reads them."""
    row, options = item.row, survey.lists.get(item.type.choices)
    named = row.found(f"{OWN}type")
    if named.value not in ("", QuestionType.CHOICE):
        details = {"value": str(named.value), "allowed": QuestionType.CHOICE.value}
        survey.problems.append(Problem(code="CL014", place=named.place, details=details))
    if options is None:
        _report_list(survey, item)
        return {"type": QuestionType.TEXT.value}
    for option in options:
        survey.text(option.row, "label", f"{key}.{option.code}")
    codes = {option.code: option.code for option in options}
    kind = Found(value=QuestionType.CHOICE.value, place=row.place("type"))
    return {"type": kind, "choices": write_choices(survey.book, options, codes)}


def refuse_twin(survey: Survey, row: Row, first: Row, name: str) -> None:
    """Report a name that stands twice."""
    details = {"name": name, "first": first.place("name").path}
    survey.problems.append(Problem(code="CL070", place=row.place("name"), details=details))


def ask_for_register(survey: Survey, repeat: Repeat, question_id: str, dimension: str) -> dict[str, Any]:
    """Make the question that opens a register which no question opens: another program's repeat."""
    row = repeat.row
    plain: dict[str, Any] = {
        "id": Found(value=question_id, place=row.place("name")),
        "dimension": dimension,
        "type": QuestionType.REGISTER.value,
        "register": repeat.id,
        "text": _title(survey, row, f"{question_id}.text"),
        "action": Found(
            value={"text": row.found(f"{OWN}action"), "horizon": row.found(f"{OWN}horizon")}, place=row.place()
        ),
    }
    required = [item for item in repeat.columns if item.row.text("required").lower() in _TRUE] or repeat.columns[:1]
    plain["columns"] = [item.row.text(f"{OWN}id") or item.row.text("name") for item in required]
    _fill(survey, row, plain, QuestionType.REGISTER)
    del plain["columns"]
    return plain
