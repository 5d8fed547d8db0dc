"""The interview: ask, keep at once, go on. The loop is the shell; where to go and what was meant is decided elsewhere.

Rules: what was said is durable (`keep` returned) before the next prompt. Words and evidence given before their answer,
and half-typed text, wait in the draft of their question and survive a kill. A reply that says what already stands is
not kept twice. Leaves to others: the record (`keep`), where drafts lie (`Drafts`), keys and words (front ends).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import assert_never

from takeover.catalogues import Catalogue
from takeover.checklist.model import Question
from takeover.errors import BadInput
from takeover.interview import dialogue
from takeover.interview.acts import Act, Answered, EvidenceAdded, Proof
from takeover.interview.dialogue import Talk, ask_with_menu
from takeover.interview.drafts import NO_DRAFTS, Draft, Drafts
from takeover.interview.navigator import Navigator
from takeover.interview.pages import (
    STAY,
    UNKNOWN,
    Passage,
    Voice,
    page_of,
    prompt_for,
    typed_text,
    voice_line,
    why_of,
)
from takeover.interview.prompts import FrontEnd, Option, Pick, Pressed, Said, Tone, Verb
from takeover.interview.understand import understand
from takeover.problems import Problem
from takeover.record.situation import Situation, Statement
from takeover.values import Answer, Code, Method, tidy_text


class Ended(StrEnum):
    """How an interview ended: nothing is open, saved by the person, or interrupted from outside."""

    FINISHED = "finished"
    SAVED = "saved"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended, where it stands, and how many acts were kept in this sitting."""

    ended: Ended
    navigator: Navigator
    kept: int


Keep = Callable[[Act], Situation]
"""Makes an act durable and returns the situation with it."""


def hold_interview(
    navigator: Navigator,
    *,
    front: FrontEnd,
    catalogue: Catalogue,
    keep: Keep,
    today: Callable[[], dt.date],
    drafts: Drafts = NO_DRAFTS,
) -> Outcome:
    """Ask until nothing is open or the person stops; every act is kept before the next prompt.

    Args:
        navigator: where to begin.
        front: asks and shows.
        catalogue: the texts of the front end's language.
        keep: makes an act durable; `BadInput` from it is shown and the question asked again, all else ends the sitting.
        today: gives the local date on which a statement is made.
        drafts: keeps half-said things of a question.
    """
    sitting = _Sitting(
        navigator=navigator,
        front=front,
        catalogue=catalogue,
        keep=keep,
        today=today,
        drafts=drafts,
        voice=last_voice(navigator.situation),
    )
    while (question := sitting.navigator.current()) is not None:
        if ended := sitting.take_turn(question):
            return sitting.outcome(ended)
    return sitting.outcome(Ended.FINISHED)


def last_voice(situation: Situation) -> Voice | None:
    """Return party and method of the statement written last, or None before the first."""
    entries = [entry for found in situation.by_question.values() for entry in found]
    bodies = [entry.body for entry in sorted(entries, key=lambda entry: entry.line) if entry.body]
    known = [body for body in bodies if body["party"] in situation.parties]
    return Voice(party=known[-1]["party"], method=Method(known[-1]["method"])) if known else None


