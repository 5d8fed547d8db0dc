"""`takeover sign FILE --as ROLE`: certify or sign a sealed baseline with a PKCS#12 identity."""

from __future__ import annotations

import re
from pathlib import Path

import click

from takeover.baseline.check import check_edition
from takeover.baseline.model import Manifest
from takeover.catalogues import load_catalogue
from takeover.cli import clock
from takeover.cli.attached import read_attached, refuse_baseline
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file, write_result
from takeover.cli.folder import Takeover, open_takeover
from takeover.cli.identity import ask_passphrase, load_identity_file
from takeover.cli.reservations_file import read_reservations_file
from takeover.errors import Refused
from takeover.record.kinds import SignatureFacts, Stamp, reserved, signed
from takeover.record.situation import Situation
from takeover.record.store import RECORD_FILE
from takeover.roles import sentence_for
from takeover.signing.model import Identity, Signed, SigningAct
from takeover.signing.reservations import Reservation, read_reservations
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.values import Level, Role

_ROLES = [role.value for role in (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.CLIENT, Role.WITNESS)]


@click.command("sign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "role", required=True, type=click.Choice(_ROLES), help="In which role you sign.")
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="Your PKCS#12 file.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Read the pass phrase from this file.")
@click.option(
    "--reserve", "reservations", multiple=True, nargs=2, metavar="ITEM TEXT", help="A reservation; repeatable."
)
@click.option("--reservations", "source", type=click.Path(path_type=Path), help="Read reservations from a YAML file.")
@with_desk
def command(
    desk: Desk,
    *,
    file: Path,
    role: str,
    identity: Path,
    passphrase_file: Path | None,
    reservations: tuple[tuple[str, str], ...],
    source: Path | None,
) -> None:
    """Sign FILE. The incoming PM comes first and certifies; everybody else signs their own field.

    --reserve - "TEXT" is a general reservation, --reserve F-07 "TEXT" one on an item.

    The file itself stays as it is; the signed one is written beside it. With -C DIR, or in a takeover's folder, the
    signature is entered in the record.
    """
    takeover = open_takeover(desk) if desk.folder_given or (desk.folder / RECORD_FILE).exists() else None
    opened = load_identity_file(identity, ask_passphrase(desk, passphrase_file))
    wishes = tuple(Reservation(item=item.removesuffix("-"), disputed=text) for item, text in reservations)
    wishes += read_reservations_file(source) if source else ()
    result, output = sign_file(desk, takeover, file, role=Role(role), identity=opened, reservations=wishes)
    text = desk.text("cli.sign.done", file=output, name=opened.common_name, fingerprint=opened.fingerprint)
    desk.give(text, {"file": str(output), "field": result.field, "fingerprint": opened.fingerprint})


def sign_file(
    desk: Desk,
    takeover: Takeover | None,
    file: Path,
    *,
    role: Role,
    identity: Identity,
    reservations: tuple[Reservation, ...] = (),
) -> tuple[Signed, Path]:
    """Sign a file, write the result under a new name, and enter it in the takeover's record if that is at hand.

    Raises:
        BadInput: not a baseline.
        Refused: the result's name is taken, this signature may not be given, or the record cannot take it.
    """
    from takeover.fonts import prepare_fonts

    data = read_file(file)
    manifest, situation = read_attached(data, file)
    if takeover is not None:
        takeover.store.refuse_if_unfit()
        refuse_other_takeover(takeover, manifest, file)
    output = desk.output or name_signed(file)
    if output.exists():
        refuse_baseline(output)
        if not desk.force:
            raise Refused("CM021", file=output)
    catalogue = load_catalogue(manifest.inputs.language)
    act = SigningAct(
        role=role,
        party=_name_of(situation, role),
        sentence=sentence_for(role, catalogue),
        signed_at=clock.now().replace(microsecond=0),
        reservations=reservations,
    )
    font = prepare_fonts([drawn_text(act, identity, catalogue)]).regular
    result = sign_pdf(data, act, identity=identity, font=font, catalogue=catalogue, check_edition=check_edition)
    write_result(output, result.data, force=desk.force)
    if takeover is not None:
        enter_signature(takeover, result, manifest)
    return result, output


def refuse_other_takeover(takeover: Takeover, manifest: Manifest, file: Path) -> None:
    """Refuse to enter a signature in the record of another takeover.

    Raises:
        Refused: the file was sealed elsewhere.
    """
    opened = takeover.situation.opened
    if opened is None or opened.takeover != manifest.takeover:
        raise Refused("CM042", file=file, folder=takeover.store.folder)


def _name_of(situation: Situation, role: Role) -> str:
    party = situation.party_in(role)
    return party.name if party else ""


def name_signed(file: Path) -> Path:
    """Name the next signed file: baseline-1-internal.pdf, then .signed-1.pdf, .signed-2.pdf."""
    base, _, number = re.fullmatch(r"(.*?)(\.signed-(\d+))?", file.stem).groups()  # type: ignore[union-attr]
    return file.with_name(f"{base}.signed-{int(number or 0) + 1}.pdf")


def enter_signature(takeover: Takeover, result: Signed, manifest: Manifest) -> None:
    """Enter a signature and its reservations in the record, as one line."""
    party = takeover.situation.party_in(result.role)
    stamp = Stamp(at=clock.write_timestamp(clock.now()), by=takeover.writer, sharing=Level.SHARED)
    facts = SignatureFacts(
        field=result.field,
        certificate=result.certificate,
        before=result.before,
        after=result.after,
        text=result.text,
    )
    party_id = party.id if party else ""
    bodies = [
        signed(stamp, baseline=manifest.baseline, edition=manifest.edition, party=party_id, signature=facts),
        *(
            reserved(
                stamp,
                baseline=manifest.baseline,
                party=party_id,
                number=f"R{number}",
                text=item.disputed,
                item=item.item,
                own_version=item.own_version,
                wish=item.wish,
                due=item.due.isoformat() if item.due else "",
                evidence_sha256=item.evidence_sha256,
            )
            for number, item in enumerate(read_reservations(result.text), 1)
        ),
    ]
    takeover.store.append(bodies)
