"""Small honest records and checklists for tests: made with the product's own builders, times and salts fixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from takeover.checklist.model import (
    Action,
    AnsweredHealth,
    Checklist,
    Choice,
    ClearedBy,
    CodeHealth,
    CountsFor,
    Dimension,
    Horizon,
    Question,
    QuestionType,
    Worth,
)
from takeover.record import kinds
from takeover.record.chain import Chain, make_line, read_chain
from takeover.record.kinds import Evidence, Grade, Stamp
from takeover.record.situation import Situation, fold_entries
from takeover.values import Answer, Code, Level, Method, Role, Side

AS_OF = dt.date(2026, 11, 23)
GRADE_HEALTH = CodeHealth(worths={"yes": Worth.GOOD, "partly": Worth.HALF, "no": Worth.BAD})


def make_question(question_id: str, **changes: Any) -> Question:
    """A grade question of the inherited state; change what the test is about."""
    fields: dict[str, Any] = {
        "id": question_id,
        "dimension": question_id.split(".", maxsplit=1)[0],
        "counts_for": CountsFor.INHERITED,
        "type": QuestionType.GRADE,
        "text": f"{question_id}?",
        "weight": 5,
        "sharing": Level.SHARED,
        "ask": (Role.SPONSOR, Role.CLIENT),
        "health": GRADE_HEALTH,
        "finding": f"{question_id} is missing.",
        "action": Action(text=f"Mend {question_id}.", horizon=Horizon.DAY_30),
    }
    if changes.get("type") in (QuestionType.DATE, QuestionType.MONEY, QuestionType.TEXT):
        fields["health"] = AnsweredHealth()
    if changes.get("type") is QuestionType.CHOICE:
        fields["choices"] = (Choice(code="same", text="Same"), Choice(code="other", text="Other"))
        fields["health"] = CodeHealth(worths={"same": Worth.GOOD, "other": Worth.BAD})
    return Question(**fields | changes)


def make_checklist(*questions: Question, **changes: Any) -> Checklist:
    """A checklist of these questions; their dimensions in order."""
    dimensions = dict.fromkeys(question.dimension for question in questions)
    fields: dict[str, Any] = {
        "id": "test",
        "version": "1.0.0",
        "language": "en",
        "title": "Test",
        "dimensions": tuple(Dimension(id=name, title=name.title()) for name in dimensions),
        "registers": (),
        "questions": questions,
    }
    return Checklist(**fields | changes)


STOP = {"stop_line": ClearedBy.SPONSOR}
PARTIES = {
    "incomin1": (Role.INCOMING_PM, Side.OWN),
    "outgoin1": (Role.OUTGOING_PM, Side.OWN),
    "sponsor1": (Role.SPONSOR, Side.OWN),
    "client01": (Role.CLIENT, Side.CUSTOMER),
    "supplie1": (Role.SUPPLIER, Side.SUPPLIER),
}
PROOF = {
    Grade.E0: (Method.DOCUMENT_EXAMINED, ()),
    Grade.E1: (Method.INTERVIEW, ()),
    Grade.E2: (Method.DOCUMENT_EXAMINED, (Evidence(grade=Grade.E2, note="mail", dated=dt.date(2026, 11, 1)),)),
    Grade.E3: (
        Method.DOCUMENT_EXAMINED,
        (Evidence(grade=Grade.E3, sha256="ab" * 32, bytes=3, media="application/pdf", kept=True),),
    ),
}


class RecordBuilder:
    """Builds a record line by line; every call adds one line of one entry."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self.lines: list[bytes] = []
        self.previous = bytes(32)
        self.count = 0
        self.add(
            kinds.opened(
                self.stamp(Level.SHARED), takeover="cd" * 32, zone="Europe/Berlin", language="en", tool="takeover/test"
            )
        )
        for party, (role, side) in PARTIES.items():
            self.add(kinds.party_named(self.stamp(Level.SHARED), party=party, role=role, side=side))
        for setting, value in (settings or {"engagement": "client"}).items():
            self.add(kinds.setting_recorded(self.stamp(Level.SHARED), setting=setting, value=value))

    def stamp(self, sharing: Level) -> Stamp:
        at = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=self.count)
        return Stamp(at=at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), by="incomin1", sharing=sharing)

    def add(self, *bodies: dict[str, Any]) -> tuple[str, ...]:
        """Append one line; return the commitments."""
        first = self.count + 1
        self.count += len(bodies)
        salts = [number.to_bytes(32, "big") for number in range(first, self.count + 1)]
        entries, line, self.previous = make_line(bodies, salts, self.previous)
        self.lines.append(line)
        return tuple(entry.commitment for entry in entries)

    def say(
        self,
        question: str,
        answer: Answer | str,
        *,
        by: str = "sponsor1",
        grade: Grade = Grade.E2,
        sharing: Level = Level.SHARED,
        words: str = "",
    ) -> str:
        """Add a statement whose evidence grade is this one."""
        method, evidence = PROOF[grade]
        asked = kinds.Asked(
            question=question, checklist="test", version="1.0.0", sha256="ef" * 32, language="en", text=f"{question}?"
        )
        said = Code(code=answer) if isinstance(answer, str) else answer
        body = kinds.answered(
            self.stamp(sharing),
            asked=asked,
            party=by,
            method=method,
            answer=said,
            words=words or "see the paper",
            evidence=evidence,
        )
        return self.add(body)[0]

    def bytes(self) -> bytes:
        return b"".join(self.lines)

    def chain(self) -> Chain:
        chain = read_chain(self.bytes())
        assert chain.damage is None
        return chain

    def situation(self) -> Situation:
        return fold_entries(self.chain().entries)


def statements(record: RecordBuilder, said: Iterable[tuple[str, Answer | str, str, Grade]]) -> RecordBuilder:
    """Say several things: question, answer, party, grade."""
    for question, answer, party, grade in said:
        record.say(question, answer, by=party, grade=grade)
    return record
