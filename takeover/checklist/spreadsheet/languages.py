"""The language of a column: ``label::English (en)``, as XLSForm writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_NAMED = re.compile(r"(?P<name>.*?)\s*[(（](?P<tag>[^()（）]*)[)）]")


def name_language(language: str) -> str:
    """Name a language in itself, with its tag: ``中文 (zh-Hans)``."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language, sep="-").get_language_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name or language} ({language})"


def read_language(text: str) -> str | None:
    """Read the language of a column or setting: the tag in brackets, a tag alone, or an English name of a language."""
    found = _NAMED.fullmatch(text.strip())
    tag = found["tag"].strip() if found else text.strip()
    if _TAG.fullmatch(tag):
        return tag
    return None if found else _tags_by_name().get(tag.casefold())


def _tags_by_name() -> dict[str, str]:
    from babel import Locale

    names = Locale("en").languages
    tags = {str(name).casefold(): str(tag).replace("_", "-") for tag, name in names.items()}
    return tags | {"chinese": "zh-Hans"}


def texts_in(base: str, languages: Iterable[str]) -> dict[str, str]:
    """Name the columns of a text in each language, by language."""
    return {language: f"{base}::{name_language(language)}" for language in languages}
