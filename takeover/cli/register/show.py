"""`takeover register show NAME`: the rows of a register as text, with whose they are and how well they are proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from takeover.checklist.model import Register
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import open_takeover
from takeover.cli.import_rows import find_registers
from takeover.cli.why import wrap_lines
from takeover.interview.pages import party_name
from takeover.interview.rows.comparison import cell_text
from takeover.record.rows import Row
from takeover.record.situation import Situation
from takeover.values import Money, decimal_text


@click.command("show")
@click.argument("name")
@with_desk
def command(desk: Desk, *, name: str) -> None:
    """Show the rows of register NAME: an id such as payments, or a title."""
    takeover = open_takeover(desk)
    register = find_registers(takeover, name)[0]
    rows = takeover.situation.rows(register.id)
    lines = [line for at, row in enumerate(rows, 1) for line in _describe(desk, takeover.situation, register, at, row)]
    text = wrap_lines(lines) if rows else desk.text("cli.register.none", title=register.title, id=register.id)
    desk.give(text, {"register": register.id, "rows": [_plain(row) for row in rows]})


def _describe(desk: Desk, situation: Situation, register: Register, number: int, row: Row) -> Iterator[str]:
    """Say a row: its first cell, the others that are filled, whose it is and what proves it."""
    filled = [column for column in register.columns if row.values.get(column.id, "") != ""]
    first, others = filled[:1], filled[1:]
    said = {column.id: " ".join(cell_text(column, row.values[column.id]).split()) for column in filled}
    yield desk.text("cli.register.row", number=number, row="".join(said[column.id] for column in first))
    for column in others:
        yield desk.text("cli.register.cell", title=column.title, value=said[column.id])
    party = situation.parties.get(row.party)
    yield desk.text(
        "cli.register.source",
        party=party_name(party, desk.catalogue) if party else row.party,
        method=desk.text(f"interview.method.{row.method}"),
        proofs=len(row.evidence),
    )


def _plain(row: Row) -> dict[str, Any]:
    cells = {
        name: {"amount": decimal_text(value.amount), "currency": value.currency} if isinstance(value, Money) else value
        for name, value in row.values.items()
    }
    return {"row": row.id, "values": cells, "party": row.party, "method": row.method.value}
