"""The list `trust` in the user's settings: one fingerprint more, every other byte as it was.

The settings are a person's own file, with comments and an order of its own, so it is not written anew from its values:
one line is put in, and the result is read again before it is kept. A list that is written in a way not known here is
left alone, and the user is told which line to put in.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from takeover.cli.files import write_result
from takeover.cli.settings import find_settings, load_settings, read_settings
from takeover.errors import BadInput
from takeover.signing.model import normalise_fingerprint

_KEY = re.compile(r"trust[ \t]*:[ \t]*(?P<value>[^#\r\n]*?)[ \t]*(?P<comment>#.*)?(?P<end>\r?\n|$)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)-[ \t]")
_FLOW = re.compile(r"(?P<open>trust[ \t]*:[ \t]*\[)(?P<items>[^#\]\r\n]*)(?P<close>\].*)", re.DOTALL)
_ASIDE = re.compile(r"[ \t]*(#.*)?\r?\n?")


def trust_fingerprint(fingerprint: str, name: str, environment: Mapping[str, str] = os.environ) -> tuple[Path, bool]:
    """Add a fingerprint (64 hex digits) to the user's settings; `name` stands beside it as a comment.

    Returns:
        The settings file, and whether it was changed: False where the fingerprint was in it already.

    Raises:
        BadInput: the settings have mistakes, or a list in a form that is not edited here (CM131).
        OutsideFailure: they cannot be written; the old ones stand.
    """
    file = find_settings(environment)
    before = load_settings(environment)
    if fingerprint in map(normalise_fingerprint, before.trust):
        return file, False
    data = file.read_bytes() if file.exists() else b""
    edited = add_item(data.decode("utf-8-sig"), fingerprint, name)
    found, problems = read_settings(edited.encode(), file) if edited else (before, ())
    if problems or found != replace(before, trust=(*before.trust, fingerprint)):
        raise BadInput("CM131", file=file, fingerprint=fingerprint)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o644
    write_result(file.resolve(), mark + edited.encode(), force=True, mode=mode)
    return file, True


def add_item(text: str, fingerprint: str, name: str) -> str:
    """Put a fingerprint at the end of the list `trust`, or such a list at the end of the text; empty if unclear."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    item = f"- {fingerprint}  # {' '.join(name.split())}".removesuffix("  # ")
    at = next((number for number, line in enumerate(lines) if _KEY.match(line)), None)
    if at is None:
        gap = "" if text.endswith("\n") or not text else end
        return f"{text}{gap}trust:{end}  {item}{end}"
    value = _KEY.match(lines[at])["value"]  # type: ignore[index]
    if not value:
        after, indent = _find_last_item(lines, at)
        if not lines[after - 1].endswith("\n"):
            lines[after - 1] += end
        return "".join((*lines[:after], f"{indent}{item}{end}", *lines[after:]))
    flow = _FLOW.fullmatch(lines[at])
    if flow is None:
        return ""
    comma = ", " if flow["items"].strip() else ""
    lines[at] = f"{flow['open']}{flow['items']}{comma}{fingerprint}{flow['close']}"
    return "".join(lines)


def _find_last_item(lines: list[str], key: int) -> tuple[int, str]:
    """Return the number of the line behind the last item of the list under `key`, and how far its items stand in."""
    after, indent = key + 1, "  "
    for number in range(key + 1, len(lines)):
        item = _ITEM.match(lines[number])
        if item:
            after, indent = number + 1, item["indent"]
        elif not _ASIDE.fullmatch(lines[number]):
            break
    return after, indent
