"""Two languages in one document: every text of ours holds both, what people said stays as it was said.

While a view is built, a text in two languages is one string: both versions between marks that nobody can type, because
`tidy` names such characters. So texts can be joined and filled into each other as anywhere else, and each version is
filled with what belongs to it. Only when the page is written do the marks become markup (`write_pairs`): short labels
stand beside each other, sentences below each other, the second with the tag of its language. Where there is room for
one only (running headers, pictures, attributes) it is the leading one.

In the checklist that travels with a sealed report the two versions are two lines of a text (`join_checklists`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from markupsafe import escape

from takeover.catalogues import BESIDE, BOTH, Catalogue, split_languages
from takeover.checklist.model import Checklist
from takeover.checklist.translation import list_texts, translate_checklist

_OPEN, _BETWEEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_PAIR = re.compile(f"{_OPEN}([^{_OPEN}{_BETWEEN}{_CLOSE}]*){_BETWEEN}([^{_OPEN}{_BETWEEN}{_CLOSE}]*){_CLOSE}")
_MARKS = re.compile(f"[{_OPEN}{_BETWEEN}{_CLOSE}]")
_TOKEN = re.compile(r"""<style.*?</style>|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+|<""", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z]+)")
_BESIDE_WIDTH = 46
"""Columns of two texts that stand beside each other; longer ones stand below each other."""


class PairedCatalogue(Catalogue):
    """The sentences of two languages, each text a pair; `language` is the tag of both."""

    def __init__(self, parts: tuple[Catalogue, ...]) -> None:
        super().__init__(BOTH.join(part.language for part in parts), {})
        self.parts = parts

    def text(self, key: str, /, **values: object) -> str:
        """Return the pair of a key, each version filled with what belongs to it."""
        filled = (
            part.text(key, **{name: _pick_value(value, at) for name, value in values.items()})
            for at, part in enumerate(self.parts)
        )
        return pair(*filled)

    def join(self, parts: Iterable[str]) -> str:
        """Join texts as a list, in each language with its own separator."""
        texts = tuple(parts)
        joined = (part.join(pick(text, at) for text in texts) for at, part in enumerate(self.parts))
        return pair(*joined)

    def capitalise(self, text: str) -> str:
        """Begin each version with a capital."""
        return each(text, super().capitalise)

    def has(self, key: str) -> bool:
        """Tell whether the catalogues know a key."""
        return self.parts[0].has(key)


def pair(first: str, second: str) -> str:
    """Make one text of two versions; of those that differ in signs only, such as commas, the first is enough."""
    if first == second or not any(map(str.isalnum, first + second)):
        return first
    return f"{_OPEN}{first}{_BETWEEN}{second}{_CLOSE}"


def pick(text: str, at: int) -> str:
    """Return a text in the first (0) or second (1) of its languages."""
    return _PAIR.sub(lambda found: found[at + 1], text) if _OPEN in text else text


def _pick_value(value: object, at: int) -> object:
    return pick(value, at) if isinstance(value, str) else value


def each(text: str, change: Callable[[str], str]) -> str:
    """Change a text in each of its languages."""
    return pair(change(pick(text, 0)), change(pick(text, 1))) if _OPEN in text else change(text)


def is_pair(text: str) -> bool:
    """Tell whether a text holds two languages."""
    return _PAIR.search(text) is not None


def show_beside(text: str) -> str:
    """Write a text in both its languages where no markup can stand."""
    return BESIDE.join(dict.fromkeys((pick(text, 0), pick(text, 1))))


def pair_checklist(checklist: Checklist, change: Callable[[str], str]) -> Checklist:
    """Make pairs of the texts of a checklist in two languages; `change` is applied to each version first."""
    if BOTH not in checklist.language:
        return checklist
    texts = {key: text.partition("\n") for key, text in list_texts(checklist).items()}
    strings = {
        key: pair(change(one), change(other)) if between else change(one)
        for key, (one, between, other) in texts.items()
    }
    return translate_checklist(checklist, strings, checklist.language)


def write_pairs(page: str, tag: str) -> str:
    """Write the pairs of an HTML page as markup; a page in one language is left as it is."""
    languages = split_languages(tag)
    return _Writer(languages[1]).write(page) if len(languages) > 1 else page


class _Writer:
    """Knows at each place of a page whether markup may stand there."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.pictures = 0
        self.plain = self.linked = False

    def write(self, page: str) -> str:
        return _MARKS.sub("", "".join(map(self._write_token, _TOKEN.findall(page))))

    def _write_token(self, token: str) -> str:
        if token.startswith("<"):
            self._enter(token)
            return pick(token, 0)
        if _OPEN not in token:
            return token
        if self.plain:
            return _show_pairs_beside(token)
        return pick(token, 0) if self.pictures else self._write_text(token)

    def _enter(self, tag: str) -> None:
        name = found[1].lower() if (found := _NAME.match(tag)) else ""
        step = -1 if tag.startswith("</") else 1
        if name == "svg":
            self.pictures += step
        elif name in ("title", "desc"):
            self.plain = step > 0
        elif name == "a":
            self.linked = step > 0

    def _write_text(self, text: str) -> str:
        """Write a text that holds pairs: from the first pair to the last in one language, then in the other."""
        before, first, second, behind = _part(text)
        if not second:
            return text
        language = escape(self.language)
        if self.linked:  # it is a name of something, short, and of one colour
            both = f'{first}{BESIDE}<span lang="{language}">{second}</span>'
        elif _count_columns(first) + _count_columns(second) <= _BESIDE_WIDTH:
            both = f'{first} <span class="slash">/</span> <span lang="{language}">{second}</span>'
        else:
            both = f'{first}<br><span class="other-language" lang="{language}">{second}</span>'
        return f"{before}{both}{behind}"


def _part(text: str) -> tuple[str, str, str, str]:
    """Part a text into what stands before the first pair, both versions up to the last pair, and what stands behind."""
    pairs = [*_PAIR.finditer(text)]
    if not pairs:
        return text, "", "", ""
    start, end = pairs[0].start(), pairs[-1].end()
    return text[:start], pick(text[start:end], 0), pick(text[start:end], 1), text[end:]


def _show_pairs_beside(text: str) -> str:
    before, first, second, behind = _part(text)
    return f"{before}{first}{BESIDE}{second}{behind}" if second else text


def _count_columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
