"""Two talks that leave a trace of the asking: a documented search, and a request to somebody who may know.

A search counts because it says where was looked, who was asked and when (docs/method.md); a request because it says
whom and by when. Both give values and keep nothing.
"""

from __future__ import annotations

import datetime as dt

from takeover.catalogues import Catalogue
from takeover.checklist.model import Question
from takeover.interview.dialogue import NO_HALF, Half, Step, Talk, check_date, take_steps
from takeover.interview.pages import options_of
from takeover.interview.prompts import FrontEnd, Option, Pick, Type
from takeover.interview.understand import understand_date
from takeover.problems import Problem
from takeover.values import Answer, Code, Nothing, tidy_text

NOW = "now"
_LATER = "later"


def ask_searched(
    front: FrontEnd, catalogue: Catalogue, question: Question, today: dt.date, half: Half = NO_HALF
) -> Talk:
    """Ask where was looked, who was asked, when, and which code follows: `where`, `whom`, `when`, `code`."""

    def needed(typed: str) -> str:
        return "" if tidy_text(typed) else catalogue.text("interview.search.empty")

    codes = options_of(question, catalogue)
    no = "no" if any(option.value == "no" for option in codes) else ""
    follows = Pick(title=catalogue.text("interview.searched.code"), options=codes, default=no) if codes else None
    when = Type(title=catalogue.text("interview.searched.when"), default=today.isoformat())
    steps = (
        Step(name="where", prompt=lambda _: Type(title=catalogue.text("interview.searched.where")), check=needed),
        Step(name="whom", prompt=lambda _: Type(title=catalogue.text("interview.searched.whom")), check=needed),
        Step(name="when", prompt=lambda _: when, check=lambda typed: check_date(typed, catalogue) or needed(typed)),
        Step(name="code", prompt=lambda _: follows),
    )
    return take_steps(front, catalogue, steps, half=half)


def words_of_search(talk: Talk, catalogue: Catalogue) -> str:
    """Write a search in one sentence, as the record keeps it."""
    said = {name: tidy_text(talk.one(name)) for name in ("where", "whom")}
    return catalogue.text("interview.searched.words", when=day_of(talk, "when").isoformat(), **said)


def answer_of_search(talk: Talk) -> Answer:
    """Read what follows from a search: the code that was picked, else that there is none."""
    code = talk.one("code")
    return Code(code=code) if code else Nothing()


def ask_requested(front: FrontEnd, catalogue: Catalogue, who: str, due: dt.date) -> Talk:
    """Ask whether the one who may know was asked, and by when the answer is due: `asked`, `due`."""
    options = tuple(
        Option(value=value, text=catalogue.text(f"interview.request.{value}", who=who)) for value in (_LATER, NOW)
    )
    date = Type(title=catalogue.text("interview.request.due"), default=due.isoformat())
    steps = (
        Step(name="asked", prompt=lambda _: Pick(title=catalogue.text("interview.request"), options=options)),
        Step(
            name="due",
            prompt=lambda heard: date if heard["asked"] == (NOW,) else None,
            check=lambda typed: check_date(typed, catalogue),
        ),
    )
    return take_steps(front, catalogue, steps)


def day_of(talk: Talk, name: str) -> dt.date:
    """Read a date that a talk has checked."""
    read = understand_date(talk.one(name))
    assert not isinstance(read, Problem)
    return read
