"""An explanation in words: dimensions, the whole, readiness, findings, disputes, requests, computed facts. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from takeover.assessment.clearing import ClearedGroup
from takeover.assessment.facts.model import ComputedFact, Figure, Tone
from takeover.assessment.method_1.dimensions import AMBER_FROM, GREEN_FROM, NOT_ESTABLISHED_FROM
from takeover.assessment.method_1.steps import DAYS_OTHERS, DAYS_STOP_LINE
from takeover.assessment.model import DimensionResult, Figures, FindingKind, Light, StopLine
from takeover.assessment.why.model import (
    DimensionWhy,
    DisputeWhy,
    Explanation,
    FactWhy,
    FindingWhy,
    Mean,
    OverallWhy,
    Portion,
    QuestionWhy,
    ReadinessWhy,
    RequestWhy,
    WorldWhy,
)
from takeover.cli.explained import Words, describe_adds, describe_question, describe_voice
from takeover.record.rows import Row
from takeover.report.numbers import show_share
from takeover.report.view.quantities import write_quantity
from takeover.report.wording import tidy
from takeover.roles import name_role


def describe(why: Explanation, words: Words) -> tuple[str, ...]:
    """Say an explanation in lines."""
    match why:
        case QuestionWhy():
            lines = describe_question(why, words)
        case DimensionWhy():
            lines = _describe_dimension(why, words)
        case OverallWhy():
            lines = _describe_overall(why, words)
        case ReadinessWhy():
            lines = _describe_readiness(why, words)
        case FindingWhy():
            lines = _describe_finding(why, words)
        case DisputeWhy():
            lines = _describe_dispute(why, words)
        case RequestWhy():
            lines = _describe_request(why, words)
        case FactWhy():
            lines = _describe_fact(why, words)
    return tuple(lines)


def _describe_dimension(why: DimensionWhy, words: Words) -> Iterator[str]:
    mark = words.wording.dimension(why.result)
    title = why.dimension.title
    if why.result.range is None or why.worst is None or why.best is None:
        yield words.text("assessment.why.dimension.none", dimension=title)
    else:
        found = words.range(why.result.range)
        yield words.text("assessment.why.dimension", dimension=title, range=found, word=f"{mark.shape} {mark.word}")
        yield words.text(
            "assessment.why.rule",
            rule=words.text("assessment.why.rule.dimension", green=GREEN_FROM, amber=AMBER_FROM),
        )
        yield words.text("assessment.why.questions")
        yield from (_describe_portion(portion, words) for portion in why.portions)
        yield from _describe_mean(why.worst, words, "worst")
        yield from _describe_mean(why.best, words, "best")
        width = words.points(why.result.range.width)
        yield words.text(f"assessment.why.word.{why.result.word.value}", width=width, limit=NOT_ESTABLISHED_FROM)
        yield _describe_figures(why.figures, words)
    if why.away:
        away = words.catalogue.join(question.id for question in why.away)
        yield words.text("assessment.why.away", questions=away)


def _describe_portion(portion: Portion, words: Words) -> str:
    """Say what a question adds, and what its stop-line does."""
    line = words.text(
        "assessment.why.portion",
        question=portion.question.id,
        weight=portion.question.weight,
        interval=words.interval(portion.assessed.range),
        state=words.wording.state(portion.assessed).word,
        adds=describe_adds(portion, words, "assessment.why.portion.adds"),
    )
    if portion.stop is None:
        return "  " + line
    stop = words.text(
        "assessment.why.portion.stop",
        state=words.wording.stop(portion.stop.state).word,
        who=words.cleared_by(portion.stop.cleared_by),
    )
    return "  " + line + stop


def _describe_mean(mean: Mean, words: Words, world: str) -> Iterator[str]:
    """Say the arithmetic of one world, what the stop-lines allow, and how far the next light is."""
    yield words.text(
        f"assessment.why.mean.{world}",
        weight=mean.weight,
        total=words.value(mean.total),
        points=words.points(mean.points),
        light=words.wording.light(mean.from_points).word,
    )
    if mean.cap < mean.from_points:
        cap = words.wording.light(mean.cap).word
        yield "  " + words.text("assessment.why.mean.capped", cap=cap)
    elif mean.cap is not Light.GREEN:
        yield "  " + words.text("assessment.why.mean.cap", cap=words.wording.light(mean.cap).word)
    if mean.missing:
        following = Light.AMBER if mean.from_points is Light.RED else Light.GREEN
        yield "  " + words.text(
            "assessment.why.mean.missing",
            missing=words.points(mean.missing),
            light=words.wording.light(following).word,
        )


def describe_knowledge(figures: Figures, words: Words) -> Iterator[str]:
    """Say the three figures: knowledge and evidence, then coverage."""
    yield _describe_figures(figures, words)
    yield words.text("assessment.why.coverage", asked=words.share(figures.asked), roles=words.share(figures.roles))


def _describe_figures(figures: Figures, words: Words) -> str:
    return words.text(
        "assessment.why.figures", knowledge=words.share(figures.knowledge), evidence=words.share(figures.evidence)
    )


def _describe_overall(why: OverallWhy, words: Words) -> Iterator[str]:
    yield describe_rating(why, words)
    if why.worst and why.best:
        yield words.text("assessment.why.rule", rule=words.text("assessment.why.rule.overall"))
        yield from describe_world(why.worst, words, "worst")
        yield from describe_world(why.best, words, "best")
        yield words.text("assessment.why.dimensions")
        yield from (describe_result(dimension.title, result, words) for dimension, result in why.dimensions)
    yield from describe_knowledge(why.figures, words)
    yield from describe_cleared(why.cleared, words)


def describe_rating(why: OverallWhy, words: Words) -> str:
    """Say the rating, or how much is missing before there is one."""
    if why.confidence is not None:
        return words.text("assessment.why.overall", confidence=words.wording.confidence(why.confidence))
    return words.text(
        "assessment.why.overall.none",
        knowledge=words.share(why.figures.knowledge),
        floor=show_share(why.floor, words.catalogue.language),
        missing=words.value(why.missing),
    )


def describe_world(why: WorldWhy, words: Words, name: str) -> Iterator[str]:
    """Say one world's counts, the clauses that decided, and what would have to fall for the next better rating."""
    world = why.world
    light = words.wording.light(world.light)
    yield words.text(
        f"assessment.why.world.{name}",
        light=f"{light.shape} {light.word}",
        n=world.dimensions,
        red=world.red,
        amber=world.amber,
        stops=world.stops,
    )
    for hurdle in why.hurdles:
        yield "  " + words.text(
            f"assessment.why.clause.{hurdle.clause.value}",
            light=light.word,
            count=hurdle.count,
            n=world.dimensions,
            limit=words.value(hurdle.limit),
        )
    if not why.hurdles:
        return
    falls = words.catalogue.join(
        words.text(f"assessment.why.fall.{hurdle.clause.value}", count=hurdle.count, at_most=hurdle.at_most)
        for hurdle in why.hurdles
    )
    following = words.wording.light(Light(world.light + 1)).word
    yield "  " + words.text("assessment.why.next", light=following, falls=falls)


