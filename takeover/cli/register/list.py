"""`takeover register list`: the registers with the number of their rows."""

from __future__ import annotations

import click

from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import open_takeover


@click.command("list")
@with_desk
def command(desk: Desk) -> None:
    """List the registers of the takeover's checklist with the number of their rows."""
    takeover = open_takeover(desk)
    counted = [(register, len(takeover.situation.rows(register.id))) for register in takeover.checklist.registers]
    lines = (desk.text("cli.register.line", id=one.id, title=one.title, rows=rows) for one, rows in counted)
    plain = [{"id": register.id, "title": register.title, "rows": rows} for register, rows in counted]
    desk.give("\n".join(lines), {"registers": plain})
