"""What a sitting holds, and how it shows things and makes acts durable: the only place of the room that changes.

Rules: what was said is durable (`keep` returned) before the next prompt. Words and evidence given before their answer,
and half-typed text, wait in the draft of their question and survive a kill.
Leaves to others: what a reply means (`answering`), what a verb does (`verbs`), the loop (`session`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, Question
from takeover.errors import BadInput
from takeover.interview import dialogue
from takeover.interview.acts import Act
from takeover.interview.dialogue import Half, Talk
from takeover.interview.drafts import Draft, Drafts
from takeover.interview.navigator import Navigator
from takeover.interview.pace import find_pace
from takeover.interview.pages import HABITS, Passage, Voice, page_of, typed_text
from takeover.interview.prompts import FrontEnd, Tone, Verb
from takeover.interview.rows.menu import Tables
from takeover.record.situation import Situation, Statement
from takeover.values import Method, Side

if TYPE_CHECKING:
    from takeover.interview.papers import Paper


class Ended(StrEnum):
    """How an interview ended: nothing is open, saved by the person, time is up, or interrupted from outside."""

    FINISHED = "finished"
    SAVED = "saved"
    TIME_UP = "time_up"
    INTERRUPTED = "interrupted"


Keep = Callable[[Act], Situation]
"""Makes an act durable and returns the situation with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What is particular to a sitting.

    voice: who speaks in this sitting alone; by default who spoke in the last one, and where nobody did it is asked.
    paper: the paper in hand, to which all questions are put. others: gives the checklist in other languages, in which
    the outline is searched too. time_up: is asked between two questions whether to stop. tables: what an import of
    rows needs from outside; without it none is offered.
    """

    voice: Voice | None = None
    paper: Paper | None = None
    others: Callable[[], tuple[Checklist, ...]] = tuple
    time_up: Callable[[], bool] = lambda: False
    tables: Tables | None = None


@dataclass(slots=True, kw_only=True)
class Sitting:
    """One sitting. `back_to` is the voice to return to after another party's statement.

    `is_own` tells whether who speaks here speaks in the next sitting too.
    """

    navigator: Navigator
    front: FrontEnd
    catalogue: Catalogue
    keep: Keep
    today: Callable[[], dt.date]
    drafts: Drafts
    voice: Voice | None
    is_own: bool = True
    paper: Paper | None = None
    others: Callable[[], tuple[Checklist, ...]] = tuple
    tables: Tables | None = None
    back_to: Voice | None = None
    kept: int = 0
    shown: str = ""
    draft: Draft = field(default_factory=Draft)

    @property
    def situation(self) -> Situation:
        """The record as it stands."""
        return self.navigator.situation

    def show_page(self, question: Question) -> None:
        """Show a question anew, with what waits for its answer."""
        self.show_all(page_of(self.navigator, question, self.catalogue, (self.time_left(),)))
        if self.speaks_with_customer():
            number = self.navigator.order.index(question.id) % HABITS + 1
            self.front.show(self.catalogue.text(f"interview.habit.{number}"), Tone.HELP)
        if self.draft.words:
            self.say("interview.draft.words", words=self.draft.words)
        if self.draft.evidence:
            self.say("interview.draft.proofs", proofs=len(self.draft.evidence))
        self.shown = question.id

    def time_left(self) -> str:
        """Say about how many minutes are left, at this user's own pace."""
        progress = self.navigator.progress()
        minutes = find_pace(self.situation).minutes_for(progress.total - progress.done)
        return self.catalogue.text("interview.left", minutes=minutes) if minutes else ""

    def speaks_with_customer(self) -> bool:
        """Tell whether the next answer is put to somebody of the customer's side."""
        if self.voice is None or self.voice.method is not Method.INTERVIEW:
            return False
        return self.situation.parties[self.voice.party].side is Side.CUSTOMER

    def show_all(self, passages: tuple[Passage, ...]) -> None:
        """Show passages in their order."""
        for passage in passages:
            self.front.show(passage.text, passage.tone)

    def say(self, key: str, **values: object) -> None:
        """Tell the person something."""
        self.front.show(self.catalogue.text(key, **values), Tone.NOTICE)

    def own_statement(self, question: Question) -> Statement | None:
        """Return what the party that speaks has said on a question."""
        standing = self.situation.standing(question.id)
        return next((said for said in standing if self.voice and said.party == self.voice.party), None)

    def hold(self, draft: Draft) -> None:
        """Keep what is half said about the question at the cursor."""
        if draft != self.draft:
            self.draft = draft
            self.drafts.write(self.navigator.cursor, draft)

    def hold_typed(self, question: Question, typed: str) -> None:
        """Keep half-typed text; what stands already is no draft."""
        standing = self.own_statement(question)
        before = typed_text(standing.answer) if standing else ""
        self.hold(replace(self.draft, typed="" if typed == before else typed))

    def half_of(self, talk: str) -> Half:
        """Return where the half-typed texts of a talk wait."""

        def load(name: str) -> str:
            return dict(self.draft.half).get(f"{talk}.{name}", "")

        def save(name: str, typed: str) -> None:
            texts = dict(self.draft.half) | {f"{talk}.{name}": typed}
            self.hold(replace(self.draft, half=tuple((key, text) for key, text in texts.items() if text)))

        return Half(load=load, save=save)

    def keep_act(self, act: Act) -> bool:
        """Make an act durable; what the person can mend is shown, and nothing is kept."""
        try:
            situation = self.keep(act)
        except BadInput as error:
            self.front.show(error.describe(self.catalogue), Tone.ERROR)
            self.drop_files()
            return False
        self.navigator = self.navigator.with_situation(situation)
        self.kept += 1
        self.say("interview.saved")
        return True

    def drop_files(self) -> None:
        """Let go of waiting files, one of which could not be kept, so that the answer itself can be."""
        others = tuple(offered for offered in self.draft.evidence if not offered.file)
        if others != self.draft.evidence:
            self.hold(replace(self.draft, evidence=others))
            self.say("interview.draft.dropped")

    def go(self, navigator: Navigator) -> None:
        """Move to another question; its page is shown anew, and the usual voice speaks again."""
        if navigator.cursor != self.navigator.cursor:
            self.shown = ""
        self.navigator = navigator
        self.voice, self.back_to = self.back_to or self.voice, None

    def leave(self, verb: Verb, question: Question) -> Ended | None:
        """End a talk early: back to the question, or out of the interview."""
        match verb:
            case Verb.QUIT:
                return Ended.SAVED
            case Verb.INTERRUPT:
                return Ended.INTERRUPTED
            case _:
                self.show_page(question)
                return None

    def party_of(self, talk: Talk) -> str:
        """Return the id of the party that a talk picked, after naming it in the record where it is new."""
        named = dialogue.party_from(talk, self.situation.parties)
        if named is None:
            return talk.one("party")
        known = self.situation.party_called(named.short_name)
        if known is None and self.keep_act(named):
            known = self.situation.party_called(named.short_name)
        return known.id if known else ""
