"""What an edition discloses of a record and its checklist, and what it says about the rest (docs/editions.md).

An edition shows the entries, questions and columns of its levels and nothing else: no id, no text, no condition that
names a hidden question, no word on why something is asked. What it withholds it counts: questions that it does not
show, and questions of which something that the judgement rests on is withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from takeover.assessment.method_1 import assess
from takeover.assessment.method_1.withheld import VEIL, map_leaves
from takeover.assessment.model import Assessment, Withheld, Withholding
from takeover.baseline.model import EditionName
from takeover.checklist.model import (
    Checklist,
    Condition,
    House,
    Leaf,
    Question,
    Register,
    RowsHealth,
    SettingIs,
    leaves,
)
from takeover.record.chain import Entry
from takeover.record.kinds import Kind
from takeover.record.situation import Situation, level_of
from takeover.values import Level

NOT_SAID = "–"
"""Stands for a text that a list must have and an edition does not show."""


def disclose(entries: tuple[Entry, ...], situation: Situation, edition: EditionName) -> tuple[Entry, ...]:
    """Keep the entries whose level the edition discloses, erased ones included, in record order."""
    return tuple(entry for entry in entries if level_of(entry, situation.levels) in edition.levels)


def restrict_checklist(checklist: Checklist, edition: EditionName, *, judged: bool = True) -> Checklist:
    """Keep the questions, columns and dimensions that the edition shows.

    For the client without why something is asked and from which source; where nothing is judged also without what a
    bad answer would mean and what would be done about it.
    """
    shown = {question.id for question in checklist.questions if question.sharing in edition.levels}
    hidden = _find_hidden_columns(checklist, edition)
    questions = tuple(
        _restrict_question(question, shown, hidden.get(question.register, frozenset()))
        for question in checklist.questions
        if question.id in shown
    )
    if edition is EditionName.SHARED:
        questions = tuple(_keep_to_the_question(question, judged=judged) for question in questions)
    dimensions = {question.dimension for question in questions}
    registers = (_restrict_register(register, edition) for register in checklist.registers)
    return replace(
        checklist,
        questions=questions,
        registers=tuple(register for register in registers if register.columns),
        dimensions=tuple(d for d in checklist.dimensions if d.id in dimensions),
        house=_restrict_house(checklist.house, checklist, edition) if checklist.house else None,
    )


def _restrict_register(register: Register, edition: EditionName) -> Register:
    columns = tuple(column for column in register.columns if column.sharing in edition.levels)
    names = {column.id for column in columns}
    rows = ({name: text for name, text in row.items() if name in names} for row in register.start_with)
    return replace(register, columns=columns, start_with=tuple(row for row in rows if row))


def _find_hidden_columns(checklist: Checklist, edition: EditionName) -> dict[str, frozenset[str]]:
    """Name the columns of each register that the edition does not show."""
    return {
        register.id: frozenset(column.id for column in register.columns if column.sharing not in edition.levels)
        for register in checklist.registers
    }


def _restrict_question(question: Question, shown: Collection[str], hidden: Collection[str]) -> Question:
    health = question.health
    if isinstance(health, RowsHealth):
        health = replace(health, complete=tuple(name for name in health.complete if name not in hidden))
    return replace(question, health=health, when=_veil(question.when, shown))


def _keep_to_the_question(question: Question, *, judged: bool) -> Question:
    """Take away what is for the own organisation: the reasons, and the consequences where none are drawn."""
    asked = replace(question, why="", source=())
    return asked if judged else replace(asked, finding=NOT_SAID, action=replace(asked.action, text=NOT_SAID))


def _veil(condition: Condition | None, shown: Collection[str]) -> Condition | None:
    """Put a veil over the parts of a condition that name a hidden question."""

    def veil(leaf: Leaf) -> Leaf:
        return leaf if isinstance(leaf, SettingIs) or leaf.question in shown else VEIL

    return None if condition is None else map_leaves(condition, veil)


def _restrict_house(house: House, checklist: Checklist, edition: EditionName) -> House:
    """Say of a house list only what it did to questions that the edition may show."""
    shown = {question.id for question in checklist.questions if question.sharing in edition.levels}
    return replace(
        house,
        hidden=tuple(one for one in house.hidden if one.sharing in edition.levels),
        changed=tuple(one for one in house.changed if one.question in shown),
        added=tuple(name for name in house.added if name in shown),
    )


def list_withheld(checklist: Checklist, edition: EditionName) -> tuple[Withheld, ...]:
    """List the questions that the edition does not show, by what the judgement needs of them."""
    return tuple(
        Withheld(
            dimension=question.dimension,
            counts_for=question.counts_for,
            weight=question.weight,
            stop=question.stop_line is not None,
        )
        for question in checklist.questions
        if question.sharing not in edition.levels
    )


def list_blocked(
    entries: tuple[Entry, ...], levels: Mapping[str, Level], checklist: Checklist, edition: EditionName
) -> tuple[str, ...]:
    """List the questions that the edition shows, but of which it withholds something that the judgement rests on.

    That is a statement, its evidence, a settlement, a row, the side of a party that spoke, or a setting of its
    condition. It depends on what is withheld, never on what that says, so that a wider edition can check it. They come
    in the checklist's order: that of the answers is withheld.
    """
    columns = _find_hidden_columns(checklist, edition)
    told = [
        _Told(commitment=entry.commitment, body=entry.body, shown=level_of(entry, levels) in edition.levels)
        for entry in entries
        if entry.body is not None
    ]
    found = set(_find_blocked(told, checklist))
    return tuple(
        question.id
        for question in checklist.questions
        if question.sharing in edition.levels
        and (question.id in found or _complete(question) & columns.get(question.register, frozenset()))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An entry that was not erased, and whether the edition shows it."""

    commitment: str
    body: Mapping[str, Any]
    shown: bool

    @property
    def row(self) -> tuple[str, str]:
        """The register's row that it tells of."""
        return self.body["register"], self.body["row"]


