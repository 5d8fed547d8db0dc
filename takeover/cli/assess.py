"""`takeover assess`: the judgement at a glance; with --json the whole of it (docs/assess.schema.json)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from takeover.assessment.model import Light
from takeover.assessment.published import Inputs, assess_to_plain, passes
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import choose_as_of, days_off_from, open_takeover
from takeover.cli.why import as_of_option, find_grounds, wrap_lines
from takeover.errors import Exit

FAILING = tuple(light.name.lower() for light in Light if light is not Light.GREEN)


@click.command("assess")
@as_of_option
@click.option(
    "--fail-on",
    type=click.Choice(FAILING),
    help="Exit with 1 if the worst world is this or worse, or no judgement is possible yet.",
)
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
    passed = fail_on is None or passes(grounds.assessment.confidence, Light[fail_on.upper()])
    gate = {"fail_on": {"light": fail_on, "world": "worst", "passed": passed}} if fail_on else {}
    desk.give(wrap_lines(describe_assessed(grounds, inputs, words)), plain | gate)
    if not passed:
        desk.say("cli.assess.failed", light=desk.text(f"report.light.{fail_on}"))
        raise click.exceptions.Exit(Exit.NO)
