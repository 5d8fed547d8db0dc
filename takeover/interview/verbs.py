"""What a verb does on a question: one function a verb. Each gives how the interview ended, or None to go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from takeover.calendars import add_working_days, list_days_off
from takeover.checklist.model import Question
from takeover.interview import dialogue
from takeover.interview.acts import SIDES, Answered, EvidenceAdded, Requested
from takeover.interview.answering import give, go_on, show_differences
from takeover.interview.navigator import Stand
from takeover.interview.pages import Voice, habits_of, party_name, why_of
from takeover.interview.prompts import Verb
from takeover.interview.sitting import Ended, Sitting
from takeover.record.situation import Party
from takeover.values import Method, Role, Side, Unknown, UnknownReason, tidy_text

Doing: TypeAlias = Callable[[Sitting, Question], Ended | None]
_PASSING = frozenset({Method.DOCUMENT_EXAMINED, Method.DOCUMENTED_SEARCH})
DAYS_STOP_LINE, DAYS_OTHERS = 5, 10
"""Working days that are offered for an answer (docs/method.md)."""


def do_verb(sitting: Sitting, verb: Verb, question: Question) -> Ended | None:
    """Do what was pressed on a question."""
    if verb in (Verb.QUIT, Verb.INTERRUPT):
        return sitting.leave(verb, question)
    return _DOINGS[verb](sitting, question)


def step_back(sitting: Sitting, question: Question) -> Ended | None:
    """Go to the question before; out of another party's statement first."""
    if sitting.back_to:
        sitting.go(sitting.navigator)
        sitting.show_page(question)
        return None
    before = sitting.navigator.back()
    if before.cursor == sitting.navigator.cursor:
        sitting.say("interview.first")
    sitting.go(before)
    return None


def leave_open(sitting: Sitting, _question: Question) -> Ended | None:
    """Go on without an answer."""
    sitting.go(sitting.navigator.leave_open())
    return None


def show_why(sitting: Sitting, question: Question) -> Ended | None:
    """Say why it is asked; where the customer is asked, also how to talk well."""
    sitting.show_all(why_of(question, sitting.catalogue))
    if any(SIDES[role] is Side.CUSTOMER for role in question.ask) or sitting.speaks_with_customer():
        sitting.show_all(habits_of(sitting.catalogue))
    return None


def stay(_sitting: Sitting, _question: Question) -> Ended | None:
    """Ask again."""
    return None


def jump(sitting: Sitting, question: Question) -> Ended | None:
    """Go to a question of the outline, or say why it cannot be gone to."""
    from takeover.interview.outline import ask_jump

    talk = ask_jump(sitting.front, sitting.catalogue, sitting.navigator, sitting.others(), question.id)
    return sitting.leave(talk.left, question) if talk.left else _go_to(sitting, talk.one("question"))


def review(sitting: Sitting, question: Question) -> Ended | None:
    """Look at what was said, by why it may need a look, and go there."""
    from takeover.interview.outline import ask_review, list_looks

    if not list_looks(sitting.navigator):
        sitting.say("interview.review.nothing")
        return None
    talk = ask_review(sitting.front, sitting.catalogue, sitting.navigator)
    return sitting.leave(talk.left, question) if talk.left else _go_to(sitting, talk.one("question"))


def _go_to(sitting: Sitting, wanted: str) -> Ended | None:
    there = sitting.navigator.jump(wanted)
    if there.cursor != wanted:
        line = next(line for line in sitting.navigator.outline() if line.question.id == wanted)
        key = "kept" if line.stand is Stand.KEPT else "waiting"
        sitting.say(f"interview.jump.{key}", question=line.question.text)
    sitting.shown = ""
    sitting.go(there)
    return None


def change_voice(sitting: Sitting, question: Question) -> Ended | None:
    """Change for whom the answers from here on are, and how they become known; the next sitting goes on so.

    A paper and a search are passing: who spoke before them speaks next time.
    """
    ended = _choose_voice(sitting, question, sitting.situation.parties)
    if sitting.is_own and sitting.voice and sitting.voice.method not in _PASSING:
        sitting.drafts.write_voice(sitting.voice)
    return ended


def _choose_voice(sitting: Sitting, question: Question, parties: Mapping[str, Party]) -> Ended | None:
    talk = dialogue.ask_who(sitting.front, sitting.catalogue, parties, sitting.voice)
    if talk.left:
        return sitting.leave(talk.left, question)
    if party := sitting.party_of(talk):
        sitting.voice, sitting.back_to = Voice(party=party, method=Method(talk.one("method"))), None
    return None


def _others_than_speaker(sitting: Sitting) -> dict[str, Party]:
    assert sitting.voice is not None
    return {id_: party for id_, party in sitting.situation.parties.items() if id_ != sitting.voice.party}


def add_other(sitting: Sitting, question: Question) -> Ended | None:
    """Take one statement of another party on this question; then the usual voice speaks again."""
    usual = sitting.back_to or sitting.voice
    ended = _choose_voice(sitting, question, _others_than_speaker(sitting))
    sitting.back_to = usual if sitting.voice != usual else None
    return ended


