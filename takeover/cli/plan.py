"""`takeover plan`: the 30/60/90-day plan, to read or for another program to import."""

from __future__ import annotations

import datetime as dt

import click

from takeover.assessment.plan import plan_actions, read_cut_off
from takeover.catalogues import load_catalogue
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.folder import (
    Takeover,
    choose_as_of,
    choose_document_language,
    days_off_from,
    draw_internal,
    open_takeover,
)
from takeover.cli.languages import take_language
from takeover.cli.why import as_of_option, wrap_lines
from takeover.errors import UsageError
from takeover.report.plan import PlanRow, Target, build_plan, group_rows, tabulate_plan
from takeover.report.tables import encode_csv, encode_workbook

_ENDINGS = (".csv", ".xlsx")


@click.command("plan")
@click.option(
    "--for", "target", type=click.Choice([item.value for item in Target]), default=Target.PLAIN.value,
    help="Whose headings the file has [default: plain].",
)  # fmt: skip
@click.option(
    "--language",
    metavar="LANG",
    callback=take_language,
    help="Language of the plan: en or zh-Hans [default: the takeover's].",
)
@as_of_option
@with_output
@with_desk
def command(desk: Desk, *, target: str, language: str | None, as_of: dt.datetime | None) -> None:
    """Show the 30/60/90-day plan: an action a finding, with owner, day, and what it does to the range.

    With -o FILE.csv or FILE.xlsx it is written for Jira, OpenProject or Planner to import.
    """
    takeover = open_takeover(desk)
    rows = draw_plan(takeover, choose_document_language(language, takeover), choose_as_of(as_of, takeover))
    if desk.output is None:
        plain = {"actions": [{name: getattr(row, name) for name in PlanRow.__slots__} for row in rows]}
        desk.give(wrap_lines(_describe(desk, rows)), plain)
        return
    if desk.output.suffix not in _ENDINGS:
        raise UsageError("CM186", file=desk.output)
    table = tabulate_plan(rows, Target(target))
    data = encode_csv(table) if desk.output.suffix == ".csv" else encode_workbook("plan", table)
    write_result(desk.output, data, force=desk.force)
    done = desk.text("cli.plan.written", file=desk.output, count=len(rows))
    desk.give(done, {"file": str(desk.output), "actions": len(rows)})


def draw_plan(takeover: Takeover, language: str, day: dt.date) -> tuple[PlanRow, ...]:
    """Draw the plan of a day in the words of a language."""
    days_off = days_off_from(day, takeover.situation)
    draft = draw_internal(takeover, day, days_off=days_off, language=language)
    assert draft.assessment is not None
    cut_off = read_cut_off(takeover.situation.settings)
    actions = plan_actions(draft.checklist, draft.assessment, days_off=days_off, cut_off=cut_off)
    return build_plan(draft, actions, load_catalogue(language))


def _describe(desk: Desk, rows: tuple[PlanRow, ...]) -> list[str]:
    if not rows:
        return [desk.text("cli.plan.none")]
    lines: list[str] = []
    for title, found in group_rows(rows):
        lines += ["", title]
        for row in found:
            lines += _describe_row(desk, row)
    return lines[1:]


def _describe_row(desk: Desk, row: PlanRow) -> list[str]:
    effect = desk.text("cli.plan.effect", before=row.before, after=row.after) if row.after else ""
    who = desk.text("cli.plan.who", owner=row.owner, due=row.due, finding=row.finding) + effect
    return [f"{row.number}  {row.action}", f"      {who}", *([f"      {row.clearing}"] if row.clearing else [])]
