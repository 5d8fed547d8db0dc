"""`takeover ask`: the questions; all of them, with one person, with a paper in hand, or for so many minutes."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from takeover.checklist.model import Checklist
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.drafts import keep_drafts
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, open_takeover
from takeover.cli.row_tables import open_tables
from takeover.errors import Exit, UsageError
from takeover.interview.navigator import Navigator, start_at_open
from takeover.interview.prompts import FrontEnd
from takeover.interview.session import NORMAL, Ended, Keep, Manner, Outcome, hold_interview


@click.command("ask")
@click.option("--of", "of", default="", metavar="PARTY", help="Ask one person only: a role or a party's key.")
@click.option("--from", "source", type=click.Path(path_type=Path), help="Put the questions to a paper in hand.")
@click.option("--by", "author", default="", metavar="PARTY", help="With --from: who wrote the paper.")
@click.option("--reference", is_flag=True, help="With --from: keep no copy of the file, only its hash.")
@click.option(
    "--minutes", type=click.IntRange(1, 600), help="Stop after so many minutes; what matters most comes first."
)
@click.option("--plain", is_flag=True, help="Line mode: for screen readers, pipes and simple terminals.")
@with_desk
def command(
    desk: Desk, *, of: str, source: Path | None, author: str, reference: bool, minutes: int | None, plain: bool
) -> None:
    """Go on with the questions; every answer is saved before the next one is asked."""
    if source and (of or minutes):
        raise UsageError("CM230")
    if (author or reference) and not source:
        raise UsageError("CM232")
    takeover = open_takeover(desk)
    front = choose_front(desk, plain=plain)
    takeover.store.refuse_if_unfit()
    if source:
        from takeover.cli.ask_from import ask_paper_in_hand

        outcome = ask_paper_in_hand(desk, takeover, front, source, author, reference=reference)
    elif of:
        from takeover.cli.ask_of import ask_one_person

        outcome = ask_one_person(desk, takeover, front, of, minutes)
    elif minutes:
        outcome = sit_for(desk, takeover, front, minutes)
    else:
        outcome = sit(desk, takeover, front, start_at_open(takeover.checklist, takeover.situation))
    leave(outcome)


def hold_sitting(desk: Desk, takeover: Takeover, *, plain: bool) -> None:
    """Ask until nothing is open or the user stops, and say what was saved and what comes next."""
    front = choose_front(desk, plain=plain)
    takeover.store.refuse_if_unfit()
    leave(sit(desk, takeover, front, start_at_open(takeover.checklist, takeover.situation)))


def sit(
    desk: Desk,
    takeover: Takeover,
    front: FrontEnd,
    navigator: Navigator,
    manner: Manner = NORMAL,
    keep: Keep | None = None,
) -> Outcome:
    """Hold an interview; say what was kept and, where it is not over for another reason, what comes next."""
    zone = takeover.situation.opened.zone if takeover.situation.opened else "UTC"
    outcome = hold_interview(
        navigator,
        front=front,
        catalogue=desk.catalogue,
        keep=keep or takeover.keep,
        today=lambda: clock.today(zone),
        drafts=keep_drafts(takeover.store.folder),
        manner=replace(manner, others=lambda: _other_languages(takeover), tables=open_tables(takeover)),
    )
    desk.say_line(desk.count("cli.ask.kept", count=outcome.kept, head=takeover.store.chain.head.hex()[:12]))
    if outcome.ended is not Ended.TIME_UP and not (navigator.scope and outcome.ended is Ended.FINISHED):
        desk.say(f"cli.ask.{outcome.ended.value}", folder=takeover.store.folder)
    return outcome


def leave(outcome: Outcome) -> None:
    """Leave with the exit code of an interruption where there was one."""
    if outcome.ended is Ended.INTERRUPTED:
        raise click.exceptions.Exit(Exit.INTERRUPTED)


def sit_for(desk: Desk, takeover: Takeover, front: FrontEnd, minutes: int, manner: Manner = NORMAL) -> Outcome:
    """Hold an interview for so many minutes, with what matters most first; say how much is left."""
    from takeover.interview.navigator import start_ranked

    navigator = start_ranked(takeover.checklist, takeover.situation, rank_questions(takeover))
    return sit_until(desk, takeover, front, navigator, minutes, manner)


def sit_until(
    desk: Desk, takeover: Takeover, front: FrontEnd, navigator: Navigator, minutes: int, manner: Manner
) -> Outcome:
    """Hold an interview that ends between two questions when the time is up."""
    from takeover.interview.pace import find_pace

    end = clock.now() + dt.timedelta(minutes=minutes)
    outcome = sit(desk, takeover, front, navigator, replace(manner, time_up=lambda: clock.now() >= end))
    if outcome.ended is Ended.TIME_UP:
        progress = outcome.navigator.progress()
        left = progress.total - progress.done
        more = find_pace(takeover.situation).minutes_for(left)
        desk.say("cli.ask.time_up", minutes=minutes, left=left, more=more, folder=takeover.store.folder)
    return outcome


def rank_questions(takeover: Takeover) -> dict[str, int]:
    """Rank the questions by what narrows the picture most (docs/method.md): open stop-lines, then by swing."""
    from takeover.assessment.method_1 import assess

    day = choose_as_of(None, takeover)
    off = days_off_from(day, takeover.situation)
    requests = assess(takeover.checklist, takeover.situation, as_of=day, days_off=off).requests
    return {request.question: rank for rank, request in enumerate(requests)}


def _other_languages(takeover: Takeover) -> tuple[Checklist, ...]:
    loaded = takeover.loaded
    return tuple(loaded.in_language(one) for one in loaded.languages if one != takeover.checklist.language)


def choose_front(desk: Desk, *, plain: bool) -> FrontEnd:
    """Return the line mode, or the prompts of this terminal.

    Raises:
        UsageError: there is no terminal to ask on.
    """
    if plain:
        from takeover.interview.plain import PlainLines

        return PlainLines(desk.catalogue, sys.stdin, sys.stdout)
    from takeover.interview.terminal import open_terminal

    return open_terminal(desk.catalogue, colour="NO_COLOR" not in os.environ)
