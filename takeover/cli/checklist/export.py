"""`takeover checklist export`: a list in all its languages as one workbook, to edit in Excel or to exchange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from takeover.catalogues import Catalogue, load_catalogue, match_language
from takeover.checklist.compiled import Loaded
from takeover.checklist.library import lint_file, load_file
from takeover.checklist.spreadsheet.excel import write_sheets
from takeover.checklist.spreadsheet.write import check_carried, list_limits, write_workbook
from takeover.checklist.translation import list_texts
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.lists import choose_file, find_places
from takeover.errors import AnswerIsNo, UsageError
from takeover.problems import Problem, has_errors

ENDING = ".xlsx"


@click.command("export")
@click.argument("wanted", metavar="[FILE|ID]", default="")
@with_output
@with_desk
def command(desk: Desk, *, wanted: str) -> None:
    """Write a list with all its translations as one Excel workbook (-o FILE.xlsx), which is an XLSForm too.

    Without FILE or ID the list that wins is written. What programs for XLSForm will not see of it is listed, here and
    on the sheet takeover.
    """
    if desk.output is None or desk.output.suffix.lower() != ENDING:
        raise UsageError("CM150")
    loaded, problems = _load(desk, wanted)
    strings = collect_strings(loaded, problems)
    source, stale = loaded.source, sum(problem.code == "CL042" for problem in problems)
    if lost := check_carried(source, strings):
        raise AnswerIsNo("CL925", problems=lost, id=source.id)
    sheets = write_workbook(source, strings, catalogues=catalogue_of, talk=desk.catalogue, stale=stale)
    write_result(desk.output, write_sheets(sheets), force=desk.force)
    limits = [limit.sentence(desk.catalogue) for limit in list_limits(source, strings, stale=stale)]
    languages = desk.catalogue.join(loaded.languages)
    done = desk.text(
        "cli.checklist.export.done", file=desk.output, questions=len(source.questions), languages=languages
    )
    lines = [done, desk.text("checklist.xlsform.limits"), *(f"- {limit}" for limit in limits)]
    lines.append(desk.text("cli.checklist.export.next", file=desk.output))
    desk.give("\n".join(lines), {"file": str(desk.output), "languages": list(loaded.languages), "limits": limits})


def catalogue_of(language: str) -> Catalogue:
    """Return the program's own words in the language of a list, or in English."""
    return load_catalogue(match_language(language))


def _load(desk: Desk, wanted: str) -> tuple[Loaded, tuple[Problem, ...]]:
    """Load the list with what is missing or stale in its translations; a pinned list has no such problems."""
    places = find_places(desk.folder)
    path = choose_file(wanted, places, pinned=not wanted)
    if path.suffix == ".json":
        return load_file(path, places), ()
    loaded, problems = lint_file(path, places)
    if loaded is None or has_errors(problems):
        raise AnswerIsNo("CL900", problems=problems, file=path)
    return loaded, problems


def collect_strings(loaded: Loaded, problems: Iterable[Problem]) -> Mapping[str, Mapping[str, str]]:
    """Return the translated texts by language and key; where a translation is missing, there is none."""
    missing = {
        (Path(problem.place.file).name.split(".")[-2], problem.details["key"])
        for problem in problems
        if problem.code == "CL041"
    }
    return {
        language: {key: text for key, text in list_texts(translated).items() if (language, key) not in missing}
        for language, translated in loaded.translations.items()
    }
