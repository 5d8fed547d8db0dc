"""`takeover demo`: the whole job on a real case, without a question, in one folder that can be thrown away."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from pathlib import Path

import click

from takeover import resources
from takeover.assessment.model import Assessment
from takeover.baseline.check import check_edition
from takeover.baseline.model import EditionName
from takeover.checklist.library import load_checklist
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover
from takeover.cli.identity import make_identity_file
from takeover.cli.import_answers import read_for_new
from takeover.cli.seal import SealedFile, seal_takeover
from takeover.cli.sign import sign_file
from takeover.cli.start import open_folder
from takeover.cli.status import describe_judgement
from takeover.cli.verify import show_verification
from takeover.errors import AnswerIsNo, Refused
from takeover.signing.describe import describe_verification
from takeover.signing.model import Verdict
from takeover.signing.verify import verify_pdf
from takeover.values import Role

MARK = "takeover-demo"
"""A file that says that a folder was made by the demo, so that the next demo may replace it."""
AS_OF = dt.date(2010, 10, 25)
"""The day on which the example's baseline is drawn up: what became known later stays out."""


@click.command("demo")
@click.argument("directory", type=click.Path(path_type=Path), default=Path("demo"))
@with_desk
def command(desk: Desk, *, directory: Path) -> None:
    """Do the whole job on a real case in DIRECTORY [default: demo]: record, judgement, sealed PDF, signature, verify.

    The case is public (examples/sentinel/README.md); the identity is thrown away and says TEST.
    """
    folder = prepare_folder(directory)
    takeover = open_case(desk, folder)
    desk.say("cli.demo.recorded", folder=folder, lines=takeover.store.chain.lines)
    sealed = seal_takeover(desk, takeover, as_of=AS_OF, edition=EditionName.INTERNAL, language=desk.catalogue.language)
    for line in describe_judgement(desk, judgement_of(sealed)):
        desk.say_line(f"  {line}")
    desk.say("cli.demo.sealed", file=sealed.file, root=sealed.frozen.manifest.root[:12])
    fingerprint, signed = _sign_as_pm(desk, takeover, sealed, folder)
    desk.say("cli.demo.signed", file=signed)
    for trusted, heading in ((frozenset[str](), "cli.demo.untrusted"), (frozenset({fingerprint}), "cli.demo.trusted")):
        desk.say(heading, file=signed, fingerprint=fingerprint)
        found = verify_pdf(signed.read_bytes(), trusted=trusted, check_edition=check_edition)
        if trusted:
            show_verification(desk, found)
        else:
            desk.say_line("  " + describe_verification(found, desk.catalogue)[0])
        _expect(found.verdict, Verdict.PASSED if trusted else Verdict.INDETERMINATE)
    desk.say("cli.demo.next", folder=folder, file=signed, fingerprint=fingerprint)


def prepare_folder(directory: Path) -> Path:
    """Make an empty folder; one that an earlier demo made is replaced, any other is left alone.

    Raises:
        Refused: the folder holds something else.
    """
    if directory.exists() and any(directory.iterdir()):
        if not (directory / MARK).is_file():
            raise Refused("CM050", folder=directory)
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / MARK).write_text("", "utf-8")
    return directory


def open_case(desk: Desk, folder: Path) -> Takeover:
    """Open the example as a takeover in a folder and keep all that was said in it."""
    bundled = load_checklist()
    answers = read_for_new(desk, resources.examples_folder() / "sentinel" / "answers.yaml", bundled)
    language = desk.catalogue.language
    return open_folder(folder, answers.setup, bundled, pm_name="", language=language, said=answers.said)


def judgement_of(sealed: SealedFile) -> Assessment:
    """Return the judgement of a sealed baseline."""
    assessment = sealed.frozen.baseline.assessment
    assert assessment is not None
    return assessment


def _sign_as_pm(desk: Desk, takeover: Takeover, sealed: SealedFile, folder: Path) -> tuple[str, Path]:
    """Certify with an identity that is made for this run; its pass phrase is forgotten with it."""
    identity_file, passphrase = folder / "identity-TEST.p12", secrets.token_hex(16).encode()
    identity = make_identity_file(
        identity_file,
        name=desk.text("cli.demo.signer"),
        organisation=desk.text("cli.demo.organisation"),
        years=1,
        test=True,
        passphrase=passphrase,
        force=True,
    )
    _, file = sign_file(desk, takeover, sealed.file, role=Role.INCOMING_PM, identity=identity)
    return identity.fingerprint, file


def _expect(found: Verdict, wanted: Verdict) -> None:
    """Stop if the demo did not show what it is there to show."""
    if found is not wanted:
        raise AnswerIsNo("CM051", found=found.value, wanted=wanted.value)