def hear_unknown(sitting: Sitting, question: Question) -> Ended | None:
    """Take why it is unknown; where somebody else may know, also whether that one was asked."""
    others, half = _others_than_speaker(sitting), sitting.half_of("unknown")
    talk = dialogue.ask_unknown(sitting.front, sitting.catalogue, others, half)
    if talk.left:
        return sitting.leave(talk.left, question)
    who = sitting.party_of(talk) if talk.one("party") else ""
    unknown = dialogue.unknown_from(talk, who)
    kept = sitting.kept
    if unknown.reason is UnknownReason.SOMEBODY_ELSE and not unknown.who:
        return None  # the one who may know could not be named
    ended = give(sitting, question, unknown)
    if ended is None and sitting.kept > kept and unknown.who:
        return hear_request(sitting, question, unknown)
    return ended


def hear_request(sitting: Sitting, question: Question, unknown: Unknown) -> Ended | None:
    """Keep that the one who may know was asked; if not yet, the list of requests has it all the same."""
    from takeover.interview.searching import NOW, ask_requested, day_of

    party = sitting.situation.parties[unknown.who]
    if party.role is Role.INCOMING_PM:
        return None
    today = sitting.today()
    days = DAYS_STOP_LINE if question.stop_line else DAYS_OTHERS
    due = add_working_days(today, days, list_days_off(today, sitting.situation.settings.get("holidays", "")))
    talk = ask_requested(sitting.front, sitting.catalogue, party_name(party, sitting.catalogue), due)
    if talk.left in dialogue.LEAVING:
        return sitting.leave(talk.left, question)
    if talk.left is None and talk.one("asked") == NOW:
        sitting.keep_act(Requested(question=question.id, party=party.id, due=day_of(talk, "due")))
    return None


def hear_not_applicable(sitting: Sitting, question: Question) -> Ended | None:
    """Take why a question does not fit, on a stop-line with somebody who agrees."""
    talk = dialogue.ask_not_applicable(
        sitting.front,
        sitting.catalogue,
        _others_than_speaker(sitting),
        stop_line=question.stop_line is not None,
        half=sitting.half_of("not_applicable"),
    )
    if talk.left:
        return sitting.leave(talk.left, question)
    return give(sitting, question, dialogue.not_applicable_from(talk))


def hear_searched(sitting: Sitting, question: Question) -> Ended | None:
    """Take a search that found nothing: the incoming PM's statement, whoever is speaking.

    What waits for an answer goes on waiting: it belongs to whoever is speaking.
    """
    from takeover.interview.searching import answer_of_search, ask_searched, day_of, words_of_search

    today, half = sitting.today(), sitting.half_of("searched")
    talk = ask_searched(sitting.front, sitting.catalogue, question, today, half)
    if talk.left:
        return sitting.leave(talk.left, question)
    searcher = sitting.situation.party_in(Role.INCOMING_PM)
    assert sitting.voice is not None
    act = Answered(
        question=question.id,
        party=searcher.id if searcher else sitting.voice.party,
        method=Method.DOCUMENTED_SEARCH,
        answer=answer_of_search(talk),
        words=words_of_search(talk, sitting.catalogue),
        on=day_of(talk, "when"),
    )
    if sitting.keep_act(act):
        show_differences(sitting, question, act)
        go_on(sitting, question)
    return None


def hear_evidence(sitting: Sitting, question: Question) -> Ended | None:
    """Take evidence: at once where the statement stands, else it waits for the answer."""
    talk = dialogue.ask_evidence(
        sitting.front, sitting.catalogue, sitting.situation.parties, sitting.half_of("evidence")
    )
    if talk.left:
        return sitting.leave(talk.left, question)
    offered = dialogue.offered_from(talk, sitting.front)
    standing = sitting.own_statement(question)
    if standing is None:
        sitting.hold(replace(sitting.draft, evidence=(*sitting.draft.evidence, offered)))
    else:
        sitting.keep_act(EvidenceAdded(question=question.id, about=standing.commitment, evidence=(offered,)))
    sitting.show_page(question)
    return None


def hear_note(sitting: Sitting, question: Question) -> Ended | None:
    """Take the party's words, which wait for the answer, or a note, which is kept at once."""
    talk = dialogue.ask_note(sitting.front, sitting.catalogue, sitting.draft.words, sitting.half_of("note"))
    if talk.left:
        return sitting.leave(talk.left, question)
    note = dialogue.note_from(talk, question.id)
    if note is not None:
        sitting.keep_act(note)
    elif talk.one("kind") == dialogue.WORDS:
        sitting.hold(replace(sitting.draft, words=tidy_text(talk.one("text"))))
    sitting.show_page(question)
    return None


_DOINGS: Mapping[Verb, Doing] = {
    Verb.BACK: step_back,
    Verb.NEXT: leave_open,
    Verb.WHY: show_why,
    Verb.MENU: stay,
    Verb.UNKNOWN: hear_unknown,
    Verb.NOT_APPLICABLE: hear_not_applicable,
    Verb.EVIDENCE: hear_evidence,
    Verb.WHO: change_voice,
    Verb.OTHER: add_other,
    Verb.SEARCHED: hear_searched,
    Verb.NOTE: hear_note,
    Verb.JUMP: jump,
    Verb.REVIEW: review,
}
