"""Stop-lines by who can clear them, and the rating as if each of these groups were cleared (scoring D5).

A troubled project is red anyway: this shows the way out of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from takeover.assessment.method_1 import list_counted, rate_if_cleared
from takeover.assessment.model import Assessment, Confidence, StopLine
from takeover.checklist.model import Checklist, ClearedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedGroup:
    """The stop-lines that are not clear and that one of `ClearedBy` can clear; confirmed ones come first.

    `confidence` is the rating if all of them were cleared; None below the knowledge floor.
    """

    cleared_by: ClearedBy
    stop_lines: tuple[StopLine, ...]
    confidence: Confidence | None


def group_stop_lines(checklist: Checklist, assessment: Assessment) -> tuple[ClearedGroup, ...]:
    """Group the stop-lines of the inherited state that are not clear, in the order of `ClearedBy`."""
    found = {who: tuple(s for s in assessment.stop_lines if s.cleared_by is who) for who in ClearedBy}
    return tuple(
        ClearedGroup(cleared_by=who, stop_lines=stops, confidence=rate_once_cleared(checklist, assessment, (who,)))
        for who, stops in found.items()
        if stops
    )


def rate_once_cleared(
    checklist: Checklist, assessment: Assessment, who: Collection[ClearedBy] = tuple(ClearedBy)
) -> Confidence | None:
    """Rate as if every stop-line that these can clear were cleared; None below the knowledge floor."""
    if assessment.confidence is None:
        return None
    return rate_if_cleared(checklist, list_counted(checklist, assessment), who)
