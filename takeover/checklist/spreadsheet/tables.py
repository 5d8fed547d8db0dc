"""The sheets of a workbook as tables: which are there, in which languages, and what of them is carried.

Every column that a list does not carry is reported once, with how many cells it has; a cell of a carried column that
holds a formula or an error is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from takeover.checklist.fields import nearest
from takeover.checklist.spreadsheet.form import OWN, SHEET_COLUMNS, SheetName
from takeover.checklist.spreadsheet.grid import CellKind, Found, Row, Sheet, Table, read_table, warn
from takeover.checklist.spreadsheet.languages import read_language
from takeover.problems import Place, Problem

_DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook as tables by sheet; `texts` names the column of a text by sheet, base and language.

    `language` is the list's own, `languages` are the others. `is_own` tells whether takeover wrote the workbook.
    """

    file: str
    tables: Mapping[str, Table]
    language: str
    languages: tuple[str, ...]
    texts: Mapping[tuple[str, str, str], str]
    is_own: bool

    def rows(self, sheet: SheetName) -> tuple[Row, ...]:
        """List the rows of a sheet; none where there is no such sheet."""
        table = self.tables.get(sheet)
        return table.rows if table else ()

    def find(self, row: Row, base: str, language: str = "") -> Found:
        """Return a text of a row in a language, the list's own where none is named; empty where there is none."""
        column = self.texts.get((row.sheet.lower(), base, language or self.language), base)
        return row.found(column)

    def setting(self, name: str) -> Found:
        """Return a value of the sheet settings."""
        for row in self.rows(SheetName.SETTINGS):
            return row.found(name)
        return Found(value="", place=Place(file=self.file, path=SheetName.SETTINGS))


def read_book(sheets: tuple[Sheet, ...], file: str, problems: list[Problem]) -> Book | None:
    """Read the sheets of a workbook as tables; None where it has no sheet survey."""
    wanted = {sheet.name.strip().lower(): sheet for sheet in sheets if sheet.name.strip().lower() in SHEET_COLUMNS}
    if SheetName.SURVEY not in wanted:
        names = ", ".join(sheet.name for sheet in sheets) or "–"
        problems.append(Problem(code="CL065", place=Place(file=file), details={"names": names}))
        return None
    problems += [
        warn("CL067", Place(file=file, path=sheet.name), column=sheet.name, count=str(len(sheet.cells)))
        for sheet in sheets
        if sheet.cells and sheet.name.strip().lower() not in SHEET_COLUMNS
    ]
    tables = {name: read_table(sheet, file, problems) for name, sheet in wanted.items()}
    default = _default_language(tables, problems)
    texts: dict[tuple[str, str, str], str] = {}
    for name, table in tables.items():
        _sort_columns(name, table, default, texts, problems)
    found = tuple(dict.fromkeys(language for _, _, language in texts))
    language = default or next(iter(found), _DEFAULT_LANGUAGE)
    own = SheetName.TAKEOVER in tables
    book = Book(
        file=file,
        tables=tables,
        language=language,
        languages=tuple(one for one in found if one != language),
        texts=texts,
        is_own=own,
    )
    problems += _check_cells(book)
    return book


def _default_language(tables: Mapping[str, Table], problems: list[Problem]) -> str:
    settings = tables.get(SheetName.SETTINGS)
    for row in settings.rows if settings else ():
        text = row.text("default_language")
        language = read_language(text) if text else ""
        if language is None:
            problems.append(Problem(code="CL066", place=row.place("default_language"), details={"text": text}))
        return language or ""
    return ""


def _sort_columns(
    sheet: str, table: Table, default: str, texts: dict[tuple[str, str, str], str], problems: list[Problem]
) -> None:
    """Find the columns of texts with their language; a text without a language is in the default one."""
    bases = {base for base, is_text in SHEET_COLUMNS[sheet] if is_text}
    for column in table.columns:
        base, language = split_column(column)
        if base not in bases:
            continue
        tag = read_language(language) if language else default or _DEFAULT_LANGUAGE
        if tag is None:
            problems.append(Problem(code="CL066", place=table.place(column), details={"text": column}))
            continue
        first = texts.setdefault((sheet, base, tag), column)
        if first != column:
            details = {"column": column, "first": table.place(first).path}
            problems.append(Problem(code="CL060", place=table.place(column), details=details))


def split_column(column: str) -> tuple[str, str]:
    """Split the name of a column into its base and its language: label::English (en), takeover::why::English (en)."""
    own = OWN if column.startswith(OWN) else ""
    base, _, language = column.removeprefix(own).partition("::")
    return own + base, language


def _check_cells(book: Book) -> Iterator[Problem]:
    for name, table in book.tables.items():
        carried = {base for base, _ in SHEET_COLUMNS[name]}
        for column in table.columns:
            base, _ = split_column(column)
            if base in carried and not (base == "guidance_hint" and not book.is_own):
                yield from _check_values(table, column)
            elif column.startswith(OWN) and name == SheetName.SURVEY:
                near = nearest(base, [one for one in carried if one.startswith(OWN)])
                yield Problem(code="CL012", place=table.place(column), details={"key": column, "near": near})
            elif filled := table.filled(column):
                yield warn("CL067", table.place(column), column=column, count=str(len(filled)))


def _check_values(table: Table, column: str) -> Iterator[Problem]:
    """Cells hold values; only the version may be a formula, since a stand-in does no harm there."""
    for row in table.filled(column):
        cell = row.cells[column]
        if cell.kind in (CellKind.FORMULA, CellKind.ERROR):
            problem = warn("CL079", row.place(column), text=cell.text)
            is_version = (table.sheet.lower(), column) == (SheetName.SETTINGS, "version")
            yield problem if is_version else Problem(code="CL079", place=problem.place, details=problem.details)
