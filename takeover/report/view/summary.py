"""Page one of the view: what a reader with three minutes must know."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from takeover.assessment.clearing import ClearedGroup, group_stop_lines
from takeover.assessment.model import Assessment, Confidence, Light, StopLine, StopState
from takeover.report.charts.ranges import draw_axis, draw_scale
from takeover.report.paper import Paper
from takeover.report.view.fitting import fit_page_one
from takeover.report.view.material import Material
from takeover.report.view.model import NO_MARK, Bar, Headline, Mark, PageOne, RequestRow, StopGroup, StopLineRow
from takeover.report.view.money import build_stakes
from takeover.report.view.shared import describe_withheld
from takeover.report.view.signs import build_signs

MOST_REQUESTS = 5
MOST_REQUESTS_UNJUDGED = 10
_VERDICT_MARKS = {"ready": ("●", "green"), "with_conditions": ("▲", "amber"), "not_ready": ("■", "red")}


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
        stop_marks=(wording.stop(StopState.CONFIRMED), wording.stop(StopState.OPEN)),
        requests=requests[: MOST_REQUESTS if judged else MOST_REQUESTS_UNJUDGED],
        asked=_count_asked(material),
        withheld=describe_withheld(material),
    )
    project, customer = (material.baseline.situation.settings.get(name, "") for name in ("project", "customer"))
    return fit_page_one(full, project=project, customer=customer, paper=paper)


def _count_asked(material: Material) -> str:
    """Say how many answers are asked of whom by which day."""
    assessment, wording = material.baseline.assessment, material.wording
    requests = assessment.requests if assessment else ()
    lines = []
    for due in sorted({request.due for request in requests}):
        counts = Counter(request.of for request in requests if request.due == due)
        whom = (wording.say("page_one.asked_of", who=wording.role(role), count=n) for role, n in counts.items())
        lines.append(wording.say("page_one.asked_by", due=wording.date(due), whom=wording.join(tuple(whom))))
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
    """Group the stop-lines that are not clear by who can clear them."""
    baseline = material.baseline
    if baseline.assessment is None:
        return ()
    return tuple(_build_group(material, group) for group in group_stop_lines(baseline.checklist, baseline.assessment))


def _build_group(material: Material, group: ClearedGroup) -> StopGroup:
    """Say what is found where it is confirmed, and of what where it is open; and the rating without these."""
    wording = material.wording
    return StopGroup(
        who=wording.say(f"cleared_by.{group.cleared_by.value}"),
        confirmed=_build_stop_lines(material, group, StopState.CONFIRMED),
        open=_build_stop_lines(material, group, StopState.OPEN),
        cleared=wording.confidence(group.confidence) if group.confidence else "",
    )


def _build_stop_lines(material: Material, group: ClearedGroup, state: StopState) -> tuple[StopLineRow, ...]:
    return tuple(_build_stop_line(material, stop) for stop in group.stop_lines if stop.state is state)


def _build_stop_line(material: Material, stop: StopLine) -> StopLineRow:
    found = stop.state is StopState.CONFIRMED
    return StopLineRow(
        item=material.references.question(stop.question),
        dimension=material.dimension_title(stop.dimension),
        text=material.question(stop.question).finding if found else "",
    )


def build_verdict(material: Material) -> Mark:
    """Build the verdict on takeover readiness; no mark where nothing is judged."""
    assessment = material.baseline.assessment
    if assessment is None or not assessment.readiness.items:
        return NO_MARK
    verdict = assessment.readiness.verdict.value
    shape, tone = _VERDICT_MARKS[verdict]
    return Mark(shape=shape, word=material.wording.say(f"verdict.{verdict}"), tone=tone)
