"""`takeover checklist import`: a workbook becomes a list with its translations, as YAML to read and keep."""

from __future__ import annotations

from pathlib import Path

import click

from takeover.checklist.model import Checklist
from takeover.checklist.reader import read_checklist
from takeover.checklist.spreadsheet.excel import MAX_BYTES, read_sheets
from takeover.checklist.spreadsheet.read import Imported, read_workbook
from takeover.checklist.translation import list_texts
from takeover.checklist.yaml_writer import Part, write_list, write_parts, write_translation
from takeover.cli.checklist.export import catalogue_of
from takeover.cli.checklist.lint import problem_to_plain
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.limits import limit_memory
from takeover.errors import AnswerIsNo, BadInput, Refused, UsageError
from takeover.problems import Problem, Severity, describe_problems


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--parts", is_flag=True, help="Write one file a dimension, in a folder beside the list.")
@with_output
@with_desk
def command(desk: Desk, *, file: Path, parts: bool) -> None:
    """Read a list out of the Excel workbook FILE and write it as -o LIST.yaml, its translations beside it.

    FILE is a workbook of `takeover checklist export` or an XLSForm of another program. What such a program does not say
    gets a stand-in, marked “Decide”. Every problem is said at once, with sheet, column and row.
    """
    if desk.output is None or desk.output.suffix not in (".yaml", ".yml"):
        raise UsageError("CM151")
    with limit_memory():
        sheets = read_sheets(_read(file), file.as_posix())
    imported, problems = read_workbook(sheets, file.as_posix(), file.stem, catalogue_of)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if imported is None or errors:
        raise AnswerIsNo("CL924", problems=errors, file=file, count=len(errors))
    files = compose_files(imported, desk.output, parts=parts)
    check_written(imported.checklist, files, desk.output, file)
    for path in files:
        if path.exists() and not desk.force:
            raise Refused("CM021", file=path)
    for path, text in files.items():
        write_result(path, text.encode(), force=desk.force)
    for line in describe_problems(problems, desk.catalogue):
        desk.say_line(line)
    _give(desk, imported, files, problems)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput("CM016", file=file, reason=error.strerror) from error


def compose_files(imported: Imported, output: Path, *, parts: bool) -> dict[Path, str]:
    """Write the list, its parts and their translations: text by file, the main file last."""
    checklist = imported.checklist
    whole = Part(name="", text=write_list(checklist, imported.notes), keys=frozenset(list_texts(checklist)))
    pieces = (write_parts(checklist, output.stem, imported.notes) if parts else None) or (whole,)
    files: dict[Path, str] = {}
    for piece in reversed(pieces):
        path = output.parent / piece.name if piece.name else output
        for language, strings in imported.strings.items():
            if piece.keys & strings.keys():
                name = path.with_suffix(f".{language}{path.suffix}")
                files[name] = write_translation(checklist, language, strings, piece.keys)
        files[path] = piece.text
    return files


def check_written(checklist: Checklist, files: dict[Path, str], output: Path, file: Path) -> None:
    """Make sure that what will be written is a list that can be read: not too large, not nested too deeply.

    Raises:
        AnswerIsNo: it cannot be read back.
    """

    def read_part(name: str) -> bytes:
        return files[output.parent / name].encode()

    placed, problems = read_checklist(files[output].encode(), output.as_posix(), read_part)
    if problems or placed is None:
        raise AnswerIsNo("CL927", problems=problems, file=file)
    assert placed.checklist == checklist, "the written list reads back as it is"


def _give(desk: Desk, imported: Imported, files: dict[Path, str], problems: tuple[Problem, ...]) -> None:
    main = next(reversed(files))
    lines = [desk.text("cli.checklist.import.written", file=path) for path in files]
    count = len(imported.checklist.questions)
    lines.append(desk.text("cli.checklist.import.done", questions=count, decide=len(imported.notes)))
    lines.append(desk.text("cli.checklist.import.next", file=main))
    plain = {
        "files": [str(path) for path in files],
        "questions": count,
        "decide": list(imported.notes),
        "problems": [problem_to_plain(desk, problem) for problem in problems],
    }
    desk.give("\n".join(lines), plain)
