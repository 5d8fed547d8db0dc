"""`takeover checklist diff A B`: what is different between two lists, question by question."""

from __future__ import annotations

import click

from takeover.checklist.compiled import Loaded
from takeover.checklist.difference import Difference, Kind, compare_lists
from takeover.cli.desk import Desk, with_desk
from takeover.cli.differences import count_statements, describe_difference, difference_to_plain
from takeover.cli.folder import open_takeover
from takeover.cli.lists import load_wanted
from takeover.cli.pinned import name_list
from takeover.errors import UsageError
from takeover.record.situation import Situation
from takeover.record.store import RECORD_FILE


@click.command("diff")
@click.argument("lists", nargs=-1, metavar="[[A] B]")
@with_desk
def command(desk: Desk, *, lists: tuple[str, ...]) -> None:
    """Compare two lists, each named by FILE or ID: A is the older one, B the newer one.

    In a takeover's folder A may be left out: it is the list on which the takeover stands. B too: it is then the one of
    the same id that wins the search. Texts are compared in the language of the terminal where both lists have it.
    """
    old, new, situation = _load_both(desk, lists)
    language = desk.catalogue.language
    both = language in old.languages and language in new.languages
    first, second = (one.in_language(language) if both else one.source for one in (old, new))
    differences = compare_lists(first, second)
    answers = count_statements(situation)
    lines = [desk.text("cli.checklist.diff.head", old=name_list(old), new=name_list(new))]
    if old.languages != new.languages:
        languages = {"old": ", ".join(old.languages), "new": ", ".join(new.languages)}
        lines.append(desk.text("cli.checklist.diff.languages", **languages))
    for difference in differences:
        lines += ["", *describe_difference(desk, difference, answers)]
    lines += ["", desk.text("cli.checklist.diff.count", **count_kinds(differences))]
    plain = {
        "old": list_to_plain(old),
        "new": list_to_plain(new),
        "language": first.language,
        "differences": [difference_to_plain(difference, answers) for difference in differences],
    }
    desk.give("\n".join(lines), plain)


def _load_both(desk: Desk, lists: tuple[str, ...]) -> tuple[Loaded, Loaded, Situation | None]:
    """Load the older and the newer list, and what has been said on the older one where it is a takeover's.

    Raises:
        UsageError: too many lists, or too few outside of a takeover.
    """
    if len(lists) == 2:
        old, new = (load_wanted(name, desk.folder, pinned=False) for name in lists)
        return old, new, None
    if len(lists) > 2 or not (desk.folder / RECORD_FILE).exists():
        raise UsageError("CM074")
    takeover = open_takeover(desk)
    wanted = lists[0] if lists else takeover.loaded.source.id
    return takeover.loaded, load_wanted(wanted, desk.folder, pinned=False), takeover.situation


def count_kinds(differences: tuple[Difference, ...]) -> dict[str, int]:
    """Count the differences of each kind."""
    kinds = [difference.kind for difference in differences]
    return {kind.value: kinds.count(kind) for kind in Kind}


def list_to_plain(loaded: Loaded) -> dict[str, object]:
    """Write for `--json` which list it is."""
    source = loaded.source
    return {"id": source.id, "version": source.version, "sha256": loaded.sha256, "languages": list(loaded.languages)}
