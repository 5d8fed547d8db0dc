"""Looking around: the outline with the state of every question, found by typing, and a review of what needs a look.

A question is found by a part of its text in every language of the list, of its id, its dimension, its state, and of
what was said on it. Texts in, prompts out; where to go then is the session's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, Question
from takeover.interview.dialogue import Step, Talk, take_steps
from takeover.interview.navigator import Navigator, OutlineLine, Stand
from takeover.interview.pages import describe_answer, said_line
from takeover.interview.prompts import Find, FrontEnd, Option, Pick
from takeover.interview.wrapping import shorten
from takeover.record.kinds import Grade
from takeover.record.situation import Statement
from takeover.values import Code

WIDTH = 90
"""Columns of a question in the outline; a front end may cut it shorter."""
_SHARED_STANDS = (Stand.OPEN, Stand.ANSWERED, Stand.UNKNOWN, Stand.DIFFERING, Stand.WAITING)


def ask_jump(
    front: FrontEnd, catalogue: Catalogue, navigator: Navigator, others: Iterable[Checklist], here: str
) -> Talk:
    """Offer the outline with the state of every question: `question`."""
    lines = navigator.outline()
    words = _words_by_question((navigator.checklist, *others))
    options = tuple(_line_option(line, navigator, words[line.question.id], catalogue) for line in lines)
    stands = [line.stand for line in lines]
    counts = catalogue.join(
        catalogue.text(f"interview.count.{stand}", count=stands.count(stand))
        for stand in _SHARED_STANDS
        if stand in stands
    )
    title = catalogue.text("interview.jump.find", counts=counts)
    none = catalogue.text("interview.find.none")
    step = Step(name="question", prompt=lambda _: Find(title=title, options=options, none=none, default=here))
    return take_steps(front, catalogue, (step,))


def _words_by_question(checklists: Iterable[Checklist]) -> dict[str, str]:
    """Collect what a question is found by: texts and dimensions, in all languages."""
    words: dict[str, str] = {}
    for checklist in checklists:
        titles = {dimension.id: dimension.title for dimension in checklist.dimensions}
        for question in checklist.questions:
            found = f"{words.get(question.id, '')} {question.text} {question.dimension}"
            words[question.id] = f"{found} {titles.get(question.dimension, '')}"
    return words


def _line_option(line: OutlineLine, navigator: Navigator, words: str, catalogue: Catalogue) -> Option:
    text = catalogue.text(f"interview.outline.{line.stand}", question=shorten(line.question.text, WIDTH))
    parties = navigator.situation.parties
    said = " ".join(
        describe_answer(statement.answer, line.question, parties, catalogue)
        for statement in navigator.situation.standing(line.question.id)
    )
    return Option(value=line.question.id, text=text, words=f"{words} {said}")


class Look(StrEnum):
    """Why an answer may need another look; a question can stand under several."""

    DIFFERING = "differing"
    UNKNOWN = "unknown"
    UNPROVEN = "unproven"
    LEFT = "left"
    ALL = "all"


def list_looks(navigator: Navigator) -> Mapping[Look, tuple[Question, ...]]:
    """List the questions of the path that need a look, by the reason; those without any are left out."""
    found: dict[Look, list[Question]] = {look: [] for look in Look}
    for line in navigator.outline():
        if line.stand in (Stand.WAITING, Stand.KEPT):
            continue
        for look in _looks_of(line, navigator):
            found[look].append(line.question)
    return {look: tuple(questions) for look, questions in found.items() if questions}


def _looks_of(line: OutlineLine, navigator: Navigator) -> Iterable[Look]:
    standing = navigator.situation.standing(line.question.id)
    if line.stand is Stand.DIFFERING:
        yield Look.DIFFERING
    if line.stand is Stand.UNKNOWN:
        yield Look.UNKNOWN
    if any(_lacks_proof(statement, line.question) for statement in standing):
        yield Look.UNPROVEN
    if line.question.id in navigator.left:
        yield Look.LEFT
    if standing:
        yield Look.ALL


def _lacks_proof(statement: Statement, question: Question) -> bool:
    """Tell whether an answer that needs proof has none that is written (docs/method.md: E2 or better)."""
    needs = isinstance(statement.answer, Code) and statement.answer.code in question.evidence.needed_for
    return needs and not any(proof.grade in (Grade.E2, Grade.E3) for proof in statement.evidence)


def ask_review(front: FrontEnd, catalogue: Catalogue, navigator: Navigator) -> Talk:
    """Offer what needs a look, then its questions with what was said: `look`, `question`."""
    looks = list_looks(navigator)
    groups = tuple(
        Option(value=look, text=catalogue.text(f"interview.review.{look}", count=len(questions)))
        for look, questions in looks.items()
    )
    title = catalogue.text("interview.review.title")
    steps = (
        Step(name="look", prompt=lambda _: Pick(title=title, options=groups)),
        Step(
            name="question",
            prompt=lambda heard: Find(
                title=catalogue.text("interview.review.find"),
                none=catalogue.text("interview.find.none"),
                options=tuple(_said_option(one, navigator, catalogue) for one in looks[Look(heard["look"][0])]),
            ),
        ),
    )
    return take_steps(front, catalogue, steps)


def _said_option(question: Question, navigator: Navigator, catalogue: Catalogue) -> Option:
    """Put what was said on a question before its text: that is what a review reads."""
    parties = navigator.situation.parties
    known = navigator.situation.standing(question.id)
    said = catalogue.join(said_line(statement, question, parties, catalogue) for statement in known)
    text = catalogue.text("interview.review.line", question=shorten(question.text, WIDTH), said=said)
    return Option(value=question.id, text=text if said else question.text, words=question.dimension)
