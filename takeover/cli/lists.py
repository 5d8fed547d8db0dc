"""Which list a command works with: the one that was named, the folder's own, the settings', or the bundled one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from takeover.catalogues import LANGUAGES
from takeover.checklist.cache import find_cache
from takeover.checklist.compiled import Loaded
from takeover.checklist.fields import nearest
from takeover.checklist.library import DEFAULT_ID, load_file
from takeover.checklist.search import ENDINGS, Found, ListKind, Origin, Places, find_list, find_lists, find_pinned
from takeover.checklist.versions import Extends, read_extends
from takeover.cli.settings import load_settings
from takeover.errors import UsageError

with_checklist: Callable[[Any], Any] = click.option(
    "--checklist", "wanted", default="", metavar="FILE|ID", help="The checklist to use [default: the one that wins]."
)
"""The option that names a list."""


def find_places(folder: Path | None) -> Places:
    """Return the folders in which lists are looked for; `folder` is the takeover's own."""
    return Places(takeover=folder, house=load_settings().checklists)


def load_wanted(wanted: str, folder: Path | None, *, pinned: bool = True) -> Loaded:
    """Load the list that was named by file or id, or the one that wins.

    `pinned` tells whether the list on which the takeover in `folder` stands counts.

    Raises:
        UsageError: there is no such list, or several lists lie in the folder.
        AnswerIsNo: it has errors.
        BadInput: it cannot be read, or the settings cannot.
    """
    places = find_places(folder)
    path = choose_file(wanted, places, pinned=pinned)
    return load_file(path, places, find_cache(os.environ))


def choose_file(wanted: str, places: Places, *, pinned: bool = True) -> Path:
    """Return the file of the list that was named, or of the one that wins.

    Raises:
        UsageError: there is no such list, or several lists lie in the takeover's folder.
    """
    if names_file(wanted):
        return Path(wanted)
    own = find_pinned(places.takeover) if places.takeover and pinned else None
    if own and (own.problem or wanted in ("", own.id)):
        return own.path
    name = wanted or _choose_own(places) or load_settings().checklist or DEFAULT_ID
    found = find_list(name, places)
    if found is None:
        known = dict.fromkeys(one.id for one in find_lists(places) if one.id)
        raise UsageError("CM070", checklist=name, near=nearest(name, known))
    return found.path


def names_file(wanted: str) -> bool:
    """Tell whether a list is named by its file: a path, or a name with the ending of such files."""
    separators = {os.sep, os.altsep or os.sep}
    return any(separator in wanted for separator in separators) or Path(wanted).suffix in (*ENDINGS, ".json")


def _choose_own(places: Places) -> str:
    """Return the id of the list that lies in the takeover's folder; the base of a house list there is not meant.

    Raises:
        UsageError: there are several.
    """
    own = [found for found in find_lists(places) if found.origin is Origin.TAKEOVER and found.id]
    bases = {extends.base for found in own if (extends := _extends_of(found))}
    ids = dict.fromkeys(found.id for found in own if found.id not in bases)
    if len(ids) > 1:
        raise UsageError("CM071", folder=places.takeover, checklists=", ".join(ids))
    return next(iter(ids), "")


def _extends_of(found: Found) -> Extends | None:
    return read_extends(found.extends) if found.kind is ListKind.OVERLAY else None


def list_sides(language: str, *, bilingual: bool) -> tuple[str, ...]:
    """List the languages that stand side by side on a paper, the leading one first."""
    return (language, *(one for one in LANGUAGES if one != language)) if bilingual else (language,)


def require_languages(loaded: Loaded, languages: tuple[str, ...]) -> None:
    """Refuse a paper in languages in which the list is not there.

    Raises:
        UsageError: CM162.
    """
    if missing := [one for one in languages if one not in loaded.languages]:
        raise UsageError("CM162", checklist=loaded.source.id, language=", ".join(missing))
