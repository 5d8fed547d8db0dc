"""`takeover deliver FILE --to PARTY`: keep who was given a sealed baseline, when, how, and by when an answer is due."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import TakeoverFolder, open_for_signoff
from takeover.cli.sealed import (
    Sealed,
    choose_day,
    choose_options,
    choose_sealed,
    find_party,
    happened_options,
    keep_papers,
    known_signatures,
    make_stamp,
    refuse_reader,
)
from takeover.errors import BadInput, Refused
from takeover.record.evidence import measure_file
from takeover.record.signoff_kinds import Way, delivered
from takeover.roles import name_role
from takeover.values import tidy_text


@click.command("deliver")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--to", "receiver", required=True, metavar="PARTY", help="Who was given it: a role or a party's key.")
@click.option("--how", required=True, type=click.Choice([item.value for item in Way]), help="How it was handed over.")
@click.option("--by", "presenter", default="incoming_pm", show_default=True, metavar="PARTY", help="Who gave it.")
@click.option("--place", default="", help="Where.")
@click.option("--attempts", default="", metavar="TEXT", help="What was tried to reach the party, and when.")
@click.option("--answer-by", type=click.DateTime(["%Y-%m-%d"]), help="The day by which an answer was asked for.")
@happened_options
@choose_options
@with_desk
def command(
    desk: Desk, *, file: Path | None, receiver: str, how: str, presenter: str, files: tuple[Path, ...], **given: Any
) -> None:
    """Keep that a party was given a sealed baseline: FILE as it was handed over [default: the newest].

    No answer by the day asked for is shown as that: silence is neither consent nor refusal.
    """
    takeover = open_for_signoff(desk)
    takeover.store.refuse_if_unfit()
    sealed = choose_sealed(takeover, given["number"], given["edition"])
    party, giver = find_party(takeover, receiver), find_party(takeover, presenter)
    refuse_reader(sealed, party)
    day = choose_day(takeover, given["on"])
    due = _read_due(given["answer_by"], day)
    pdf = _choose_pdf(takeover, sealed, file)
    body = delivered(
        make_stamp(takeover, sealed, day),
        baseline=sealed.number,
        edition=sealed.edition,
        pdf=pdf,
        to=party.id,
        presenter=giver.id,
        how=Way(how),
        evidence=keep_papers(takeover, files),
        answer_by=due,
        place=tidy_text(given["place"]),
        attempts=tidy_text(given["attempts"]),
    )
    takeover.store.append([body])
    who = name_role(party.role, desk.catalogue)
    text = desk.text(f"cli.deliver.{'due' if due else 'done'}", party=who, number=sealed.number, day=day, due=due)
    plain = {"party": party.key, "baseline": sealed.number, "edition": sealed.edition, "pdf": pdf, "answer_by": due}
    desk.give(text, plain | {"head": takeover.store.chain.head.hex()})


def _read_due(given: dt.datetime | None, day: dt.date) -> str:
    """Return the day for an answer as text, empty where none was set.

    Raises:
        BadInput: it lies before the delivery.
    """
    if given and given.date() < day:
        raise BadInput("CM095", day=day, limit=given.date())
    return given.date().isoformat() if given else ""


def _choose_pdf(takeover: TakeoverFolder, sealed: Sealed, file: Path | None) -> str:
    """Return the SHA-256 of what was handed over: of the file, or of the newest that the record knows.

    Raises:
        Refused: the file is none that was sealed or signed in this takeover.
    """
    afters = [signature.after for signature in known_signatures(takeover, sealed)]
    known = [sealed.pdf, *(after for after in afters if after != sealed.pdf)]
    if file is None:
        return known[-1]
    found = measure_file(file).sha256
    if found not in known:
        raise Refused("CM093", file=file, number=sealed.number)
    return found
