"""What several kinds of entries have in their bodies: evidence, days, methods, levels (`kinds` writes them).

Rules: bodies of an edition may be hostile; what is not of the format raises here, and is never passed on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from takeover.record.chain import Entry
from takeover.record.kinds import Evidence, Grade
from takeover.values import Level, Method, date_from_text

_EVIDENCE_FIELDS = frozenset(Evidence.__dataclass_fields__)
_EVIDENCE_TYPES = {"bytes": int, "kept": bool}
_HASH = re.compile(r"(?:[0-9a-f]{64})?", re.ASCII)
read_method, read_level, _grade = cache(Method), cache(Level), cache(Grade)
"""A record of thousands of statements has few different codes and days, so each is looked up once."""
_day = lru_cache(maxsize=4096)(date_from_text)


def read_evidence(body: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Read the evidence list of a body.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: it is not of the format, such as that of a hostile edition.
    """
    return tuple(_read_item(item) for item in body["evidence"]) if "evidence" in body else ()


def list_evidence(entries: Iterable[Entry]) -> tuple[Evidence, ...]:
    """List the evidence that entries name, in their order; raises as `read_evidence` does."""
    return tuple(item for body in list_bodies(entries) for item in read_evidence(body))


def _read_item(item: Mapping[str, Any]) -> Evidence:
    fields = {name: value for name, value in item.items() if name in _EVIDENCE_FIELDS}
    if any(type(value) is not _EVIDENCE_TYPES.get(name, str) for name, value in fields.items()):
        raise TypeError(f"evidence {fields!r:.80}")
    if not _HASH.fullmatch(fields.get("sha256", "")):  # files are looked for under this name
        raise ValueError(f"sha256 {fields['sha256']!r:.80}")
    fields["grade"] = _grade(fields["grade"])
    if "dated" in fields:
        fields["dated"] = _day(fields["dated"])
    return Evidence(**fields)


def list_bodies(entries: Iterable[Entry]) -> list[Mapping[str, Any]]:
    """List the bodies of entries; an erased one has none."""
    return [entry.body for entry in entries if entry.body is not None]


def read_day(body: Mapping[str, Any]) -> dt.date | None:
    """Read the day of the talk or the paper, where one is given."""
    return _day(body["on"]) if "on" in body else None
