"""A loaded list as one JSON object: what a takeover pins as checklist.json.

The object (docs/checklists.md) is canonical: sorted keys, compact, UTF-8, one newline at the end. Its members are
`checklist` (the list in its source language, the very bytes of which the list's content hash is taken),
`takeover_compiled` (the version of this form), `translations` (texts by key, a language each, so that a translation can
change nothing but texts) and, last, `whole`: SHA-256 over the content hash in hex and all bytes between the list and
this member. The content hash is never read from anywhere: it is taken anew from the bytes that the list is made of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from takeover.catalogues import split_languages
from takeover.checklist.model import Checklist
from takeover.checklist.plain import encode_checklist
from takeover.checklist.plain_reader import read_plain
from takeover.checklist.translation import join_checklists, list_texts, translate_checklist
from takeover.collection import no_collection

_HEAD = b'{"checklist":'
_MIDDLE = b',"takeover_compiled":"1","translations":'
_TAIL = b',"whole":"%s"}\n'
_TAIL_LENGTH = len(_TAIL % bytes(64))


class NotCompiled(ValueError):
    """The bytes are not a list in this form, or were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A checklist in its source language, its content hash, and its translations by language."""

    source: Checklist
    sha256: str
    translations: Mapping[str, Checklist]

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages, the source's first."""
        return (self.source.language, *self.translations)

    def in_language(self, language: str) -> Checklist:
        """Return the checklist in a language, else in its own; for ``en+zh-Hans`` in two."""
        first, *others = (self.translations.get(one, self.source) for one in split_languages(language))
        return join_checklists(first, others[0], language) if others else first


class Translations(Mapping[str, Checklist]):
    """Translations of a list that are made when they are asked for: a command needs one language, seldom two."""

    def __init__(self, makers: Mapping[str, Callable[[], Checklist]]) -> None:
        self._makers = makers
        self._made: dict[str, Checklist] = {}

    def __getitem__(self, language: str) -> Checklist:
        if language not in self._made:
            self._made[language] = self._makers[language]()
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def encode_loaded(loaded: Loaded) -> bytes:
    """Write a list with all its translations."""
    texts = {language: list_texts(checklist) for language, checklist in loaded.translations.items()}
    rest = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    plain, behind = encode_checklist(loaded.source), _MIDDLE + rest.encode()
    return b"".join((_HEAD, plain, behind, _TAIL % _hash_whole(hashlib.sha256(plain).hexdigest(), behind)))


def _hash_whole(sha256: str, behind: bytes) -> bytes:
    return hashlib.sha256(sha256.encode() + behind).hexdigest().encode()


def decode_loaded(data: bytes) -> Loaded:
    """Read a list with its translations.

    Raises:
        NotCompiled: it is something else, of another version, or was changed.
    """
    end = data.find(_MIDDLE)  # stands in no text, where a quotation mark never stands alone
    plain, behind = data[len(_HEAD) : end], data[end:-_TAIL_LENGTH]
    sha256 = hashlib.sha256(plain).hexdigest()
    if not data.startswith(_HEAD) or data[-_TAIL_LENGTH:] != _TAIL % _hash_whole(sha256, behind):
        raise NotCompiled
    try:
        with no_collection():
            source = read_plain(json.loads(plain))
        texts: dict[str, dict[str, str]] = json.loads(behind[len(_MIDDLE) :])
        makers = {language: partial(translate_checklist, source, found, language) for language, found in texts.items()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise NotCompiled from error
    return Loaded(source=source, sha256=sha256, translations=Translations(makers))
