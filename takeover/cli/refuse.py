"""`takeover refuse --by PARTY`: keep that a party did not sign what was presented, and who saw it.

A refusal is an entry in the record and nothing else: no PDF is touched, and nobody's signature.
"""

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
    make_stamp,
    read_party,
)
from takeover.errors import Refused, UsageError
from takeover.record.signoff_kinds import refused
from takeover.record.situation import Party
from takeover.roles import name_role
from takeover.values import tidy_text


@click.command("refuse")
@click.option("--by", "refuser", required=True, metavar="PARTY", help="Who did not sign: a role or a party's key.")
@click.option("--presenter", default="incoming_pm", show_default=True, metavar="PARTY", help="Who presented it.")
@click.option("--witness", default="", metavar="PARTY", help="Who saw it.")
@click.option("--words", default="", help="The reason in the party's own words; leave it out where none was given.")
@click.option("--place", default="", help="Where.")
@click.option("--attempts", default="", metavar="TEXT", help="What was tried before, and when.")
@happened_options
@choose_options
@with_desk
def command(
    desk: Desk, *, refuser: str, presenter: str, witness: str, words: str, files: tuple[Path, ...], **given: Any
) -> None:
    """Keep that a party refused to sign a sealed baseline. No file and no signature of anybody is touched."""
    takeover = open_for_signoff(desk)
    takeover.store.refuse_if_unfit()
    sealed = choose_sealed(takeover, given["number"], given["edition"])
    party, giver = find_party(takeover, refuser), find_party(takeover, presenter)
    seen_by = find_party(takeover, witness) if witness else None
    _refuse_same(party, giver, seen_by)
    day = choose_day(takeover, given["on"])
    _refuse_signed(desk, takeover, sealed, party, day)
    body = refused(
        make_stamp(takeover, sealed, day),
        baseline=sealed.number,
        edition=sealed.edition,
        party=party.id,
        presenter=giver.id,
        witness=seen_by.id if seen_by else "",
        evidence=keep_papers(takeover, files),
        words=tidy_text(words),
        place=tidy_text(given["place"]),
        attempts=tidy_text(given["attempts"]),
    )
    takeover.store.append([body])
    who = name_role(party.role, desk.catalogue)
    text = desk.text("cli.refuse.witnessed" if seen_by else "cli.refuse.done", party=who, number=sealed.number, day=day)
    plain = {"party": party.key, "baseline": sealed.number, "edition": sealed.edition, "witness": witness}
    desk.give(text, plain | {"head": takeover.store.chain.head.hex()})


def _refuse_same(party: Party, giver: Party, witness: Party | None) -> None:
    """Refuse one person in two parts: who presents, who refuses and who sees it are different people.

    Raises:
        UsageError: two of them are the same party.
    """
    ids = [person.id for person in (party, giver, witness) if person]
    if len(ids) != len(set(ids)):
        raise UsageError("CM097", party=party.key, presenter=giver.key, witness=witness.key if witness else "–")


def _refuse_signed(desk: Desk, takeover: TakeoverFolder, sealed: Sealed, party: Party, day: dt.date) -> None:
    """A signature is not taken back by a refusal.

    Raises:
        Refused: the party has signed this edition.
    """
    done = read_party(takeover, sealed, party, day)
    if done and done.signings:
        signed_on = done.signings[-1].day
        raise Refused("CM098", party=name_role(party.role, desk.catalogue), number=sealed.number, day=signed_on)
