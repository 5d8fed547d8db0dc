"""`takeover verify FILE`: has it been changed, who signed, and does the judgement follow from the record inside?"""

from __future__ import annotations

from pathlib import Path

import click

from takeover.baseline.check import RecordCheck, check_edition, check_record
from takeover.baseline.model import Manifest
from takeover.cli.attached import read_attached
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file
from takeover.cli.folder import open_store
from takeover.errors import Exit
from takeover.record.situation import Situation
from takeover.signing.describe import describe_verification, verification_to_plain
from takeover.signing.model import Verdict, Verification
from takeover.signing.verify import verify_pdf
from takeover.values import Role

EXITS = {Verdict.PASSED: Exit.DONE, Verdict.FAILED: Exit.NO, Verdict.INDETERMINATE: Exit.UNDECIDED}


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, metavar="FINGERPRINT", help="SHA-256 of a certificate that you trust.")
@with_desk
def command(desk: Desk, *, file: Path, trust: tuple[str, ...]) -> None:
    """Verify the baseline FILE, offline. With -C DIR also against that takeover's record.

    Exit code: 0 PASSED, 1 FAILED, 4 INDETERMINATE (intact, but the signer is not trusted from here), 3 not a baseline.
    """
    data = read_file(file)
    record, own = compare_with_folder(desk, data, file) if desk.folder_given else (None, frozenset())
    found = verify_pdf(data, trusted=frozenset(trust) | own, check_edition=check_edition, record=record)
    show_verification(desk, found)
    raise click.exceptions.Exit(EXITS[found.verdict])


def show_verification(desk: Desk, found: Verification) -> None:
    """Give the answer: verdict and sentence first, then every layer."""
    desk.give("\n".join(describe_verification(found, desk.catalogue)), verification_to_plain(found, desk.catalogue))


def compare_with_folder(desk: Desk, data: bytes, file: Path) -> tuple[RecordCheck, frozenset[str]]:
    """Compare with the takeover's record; the folder also vouches for the incoming PM's certificate."""
    store = open_store(desk)
    manifest, _ = read_attached(data, file)
    return check_record(manifest, store.chain), own_certificates(store.situation, manifest)


def own_certificates(situation: Situation, manifest: Manifest) -> frozenset[str]:
    """Return the certificates with which the record says that the incoming PM signed this baseline."""
    pm = situation.party_in(Role.INCOMING_PM)
    return frozenset(
        signature.certificate
        for signature in situation.signatures()
        if pm and signature.party == pm.id and signature.baseline == manifest.baseline
    )
