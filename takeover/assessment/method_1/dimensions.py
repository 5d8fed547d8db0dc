"""Dimensions and overall confidence (scoring D3 to D5), each in the worst and in the best world.

An optional question (its condition is undecided) is left out or taken in, whichever is worse for the worst world and
better for the best one; an optional stop-line counts in the worst world only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from takeover.assessment.model import (
    Assessed,
    Confidence,
    DimensionResult,
    Light,
    Range,
    StopLine,
    StopState,
    Word,
)
from takeover.checklist.model import Question

GREEN_FROM = 75
AMBER_FROM = 45
NOT_ESTABLISHED_FROM = 40
KNOWLEDGE_FLOOR = Fraction(40, 100)
CORE = ("goals", "scope")
"""The dimensions that make the whole red where both of them are."""

Pair = tuple[Question, Assessed]


def assess_dimension(dimension: str, pairs: Iterable[Pair]) -> DimensionResult:
    """Judge one dimension from its applicable questions."""
    counted = tuple(pairs)
    if not counted:
        return DimensionResult(
            dimension=dimension,
            range=None,
            worst=None,
            best=None,
            word=Word.NOT_APPLICABLE,
            stops_worst=0,
            stops_best=0,
        )
    found = Range(lo=_mean(counted, best=False), hi=_mean(counted, best=True))
    worst = min(light_of(found.lo), cap_stops(counted, best=False))
    best = min(light_of(found.hi), cap_stops(counted, best=True))
    return DimensionResult(
        dimension=dimension,
        range=found,
        worst=worst,
        best=best,
        word=_word(found, worst, best, confirmed=any(is_confirmed(pair) for pair in counted)),
        stops_worst=sum(is_hit(pair) for pair in counted),
        stops_best=sum(is_confirmed(pair) for pair in counted),
    )


def _mean(pairs: tuple[Pair, ...], *, best: bool) -> Fraction:
    counted = count_in_world(pairs, best=best)
    return 100 * weigh_values(counted, best=best) / weigh(counted)


def count_in_world(pairs: Iterable[Pair], *, best: bool) -> tuple[Pair, ...]:
    """List the questions that count in one world: the sure ones, and the optional ones that make it extreme (D3)."""
    known = tuple(pairs)
    sign = -1 if best else 1
    counted = [pair for pair in known if not pair[1].optional]
    total, weights = weigh_values(counted, best=best), weigh(counted)
    optional = (pair for pair in known if pair[1].optional)
    for question, assessed in sorted(optional, key=lambda pair: sign * value_in_world(pair[1], best=best)):
        value = value_in_world(assessed, best=best)
        if weights == 0 or sign * value * weights < sign * total:
            counted.append((question, assessed))
            total, weights = total + value * question.weight, weights + question.weight
    return tuple(counted)


def value_in_world(assessed: Assessed, *, best: bool) -> Fraction:
    """Return a question's value in one world, 0 to 1."""
    return assessed.range.hi if best else assessed.range.lo


def weigh(pairs: Iterable[Pair]) -> int:
    """Add up the weights of questions."""
    return sum(question.weight for question, _ in pairs)


def weigh_values(pairs: Iterable[Pair], *, best: bool) -> Fraction:
    """Add up weight times value in one world."""
    sums: dict[int, int] = {}  # by denominator: whole numbers add up many times faster than fractions
    for question, assessed in pairs:
        value = value_in_world(assessed, best=best)
        sums[value.denominator] = sums.get(value.denominator, 0) + question.weight * value.numerator
    return sum((Fraction(part, denominator) for denominator, part in sums.items()), Fraction(0))


def light_of(value: Fraction) -> Light:
    """Return the light of a dimension's points, before any stop-line."""
    if value >= GREEN_FROM:
        return Light.GREEN
    return Light.AMBER if value >= AMBER_FROM else Light.RED


def cap_stops(pairs: Iterable[Pair], *, best: bool) -> Light:
    """Return the best light that stop-lines allow their dimension in one world (D4)."""
    cap = Light.GREEN
    for question, assessed in pairs:
        if question.stop_line is None or (best and assessed.optional):
            continue
        value = value_in_world(assessed, best=best)
        cap = min(cap, Light.RED if value == 0 else Light.AMBER if value < 1 else Light.GREEN)
    return cap


def is_hit(pair: Pair) -> bool:
    """Tell whether a stop-line is hit in the worst world; such a one is confirmed or open."""
    question, assessed = pair
    return question.stop_line is not None and assessed.range.lo == 0


def is_confirmed(pair: Pair) -> bool:
    """Tell whether a stop-line is surely hit: bad in both worlds, and surely asked (D4)."""
    question, assessed = pair
    return question.stop_line is not None and assessed.range.hi == 0 and not assessed.optional


