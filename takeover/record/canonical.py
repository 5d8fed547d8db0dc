"""Canonical JSON: RFC 8785 restricted so that every JSON library agrees (docs/record-format.md, part 2).

ASCII keys ``[a-z0-9_]``, text in NFC without lone surrogates, integers below 2^53, true, false; no null, no floats;
depth at most 8. Inside this profile sorted, compact `json.dumps` is RFC 8785.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

MAX_DEPTH = 8
MAX_INTEGER = 2**53 - 1
_KEY = re.compile(r"[a-z0-9_]+", re.ASCII)


class NotCanonical(ValueError):
    """A value lies outside the profile; the message names where."""


def encode_canonical(value: Any) -> bytes:
    """Encode a value of the profile.

    Raises:
        NotCanonical: the value lies outside the profile.
    """
    check_profile(value)
    return encode_checked(value)


def encode_checked(value: Any) -> bytes:
    """Encode a value that `check_profile` has passed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def check_profile(value: Any, where: str = "$", depth: int = 1) -> None:
    """Refuse what lies outside the profile.

    Raises:
        NotCanonical: with the path of the offending value.
    """
    match value:
        case bool():
            return
        case int():
            if abs(value) > MAX_INTEGER:
                raise NotCanonical(f"{where}: integer beyond 2^53")
        case str():
            _check_text(value, where)
        case dict():
            _check_depth(where, depth)
            for key, item in value.items():
                if not isinstance(key, str) or not _KEY.fullmatch(key):
                    raise NotCanonical(f"{where}: key {key!r} is not [a-z0-9_]")
                check_profile(item, f"{where}.{key}", depth + 1)
        case list() | tuple():
            _check_depth(where, depth)
            for index, item in enumerate(value):
                check_profile(item, f"{where}[{index}]", depth + 1)
        case _:
            raise NotCanonical(f"{where}: {type(value).__name__} has no canonical form")


def _check_depth(where: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"{where}: nested deeper than {MAX_DEPTH}")


def _check_text(text: str, where: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotCanonical(f"{where}: lone surrogate")
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical(f"{where}: text is not NFC")
