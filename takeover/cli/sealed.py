"""What the commands of the sign-off share: which sealed edition an act is about, who acts, when, and what proves it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from takeover.baseline.model import SIGNERS, EditionName
from takeover.baseline.reopen import reopen_baseline, reopen_edition
from takeover.cli import clock
from takeover.cli.folder import TakeoverFolder, keep_evidence
from takeover.errors import BadInput, Refused, UsageError
from takeover.interview.acts import SIDES
from takeover.record.kinds import Evidence, Grade, Stamp, party_named
from takeover.record.signoff import PartySignOff, SignOff, fold_signoff
from takeover.record.situation import Party, Seal, Signature
from takeover.values import Level, Role, Side

_DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One edition of a sealed baseline."""

    seal: Seal
    edition: EditionName

    @property
    def number(self) -> int:
        """The number of the baseline."""
        return self.seal.baseline

    @property
    def pdf(self) -> str:
        """SHA-256 of the PDF as it was sealed."""
        return self.seal.editions[self.edition]

    @property
    def level(self) -> Level:
        """The level of what is said about it: the client may not read about the internal edition."""
        return Level.INTERNAL if self.edition is EditionName.INTERNAL else Level.SHARED


def choose_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name a sealed edition."""
    chosen = click.Choice([item.value for item in EditionName])
    command = click.option("--edition", type=chosen, help="Which edition [default: the only one].")(command)
    return click.option("--baseline", "number", type=int, help="Which baseline [default: the newest].")(command)


def happened_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say when something happened and what proves it."""
    command = click.option("--on", type=_DAY, help="The day on which it happened [default: today].")(command)
    kept = click.Path(path_type=Path)
    return click.option("--evidence", "files", multiple=True, type=kept, help="A file that proves it; repeatable.")(
        command
    )


def choose_sealed(takeover: TakeoverFolder, number: int | None, edition: str | None) -> Sealed:
    """Find the edition that an act is about.

    Raises:
        UsageError: several editions were sealed, and none was named.
        Refused: nothing was sealed yet, or not that.
    """
    seals = takeover.situation.seals()
    if not seals:
        raise Refused("CM090", folder=takeover.store.folder)
    seal = next((seal for seal in reversed(seals) if number in (None, seal.baseline)), None)
    if seal is None or (edition and edition not in seal.editions):
        wanted = f"{number or seals[-1].baseline} {edition or ''}".strip()
        known = ", ".join(f"{seal.baseline} {name}" for seal in seals for name in seal.editions)
        raise Refused("CM091", wanted=wanted, known=known)
    if edition is None and len(seal.editions) > 1:
        raise UsageError("CM092", number=seal.baseline, editions=", ".join(seal.editions))
    return Sealed(seal=seal, edition=EditionName(edition or next(iter(seal.editions))))


def find_party(takeover: TakeoverFolder, key: str) -> Party:
    """Find a party by its key or role.

    Raises:
        UsageError: nobody goes by that name.
    """
    party = takeover.situation.party_called(key)
    if party is None:
        known = ", ".join(party.key for party in takeover.situation.parties.values())
        raise UsageError("IV052", party=key, known=known)
    return party


def refuse_reader(sealed: Sealed, party: Party) -> None:
    """Refuse to hand the internal edition to somebody who does not stand for the own organisation.

    Raises:
        Refused: the party is of the customer's or a supplier's side.
    """
    if sealed.edition is EditionName.INTERNAL and party.side in (Side.CUSTOMER, Side.SUPPLIER):
        raise Refused("CM094", party=party.key)


def choose_day(takeover: TakeoverFolder, given: dt.datetime | None) -> dt.date:
    """Return the day on which something happened: as given, or today in the takeover's time zone.

    Raises:
        BadInput: it lies in the future.
    """
    opened = takeover.situation.opened
    today = clock.today(opened.zone if opened else "UTC")
    if given and given.date() > today:
        raise BadInput("CM095", day=given.date(), limit=today)
    return given.date() if given else today


def make_stamp(takeover: TakeoverFolder, sealed: Sealed, day: dt.date) -> Stamp:
    """Say who writes, when, for whom to read, and on which day it happened."""
    now = clock.write_timestamp(clock.now())
    return Stamp(at=now, by=takeover.writer, sharing=sealed.level, on=day)


def keep_papers(takeover: TakeoverFolder, files: Sequence[Path], grade: Grade = Grade.E2) -> tuple[Evidence, ...]:
    """Keep files as evidence of a grade."""
    return tuple(replace(keep_evidence(takeover.store.folder, str(file)), grade=grade) for file in files)


def name_signer(takeover: TakeoverFolder, role: Role, name: str, stamp: Stamp) -> tuple[str, list[dict[str, Any]]]:
    """Return the id of the party in a role; who is not named yet is named by the certificate, in a body of its own."""
    if known := takeover.situation.party_in(role):
        return known.id, []
    party = next(clock.new_ids())
    shared = replace(stamp, sharing=Level.SHARED, on=None)
    return party, [party_named(shared, party=party, role=role, side=SIDES[role], name=name)]


def known_signatures(takeover: TakeoverFolder, sealed: Sealed) -> tuple[Signature, ...]:
    """List the signatures on an edition that the record knows, in order."""
    about = (sealed.number, sealed.edition)
    return tuple(item for item in takeover.situation.signatures() if (item.baseline, item.edition) == about)


def read_signoffs(takeover: TakeoverFolder, as_of: dt.date) -> tuple[SignOff, ...]:
    """Read the sign-off of every sealed edition as it stands on a day."""
    expected = {edition.value: roles for edition, roles in SIGNERS.items()}
    return fold_signoff(takeover.situation, expected=expected, as_of=as_of)


def read_party(takeover: TakeoverFolder, sealed: Sealed, party: Party, as_of: dt.date) -> PartySignOff | None:
    """Read what a party did with an edition; None where it did nothing and nothing is expected of it."""
    for signoff in read_signoffs(takeover, as_of):
        if (signoff.baseline, signoff.edition) == (sealed.number, sealed.edition):
            return signoff.of(party.id)
    return None


def find_sealed_pdf(takeover: TakeoverFolder, sealed: Sealed) -> bytes | None:
    """Find the sealed PDF among the files of `out/`, by its hash; None where it is not there any more."""
    for file in sorted(takeover.out.glob("*.pdf")):
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() == sealed.pdf:
            return data
    return None


def list_items(pdf: bytes) -> frozenset[str]:
    """List the numbers that a baseline's report has: whatever a reservation may name."""
    from takeover.report.view.references import number_references
    from takeover.signing.attachments import read_edition_files
    from takeover.signing.snapshots import open_strictly

    with open_strictly(pdf) as opened:
        baseline = reopen_baseline(reopen_edition(*read_edition_files(opened)))
    return number_references(baseline).numbers
