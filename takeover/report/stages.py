"""What a document is going through while it is made: told to whoever waits for it, never read back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias


class Stage(StrEnum):
    """The steps in their order."""

    VIEW = "view"
    FONTS = "fonts"
    LAYOUT = "layout"
    PDF = "pdf"
    FINISHING = "finishing"


Tell: TypeAlias = Callable[[Stage, int], None]
"""Is told each stage as it begins, and the number of the page that is being laid out, else 0."""


def tell_nobody(stage: Stage, page: int) -> None:
    """Say nothing."""
