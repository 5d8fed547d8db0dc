"""The situation: the record as it stands, read from its entries in their order.

Rules: the newest statement of a party stands in front of its older ones; statements of different parties stand side by
side; the newest setting, party field and row column stand; nothing is ever dropped. A resolution holds while it names
every statement that stands. The fold only sorts entries by what they are about; a statement is read when it is asked
for, so that a record of thousands of entries opens at the speed of its JSON.
Leaves to others: what a statement is worth (assessment), files and locks (`store`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from takeover.record.bodies import list_bodies, list_evidence, read_day, read_evidence, read_level, read_method
from takeover.record.chain import Entry
from takeover.record.kinds import Evidence, Kind, name_unknown
from takeover.record.readable import Unreadable, set_aside
from takeover.record.rows import Row, read_row
from takeover.values import Answer, Level, Method, Role, Side, Unknown, answer_from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person in a role; every text but the role may be empty. `key` is the short name in files and commands.

    `certificate` is the SHA-256 of the certificate that the record expects this party to sign with, or empty.
    """

    id: str
    role: Role
    side: Side
    key: str
    name: str = ""
    organisation: str = ""
    capacity: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An answer by a party at a time by a method with its evidence. `commitment` is its identity."""

    commitment: str
    line: int
    question: str
    party: str
    by: str
    at: str
    on: dt.date | None
    method: Method
    answer: Answer
    words: str
    evidence: tuple[Evidence, ...]
    sharing: Level
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What closes a dispute over `statements`, with its reason and evidence."""

    commitment: str
    question: str
    answer: Answer
    statements: tuple[str, ...]
    reason: str
    evidence: tuple[Evidence, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note, about a question, an entry, or the takeover."""

    commitment: str
    text: str
    question: str
    about: str
    by: str
    at: str
    sharing: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A sealed baseline: `editions` maps an edition's name to SHA-256 of its PDF; `line` is where the record stood."""

    baseline: int
    root: str
    head: str
    editions: Mapping[str, str]
    at: str
    line: int
    level_salts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature that the record knows of."""

    baseline: int
    edition: str
    party: str
    field: str
    certificate: str
    before: str
    after: str
    text: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Line 1: what the record is."""

    format: str
    takeover: str
    zone: str
    language: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Situation:
    """The record as it stands. Build it with `fold_entries`."""

    opened: Opened | None
    settings: Mapping[str, str]
    parties: Mapping[str, Party]
    by_question: Mapping[str, tuple[Entry, ...]]
    """Answered entries in record order, by question id."""
    by_kind: Mapping[str, tuple[Entry, ...]]
    """All other entries in record order, by kind."""
    by_subject: Mapping[tuple[str, str], tuple[Entry, ...]]
    """Of these, resolutions by question, rows by register, and evidence kept later by what it is about."""
    levels: Mapping[str, Level]
    """Levels that differ from the entry's own `sharing`, by commitment (reshared, erased)."""
    unknown_kinds: tuple[str, ...]
    """Kinds, and fields as ``kind.field``, that only a newer version knows: the record may be read, not written."""
    unreadable: tuple[Unreadable, ...] = ()
    """Values that cannot be read and were not said anew: they count as not given (`readable`)."""

    def statements(self, question: str) -> tuple[Statement, ...]:
        """All statements on a question in record order, older ones of the same party included."""
        return tuple(self._read(entry) for entry in self.by_question.get(question, ()))

    def standing(self, question: str) -> tuple[Statement, ...]:
        """The newest statement of each party, in the order in which the parties first spoke."""
        newest = {entry.body["party"]: entry for entry in self.by_question.get(question, ()) if entry.body}
        return tuple(self._read(entry) for entry in newest.values())

    def answers(self, questions: Iterable[str] | None = None) -> dict[str, tuple[Answer, ...]]:
        """The standing answers of these (or all) questions that have one, or the one that a resolution settled on.

        This is what conditions depend on: a dispute that was resolved with evidence is decided.
        """
        answers: dict[str, tuple[Answer, ...]] = {}
        resolved = [question for kind, question in self.by_subject if kind == Kind.RESOLVED]
        for question in dict.fromkeys((*self.by_question, *resolved)) if questions is None else questions:
            resolution = self.resolution(question)
            if resolution and resolution.evidence:
                answers[question] = (resolution.answer,)
            elif entries := self.by_question.get(question):
                newest = {body["party"]: body["answer"] for body in list_bodies(entries)}
                answers[question] = tuple(answer_from_plain(answer) for answer in newest.values())
        return answers

    def resolution(self, question: str) -> Resolution | None:
        """The newest resolution of a question, if it names every statement that stands and knows a value."""
        found = self.by_subject.get((Kind.RESOLVED, question))
        if not found:
            return None
        newest = _read_resolution(found[-1])
        standing = {s.commitment for s in self.standing(question) if not isinstance(s.answer, Unknown)}
        return newest if standing <= set(newest.statements) else None

    def rows(self, register: str) -> tuple[Row, ...]:
        """The rows of a register that were not withdrawn, in the order in which they first appeared."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.by_subject.get((Kind.ROW_RECORDED, register), ()):
            if entry.body:
                grouped.setdefault(entry.body["row"], []).append(entry)
        rows = (read_row(entries, self._evidence_of) for entries in grouped.values())
        return tuple(row for row in rows if row is not None)

    def notes(self) -> tuple[Note, ...]:
        """All notes in record order."""
        return tuple(_read_note(entry, self.levels) for entry in self.by_kind.get(Kind.NOTED, ()) if entry.body)

    def seals(self) -> tuple[Seal, ...]:
        """The sealed baselines in order, each with its level salts where they are at hand."""
        bodies = [(entry, entry.body) for entry in self.by_kind.get(Kind.SEALED, ()) if entry.body]
        salts = {body["baseline"]: body["level_salts"] for _, body in bodies if "level_salts" in body}
        return tuple(
            Seal(
                baseline=body["baseline"],
                root=body["root"],
                head=body["head"],
                editions={edition["edition"]: edition["pdf"] for edition in body["editions"]},
                at=body["at"],
                line=entry.line,
                level_salts=salts.get(body["baseline"], {}),
            )
            for entry, body in bodies
            if "editions" in body
        )

    def signatures(self) -> tuple[Signature, ...]:
        """The signatures that the record knows of, in order."""
        fields = ("baseline", "edition", "party", "field", "certificate", "before", "after", "text", "at")
        bodies = list_bodies(self.by_kind.get(Kind.SIGNED, ()))
        return tuple(Signature(**{name: body[name] for name in fields}) for body in bodies)

    def party_in(self, role: Role) -> Party | None:
        """The first party named in a role."""
        return next((party for party in self.parties.values() if party.role is role), None)

    def party_called(self, key: str) -> Party | None:
        """The party with this key, or the only one in the role of that name."""
        called = next((party for party in self.parties.values() if party.key == key), None)
        if called is not None:
            return called
        in_role = [party for party in self.parties.values() if party.role.value == key]
        return in_role[0] if len(in_role) == 1 else None

    def _read(self, entry: Entry) -> Statement:
        return _read_statement(entry, self._evidence_of(entry), self.levels)

    def _evidence_of(self, entry: Entry) -> tuple[Evidence, ...]:
        """The evidence of an entry that is not erased: its own, and what was added to it later."""
        own = read_evidence(entry.body or {})
        later = self.by_subject.get((Kind.EVIDENCE_KEPT, entry.commitment))
        return own + list_evidence(later) if later else own


def fold_entries(entries: Iterable[Entry]) -> Situation:
    """Read the situation from entries in record order (or from those of an edition)."""
    entries, unreadable = set_aside(entries)
    by_question: dict[str, list[Entry]] = {}
    by_kind: dict[str, list[Entry]] = {}
    unknown: dict[str, None] = {}
    for entry in entries:
        if entry.body is None:
            continue
        unknown |= dict.fromkeys(name_unknown(entry.body))
        kind = entry.body.get("kind")
        if kind == "answered":
            by_question.setdefault(entry.body["question"], []).append(entry)
        else:
            by_kind.setdefault(str(kind), []).append(entry)
    sorted_out = {kind: tuple(found) for kind, found in by_kind.items()}
    return Situation(
        opened=_read_opened(sorted_out.get(Kind.OPENED, ())),
        settings={b["setting"]: b["value"] for b in list_bodies(sorted_out.get(Kind.SETTING_RECORDED, ()))},
        parties=_read_parties(sorted_out.get(Kind.PARTY_NAMED, ())),
        by_question={question: tuple(found) for question, found in by_question.items()},
        by_kind=sorted_out,
        by_subject=_group_by_subject(sorted_out),
        levels=_read_levels(sorted_out),
        unknown_kinds=tuple(unknown),
        unreadable=unreadable,
    )


_SUBJECTS = {Kind.RESOLVED: "question", Kind.ROW_RECORDED: "register", Kind.EVIDENCE_KEPT: "about"}


def _group_by_subject(by_kind: Mapping[str, tuple[Entry, ...]]) -> dict[tuple[str, str], tuple[Entry, ...]]:
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for kind, name in _SUBJECTS.items():
        for entry in by_kind.get(kind, ()):
            if entry.body and (subject := entry.body.get(name)):
                grouped.setdefault((kind, subject), []).append(entry)
    return {subject: tuple(entries) for subject, entries in grouped.items()}


def level_of(entry: Entry, levels: Mapping[str, Level]) -> Level:
    """The level of an entry: where it was moved to, or its own; an erased one has the level that it had."""
    if entry.commitment in levels:
        return levels[entry.commitment]
    if entry.body is None:
        raise ValueError(f"erased entry {entry.commitment} without its notice")
    return read_level(entry.body["sharing"])


def _read_opened(entries: Iterable[Entry]) -> Opened | None:
    fields = ("format", "takeover", "zone", "language", "by", "at")
    return next((Opened(**{name: body[name] for name in fields}) for body in list_bodies(entries)), None)


def _read_parties(entries: Iterable[Entry]) -> dict[str, Party]:
    merged: dict[str, dict[str, Any]] = {}
    for body in list_bodies(entries):
        merged.setdefault(body["party"], {}).update(body)
    return {
        party: Party(
            id=party,
            role=Role(fields["role"]),
            side=Side(fields["side"]),
            key=_text(fields.get("key", fields["role"])),
            **{name: _text(fields.get(name, "")) for name in ("name", "organisation", "capacity", "certificate")},
        )
        for party, fields in merged.items()
        if "role" in fields
    }


def _text(value: Any) -> str:
    """Return a text; what is none is of a hostile edition, and would be signed or printed as a name."""
    if not isinstance(value, str):
        raise TypeError(f"not a text: {value!r:.80}")
    return value


def _read_levels(by_kind: Mapping[str, tuple[Entry, ...]]) -> dict[str, Level]:
    moved = (*list_bodies(by_kind.get(Kind.RESHARED, ())), *list_bodies(by_kind.get(Kind.ERASED, ())))
    return {body["target"]: Level(body["sharing"]) for body in moved}


def _read_statement(entry: Entry, evidence: tuple[Evidence, ...], levels: Mapping[str, Level]) -> Statement:
    body = entry.body
    assert body is not None
    return Statement(
        commitment=entry.commitment,
        line=entry.line,
        question=body["question"],
        party=body["party"],
        by=body["by"],
        at=body["at"],
        on=read_day(body),
        method=read_method(body["method"]),
        answer=answer_from_plain(body["answer"]),
        words=body.get("words", ""),
        evidence=evidence,
        sharing=level_of(entry, levels),
        text=body["text"],
        language=body["language"],
    )


def _read_resolution(entry: Entry) -> Resolution:
    body = entry.body
    assert body is not None
    return Resolution(
        commitment=entry.commitment,
        question=body["question"],
        answer=answer_from_plain(body["answer"]),
        statements=tuple(body["statements"]),
        reason=body["reason"],
        evidence=read_evidence(body),
        by=body["by"],
        at=body["at"],
    )


def _read_note(entry: Entry, levels: Mapping[str, Level]) -> Note:
    body = entry.body
    assert body is not None
    return Note(
        commitment=entry.commitment,
        text=body["text"],
        question=body.get("question", ""),
        about=body.get("about", ""),
        by=body["by"],
        at=body["at"],
        sharing=level_of(entry, levels),
    )
