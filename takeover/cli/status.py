"""`takeover status`: where the takeover stands, at a glance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from takeover.assessment.model import Assessment, StopState
from takeover.assessment.plain import assessment_to_plain
from takeover.baseline.freeze import draw_up
from takeover.baseline.model import SIGNERS, EditionName
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, open_takeover
from takeover.errors import Exit
from takeover.interview.navigator import Progress, start_at_open
from takeover.roles import name_role


@click.command("status")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@click.option("--fail-on", type=click.Choice(["red"]), help="Exit with 1 if the best case is still red.")
@with_desk
def command(desk: Desk, *, as_of: dt.datetime | None, fail_on: str | None) -> None:
    """Show how far the questions are, what the judgement is, and what has been sealed and signed."""
    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    draft = draw_up(
        takeover.store.chain,
        takeover.checklist,
        edition=EditionName.INTERNAL,
        as_of=day,
        days_off=days_off_from(day),
    )
    assert draft.assessment is not None
    progress = start_at_open(takeover.checklist, takeover.situation).progress()
    lines = (
        *describe_progress(desk, takeover, progress),
        *describe_judgement(desk, draft.assessment),
        *describe_seals(desk, takeover),
    )
    plain: dict[str, Any] = {
        "head": takeover.store.chain.head.hex(),
        "lines": takeover.store.chain.lines,
        "progress": {"done": progress.done, "total": progress.total, "waiting": progress.waiting},
        "judgement": assessment_to_plain(draft.assessment),
    }
    desk.give("\n".join(lines), plain)
    confidence = draft.assessment.confidence
    if fail_on and confidence and confidence.best.name == "RED":
        raise click.exceptions.Exit(Exit.NO)


def describe_progress(desk: Desk, takeover: Takeover, progress: Progress) -> tuple[str, ...]:
    """Say project, progress and head."""
    project = takeover.situation.settings.get("project", "?")
    head = takeover.store.chain.head.hex()[:12]
    return (
        desk.text("cli.status.project", project=project),
        desk.text("cli.status.progress", done=progress.done, total=progress.total, waiting=progress.waiting),
        desk.text("cli.status.record", lines=takeover.store.chain.lines, head=head),
    )


def describe_judgement(desk: Desk, assessment: Assessment) -> tuple[str, ...]:
    """Say the rating in one line, then how many stop-lines, disputes and requests there are."""
    states = [stop.state for stop in assessment.stop_lines]
    counts = desk.text(
        "cli.status.counts",
        confirmed=states.count(StopState.CONFIRMED),
        open=states.count(StopState.OPEN),
        disputes=len(assessment.disputes),
        findings=len(assessment.findings),
        requests=len(assessment.requests),
    )
    confidence = assessment.confidence
    if confidence is None:
        knowledge = round(100 * assessment.figures.knowledge.fraction)
        return (desk.text("cli.status.unrated", knowledge=knowledge), counts)
    worst, best = (desk.text(f"cli.light.{light.name.lower()}") for light in (confidence.worst, confidence.best))
    return (desk.text("cli.status.rated", worst=worst, best=best), counts)


def describe_seals(desk: Desk, takeover: Takeover) -> tuple[str, ...]:
    """Say for each baseline who has signed and who has not."""
    situation = takeover.situation
    lines: list[str] = []
    for seal in situation.seals():
        for edition in seal.editions:
            signed = {s.party for s in situation.signatures() if (s.baseline, s.edition) == (seal.baseline, edition)}
            roles = {situation.parties[party].role for party in signed if party in situation.parties}
            of = SIGNERS[EditionName(edition)]
            missing = desk.catalogue.join(name_role(role, desk.catalogue) for role in of if role not in roles)
            done = desk.catalogue.join(name_role(role, desk.catalogue) for role in of if role in roles) or "–"
            lines.append(
                desk.text(
                    "cli.status.seal",
                    number=seal.baseline,
                    edition=desk.text(f"cli.edition.{edition}"),
                    root=seal.root[:12],
                    signed=done,
                    missing=missing or "–",
                )
            )
    return tuple(lines)
