"""Answers from a file (docs/answers-format.md): bytes in; settings, parties and acts out, with every mistake at once.

Rules: every scalar is text; a mistake is a problem with line and column, and the cure. An answer whose question is off
the path is a warning: it is kept in the record and left out of the judgement; with `strict` it is an error.
Leaves to others: reading the file and the evidence that it names, relative to its own folder (cli).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from takeover.catalogues import LANGUAGES
from takeover.checklist import settings
from takeover.checklist.fields import Fields, nearest
from takeover.checklist.files import Map, Node, Seq, load_yaml
from takeover.checklist.model import Checklist, Question, Register
from takeover.checklist.path import Known, find_path
from takeover.checklist.path import Place as Stretch
from takeover.interview.acts import (
    Act,
    Answered,
    GivenRow,
    Noted,
    Offered,
    PartyNamed,
    Resolved,
    RowsRecorded,
    SettingRecorded,
    default_method,
    needs_file,
)
from takeover.interview.setup import Setup, acts_of_setup
from takeover.interview.understand import understand, understand_cell, understand_date, understand_setting
from takeover.problems import Place, Problem, Severity, has_errors
from takeover.record.kinds import Grade
from takeover.record.situation import Situation
from takeover.values import Answer, Level, Method, Money, NotApplicable, Role, Side, Unknown, UnknownReason

VERSION = "1"
Statement = Answered | RowsRecorded | Noted | Resolved
T = TypeVar("T")
_SETUP_KEYS = (*settings.TEXTS, *settings.CODES)
_ANSWERS = ("value", "unknown", "not_applicable")
_PROOFS = ("note", "link", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersFile:
    """What an answers file says: the setup with its parties, the language (may be empty), and what was said."""

    setup: Setup
    language: str
    said: tuple[Statement, ...]


def acts_of(file: AnswersFile) -> tuple[Act, ...]:
    """List the acts of a file in an order in which they can be kept: settings, parties, then what was said."""
    return (*acts_of_setup(file.setup), *file.said)


def read_answers(
    data: bytes, file: str, *, checklist: Checklist, situation: Situation | None = None, strict: bool = False
) -> tuple[AnswersFile | None, tuple[Problem, ...]]:
    """Read an answers file against a checklist and the record it is for, if there is one already.

    Args:
        data: the file's bytes, UTF-8 with or without byte-order mark, at most 2 MB.
        file: its name, for the places of problems.
        checklist: in any language; codes and texts of choices are understood.
        situation: the record, whose parties can be named too and whose answers decide the path.
        strict: take an answer off the path for an error.

    Returns:
        The file's content, None where an error stands in it; and all problems.
    """
    root, found = load_yaml(data, file)
    if root is None:
        return None, found
    reader = _Reader(checklist=checklist, situation=situation, problems=list(found))
    top = Fields(root, reader.problems)
    if isinstance(root, Map) and top.text("takeover_answers") != VERSION:
        reader.report("IV020", top.place_of("takeover_answers"))
    content = reader.read_content(top)
    top.refuse_others()
    if not has_errors(reader.problems):
        reader.check_path(content.setup, Severity.ERROR if strict else Severity.WARNING)
    problems = tuple(sorted(reader.problems, key=lambda problem: (problem.place.line, problem.place.column)))
    return (None if has_errors(problems) else content), problems


def read_content(top: Fields, checklist: Checklist) -> AnswersFile:
    """Read the keys of an answers file out of a file that has more of them; problems go to the fields'."""
    return _Reader(checklist=checklist, situation=None, problems=top.problems).read_content(top)


