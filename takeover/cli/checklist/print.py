"""`takeover checklist print`: a blank sheet to fill in by hand, as HTML and PDF, for one role or for the PM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from takeover.catalogues import load_catalogue, match_language
from takeover.checklist import settings as setting_codes
from takeover.checklist.compiled import Loaded
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.folder import Takeover, choose_document_language, open_takeover
from takeover.cli.languages import take_language
from takeover.cli.lists import list_sides, load_wanted, require_languages
from takeover.cli.progress import show_progress
from takeover.cli.settings import load_settings
from takeover.errors import OutsideFailure, UsageError
from takeover.record.store import RECORD_FILE
from takeover.report.paper import Paper
from takeover.report.sheets.sheet import Order, Sheet, build_sheet
from takeover.roles import name_role
from takeover.values import Role

ALL = "all"
ROLES = (ALL, *(role.value for role in Role))


class Form(StrEnum):
    """What is written; the value is the ending of the file."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a sheet comes from: the list, what is known of the project, the sheet's first language, where it goes."""

    loaded: Loaded
    settings: Mapping[str, str]
    language: str
    folder: Path
    overwrites: bool


@click.command("print")
@click.argument("wanted", metavar="[LIST]", default="")
@click.option(
    "--for", "reader", type=click.Choice(ROLES), default=ALL, help="Whose sheet; all: the whole list, for you."
)
@click.option("--day-one", is_flag=True, help="Only the questions of the first day.")
@click.option("--bilingual", is_flag=True, help="English and Chinese side by side.")
@click.option("--paper", type=click.Choice([paper.value for paper in Paper]), help="Paper [default: as set, else a4].")
@click.option("--html", "forms", flag_value=Form.HTML.value, multiple=True, help="Write HTML [default: HTML and PDF].")
@click.option("--pdf", "forms", flag_value=Form.PDF.value, multiple=True, help="Write PDF.")
@click.option("--with-setting", "known", metavar="NAME=CODE", multiple=True, help="What is known: engagement=client.")
@click.option("--document-lang", callback=take_language, help="Language of the sheet [default: that of the takeover].")
@click.option("--spell-out", is_flag=True, help="Print characters without a glyph as [U+1F600].")
@with_output
@with_desk
def command(
    desk: Desk, *, wanted: str, reader: str, bilingual: bool, forms: tuple[str, ...], spell_out: bool, **given: Any
) -> None:
    """Print a blank sheet of LIST: for a role the shared questions that it is asked, for all the whole list.

    In a takeover's folder its own list, project name and settings are used, so that only questions that can apply are
    printed. The whole list and the incoming PM's sheet have internal questions and are marked so.
    """
    source = _find_source(desk, wanted, given["document_lang"])
    order = Order(
        reader=None if reader == ALL else Role(reader),
        settings={**source.settings, **read_settings(given["known"])},
        day_one=given["day_one"],
        project=source.settings.get("project", ""),
        paper=Paper(given["paper"] or load_settings().paper),
    )
    sheet = _build(desk, source, order, bilingual=bilingual)
    files = choose_files(desk.output or source.folder / f"sheet-{reader}", tuple(map(Form, forms)))
    _write(desk, sheet, files, force=desk.force or source.overwrites, spell_out=spell_out)
    lines = [desk.text("cli.print.written", file=file, questions=len(sheet.questions)) for file in files.values()]
    plain = {"files": [str(file) for file in files.values()], "questions": [one.id for one in sheet.questions]}
    desk.give("\n".join(lines), plain)


def write_sheet(desk: Desk, takeover: Takeover, role: Role) -> Path:
    """Write a role's sheet into the takeover's out folder, as PDF, or as HTML where no PDF can be made.

    Raises:
        UsageError: there is nothing to ask of this role.
    """
    source = _source_in(desk, takeover, "", None)
    order = Order(reader=role, settings=source.settings, project=source.settings.get("project", ""))
    sheet = _build(desk, source, order, bilingual=False)
    file = source.folder / f"sheet-{role.value}.{Form.PDF.value}"
    try:
        _write(desk, sheet, {Form.PDF: file}, force=True, spell_out=True)
    except OutsideFailure:
        return file.with_suffix(".html")
    return file


