"""What goes into a PDF besides its pages: associated files and the two fields of each party's box."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relationship(StrEnum):
    """What an associated file is to the document (ISO 32000-2, 14.13; ISO 19005-3, 6.8)."""

    DATA = "Data"
    SUPPLEMENT = "Supplement"
    SOURCE = "Source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that travels inside the PDF; `name` is ASCII, `media` its MIME type."""

    name: str
    content: bytes
    media: str
    description: str
    relationship: Relationship


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureBox:
    """A party's two fields: `field` for the signature, `reserve_field` for the text; tips are read out to the blind.

    No name may begin with another one: older pyHanko locks by prefix.
    """

    field: str
    reserve_field: str
    tip: str
    reserve_tip: str