@dataclass(slots=True, kw_only=True)
class _Sitting:
    """One sitting: the only place of the room that changes."""

    navigator: Navigator
    front: FrontEnd
    catalogue: Catalogue
    keep: Keep
    today: Callable[[], dt.date]
    drafts: Drafts
    voice: Voice | None
    kept: int = 0
    shown: str = ""
    draft: Draft = field(default_factory=Draft)

    def outcome(self, ended: Ended) -> Outcome:
        return Outcome(ended=ended, navigator=self.navigator, kept=self.kept)

    def take_turn(self, question: Question) -> Ended | None:
        """Show the page where it is not on screen, ask once, do what was wanted."""
        if self.shown != question.id:
            self.draft = self.drafts.read(question.id)
            self.show_page(question)
        if self.voice is None:
            return self.change_voice(question)
        self.front.show(voice_line(self.voice, self.navigator.situation.parties, self.catalogue), Tone.HEAD)
        prompt = prompt_for(
            question,
            self.own_statement(question),
            self.navigator.situation.parties,
            self.catalogue,
            typed=self.draft.typed,
            typing=lambda typed: self.hold_typed(question, typed),
        )
        match ask_with_menu(self.front, self.catalogue, prompt):
            case Said() as said:
                return self.hear(question, said.value)
            case Pressed(verb=verb, typed=typed):
                self.hold_typed(question, typed)
                return self.do(verb, question)

    def show_page(self, question: Question) -> None:
        self.show_all(page_of(self.navigator, question, self.catalogue))
        if self.draft.words:
            self.say("interview.draft.words", words=self.draft.words)
        if self.draft.evidence:
            self.say("interview.draft.proofs", proofs=len(self.draft.evidence))
        self.shown = question.id

    def show_all(self, passages: tuple[Passage, ...]) -> None:
        for passage in passages:
            self.front.show(passage.text, passage.tone)

    def say(self, key: str, **values: object) -> None:
        self.front.show(self.catalogue.text(key, **values), Tone.NOTICE)

    def own_statement(self, question: Question) -> Statement | None:
        standing = self.navigator.situation.standing(question.id)
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

    def hear(self, question: Question, typed: str) -> Ended | None:
        standing = self.own_statement(question)
        if typed == STAY or (standing and not tidy_text(typed) and not typed_text(standing.answer)):
            self.go(self.navigator.next_open())
            return None
        if typed == UNKNOWN:
            return self.hear_unknown(question)
        answer = Code(code=typed) if question.codes() else understand(question, typed)
        if isinstance(answer, Problem):
            self.front.show(answer.sentence(self.catalogue), Tone.ERROR)
            self.hold_typed(question, typed)
            return None
        return self.answer(question, answer)

    def answer(self, question: Question, answer: Answer) -> Ended | None:
        """Keep an answer with the words and evidence that wait for it, and go on."""
        assert self.voice is not None
        before = self.own_statement(question)
        if (
            self.voice.method is Method.DOCUMENTED_SEARCH
            and not self.draft.words
            and (not before or before.answer != answer)
        ):
            talk = dialogue.ask_search(self.front, self.catalogue)
            if talk.left:
                return self.leave(talk.left, question)
            self.hold(replace(self.draft, words=tidy_text(talk.one("words"))))
        elif before and before.answer == answer and before.method is self.voice.method and self.draft.is_bare:
            self.go(self.navigator.next_open())
            return None
        carried = self.carry_over(before, answer)
        if isinstance(carried, Verb):
            return self.leave(carried, question)
        act = Answered(
            question=question.id,
            party=self.voice.party,
            method=self.voice.method,
            answer=answer,
            words=self.draft.words or (before.words if before and before.answer == answer else ""),
            on=self.today(),
            evidence=(*carried, *self.draft.evidence),
        )
        if self.keep_act(act):
            if self.draft != Draft():
                self.drafts.write(question.id, Draft())
            self.draft = Draft()
            self.go(self.navigator.next_open())
        return None

    def carry_over(self, before: Statement | None, answer: Answer) -> tuple[Proof, ...] | Verb:
        """Take along the evidence of the statement before: with the same answer, or if it proves the new one too."""
        if before is None or not before.evidence:
            return ()
        if before.answer == answer:
            return before.evidence
        options = tuple(
            Option(value=value, text=self.catalogue.text(f"interview.carry.{value}")) for value in ("no", "yes")
        )
        title = self.catalogue.text("interview.carry", proofs=len(before.evidence))
        reply = ask_with_menu(self.front, self.catalogue, Pick(title=title, options=options))
        match reply:
            case Pressed(verb=verb):
                return verb
            case Said(value="yes"):
                return before.evidence
            case _:
                return ()

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
        others = tuple(offered for offered in self.draft.evidence if not offered.path)
        if others != self.draft.evidence:
            self.hold(replace(self.draft, evidence=others))
            self.say("interview.draft.dropped")

    def go(self, navigator: Navigator) -> None:
        """Move to another question; its page is shown anew."""
        if navigator.cursor != self.navigator.cursor:
            self.shown = ""
        self.navigator = navigator

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

    def do(self, verb: Verb, question: Question) -> Ended | None:
        """Do what was pressed on a question."""
        match verb:
            case Verb.BACK:
                self.step_back()
            case Verb.NEXT:
                self.go(self.navigator.leave_open())
            case Verb.WHY:
                self.show_all(why_of(question, self.catalogue))
            case Verb.MENU:
                pass
            case Verb.UNKNOWN:
                return self.hear_unknown(question)
            case Verb.NOT_APPLICABLE:
                return self.hear_not_applicable(question)
            case Verb.EVIDENCE:
                return self.hear_evidence(question)
            case Verb.WHO:
                return self.change_voice(question)
            case Verb.NOTE:
                return self.hear_note(question)
            case Verb.JUMP:
                return self.jump(question)
            case Verb.QUIT | Verb.INTERRUPT:
                return self.leave(verb, question)
            case _:
                assert_never(verb)
        return None

    def step_back(self) -> None:
        before = self.navigator.back()
        if before.cursor == self.navigator.cursor:
            self.say("interview.first")
        self.go(before)

    def jump(self, question: Question) -> Ended | None:
        talk = dialogue.ask_jump(self.front, self.catalogue, self.navigator.outline(), question.id)
        if talk.left:
            return self.leave(talk.left, question)
        self.shown = ""
        self.go(self.navigator.jump(talk.one("question")))
        return None

    def change_voice(self, question: Question) -> Ended | None:
        parties = self.navigator.situation.parties
        talk = dialogue.ask_who(self.front, self.catalogue, parties, self.voice)
        if talk.left:
            return self.leave(talk.left, question)
        party = self.party_of(talk)
        if party:
            self.voice = Voice(party=party, method=Method(talk.one("method")))
        return None

    def party_of(self, talk: Talk) -> str:
        """Return the id of the party that a talk picked, after naming it in the record where it is new."""
        parties = self.navigator.situation.parties
        named = dialogue.party_from(talk, parties)
        if named is None:
            return talk.one("party")
        known = self.navigator.situation.party_called(named.short_name)
        if known is None and self.keep_act(named):
            known = self.navigator.situation.party_called(named.short_name)
        return known.id if known else ""

    def hear_unknown(self, question: Question) -> Ended | None:
        talk = dialogue.ask_unknown(self.front, self.catalogue, self.navigator.situation.parties)
        if talk.left:
            return self.leave(talk.left, question)
        who = self.party_of(talk) if talk.one("party") else ""
        return self.answer(question, dialogue.unknown_from(talk, who))

    def hear_not_applicable(self, question: Question) -> Ended | None:
        assert self.voice is not None
        others = {id_: party for id_, party in self.navigator.situation.parties.items() if id_ != self.voice.party}
        stop_line = question.stop_line is not None
        talk = dialogue.ask_not_applicable(self.front, self.catalogue, others, stop_line=stop_line)
        if talk.left:
            return self.leave(talk.left, question)
        return self.answer(question, dialogue.not_applicable_from(talk))

    def hear_evidence(self, question: Question) -> Ended | None:
        """Take evidence: at once where the statement stands, else it waits for the answer."""
        talk = dialogue.ask_evidence(self.front, self.catalogue)
        if talk.left:
            return self.leave(talk.left, question)
        offered = dialogue.offered_from(talk, self.front)
        standing = self.own_statement(question)
        if standing is None:
            self.hold(replace(self.draft, evidence=(*self.draft.evidence, offered)))
        else:
            self.keep_act(EvidenceAdded(question=question.id, about=standing.commitment, evidence=(offered,)))
        self.show_page(question)
        return None

    def hear_note(self, question: Question) -> Ended | None:
        """Take the party's words, which wait for the answer, or a note, which is kept at once."""
        talk = dialogue.ask_note(self.front, self.catalogue, self.draft.words)
        if talk.left:
            return self.leave(talk.left, question)
        note = dialogue.note_from(talk, question.id)
        if note is not None:
            self.keep_act(note)
        elif talk.one("kind") == dialogue.WORDS:
            self.hold(replace(self.draft, words=tidy_text(talk.one("text"))))
        self.show_page(question)
        return None
