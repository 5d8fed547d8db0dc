"""Program texts: one JSON file a language and room, key to sentence with named placeholders (ADR 0005).

The language is an argument, never the state of the process: an English terminal prints a Chinese baseline.
Which language a terminal wants is decided by `choose_language` from the variables that it is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("en", "zh-Hans")
ENVIRONMENT_NAMES = ("TAKEOVER_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_FOLDER = Path(__file__).parent / "locale"


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def text(self, key: str, /, **values: object) -> str:
        """Return the sentence of a key with its placeholders filled.

        Raises:
            KeyError: the key or a placeholder is missing: a bug, found by the catalogue tests.
        """
        template = self._texts[key]
        return template.format(**values) if values else template

    def join(self, parts: Iterable[str]) -> str:
        """Join words as a list inside a sentence: with commas, in Chinese with 、; empty ones are left out."""
        return self._texts["list.separator"].join(part for part in parts if part)

    def has(self, key: str) -> bool:
        """Tell whether the catalogue knows a key."""
        return key in self._texts


@lru_cache(maxsize=8)
def load_catalogue(language: str) -> Catalogue:
    """Read all rooms of a language.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    texts: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.json")):
        texts.update(json.loads(file.read_text("utf-8")))
    return Catalogue(language, texts)


def match_language(tag: str) -> str:
    """Map a locale or language tag to a language that we have: zh, zh_CN.UTF-8, zh-SG → zh-Hans; else en."""
    return "zh-Hans" if tag.replace("_", "-").lower().startswith("zh") else "en"


def choose_language(wanted: str | None, environment: Mapping[str, str]) -> str:
    """Pick the language: the option, then the usual variables in their order, then English.

    ``C`` and ``POSIX`` count as English; `LANGUAGE` may hold a colon-separated list, of which the first counts.
    """
    if wanted:
        return match_language(wanted)
    for name in ENVIRONMENT_NAMES:
        if value := environment.get(name):
            return match_language(value.split(":")[0])
    return "en"
