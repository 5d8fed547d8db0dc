"""`takeover template preview DIR`: a report in the style of a house, of the built-in example or of a takeover."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from takeover.baseline.model import Baseline
from takeover.catalogues import match_languages
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.document_options import choose_languages
from takeover.cli.files import write_result
from takeover.cli.folder import choose_as_of, days_off_from, draw_internal, open_takeover
from takeover.cli.languages import take_languages
from takeover.cli.progress import show_progress
from takeover.cli.settings import load_settings
from takeover.cli.template.sample import make_samples
from takeover.errors import BadInput
from takeover.report.house.folder import load_style
from takeover.report.layout import Layout
from takeover.report.paper import Paper

PAUSE_S = 0.4
"""Between two looks at the folder."""


@click.command("preview")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--document-lang", callback=take_languages, help="Language of the preview, or both: en+zh-Hans.")
@click.option("--paper", type=click.Choice([paper.value for paper in Paper]), help="Paper of the PDF.")
@click.option("--pdf", is_flag=True, help="Write a PDF as well.")
@click.option("--watch", is_flag=True, help="Write it again whenever a file changes; Ctrl-C ends.")
@with_output
@with_desk
def command(
    desk: Desk, *, directory: Path, document_lang: str | None, paper: str | None, pdf: bool, watch: bool
) -> None:
    """Write preview.html, a report in the style of DIRECTORY: of the built-in example, or with -C of a takeover."""
    baseline = _choose_baseline(desk, document_lang)
    file = desk.output or Path("preview.html")
    wanted = Paper(paper) if paper else load_settings().paper

    def rebuild() -> list[Path]:
        return write_preview(desk, baseline, Layout(paper=wanted, style=load_style(directory)), file, pdf=pdf)

    if watch:
        watch_folder(desk, directory, rebuild)
        return
    written = rebuild()
    lines = [desk.text("cli.report.written", file=one) for one in written]
    desk.give("\n".join(lines), {"files": [str(one) for one in written]})


def _choose_baseline(desk: Desk, language: str | None) -> Baseline:
    if not desk.folder_given:
        return make_samples(desk, (match_languages(language or desk.catalogue.language),))[0]
    takeover = open_takeover(desk)
    day = choose_as_of(None, takeover)
    days_off = days_off_from(day, takeover.situation)
    return draw_internal(takeover, day, days_off=days_off, language=choose_languages(language, takeover))


def write_preview(desk: Desk, baseline: Baseline, layout: Layout, file: Path, *, pdf: bool) -> list[Path]:
    """Write the preview; an earlier one is replaced."""
    from takeover.report.document import render_baseline, render_draft, render_page

    force = desk.force or desk.output is None
    write_result(file, render_page(baseline, layout=layout).encode(), force=force)
    if not pdf:
        return [file]
    with show_progress(desk) as tell:
        if baseline.manifest:
            data = render_baseline(baseline, edition_file=b"", checklist_file=b"", layout=layout, tell=tell)
        else:
            data = render_draft(baseline, created=clock.write_timestamp(clock.now()), layout=layout, tell=tell)
    write_result(file.with_suffix(".pdf"), data, force=force)
    return [file, file.with_suffix(".pdf")]


def watch_folder(
    desk: Desk, folder: Path, rebuild: Callable[[], list[Path]], *, pause: Callable[[float], None] = time.sleep
) -> None:
    """Write the preview now and after each change, until Ctrl-C; problems are said and do not end it."""
    seen: dict[str, int] = {}
    desk.say("cli.template.watching", folder=folder)
    try:
        while True:
            now = {str(file): file.stat().st_mtime_ns for file in sorted(folder.rglob("*")) if file.is_file()}
            if now != seen:
                seen = now
                _rebuild_once(desk, rebuild)
            pause(PAUSE_S)
    except KeyboardInterrupt:
        desk.say("cli.template.ended")


def _rebuild_once(desk: Desk, rebuild: Callable[[], list[Path]]) -> None:
    try:
        for file in rebuild():
            desk.say("cli.report.written", file=file)
    except BadInput as error:
        desk.say_line(error.describe(desk.catalogue))
