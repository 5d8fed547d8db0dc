"""`takeover sign FILE --as ROLE`: certify or sign a sealed baseline with a PKCS#12 identity."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from takeover.baseline.check import check_edition
from takeover.baseline.model import Manifest
from takeover.catalogues import load_catalogue, match_languages
from takeover.cli import clock
from takeover.cli.attached import read_attached, refuse_baseline
from takeover.cli.declaration_files import choose_timestamps, compose_signing, write_pair
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import read_file, write_result
from takeover.cli.folder import TakeoverFolder, open_for_signoff
from takeover.cli.identity import load_identity_file
from takeover.cli.receive import find_sealed, receive_declaration
from takeover.cli.reservations_file import read_reservations_file
from takeover.cli.sealed import choose_day, choose_sealed, list_items, make_stamp, name_signer
from takeover.collection import no_collection
from takeover.errors import Refused, UsageError
from takeover.record.signoff_kinds import SignatureFacts
from takeover.record.situation import Situation
from takeover.record.store import RECORD_FILE
from takeover.roles import sentence_for
from takeover.signing.model import Identity, Signed, SigningAct
from takeover.signing.receive import keep_signature, names_items
from takeover.signing.reservations import Reservation
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.values import Role

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
@click.option("--detached", is_flag=True, help="Sign beside the PDF: a declaration and its signature as two files.")
@with_output
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
    detached: bool,
) -> None:
    """Sign FILE. The incoming PM comes first and certifies; everybody else signs their own field.

    --reserve - "TEXT" is a general reservation, --reserve F-07 "TEXT" one on an item.

    The file itself stays as it is; the signed one is written beside it. With -C DIR, or in a takeover's folder, the
    signature is entered in the record. --detached is for people who sign side by side: two copies that were signed
    each on its own cannot be merged, declarations can stand side by side.
    """
    takeover = open_for_signoff(desk) if desk.folder_given or (desk.folder / RECORD_FILE).exists() else None
    wishes = tuple(Reservation(item=item.removesuffix("-"), disputed=text) for item, text in reservations)
    wishes += read_reservations_file(source) if source else ()
    refuse_unknown_items(read_file(file), wishes)
    opened = load_identity_file(desk, identity, passphrase_file)
    if detached:
        sign_beside(desk, takeover, file, role=Role(role), identity=opened, reservations=wishes)
        return
    with no_collection():  # a tenth of the time: what is loaded here is kept to the end
        result, output = sign_file(desk, takeover, file, role=Role(role), identity=opened, reservations=wishes)
    text = desk.text("cli.sign.done", file=output, name=opened.common_name, fingerprint=opened.fingerprint)
    desk.give(text, {"file": str(output), "field": result.field, "fingerprint": opened.fingerprint})


def sign_file(
    desk: Desk,
    takeover: TakeoverFolder | None,
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
    from takeover.fonts import prepare_plain_font

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
    catalogue = load_catalogue(match_languages(manifest.inputs.language))
    act = SigningAct(
        role=role,
        party=_name_of(situation, role),
        sentence=sentence_for(role, catalogue),
        signed_at=clock.now().replace(microsecond=0),
        reservations=reservations,
    )
    font = prepare_plain_font([drawn_text(act, identity, catalogue)])
    result = sign_pdf(
        data,
        act,
        identity=identity,
        font=font,
        catalogue=catalogue,
        check_edition=check_edition,
        timestamps=choose_timestamps(),
    )
    write_result(output, result.data, force=desk.force)
    if takeover is not None:
        enter_signature(takeover, result, manifest, identity.common_name)
    return result, output


def refuse_unknown_items(data: bytes, reservations: tuple[Reservation, ...]) -> None:
    """Refuse a reservation on an item that the baseline does not have: in a signed file it would stand for ever.

    What somebody wrote in another program is kept as it came (`receive`).

    Raises:
        UsageError: CM302.
    """
    named = dict.fromkeys(reservation.item for reservation in reservations if reservation.item)
    if not named:
        return
    try:
        items = list_items(data)
    except Exception:  # noqa: BLE001 - a hostile file fails in every way there is; signing verifies it and says in which
        return
    if unknown := [item for item in named if item not in items]:
        raise UsageError("CM302", items=", ".join(unknown))


def sign_beside(
    desk: Desk,
    takeover: TakeoverFolder | None,
    file: Path,
    *,
    role: Role,
    identity: Identity,
    reservations: tuple[Reservation, ...],
) -> None:
    """Sign beside a file: write declaration and signature, and enter them in the takeover's record if that is at hand.

    Raises:
        BadInput: not a baseline.
        Refused: a result's name is taken, this signature may not be given, or the record cannot take it.
    """
    declaration = compose_signing(
        file, role=role, identity=identity, reservations=reservations, catalogue=desk.catalogue
    )
    about = declaration.about
    if takeover is not None:
        takeover.store.refuse_if_unfit()
        find_sealed(takeover, about.takeover, about.root, about.edition, file)
    output = desk.output or file.with_name(f"baseline-{about.baseline}-{about.edition}.{role}.json")
    pair = write_pair(output, declaration, identity=identity, timestamps=choose_timestamps(), force=desk.force)
    desk.say("cli.sign.beside", declaration=pair[0], signature=pair[1])
    if takeover is not None:
        receive_declaration(desk, takeover, *pair)
        return
    text = desk.text("cli.sign.send", name=identity.common_name, fingerprint=identity.fingerprint)
    desk.give(text, {"files": [str(part) for part in pair], "fingerprint": identity.fingerprint})


def refuse_other_takeover(takeover: TakeoverFolder, manifest: Manifest, file: Path) -> None:
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


def enter_signature(takeover: TakeoverFolder, result: Signed, manifest: Manifest, name: str) -> None:
    """Enter a signature and its reservations in the record, as one line."""
    sealed = choose_sealed(takeover, manifest.baseline, manifest.edition)
    stamp = make_stamp(takeover, sealed, choose_day(takeover, None))
    party, named = name_signer(takeover, result.role, name, stamp)
    facts = SignatureFacts(
        field=result.field,
        certificate=result.certificate,
        before=result.before,
        after=result.after,
        text=result.text,
    )
    about: dict[str, Any] = {"baseline": sealed.number, "edition": sealed.edition, "party": party}
    items = list_items(result.data) if names_items(result.text) else None
    takeover.store.append([*named, *keep_signature(stamp, **about, facts=facts, items=items)])
