"""Page one of the view: what a reader with three minutes must know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from takeover.assessment.clearing import rate_once_cleared
from takeover.assessment.model import Assessment, Confidence, Light, State, StopLine, StopState
from takeover.checklist.model import ClearedBy, CountsFor
from takeover.report.charts.ranges import draw_axis, draw_scale
from takeover.report.paper import Paper
from takeover.report.view.fitting import Head, fit_page_one
from takeover.report.view.material import Material
from takeover.report.view.model import (
    NO_MARK,
    Bar,
    Headline,
    Mark,
    PageOne,
    RequestRow,
    StopGroup,
    StopLineRow,
    StopLines,
)
from takeover.report.view.money import build_stakes
from takeover.report.view.shared import describe_withheld
from takeover.report.view.signs import build_signs
from takeover.report.view.taking_over import build_cut_off

MOST_REQUESTS = 5
MOST_REQUESTS_UNJUDGED = 10


def build_page_one(
    material: Material, bars: tuple[Bar, ...], requests: tuple[RequestRow, ...], paper: Paper = Paper.A4
) -> PageOne:
    """Build page one as full as one sheet of paper allows; every stop-line that is not clear is on it."""
    assessment, wording = material.baseline.assessment, material.wording
    judged = assessment is not None and assessment.confidence is not None
    full = PageOne(
        headline=_build_headline(material, assessment),
        bars=bars if judged else (),
        axis=draw_axis(wording.say("chart.axis")),
        signs=build_signs(material),
        stakes=build_stakes(material),
        groups=_group_stop_lines(material),
        requests=requests[: MOST_REQUESTS if judged else MOST_REQUESTS_UNJUDGED],
        asked=_count_asked(material),
        disputes=str(len(assessment.disputes)) if assessment and assessment.disputes else "",
        withheld=describe_withheld(material),
    )
    project, customer = (material.baseline.situation.settings.get(name, "") for name in ("project", "customer"))
    above = Head(
        project=project,
        customer=customer,
        cut_off=build_cut_off(material).value,
        readiness=build_verdict(material).word,
    )
    return fit_page_one(full, above=above, paper=paper)


def _count_asked(material: Material) -> str:
    """Say how many answers are asked of whom by which day."""
    assessment, wording = material.baseline.assessment, material.wording
    requests = assessment.requests if assessment else ()
    lines = []
    for due in sorted({request.due for request in requests}):
        counts = Counter(request.of for request in requests if request.due == due)
        whom = (wording.say("page_one.asked_of", who=wording.role(role), count=n) for role, n in counts.items())
        lines.append(wording.say("page_one.asked_by", due=due, whom=wording.join(tuple(whom))))
    return wording.say("page_one.between").join(lines)


def _build_headline(material: Material, assessment: Assessment | None) -> Headline:
    wording = material.wording
    if assessment is None:
        return _unjudged(wording.say("headline.withheld"), wording.say("headline.withheld_sentence"))
    if assessment.confidence is None:
        share = wording.points(100 * assessment.figures.knowledge.fraction)
        return _unjudged(wording.say("headline.unjudged"), wording.say("headline.unjudged_sentence", share=share))
    title = wording.confidence(assessment.confidence)
    words = {light: wording.light(light).word for light in Light}
    alternative = wording.say("chart.scale", confidence=title)
    return Headline(
        judged=True,
        title=title,
        sentence=_explain(material, assessment.confidence),
        chart=draw_scale(assessment.confidence, words, alternative),
    )


def _unjudged(title: str, sentence: str) -> Headline:
    return Headline(judged=False, title=title, sentence=sentence, chart=Markup(""))


def _explain(material: Material, confidence: Confidence) -> str:
    worst = material.wording.say(f"confidence.{confidence.worst.name.lower()}")
    best = material.wording.say(f"confidence.{confidence.best.name.lower()}")
    if worst == best:
        return material.wording.say("confidence.same", meaning=best)
    return material.wording.say("confidence.between", worst=worst, best=best)


def _group_stop_lines(material: Material) -> tuple[StopGroup, ...]:
    """Group the stop-lines that are not clear, or bad in part, by who can clear them; those of readiness stand last."""
    baseline, say = material.baseline, material.wording.say
    assessment = baseline.assessment
    if assessment is None:
        return ()
    partly = [finding.question for finding in assessment.findings if finding.stop and finding.partly]
    inherited = [question for question in partly if _is_inherited(material, question)]
    groups = []
    for who in ClearedBy:
        lines = _list_stop_lines(
            material,
            [stop for stop in assessment.stop_lines if stop.cleared_by is who],
            [question for question in inherited if material.question(question).stop_line is who],
        )
        rating = rate_once_cleared(baseline.checklist, assessment, (who,)) if lines else None
        cleared = material.wording.confidence(rating) if rating else ""
        groups.append(StopGroup(who=say(f"cleared_by.{who.value}"), lines=lines, cleared=cleared))
    own = [question for question in partly if question not in inherited]
    lines = _list_stop_lines(material, assessment.readiness.stop_lines, own)
    groups.append(StopGroup(who=say("page_one.readiness"), lines=lines, cleared=""))
    return tuple(group for group in groups if group.lines)


def _is_inherited(material: Material, question: str) -> bool:
    return material.question(question).counts_for is CountsFor.INHERITED


def _list_stop_lines(material: Material, stops: Sequence[StopLine], partly: Sequence[str]) -> tuple[StopLines, ...]:
    """List stop-lines by state: what is found where it is confirmed, else of which dimension each one is."""
    wording = material.wording
    confirmed = [stop.question for stop in stops if stop.state is StopState.CONFIRMED]
    opened = [stop.question for stop in stops if stop.state is StopState.OPEN]
    disputed = [question for question in opened if _is_disputed(material, question)]
    states = (
        (wording.stop(StopState.CONFIRMED), confirmed),
        (Mark(shape="◇", word=wording.say("stop.disputed"), tone="open"), disputed),
        (wording.stop(StopState.OPEN), [question for question in opened if question not in disputed]),
        (Mark(shape="▲", word=wording.say("stop.partly"), tone="amber"), partly),
    )
    return tuple(
        StopLines(
            mark=mark,
            stops=tuple(_build_stop_line(material, question, found=mark is states[0][0]) for question in questions),
        )
        for mark, questions in states
        if questions
    )


def _is_disputed(material: Material, question: str) -> bool:
    assessed = material.assessed(question)
    return assessed is not None and assessed.state is State.DISPUTED


def _build_stop_line(material: Material, question_id: str, *, found: bool) -> StopLineRow:
    question = material.question(question_id)
    return StopLineRow(
        item=material.references.question(question_id),
        dimension=material.dimension_title(question.dimension),
        text=question.finding if found else "",
    )


def build_verdict(material: Material) -> Mark:
    """Build the verdict on takeover readiness; no mark where nothing is judged."""
    assessment = material.baseline.assessment
    if assessment is None or not assessment.readiness.items:
        return NO_MARK
    return material.wording.readiness(assessment.readiness)
