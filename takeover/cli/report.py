"""`takeover report`: the record as it stands, as HTML and PDF; a draft, without seal and without signature boxes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import write_result
from takeover.cli.folder import (
    choose_as_of,
    choose_document_language,
    days_off_from,
    draw_internal,
    open_takeover,
)
from takeover.errors import OutsideFailure


@click.command("report")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@click.option("--document-lang", help="Language of the report [default: that of the takeover].")
@click.option("--html-only", is_flag=True, help="Do not make the PDF.")
@click.option("--spell-out", is_flag=True, help="Print characters without a glyph as [U+1F600].")
@with_desk
def command(
    desk: Desk, *, as_of: dt.datetime | None, document_lang: str | None, html_only: bool, spell_out: bool
) -> None:
    """Write the draft report of the takeover as HTML and PDF. A draft is replaced by the next one."""
    from takeover.report.document import render_draft, render_page

    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    language = choose_document_language(document_lang, takeover)
    draft = draw_internal(takeover, day, days_off=days_off_from(day, takeover.situation), language=language)
    page = desk.output or takeover.out / "draft.html"
    write_result(page, render_page(draft).encode(), force=desk.force or desk.output is None)
    written = [page]
    if not html_only:
        file = page.with_suffix(".pdf")
        try:
            pdf = render_draft(draft, created=clock.write_timestamp(clock.now()), spell_out=spell_out)
        except OutsideFailure:
            desk.say("cli.report.html_kept", file=page)
            raise
        write_result(file, pdf, force=desk.force or desk.output is None)
        written.append(file)
    _give_files(desk, written)


def _give_files(desk: Desk, files: list[Path]) -> None:
    lines = [desk.text("cli.report.written", file=file) for file in files]
    desk.give("\n".join(lines), {"files": [str(file) for file in files]})
