"""A paper in hand: what it is, which questions such a paper usually answers, and what the pass through it came to.

Rules: a statement from a paper is that of the role that wrote it, by examining a document; the paper itself, with the
place in it, is its evidence. A question that the paper does not answer is left as it is: nothing is recorded.
Leaves to others: keeping the file or its hash (cli).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist
from takeover.interview.dialogue import Half, Step, Talk, check_date, take_steps
from takeover.interview.finding import fold
from takeover.interview.navigator import Scope
from takeover.interview.prompts import FrontEnd, Option, Pick, Prompt, Type
from takeover.interview.understand import understand_date
from takeover.record.kinds import Evidence, Grade
from takeover.values import tidy_text

FITTING, ALL = "fitting", "all"
_SHORTEST = 4
"""Letters of a Latin word that can say what a paper is; in Chinese a pair of characters does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper to be examined: its evidence without place, and the id of the party that wrote it."""

    evidence: Evidence
    author: str

    def at(self, place: str) -> Evidence:
        """Return the evidence for one statement."""
        return replace(self.evidence, place=tidy_text(place))


def ask_paper(front: FrontEnd, catalogue: Catalogue, title: str, count: Callable[[str], tuple[int, int]]) -> Talk:
    """Ask once what the paper is, how strong, of which date, and what to go through.

    `title` is offered; `count` says how many questions fit a title, and how many there are. Gives `title`, `grade`,
    `dated`, `which` (FITTING or ALL).
    """
    grades = tuple(
        Option(value=grade, text=catalogue.text(f"interview.evidence.grade.{grade}")) for grade in (Grade.E3, Grade.E2)
    )
    strong = Pick(title=catalogue.text("interview.evidence.grade"), options=grades, default=Grade.E2)
    steps = (
        Step(name="title", prompt=lambda _: Type(title=catalogue.text("interview.paper.title"), default=title)),
        Step(name="grade", prompt=lambda _: strong),
        Step(
            name="dated",
            prompt=lambda _: Type(title=catalogue.text("interview.paper.dated")),
            check=lambda typed: check_date(typed, catalogue),
        ),
        Step(name="which", prompt=lambda heard: _which(catalogue, *count(heard["title"][0]))),
    )
    return take_steps(front, catalogue, steps)


def _which(catalogue: Catalogue, fitting: int, whole: int) -> Prompt | None:
    """Offer the questions that fit where there are some, but not only such."""
    if fitting in (0, whole):
        return None
    counts = {FITTING: fitting, ALL: whole}
    options = tuple(
        Option(value=value, text=catalogue.text(f"interview.paper.{value}", count=count))
        for value, count in counts.items()
    )
    return Pick(title=catalogue.text("interview.paper.which"), options=options)


def paper_from(talk: Talk, kept: Evidence, author: str) -> Paper:
    """Read the paper that `ask_paper` heard; `kept` is its file, kept or by reference."""
    dated = understand_date(talk.one("dated")) if tidy_text(talk.one("dated")) else None
    evidence = replace(
        kept,
        grade=Grade(talk.one("grade")),
        title=tidy_text(talk.one("title")) or kept.title,
        dated=dated if isinstance(dated, dt.date) else None,
        author=author,
    )
    return Paper(evidence=evidence, author=author)


def scope_of(questions: frozenset[str], kept: Evidence, author: str) -> Scope:
    """Return the scope of a pass: these questions, as far as this paper has not answered them."""
    return Scope(questions=questions, party=author, paper=kept.sha256)


def answerable(checklist: Checklist) -> frozenset[str]:
    """List the ids of the questions that a paper can answer: all but those that compare people."""
    return frozenset(question.id for question in checklist.questions if not question.ask_all)


def fitting(checklists: Iterable[Checklist], title: str) -> frozenset[str]:
    """List the ids of the questions whose typical evidence names such a paper, in any language of the list."""
    words = _words(title)
    return frozenset(
        question.id
        for checklist in checklists
        for question in checklist.questions
        if not question.ask_all and any(word in fold(paper) for paper in question.evidence.typical for word in words)
    )


def _words(title: str) -> tuple[str, ...]:
    """Take the words of a title that can name a kind of paper: long Latin ones, and every pair of Han characters."""
    spaced = "".join(character if character.isalnum() else " " for character in fold(title))
    words: list[str] = []
    for word in spaced.split():
        if word.isascii():
            words += [word] if len(word) >= _SHORTEST and word.isalpha() else []
        else:
            words += [word[at : at + 2] for at in range(len(word) - 1)]
    return tuple(words)


def ask_place(front: FrontEnd, catalogue: Catalogue, half: Half) -> Talk:
    """Ask for the place of one answer in the paper: `place`, which may stay empty."""
    prompt = Type(title=catalogue.text("interview.paper.place"))
    return take_steps(front, catalogue, (Step(name="place", prompt=lambda _: prompt),), half=half)
