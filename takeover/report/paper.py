"""The paper that a document is laid out for."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """The paper sizes."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def portrait(self) -> float:
        """The width between margins of 20 mm."""
        return 170.0 if self is Paper.A4 else 175.9

    @property
    def landscape(self) -> float:
        """The width between margins of 20 mm with the long side below."""
        return 257.0 if self is Paper.A4 else 239.4
