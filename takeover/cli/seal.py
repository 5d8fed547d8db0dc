"""`takeover seal`: freeze the record as a baseline and make its PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import click

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
from takeover.errors import AnswerIsNo, Refused
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
@with_desk
def command(desk: Desk, *, as_of: dt.datetime | None, edition: str, document_lang: str | None) -> None:
    """Freeze the record as the next baseline and make the PDF that the parties sign."""
    takeover = open_takeover(desk)
    result = seal_takeover(
        desk,
        takeover,
        as_of=choose_as_of(as_of, takeover),
        edition=EditionName(edition),
        language=choose_document_language(document_lang, takeover),
    )
    root, file = result.frozen.manifest.root, result.file
    text = desk.text("cli.seal.done", file=file, root=root, number=result.frozen.manifest.baseline)
    desk.give(text, {"file": str(file), "root": root, "baseline": result.frozen.manifest.baseline})


def seal_takeover(desk: Desk, takeover: Takeover, *, as_of: dt.date, edition: EditionName, language: str) -> SealedFile:
    """Freeze, render, write the PDF, then append the `sealed` entry; a kill in between leaves an unsealed file.

    Raises:
        Refused: the shared edition (it is not built yet), or the PDF's name is taken.
        AnswerIsNo: the record holds a line that is not in canonical form.
    """
    from takeover.report.document import render_baseline
    from takeover.report.tools import describe_tools

    if edition is not EditionName.INTERNAL:
        raise Refused("CM040")
    store = takeover.store
    store.refuse_if_unfit()
    _refuse_uncanonical(store.folder / RECORD_FILE)
    days_off = days_off_from(as_of)
    checklist = takeover.loaded.in_language(language)
    draft = draw_up(store.chain, checklist, edition=edition, as_of=as_of, days_off=days_off)
    opened = takeover.situation.opened
    salts = {level: clock.new_salt() for level in Level}
    at = clock.write_timestamp(clock.now())
    frozen = freeze(
        draft,
        store.chain,
        checklist,
        full_hash=takeover.loaded.sha256,
        inputs=freeze_inputs(draft, zone=opened.zone if opened else "UTC", days_off=days_off),
        level_salts=salts,
        tools=describe_tools(),
        sealed_at=at,
    )
    desk.say("cli.seal.rendering")
    pdf = render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)
    file = desk.output or takeover.out / f"baseline-{frozen.manifest.baseline}-{edition}.pdf"
    write_result(file, pdf, force=desk.force)
    manifest = frozen.manifest
    made = {"edition": edition.value, "manifest": hash_manifest(manifest), "pdf": hashlib.sha256(pdf).hexdigest()}
    stamp = Stamp(at=at, by=takeover.writer, sharing=Level.SHARED)
    private = Stamp(at=at, by=takeover.writer, sharing=Level.PRIVATE)
    store.append(
        [
            sealed(
                stamp,
                baseline=manifest.baseline,
                root=manifest.root,
                head=manifest.head,
                editions=[made | {"bytes": len(pdf)}],
            ),
            sealed_salts(
                private, baseline=manifest.baseline, level_salts={level: salt.hex() for level, salt in salts.items()}
            ),
        ]
    )
    return SealedFile(frozen=frozen, file=file)


def _refuse_uncanonical(file: Path) -> None:
    """Prove what opening does not: that every line is its own canonical form."""
    line, reason = next(iter(check_canonical(file.read_bytes())), (0, ""))
    if line:
        raise AnswerIsNo("RC020", line=line, reason=reason)