def _complete(question: Question) -> frozenset[str]:
    return frozenset(question.health.complete) if isinstance(question.health, RowsHealth) else frozenset()


def _find_blocked(told: list[_Told], checklist: Checklist) -> Iterator[str]:
    """Find the questions on which withheld entries bear, with repetitions."""
    kinds: dict[str, list[_Told]] = {}
    for one in told:
        kinds.setdefault(one.body["kind"], []).append(one)
    about: dict[str, tuple[str, ...]] = {
        one.commitment: (one.body["question"],) for one in kinds.get(Kind.ANSWERED, ())
    }
    for one in kinds.get(Kind.ROW_RECORDED, ()):
        about[one.commitment] = tuple(q.id for q in checklist.questions if q.register == one.body["register"])
    settings = {one.body["setting"] for one in kinds.get(Kind.SETTING_RECORDED, ()) if one.shown}
    parties = {one.body["party"] for one in kinds.get(Kind.PARTY_NAMED, ()) if one.shown}
    for one in told:
        body = one.body
        match Kind.ERASED if one.shown else body["kind"]:
            case Kind.ANSWERED | Kind.RESOLVED:
                yield body["question"]
            case Kind.EVIDENCE_KEPT:
                yield from about.get(body.get("about", ""), ())
            case Kind.SETTING_RECORDED if body["setting"] in settings:
                yield from (q.id for q in checklist.questions if body["setting"] in _list_settings(q.when))
            case Kind.PARTY_NAMED if "side" in body and body["party"] in parties:
                spoken = (said.body for said in kinds.get(Kind.ANSWERED, ()))
                yield from (said["question"] for said in spoken if said["party"] == body["party"])
    yield from _find_asking(kinds.get(Kind.ROW_RECORDED, ()), checklist)


def _list_settings(condition: Condition | None) -> set[str]:
    return {leaf.setting for leaf in leaves(condition) if isinstance(leaf, SettingIs)}


def _find_asking(rows: Iterable[_Told], checklist: Checklist) -> Iterator[str]:
    """Find the questions on which withheld parts of rows bear.

    Internal columns of a row that is disclosed otherwise bear on none, unless a complete row needs them, or they bring
    evidence, another method, or withdraw the row.
    """
    asking = [question for question in checklist.questions if question.register]
    newest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in rows:
        if one.shown:
            newest[one.row] = one.body
            continue
        beside = newest.get(one.row, {})
        alike = bool(beside) and all(beside.get(name) == one.body.get(name) for name in ("method", "withdrawn"))
        for question in asking:
            bears = not alike or "evidence" in one.body or _complete(question) & one.body["values"].keys()
            if question.register == one.body["register"] and bears:
                yield question.id


def judge_edition(
    checklist: Checklist,
    situation: Situation,
    edition: EditionName,
    *,
    as_of: dt.date,
    days_off: Collection[dt.date],
    withholding: Withholding,
) -> Assessment:
    """Judge what an edition discloses: the internal one from all that is not private, the shared one as in D10."""
    internal = edition is EditionName.INTERNAL
    return assess(checklist, situation, as_of=as_of, days_off=days_off, withholding=None if internal else withholding)