@dataclass(slots=True, kw_only=True)
class _Reader:
    checklist: Checklist
    situation: Situation | None
    problems: list[Problem]
    parties: dict[str, Role] = field(default_factory=dict)
    read: list[tuple[Place, Answered]] = field(default_factory=list)

    def report(self, code: str, place: Place, **details: str) -> None:
        self.problems.append(Problem(code=code, place=place, details=details))

    def or_report(self, read: T | Problem) -> T | None:
        """Return what was read, or put the problem with the others."""
        if isinstance(read, Problem):
            self.problems.append(read)
            return None
        return read

    def read_content(self, top: Fields) -> AnswersFile:
        setup, language = self.read_setup(top.sub("takeover"))
        setup = replace(setup, parties=self.read_parties(top))
        said: list[Statement | None] = [self.read_answer(node) for node in top.items("answers")]
        said += self.read_registers(top.sub("registers"))
        said += [self.read_note(node) for node in top.items("notes")]
        said += [self.read_resolution(node) for node in top.items("resolved")]
        return AnswersFile(setup=setup, language=language, said=tuple(act for act in said if act is not None))

    def read_setup(self, given: Fields | None) -> tuple[Setup, str]:
        if given is None:
            return Setup(), ""
        values: dict[str, Any] = {name: self.read_setting(given, name) for name in _SETUP_KEYS}
        language = given.text("language")
        if language and language not in LANGUAGES:
            self.report("IV034", given.place_of("language"), language=language, allowed=", ".join(LANGUAGES))
        given.refuse_others()
        return replace(Setup(), **values), language

    def read_setting(self, given: Fields, name: str) -> str:
        text, place = given.text(name), given.place_of(name)
        if name == "zone" and text and not _is_zone(text):
            self.report("IV033", place, zone=text)
        return (self.or_report(understand_setting(name, text, place)) or "") if text else ""

    def read_parties(self, top: Fields) -> tuple[PartyNamed, ...]:
        known = self.situation.parties.values() if self.situation else ()
        self.parties = {party.key: party.role for party in known}
        named: dict[str, PartyNamed] = {}
        for node in top.items("parties"):
            given = Fields(node, self.problems)
            party = self.read_party(given)
            if party is None:
                continue
            key = party.short_name
            if key in named or self.parties.get(key, party.role) is not party.role:
                self.report("IV028", given.place_of("key"), key=key)
            named[key] = party
            self.parties[key] = party.role
        return tuple(named.values())

    def read_party(self, given: Fields) -> PartyNamed | None:
        role = given.choice("role", Role)
        side = given.choice("side", Side) if given.text("side") else None
        names = {name: given.text(name) for name in ("key", "name", "organisation", "capacity")}
        given.refuse_others()
        return PartyNamed(role=role, side=side, **names) if role else None

    def read_reference(self, given: Fields, key: str, *, required: bool = False) -> str:
        """Return the key of a party that is known; empty, with a problem, where it is not."""
        party = given.text(key, required=required)
        if party and party not in self.parties:
            near = nearest(party, self.parties) or "-"
            self.report("IV022", given.place_of(key), party=party, near=near)
            return ""
        return party

    def read_question(self, given: Fields, *, required: bool = True) -> Question | None:
        question_id = given.text("question", required=required)
        question = self.checklist.question(question_id)
        if question_id and question is None:
            near = nearest(question_id, (known.id for known in self.checklist.questions))
            self.report("IV021", given.place_of("question"), question=question_id, near=near)
        return question

    def read_answer(self, node: Node) -> Answered | None:
        given = Fields(node, self.problems)
        question = self.read_question(given)
        party = self.read_reference(given, "by", required=True)
        answer = self.read_value(given, question, party)
        method = self.read_method(given, party, required=bool(given.text("value")))
        words, on, remark = given.text("words"), self.read_date(given, "on"), given.text("remark")
        evidence = self.read_proofs(given)
        given.refuse_others()
        if method is Method.DOCUMENTED_SEARCH and not words:
            self.problems.append(Problem(code="IV032", place=given.place, severity=Severity.WARNING))
        if question is None or answer is None or method is None:
            return None
        act = Answered(
            question=question.id,
            party=party,
            method=method,
            answer=answer,
            words=words,
            on=on,
            evidence=evidence,
            remark=remark,
        )
        self.read.append((given.place_of("question"), act))
        return act

    def read_value(self, given: Fields, question: Question | None, party: str) -> Answer | None:
        """Read the one of value, unknown and not_applicable that is there."""
        texts = {key: given.text(key) for key in _ANSWERS}
        found = [key for key, text in texts.items() if text]
        who, second = self.read_reference(given, "who"), self.read_reference(given, "second")
        if len(found) != 1:
            self.report("IV023", given.place, found=", ".join(found) or "–")
            return None
        place = given.place_of(found[0])
        match found[0]:
            case "unknown":
                reason = given.choice("unknown", UnknownReason)
                if (reason is UnknownReason.SOMEBODY_ELSE) is not bool(given.text("who")):
                    self.report("IV029", place)
                return Unknown(reason=reason, who=who) if reason else None
            case "not_applicable":
                if question and question.stop_line and (not second or second == party):
                    self.report("IV027", place, question=question.id)
                return NotApplicable(reason=texts["not_applicable"], second=second)
            case _:
                return self.read_known(question, texts["value"], place) if question else None

    def read_known(self, question: Question, text: str, place: Place) -> Answer | None:
        read = understand(question, text, place)
        if isinstance(read, Problem):
            self.problems.append(read)
            return None
        return read

    def read_method(self, given: Fields, party: str, *, required: bool) -> Method | None:
        """Read how it became known; left out, it is what is usual for the party's role."""
        role = self.parties.get(party)
        default = default_method(role) if role and not required else None
        if not required and not given.text("method"):
            return default
        return given.choice("method", Method, default)

    def read_date(self, given: Fields, key: str) -> dt.date | None:
        text = given.text(key)
        return self.or_report(understand_date(text, given.place_of(key))) if text else None

    def read_proofs(self, given: Fields, *, required: bool = False) -> tuple[Offered, ...]:
        read = (self.read_proof(item) for item in given.items("evidence", required=required))
        return tuple(proof for proof in read if proof is not None)

    def read_proof(self, node: Node) -> Offered | None:
        given = Fields(node, self.problems)
        texts = {key: given.text(key) for key in _PROOFS}
        found = [key for key, text in texts.items() if text]
        if len(found) != 1:
            self.report("IV024", given.place, found=", ".join(found) or "–")
        grade = given.choice("grade", Grade)
        author, dated = self.read_reference(given, "author"), self.read_date(given, "dated")
        place, title = given.text("place"), given.text("title")
        given.refuse_others()
        if grade is None:
            return None
        kinds = {"path": texts["file"], "link": texts["link"], "note": texts["note"]}
        offered = Offered(grade=grade, author=author, dated=dated, place=place, title=title, **kinds)
        if needs_file(offered):
            self.report("IV025", given.place_of("grade"))
        return offered

    def read_registers(self, given: Fields | None) -> Iterator[RowsRecorded]:
        for register_id, node in given.pairs() if given else ():
            register = self.checklist.register(register_id)
            if register is None:
                near = nearest(register_id, (known.id for known in self.checklist.registers)) or "–"
                self.report("IV030", node.place, register=register_id, near=near)
            elif not isinstance(node, Seq):
                self.report("CL013", node.place, expected="list")
            else:
                rows = [self.read_row(register, item) for item in node.items]
                yield from (row for row in rows if row is not None)

    def read_row(self, register: Register, node: Node) -> RowsRecorded | None:
        given = Fields(node, self.problems)
        party = self.read_reference(given, "by", required=True)
        method, on = self.read_method(given, party, required=False), self.read_date(given, "on")
        values = dict(self.read_cells(register, given))
        evidence = self.read_proofs(given)
        given.refuse_others()
        if not any(given.text(column.id) for column in register.columns):
            self.report("IV031", given.place)
        if method is None or not values:
            return None
        rows = (GivenRow(values=values),)
        return RowsRecorded(register=register.id, party=party, method=method, on=on, rows=rows, evidence=evidence)

    def read_cells(self, register: Register, given: Fields) -> Iterator[tuple[str, str | Money]]:
        for column in register.columns:
            if not (text := given.text(column.id)):
                continue
            read = understand_cell(column, text, given.place_of(column.id))
            if isinstance(read, Problem):
                self.problems.append(read)
            else:
                yield column.id, read

    def read_note(self, node: Node) -> Noted | None:
        given = Fields(node, self.problems)
        text, question = given.text("text", required=True), self.read_question(given, required=False)
        sharing = given.choice("sharing", Level, Level.INTERNAL)
        given.refuse_others()
        return Noted(text=text, question=question.id if question else "", sharing=sharing) if sharing else None

    def read_resolution(self, node: Node) -> Resolved | None:
        """Read what a dispute was settled on; it needs its reason and evidence (scoring D2)."""
        given = Fields(node, self.problems)
        question, reason = self.read_question(given), given.text("reason", required=True)
        text = given.text("value", required=True)
        answer = self.read_known(question, text, given.place_of("value")) if question and text else None
        proofs = self.read_proofs(given, required=True)
        given.refuse_others()
        if question is None or answer is None:
            return None
        return Resolved(question=question.id, answer=answer, statements=(), reason=reason, evidence=proofs)

    def check_path(self, setup: Setup, severity: Severity) -> None:
        """Report the answers whose question is not asked, given the settings and all answers, those here included."""
        recorded = {act.setting: act.value for act in acts_of_setup(setup) if isinstance(act, SettingRecorded)}
        path = find_path(self.checklist, Known(settings=self.known_settings() | recorded, answers=self.all_answers()))
        for place, act in self.read:
            if path[act.question] is Stretch.OFF:
                details = {"question": act.question}
                self.problems.append(Problem(code="IV026", place=place, details=details, severity=severity))

    def known_settings(self) -> dict[str, str]:
        return dict(self.situation.settings) if self.situation else {}

    def all_answers(self) -> dict[str, tuple[Answer, ...]]:
        """Return the newest answer of each party by question: those of the record, and these in front of them."""
        newest: dict[str, dict[str, Answer]] = {}
        if self.situation:
            keys = {party.id: party.key for party in self.situation.parties.values()}
            for question in self.situation.by_question:
                standing = self.situation.standing(question)
                newest[question] = {keys.get(said.party, said.party): said.answer for said in standing}
        for _, act in self.read:
            newest.setdefault(act.question, {})[act.party] = act.answer
        return {question: tuple(answers.values()) for question, answers in newest.items()}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
