"""`takeover why`: what an explanation of each thing in the judgement consists of, as values. Pure.

A thing is named by a dimension's id or title, a question's id, F-07, D-02, R-03, the name of a computed fact,
`overall` or `readiness`. Words are left to who shows them (cli); `plain` writes an explanation as JSON.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from takeover.assessment.why.model import Explanation, Grounds
from takeover.assessment.why.numbered import explain_dispute, explain_fact, explain_finding, explain_request
from takeover.assessment.why.questions import explain_question
from takeover.assessment.why.whole import explain_dimension, explain_overall, explain_readiness

OVERALL = "overall"
READINESS = "readiness"
MOST_NEAR = 3
_NUMBER = re.compile(r"([fdr])[- ]?0*([1-9]\d*)", re.ASCII)


def explain(name: str, grounds: Grounds) -> Explanation | None:
    """Explain the thing of this name; None where there is no such thing. Case and zeros in front do not matter."""
    folded = _fold(name)
    found = next((explaining for known, explaining in _list_things(grounds) if _fold(known) == folded), None)
    return found() if found else None


def list_names(grounds: Grounds) -> tuple[str, ...]:
    """List everything that can be explained, as it is written."""
    return tuple(name for name, _ in _list_things(grounds))


def suggest_names(name: str, grounds: Grounds) -> tuple[str, ...]:
    """Name up to three things that were probably meant: those that hold what was typed, then those like it."""
    folded = _fold(name)
    names = {_fold(known): known for known in list_names(grounds)}
    holding = [known for known in names if len(folded) > 2 and folded in known]
    close = difflib.get_close_matches(folded, names, n=MOST_NEAR, cutoff=0.6)
    return tuple(names[known] for known in dict.fromkeys((*holding, *close)))[:MOST_NEAR]


def _fold(name: str) -> str:
    """Fold what was typed: full-width letters, case, and numbers such as f7 for F-07."""
    folded = unicodedata.normalize("NFKC", name).strip().casefold()
    number = _NUMBER.fullmatch(folded)
    return f"{number[1]}-{int(number[2]):02}" if number else folded


def _list_things(grounds: Grounds) -> Iterator[tuple[str, Callable[[], Explanation]]]:
    """List what can be explained by its name; of two things of one name the first is meant."""
    assessment = grounds.assessment
    yield OVERALL, partial(explain_overall, grounds)
    yield READINESS, partial(explain_readiness, grounds)
    results = {result.dimension: result for result in assessment.dimensions}
    for dimension in grounds.checklist.dimensions:
        result = results.get(dimension.id)
        explaining = partial(explain_dimension, grounds, result) if result else partial(explain_readiness, grounds)
        yield dimension.id, explaining
        yield dimension.title, explaining
    for question in grounds.checklist.questions:
        yield question.id, partial(explain_question, grounds, question)
    for finding in assessment.findings:
        yield finding.number, partial(explain_finding, grounds, finding)
    for dispute in assessment.disputes:
        yield dispute.number, partial(explain_dispute, grounds, dispute)
    for request in assessment.requests:
        yield request.number, partial(explain_request, grounds, request)
    for fact in grounds.facts:
        yield fact.name.value, partial(explain_fact, grounds, fact)
