"""`takeover assess`: the judgement at a glance; with --json the whole of it (docs/assess.schema.json)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from takeover.assessment.published import Inputs, assess_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import choose_as_of, days_off_from, open_takeover
from takeover.cli.gate import fail_on_option, gate_to_plain, leave_if_failed
from takeover.cli.why import as_of_option, find_grounds, wrap_lines


@click.command("assess")
@as_of_option
@fail_on_option
@with_desk
def command(desk: Desk, *, as_of: dt.datetime | None, fail_on: str | None) -> None:
    """Show the judgement: range, dimensions, stop-lines by who can clear them, readiness, facts, what to ask next."""
    from takeover.cli.assessed import describe_assessed
    from takeover.cli.explained import Words

    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    grounds = find_grounds(takeover, day)
    inputs = Inputs(
        checklist=grounds.checklist,
        sha256=takeover.loaded.sha256,
        situation=grounds.situation,
        lines=takeover.store.chain.lines,
        head=takeover.store.chain.head.hex(),
        days_off=days_off_from(day, takeover.situation),
    )
    words = Words(catalogue=desk.catalogue, checklist=grounds.checklist, situation=grounds.situation)
    plain: dict[str, Any] = assess_to_plain(inputs, grounds.assessment, grounds.facts)
    confidence = grounds.assessment.confidence
    desk.give(wrap_lines(describe_assessed(grounds, inputs, words)), plain | gate_to_plain(confidence, fail_on))
    leave_if_failed(desk, confidence, fail_on)
