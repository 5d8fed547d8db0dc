"""What is said about values of a record that cannot be read: the line, and how to say it anew."""

from __future__ import annotations

from collections.abc import Iterator

from takeover.cli.desk import Desk
from takeover.record.situation import Situation


def describe_unreadable(desk: Desk, situation: Situation) -> Iterator[str]:
    """Name each value that cannot be read by its line, with the command that says it anew."""
    for one in situation.unreadable:
        party = situation.parties.get(one.party)
        yield desk.text(
            f"cli.unreadable.{one.kind.value}",
            line=one.line,
            about=one.about,
            party=party.key if party else one.party,
            column=one.column,
            reason=one.reason,
        )
