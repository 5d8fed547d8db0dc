"""Versions and the ranges of them that an overlay accepts: `takeover@1.1.0`, `takeover@~1.1`, `takeover@^1.1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Version: TypeAlias = tuple[int, int, int]
_VERSION = re.compile(r"(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?", re.ASCII)
_EXTENDS = re.compile(r"([^@\s]+)@([~^]?)(\S+)")


def read_version(text: str) -> Version | None:
    """Read 1.2.3; parts left out count as 0. None where it is no version."""
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in found.groups())
    return major, minor, patch


@dataclass(frozen=True, slots=True, kw_only=True)
class Extends:
    """The list underneath by its id, and which versions of it are accepted.

    `same` is how many leading numbers must agree: 3 exactly this version, 2 (~) the same major and minor, 1 (^) the
    same major; where fewer than 3, a version older than `since` is refused.
    """

    base: str
    since: Version
    same: int
    text: str

    def accepts(self, version: str) -> bool:
        """Tell whether a version of the base is in the range."""
        found = read_version(version)
        return found is not None and found[: self.same] == self.since[: self.same] and found >= self.since


def read_extends(text: str) -> Extends | None:
    """Read ID@VERSION, ID@~VERSION or ID@^VERSION; None where it is none of them."""
    found = _EXTENDS.fullmatch(text)
    since = read_version(found[3]) if found else None
    if found is None or since is None:
        return None
    return Extends(base=found[1], since=since, same={"": 3, "~": 2, "^": 1}[found[2]], text=text)