def describe_result(title: str, result: DimensionResult, words: Words) -> str:
    """Say a dimension's range, word and stop-lines in one line."""
    mark = words.wording.dimension(result)
    if result.range is None or result.worst is None or result.best is None:
        return "  " + words.text("assessment.why.dimension.none", dimension=title)
    return "  " + words.text(
        "assessment.why.dimension.row",
        dimension=title,
        lo=words.wording.points(result.range.lo, 1),
        hi=words.wording.points(result.range.hi, 1),
        worst=words.wording.light(result.worst).word,
        best=words.wording.light(result.best).word,
        stops_worst=result.stops_worst,
        stops_best=result.stops_best,
        word=f"{mark.shape} {mark.word}",
    )


def describe_cleared(cleared: tuple[ClearedGroup, ...], words: Words) -> Iterator[str]:
    """Say the stop-lines by who can clear them, each group with the rating as if it were cleared."""
    if not cleared:
        yield words.text("assessment.why.stop_lines.none")
        return
    yield words.text("assessment.why.stop_lines")
    for group in cleared:
        who = words.cleared_by(group.cleared_by)
        if group.confidence is None:
            yield "  " + words.text("assessment.why.group", who=who)
        else:
            rating = words.wording.confidence(group.confidence)
            yield "  " + words.text("assessment.why.group.rated", who=who, confidence=rating)
        yield from (describe_stop_line(stop, words) for stop in group.stop_lines)


def describe_stop_line(stop: StopLine, words: Words) -> str:
    """Say a stop-line that is not clear: its state and its question."""
    mark = words.wording.stop(stop.state)
    question = words.checklist.question(stop.question)
    text = question.text if question else ""
    state = f"{mark.shape} {mark.word}"
    return "    " + words.text("assessment.why.stop_line", state=state, question=stop.question, text=text)


def _describe_readiness(why: ReadinessWhy, words: Words) -> Iterator[str]:
    mark = words.wording.readiness(why.readiness)
    yield words.text("assessment.why.readiness", verdict=f"{mark.shape} {mark.word}")
    yield words.text("assessment.why.rule", rule=words.text("assessment.why.rule.readiness"))
    stops = why.readiness.stop_lines
    yield words.text("assessment.why.readiness.stop_lines" if stops else "assessment.why.stop_lines.none")
    yield from (describe_stop_line(stop, words) for stop in stops)
    yield words.text("assessment.why.questions")
    for question, assessed in why.questions:
        mark = words.wording.state(assessed)
        yield "  " + words.text(
            "assessment.why.stop_line", state=f"{mark.shape} {mark.word}", question=question.id, text=question.text
        )


