"""A record on a desk: keeps acts as the command line does, but in memory; and front ends that follow a script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from takeover.checklist.model import Checklist
from takeover.interview.acts import Act, files_of
from takeover.interview.bodies import bodies_of
from takeover.interview.prompts import Pressed, Prompt, Reply, Said, Tick, Tone, Verb
from takeover.record.kinds import Evidence, Grade
from takeover.record.situation import Situation
from tests.builders import RecordBuilder

TODAY = dt.date(2026, 11, 23)


def make_ids() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"new{number:05d}"


class Desk:
    """Keeps acts in a record in memory; every act is one line."""

    def __init__(self, checklist: Checklist, record: RecordBuilder | None = None) -> None:
        self.checklist = checklist
        self.record = record or RecordBuilder()
        self.acts: list[Act] = []
        self.drafts: dict[str, str] = {}
        self.ids = make_ids()

    def keep(self, act: Act) -> Situation:
        kept = {
            path: Evidence(grade=Grade.E0, sha256="aa" * 32, bytes=3, kept=copied, title=path)
            for path, copied in files_of(act).items()
        }
        bodies = bodies_of(
            act,
            checklist=self.checklist,
            checklist_sha256="ef" * 32,
            situation=self.situation(),
            at="2026-11-23T09:00:00.000Z",
            by="incomin1",
            new_ids=self.ids,
            kept=kept,
        )
        self.acts.append(act)
        if bodies:
            self.record.add(*bodies)
        return self.situation()

    def situation(self) -> Situation:
        return self.record.situation()


class Script:
    """A front end that gives the replies of a list; at its end it quits. It remembers what it was shown and asked."""

    def __init__(self, *replies: str | tuple[str, ...] | Verb | Pressed, files: tuple[str, ...] = ()) -> None:
        self.replies = list(replies)
        self.shown: list[tuple[Tone, str]] = []
        self.asked: list[Prompt] = []
        self.files = files
        self.before_ask: Callable[[Prompt], None] = lambda _prompt: None

    def show(self, text: str, tone: Tone = Tone.NOTICE) -> None:
        self.shown.append((tone, text))

    def ask(self, prompt: Prompt) -> Reply:
        self.asked.append(prompt)
        self.before_ask(prompt)
        reply = self.replies.pop(0) if self.replies else Verb.QUIT
        match reply:
            case Verb():
                return Pressed(verb=reply)
            case Pressed():
                return reply
            case tuple():
                assert isinstance(prompt, Tick)
                return Said(values=reply)
            case _:
                return Said(values=(reply,))

    def find_file(self, typed: str) -> str:
        return typed if typed in self.files else ""

    def text(self, tone: Tone) -> list[str]:
        return [text for shown, text in self.shown if shown is tone]
