"""Whether to accept the job: the computed advice, its grounds and conditions; beside it what the parties think.

It is the incoming PM's own paper: it stands in the internal edition only, and only where there is a judgement.
"""

from __future__ import annotations

from takeover.assessment.acceptance import Advice, advise
from takeover.assessment.model import Confidence, StopLine, StopState
from takeover.assessment.verdicts import VERDICT_ROLES, PartyVerdict, list_verdicts
from takeover.baseline.model import EditionName
from takeover.catalogues import Catalogue
from takeover.checklist.model import CountsFor, Question
from takeover.report.view.blocks import AcceptancePage, ConditionRow, VerdictRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import NO_MARK, Mark
from takeover.report.wording import tidy
from takeover.values import Role

_MARKS = {
    Advice.NOT_YET: ("○", "open"),
    Advice.ACCEPT: ("●", "green"),
    Advice.WITH_CONDITIONS: ("▲", "amber"),
    Advice.ADVISE_AGAINST: ("■", "red"),
}


def build_acceptance(material: Material) -> AcceptancePage | None:
    """Build the page; None in an edition for the client, or without a judgement."""
    assessment, wording = material.baseline.assessment, material.wording
    if assessment is None or material.baseline.edition is not EditionName.INTERNAL:
        return None
    found = advise(assessment)
    shape, tone = _MARKS[found.advice]
    return AcceptancePage(
        mark=Mark(shape=shape, word=wording.say(f"advice.{found.advice.value}"), tone=tone),
        sentence=wording.say(f"advice.{found.advice.value}.sentence"),
        grounds=tuple(wording.catalogue.text(f"cli.advice.ground.{ground.value}") for ground in found.grounds),
        conditions=tuple(_build_condition(material, stop) for stop in found.conditions),
        computed=_show(material, assessment.confidence),
        verdicts=_list_verdicts(material, assessment.confidence),
    )


def _build_condition(material: Material, stop: StopLine) -> ConditionRow:
    wording = material.wording
    return ConditionRow(
        mark=wording.stop(stop.state),
        item=material.references.question(stop.question),
        text=say_condition(wording.catalogue, material.question(stop.question), stop),
        who=wording.say(f"cleared_by.{stop.cleared_by.value}"),
    )


def say_condition(catalogue: Catalogue, question: Question, stop: StopLine) -> str:
    """Say a condition as what has to be reached: the action where something is lacking, else what must be ruled out.

    A precondition of the takeover is lacking as long as it is not proven.
    """
    if stop.state is StopState.CONFIRMED or question.counts_for is CountsFor.READINESS:
        return question.action.text
    return catalogue.text("report.advice.rule_out", finding=question.finding)


def _list_verdicts(material: Material, now: Confidence | None) -> tuple[VerdictRow, ...]:
    """List the verdicts given, then the roles that may give one and gave none."""
    given = list_verdicts(material.baseline.situation)
    rows = [_build_verdict(material, verdict, now) for verdict in given]
    silent = [role for role in VERDICT_ROLES if role not in {verdict.role for verdict in given}]
    return (*rows, *(_leave_open(material, role) for role in silent))


def _build_verdict(material: Material, verdict: PartyVerdict, now: Confidence | None) -> VerdictRow:
    """Set the verdict beside the range of its day; where the range has moved since, both are named."""
    wording = material.wording
    role, name = wording.party(material.parties.get(verdict.party))
    moved = verdict.beside != now
    beside = _show(material, verdict.beside).word
    return VerdictRow(
        who=wording.join((role, name)),
        mark=wording.light(verdict.light),
        text=tidy(verdict.text),
        reason=tidy(verdict.reason),
        beside=wording.say("verdict.beside_then", range=beside) if moved else beside,
        day=wording.date(verdict.as_of),
    )


def _leave_open(material: Material, role: Role) -> VerdictRow:
    wording = material.wording
    none = wording.say("verdict.none")
    return VerdictRow(who=wording.role(role), mark=NO_MARK, text=none, reason="", beside="", day="")


def _show(material: Material, confidence: Confidence | None) -> Mark:
    """Show a computed range with the shape of its worst world."""
    wording = material.wording
    if confidence is None:
        return Mark(shape="○", word=wording.say("verdict.no_range"), tone="open")
    worst = wording.light(confidence.worst)
    return Mark(shape=worst.shape, word=wording.confidence(confidence), tone=worst.tone)
