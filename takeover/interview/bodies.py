"""From acts to the entry bodies that keep them, built with the builders of the record.

Rules: the level of a statement is its question's; a register row becomes one body a level, since columns carry their
own; a private remark becomes a note of its own. An act that says what already stands gives no body, so that an import
can be repeated. Leaves to others: salts, lines and files (record).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from takeover.checklist.fields import nearest
from takeover.checklist.model import Checklist, Question
from takeover.errors import BadInput, UsageError
from takeover.interview.acts import (
    SIDES,
    Act,
    Answered,
    EvidenceAdded,
    GivenRow,
    Noted,
    PartyNamed,
    Proof,
    Requested,
    Resolved,
    RowsRecorded,
    SettingRecorded,
    find_mistakes,
)
from takeover.record.kinds import (
    Asked,
    Evidence,
    Stamp,
    answered,
    evidence_kept,
    noted,
    party_named,
    requested,
    resolved,
    row_recorded,
    setting_recorded,
)
from takeover.record.situation import Party, Situation, Statement
from takeover.values import Answer, Level, Money, NotApplicable, Unknown, answer_to_record, tidy_text


def bodies_of(
    *acts: Act,
    checklist: Checklist,
    checklist_sha256: str,
    situation: Situation,
    at: str,
    by: str,
    new_ids: Iterator[str],
    kept: Mapping[str, Evidence],
) -> tuple[dict[str, Any], ...]:
    """Build the entry bodies of acts, in their order; an act may name a party that one before it named.

    Args:
        acts: what was done.
        checklist: the checklist in the language in which it was asked.
        checklist_sha256: its content hash.
        situation: the record as it stands before the acts.
        at: when it is written, UTC to the millisecond.
        by: the id of the party who writes.
        new_ids: gives ids of 8 base32 characters for new parties and rows.
        kept: for each of `files_of`, the evidence that was kept.

    Returns:
        Bodies; empty where everything said already stands.

    Raises:
        UsageError: IV052 for an unknown party, IV053 for an unknown question, IV054 for an unknown register.
        BadInput: IV055, acts say what no act may (`find_mistakes`).
    """
    if mistakes := tuple(problem for act in acts for problem in find_mistakes(act)):
        raise BadInput("IV055", problems=mistakes)
    parties = {party.key: party.id for party in reversed(tuple(situation.parties.values()))}
    scribe = _Scribe(
        checklist=checklist,
        sha256=checklist_sha256,
        situation=situation,
        at=at,
        by=by,
        new_ids=new_ids,
        kept=kept,
        parties=parties | {party_id: party_id for party_id in situation.parties},
    )
    return tuple(body for act in acts for body in scribe.write(act))


def find_question(checklist: Checklist, question_id: str) -> Question:
    """Find the question that an act is about.

    Raises:
        UsageError: IV053, there is none.
    """
    question = checklist.question(question_id)
    if question is None:
        near = nearest(question_id, (question.id for question in checklist.questions))
        raise UsageError("IV053", question=question_id, near=near)
    return question


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scribe:
    checklist: Checklist
    sha256: str
    situation: Situation
    at: str
    by: str
    new_ids: Iterator[str]
    kept: Mapping[str, Evidence]
    parties: dict[str, str]

    def write(self, act: Act) -> tuple[dict[str, Any], ...]:
        match act:
            case Answered():
                return self.write_answer(act)
            case RowsRecorded():
                return tuple(body for row in act.rows for body in self.write_row(act, row))
            case Noted():
                return self.write_note(act)
            case PartyNamed():
                return self.write_party(act)
            case SettingRecorded(setting=setting, value=value):
                return self.write_setting(setting, tidy_text(value))
            case Resolved():
                return self.write_resolution(act)
            case EvidenceAdded(question=question):
                level = self.question(question).sharing if question else Level.INTERNAL
                return (evidence_kept(self.stamp(level), evidence=self.proofs(act.evidence), about=act.about),)
            case Requested(question=question, party=party, due=due):
                return self.write_request(self.question(question), self.party(party), due)
            case _:
                assert_never(act)

    def write_answer(self, act: Answered) -> tuple[dict[str, Any], ...]:
        question = self.question(act.question)
        party, words, evidence = self.party(act.party), tidy_text(act.words), self.proofs(act.evidence)
        answer = self.name_parties_in(act.answer)
        remark = self.write_note(Noted(text=act.remark, question=question.id, sharing=Level.PRIVATE))
        said = replace(act, party=party, answer=answer, words=words, evidence=evidence)
        if any(_says_the_same(statement, said) for statement in self.situation.standing(question.id)):
            return remark
        body = answered(
            self.stamp(question.sharing, act.on),
            asked=self.asked(question),
            party=party,
            method=act.method,
            answer=answer,
            words=words,
            evidence=evidence,
        )
        return (body, *remark)

    def write_row(self, act: RowsRecorded, row: GivenRow) -> Iterator[dict[str, Any]]:
        register = self.checklist.register(act.register)
        if register is None:
            near = nearest(act.register, (register.id for register in self.checklist.registers))
            raise UsageError("IV054", register=act.register, near=near)
        values = {name: tidy_text(cell) if isinstance(cell, str) else cell for name, cell in row.values.items()}
        party, evidence = self.party(act.party), self.proofs(act.evidence)
        row_id = row.row or self.find_or_make_row(act, values, evidence)
        for level in Level:
            names = [column.id for column in register.columns if column.sharing is level and column.id in values]
            if names and row_id:
                yield row_recorded(
                    self.stamp(level, act.on),
                    register=register.id,
                    row=row_id,
                    values={name: _plain_cell(values[name]) for name in names},
                    party=party,
                    method=act.method,
                    withdrawn=row.withdrawn,
                    evidence=evidence,
                )
                evidence = ()

    def find_or_make_row(
        self, act: RowsRecorded, values: Mapping[str, str | Money], evidence: tuple[Evidence, ...]
    ) -> str:
        """Return an id for a new row, that of the row that this is new evidence for, or none where nothing is new."""
        party, known = self.party(act.party), self.situation.rows(act.register)
        given = [row for row in known if row.party == party and dict(row.values) == dict(values)]
        if any(all(proof in row.evidence for proof in evidence) for row in given):
            return ""
        return given[0].id if given else next(self.new_ids)

    def write_note(self, act: Noted) -> tuple[dict[str, Any], ...]:
        text = tidy_text(act.text)
        known = {(note.text, note.question, note.sharing) for note in self.situation.notes()}
        if not text or (text, act.question, act.sharing) in known:
            return ()
        return (noted(self.stamp(act.sharing), text=text, question=act.question),)

    def write_party(self, act: PartyNamed) -> tuple[dict[str, Any], ...]:
        key = act.short_name
        names = {"name": act.name, "organisation": act.organisation, "capacity": act.capacity}
        wanted = {field_name: tidy_text(value) for field_name, value in names.items() if value}
        party = act.id or self.parties.get(key, "")
        known = self.situation.parties.get(party)
        if known is None:
            party = party or next(self.new_ids)
            self.parties.update({key: party, party: party})
            side = act.side or SIDES[act.role]
            return (party_named(self.stamp(Level.SHARED), party=party, role=act.role, side=side, key=key, **wanted),)
        return self.write_changes(act, known, wanted)

    def write_changes(self, act: PartyNamed, known: Party, wanted: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
        changed = {name: value for name, value in wanted.items() if getattr(known, name) != value}
        side = act.side if act.side is not known.side else None
        role = act.role if act.role is not known.role else None
        if not changed and side is None and role is None:
            return ()
        return (party_named(self.stamp(Level.SHARED), party=known.id, role=role, side=side, **changed),)

    def write_setting(self, setting: str, value: str) -> tuple[dict[str, Any], ...]:
        if self.situation.settings.get(setting) == value:
            return ()
        return (setting_recorded(self.stamp(Level.SHARED), setting=setting, value=value),)

    def write_resolution(self, act: Resolved) -> tuple[dict[str, Any], ...]:
        question = self.question(act.question)
        answer, reason = self.name_parties_in(act.answer), tidy_text(act.reason)
        known = self.situation.resolution(question.id)
        if known and (known.answer, known.reason) == (answer, reason):
            return ()
        standing = tuple(statement.commitment for statement in self.situation.standing(question.id))
        body = resolved(
            self.stamp(question.sharing),
            question=question.id,
            answer=answer,
            statements=act.statements or standing,
            reason=reason,
            evidence=self.proofs(act.evidence),
        )
        return (body,)

    def write_request(self, question: Question, party: str, due: dt.date) -> tuple[dict[str, Any], ...]:
        body = requested(self.stamp(question.sharing), question=question.id, of=party, text=question.text, due=due)
        return (body,)

    def stamp(self, level: Level, on: dt.date | None = None) -> Stamp:
        return Stamp(at=self.at, by=self.by, sharing=level, on=on)

    def asked(self, question: Question) -> Asked:
        return Asked(
            question=question.id,
            checklist=self.checklist.id,
            version=self.checklist.version,
            sha256=self.sha256,
            language=self.checklist.language,
            text=question.text,
        )

    def question(self, question_id: str) -> Question:
        return find_question(self.checklist, question_id)

    def party(self, reference: str) -> str:
        if reference in self.parties:
            return self.parties[reference]
        called = self.situation.party_called(reference)
        if called is None:
            keys = ", ".join(key for key, party in self.parties.items() if key != party)
            raise UsageError("IV052", party=reference, known=keys or "-")
        return called.id

    def name_parties_in(self, answer: Answer) -> Answer:
        match answer:
            case Unknown(who=who) if who:
                return replace(answer, who=self.party(who))
            case NotApplicable(reason=reason, second=second):
                return NotApplicable(reason=tidy_text(reason), second=self.party(second) if second else "")
            case _:
                return answer

    def proofs(self, offered: Iterable[Proof]) -> tuple[Evidence, ...]:
        return tuple(self.proof(item) for item in offered)

    def proof(self, offered: Proof) -> Evidence:
        if isinstance(offered, Evidence):
            return offered
        base = self.kept[offered.file] if offered.file else Evidence(grade=offered.grade)
        return replace(
            base,
            grade=offered.grade,
            link=tidy_text(offered.link),
            note=tidy_text(offered.note),
            title=tidy_text(offered.title) or base.title,
            dated=offered.dated,
            author=self.party(offered.author) if offered.author else "",
            place=tidy_text(offered.place),
        )


def _says_the_same(statement: Statement, act: Answered) -> bool:
    said = (act.party, act.method, act.answer, act.words, act.on)
    stands = (statement.party, statement.method, statement.answer, statement.words, statement.on)
    return said == stands and all(proof in statement.evidence for proof in act.evidence)


def _plain_cell(cell: str | Money) -> str | dict[str, str]:
    match cell:
        case Money():
            return {name: part for name, part in answer_to_record(cell).items() if name != "type"}
        case _:
            return cell
