"""Coverage, knowledge, evidence (scoring D6) and takeover readiness (D7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from takeover.assessment.method_1.dimensions import Pair, list_stop_lines
from takeover.assessment.method_1.grades import rank
from takeover.assessment.method_1.intervals import was_asked
from takeover.assessment.model import OPEN, Assessed, Figures, Readiness, Share, State, StopState, Verdict
from takeover.checklist.roles import roles_to_ask
from takeover.record.kinds import Grade
from takeover.record.situation import Party
from takeover.values import Role


def count_figures(pairs: Iterable[Pair], parties: Mapping[str, Party], settings: Mapping[str, str]) -> Figures:
    """Count the three figures over applicable questions of the inherited state."""
    counted = tuple(pairs)
    known = [(q, a) for q, a in counted if a.range != OPEN]
    proven = [(q, a) for q, a in known if a.grade is not None and rank(a.grade) >= rank(Grade.E2)]
    roles = [(roles_to_ask(q, settings), roles_asked(a, parties)) for q, a in counted]
    return Figures(
        asked=Share(part=sum(a.state is not State.NOT_ASKED for _, a in counted), whole=len(counted)),
        roles=Share(
            part=sum(role in heard for named, heard in roles for role in named), whole=sum(len(n) for n, _ in roles)
        ),
        knowledge=Share(part=sum(q.weight for q, _ in known), whole=sum(q.weight for q, _ in counted)),
        evidence=Share(part=sum(q.weight for q, _ in proven), whole=sum(q.weight for q, _ in known)),
    )


def roles_asked(assessed: Assessed, parties: Mapping[str, Party]) -> set[Role]:
    """List the roles that were asked about a question."""
    return {parties[s.party].role for s in assessed.statements if s.party in parties and was_asked(s)}


def judge_readiness(pairs: Iterable[Pair]) -> Readiness:
    """Judge readiness: not ready while a stop-line is confirmed, with conditions while one is open."""
    counted = tuple(pairs)
    stops = list_stop_lines(counted)
    states = {stop.state for stop in stops}
    verdict = Verdict.READY
    if StopState.OPEN in states:
        verdict = Verdict.WITH_CONDITIONS
    if StopState.CONFIRMED in states:
        verdict = Verdict.NOT_READY
    return Readiness(items=tuple(assessed for _, assessed in counted), stop_lines=stops, verdict=verdict)
