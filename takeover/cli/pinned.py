"""The list on which a takeover stands: `checklist.json` in its folder, and what the record says about it.

The record decides. Moving to another list goes in three steps: 1. the new list is written beside the old one; 2. the
entry that names its hash is appended; 3. the new file takes the place of the old one. A kill before 2 leaves everything
as it was, a kill before 3 is made good when the takeover is opened next, because the file beside has the recorded hash.
A takeover of an older version has no such file: then the list is looked for by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from takeover.checklist import settings
from takeover.checklist.compiled import Loaded, encode_loaded
from takeover.checklist.library import load_pinned
from takeover.checklist.model import Checklist
from takeover.checklist.search import PINNED_FILE
from takeover.cli.desk import Desk
from takeover.cli.files import write_result
from takeover.cli.lists import load_wanted
from takeover.errors import Refused, TakeoverError
from takeover.record.situation import Situation

NEXT_FILE = "checklist.next.json"
"""A list to which the takeover is moving; it is left behind by a kill only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What the record says about the list: its id, version and content hash."""

    id: str
    version: str
    sha256: str


def pin_of(loaded: Loaded) -> Pin:
    """Return what is recorded about a list."""
    return Pin(id=loaded.source.id, version=loaded.source.version, sha256=loaded.sha256)


def write_pin(pin: Pin) -> str:
    """Write the value of the setting: ``takeover@1.1.0 HEX``."""
    return f"{pin.id}@{pin.version} {pin.sha256}"


def read_pin(situation: Situation) -> Pin | None:
    """Return the list that the record names last: by its setting, in older records by the newest answer."""
    name, _, sha256 = situation.settings.get(settings.PINNED, "").partition(" ")
    if sha256:
        list_id, _, version = name.rpartition("@")
        return Pin(id=list_id, version=version, sha256=sha256)
    entries = [entry for found in situation.by_question.values() for entry in found if entry.body]
    newest = max(entries, key=lambda entry: entry.line, default=None)
    asked: Mapping[str, str] = newest.body["checklist"] if newest and newest.body else {}
    return Pin(id=asked["id"], version=asked["version"], sha256=asked["sha256"]) if asked else None


def write_pinned(folder: Path, loaded: Loaded, name: str = PINNED_FILE) -> Path:
    """Write a list with all its translations into the takeover's folder, whole or not at all.

    Raises:
        OutsideFailure: it cannot be written.
    """
    file = folder / name
    write_result(file, encode_loaded(loaded), force=True)
    return file


def open_list(desk: Desk, folder: Path, situation: Situation, wanted: str = "") -> Loaded:
    """Load the list on which a takeover stands; say where the file and the record do not fit together.

    Raises:
        BadInput: the file was changed.
        Refused: `wanted` is another list than the one on which the takeover stands.
    """
    pin = read_pin(situation)
    pinned = _load_own(desk, folder, pin)
    if pinned is None:
        loaded = load_wanted(wanted or (pin.id if pin else ""), folder)
        key = "cli.checklist.other"
    else:
        if wanted and load_wanted(wanted, folder).sha256 != pinned.sha256:
            raise Refused("CM072", wanted=wanted, checklist=name_list(pinned), folder=folder)
        loaded, key = pinned, "cli.checklist.exchanged"
    if pin and loaded.sha256 != pin.sha256:
        recorded = f"{pin.id}@{pin.version} ({pin.sha256[:12]})"
        desk.say(key, checklist=name_list(loaded), recorded=recorded, folder=folder)
    return loaded


def _load_own(desk: Desk, folder: Path, pin: Pin | None) -> Loaded | None:
    """Load the pinned list; a move that was cut off behind its entry is finished first."""
    file, following = folder / PINNED_FILE, folder / NEXT_FILE
    if following.exists() and pin:
        with suppress(TakeoverError):
            moved = load_pinned(following)
            if moved.sha256 == pin.sha256:
                with suppress(OSError):  # a folder that cannot be written is read all the same
                    following.replace(file)
                    desk.say("cli.checklist.finished", checklist=name_list(moved))
                return moved
    return load_pinned(file) if file.exists() else None


def name_list(loaded: Loaded) -> str:
    """Name a list with its version and the beginning of its hash."""
    return f"{loaded.source.id}@{loaded.source.version} ({loaded.sha256[:12]})"


def count_gone(checklist: Checklist, situation: Situation) -> int:
    """Count the answered questions that the list does not have any more; their answers stay in the record."""
    known = {question.id for question in checklist.questions}
    return sum(1 for question, entries in situation.by_question.items() if entries and question not in known)