def _word(found: Range, worst: Light, best: Light, *, confirmed: bool) -> Word:
    if found.width > NOT_ESTABLISHED_FROM:
        return Word.RED_CONFIRMED if confirmed else Word.NOT_ESTABLISHED
    if worst is not best:
        return Word.PAIR
    return {Light.RED: Word.RED, Light.AMBER: Word.AMBER, Light.GREEN: Word.GREEN}[worst]


def list_stop_lines(pairs: Iterable[Pair]) -> tuple[StopLine, ...]:
    """List the stop-lines that are not clear: confirmed ones first, then open ones, each in checklist order."""
    found = [
        StopLine(
            question=question.id,
            dimension=question.dimension,
            state=StopState.CONFIRMED if is_confirmed((question, assessed)) else StopState.OPEN,
            cleared_by=question.stop_line,
            optional=assessed.optional,
        )
        for question, assessed in pairs
        if question.stop_line is not None and is_hit((question, assessed))
    ]
    return tuple(sorted(found, key=lambda stop: stop.state is StopState.OPEN))


class Clause(StrEnum):
    """One condition of the table of D5; the first line with one that holds decides."""

    STOPS_THREE = "stops_three"
    RED_THIRD = "red_third"
    GOALS_AND_SCOPE = "goals_and_scope"
    STOPS_ONE = "stops_one"
    RED_SIXTH = "red_sixth"
    RED_ONE = "red_one"
    AMBER_QUARTER = "amber_quarter"
    AMBER_ONE = "amber_one"


LINES: Mapping[Light, tuple[Clause, ...]] = {
    Light.RED: (Clause.STOPS_THREE, Clause.RED_THIRD, Clause.GOALS_AND_SCOPE),
    Light.AMBER_RED: (Clause.STOPS_ONE, Clause.RED_SIXTH),
    Light.AMBER: (Clause.RED_ONE, Clause.AMBER_QUARTER),
    Light.AMBER_GREEN: (Clause.AMBER_ONE,),
}
"""The table of D5, read top down; where no line fits, the rating is green."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world, counted: applicable dimensions, red and amber ones, stop-lines at 0, how many of goals and scope."""

    dimensions: int
    red: int
    amber: int
    stops: int
    core_red: int

    def count(self, clause: Clause) -> int:
        """Return the number that a clause looks at."""
        match clause:
            case Clause.STOPS_THREE | Clause.STOPS_ONE:
                return self.stops
            case Clause.RED_THIRD | Clause.RED_SIXTH | Clause.RED_ONE:
                return self.red
            case Clause.GOALS_AND_SCOPE:
                return self.core_red
            case Clause.AMBER_QUARTER | Clause.AMBER_ONE:
                return self.amber

    def limit(self, clause: Clause) -> Fraction:
        """Return the number from which a clause holds."""
        match clause:
            case Clause.STOPS_THREE:
                return Fraction(3)
            case Clause.RED_THIRD:
                return max(Fraction(2), Fraction(self.dimensions, 3))
            case Clause.RED_SIXTH:
                return max(Fraction(2), Fraction(self.dimensions, 6))
            case Clause.AMBER_QUARTER:
                return max(Fraction(2), Fraction(self.dimensions, 4))
            case Clause.GOALS_AND_SCOPE:
                return Fraction(len(CORE))
            case Clause.STOPS_ONE | Clause.RED_ONE | Clause.AMBER_ONE:
                return Fraction(1)

    def holding(self, light: Light) -> tuple[Clause, ...]:
        """List the clauses of a line of the table that hold."""
        return tuple(clause for clause in LINES.get(light, ()) if self.count(clause) >= self.limit(clause))

    @property
    def light(self) -> Light:
        """The rating of this world."""
        return next((light for light in LINES if self.holding(light)), Light.GREEN)


def rate_overall(dimensions: Iterable[DimensionResult]) -> Confidence | None:
    """Rate delivery confidence in both worlds (D5); None where no dimension applies."""
    counted = tuple(dimensions)
    if all(dimension.range is None for dimension in counted):
        return None
    return Confidence(worst=count_world(counted, best=False).light, best=count_world(counted, best=True).light)


def count_world(dimensions: Iterable[DimensionResult], *, best: bool) -> World:
    """Count one world over the dimensions that apply."""
    counted = [d for d in dimensions if d.range is not None]
    lights = {d.dimension: light for d in counted if (light := d.best if best else d.worst) is not None}
    return count_lights(lights, stops=sum(d.stops_best if best else d.stops_worst for d in counted))


def count_lights(lights: Mapping[str, Light], *, stops: int) -> World:
    """Count one world from its dimension lights and the stop-lines hit."""
    found = tuple(lights.values())
    return World(
        dimensions=len(found),
        red=found.count(Light.RED),
        amber=found.count(Light.AMBER),
        stops=stops,
        core_red=sum(lights.get(name) is Light.RED for name in CORE),
    )
