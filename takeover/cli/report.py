"""`takeover report`: the record as it stands, as HTML and PDF: a draft of an edition, or the private annex.

A draft has no seal and no signature boxes, and is replaced by the next one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from takeover.baseline.model import Baseline, EditionName
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.document_options import choose_languages, with_layout
from takeover.cli.files import write_result
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, open_takeover
from takeover.cli.languages import take_languages
from takeover.cli.progress import show_progress
from takeover.errors import OutsideFailure, UsageError
from takeover.report.layout import Layout

_NAMES = {EditionName.INTERNAL: "draft.html", EditionName.SHARED: "draft-shared.html"}
_ANNEX = "private-annex.html"


@click.command("report")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@click.option("--edition", type=click.Choice([item.value for item in EditionName]), help="Edition [default: internal].")
@click.option("--judgement", is_flag=True, help="Switch the judgement of the shared edition on.")
@click.option("--annex", is_flag=True, help="Write the private annex instead: what only the PM may read.")
@click.option(
    "--document-lang",
    callback=take_languages,
    help="Language of the report, or both: en+zh-Hans [default: that of the takeover].",
)
@click.option("--html-only", is_flag=True, help="Do not make the PDF.")
@click.option("--spell-out", is_flag=True, help="Print characters without a glyph as [U+1F600].")
@with_layout
@with_output
@with_desk
def command(
    desk: Desk,
    *,
    as_of: dt.datetime | None,
    edition: str | None,
    judgement: bool,
    annex: bool,
    document_lang: str | None,
    layout: Layout,
    **given: Any,
) -> None:
    """Write the draft report of the takeover as HTML and PDF. A draft is replaced by the next one."""
    chosen = EditionName(edition or EditionName.INTERNAL)
    if judgement and chosen is EditionName.INTERNAL:
        raise UsageError("CM266" if annex else "CM265")
    if annex and edition:
        raise UsageError("CM266")
    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    language = choose_languages(document_lang, takeover)
    if annex:
        _write_annex(desk, takeover, day, language, html_only=given["html_only"])
        return
    draft = _draw(takeover, chosen, day, language, judgement=judgement)
    _write_draft(desk, takeover, draft, layout, **given)


def _draw(takeover: Takeover, edition: EditionName, day: dt.date, language: str, *, judgement: bool) -> Baseline:
    from takeover.baseline.freeze import draw_up

    checklist = takeover.loaded.in_language(language)
    days_off = days_off_from(day, takeover.situation)
    chain = takeover.store.chain
    return draw_up(chain, checklist, edition=edition, as_of=day, days_off=days_off, judgement=judgement)


def _write_draft(
    desk: Desk, takeover: Takeover, draft: Baseline, layout: Layout, *, html_only: bool, spell_out: bool
) -> None:
    from takeover.report.document import render_draft, render_page

    def render() -> bytes:
        created = clock.write_timestamp(clock.now())
        with show_progress(desk) as tell:
            return render_draft(draft, created=created, spell_out=spell_out, layout=layout, tell=tell)

    name = _NAMES[draft.edition]
    written = _write(desk, takeover, name, render_page(draft, layout=layout), None if html_only else render)
    lines = [desk.text("cli.report.written", file=file) for file in written]
    desk.give("\n".join(lines), {"files": [str(file) for file in written]})


def _write_annex(desk: Desk, takeover: Takeover, day: dt.date, language: str, *, html_only: bool) -> None:
    """Write the private annex, in the leading language where two are wished for."""
    from takeover.catalogues import load_catalogue, split_languages
    from takeover.report.annex import build_annex, render_annex, render_annex_page

    leading = split_languages(language)[0]
    catalogue = load_catalogue(leading)
    annex = build_annex(takeover.store.chain, takeover.loaded.in_language(leading), catalogue, as_of=day)
    page = render_annex_page(annex, catalogue)
    written = _write(desk, takeover, _ANNEX, page, None if html_only else lambda: render_annex(annex, catalogue))
    lines = [desk.text("cli.annex.written", file=file) for file in written]
    desk.give("\n".join(lines), {"files": [str(file) for file in written]})


def _write(
    desk: Desk, takeover: Takeover, name: str, page: str, render: Callable[[], bytes] | None
) -> tuple[Path, ...]:
    """Write the page, then the PDF beside it; what nobody named is replaced."""
    file = desk.output or takeover.out / name
    force = desk.force or desk.output is None
    write_result(file, page.encode(), force=force)
    if render is None:
        return (file,)
    try:
        pdf = render()
    except OutsideFailure:
        desk.say("cli.report.html_kept", file=file)
        raise
    write_result(file.with_suffix(".pdf"), pdf, force=force)
    return (file, file.with_suffix(".pdf"))
