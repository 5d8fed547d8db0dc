"""`takeover seal`: freeze the record as a baseline and make its PDF, or one for each edition."""

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
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.document_options import choose_languages, with_layout
from takeover.cli.files import write_result
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, open_takeover
from takeover.cli.languages import take_languages
from takeover.cli.progress import show_progress
from takeover.cli.release import refuse_unreleased
from takeover.cli.verification_kit import name_kit, write_kit
from takeover.errors import AnswerIsNo, Refused, TakeoverError, UsageError
from takeover.record.chain import check_canonical
from takeover.record.kinds import Stamp
from takeover.record.signoff_kinds import sealed, sealed_salts
from takeover.record.store import RECORD_FILE
from takeover.report.layout import Layout
from takeover.values import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A sealed edition and where its PDF lies."""

    frozen: Frozen
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to seal: as of which day, which editions, in which language, how it looks; `judgement` on for the shared."""

    as_of: dt.date
    editions: tuple[EditionName, ...]
    language: str
    layout: Layout
    judgement: bool = False
    spell_out: bool = False


BOTH = "both"
_EDITIONS = {item.value: (item,) for item in EditionName} | {BOTH: (EditionName.INTERNAL, EditionName.SHARED)}


@click.command("seal")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@click.option("--edition", type=click.Choice([*_EDITIONS]), default=EditionName.INTERNAL.value, show_default=True)
@click.option("--judgement", is_flag=True, help="Switch the judgement of the shared edition on.")
@click.option(
    "--document-lang",
    callback=take_languages,
    help="Language of the PDF, or both: en+zh-Hans [default: that of the takeover].",
)
@click.option("--spell-out", is_flag=True, help="Print characters without a glyph as [U+1F600].")
@click.option("--kit", is_flag=True, help="Also write a zip for somebody who has only Python.")
@with_layout
@with_output
@with_desk
def command(
    desk: Desk,
    *,
    as_of: dt.datetime | None,
    edition: str,
    judgement: bool,
    document_lang: str | None,
    spell_out: bool,
    kit: bool,
    layout: Layout,
) -> None:
    """Freeze the record as the next baseline and make the PDF that the parties sign, or one for each edition.

    With two editions -o names a folder. A shared edition must be released before: takeover release.
    """
    takeover = open_takeover(desk)
    wish = Wish(
        as_of=choose_as_of(as_of, takeover),
        editions=_EDITIONS[edition],
        language=choose_languages(document_lang, takeover),
        layout=layout,
        judgement=judgement,
        spell_out=spell_out,
    )
    sealed = seal_editions(desk, takeover, wish)
    for one in sealed if kit else ():
        kit_of_sealed(desk, one.file)
    _give_sealed(desk, sealed)


def _give_sealed(desk: Desk, sealed: tuple[SealedFile, ...]) -> None:
    manifest, file = sealed[0].frozen.manifest, sealed[0].file
    files = {one.frozen.manifest.edition.value: str(one.file) for one in sealed}
    details = {"root": manifest.root, "number": manifest.baseline}
    if len(sealed) > 1:
        text = desk.text("cli.seal.both", **details, **files)
    else:
        text = desk.text("cli.seal.done", **details, file=file)
    desk.give(text, {"file": str(file), "files": files, "root": manifest.root, "baseline": manifest.baseline})


def kit_of_sealed(desk: Desk, file: Path) -> None:
    """Write the verification kit of a PDF that was just sealed, beside it."""
    from takeover.signing.verify import verify_pdf

    data = file.read_bytes()
    found = verify_pdf(data, trusted=frozenset(), check_edition=check_edition)
    write_kit(desk, name_kit(file), file, data, found)


def seal_takeover(desk: Desk, takeover: Takeover, *, as_of: dt.date, edition: EditionName, language: str) -> SealedFile:
    """Seal one edition on A4 in our own style."""
    wish = Wish(as_of=as_of, editions=(edition,), language=language, layout=Layout())
    return seal_editions(desk, takeover, wish)[0]


