"""How the questions stand, at a glance: by state, by person, and how long the open ones take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from takeover.checklist.roles import roles_to_ask
from takeover.interview.navigator import Navigator, Stand
from takeover.interview.pace import Pace, find_pace
from takeover.values import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Questions by state, open ones by the role to ask (one may count for several), and the pace of the user."""

    stands: Mapping[Stand, int]
    by_role: Mapping[Role, int]
    first_hour: int
    first_hour_open: int
    pace: Pace

    @property
    def open(self) -> int:
        """Questions on the path that nobody has answered."""
        return self.stands.get(Stand.OPEN, 0)


def take_overview(navigator: Navigator) -> Overview:
    """Count the questions of a record; roles with most questions first."""
    outline = navigator.outline()
    settings = navigator.situation.settings
    left = [line.question for line in outline if line.stand is Stand.OPEN]
    roles = Counter(role for question in left for role in roles_to_ask(question, settings))
    asked = [line for line in outline if line.stand not in (Stand.WAITING, Stand.KEPT)]
    return Overview(
        stands=dict(Counter(line.stand for line in outline)),
        by_role=dict(sorted(roles.items(), key=lambda found: -found[1])),
        first_hour=sum(line.question.day_one for line in asked),
        first_hour_open=sum(question.day_one for question in left),
        pace=find_pace(navigator.situation),
    )
