"""`takeover checklist show ID`: a question as the PM will see it in the interview."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import click

from takeover.checklist.compiled import Loaded
from takeover.checklist.fields import nearest
from takeover.checklist.path import Place
from takeover.checklist.plain import checklist_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import open_takeover
from takeover.cli.lists import load_wanted, with_checklist
from takeover.errors import UsageError
from takeover.interview.navigator import Navigator, start_at_open
from takeover.interview.pages import Passage, options_of, page_of, why_of
from takeover.interview.wrapping import wrap_text
from takeover.record.situation import Situation, fold_entries
from takeover.record.store import RECORD_FILE

WIDEST = 100
"""Columns beyond which lines of text are hard to read."""


@click.command("show")
@click.argument("question")
@with_checklist
@with_desk
def command(desk: Desk, *, question: str, wanted: str) -> None:
    """Show QUESTION as it is asked: the page, what can be answered, and why it is asked.

    In a takeover's folder its own list is used, and what has been said stands on the page.
    """
    loaded, situation = _load(desk, wanted)
    checklist = loaded.in_language(desk.catalogue.language)
    found = checklist.question(question)
    if found is None:
        near = nearest(question, (known.id for known in checklist.questions))
        raise UsageError("CM073", question=question, checklist=f"{checklist.id}@{checklist.version}", near=near)
    navigator = start_at_open(checklist, situation)
    page, why = page_of(navigator, found, desk.catalogue), why_of(found, desk.catalogue)
    options = [option.text for option in options_of(found, desk.catalogue)]
    width = min(WIDEST, shutil.get_terminal_size().columns)
    lines = (*_write_page(desk, page, options, why), *_say_path(desk, navigator, question))
    plain = next(item for item in checklist_to_plain(checklist)["questions"] if item["id"] == question)
    desk.give(
        "\n".join(wrap_text(line, width) for line in lines),
        {
            "checklist": {"id": checklist.id, "version": checklist.version, "sha256": loaded.sha256},
            "language": checklist.language,
            "page": [{"tone": passage.tone.value, "text": passage.text} for passage in page],
            "options": options,
            "why": [passage.text for passage in why],
            "question": plain,
        },
    )


def _load(desk: Desk, wanted: str) -> tuple[Loaded, Situation]:
    """Return the list and what has been said; nothing where the folder is no takeover."""
    if not (desk.folder / RECORD_FILE).exists():
        return load_wanted(wanted, desk.folder), fold_entries(())
    takeover = open_takeover(desk)
    return (load_wanted(wanted, desk.folder) if wanted else takeover.loaded), takeover.situation


def _write_page(desk: Desk, page: tuple[Passage, ...], options: list[str], why: tuple[Passage, ...]) -> Iterator[str]:
    yield from (passage.text for passage in page)
    yield from (f"  {number} {option}" for number, option in enumerate(options, 1))
    yield ""
    yield desk.text("cli.checklist.show.why")
    yield from (passage.text for passage in why)


def _say_path(desk: Desk, navigator: Navigator, question: str) -> Iterator[str]:
    """Say where a question is not asked, or waits, in this takeover."""
    place = navigator.path[question]
    if navigator.situation.opened and place in (Place.OFF, Place.WAITING):
        yield ""
        yield desk.text(f"cli.checklist.show.{place.value}")
