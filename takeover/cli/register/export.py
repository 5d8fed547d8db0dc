"""`takeover register export [NAME] -o FILE`: a register as CSV, one or all as an Excel workbook."""

from __future__ import annotations

import click

from takeover.baseline.freeze import draw_up
from takeover.baseline.model import EditionName
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.folder import choose_as_of, choose_document_language, open_takeover
from takeover.cli.import_rows import find_registers
from takeover.cli.languages import take_language
from takeover.errors import UsageError
from takeover.report.register_book import RegisterRows, encode_register_csv, encode_registers


@click.command("export")
@click.argument("name", required=False)
@click.option(
    "--edition", type=click.Choice([item.value for item in EditionName]), default=EditionName.INTERNAL.value,
    help="Whose columns: internal leaves out private ones, shared also internal ones [default: internal].",
)  # fmt: skip
@click.option(
    "--language",
    metavar="LANG",
    callback=take_language,
    help="Language of the file: en or zh-Hans [default: the takeover's].",
)
@with_output
@with_desk
def command(desk: Desk, *, name: str | None, edition: str, language: str | None) -> None:
    """Write register NAME to -o FILE.csv or FILE.xlsx; without NAME, all registers that have rows to FILE.xlsx."""
    if desk.output is None or desk.output.suffix not in (".csv", ".xlsx"):
        raise UsageError("CM298")
    if desk.output.suffix == ".csv" and name is None:
        raise UsageError("CM297")
    takeover = open_takeover(desk)
    checklist = takeover.loaded.in_language(choose_document_language(language, takeover))
    drawn = draw_up(
        takeover.store.chain, checklist, edition=EditionName(edition), as_of=choose_as_of(None, takeover), days_off=()
    )
    wanted = find_registers(takeover, name)[0].id if name else ""
    tables = tuple(
        RegisterRows(register=register, rows=rows)
        for register in drawn.checklist.registers
        if (rows := drawn.situation.rows(register.id)) and wanted in ("", register.id)
    )
    if not tables:
        found = checklist.register(wanted) or checklist.registers[0]
        desk.give(desk.text("cli.register.none", title=found.title, id=found.id), {"registers": 0, "rows": 0})
        return
    csv = desk.output.suffix == ".csv"
    write_result(desk.output, encode_register_csv(tables[0]) if csv else encode_registers(tables), force=desk.force)
    counts = {"registers": len(tables), "rows": sum(len(table.rows) for table in tables)}
    shown = desk.text(f"cli.register.edition.{edition}")
    desk.give(
        desk.text("cli.register.written", file=desk.output, edition=shown, **counts),
        {"file": str(desk.output), "edition": edition, **counts},
    )