def _describe_finding(why: FindingWhy, words: Words) -> Iterator[str]:
    finding, question = why.finding, why.question
    number = finding.number
    match finding.kind:
        case FindingKind.ANSWER:
            text = question.question.finding if question else ""
            yield words.text("assessment.why.finding", number=number, text=text)
            how = "half" if finding.partly else "bad"
            yield words.text(f"assessment.why.finding.{how}")
            yield words.text(f"assessment.why.sure.{'claimed' if finding.claimed else 'proven'}")
        case FindingKind.UNANSWERED:
            asked = name_role(finding.asked, words.catalogue) if finding.asked else ""
            due = words.wording.date(finding.due) if finding.due else ""
            yield words.text("assessment.why.finding.unanswered", number=number, asked=asked, due=due)
        case FindingKind.NOT_APPLICABLE:
            share = show_share(finding.share, words.catalogue.language, 1)
            exact = f"{share} ({finding.share})"
            title = why.dimension.title
            yield words.text("assessment.why.finding.not_applicable", number=number, dimension=title, share=exact)
    horizon = words.text(f"report.horizon.{finding.horizon.value}")
    reason = f"assessment.why.urgency.{why.urgency.value}" if why.urgency else "assessment.why.urgency.kind"
    yield words.text("assessment.why.due", horizon=horizon, reason=words.text(reason))
    if finding.waits:
        yield words.text("assessment.why.waits")
    for away, voices in why.away:
        yield words.text("assessment.why.question.away", id=away.id, text=away.text, weight=away.weight)
        for voice in voices:
            yield from describe_voice(voice, words)
    if question:
        yield from describe_question(question, words)


def _describe_dispute(why: DisputeWhy, words: Words) -> Iterator[str]:
    ruled = "ruled" if why.dispute.document_rules else "open"
    yield words.text(f"assessment.why.dispute.{ruled}", number=why.dispute.number)
    yield from describe_question(why.question, words)


def _describe_request(why: RequestWhy, words: Words) -> Iterator[str]:
    request = why.request
    yield words.text(
        "assessment.why.request",
        number=request.number,
        who=name_role(request.of, words.catalogue),
        due=words.wording.date(request.due),
        days=DAYS_STOP_LINE if request.stop else DAYS_OTHERS,
    )
    yield words.text(f"assessment.why.want.{why.want.value}")
    if why.whole:
        yield words.text(
            "assessment.why.swing",
            weight=why.weight,
            width=words.value(why.width),
            whole=why.whole,
            n=why.dimensions,
            swing=words.points(request.swing),
        )
    else:
        yield words.text("assessment.why.swing.none")
    yield from describe_question(why.question, words)


def _describe_fact(why: FactWhy, words: Words) -> Iterator[str]:
    fact = why.fact
    yield words.text("assessment.why.fact", title=words.text(f"assessment.fact.{fact.name.value}.title"))
    yield words.text("assessment.why.rule", rule=words.text(f"assessment.why.formula.{fact.name.value}"))
    yield from describe_figures(fact, words)
    if why.rows:
        yield words.text("assessment.why.rows")
    for register_id in fact.registers:
        rows = tuple(row for row in why.rows if row.register == register_id)
        yield from (_describe_row(row, fact, words) for row in rows)


def describe_figures(fact: ComputedFact, words: Words) -> Iterator[str]:
    """Say a fact's figures, those that need attention with a mark; or that it is not established."""
    if not fact.is_established:
        yield "  " + words.text("assessment.fact.not_established")
    for figure in fact.figures:
        yield "  " + describe_figure(figure, words)
    if fact.left_out:
        yield "  " + words.text("assessment.fact.left_out", count=len(fact.left_out))


def describe_figure(figure: Figure, words: Words) -> str:
    """Say one figure: what, of whom, how much."""
    key = "assessment.why.figure.alarm" if figure.tone is Tone.ALARM else "assessment.why.figure"
    name = words.text(f"assessment.figure.{figure.name}")
    label = words.text("assessment.why.figure.of", name=name, of=tidy(figure.of)) if figure.of else name
    return words.text(key, name=label, value=write_quantity(figure.value, words.wording))


def _describe_row(row: Row, fact: ComputedFact, words: Words) -> str:
    """Write a register row behind a fact, cell by cell, so that the sum can be done again."""
    register = words.checklist.register(row.register)
    number = 1 + next(n for n, known in enumerate(words.situation.rows(row.register)) if known.id == row.id)
    cells = (
        words.text("assessment.why.cell", title=column.title, value=words.wording.cell(row.values[column.id], column))
        for column in (register.columns if register else ())
        if column.id in row.values
    )
    key = "assessment.why.row.left_out" if row.id in fact.left_out else "assessment.why.row"
    title = register.title if register else row.register
    return "  " + words.text(key, register=title, number=number, cells=words.text("assessment.why.between").join(cells))
