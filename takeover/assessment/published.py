"""What `takeover assess --json` gives (docs/assess.schema.json): the judgement, its inputs, and what stands beside it.

Everything is named by code, id or number, in no language. The judgement itself, of which the digest is taken, is that
of `plain`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from takeover.assessment.clearing import group_stop_lines, rate_once_cleared
from takeover.assessment.facts.model import ComputedFact, Figure
from takeover.assessment.model import Assessment, Confidence, Light
from takeover.assessment.origins import list_other_checklists
from takeover.assessment.plain import assessment_to_plain, digest_assessment
from takeover.assessment.verdicts import PartyVerdict, list_verdicts
from takeover.checklist.model import Checklist, House
from takeover.record.situation import Situation
from takeover.values import answer_to_plain

FORMAT = "takeover-assess/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a judgement was made of: the list with its hash, the record as it stood, and the listed days off."""

    checklist: Checklist
    sha256: str
    situation: Situation
    lines: int
    head: str
    days_off: Collection[dt.date]


def assess_to_plain(inputs: Inputs, assessment: Assessment, facts: Collection[ComputedFact]) -> dict[str, Any]:
    """Write the whole result as a JSON object."""
    return {
        "format": FORMAT,
        "method": assessment.method,
        "as_of": assessment.as_of.isoformat(),
        "days_off": sorted(day.isoformat() for day in inputs.days_off),
        "record": {"lines": inputs.lines, "head": inputs.head},
        "checklist": _checklist(inputs),
        "digest": digest_assessment(assessment),
        "judgement": assessment_to_plain(assessment),
        "cleared": _cleared(inputs.checklist, assessment),
        "facts": [_fact(fact) for fact in facts],
        "verdicts": [_verdict(verdict) for verdict in list_verdicts(inputs.situation)],
    }


def passes(confidence: Confidence | None, fail_on: Light) -> bool:
    """Tell whether a rating is better than `fail_on` in its worst world; without a judgement nothing passes."""
    return confidence is not None and confidence.worst > fail_on


def _checklist(inputs: Inputs) -> dict[str, Any]:
    checklist = inputs.checklist
    others = list_other_checklists(inputs.situation, inputs.sha256)
    plain: dict[str, Any] = {"id": checklist.id, "version": checklist.version, "sha256": inputs.sha256}
    plain["answered_to_others"] = [
        {"id": one.id, "version": one.version, "sha256": one.sha256, "statements": one.statements} for one in others
    ]
    return plain | ({"house": _house(checklist.house)} if checklist.house else {})


def _house(house: House) -> dict[str, Any]:
    return {
        "base": house.base,
        "base_sha256": house.base_sha256,
        "hidden": [{"question": one.question, "text": one.text, "reason": one.reason} for one in house.hidden],
        "changed": [{"question": one.question, "keys": list(one.keys)} for one in house.changed],
        "added": list(house.added),
    }


def _cleared(checklist: Checklist, assessment: Assessment) -> dict[str, Any]:
    groups = [
        {"cleared_by": group.cleared_by.value, "questions": [stop.question for stop in group.stop_lines]}
        | _confidence("confidence", group.confidence)
        for group in group_stop_lines(checklist, assessment)
    ]
    return {"groups": groups} | _confidence("if_all_cleared", rate_once_cleared(checklist, assessment))


def _confidence(name: str, found: Confidence | None) -> dict[str, Any]:
    return {name: {"worst": found.worst.name.lower(), "best": found.best.name.lower()}} if found else {}


def _fact(fact: ComputedFact) -> dict[str, Any]:
    return {
        "name": fact.name.value,
        "established": fact.is_established,
        "registers": list(fact.registers),
        "figures": [_figure(figure) for figure in fact.figures],
        "left_out": list(fact.left_out),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": figure.name, "value": answer_to_plain(figure.value), "tone": figure.tone.value}
    return plain | {"rows": list(figure.rows)} | ({"of": figure.of} if figure.of else {})


def _verdict(verdict: PartyVerdict) -> dict[str, Any]:
    plain = {
        "party": verdict.party,
        "role": verdict.role.value,
        "light": verdict.light.name.lower(),
        "text": verdict.text,
        "as_of": verdict.as_of.isoformat(),
        "at": verdict.at,
        "assessed": verdict.assessed,
    }
    return plain | _confidence("beside", verdict.beside) | ({"reason": verdict.reason} if verdict.reason else {})
