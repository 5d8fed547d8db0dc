"""Read-back notes after a talk: what we understood the person to say, to be corrected by a date (references, source 1).

Rules: only what this party said on that day when it was asked, never another's words and nothing from a paper; to the
customer's, a supplier's or an independent side only shared questions, to the own side also internal ones, private ones
to nobody. The note is Markdown and makes no judgement.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist
from takeover.interview.pages import describe_answer, party_name
from takeover.record.situation import Party, Situation, Statement
from takeover.values import Level, Method, Side, Unknown, UnknownReason

DAYS_TO_CORRECT = 5
"""Working days that are given to correct a note."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A note to a party about a talk on a day, to be corrected by `due`."""

    party: Party
    day: dt.date
    due: dt.date
    statements: tuple[Statement, ...]


def levels_for(side: Side) -> frozenset[Level]:
    """Return the levels of questions that somebody of this side may read."""
    return frozenset({Level.SHARED, Level.INTERNAL} if side is Side.OWN else {Level.SHARED})


def list_read_back(situation: Situation, checklist: Checklist, party: Party, day: dt.date) -> tuple[Statement, ...]:
    """List what a party said on a day when it was asked, in the order of the checklist."""
    levels = levels_for(party.side)
    standing = (said for question in checklist.questions for said in situation.standing(question.id))
    return tuple(
        said
        for said in standing
        if (said.party, said.on, said.method) == (party.id, day, Method.INTERVIEW)
        and said.sharing in levels
        and not (isinstance(said.answer, Unknown) and said.answer.reason is UnknownReason.NOT_ASKED)
    )


def write_read_back(note: ReadBack, situation: Situation, checklist: Checklist, catalogue: Catalogue) -> str:
    """Write a note as Markdown, in the language of the checklist and the catalogue."""
    party = party_name(note.party, catalogue)
    project = situation.settings.get("project", "")
    parts = [
        f"# {_plain(catalogue.text('interview.readback.title', party=party, date=note.day.isoformat()))}",
        _plain(catalogue.text("interview.readback.intro", project=project, due=note.due.isoformat())),
    ]
    parts += [part for said in note.statements for part in _write_statement(said, situation, checklist, catalogue)]
    return "\n\n".join(parts) + "\n"


def _write_statement(
    said: Statement, situation: Situation, checklist: Checklist, catalogue: Catalogue
) -> tuple[str, ...]:
    question = checklist.question(said.question)
    assert question is not None
    answer = describe_answer(said.answer, question, situation.parties, catalogue)
    words = said.words or catalogue.text("interview.readback.no_words")
    return (
        f"## {_plain(question.text)}",
        _plain(catalogue.text("interview.readback.answer", answer=answer)),
        f"> {_plain(catalogue.text('interview.readback.words', words=words))}",
        f"{_plain(catalogue.text('interview.readback.correct'))} ______________________",
    )


def _plain(text: str) -> str:
    """Keep a text from being read as Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
