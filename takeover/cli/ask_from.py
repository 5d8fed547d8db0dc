"""`takeover ask --from FILE`: from the papers: what a document in hand says, question by question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from takeover.cli.ask import sit
from takeover.cli.ask_of import find_party
from takeover.cli.desk import Desk
from takeover.cli.folder import Takeover, refer_to
from takeover.errors import BadInput, Exit
from takeover.interview import papers
from takeover.interview.acts import Act, Answered
from takeover.interview.dialogue import Talk, ask_party, party_from
from takeover.interview.navigator import Navigator, start_in_scope
from takeover.interview.pages import Voice
from takeover.interview.papers import Paper
from takeover.interview.prompts import FrontEnd, Verb
from takeover.interview.session import Ended, Keep, Manner, Outcome
from takeover.record.evidence import keep_file
from takeover.record.kinds import Grade
from takeover.record.situation import Situation
from takeover.values import Method


def ask_paper_in_hand(
    desk: Desk, takeover: Takeover, front: FrontEnd, source: Path, named: str, *, reference: bool
) -> Outcome:
    """Go through the questions that a paper may answer, and say what it came to.

    Raises:
        BadInput: the file cannot be read.
    """
    file = replace(refer_to(str(source)), grade=Grade.E2, kept=not reference)
    author = find_party(takeover, named).id if named else ask_author(desk, takeover, front)
    whole = papers.answerable(takeover.checklist)
    languages = tuple(map(takeover.loaded.in_language, takeover.loaded.languages))

    def start(questions: frozenset[str]) -> Navigator:
        scope = papers.scope_of(questions, file, author)
        return start_in_scope(takeover.checklist, takeover.situation, scope)

    def count(title: str) -> tuple[int, int]:
        return _open_in(start(papers.fitting(languages, title))), _open_in(start(whole))

    talk = papers.ask_paper(front, desk.catalogue, source.stem.replace("_", " ").replace("-", " "), count)
    if talk.left:
        return _leave(talk, start(whole))
    fits = talk.one("which") == papers.FITTING
    navigator = start(papers.fitting(languages, talk.one("title")) if fits else whole)
    if navigator.current() is None:
        desk.say("cli.ask.from.none")
        return Outcome(ended=Ended.FINISHED, navigator=navigator, kept=0)
    paper = papers.paper_from(talk, file, author)
    manner = Manner(voice=Voice(party=author, method=Method.DOCUMENT_EXAMINED), paper=paper)
    keep = takeover.keep if reference else keep_with_file(takeover, source, paper)
    outcome = sit(desk, takeover, front, navigator, manner, keep)
    say_summary(desk, navigator, outcome, paper)
    return outcome


def keep_with_file(takeover: Takeover, source: Path, paper: Paper) -> Keep:
    """Keep acts, and before the first answer the file: a paper that says nothing leaves nothing behind."""
    done: list[str] = []

    def keep(act: Act) -> Situation:
        if isinstance(act, Answered) and not done:
            kept = keep_file(takeover.store.folder, source)
            if kept.sha256 != paper.evidence.sha256:
                raise BadInput("CM233", file=source)
            done.append(kept.sha256)
        return takeover.keep(act)

    return keep


def ask_author(desk: Desk, takeover: Takeover, front: FrontEnd) -> str:
    """Ask who wrote the paper; return the party's id."""
    parties = takeover.situation.parties
    talk = ask_party(front, desk.catalogue, parties, desk.text("cli.ask.from.who"))
    if talk.left:
        raise click.exceptions.Exit(Exit.INTERRUPTED if talk.left is Verb.INTERRUPT else Exit.DONE)
    named = party_from(talk, parties)
    if named is None:
        return talk.one("party")
    takeover.keep(named)
    return find_party(takeover, named.short_name).id


def say_summary(desk: Desk, before: Navigator, outcome: Outcome, paper: Paper) -> None:
    """Say how many questions the paper answered in this pass, and how many it does not."""
    answered = outcome.navigator.progress().done - before.progress().done
    absent = len(outcome.navigator.left)
    left = _open_in(outcome.navigator) - absent
    desk.say("cli.ask.from.done", title=paper.evidence.title, answered=answered, absent=absent, open=left)


def _open_in(navigator: Navigator) -> int:
    progress = navigator.progress()
    return progress.total - progress.done


def _leave(talk: Talk, navigator: Navigator) -> Outcome:
    ended = Ended.INTERRUPTED if talk.left is Verb.INTERRUPT else Ended.SAVED
    return Outcome(ended=ended, navigator=navigator, kept=0)
