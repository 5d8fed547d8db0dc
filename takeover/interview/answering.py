"""What a reply to a question means, and how it is kept: with the words, evidence and differences that go with it.

A reply that says what already stands is not kept twice. An answer that differs from another party's is kept all the
same, and both are shown side by side at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from takeover.checklist.model import Question
from takeover.interview import dialogue
from takeover.interview.acts import Answered, Proof
from takeover.interview.dialogue import ask_with_menu
from takeover.interview.drafts import Draft
from takeover.interview.pages import ABSENT, STAY, said_line, typed_text
from takeover.interview.prompts import Option, Pick, Pressed, Said, Tone, Verb
from takeover.interview.sitting import Ended, Sitting
from takeover.interview.understand import understand
from takeover.problems import Problem
from takeover.record.situation import Statement
from takeover.values import Answer, Code, Method, Money, Number, Percent, Unknown, tidy_text

if TYPE_CHECKING:
    from takeover.interview.papers import Paper


def hear(sitting: Sitting, question: Question, typed: str) -> Ended | None:
    """Take a reply to a question; what cannot be understood is said, and stays in the field."""
    standing = sitting.own_statement(question)
    coded = bool(question.codes())
    if (coded and typed == ABSENT) or (sitting.paper and not tidy_text(typed)):
        sitting.go(sitting.navigator.leave_open())
        return None
    if (coded and typed == STAY) or (standing and not tidy_text(typed) and not typed_text(standing.answer)):
        sitting.go(sitting.navigator.next_open())
        return None
    answer = Code(code=typed) if coded else understand(question, typed)
    if isinstance(answer, Problem):
        sitting.front.show(answer.sentence(sitting.catalogue), Tone.ERROR)
        sitting.hold_typed(question, typed)
        return None
    if _is_below_zero(answer) and answer != (standing.answer if standing else None):
        return _give_if_meant(sitting, question, answer)
    return give(sitting, question, answer)


def _is_below_zero(answer: Answer) -> bool:
    match answer:
        case Number(value=value) | Percent(value=value):
            return value < 0
        case Money(amount=amount):
            return amount < 0
        case _:
            return False


def _give_if_meant(sitting: Sitting, question: Question, answer: Answer) -> Ended | None:
    """Keep an answer below 0 once it was confirmed: hardly any question has one, and the list does not say which."""
    catalogue = sitting.catalogue
    options = tuple(Option(value=v, text=catalogue.text(f"interview.negative.{v}")) for v in ("no", "yes"))
    title = catalogue.text("interview.negative", said=typed_text(answer))
    match ask_with_menu(sitting.front, catalogue, Pick(title=title, options=options, default="no")):
        case Said(value="yes"):
            return give(sitting, question, answer)
        case Pressed(verb=verb):
            return sitting.leave(verb, question)
        case _:
            sitting.hold_typed(question, typed_text(answer))
            return None


def give(sitting: Sitting, question: Question, answer: Answer) -> Ended | None:
    """Keep an answer with the words and evidence that wait for it, and go on."""
    assert sitting.voice is not None
    if sitting.paper:
        return give_from_paper(sitting, sitting.paper, question, answer)
    before = sitting.own_statement(question)
    same = before is not None and before.answer == answer
    if sitting.voice.method is Method.DOCUMENTED_SEARCH and not sitting.draft.words and not same:
        talk = dialogue.ask_search(sitting.front, sitting.catalogue, sitting.half_of("search"))
        if talk.left:
            return sitting.leave(talk.left, question)
        sitting.hold(replace(sitting.draft, words=tidy_text(talk.one("words"))))
    elif before and same and before.method is sitting.voice.method and sitting.draft.is_bare:
        sitting.go(sitting.navigator.next_open())
        return None
    carried = carry_over(sitting, before, answer)
    if isinstance(carried, Verb):
        return sitting.leave(carried, question)
    act = Answered(
        question=question.id,
        party=sitting.voice.party,
        method=sitting.voice.method,
        answer=answer,
        words=sitting.draft.words or (before.words if before and same else ""),
        on=sitting.today(),
        evidence=(*carried, *sitting.draft.evidence),
    )
    keep_answer(sitting, question, act)
    return None


def give_from_paper(sitting: Sitting, paper: Paper, question: Question, answer: Answer) -> Ended | None:
    """Keep what a paper says, with the place where it says so."""
    from takeover.interview.papers import ask_place

    before = sitting.own_statement(question)
    found = before.evidence if before and before.answer == answer else ()
    if any(proof.sha256 == paper.evidence.sha256 for proof in found):
        sitting.go(sitting.navigator.next_open())
        return None
    talk = ask_place(sitting.front, sitting.catalogue, sitting.half_of("place"))
    if talk.left:
        return sitting.leave(talk.left, question)
    act = Answered(
        question=question.id,
        party=paper.author,
        method=Method.DOCUMENT_EXAMINED,
        answer=answer,
        words=sitting.draft.words,
        on=paper.evidence.dated,
        evidence=(*found, paper.at(talk.one("place"))),
    )
    if before and before.answer != answer:
        sitting.say("interview.paper.replaces", said=_said(sitting, before, question))
    keep_answer(sitting, question, act)
    return None


def keep_answer(sitting: Sitting, question: Question, act: Answered) -> bool:
    """Keep an answer, say where parties differ now, and go on to what is open."""
    if not sitting.keep_act(act):
        return False
    if sitting.draft != Draft():
        sitting.drafts.write(question.id, Draft(half=sitting.draft.half))
    sitting.draft = Draft()
    show_differences(sitting, question, act)
    go_on(sitting, question)
    return True


def go_on(sitting: Sitting, question: Question) -> None:
    """Go to what is open; in a sitting with one person another's statement leaves the question to that person."""
    navigator = sitting.navigator
    if navigator.is_answered(question.id):
        sitting.go(navigator.next_open())
    elif sitting.back_to:
        sitting.shown = ""
        sitting.go(navigator)
    else:
        sitting.go(navigator.leave_open())


def show_differences(sitting: Sitting, question: Question, act: Answered) -> None:
    """Show the other parties' statements that say something else than the one just kept."""
    if differing := differing_from(act, sitting.situation.standing(question.id)):
        said = (_said(sitting, statement, question) for statement in differing)
        sitting.say("interview.differs", said=sitting.catalogue.join(said))


def differing_from(act: Answered, standing: Iterable[Statement]) -> tuple[Statement, ...]:
    """List the other parties' statements that say something else; unknown differs from nothing."""
    if isinstance(act.answer, Unknown):
        return ()
    others = (statement for statement in standing if statement.party != act.party)
    return tuple(other for other in others if not isinstance(other.answer, Unknown) and other.answer != act.answer)


def carry_over(sitting: Sitting, before: Statement | None, answer: Answer) -> tuple[Proof, ...] | Verb:
    """Take along the evidence of the statement before: with the same answer, or if it proves the new one too."""
    if before is None or not before.evidence:
        return ()
    if before.answer == answer:
        return before.evidence
    options = tuple(
        Option(value=value, text=sitting.catalogue.text(f"interview.carry.{value}")) for value in ("no", "yes")
    )
    title = sitting.catalogue.text("interview.carry", proofs=len(before.evidence))
    reply = ask_with_menu(sitting.front, sitting.catalogue, Pick(title=title, options=options))
    match reply:
        case Pressed(verb=verb):
            return verb
        case Said(value="yes"):
            return before.evidence
        case _:
            return ()


def _said(sitting: Sitting, statement: Statement, question: Question) -> str:
    return said_line(statement, question, sitting.situation.parties, sitting.catalogue)