def seal_editions(desk: Desk, takeover: Takeover, wish: Wish) -> tuple[SealedFile, ...]:
    """Freeze, render, write the PDFs, then append the `sealed` entry: one seal and one root for all editions.

    All PDFs are written or none; a kill in between leaves files that nothing has sealed.

    Raises:
        Refused: a shared edition that was not released, a PDF's name is taken, or somebody wrote in the meantime.
        UsageError: a judgement is switched on without a shared edition.
        AnswerIsNo: the record holds a line that is not in canonical form.
    """
    if wish.judgement and EditionName.SHARED not in wish.editions:
        raise UsageError("CM265")
    takeover.store.refuse_if_unfit()
    _refuse_uncanonical(takeover.store.folder / RECORD_FILE)
    for unread in takeover.situation.unreadable:
        raise AnswerIsNo("RC023", line=unread.line, reason=unread.reason)
    if EditionName.SHARED in wish.editions:
        refuse_unreleased(takeover, judgement=wish.judgement)
    sealed = tuple(
        SealedFile(frozen=frozen, file=_name_file(desk, takeover, frozen, alone=len(wish.editions) == 1))
        for frozen in _freeze_record(takeover, wish)
    )
    for one in sealed:
        _refuse_sealed(takeover, one.file)
        if one.file.exists() and not desk.force:
            raise Refused("CM021", file=one.file)
    pdfs = tuple(_render(desk, one.frozen, wish) for one in sealed)
    _write_all(desk, takeover, sealed, pdfs)
    return sealed


def _name_file(desk: Desk, takeover: Takeover, frozen: Frozen, *, alone: bool) -> Path:
    if desk.output and alone:
        return desk.output
    name = f"baseline-{frozen.manifest.baseline}-{frozen.manifest.edition}.pdf"
    return (desk.output or takeover.out) / name


def _render(desk: Desk, frozen: Frozen, wish: Wish) -> bytes:
    from takeover.report.document import render_baseline

    desk.say("cli.seal.rendering")
    with show_progress(desk) as tell:
        return render_baseline(
            frozen.baseline,
            edition_file=frozen.edition_file,
            checklist_file=frozen.checklist_file,
            spell_out=wish.spell_out,
            layout=wish.layout,
            tell=tell,
        )


def _write_all(desk: Desk, takeover: Takeover, sealed: tuple[SealedFile, ...], pdfs: tuple[bytes, ...]) -> None:
    """Write every PDF and enter the seal, or leave no PDF behind."""
    written: list[Path] = []
    try:
        for one, pdf in zip(sealed, pdfs, strict=True):
            write_result(one.file, pdf, force=desk.force)
            written.append(one.file)
        _record_seal(takeover, tuple(one.frozen for one in sealed), pdfs)
    except TakeoverError:
        for file in written:
            file.unlink()  # without its entry it is no baseline, and must not look like one
        raise


def _freeze_record(takeover: Takeover, wish: Wish) -> tuple[Frozen, ...]:
    """Freeze the record as it stands, each edition of one seal with the same salts and tools."""
    from takeover.report.tools import describe_tools

    chain = takeover.store.chain
    days_off = days_off_from(wish.as_of, takeover.situation)
    checklist = takeover.loaded.in_language(wish.language)
    opened = takeover.situation.opened
    salts = {level: clock.new_salt() for level in Level}
    tools, sealed_at = describe_tools(wish.layout), clock.write_timestamp(clock.now())
    drafts = [
        draw_up(chain, checklist, edition=edition, as_of=wish.as_of, days_off=days_off, judgement=wish.judgement)
        for edition in wish.editions
    ]
    if empty := [draft.edition for draft in drafts if not draft.checklist.questions]:
        raise Refused("CM267", edition=empty[0])
    return tuple(
        freeze(
            draft,
            chain,
            full_hash=takeover.loaded.sha256,
            inputs=freeze_inputs(draft, zone=opened.zone if opened else "UTC", days_off=days_off),
            level_salts=salts,
            tools=tools,
            sealed_at=sealed_at,
        )
        for draft in drafts
    )


def _record_seal(takeover: Takeover, frozen: tuple[Frozen, ...], pdfs: tuple[bytes, ...]) -> None:
    """Append the seal and, in a private entry of the same line, the salts that open its levels.

    Raises:
        Refused: RC022, the record went on since it was frozen.
    """
    manifest = frozen[0].manifest
    editions = [
        {
            "edition": one.manifest.edition.value,
            "manifest": hash_manifest(one.manifest),
            "pdf": hashlib.sha256(pdf).hexdigest(),
            "bytes": len(pdf),
        }
        for one, pdf in zip(frozen, pdfs, strict=True)
    ]
    shared = Stamp(at=manifest.sealed_at, by=takeover.writer, sharing=Level.SHARED)
    private = replace(shared, sharing=Level.PRIVATE)
    number, root, head = manifest.baseline, manifest.root, manifest.head
    salts = {level.value: salt.hex() for level, salt in frozen[0].level_salts.items()}
    takeover.store.append(
        [
            sealed(shared, baseline=number, root=root, head=head, editions=editions),
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
