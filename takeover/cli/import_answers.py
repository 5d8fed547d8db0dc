"""`takeover import FILE`: take in a file of answers as one line of the record, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import click

from takeover.checklist.compiled import Loaded
from takeover.checklist.model import Checklist
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file
from takeover.cli.folder import Takeover, open_takeover
from takeover.cli.limits import limit_memory
from takeover.cli.lists import with_checklist
from takeover.cli.row_options import refuse_table, with_rows
from takeover.errors import BadInput, Refused, UsageError
from takeover.interview.acts import Answered, Noted, Offered, Resolved, RowsRecorded, files_of
from takeover.interview.sheet import AnswersFile, acts_of, read_answers
from takeover.problems import MOST_LISTED, Problem, describe_problems, has_errors
from takeover.record.evidence import measure_file
from takeover.record.situation import Situation

_ZIP = b"PK\x03\x04"
Said: TypeAlias = Answered | RowsRecorded | Noted | Resolved


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@with_checklist
@with_desk
@with_rows
def command(desk: Desk, *, file: Path, wanted: str, rows: Mapping[str, Any] | None) -> None:
    """Take in FILE (docs/answers-format.md; rows: docs/registers.md): every mistake is listed before anything is taken.

    What the record already says is not said again, so that a file can be imported once more after an edit.
    """
    takeover = open_takeover(desk, wanted)
    if rows:
        from takeover.cli.import_rows import import_rows

        import_rows(desk, takeover, file, rows)
        return
    refuse_table(file, takeover)
    before = len(takeover.store.chain.entries)
    import_file(desk, takeover, file)
    taken, head = len(takeover.store.chain.entries) - before, takeover.store.chain.head.hex()
    desk.give(desk.count("cli.import.taken", count=taken, file=file, head=head[:12]), {"taken": taken, "head": head})


def import_file(desk: Desk, takeover: Takeover, file: Path) -> None:
    """Read a file and keep its acts as one line.

    Raises:
        BadInput: the file, or one of evidence that it names, cannot be read or has mistakes; all mistakes are in the
            exception, and nothing was taken.
    """
    data = read_file(file)
    if data.startswith(_ZIP):
        answers = _read_workbook(desk, takeover, file, data)
    else:
        answers = _read(desk, file, takeover.checklist, takeover.situation)
    takeover.store.refuse_if_unfit()
    takeover.keep(*acts_of(answers))


def read_for_new(desk: Desk, file: Path, loaded: Loaded) -> AnswersFile:
    """Read a file for a takeover that is still to be opened, on this list.

    Raises:
        BadInput: the file, or one of evidence that it names, cannot be read or has mistakes.
    """
    answers = _read(desk, file, loaded.in_language(desk.catalogue.language), None)
    for path in (path for act in answers.said for path in files_of(act)):
        measure_file(Path(path))  # before anybody is asked anything, and before anything is opened
    return answers


def _read_workbook(desk: Desk, takeover: Takeover, file: Path, data: bytes) -> AnswersFile:
    """Read a workbook that `takeover sheet` wrote and somebody filled in."""
    from takeover.cli.sheet import list_voices
    from takeover.interview.rows.table_file import read_tables
    from takeover.interview.workbook import is_answer_workbook, read_answer_workbook, read_written_for

    with limit_memory():
        sheets = read_tables(data, file.name)
    if not is_answer_workbook(sheets):
        registers = ", ".join(register.id for register in takeover.checklist.registers)
        raise UsageError("CM296", file=file, known=registers)
    _refuse_other_takeover(takeover, file, *read_written_for(sheets))
    answers, problems = read_answer_workbook(
        sheets,
        voices=list_voices(takeover.loaded, desk.catalogue.language),
        situation=takeover.situation,
        path=str(file),
        new_ids=clock.new_ids(),
    )
    return _take_or_refuse(desk, file, answers, problems)


def _refuse_other_takeover(takeover: Takeover, file: Path, written_for: str, project: str) -> None:
    """Refuse a workbook that was written for another takeover; one without an id is of before, and taken.

    Raises:
        Refused: it was.
    """
    opened, own = takeover.situation.opened, takeover.situation.settings.get("project", "?")
    if opened and written_for and written_for != opened.takeover:
        raise Refused("CM299", file=file, other=project or "?", project=own)


def _take_or_refuse(desk: Desk, file: Path, answers: AnswersFile | None, problems: tuple[Problem, ...]) -> AnswersFile:
    """Return what was read, with its warnings said; refuse it where an error stands in it."""
    if answers is None or has_errors(problems):
        listed = problems[:MOST_LISTED]
        raise BadInput("CM017", problems=listed, file=file, count=len(problems), listed=len(listed))
    for line in describe_problems(problems, desk.catalogue):
        desk.say_line(line)
    return answers


def _read(desk: Desk, file: Path, checklist: Checklist, situation: Situation | None) -> AnswersFile:
    """Read a file against a checklist; warnings are said."""
    answers, problems = read_answers(read_file(file), file.name, checklist=checklist, situation=situation)
    answers = _take_or_refuse(desk, file, answers, problems)
    return replace(answers, said=tuple(_beside(act, file.parent) for act in answers.said))


def _beside(act: Said, folder: Path) -> Said:
    """Read the paths of evidence files from the folder in which the answers file lies."""
    if isinstance(act, Noted):
        return act
    found = (
        replace(proof, path=str(folder / proof.path)) if isinstance(proof, Offered) and proof.path else proof
        for proof in act.evidence
    )
    return replace(act, evidence=tuple(found))
