"""`takeover checklist list`: every list that is found, which one wins, and which are shadowed by what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click

from takeover.checklist.cache import find_cache
from takeover.checklist.compiled import Loaded
from takeover.checklist.library import load_file
from takeover.checklist.search import Found, Origin, Places, find_lists, find_pinned
from takeover.cli.desk import Desk, with_desk
from takeover.cli.lists import choose_file, find_places, names_file, with_checklist
from takeover.errors import TakeoverError


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One list that was found; `wins` is used here, `shadow` the one of the same id that comes first, if any.

    `broken` is the first thing that is wrong with it, in words.
    """

    found: Found
    loaded: Loaded | None
    wins: bool
    shadow: Found | None
    broken: str


@click.command("list")
@with_checklist
@with_desk
def command(desk: Desk, *, wanted: str) -> None:
    """List all checklists that are found, in the order in which they win, and say which one is used here.

    A list with mistakes is listed with its first one; the others can be used all the same.
    """
    places = find_places(desk.folder)
    lines = tuple(find_lines(desk, places, wanted))
    texts = [text for line in lines for text in describe_line(desk, line)]
    if not any(line.wins for line in lines):
        texts.append(desk.text("cli.checklist.list.none"))
    desk.give("\n".join(texts), {"checklists": [line_to_plain(line) for line in lines]})


def find_lines(desk: Desk, places: Places, wanted: str) -> Iterator[Line]:
    """Look at every list that is found, the pinned one and a file that was named first."""
    winner = _choose(places, wanted)
    first: dict[str, Found] = {}
    for found in _find_all(places, wanted):
        loaded, broken = _load(desk, found, places)
        yield Line(
            found=found,
            loaded=loaded,
            wins=winner == str(found.path),
            shadow=first.get(found.id) if found.id else None,
            broken=broken,
        )
        if found.id and found.problem is None:
            first.setdefault(found.id, found)


def _find_all(places: Places, wanted: str) -> Iterator[Found]:
    from pathlib import Path

    from takeover.checklist.search import read_head

    if names_file(wanted) and (named := read_head(Path(wanted), Origin.NAMED)):
        yield named
    if places.takeover and (pinned := find_pinned(places.takeover)):
        yield pinned
    yield from find_lists(places)


def _choose(places: Places, wanted: str) -> str:
    """Return the path of the list that is used here; nothing where there is none."""
    try:
        return str(choose_file(wanted, places))
    except TakeoverError:
        return ""


def _load(desk: Desk, found: Found, places: Places) -> tuple[Loaded | None, str]:
    """Load a list, or say the first thing that is wrong with it."""
    if found.problem:
        return None, found.problem.sentence(desk.catalogue)
    try:
        return load_file(found.path, places, find_cache(os.environ)), ""
    except TakeoverError as error:
        return None, error.describe(desk.catalogue).splitlines()[0]


def describe_line(desk: Desk, line: Line) -> Iterator[str]:
    """Say what a list is, where it lies, and why it is not used if another one of its id comes first."""
    found = line.found
    key = "cli.checklist.list.used" if line.wins else "cli.checklist.list.line"
    yield desk.text(
        key,
        id=found.id or "?",
        version=found.version or "?",
        kind=desk.text(f"cli.checklist.kind.{found.kind}"),
        origin=desk.text(f"cli.checklist.origin.{found.origin}", package=found.package),
        languages=", ".join(line.loaded.languages) if line.loaded else "–",
        path=found.path,
    )
    if line.broken:
        yield "    " + desk.text("cli.checklist.list.broken", problem=line.broken)
    if line.shadow:
        origin = desk.text(f"cli.checklist.origin.{line.shadow.origin}", package=line.shadow.package)
        yield "    " + desk.text("cli.checklist.list.shadowed", path=line.shadow.path, origin=origin)


def line_to_plain(line: Line) -> dict[str, Any]:
    """Write a line for `--json`."""
    return {
        "id": line.found.id,
        "version": line.found.version,
        "kind": line.found.kind.value,
        "source": line.found.origin.value,
        "package": line.found.package,
        "path": str(line.found.path),
        "languages": list(line.loaded.languages) if line.loaded else [],
        "sha256": line.loaded.sha256 if line.loaded else "",
        "wins": line.wins,
        "shadowed_by": str(line.shadow.path) if line.shadow else "",
        "problem": line.broken,
    }
