"""The answer keys of the real cases: what came out later, and which questions would have led a reader to it.

A key (`later.yaml` beside a case's `answers.yaml`) is written by people who read the case; this module only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from takeover.checklist.fields import Fields
from takeover.checklist.files import load_yaml
from takeover.checklist.model import Checklist
from takeover.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A fact that the record gave away only after the day of the judgement.

    `leads` are the questions whose finding, dispute, stop-line or request would have sent a reader there; `why` says in
    a sentence how; none = nothing in the list could have.
    """

    id: str
    text: str
    leads: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarm:
    """A finding of day one that the later record contradicts."""

    question: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The answer key of one case."""

    title: str
    as_of: str
    later: tuple[Later, ...]
    false_alarms: tuple[FalseAlarm, ...]


def read_key(file: Path, checklist: Checklist) -> tuple[Key | None, tuple[Problem, ...]]:
    """Read a key; a question that does not exist is a problem."""
    root, found = load_yaml(file.read_bytes(), file.name)
    problems = list(found)
    if root is None:
        return None, tuple(problems)
    top = Fields(root, problems)
    top.version("takeover_later")
    key = Key(
        title=top.text("title", required=True),
        as_of=top.text("as_of", required=True),
        later=tuple(_read_later(Fields(node, problems), checklist) for node in top.items("later", required=True)),
        false_alarms=tuple(_read_alarm(Fields(node, problems), checklist) for node in top.items("false_alarms")),
    )
    top.refuse_others()
    return (None if problems else key), tuple(problems)


def _read_later(fields: Fields, checklist: Checklist) -> Later:
    leads = fields.texts("leads")
    for lead in leads:
        if checklist.question(lead.text) is None:
            fields.report("CL080", lead.place, name=lead.text, near="")
    later = Later(
        id=fields.text("id", required=True),
        text=fields.text("text", required=True),
        leads=tuple(lead.text for lead in leads),
        why=fields.text("why", required=True),
    )
    fields.refuse_others()
    return later


def _read_alarm(fields: Fields, checklist: Checklist) -> FalseAlarm:
    question = fields.text("question", required=True)
    if checklist.question(question) is None:
        fields.report("CL080", fields.place_of("question"), name=question, near="")
    alarm = FalseAlarm(question=question, why=fields.text("why", required=True))
    fields.refuse_others()
    return alarm
