"""`takeover why X`: why something in the judgement is as it is: the rule, who said what, and the numbers."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from typing import Any

import click

from takeover.assessment.facts import compute_facts
from takeover.assessment.why import explain, suggest_names
from takeover.assessment.why.model import Grounds
from takeover.assessment.why.plain import why_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, draw_internal, open_takeover
from takeover.errors import UsageError
from takeover.interview.wrapping import wrap_text

WIDEST = 100
_HANG = 2
as_of_option = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")


@click.command("why")
@click.argument("thing", metavar="X")
@as_of_option
@with_desk
def command(desk: Desk, *, thing: str, as_of: dt.datetime | None) -> None:
    """Explain X: the rule, who said what with which evidence, and the numbers.

    X is a dimension, a question's id, a finding (F-07), a dispute (D-02), a request (R-03), a computed fact
    (receivables), overall, or readiness.
    """
    from takeover.cli.explained import Words
    from takeover.cli.explained_whole import describe

    takeover = open_takeover(desk)
    grounds = find_grounds(takeover, choose_as_of(as_of, takeover))
    explanation = explain(thing, grounds)
    if explanation is None:
        near = desk.catalogue.join(suggest_names(thing, grounds))
        raise UsageError("CM170", thing=thing) if not near else UsageError("CM171", thing=thing, near=near)
    words = Words(catalogue=desk.catalogue, checklist=grounds.checklist, situation=grounds.situation)
    plain: dict[str, Any] = {"method": grounds.assessment.method, "as_of": grounds.assessment.as_of.isoformat()}
    desk.give(wrap_lines(describe(explanation, words)), plain | why_to_plain(explanation))


def find_grounds(takeover: Takeover, day: dt.date) -> Grounds:
    """Judge the record as the internal edition shows it: all that is not private."""
    days_off = days_off_from(day, takeover.situation)
    draft = draw_internal(takeover, day, days_off=days_off)
    assert draft.assessment is not None
    return Grounds(
        checklist=draft.checklist,
        situation=draft.situation,
        assessment=draft.assessment,
        facts=compute_facts(draft.situation, as_of=day, days_off=days_off),
    )


def wrap_lines(lines: Iterable[str]) -> str:
    """Wrap lines to the terminal; a line that goes on is set two columns further in than it began."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    return "\n".join(wrap_text(line, width, " " * (len(line) - len(line.lstrip(" ")) + _HANG)) for line in lines)
