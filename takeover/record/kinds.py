"""The kinds of entries and the bodies they carry (docs/record-format.md, part 4): one builder a kind.

A builder takes values and gives a body; who, when and level come as a `Stamp`. Bodies hold only what the canonical
profile allows; empty fields are left out. The kinds that are about a sealed baseline: `signoff_kinds`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from takeover.values import Answer, Level, Method, Role, Side, answer_to_record

FORMAT = "takeover-record/1"


class Kind(StrEnum):
    """What an entry says. A kind that is not listed belongs to a newer version: kept, verified, read-only."""

    OPENED = "opened"
    SETTING_RECORDED = "setting_recorded"
    PARTY_NAMED = "party_named"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    ROW_RECORDED = "row_recorded"
    EVIDENCE_KEPT = "evidence_kept"
    NOTED = "noted"
    REQUESTED = "requested"
    VERDICT_GIVEN = "verdict_given"
    RELEASED = "released"
    SEALED = "sealed"
    DELIVERED = "delivered"
    SIGNED = "signed"
    RESERVED = "reserved"
    REFUSED = "refused"
    RECEIVED = "received"
    LIFTED = "lifted"
    RESHARED = "reshared"
    ERASED = "erased"


COMMON_FIELDS = frozenset({"kind", "at", "by", "sharing", "on"})
FIELDS: Mapping[str, frozenset[str]] = {
    kind: COMMON_FIELDS | frozenset(fields.split())
    for kind, fields in {
        Kind.OPENED: "format takeover zone language tool",
        Kind.SETTING_RECORDED: "setting value",
        Kind.PARTY_NAMED: "party role side name organisation capacity key certificate",
        Kind.ANSWERED: "question checklist language text party method answer words evidence",
        Kind.RESOLVED: "question answer reason statements evidence",
        Kind.ROW_RECORDED: "register row values party method withdrawn evidence",
        Kind.EVIDENCE_KEPT: "about evidence",
        Kind.NOTED: "text question about",
        Kind.REQUESTED: "question of text due",
        Kind.VERDICT_GIVEN: "party light text assessed as_of worst best reason",
        Kind.RELEASED: "baseline edition party text checklist judgement evidence",
        Kind.SEALED: "baseline root head editions level_salts",
        Kind.DELIVERED: "baseline edition pdf to presenter how place attempts answer_by evidence",
        Kind.SIGNED: "baseline edition party field certificate before after text",
        Kind.RESERVED: "baseline edition party number item text own_version wish due evidence_sha256",
        Kind.REFUSED: "baseline edition party presenter witness place words attempts evidence",
        Kind.RECEIVED: "baseline edition form party sha256 pages text attempts evidence",
        Kind.LIFTED: "target baseline party number text certificate evidence",
        Kind.RESHARED: "target",
        Kind.ERASED: "target target_kind reason",
    }.items()
}
"""The fields that this version knows of each kind."""


class Grade(StrEnum):
    """Evidence grade (scoring D1): from a claim without proof to a signed paper."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who writes an entry, when, and who may read it; `on` is the local date on which it happened."""

    at: str
    by: str
    sharing: Level
    on: dt.date | None = None

    def plain(self, kind: Kind) -> dict[str, Any]:
        """Start a body."""
        body: dict[str, Any] = {"kind": kind.value, "at": self.at, "by": self.by, "sharing": self.sharing.value}
        return body | ({"on": self.on.isoformat()} if self.on else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What proves a statement: a file (`sha256`), a `link`, or a `note`.

    `kept` tells whether the file lies in the takeover's folder; `place` is the page or clause; `author` a party id.
    """

    grade: Grade
    sha256: str = ""
    bytes: int = 0
    media: str = ""
    link: str = ""
    note: str = ""
    title: str = ""
    dated: dt.date | None = None
    author: str = ""
    kept: bool = False
    place: str = ""

    def plain(self) -> dict[str, Any]:
        """Write it as the object of the format, empty fields left out; `kept` stands only with a file."""
        fields: dict[str, Any] = {
            "grade": self.grade.value,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "media": self.media,
            "link": self.link,
            "note": self.note,
            "title": self.title,
            "dated": self.dated.isoformat() if self.dated else "",
            "author": self.author,
            "place": self.place,
        }
        body = {name: value for name, value in fields.items() if value}
        return body | ({"kept": self.kept} if self.sha256 else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, word for word: question, checklist with content hash, language, the text shown."""

    question: str
    checklist: str
    version: str
    sha256: str
    language: str
    text: str

    def plain(self) -> dict[str, Any]:
        """Write it as fields of an `answered` body."""
        return {
            "question": self.question,
            "checklist": {"id": self.checklist, "version": self.version, "sha256": self.sha256},
            "language": self.language,
            "text": self.text,
        }


def opened(stamp: Stamp, *, takeover: str, zone: str, language: str, tool: str) -> dict[str, Any]:
    """Open a record: always line 1, always disclosed, without names."""
    fields = {"format": FORMAT, "takeover": takeover, "zone": zone, "language": language, "tool": tool}
    return stamp.plain(Kind.OPENED) | fields


def setting_recorded(stamp: Stamp, *, setting: str, value: str) -> dict[str, Any]:
    """Record one fact of the setting; the newest stands."""
    return stamp.plain(Kind.SETTING_RECORDED) | {"setting": setting, "value": value}


def party_named(
    stamp: Stamp, *, party: str, role: Role | None = None, side: Side | None = None, **names: str
) -> dict[str, Any]:
    """Name a party, wholly or in part: fields of later entries of the same party stand in front.

    `names`: name, organisation, capacity, key (its short name in files and commands), certificate (SHA-256, expected).
    """
    body = stamp.plain(Kind.PARTY_NAMED) | {"party": party}
    body |= {"role": role.value} if role else {}
    body |= {"side": side.value} if side else {}
    return body | list_given(names)


def answered(
    stamp: Stamp,
    *,
    asked: Asked,
    party: str,
    method: Method,
    answer: Answer,
    words: str = "",
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Record a party's statement on a question."""
    body = stamp.plain(Kind.ANSWERED) | asked.plain()
    body |= {"party": party, "method": method.value, "answer": answer_to_record(answer)}
    body |= {"words": words} if words else {}
    return body | evidence_field(evidence)


def resolved(
    stamp: Stamp,
    *,
    question: str,
    answer: Answer,
    statements: Sequence[str],
    reason: str,
    evidence: Sequence[Evidence],
) -> dict[str, Any]:
    """Close a dispute over the named statements; both stay, and a newer statement opens it again."""
    body = stamp.plain(Kind.RESOLVED) | {"question": question, "answer": answer_to_record(answer), "reason": reason}
    return body | {"statements": list(statements)} | evidence_field(evidence)


def row_recorded(
    stamp: Stamp,
    *,
    register: str,
    row: str,
    values: Mapping[str, Any],
    party: str,
    method: Method,
    withdrawn: bool = False,
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Record columns of a register row; newer values of the same row stand in front."""
    body = stamp.plain(Kind.ROW_RECORDED) | {"register": register, "row": row, "values": dict(values)}
    body |= {"party": party, "method": method.value} | ({"withdrawn": True} if withdrawn else {})
    return body | evidence_field(evidence)


def evidence_kept(stamp: Stamp, *, evidence: Sequence[Evidence], about: str = "") -> dict[str, Any]:
    """Add evidence, to the statement whose commitment is `about` or to the takeover as a whole."""
    return stamp.plain(Kind.EVIDENCE_KEPT) | ({"about": about} if about else {}) | evidence_field(evidence)


def noted(stamp: Stamp, *, text: str, question: str = "", about: str = "") -> dict[str, Any]:
    """Keep a note, free or about a question or an entry."""
    fields = {"text": text, "question": question, "about": about}
    return stamp.plain(Kind.NOTED) | list_given(fields)


def requested(stamp: Stamp, *, question: str, of: str, text: str, due: dt.date) -> dict[str, Any]:
    """Record that a party was asked for an answer or a document."""
    return stamp.plain(Kind.REQUESTED) | {"question": question, "of": of, "text": text, "due": due.isoformat()}


def verdict_given(
    stamp: Stamp, *, party: str, light: str, text: str, assessed: str, as_of: dt.date, **said: str
) -> dict[str, Any]:
    """Record a party's own verdict in words; it stands beside the computed one, whose digest is `assessed`.

    `said`, where there is one: worst and best (the computed range; missing = no judgement was possible), reason.
    """
    fields = {"party": party, "light": light, "text": text, "assessed": assessed, "as_of": as_of.isoformat()}
    return stamp.plain(Kind.VERDICT_GIVEN) | fields | list_given(said)


def reshared(stamp: Stamp, *, target: str) -> dict[str, Any]:
    """Move an entry to the stamp's level (the new level, so that whoever sees the target sees the move)."""
    return stamp.plain(Kind.RESHARED) | {"target": target}


def erased(stamp: Stamp, *, target: str, target_kind: str, reason: str) -> dict[str, Any]:
    """Say that an entry's body and salt were taken out; the stamp's level is the level that the target had."""
    return stamp.plain(Kind.ERASED) | {"target": target, "target_kind": target_kind, "reason": reason}


def name_unknown(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a newer version wrote into a body: its kind, or fields as ``kind.field``; empty where all is known."""
    kind = str(body.get("kind"))
    known = FIELDS.get(kind)
    if known is None:
        return (kind,)
    return () if body.keys() <= known else tuple(f"{kind}.{name}" for name in sorted(body.keys() - known))


def list_given(fields: Mapping[str, str]) -> dict[str, str]:
    """Leave out the fields that are empty."""
    return {name: text for name, text in fields.items() if text}


def evidence_field(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Write evidence as the field of a body, which is left out where there is none."""
    return {"evidence": [item.plain() for item in evidence]} if evidence else {}
