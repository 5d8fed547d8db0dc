"""Canonical JSON: RFC 8785 restricted so that every JSON library agrees (docs/record-format.md, part 2).

ASCII keys ``[a-z0-9_]``, text in NFC without lone surrogates, integers below 2^53, true, false; no null, no floats;
depth at most 8. Inside this profile sorted, compact `json.dumps` is RFC 8785.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import Any

MAX_DEPTH = 8
MAX_INTEGER = 2**53 - 1
_KEY = re.compile(r"[a-z0-9_]+", re.ASCII)


class NotCanonical(ValueError):
    """A value lies outside the profile; `path` leads to it from the root ``$``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = ""

    def __str__(self) -> str:
        """Read as ``$.evidence[0].note: text is not NFC``."""
        return f"${self.path}: {self.reason}"


def encode_canonical(value: Any, depth: int = 1) -> bytes:
    """Encode a value of the profile that stands `depth` levels inside.

    Raises:
        NotCanonical: the value lies outside the profile.
    """
    check_profile(value, depth)
    return encode_checked(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode_checked(value: Any) -> bytes:
    """Encode a value that `check_profile` has passed."""
    return _ENCODER.encode(value).encode()


def check_profile(value: Any, depth: int = 1) -> None:
    """Refuse what lies outside the profile.

    Raises:
        NotCanonical: with the path of the offending value.
    """
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        _check_depth(depth)
        for key, item in value.items():
            usual = type(key) is str and type(item) is str and item.isascii() and _is_key(key)
            if not usual:  # a call for each of the others
                _check_item(key, item, depth)
    elif isinstance(value, list | tuple):
        _check_depth(depth)
        for index, item in enumerate(value):
            try:
                check_profile(item, depth + 1)
            except NotCanonical as error:
                error.path = f"[{index}]{error.path}"
                raise
    elif isinstance(value, int):  # bool is an int
        if abs(value) > MAX_INTEGER:
            raise NotCanonical("integer beyond 2^53")
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form")


def _check_item(key: Any, item: Any, depth: int) -> None:
    if not isinstance(key, str) or not _is_key(key):
        raise NotCanonical(f"key {key!r} is not [a-z0-9_]")
    try:
        check_profile(item, depth + 1)
    except NotCanonical as error:
        error.path = f".{key}{error.path}"
        raise


@lru_cache(maxsize=256)
def _is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"nested deeper than {MAX_DEPTH}")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text is not NFC")
