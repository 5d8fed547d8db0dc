"""Program texts: one JSON file a language and room, key to sentence with named placeholders (ADR 0005).

The language is an argument, never the state of the process: an English terminal prints a Chinese baseline.
Which language a terminal wants is decided by `choose_language` from the variables that it is given.

A document may hold two languages: its tag is then both, the leading one first (``en+zh-Hans``). What is not laid out
by the report (the reason in a signature, say) has both sentences in one line (`JoinedCatalogue`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("en", "zh-Hans")
BOTH = "+"
"""Between the two languages of a document."""
BESIDE = " / "
"""Between two texts that say the same."""
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

    def capitalise(self, text: str) -> str:
        """Begin a text with a capital, where its language has them."""
        return text[:1].upper() + text[1:]

    def has(self, key: str) -> bool:
        """Tell whether the catalogue knows a key."""
        return key in self._texts

    def list_keys(self) -> tuple[str, ...]:
        """List the keys."""
        return tuple(self._texts)

    def with_texts(self, texts: Mapping[str, str]) -> Catalogue:
        """Return the catalogue with other texts in place of its own, or besides them."""
        return Catalogue(self.language, {**self._texts, **texts}) if texts else self


class JoinedCatalogue(Catalogue):
    """Both languages of a document in one line; `language` is the leading one, by which dates and numbers go."""

    def __init__(self, parts: tuple[Catalogue, ...]) -> None:
        super().__init__(parts[0].language, {key: parts[0].text(key) for key in parts[0].list_keys()})
        self.parts = parts

    def text(self, key: str, /, **values: object) -> str:
        """Return the sentences of a key, the leading one first; one where they are the same."""
        return BESIDE.join(dict.fromkeys(part.text(key, **values) for part in self.parts))


@lru_cache(maxsize=8)
def load_catalogue(language: str) -> Catalogue:
    """Read all rooms of a language, or of both languages of a document.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    if BOTH in language:
        return JoinedCatalogue(tuple(map(load_catalogue, split_languages(language))))
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    texts: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.json")):
        texts.update(json.loads(file.read_text("utf-8")))
    return Catalogue(language, texts)


def split_languages(tag: str) -> tuple[str, ...]:
    """Split a document's tag into its languages, the leading one first."""
    return tuple(tag.split(BOTH))


def match_languages(tag: str) -> str:
    """Map the wish for a document's language, one or two (``en+zh``), to the tag of languages that we have."""
    return BOTH.join(dict.fromkeys(map(match_language, split_languages(tag))))


def match_language(tag: str) -> str:
    """Map a locale or language tag to a language that we have: zh, zh_CN.UTF-8, zh-SG → zh-Hans; else en."""
    return "zh-Hans" if tag.replace("_", "-").lower().startswith("zh") else "en"


def is_language(tag: str) -> bool:
    """Tell whether a locale or language tag names a language that we have: en, en_GB.UTF-8, zh, zh-Hans."""
    return tag.replace("_", "-").replace(".", "-").lower().split("-")[0] in {known[:2] for known in LANGUAGES}


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
