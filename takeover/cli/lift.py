"""`takeover lift R1 --as ROLE`: a party lifts its own reservation, with its key or on paper.

With a key it signs a small declaration. Without the takeover's folder (`--from`) declaration and signature are two
files to send to the incoming PM, who takes them in with `takeover receive`. Only the key that made a reservation lifts
it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from takeover.baseline.check import check_edition
from takeover.cli.attached import read_attached
from takeover.cli.declaration_files import choose_timestamps, make_about, write_pair
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import read_file
from takeover.cli.folder import TakeoverFolder, open_for_signoff
from takeover.cli.identity import load_identity_file
from takeover.cli.sealed import (
    Sealed,
    choose_day,
    choose_options,
    choose_sealed,
    happened_options,
    keep_papers,
    make_stamp,
    read_party,
)
from takeover.errors import Refused, UsageError
from takeover.record.kinds import Evidence, Grade
from takeover.record.signoff import PartySignOff, Reserved
from takeover.record.signoff_kinds import lifted
from takeover.roles import name_role
from takeover.signing.describe import describe_finding
from takeover.signing.detached import About, DetachedCheck, LiftingDeclaration, check_detached, read_declaration
from takeover.signing.model import Identity
from takeover.signing.receive import refuse_broken
from takeover.signing.reservations import number_reservations
from takeover.signing.verify import verify_pdf
from takeover.values import Role, tidy_text

_ROLES = [role.value for role in Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lifting:
    """A lifting that may be entered; `certificate` is empty on paper."""

    sealed: Sealed
    done: PartySignOff
    target: Reserved
    day: dt.date
    reason: str
    evidence: tuple[Evidence, ...]
    certificate: str = ""


@click.command("lift")
@click.argument("reservation", metavar="NUMBER")
@click.option("--as", "role", required=True, type=click.Choice(_ROLES), help="Whose reservation it is.")
@click.option("--identity", type=click.Path(path_type=Path), help="The PKCS#12 file of whoever made it.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Read the pass phrase from this file.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is lifted.")
@click.option("--from", "source", type=click.Path(path_type=Path), help="The file that it stands in; enters nothing.")
@happened_options
@choose_options
@with_output
@with_desk
def command(
    desk: Desk,
    *,
    reservation: str,
    role: str,
    identity: Path | None,
    passphrase_file: Path | None,
    source: Path | None,
    **given: Any,
) -> None:
    """Lift reservation NUMBER (R1) of a party: with its key (--identity), or on paper (--evidence SCAN).

    Without the takeover's folder, --from FILE names the signed PDF, or the declaration beside it: the result is two
    files to send to the incoming PM.
    """
    number, reason = reservation.upper(), tidy_text(given["reason"])
    if (identity is None) == (not given["files"]) or (source and identity is None):
        raise UsageError("CM096")
    takeover = None if source else open_for_signoff(desk)
    opened = load_identity_file(desk, identity, passphrase_file) if identity else None
    if source and opened:
        _write_for_sending(desk, source, Role(role), number, reason, opened)
    elif takeover:
        sealed = choose_sealed(takeover, given["number"], given["edition"])
        takeover.store.refuse_if_unfit()
        if opened:
            _lift_with_key(desk, takeover, sealed, Role(role), number, reason, opened)
        else:
            _lift_on_paper(desk, takeover, sealed, Role(role), number, reason, given)


def _write_for_sending(desk: Desk, source: Path, role: Role, number: str, reason: str, identity: Identity) -> None:
    """Write declaration and signature beside the file that the reservation stands in."""
    about, text = _read_source(desk, source, role)
    found = next((given for label, given in number_reservations(text) if label == number), None)
    if found is None:
        raise Refused("CM108", number=number, party=name_role(role, desk.catalogue), known=_list_numbers(text))
    declaration = LiftingDeclaration(about=about, number=number, reservation=found.disputed, reason=reason)
    file = desk.output or source.with_name(_name_declaration(about, number))
    pair = write_pair(file, declaration, identity=identity, timestamps=choose_timestamps(), force=desk.force)
    names = [str(part) for part in pair]
    desk.give(
        desk.text("cli.lift.written", declaration=names[0], signature=names[1]), {"files": names, "number": number}
    )


def _read_source(desk: Desk, source: Path, role: Role) -> tuple[About, str]:
    """Return what a file is about and the text of the role's reservations in it.

    Raises:
        BadInput: neither a baseline nor a declaration.
        Refused: it was changed since it was signed (SG010).
    """
    data = read_file(source)
    if not data.startswith(b"%PDF-"):
        declaration = read_declaration(data)
        lines = () if isinstance(declaration, LiftingDeclaration) else declaration.lines
        return declaration.about, "\n".join(lines) if declaration.about.role is role else ""
    manifest, _ = read_attached(data, source)
    found = verify_pdf(data, trusted=frozenset(), check_edition=check_edition)
    if found.failures:
        raise Refused("SG010", reason=describe_finding(found.failures[0], desk.catalogue))
    field = next((signer.field for signer in manifest.expected if signer.role is role), "")
    signed = next((revision for revision in found.chain.signatures if revision.field == field), None)
    check = next((check for check in found.signatures if check.field == field), None)
    name = check.common_name if check else ""
    about = make_about(manifest, found.chain.revisions[0].sha256, role, name)
    return about, signed.text if signed else ""


def _list_numbers(text: str) -> str:
    return ", ".join(label for label, _ in number_reservations(text)) or "–"


def _name_declaration(about: About, number: str) -> str:
    return f"baseline-{about.baseline}-{about.edition}.{about.role}-lifts-{number}.json"


def _lift_with_key(
    desk: Desk, takeover: TakeoverFolder, sealed: Sealed, role: Role, number: str, reason: str, identity: Identity
) -> None:
    """Sign the lifting, keep both files, enter it."""
    done = _read_signer(desk, takeover, sealed, role)
    target = find_reservation(desk, done, number)
    _refuse_other_key(desk, done, number, identity.fingerprint)
    opened = takeover.situation.opened
    assert opened is not None  # a record without its first line cannot be opened
    about = About(
        takeover=opened.takeover,
        baseline=sealed.number,
        edition=sealed.edition,
        root=sealed.seal.root,
        pdf=sealed.pdf,
        role=role,
        name=identity.common_name,
        language=opened.language,
    )
    declaration = LiftingDeclaration(about=about, number=number, reservation=target.text, reason=reason)
    file = desk.output or takeover.out / _name_declaration(about, number)
    pair = write_pair(file, declaration, identity=identity, timestamps=choose_timestamps(), force=desk.force)
    enter_lifting(desk, takeover, sealed, check_detached(*(part.read_bytes() for part in pair)), pair)


def enter_lifting(
    desk: Desk, takeover: TakeoverFolder, sealed: Sealed, check: DetachedCheck, pair: tuple[Path, Path]
) -> None:
    """Enter a lifting that came as a signed declaration.

    Raises:
        Refused: the signature does not hold (SG066), it is about another PDF (SG067), there is no such open
            reservation (CM108, CM109), or another key made it (SG069).
    """
    declaration = check.declaration
    assert isinstance(declaration, LiftingDeclaration)
    refuse_broken(check)
    if declaration.about.pdf != sealed.pdf:
        raise Refused("SG067", pdf=declaration.about.pdf, sealed=sealed.pdf)
    done = _read_signer(desk, takeover, sealed, declaration.about.role)
    target = find_reservation(desk, done, declaration.number, declaration.reservation)
    _refuse_other_key(desk, done, declaration.number, check.signature.fingerprint)
    evidence = keep_papers(takeover, pair, Grade.E3)
    lifting = _Lifting(
        sealed=sealed,
        done=done,
        target=target,
        day=choose_day(takeover, None),
        reason=declaration.reason,
        evidence=evidence,
        certificate=check.signature.fingerprint,
    )
    _enter(desk, takeover, lifting)


def _lift_on_paper(
    desk: Desk, takeover: TakeoverFolder, sealed: Sealed, role: Role, number: str, reason: str, given: dict[str, Any]
) -> None:
    done = _read_signer(desk, takeover, sealed, role)
    target = find_reservation(desk, done, number)
    day = choose_day(takeover, given["on"])
    evidence = keep_papers(takeover, given["files"], Grade.E3)
    lifting = _Lifting(sealed=sealed, done=done, target=target, day=day, reason=reason, evidence=evidence)
    _enter(desk, takeover, lifting)


def _read_signer(desk: Desk, takeover: TakeoverFolder, sealed: Sealed, role: Role) -> PartySignOff:
    """Read what a party did with an edition.

    Raises:
        Refused: CM108, nobody is known in the role, or it made no reservation.
    """
    party = takeover.situation.party_in(role)
    done = read_party(takeover, sealed, party, choose_day(takeover, None)) if party else None
    if done is None:
        raise Refused("CM108", number="R…", party=name_role(role, desk.catalogue), known="–")
    return done


def find_reservation(desk: Desk, done: PartySignOff, number: str, text: str = "") -> Reserved:
    """Find an open reservation by its number; where a text is given and several have the number, the one with it.

    Raises:
        Refused: there is none (CM108), or it was lifted already (CM109).
    """
    who = name_role(done.role, desk.catalogue)
    found = [item for item in done.reservations if item.number == number]
    if text and len(found) > 1:  # a signed declaration lifts what it names and nothing else
        found = [item for item in found if item.text == text]
    if not found:
        known = desk.catalogue.join(item.number for item in done.open_reservations) or "–"
        raise Refused("CM108", number=number, party=who, known=known)
    still_open = [item for item in found if item.lifting is None]
    if not still_open:
        raise Refused("CM109", number=number, party=who, day=found[-1].lifting.day if found[-1].lifting else "?")
    return still_open[0]


def _refuse_other_key(desk: Desk, done: PartySignOff, number: str, fingerprint: str) -> None:
    """Let only a key lift a reservation with which its maker signed; what was made on paper has none to compare.

    Raises:
        Refused: SG069.
    """
    made_with = [signing.certificate for signing in done.signings if signing.certificate]
    who = name_role(done.role, desk.catalogue)
    if made_with and fingerprint not in made_with:
        raise Refused("SG069", role=done.role.value, expected=made_with[-1], found=fingerprint)
    if not made_with:
        desk.say("cli.lift.no_certificate", number=number, party=who, fingerprint=fingerprint)


def _enter(desk: Desk, takeover: TakeoverFolder, lifting: _Lifting) -> None:
    sealed, done, number = lifting.sealed, lifting.done, lifting.target.number
    body = lifted(
        make_stamp(takeover, sealed, lifting.day),
        target=lifting.target.commitment,
        baseline=sealed.number,
        party=done.party,
        number=number,
        text=lifting.reason,
        certificate=lifting.certificate,
        evidence=lifting.evidence,
    )
    takeover.store.append([body])
    left, head = len(done.open_reservations) - 1, takeover.store.chain.head.hex()
    text = desk.text("cli.lift.done", party=name_role(done.role, desk.catalogue), number=number, left=left)
    desk.give(text, {"role": done.role.value, "number": number, "open": left, "head": head})
