"""The options of `takeover import` that are for rows. Kept small: `start` loads the command's module too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from takeover.cli.desk import Desk
from takeover.cli.folder import Takeover
from takeover.errors import UsageError
from takeover.interview.rows.menu import Mark, Order
from takeover.record.kinds import Grade
from takeover.values import Method

_METHODS, _GRADES, _ORDERS, _MARKS = (
    click.Choice([item.value for item in kind]) for kind in (Method, Grade, Order, Mark)
)
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--register", default="", metavar="NAME", help="FILE (CSV, XLSX) has rows of this register."),
    click.option("--by", "party", default="", metavar="PARTY", help="Rows: whose they are [default: incoming_pm]."),
    click.option("--method", type=_METHODS, help="Rows: how they became known [default: document_examined]."),
    click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Rows: the date at which they stood so."),
    click.option("--sheet", default="", metavar="NAME", help="Rows: the sheet of a workbook."),
    click.option("--map", "columns", multiple=True, metavar="NAME=COLUMN", help="Rows: what a column is (NAME= none)."),
    click.option("--leave-others", is_flag=True, help="Rows: leave out the columns that match nothing."),
    click.option("--word", "words", multiple=True, metavar="COLUMN:WORD=CODE", help="Rows: what a word means."),
    click.option("--dates", type=_ORDERS, help="Rows: what comes first in 03/04/2026 or 26/03/31."),
    click.option("--decimal", type=_MARKS, help="Rows: the decimal mark of the file."),
    click.option("--currency", default="", metavar="CODE", help="Rows: the currency of amounts that name none."),
    click.option("--encoding", default="", metavar="NAME", help="Rows: the encoding of a CSV file [default: found]."),
    click.option(
        "--grade", type=_GRADES, default=Grade.E2.value, help="Rows: the file's evidence grade [default: E2]."
    ),
    click.option("--copy/--reference", default=True, help="Rows: keep a copy of the file, or only its hash."),
    click.option("--withdraw-missing", is_flag=True, help="Rows: withdraw those from files that are gone in this one."),
    click.option("--preview", is_flag=True, help="Rows: show what would be taken, and take nothing."),
)
_NAMES = (
    *("register", "party", "method", "on", "sheet", "columns", "leave_others", "words", "dates", "decimal"),
    *("currency", "encoding", "grade", "copy", "withdraw_missing", "preview"),
)


def with_rows(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of an import of rows; it receives them as `rows`, None without --register.

    Raises:
        UsageError: CM290, an option of these without --register.
    """

    @wraps(command)
    def run(desk: Desk, **options: Any) -> None:
        given = {name: options.pop(name) for name in _NAMES}
        source = click.get_current_context().get_parameter_source
        typed = [name for name in _NAMES if source(name) is ParameterSource.COMMANDLINE]
        if typed and not given["register"]:
            raise UsageError("CM290", option=", ".join(typed))
        command(desk, **options, rows=given if given["register"] else None)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def refuse_table(file: Path, takeover: Takeover) -> None:
    """Refuse a CSV file whose register was not named: it cannot be a file of answers.

    Raises:
        UsageError: CM296.
    """
    if file.suffix.lower() in (".csv", ".tsv"):
        raise UsageError("CM296", file=file, known=", ".join(register.id for register in takeover.checklist.registers))
