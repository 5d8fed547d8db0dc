"""Page one of the view: what a reader with three minutes must know."""

from __future__ import annotations

import unicodedata
from collections import Counter

from markupsafe import Markup

from takeover.assessment.model import Assessment, Confidence, Light, State, StopLine, StopState
from takeover.checklist.model import CountsFor
from takeover.report.charts import draw_axis, draw_scale
from takeover.report.material import Material
from takeover.report.model import NO_MARK, Bar, Fact, Headline, Mark, PageOne, RequestRow, StopLineRow

MOST_OPEN = 6
PAGE_ONE_LINES = 27
"""Lines of bars, sentence, stop-lines and requests for which page one has room together."""
TEXT_WIDTH = 105
CELL_WIDTH = 66
"""Characters in a line of running text and in the text column of a table; a Han character counts as two."""
FEWEST_REQUESTS = 1
MOST_REQUESTS = 5
MOST_REQUESTS_UNJUDGED = 10
_KNOWN = (State.PROVEN, State.CLAIMED, State.RESOLVED)
_VERDICT_MARKS = {"ready": ("●", "green"), "with_conditions": ("▲", "amber"), "not_ready": ("■", "red")}


def build_page_one(material: Material, bars: tuple[Bar, ...], requests: tuple[RequestRow, ...]) -> PageOne:
    """Build page one; every confirmed stop-line is on it, whatever else there is room for."""
    assessment, wording = material.baseline.assessment, material.wording
    judged = assessment is not None and assessment.confidence is not None
    confirmed, opened = _split_stop_lines(material)
    headline = _build_headline(material, assessment)
    taken = len(bars) + _count_text_lines(headline, confirmed, opened[:MOST_OPEN])
    room = _count_that_fit(requests, PAGE_ONE_LINES - taken) if judged else MOST_REQUESTS_UNJUDGED
    shown_requests = requests[:room]
    hidden = len(opened[MOST_OPEN:])
    left = len(requests) - len(shown_requests)
    withheld = material.baseline.withheld_questions
    return PageOne(
        headline=headline,
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


def count_lines(text: str, width: int) -> int:
    """Estimate the lines that a text takes; a Han character is as wide as two others."""
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return -(-columns // width)


def _count_text_lines(headline: Headline, confirmed: tuple[StopLineRow, ...], opened: tuple[StopLineRow, ...]) -> int:
    """Estimate the lines of the sentence and of the stop-lines: confirmed ones in a table, open ones in a paragraph."""
    paragraph = "".join(f"{stop.item.text} {stop.dimension} ({stop.cleared_by}); " for stop in opened)
    rows = sum(count_lines(stop.text, CELL_WIDTH) for stop in confirmed)
    return rows + count_lines(headline.sentence + headline.if_cleared, TEXT_WIDTH) + count_lines(paragraph, TEXT_WIDTH)


def _count_that_fit(requests: tuple[RequestRow, ...], lines: int) -> int:
    """Count the first requests that fit into so many lines: at least one, at most five."""
    left, count = lines, 0
    for request in requests[:MOST_REQUESTS]:
        tag = "Stop-line " if request.stop else ""
        left -= count_lines(tag + request.text, CELL_WIDTH)
        if left < 0:
            break
        count += 1
    return max(FEWEST_REQUESTS, count)


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
