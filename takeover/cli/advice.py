"""`takeover advice`: before you sign for the job; and an outline of the communication plan for your role."""

from __future__ import annotations

import datetime as dt

import click

from takeover.assessment.acceptance import Acceptance, advise
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, draw_internal, open_takeover
from takeover.cli.why import as_of_option, wrap_lines
from takeover.report.view.acceptance import say_condition

_OUTLINES = {"sole": 5, "paired": 5, "administrator": 5}
"""How many lines the outline of each role of the PM has."""


@click.command("advice")
@click.option("--communication", is_flag=True, help="Show the outline of the communication plan as well.")
@as_of_option
@with_desk
def command(desk: Desk, *, communication: bool, as_of: dt.datetime | None) -> None:
    """Weigh whether to accept the job: accept, accept with conditions, advise against; or nothing yet.

    The internal edition of the report has a page with the same; no edition for the client has it.
    """
    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    draft = draw_internal(takeover, day, days_off=days_off_from(day, takeover.situation))
    assert draft.assessment is not None
    found = advise(draft.assessment)
    outline = describe_outline(desk, takeover) if communication else []
    conditions = [{"question": s.question, "state": s.state, "cleared_by": s.cleared_by} for s in found.conditions]
    plain = {"advice": found.advice, "grounds": list(found.grounds), "conditions": conditions, "outline": outline}
    desk.give(wrap_lines([*describe_advice(desk, takeover, found), *outline]), plain)


def describe_advice(desk: Desk, takeover: Takeover, found: Acceptance) -> list[str]:
    """Say the advice, its grounds, and each condition with who can meet it."""
    lines = [desk.text(f"cli.advice.{found.advice.value}"), ""]
    lines += [f"- {desk.text(f'cli.advice.ground.{ground.value}')}" for ground in found.grounds]
    if found.conditions:
        lines += ["", desk.text("cli.advice.conditions")]
    for stop in found.conditions:
        question = takeover.checklist.question(stop.question)
        assert question is not None
        who = desk.text(f"report.cleared_by.{stop.cleared_by.value}")
        state = desk.text(f"report.stop.{stop.state.value}")
        condition = say_condition(desk.catalogue, question, stop)
        lines.append(f"- {condition} ({desk.text('cli.advice.condition', state=state, who=who)})")
    return lines


def describe_outline(desk: Desk, takeover: Takeover) -> list[str]:
    """Outline the communication plan by the PM's role; the client is the main user in an internal project."""
    role = takeover.situation.settings.get("pm_role", "sole")
    internal = takeover.situation.settings.get("engagement") == "internal"
    customer = desk.text(f"role.{'main_user' if internal else 'client'}")
    above = desk.text(f"cli.advice.outline.{'internal' if internal else 'client'}")
    lines = [desk.text(f"cli.advice.outline.{role}.{n}", customer=customer) for n in range(1, _OUTLINES[role] + 1)]
    return ["", desk.text(f"cli.advice.outline.{role}.title"), *(f"- {line}" for line in (*lines, above))]
