"""Lists by file: read with all that belongs to them, checked, translated; compiled lists spare the reading.

A list is its main file, its parts, and the translations beside each of them. A house list is an overlay over its base,
which is found by the same search (`search`). Only a list without errors is given out; `lint_file` gives the problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from takeover import resources
from takeover.checklist.cache import Origins, fetch_compiled, keep_compiled
from takeover.checklist.compiled import Loaded, NotCompiled, decode_loaded
from takeover.checklist.overlay import Overlay, apply_overlay, read_overlay
from takeover.checklist.plain import hash_checklist
from takeover.checklist.reader import Placed, read_checklist
from takeover.checklist.rules import check_checklist
from takeover.checklist.search import EVERYWHERE, Found, ListKind, Origin, Places, find_list, read_head
from takeover.checklist.sources import find_translations, read_source
from takeover.checklist.translation import Translation, read_translation, translate
from takeover.checklist.versions import Extends, read_extends
from takeover.errors import AnswerIsNo, BadInput
from takeover.problems import Problem, has_errors

DEFAULT_ID = "takeover"
"""The list that is used where nobody names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A list file as it was read: the list where there is one, all problems, and all files that were read for it."""

    placed: Placed | None
    problems: tuple[Problem, ...]
    translations: tuple[Translation, ...]
    lists: Mapping[str, bytes] = field(default_factory=dict)
    translation_files: Mapping[str, bytes] = field(default_factory=dict)
    base: str = ""


def lint_file(path: Path, places: Places = EVERYWHERE) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """Read and check a list or a house list with its translations; problems come with the file as it was named.

    Raises:
        BadInput: the file cannot be read.
    """
    return _finish(_read(path, places))


def load_file(path: Path, places: Places = EVERYWHERE, cache: Path | None = None) -> Loaded:
    """Load a list that has no errors, from the cache where that vouches for it; also one that a takeover has pinned.

    Raises:
        AnswerIsNo: it has errors; they are all in the exception.
        BadInput: the file cannot be read, or is a pinned list that was changed.
    """
    if path.suffix == ".json":
        return load_pinned(path)
    main = path.absolute()
    if cache:
        base = _find_base(read_head(path, Origin.NAMED), places)
        below = base.path.absolute() if base else None
        compiled = fetch_compiled(cache, main, below, again=lambda: load_file(path, places))
        if compiled:
            return compiled
    reading = _read(path, places)
    loaded, problems = _finish(reading)
    if loaded is None or has_errors(problems):
        raise AnswerIsNo("CL900", problems=problems, file=path)
    if cache:
        translations = dict(sorted(reading.translation_files.items()))
        origins = Origins(lists=reading.lists, translations=translations, base=reading.base)
        keep_compiled(cache, main, loaded, origins)
    return loaded


def load_pinned(path: Path) -> Loaded:
    """Load the list that a takeover has pinned.

    Raises:
        BadInput: the file cannot be read, or was changed.
    """
    try:
        return decode_loaded(path.read_bytes())
    except OSError as error:
        raise BadInput("CL901", file=path, reason=error.strerror) from error
    except NotCompiled as error:
        raise BadInput("CL909", file=path) from error


def load_checklist(path: Path | None = None) -> Loaded:
    """Load a list by its file; without one the bundled one."""
    return load_file(path or resources.checklists_folder() / f"{DEFAULT_ID}.yaml")


def _finish(reading: Reading) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """Put a list that was read into its languages."""
    if reading.placed is None:
        return None, reading.problems
    checklist = reading.placed.checklist
    translations, problems = translate(checklist, reading.translations)
    loaded = Loaded(source=checklist, sha256=hash_checklist(checklist), translations=translations)
    return loaded, (*reading.problems, *problems)


def _read(path: Path, places: Places) -> Reading:
    """Read a list or house list."""
    data = _read_bytes(path)
    head = read_head(path, Origin.NAMED)
    if head and head.kind is ListKind.OVERLAY:
        return _read_overlay(path, data, places)
    return _read_list(path, data)


def _read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        return read_source(path)
    except OSError as error:
        raise BadInput("CL901", file=path, reason=error.strerror) from error


def _read_list(path: Path, data: bytes) -> Reading:
    lists = {str(path.absolute()): data}

    def read_part(name: str) -> bytes | None:
        part = str(path.absolute().parent / name)
        try:
            lists[part] = read_source(part)
        except OSError:
            return None
        return lists[part]

    placed, problems = read_checklist(data, path.as_posix(), read_part)
    if placed:
        problems += check_checklist(placed)
    names = (path, *(path.parent / name for name in placed.parts if path.parent / name != path)) if placed else (path,)
    files, translations, found = _read_translations(names)
    return Reading(
        placed=placed,
        problems=(*problems, *found),
        translations=translations,
        lists=lists,
        translation_files=files,
    )


def _read_translations(
    lists: tuple[Path, ...],
) -> tuple[dict[str, bytes], tuple[Translation, ...], tuple[Problem, ...]]:
    files: dict[str, bytes] = {}
    translations: list[Translation] = []
    problems: list[Problem] = []
    for path in map(Path, find_translations(lists)):
        data = files[str(path.absolute())] = _read_bytes(path)
        translation, found = read_translation(data, path.as_posix())
        problems += found
        translations += [translation] if translation else []
    return files, tuple(translations), tuple(problems)


def _read_overlay(path: Path, data: bytes, places: Places) -> Reading:
    overlay, problems = read_overlay(data, path.as_posix())
    files, translations, found = _read_translations((path,))
    problems += found
    alone = Reading(placed=None, problems=problems, translations=translations)
    if overlay is None:
        return alone
    base, problem = _read_base(overlay, places)
    if base is None or base.placed is None:
        return Reading(placed=None, problems=(*problems, *problem), translations=translations)
    placed, more = apply_overlay(base.placed, overlay)
    checked = check_checklist(placed) if placed else ()
    return Reading(
        placed=placed,
        problems=(*problems, *more, *(one for one in checked if one not in base.problems)),
        translations=(*base.translations, *translations),
        lists={str(path.absolute()): data, **base.lists},
        translation_files={**base.translation_files, **files},
        base=next(iter(base.lists)),
    )


def _read_base(overlay: Overlay, places: Places) -> tuple[Reading | None, tuple[Problem, ...]]:
    """Find and read the list underneath; a base with errors is no base."""
    place = overlay.root.place_of_key("extends")
    found = _find_extended(overlay.extends, places)
    if found is None:
        return None, (Problem(code="CL907", place=place, details={"base": overlay.extends.base}),)
    reading = _read_list(found.path, _read_bytes(found.path))
    if reading.placed is None or has_errors(reading.problems):
        return None, (Problem(code="CL908", place=place, details={"file": str(found.path)}),)
    return reading, ()


def _find_base(head: Found | None, places: Places) -> Found | None:
    extends = read_extends(head.extends) if head and head.kind is ListKind.OVERLAY else None
    return _find_extended(extends, places) if extends else None


def _find_extended(extends: Extends, places: Places) -> Found | None:
    """Find the list underneath: the first of that id in a version that is accepted, else the first of that id."""
    return find_list(extends.base, places, accepts=lambda found: extends.accepts(found.version))
