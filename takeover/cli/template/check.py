"""`takeover template check DIR`: every problem of a style at once, each with its line and its cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from takeover.baseline.model import Baseline
from takeover.catalogues import BOTH, LANGUAGES, split_languages
from takeover.cli.checklist.lint import problem_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.progress import show_progress
from takeover.cli.template.sample import make_samples
from takeover.errors import BadInput, Exit, OutsideFailure
from takeover.problems import Place, Problem, describe_problems, has_errors
from takeover.report.house.folder import check_style
from takeover.report.layout import Layout
from takeover.report.stages import Tell


@click.command("check")
@click.argument("directory", type=click.Path(path_type=Path))
@with_desk
def command(desk: Desk, *, directory: Path) -> None:
    """Check the style in DIRECTORY: its files, then a report of the built-in example as HTML and as PDF.

    Every problem is said at once, with its place and its cure. Exit code 1 if there are errors.
    """
    style, problems = check_style(directory)
    note = ""
    if style is not None:
        with show_progress(desk) as tell:
            found, note = try_on(desk, Layout(style=style), tell)
        problems = (*problems, *found)
    good = not has_errors(problems)
    lines = list(describe_problems(problems, desk.catalogue))
    lines += [note] if note else []
    key = "cli.template.good" if good else "cli.template.bad"
    lines.append(desk.text(key, folder=directory, count=len(problems)))
    plain = {"folder": str(directory), "ok": good, "note": note}
    desk.give("\n".join(lines), plain | {"problems": [problem_to_plain(desk, one) for one in problems]})
    if not good:
        raise click.exceptions.Exit(Exit.NO)


def try_on(desk: Desk, layout: Layout, tell: Tell) -> tuple[tuple[Problem, ...], str]:
    """Make reports of the example: in each language, then one PDF in both; what could not be tried is said."""
    from takeover.report.document import render_page

    samples = make_samples(desk, (*LANGUAGES, BOTH.join(LANGUAGES)))
    problems: dict[tuple[str, Place], Problem] = {}
    for sample in samples:
        try:
            render_page(sample, layout=layout)
            render_page(replace(sample, manifest=None), layout=layout)
        except BadInput as error:
            problems |= {(one.code, one.place): one for one in as_problems(desk, error)}
    if problems:
        return tuple(problems.values()), ""
    return _try_pdf(desk, samples[-1], layout, tell)


def _try_pdf(desk: Desk, sample: Baseline, layout: Layout, tell: Tell) -> tuple[tuple[Problem, ...], str]:
    from takeover.report.document import render_baseline

    assert split_languages(sample.language) == LANGUAGES  # every character of both is asked for its glyph
    try:
        render_baseline(sample, edition_file=b"", checklist_file=b"", layout=layout, tell=tell)
    except OutsideFailure as error:
        return (), desk.text("cli.template.no_pdf", reason=error.describe(desk.catalogue))
    except BadInput as error:
        return as_problems(desk, error), ""
    return (), ""


def as_problems(desk: Desk, error: BadInput) -> tuple[Problem, ...]:
    """Return the problems of an error; one that has none is a problem itself."""
    return error.problems or (Problem(code="RP098", details={"reason": error.describe(desk.catalogue)}),)
