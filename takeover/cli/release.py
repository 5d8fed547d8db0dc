"""`takeover release --by ROLE`: somebody of the own organisation other than the PM lets the shared edition go out.

`seal` makes a shared edition only after that. What was released is what is there: a release holds for the next
baseline, and is void once anything that the client would read was added behind it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from takeover.baseline.model import EditionName
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, open_takeover
from takeover.cli.sealed import choose_day, find_party, happened_options, keep_papers, name_signer
from takeover.errors import Refused
from takeover.record.kinds import Stamp
from takeover.record.releases import Release, Standing, find_release
from takeover.record.signoff_kinds import released
from takeover.record.situation import level_of
from takeover.roles import name_role
from takeover.values import Level, Role, Side, tidy_text

RELEASERS = (Role.LEGAL, Role.SPONSOR, Role.SALES, Role.FINANCE)
"""Who may let an edition go out, if they stand for the own organisation. Never the PM alone."""
_SHARED = EditionName.SHARED


@click.command("release")
@click.option("--by", "releaser", required=True, metavar="PARTY", help="legal, sponsor, sales or finance, or a key.")
@click.option("--name", default="", help="Name of the person, where nobody is named in the role yet.")
@click.option("--edition", type=click.Choice([_SHARED.value]), default=_SHARED.value, show_default=True)
@click.option("--judgement", is_flag=True, help="The lights may go out too.")
@click.option("--text", default="", help="What was said on it.")
@happened_options
@with_desk
def command(
    desk: Desk,
    *,
    releaser: str,
    name: str,
    edition: str,
    judgement: bool,
    text: str,
    on: dt.datetime | None,
    files: tuple[Path, ...],
) -> None:
    """Keep that somebody of the own organisation lets the shared edition of the next baseline go out.

    Read it before: takeover report --edition shared. Add nothing that the client would read until it is sealed.
    """
    takeover = open_takeover(desk)
    takeover.store.refuse_if_unfit()
    party, bodies = _find_releaser(takeover, releaser, name)
    number = count_next(takeover)
    day = choose_day(takeover, on)
    body = released(
        Stamp(at=clock.write_timestamp(clock.now()), by=takeover.writer, sharing=Level.INTERNAL, on=day),
        baseline=number,
        edition=edition,
        party=party,
        text=tidy_text(text),
        checklist=takeover.loaded.sha256,
        judgement=judgement,
        evidence=keep_papers(takeover, files),
    )
    takeover.store.append([*bodies, body])
    shared = sum(level_of(e, takeover.situation.levels) is Level.SHARED for e in takeover.store.chain.entries)
    who = name_role(takeover.situation.parties[party].role, desk.catalogue)
    key = "cli.release.judged" if judgement else "cli.release.done"
    told = desk.text(key, who=who, number=number, day=day, count=shared)
    plain = {"party": party, "baseline": number, "edition": edition, "judgement": judgement, "entries": shared}
    desk.give(told, plain | {"head": takeover.store.chain.head.hex()})


def count_next(takeover: Takeover) -> int:
    """Return the number of the next baseline."""
    return len(takeover.situation.seals()) + 1


def _find_releaser(takeover: Takeover, key: str, name: str) -> tuple[str, list[dict[str, Any]]]:
    """Find who releases; a role in which nobody is named yet is named in the same line.

    Raises:
        Refused: that party may not let an edition go out.
        UsageError: nobody goes by that name.
    """
    known = takeover.situation.party_called(key)
    if known is None and key in RELEASERS:
        stamp = Stamp(at=clock.write_timestamp(clock.now()), by=takeover.writer, sharing=Level.SHARED)
        return name_signer(takeover, Role(key), tidy_text(name), stamp)
    party = known or find_party(takeover, key)
    if party.role not in RELEASERS or party.side is not Side.OWN:
        raise Refused("CM260", party=party.key)
    return party.id, []


def refuse_unreleased(takeover: Takeover, *, judgement: bool) -> None:
    """Refuse a shared edition that nobody released, or not as it would go out now.

    Raises:
        Refused: CM261 to CM264, each with the command that helps.
    """
    number = count_next(takeover)
    release = find_shared_release(takeover)
    again = "takeover release --by sponsor" + (" --judgement" if judgement else "")
    if release is None:
        raise Refused("CM261", number=number, command=again)
    match release.judge(checklist=takeover.loaded.sha256, judgement=judgement):
        case Standing.ADDED:
            raise Refused("CM262", number=number, day=release.day, count=release.added, command=again)
        case Standing.OTHER_CHECKLIST:
            raise Refused("CM263", number=number, day=release.day, command=again)
        case Standing.NO_JUDGEMENT:
            raise Refused("CM264", number=number, day=release.day, command=again)
        case Standing.HOLDS:
            return


def find_shared_release(takeover: Takeover) -> Release | None:
    """Find the release of the shared edition of the next baseline."""
    entries = takeover.store.chain.entries
    return find_release(entries, takeover.situation, baseline=count_next(takeover), edition=_SHARED.value)


def describe_release(desk: Desk, takeover: Takeover) -> tuple[str, ...]:
    """Say for `status` who released the next shared edition and whether that holds; nothing where nobody did."""
    release = find_shared_release(takeover)
    if release is None:
        return ()
    party = takeover.situation.parties.get(release.party)
    who = name_role(party.role, desk.catalogue) if party else release.party
    standing = release.judge(checklist=takeover.loaded.sha256, judgement=release.judgement)
    details = {"number": release.baseline, "who": who, "day": release.day, "count": release.added}
    return (desk.text(f"cli.status.release.{standing.value}", **details),)


def release_to_plain(takeover: Takeover) -> dict[str, Any]:
    """Write the release for `--json`; empty where there is none."""
    release = find_shared_release(takeover)
    if release is None:
        return {}
    standing = release.judge(checklist=takeover.loaded.sha256, judgement=release.judgement)
    plain = {"baseline": release.baseline, "edition": release.edition, "party": release.party}
    plain |= {"on": release.day.isoformat(), "judgement": release.judgement, "standing": standing.value}
    return plain | {"added": release.added}
