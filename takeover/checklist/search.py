"""Where lists are found: the takeover's own folder, the house folder, Python packages, the bundled ones; first wins.

Rules: a file is a list if its first key is `takeover_checklist`, a house list if it is `takeover_overlay`; parts,
translations and all else are passed by. Of several lists of one id in the same place the newest version comes first,
then the file's name decides. A package announces its lists by an entry point of the group `takeover.checklists` whose
value names the package that holds the files; none of its code runs. What cannot be read is found too, with its problem:
it stops nobody. Leaves to others: reading a list (`library`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from takeover import resources
from takeover.checklist.compiled import NotCompiled, decode_loaded
from takeover.checklist.files import MAX_BYTES
from takeover.checklist.reader import read_header
from takeover.checklist.versions import read_version
from takeover.errors import BadInput
from takeover.problems import Place, Problem

GROUP = "takeover.checklists"
"""The group of the entry points by which packages announce lists."""
PINNED_FILE = "checklist.json"
"""The list on which a takeover stands, in its folder."""
ENDINGS = (".yaml", ".yml")
_START = re.compile(r"(?:\s++|#[^\n]*+|---[^\n]*+|\{)*+[\"']?takeover_(checklist|overlay)[\"']?\s*:", re.ASCII)
_PLAIN_KEY = re.compile(r"^(id|version|extends):[ \t]+([^\s\"'#&*!|>{\[][^\s#]*)[ \t\r]*(?:#.*)?$", re.MULTILINE)
_KEYS = {"checklist": {"id", "version"}, "overlay": {"id", "version", "extends"}}


class Origin(StrEnum):
    """The places in which lists are looked for, in their order; `NAMED` is a file that the user named."""

    NAMED = "named"
    TAKEOVER = "takeover"
    HOUSE = "house"
    PACKAGE = "package"
    BUNDLED = "bundled"


class ListKind(StrEnum):
    """A list of its own, a house list over another one, or the list that a takeover has pinned."""

    CHECKLIST = "checklist"
    OVERLAY = "overlay"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A list that was found: what its file says of itself, and where it lies; `problem` where it cannot be read.

    `extends` is what a house list says of its base, `package` the name under which a package announces it.
    """

    path: Path
    origin: Origin
    kind: ListKind = ListKind.CHECKLIST
    id: str = ""
    version: str = ""
    extends: str = ""
    package: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders in which lists are looked for; the bundled ones and announced packages are always among them."""

    takeover: Path | None = None
    house: Path | None = None


EVERYWHERE = Places()
"""Where lists lie for everybody: announced packages, and the bundled ones."""


def find_lists(places: Places) -> Iterator[Found]:
    """List all lists in the order in which they win, place by place, so that a search can stop early."""
    if places.takeover:
        yield from _find_in(places.takeover, Origin.TAKEOVER, optional=True)
    if places.house:
        yield from _find_in(places.house, Origin.HOUSE)
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        yield from _find_announced(point)
    yield from _find_in(resources.checklists_folder(), Origin.BUNDLED)


def find_list(wanted: str, places: Places, *, accepts: Callable[[Found], bool] = lambda _found: True) -> Found | None:
    """Find the list of an id: the first one that is accepted, else the first one.

    Raises:
        BadInput: the house folder cannot be read; what lies behind it must not win by accident.
    """
    first: Found | None = None
    for found in find_lists(places):
        if found.problem and found.path == places.house:
            raise BadInput("CL911", file=found.path, reason=found.problem.details["reason"])
        if found.id == wanted and found.problem is None:
            if accepts(found):
                return found
            first = first or found
    return first


def read_head(path: Path, origin: Origin, package: str = "") -> Found | None:
    """Read what a file says of itself; None where it is no list. A file that cannot be read has its problem."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        problem = Problem(code="CL904", place=Place(file=str(path)), details={"reason": error.strerror or str(error)})
        return Found(path=path, origin=origin, package=package, problem=problem)
    text = data.decode("utf-8-sig", errors="replace")
    start = _START.match(text)
    if start is None:
        return None
    keys = {found[1]: found[2] for found in _PLAIN_KEY.finditer(text)}
    if not keys.keys() >= _KEYS[start[1]]:  # written in a way that only YAML understands
        header = read_header(data, path.name)
        keys = {"id": header.id, "version": header.version, "extends": header.extends} if header else {}
    return Found(
        path=path,
        origin=origin,
        package=package,
        kind=ListKind(start[1]),
        id=keys.get("id", ""),
        version=keys.get("version", ""),
        extends=keys.get("extends", ""),
    )


def _find_in(folder: Path, origin: Origin, package: str = "", *, optional: bool = False) -> Iterator[Found]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)
    except OSError as error:
        problem = Problem(code="CL904", place=Place(file=str(folder)), details={"reason": error.strerror or str(error)})
        if not optional:
            yield Found(path=folder, origin=origin, package=package, problem=problem)
        return
    heads = (read_head(path, origin, package) for path in files)
    found = sorted((head for head in heads if head), key=_version_of, reverse=True)
    yield from sorted(found, key=lambda head: (not head.id, head.id))  # of one id the newest stays first


def _version_of(found: Found) -> tuple[int, int, int]:
    return read_version(found.version) or (-1, 0, 0)


def find_pinned(folder: Path) -> Found | None:
    """Find the list that a takeover has pinned; None where its folder has none."""
    path = folder / PINNED_FILE
    if not path.exists():
        return None
    try:
        source = decode_loaded(path.read_bytes()).source
    except (OSError, NotCompiled):
        problem = Problem(code="CL905", place=Place(file=str(path)))
        return Found(path=path, origin=Origin.TAKEOVER, kind=ListKind.PINNED, problem=problem)
    return Found(path=path, origin=Origin.TAKEOVER, kind=ListKind.PINNED, id=source.id, version=source.version)


def _find_announced(point: EntryPoint) -> Iterator[Found]:
    folder = find_package_folder(point.module)
    if folder is None:
        problem = Problem(code="CL906", place=Place(file=point.name), details={"module": point.module})
        yield Found(path=Path(point.module), origin=Origin.PACKAGE, package=point.name, problem=problem)
        return
    yield from _find_in(folder, Origin.PACKAGE, point.name)


def find_package_folder(module: str) -> Path | None:
    """Return the folder of a package, without running any of its code; None where it is not on the disk as a folder.

    A dotted name is followed step by step: `find_spec` alone would import what stands in front of the last dot.
    """
    first, *rest = module.split(".")
    spec = _find_spec(first)
    for name in rest:
        folders = spec.submodule_search_locations if spec else None
        spec = PathFinder.find_spec(f"{spec.name}.{name}", list(folders)) if spec and folders else None
    if spec is None:
        return None
    folder = next(iter(spec.submodule_search_locations or ()), None)
    if folder is None and not (spec.has_location and spec.origin):
        return None
    path = Path(folder) if folder else Path(str(spec.origin)).parent
    return path if path.is_dir() else None


def _find_spec(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None
