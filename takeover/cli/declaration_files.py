"""Signing beside a PDF: a declaration and its signature as two files (docs/sign-off.md)."""

from __future__ import annotations

from pathlib import Path

from takeover.baseline.check import check_edition
from takeover.baseline.model import Manifest
from takeover.catalogues import Catalogue, load_catalogue, match_languages
from takeover.cli import clock
from takeover.cli.attached import read_attached
from takeover.cli.files import read_file, write_result
from takeover.cli.settings import load_settings
from takeover.errors import BadInput, Refused, TakeoverError
from takeover.roles import sentence_for
from takeover.signing.describe import describe_finding
from takeover.signing.detached import (
    About,
    Declaration,
    SigningDeclaration,
    encode_declaration,
    sign_declaration,
)
from takeover.signing.model import Identity
from takeover.signing.reservations import Reservation, write_reservations
from takeover.signing.sign import check_turn, find_signer
from takeover.signing.timestamps import Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role

SIGNATURE_ENDING = ".p7s"


def choose_timestamps() -> Timestamps | None:
    """Return the time-stamp service of the user's settings; None where there is none."""
    address = load_settings().timestamps
    return Timestamps(address=address) if address else None


def compose_signing(
    file: Path, *, role: Role, identity: Identity, reservations: tuple[Reservation, ...], catalogue: Catalogue
) -> SigningDeclaration:
    """Make the declaration with which a role signs a sealed baseline beside its file; the file is verified first.

    Raises:
        BadInput: not a baseline, or a reservation that could not be read back (SG030).
        Refused: the file was changed (SG010), or this role may not sign it here or now (SG011 to SG015).
    """
    data = read_file(file)
    manifest, situation = read_attached(data, file)
    found = verify_pdf(data, trusted=frozenset(), check_edition=check_edition)
    if found.failures:
        raise Refused("SG010", reason=describe_finding(found.failures[0], catalogue))
    check_turn(found, find_signer(found, role), identity)
    language = load_catalogue(match_languages(manifest.inputs.language))
    party = situation.party_in(role)
    about = make_about(manifest, found.chain.revisions[0].sha256, role, party.name if party else "")
    lines = write_reservations(reservations, language.language).split("\n") if reservations else ()
    return SigningDeclaration(about=about, sentence=sentence_for(role, language), lines=tuple(lines))


def make_about(manifest: Manifest, pdf: str, role: Role, name: str) -> About:
    """Say which edition a declaration is about; `pdf` is the SHA-256 of the PDF as it was sealed."""
    return About(
        takeover=manifest.takeover,
        baseline=manifest.baseline,
        edition=manifest.edition,
        root=manifest.root,
        pdf=pdf,
        role=role,
        name=name,
        language=manifest.inputs.language,
    )


def write_pair(
    file: Path, declaration: Declaration, *, identity: Identity, timestamps: Timestamps | None, force: bool
) -> tuple[Path, Path]:
    """Sign a declaration and write both files, or neither; the signature's name has one ending more.

    Raises:
        BadInput: the certificate cannot sign now (SG103 to SG105).
        Refused: one of the files is there already, and `force` was not given.
        OutsideFailure: they cannot be written, or the time-stamp service failed.
    """
    signature_file = file.with_name(file.name + SIGNATURE_ENDING)
    if signature_file.exists() and not force:
        raise Refused("CM021", file=signature_file)
    data = encode_declaration(declaration)
    at = clock.now().replace(microsecond=0)
    signature = sign_declaration(data, identity=identity, at=at, timestamps=timestamps)
    write_result(file, data, force=force)
    try:
        write_result(signature_file, signature, force=force)
    except TakeoverError:
        file.unlink()
        raise
    return file, signature_file


def pair_files(file: Path) -> tuple[Path, Path]:
    """Return declaration and signature; the one that was not named lies beside the other.

    Raises:
        BadInput: it does not.
    """
    is_signature = file.suffix == SIGNATURE_ENDING
    pair = (file.with_suffix(""), file) if is_signature else (file, file.with_name(file.name + SIGNATURE_ENDING))
    for part in pair:
        if not part.is_file():
            raise BadInput("CM104", file=file, missing=part)
    return pair
