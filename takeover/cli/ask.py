"""`takeover ask`: go on with the questions where the last sitting ended."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, open_takeover
from takeover.errors import Exit
from takeover.interview.drafts import Drafts
from takeover.interview.navigator import start_at_open
from takeover.interview.prompts import FrontEnd
from takeover.interview.session import Ended, hold_interview

DRAFT_FILE = "draft"


@click.command("ask")
@click.option("--plain", is_flag=True, help="Line mode: for screen readers, pipes and simple terminals.")
@with_desk
def command(desk: Desk, *, plain: bool) -> None:
    """Go on with the questions; every answer is saved before the next one is asked."""
    hold_sitting(desk, open_takeover(desk), plain=plain)


def hold_sitting(desk: Desk, takeover: Takeover, *, plain: bool) -> None:
    """Ask until nothing is open or the user stops, and say what was saved and what comes next."""
    front = choose_front(desk, plain=plain)
    takeover.store.refuse_if_unfit()
    zone = takeover.situation.opened.zone if takeover.situation.opened else "UTC"
    outcome = hold_interview(
        start_at_open(takeover.checklist, takeover.situation),
        front=front,
        catalogue=desk.catalogue,
        keep=takeover.keep,
        today=lambda: clock.today(zone),
        drafts=keep_drafts(takeover.store.folder),
    )
    folder = takeover.store.folder
    desk.say("cli.ask.kept", count=outcome.kept, head=takeover.store.chain.head.hex()[:12])
    desk.say(f"cli.ask.{outcome.ended.value}", folder=folder)
    if outcome.ended is Ended.INTERRUPTED:
        raise click.exceptions.Exit(Exit.INTERRUPTED)


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


def keep_drafts(folder: Path) -> Drafts:
    """Keep half-typed text by question in a file beside the record; it is no part of it, and goes when it is empty."""
    file = folder / DRAFT_FILE

    def read() -> dict[str, str]:
        try:
            drafts = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return drafts if isinstance(drafts, dict) else {}

    def save(question: str, text: str) -> None:
        drafts = {name: kept for name, kept in (read() | {question: text}).items() if kept}
        try:
            if drafts:
                file.write_text(json.dumps(drafts, ensure_ascii=False), "utf-8")
            else:
                file.unlink(missing_ok=True)
        except OSError:
            return  # a draft that cannot be kept must not stop an answer from being given

    return Drafts(load=lambda question: str(read().get(question, "")), save=save)
