"""How a document looks besides what it says: its paper and the style of a house. Both are inputs of its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takeover.catalogues import Catalogue, load_catalogue, split_languages
from takeover.report.house.model import HouseStyle
from takeover.report.pairs import PairedCatalogue
from takeover.report.paper import Paper

PAPER = "paper"
"""The name of the paper among the tools of a manifest; where it is missing the paper is A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The paper, and the style of a house or none."""

    paper: Paper = Paper.A4
    style: HouseStyle | None = None

    def words(self, tag: str) -> Catalogue:
        """Load the words of a document in one language or two, with the texts of the house in place of ours."""
        own: Mapping[str, Mapping[str, str]] = self.style.texts if self.style else {}
        parts = tuple(load_catalogue(one).with_texts(own.get(one, {})) for one in split_languages(tag))
        return PairedCatalogue(parts) if len(parts) > 1 else parts[0]


PLAIN = Layout()
"""A4, and no house."""