def read_settings(given: tuple[str, ...]) -> dict[str, str]:
    """Read what is known of the project, each as NAME=CODE.

    Raises:
        UsageError: it is no setting, or not one of its codes.
    """
    pairs = [text.partition("=") for text in given]
    wrong = [text for text, (name, _, code) in zip(given, pairs, strict=True) if code not in _codes_of(name)]
    if wrong:
        known = "; ".join(f"{name}={'|'.join(codes)}" for name, codes in setting_codes.CODES.items())
        raise UsageError("CM160", given=", ".join(wrong), known=known)
    return {name: code for name, _, code in pairs}


def _codes_of(setting: str) -> tuple[str, ...]:
    return setting_codes.CODES.get(setting, ())


def choose_files(output: Path, forms: tuple[Form, ...]) -> dict[Form, Path]:
    """Name a file for each form that is wanted: by options, else by the ending of `output`, else both.

    Raises:
        UsageError: `output` ends like the form that is not wanted.
    """
    named = next((form for form in Form if output.suffix.lower() == f".{form.value}"), None)
    wanted = forms or ((named,) if named else tuple(Form))
    if named and named not in wanted:
        raise UsageError("CM161", file=output, form=wanted[0].value)
    stem = output.with_suffix("") if named else output
    return {form: output if form is named else stem.with_name(f"{stem.name}.{form.value}") for form in sorted(wanted)}


def _find_source(desk: Desk, wanted: str, document_lang: str | None) -> Source:
    """Find the list and what is known of the project; outside a takeover nothing is."""
    if not (desk.folder_given or (desk.folder / RECORD_FILE).exists()):
        return Source(
            loaded=load_wanted(wanted, desk.folder),
            settings={},
            language=match_language(document_lang or desk.catalogue.language),
            folder=Path(),
            overwrites=False,
        )
    return _source_in(desk, open_takeover(desk), wanted, document_lang)


def _source_in(desk: Desk, takeover: Takeover, wanted: str, document_lang: str | None) -> Source:
    return Source(
        loaded=load_wanted(wanted, desk.folder) if wanted else takeover.loaded,
        settings=takeover.situation.settings,
        language=choose_document_language(document_lang, takeover),
        folder=takeover.out,
        overwrites=desk.output is None,
    )


def _build(desk: Desk, source: Source, order: Order, *, bilingual: bool) -> Sheet:
    """Build the sheet in one language or both.

    Raises:
        UsageError: the list has one language only, or there is nothing to ask of this reader.
    """
    languages = list_sides(source.language, bilingual=bilingual)
    if bilingual:
        require_languages(source.loaded, languages)
    sheet = build_sheet(
        tuple(map(source.loaded.in_language, languages)),
        tuple(map(load_catalogue, languages)),
        order,
        sha256=source.loaded.sha256,
    )
    if not sheet.questions:
        raise UsageError("CM163", role=name_role(order.reader or Role.INCOMING_PM, desk.catalogue))
    if order.reader is Role.CLIENT and order.settings.get("engagement") == "internal":
        desk.say("cli.print.main_user")
    return sheet


def _write(desk: Desk, sheet: Sheet, files: Mapping[Form, Path], *, force: bool, spell_out: bool) -> None:
    """Write the files; where the PDF cannot be made, the HTML comes out all the same."""
    from takeover.report.sheets.document import render_sheet, render_sheet_page

    page = render_sheet_page(sheet).encode()
    if Form.HTML in files:
        write_result(files[Form.HTML], page, force=force)
    if Form.PDF not in files:
        return
    try:
        with show_progress(desk) as tell:
            created = clock.write_timestamp(clock.now())
            pdf = render_sheet(sheet, created=created, spell_out=spell_out, tell=tell)
    except OutsideFailure:
        instead = files[Form.PDF].with_suffix(".html")
        if Form.HTML not in files:
            write_result(instead, page, force=force)
        desk.say("cli.print.html_kept", file=files.get(Form.HTML, instead))
        raise
    write_result(files[Form.PDF], pdf, force=force)
