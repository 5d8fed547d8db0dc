"""`takeover verdict`: the PM's own verdict in words, beside the computed one; sponsor and witness may add theirs."""

from __future__ import annotations

import datetime as dt

import click

from takeover.assessment.model import Confidence, Light
from takeover.assessment.plain import digest_assessment
from takeover.assessment.verdicts import VERDICT_ROLES, needs_reason
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, choose_as_of, open_takeover
from takeover.cli.why import as_of_option, find_grounds
from takeover.errors import UsageError
from takeover.record.kinds import Stamp, verdict_given
from takeover.record.situation import Party
from takeover.roles import name_role
from takeover.values import Level, tidy_text


@click.command("verdict")
@click.option("--as", "party_key", required=True, metavar="PARTY", help="incoming_pm, sponsor or witness, or a key.")
@click.option("--light", required=True, type=click.Choice([light.name.lower() for light in Light]), help="The verdict.")
@click.option("--text", required=True, help="Why, in the party's own words.")
@click.option("--reason", default="", help="Needed where the verdict lies outside of the computed range.")
@as_of_option
@with_desk
def command(desk: Desk, *, party_key: str, light: str, text: str, reason: str, as_of: dt.datetime | None) -> None:
    """Keep a party's verdict in words. It stands beside the computed range and changes nothing in it."""
    takeover = open_takeover(desk)
    takeover.store.refuse_if_unfit()
    party = _find_party(desk, takeover, party_key)
    said, why = tidy_text(text), tidy_text(reason)
    if not said:
        raise UsageError("CM174")
    assessment = find_grounds(takeover, choose_as_of(as_of, takeover)).assessment
    confidence = assessment.confidence
    if needs_reason(Light[light.upper()], confidence) and not why:
        computed = _write_range(desk, confidence)
        raise UsageError("CM175", light=desk.text(f"report.light.{light}"), computed=computed)
    ends = {"worst": confidence.worst.name.lower(), "best": confidence.best.name.lower()} if confidence else {}
    body = verdict_given(
        Stamp(at=clock.write_timestamp(clock.now()), by=takeover.writer, sharing=Level.INTERNAL),
        party=party.id,
        light=light,
        text=said,
        assessed=digest_assessment(assessment),
        as_of=assessment.as_of,
        reason=why,
        **ends,
    )
    takeover.store.append([body])
    _say_kept(desk, takeover, party, light, confidence)


def _find_party(desk: Desk, takeover: Takeover, key: str) -> Party:
    """Find the party by its key, or the only one in the role.

    Raises:
        UsageError: there is no such party, or it gives no verdict.
    """
    party = takeover.situation.party_called(key)
    roles = ", ".join(role.value for role in VERDICT_ROLES)
    if party is None:
        raise UsageError("CM172", party=key, roles=roles)
    if party.role not in VERDICT_ROLES:
        raise UsageError("CM173", role=name_role(party.role, desk.catalogue), roles=roles)
    return party


def _write_range(desk: Desk, confidence: Confidence | None) -> str:
    if confidence is None:
        return desk.text("cli.assess.no_judgement")
    worst, best = (desk.text(f"report.light.{light.name.lower()}") for light in (confidence.worst, confidence.best))
    return worst if worst == best else desk.text("report.range", worst=worst, best=best)


def _say_kept(desk: Desk, takeover: Takeover, party: Party, light: str, confidence: Confidence | None) -> None:
    head = takeover.store.chain.head.hex()
    line = desk.text(
        "cli.verdict.kept",
        who=name_role(party.role, desk.catalogue),
        light=desk.text(f"report.light.{light}"),
        computed=_write_range(desk, confidence),
        head=head[:12],
    )
    outside = needs_reason(Light[light.upper()], confidence)
    desk.give(line, {"party": party.id, "light": light, "outside": outside, "head": head})
