"""`takeover seal`: freeze the record as a baseline and make its PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import click

from takeover.baseline.check import check_edition
from takeover.baseline.freeze import Frozen, draw_up, freeze, freeze_inputs
from takeover.baseline.manifest import hash_manifest
from takeover.baseline.model import EditionName
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import write_result
from takeover.cli.folder import (
    Takeover,
    choose_as_of,
    choose_document_language,
    days_off_from,
    open_takeover,
)
from takeover.cli.verification_kit import name_kit, write_kit
from takeover.errors import AnswerIsNo, Refused, TakeoverError
from takeover.record.chain import check_canonical
from takeover.record.kinds import Stamp, sealed, sealed_salts
from takeover.record.store import RECORD_FILE
from takeover.values import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A sealed baseline and where its PDF lies."""

    frozen: Frozen
    file: Path


@click.command("seal")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@click.option(
    "--edition",
    type=click.Choice([item.value for item in EditionName]),
    default=EditionName.INTERNAL.value,
    show_default=True,
)
@click.option("--document-lang", help="Language of the PDF [default: that of the takeover].")
@click.option("--spell-out", is_flag=True, help="Print characters without a glyph as [U+1F600].")
@click.option("--kit", is_flag=True, help="Also write a zip for somebody who has only Python.")
@with_desk
def command(
    desk: Desk, *, as_of: dt.datetime | None, edition: str, document_lang: str | None, spell_out: bool, kit: bool
) -> None:
    """Freeze the record as the next baseline and make the PDF that the parties sign."""
    takeover = open_takeover(desk)
    result = seal_takeover(
        desk,
        takeover,
        as_of=choose_as_of(as_of, takeover),
        edition=EditionName(edition),
        language=choose_document_language(document_lang, takeover),
        spell_out=spell_out,
    )
    root, file = result.frozen.manifest.root, result.file
    if kit:
        kit_of_sealed(desk, file)
    text = desk.text("cli.seal.done", file=file, root=root, number=result.frozen.manifest.baseline)
    desk.give(text, {"file": str(file), "root": root, "baseline": result.frozen.manifest.baseline})


def kit_of_sealed(desk: Desk, file: Path) -> None:
    """Write the verification kit of a PDF that was just sealed, beside it."""
    from takeover.signing.verify import verify_pdf

    data = file.read_bytes()
    found = verify_pdf(data, trusted=frozenset(), check_edition=check_edition)
    write_kit(desk, name_kit(file), file, data, found)


def seal_takeover(
    desk: Desk, takeover: Takeover, *, as_of: dt.date, edition: EditionName, language: str, spell_out: bool = False
) -> SealedFile:
    """Freeze, render, write the PDF, then append the `sealed` entry; a kill in between leaves an unsealed file.

    Raises:
        Refused: the shared edition (it is not built yet), the PDF's name is taken, or somebody wrote in the meantime.
        AnswerIsNo: the record holds a line that is not in canonical form.
    """
    from takeover.report.document import render_baseline

    if edition is not EditionName.INTERNAL:
        raise Refused("CM040")
    takeover.store.refuse_if_unfit()
    _refuse_uncanonical(takeover.store.folder / RECORD_FILE)
    frozen = _freeze_record(takeover, as_of=as_of, edition=edition, language=language)
    file = desk.output or takeover.out / f"baseline-{frozen.manifest.baseline}-{edition}.pdf"
    _refuse_sealed(takeover, file)
    desk.say("cli.seal.rendering")
    pdf = render_baseline(
        frozen.baseline,
        edition_file=frozen.edition_file,
        checklist_file=frozen.checklist_file,
        spell_out=spell_out,
    )
    write_result(file, pdf, force=desk.force)
    try:
        _record_seal(takeover, frozen, pdf)
    except TakeoverError:
        file.unlink()  # without its entry it is no baseline, and must not look like one
        raise
    return SealedFile(frozen=frozen, file=file)


def _freeze_record(takeover: Takeover, *, as_of: dt.date, edition: EditionName, language: str) -> Frozen:
    """Freeze the record as it stands, with fresh level salts and the tools of this machine."""
    from takeover.report.tools import describe_tools

    chain = takeover.store.chain
    days_off = days_off_from(as_of, takeover.situation)
    checklist = takeover.loaded.in_language(language)
    draft = draw_up(chain, checklist, edition=edition, as_of=as_of, days_off=days_off)
    opened = takeover.situation.opened
    return freeze(
        draft,
        chain,
        checklist,
        full_hash=takeover.loaded.sha256,
        inputs=freeze_inputs(draft, zone=opened.zone if opened else "UTC", days_off=days_off),
        level_salts={level: clock.new_salt() for level in Level},
        tools=describe_tools(),
        sealed_at=clock.write_timestamp(clock.now()),
    )


def _record_seal(takeover: Takeover, frozen: Frozen, pdf: bytes) -> None:
    """Append the seal and, in a private entry of the same line, the salts that open its levels.

    Raises:
        Refused: RC022, the record went on since it was frozen.
    """
    manifest = frozen.manifest
    edition = {
        "edition": manifest.edition.value,
        "manifest": hash_manifest(manifest),
        "pdf": hashlib.sha256(pdf).hexdigest(),
        "bytes": len(pdf),
    }
    shared = Stamp(at=manifest.sealed_at, by=takeover.writer, sharing=Level.SHARED)
    private = replace(shared, sharing=Level.PRIVATE)
    number, root, head = manifest.baseline, manifest.root, manifest.head
    salts = {level.value: salt.hex() for level, salt in frozen.level_salts.items()}
    takeover.store.append(
        [
            sealed(shared, baseline=number, root=root, head=head, editions=[edition]),
            sealed_salts(private, baseline=number, level_salts=salts),
        ],
        follows=bytes.fromhex(head),
    )


def _refuse_sealed(takeover: Takeover, file: Path) -> None:
    """Refuse to overwrite a sealed PDF, with `--force` too.

    Raises:
        Refused: the file is one that this record has sealed or signed.
    """
    situation = takeover.situation
    known = {pdf for seal in situation.seals() for pdf in seal.editions.values()}
    known |= {signature.after for signature in situation.signatures()}
    if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() in known:
        raise Refused("CM044", file=file)


def _refuse_uncanonical(file: Path) -> None:
    """Prove what opening does not: that every line is its own canonical form."""
    line, reason = next(iter(check_canonical(file.read_bytes())), (0, ""))
    if line:
        raise AnswerIsNo("RC020", line=line, reason=reason)
