"""`takeover status`: where the takeover stands, at a glance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from takeover.assessment.model import Assessment, StopState
from takeover.assessment.plain import assessment_to_plain
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, choose_as_of, days_off_from, draw_internal, open_takeover
from takeover.cli.gate import fail_on_option, gate_to_plain, leave_if_failed
from takeover.cli.pinned import count_gone
from takeover.cli.release import describe_release, release_to_plain
from takeover.cli.sealed import read_signoffs
from takeover.interview.navigator import Progress, Stand, start_at_open
from takeover.interview.overview import Overview, take_overview
from takeover.record.signoff import PartySignOff, Refusal, Reply, Reserved, SignOff, signoff_to_plain
from takeover.roles import name_role, title_role


@click.command("status")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the judgement [default: today].")
@fail_on_option
@with_desk
def command(desk: Desk, *, as_of: dt.datetime | None, fail_on: str | None) -> None:
    """Show how far the questions are, what the judgement is, and what has been sealed and signed."""
    takeover = open_takeover(desk)
    day = choose_as_of(as_of, takeover)
    draft = draw_internal(takeover, day, days_off=days_off_from(day, takeover.situation))
    assert draft.assessment is not None
    navigator = start_at_open(takeover.checklist, takeover.situation)
    progress = navigator.progress()
    overview = take_overview(navigator)
    gone = count_gone(takeover.checklist, takeover.situation)
    signoffs = read_signoffs(takeover, day)
    lines = (
        *describe_progress(desk, takeover, progress),
        *describe_overview(desk, overview),
        *([desk.text("cli.checklist.gone", count=gone)] if gone else ()),
        *describe_judgement(desk, draft.assessment),
        *describe_release(desk, takeover),
        *describe_signoffs(desk, takeover, signoffs),
    )
    plain: dict[str, Any] = {
        "head": takeover.store.chain.head.hex(),
        "lines": takeover.store.chain.lines,
        "progress": {"done": progress.done, "total": progress.total, "waiting": progress.waiting, "gone": gone},
        "left": overview_to_plain(overview),
        "judgement": assessment_to_plain(draft.assessment),
        "release": release_to_plain(takeover),
        "signoff": [signoff_to_plain(signoff) for signoff in signoffs],
    }
    confidence = draft.assessment.confidence
    desk.give("\n".join(lines), plain | gate_to_plain(confidence, fail_on))
    leave_if_failed(desk, confidence, fail_on)


def describe_progress(desk: Desk, takeover: Takeover, progress: Progress) -> tuple[str, ...]:
    """Say project, progress and head."""
    project = takeover.situation.settings.get("project", "?")
    head = takeover.store.chain.head.hex()[:12]
    return (
        desk.text("cli.status.project", project=project),
        desk.text("cli.status.progress", done=progress.done, total=progress.total, waiting=progress.waiting),
        desk.text("cli.status.record", lines=takeover.store.chain.lines, head=head),
    )


def describe_overview(desk: Desk, overview: Overview) -> tuple[str, ...]:
    """Say how the questions stand, how long the open ones take, and whom they are for."""
    pace = overview.pace
    stands = {stand.value: overview.stands.get(stand, 0) for stand in Stand}
    lines = [
        desk.text(
            "cli.status.first_hour", done=overview.first_hour - overview.first_hour_open, total=overview.first_hour
        ),
        desk.text("cli.status.stands", **stands),
    ]
    if overview.open:
        minutes, kind = pace.minutes_for(overview.open), "own" if pace.own else "usual"
        told = {"open": overview.open, "minutes": minutes, "seconds": round(pace.seconds)}
        lines.append(desk.text("cli.status.left", **told, pace=desk.text(f"cli.status.pace.{kind}")))
        roles = (
            desk.text("cli.status.role", role=name_role(role, desk.catalogue), count=count)
            for role, count in overview.by_role.items()
        )
        lines.append(desk.text("cli.status.whom", roles=desk.catalogue.join(roles)))
    return tuple(lines)


def overview_to_plain(overview: Overview) -> dict[str, Any]:
    """Write an overview for `--json`."""
    return {
        "open": overview.open,
        "minutes": overview.pace.minutes_for(overview.open),
        "seconds_an_answer": round(overview.pace.seconds, 1),
        "own_pace": overview.pace.own,
        "first_hour": {"total": overview.first_hour, "open": overview.first_hour_open},
        "stands": {stand.value: count for stand, count in overview.stands.items()},
        "by_role": {role.value: count for role, count in overview.by_role.items()},
    }


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


def describe_signoffs(desk: Desk, takeover: Takeover, signoffs: tuple[SignOff, ...]) -> tuple[str, ...]:
    """Say for each sealed edition who has signed and who has not, then what every party did with it."""
    lines: list[str] = []
    for signoff in signoffs:
        expected = [party for party in signoff.parties if party.expected]
        signed, missing = (
            desk.catalogue.join(name_role(p.role, desk.catalogue) for p in expected if bool(p.signings) is done) or "–"
            for done in (True, False)
        )
        lines.append(
            desk.text(
                "cli.status.seal",
                number=signoff.baseline,
                edition=desk.text(f"cli.edition.{signoff.edition}"),
                root=signoff.root[:12],
                signed=signed,
                missing=missing,
            )
        )
        lines += [line for party in signoff.parties for line in describe_party(desk, takeover, party)]
    return tuple(lines)


def describe_party(desk: Desk, takeover: Takeover, party: PartySignOff) -> tuple[str, ...]:
    """Say where a party stands with an edition, then every refusal and lifting that stands behind that."""
    role = title_role(party.role, desk.catalogue)
    lines = [_describe_refusal(desk, takeover, role, refusal) for refusal in party.refusals]
    if party.reply is not Reply.REFUSED:
        lines.insert(0, desk.text(f"cli.status.party.{_sentence_of(party)}", **_details_of(desk, party), role=role))
    for item in party.reservations:
        if item.lifting:
            name = _name_reservation(desk, party, item)
            lines.append(desk.text("cli.status.party.lifted", role=role, number=name, day=item.lifting.day))
    return tuple(lines)


def _sentence_of(party: PartySignOff) -> str:
    until = party.reply is Reply.WAITING and party.answer_by
    return f"{party.reply}_until" if until else party.reply.value


def _details_of(desk: Desk, party: PartySignOff) -> dict[str, object]:
    """Return what the sentence of a party's reply names."""
    if party.signings:
        last = party.signings[-1]
        named = (_name_reservation(desk, party, item) for item in party.open_reservations)
        return {"day": last.day, "form": desk.text(f"cli.form.{last.form}"), "open": desk.catalogue.join(named)}
    day = party.silent_since if party.reply is Reply.SILENT else party.answer_by
    return {"given": party.deliveries[-1].day if party.deliveries else "–", "day": day}


def _name_reservation(desk: Desk, party: PartySignOff, item: Reserved) -> str:
    """Name a reservation as people do: sponsor R1 (F-07); numbers are each signer's own."""
    kind = "item" if item.item else "general"
    role = name_role(party.role, desk.catalogue)
    return desk.text(f"cli.status.reservation.{kind}", role=role, number=item.number, item=item.item)


def _describe_refusal(desk: Desk, takeover: Takeover, role: str, refusal: Refusal) -> str:
    seen_by = takeover.situation.parties.get(refusal.witness)
    witness = (seen_by.name or name_role(seen_by.role, desk.catalogue)) if seen_by else "–"
    kind = "refused" if refusal.words else "refused_silently"
    details = {"role": role, "day": refusal.day, "words": refusal.words, "witness": witness}
    return desk.text(f"cli.status.party.{kind}", **details)
