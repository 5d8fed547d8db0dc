"""The interview: ask, keep at once, go on. The loop is the shell; where to go and what was meant is decided elsewhere.

Leaves to others: the record (`keep`), where drafts lie (`Drafts`), keys and words (front ends), what a reply or a verb
does (`answering`, `verbs`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from takeover.catalogues import Catalogue
from takeover.checklist.model import Question
from takeover.interview.answering import hear
from takeover.interview.dialogue import ask_with_menu
from takeover.interview.drafts import NO_DRAFTS, Drafts
from takeover.interview.navigator import Navigator
from takeover.interview.pages import UNKNOWN, prompt_for, voice_line
from takeover.interview.prompts import FrontEnd, Pressed, Prompt, Said, Tone
from takeover.interview.rows.menu import ACTIONS, draft_key, offer_rows, resume_rows
from takeover.interview.sitting import Ended, Keep, Manner, Sitting
from takeover.interview.verbs import change_voice, do_verb, hear_unknown

__all__ = ["Ended", "Keep", "Manner", "Outcome", "hold_interview"]
NORMAL = Manner()
"""Going on with the questions, whoever speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended, where it stands, and how many acts were kept in this sitting."""

    ended: Ended
    navigator: Navigator
    kept: int


def hold_interview(
    navigator: Navigator,
    *,
    front: FrontEnd,
    catalogue: Catalogue,
    keep: Keep,
    today: Callable[[], dt.date],
    drafts: Drafts = NO_DRAFTS,
    manner: Manner = NORMAL,
) -> Outcome:
    """Ask until nothing is open, time is up or the person stops; every act is kept before the next prompt.

    Args:
        navigator: where to begin.
        front: asks and shows.
        catalogue: the texts of the front end's language.
        keep: makes an act durable; `BadInput` from it is shown and the question asked again, all else ends the sitting.
        today: gives the local date on which a statement is made.
        drafts: keeps half-said things of a question.
        manner: what is particular to this sitting.
    """
    sitting = Sitting(
        navigator=resume_rows(navigator, drafts),
        front=front,
        catalogue=catalogue,
        keep=keep,
        today=today,
        drafts=drafts,
        voice=manner.voice or drafts.read_voice(navigator.situation.parties),
        is_own=manner.voice is None,
        paper=manner.paper,
        others=manner.others,
        tables=manner.tables,
    )
    if navigator.current() is None:
        reopen(sitting)
    ended = None
    while ended is None and (question := sitting.navigator.current()) is not None:
        ended = Ended.TIME_UP if sitting.shown != question.id and manner.time_up() else take_turn(sitting, question)
    return Outcome(ended=ended or Ended.FINISHED, navigator=sitting.navigator, kept=sitting.kept)


def reopen(sitting: Sitting) -> None:
    """Offer the outline where nothing is open: what was answered can still be looked at and changed."""
    from takeover.interview.outline import ask_jump

    if not sitting.navigator.walk():
        return
    sitting.say("interview.nothing_open")
    talk = ask_jump(sitting.front, sitting.catalogue, sitting.navigator, sitting.others(), "")
    if talk.left is None:
        sitting.go(sitting.navigator.jump(talk.one("question")))


def take_turn(sitting: Sitting, question: Question) -> Ended | None:
    """Show the page where it is not on screen, ask once, do what was wanted."""
    if sitting.shown != question.id:
        sitting.draft = sitting.drafts.read(question.id)
        sitting.show_page(question)
    if sitting.voice is None:
        return change_voice(sitting, question)
    sitting.front.show(voice_line(sitting.voice, sitting.situation.parties, sitting.catalogue), Tone.HEAD)
    match ask_with_menu(sitting.front, sitting.catalogue, make_prompt(sitting, question)):
        case Said(values=(value,)) if value == UNKNOWN and question.codes():
            return hear_unknown(sitting, question)
        case Said(values=(value,)) if value in ACTIONS and question.register:
            from takeover.interview.rows.dialogue import fill_rows

            return fill_rows(sitting, question, value)
        case Said() as said:
            return hear(sitting, question, said.value)
        case Pressed(verb=verb, typed=typed):
            sitting.hold_typed(question, typed)
            return do_verb(sitting, verb, question)


def make_prompt(sitting: Sitting, question: Question) -> Prompt:
    """Make a question's prompt with what stands; put to a paper, with what that paper was found to say."""
    standing = sitting.own_statement(question)
    if sitting.paper and not sitting.navigator.is_answered(question.id):
        standing = None
    prompt = prompt_for(
        question,
        standing,
        sitting.situation.parties,
        sitting.catalogue,
        typed=sitting.draft.typed,
        typing=lambda typed: sitting.hold_typed(question, typed),
        paper=sitting.paper is not None,
    )
    register = sitting.navigator.checklist.register(question.register) if question.register else None
    if register is None:
        return prompt
    return offer_rows(
        prompt,
        register,
        sitting.situation.rows(register.id),
        sitting.catalogue,
        half=bool(sitting.drafts.load(draft_key(register.id))),
        files=sitting.tables is not None,
        explained=bool(question.help),
    )
