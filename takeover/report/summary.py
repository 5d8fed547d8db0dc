"""Page one of the view: what a reader with three minutes must know."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from takeover.assessment.model import Assessment, Confidence, Light, State, StopLine, StopState
from takeover.checklist.model import CountsFor
from takeover.report.charts import draw_axis, draw_scale
from takeover.report.material import Material
from takeover.report.model import NO_MARK, Bar, Fact, Headline, Mark, PageOne, RequestRow, StopLineRow

MOST_OPEN = 6
MOST_ROWS = 8
"""Confirmed stop-lines and requests for which page one has room together."""
FEWEST_REQUESTS = 3
MOST_REQUESTS = 5
MOST_REQUESTS_UNJUDGED = 10
_KNOWN = (State.PROVEN, State.CLAIMED, State.RESOLVED)
_VERDICT_MARKS = {"ready": ("●", "green"), "with_conditions": ("▲", "amber"), "not_ready": ("■", "red")}


def build_page_one(material: Material, bars: tuple[Bar, ...], requests: tuple[RequestRow, ...]) -> PageOne:
    """Build page one; every confirmed stop-line is on it, whatever else there is room for."""
    assessment, wording = material.baseline.assessment, material.wording
    judged = assessment is not None and assessment.confidence is not None
    confirmed, opened = _split_stop_lines(material)
    room = min(MOST_REQUESTS, max(FEWEST_REQUESTS, MOST_ROWS - len(confirmed)))
    shown_requests = requests[: room if judged else MOST_REQUESTS_UNJUDGED]
    hidden = len(opened[MOST_OPEN:])
    left = len(requests) - len(shown_requests)
    withheld = material.baseline.withheld_questions
    return PageOne(
        headline=_build_headline(material, assessment),
        bars=bars if judged else (),
        axis=draw_axis(wording.say("chart.axis")),
        counts=_count_answers(material, assessment) if assessment else (),
        readiness=build_verdict(material),
        confirmed=confirmed,
        open=opened[:MOST_OPEN],
        more_open=wording.say("page_one.more_stop_lines", count=hidden) if hidden else "",
        requests=shown_requests,
        more_requests=wording.say("page_one.more_requests", count=left) if left else "",
        withheld=wording.say("page_one.withheld", count=withheld) if withheld else "",
    )


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
        if_cleared=_describe_if_cleared(material, assessment),
    )


def _unjudged(title: str, sentence: str) -> Headline:
    return Headline(judged=False, title=title, sentence=sentence, chart=Markup(""), if_cleared="")


def _explain(material: Material, confidence: Confidence) -> str:
    worst = material.wording.say(f"confidence.{confidence.worst.name.lower()}")
    best = material.wording.say(f"confidence.{confidence.best.name.lower()}")
    if worst == best:
        return material.wording.say("confidence.same", meaning=best)
    return material.wording.say("confidence.between", worst=worst, best=best)


def _describe_if_cleared(material: Material, assessment: Assessment) -> str:
    cleared = assessment.if_pm_cleared
    if cleared is None or cleared == assessment.confidence:
        return ""
    return material.wording.say("headline.if_cleared", confidence=material.wording.confidence(cleared))


def _split_stop_lines(material: Material) -> tuple[tuple[StopLineRow, ...], tuple[StopLineRow, ...]]:
    """Build the stop-lines that are not clear: the confirmed ones, and the open ones."""
    assessment = material.baseline.assessment
    stops = assessment.stop_lines if assessment else ()
    confirmed = (stop for stop in stops if stop.state is StopState.CONFIRMED)
    opened = (stop for stop in stops if stop.state is StopState.OPEN)
    return tuple(_build_stop_line(material, s) for s in confirmed), tuple(_build_stop_line(material, s) for s in opened)


def _build_stop_line(material: Material, stop: StopLine) -> StopLineRow:
    """Say what is found where it is confirmed, and what is asked where it is open."""
    question = material.question(stop.question)
    return StopLineRow(
        mark=material.wording.stop(stop.state),
        item=material.references.question(stop.question),
        dimension=material.dimension_title(stop.dimension),
        text=question.finding if stop.state is StopState.CONFIRMED else question.text,
        cleared_by=material.wording.say(f"cleared_by.{stop.cleared_by.value}"),
    )


def build_verdict(material: Material) -> Mark:
    """Build the verdict on takeover readiness; no mark where nothing is judged."""
    assessment = material.baseline.assessment
    if assessment is None or not assessment.readiness.items:
        return NO_MARK
    verdict = assessment.readiness.verdict.value
    shape, tone = _VERDICT_MARKS[verdict]
    return Mark(shape=shape, word=material.wording.say(f"verdict.{verdict}"), tone=tone)


def _count_answers(material: Material, assessment: Assessment) -> tuple[Fact, ...]:
    """Count the applicable questions of the inherited state by what is known of them."""
    states: Counter[State] = Counter(
        assessed.state
        for question_id, assessed in assessment.questions.items()
        if assessed.state is not State.NOT_APPLICABLE
        and material.question(question_id).counts_for is CountsFor.INHERITED
    )
    whole = sum(states.values())
    counts = {
        "known": sum(states[state] for state in _KNOWN),
        "disputed": states[State.DISPUTED],
        "unknown": states[State.UNKNOWN],
        "not_asked": states[State.NOT_ASKED],
    }
    say = material.wording.say
    return tuple(
        Fact(label=say(f"count.{name}"), value=say("count.of", part=part, whole=whole)) for name, part in counts.items()
    )
