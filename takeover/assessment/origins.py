"""To which checklist the answers were given: statements pin its hash, and the judgement may use another one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from takeover.record.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherChecklist:
    """A checklist that is not the one of the judgement, and how many standing statements answer it."""

    id: str
    version: str
    sha256: str
    statements: int


def list_other_checklists(situation: Situation, sha256: str) -> tuple[OtherChecklist, ...]:
    """List the other checklists that standing statements were given to, in the order in which they came up."""
    found: Counter[tuple[str, str, str]] = Counter()
    for entries in situation.by_question.values():
        newest = {entry.body["party"]: entry.body["checklist"] for entry in entries if entry.body is not None}
        found.update((asked["id"], asked["version"], asked["sha256"]) for asked in newest.values())
    return tuple(
        OtherChecklist(id=list_id, version=version, sha256=pinned, statements=count)
        for (list_id, version, pinned), count in found.items()
        if pinned != sha256
    )
