"""Releases: who of the own organisation lets an edition of the next baseline go out, and if that still holds. Pure.

Rules: a release is for one baseline number, one checklist, with or without the judgement. It is void once anything of
the level that goes out was added behind it: what was released is what was there. The newest release stands.
Leaves to others: who may release, and what is done about a void one (cli).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from takeover.record.bodies import read_evidence
from takeover.record.chain import Entry
from takeover.record.kinds import Evidence, Kind
from takeover.record.situation import Situation, level_of
from takeover.values import Level, date_from_text


class Standing(StrEnum):
    """Whether a release holds for a seal, and if not, why."""

    HOLDS = "holds"
    ADDED = "added"
    OTHER_CHECKLIST = "other_checklist"
    NO_JUDGEMENT = "no_judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release by a party; `added` counts the entries of level shared that came behind it."""

    baseline: int
    edition: str
    party: str
    day: dt.date
    text: str
    checklist: str
    judgement: bool
    evidence: tuple[Evidence, ...]
    added: int

    def judge(self, *, checklist: str, judgement: bool) -> Standing:
        """Say whether it holds for a seal with this checklist (its SHA-256), with or without the judgement."""
        if self.added:
            return Standing.ADDED
        if self.checklist != checklist:
            return Standing.OTHER_CHECKLIST
        return Standing.NO_JUDGEMENT if judgement and not self.judgement else Standing.HOLDS


def find_release(entries: Iterable[Entry], situation: Situation, *, baseline: int, edition: str) -> Release | None:
    """Find the newest release of an edition of a baseline; None where there is none."""
    told = tuple(entries)
    found = [
        (entry.line, entry.body)
        for entry in situation.by_kind.get(Kind.RELEASED, ())
        if entry.body and (entry.body["baseline"], entry.body["edition"]) == (baseline, edition)
    ]
    if not found:
        return None
    line, body = found[-1]
    levels = situation.levels
    return Release(
        baseline=baseline,
        edition=edition,
        party=body["party"],
        day=date_from_text(body["on"] if "on" in body else body["at"][:10]),
        text=body["text"],
        checklist=body.get("checklist", ""),
        judgement=body.get("judgement", False),
        evidence=read_evidence(body),
        added=sum(entry.line > line and level_of(entry, levels) is Level.SHARED for entry in told),
    )
