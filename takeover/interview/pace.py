"""How fast this user answers, and how long the rest will take; pure, from the times in the record.

The pace is the median of the seconds between two answers of one sitting: a gap of more than ten minutes is a pause, one
of less than a second is an import. Until five answers were timed it is a common pace.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from takeover.record.situation import Situation

USUAL_SECONDS = 60.0
"""Seconds an answer takes somebody who reads the question for the first time and knows the project half."""
LEAST_TIMED = 5
_PAUSE = 600.0
_IMPORT = 1.0
_NEWEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds an answer, and whether they are this user's own."""

    seconds: float
    own: bool

    def minutes_for(self, questions: int) -> int:
        """Return whole minutes for so many questions, at least one where there is one."""
        return math.ceil(questions * self.seconds / 60)


def find_pace(situation: Situation) -> Pace:
    """Take the pace from the newest answers of a record."""
    entries = (entry for found in situation.by_question.values() for entry in found)
    times = sorted({str(entry.body["at"]) for entry in entries if entry.body})[-_NEWEST:]
    return pace_of(dt.datetime.fromisoformat(time) for time in times)


def pace_of(times: Iterable[dt.datetime]) -> Pace:
    """Take the pace from the times of answers in their order."""
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
    timed = [gap for gap in gaps if _IMPORT <= gap <= _PAUSE]
    if len(timed) < LEAST_TIMED:
        return Pace(seconds=USUAL_SECONDS, own=False)
    return Pace(seconds=sorted(timed)[len(timed) // 2], own=True)
