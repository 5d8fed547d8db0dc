"""The words of a sheet in one language or in two: everything that is read comes as a phrase for each language.

A bilingual sheet is made of the same list in two languages, question beside question, so that both say the same thing
and neither is a translation made for the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist
from takeover.report.wording import tidy
from takeover.roles import title_role
from takeover.values import Role

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text and the tag of its language."""

    language: str
    text: str


Said: TypeAlias = tuple[Phrase, ...]
"""The same thing in each language of the sheet; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The languages of a sheet in their order: a catalogue each, and the list as it reads in that language."""

    catalogues: tuple[Catalogue, ...]
    checklists: tuple[Checklist, ...]

    def say(self, key: str, /, **values: Said | str | int) -> Said:
        """Say a sentence of the sheets in every language; the key is given without ``report.``."""
        return tuple(
            Phrase(catalogue.language, catalogue.text(f"report.{key}", **_pick(values, at)))
            for at, catalogue in enumerate(self.catalogues)
        )

    def has(self, key: str) -> bool:
        """Tell whether there is such a sentence; the key is given without ``report.``."""
        return self.catalogues[0].has(f"report.{key}")

    def role(self, role: Role) -> Said:
        """Name a role."""
        return tuple(Phrase(catalogue.language, title_role(role, catalogue)) for catalogue in self.catalogues)

    def same(self, text: str) -> Said:
        """Say what is the same in every language."""
        return tuple(Phrase(catalogue.language, text) for catalogue in self.catalogues)

    def join(self, parts: tuple[Said, ...]) -> Said:
        """Join texts as a list inside a line."""
        return tuple(
            Phrase(catalogue.language, catalogue.join(part[at].text for part in parts))
            for at, catalogue in enumerate(self.catalogues)
        )

    def read(self, twins: tuple[Thing, ...], read: Callable[[Thing], str]) -> Said:
        """Read a text of the list in every language: `twins` are the same thing in each of the lists."""
        phrases = zip(self.checklists, twins, strict=True)
        said = tuple(Phrase(checklist.language, tidy(read(twin))) for checklist, twin in phrases)
        return said if any(phrase.text for phrase in said) else ()

    def read_each(self, twins: tuple[Thing, ...], read: Callable[[Thing], tuple[str, ...]]) -> tuple[Said, ...]:
        """Read several texts of one thing, such as its choices, each in every language."""
        texts = zip(*(read(twin) for twin in twins), strict=True)
        languages = tuple(checklist.language for checklist in self.checklists)
        return tuple(tuple(map(Phrase, languages, map(tidy, text))) for text in texts)

    def pair(self, read: Callable[[Checklist], tuple[Thing, ...]]) -> tuple[tuple[Thing, ...], ...]:
        """Pair what the lists hold: the first of each list, the second of each list, and so on."""
        return tuple(zip(*map(read, self.checklists), strict=True))


def _pick(values: dict[str, Said | str | int], at: int) -> dict[str, object]:
    """Choose what stands in one language's sentence."""
    return {name: value[at].text if isinstance(value, tuple) else value for name, value in values.items()}
