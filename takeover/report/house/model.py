"""The style of a house as values: what its folder holds, read and checked."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

ENTRY = "report.html.j2"
"""The template that is rendered; it extends ours."""
BASE = "baseline.html.j2"
SHEET = "house.css"
TEXTS = "texts.yaml"
LOGO_SVG, LOGO_PNG = "logo.svg", "logo.png"
LOGOS = {LOGO_SVG: "image/svg+xml", LOGO_PNG: "image/png"}
TEMPLATE = ".html.j2"
PREFIX = "house/"
"""Before the names of a house's files among the tools of a manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """The files of a style by name, each as it was read once, and its texts by language and key."""

    files: Mapping[str, bytes]
    texts: Mapping[str, Mapping[str, str]]

    @property
    def templates(self) -> dict[str, str]:
        """The templates by name."""
        return {name: data.decode() for name, data in self.files.items() if name.endswith(TEMPLATE)}

    @property
    def sheet(self) -> str:
        """The style sheet that follows ours, or nothing."""
        return self.files.get(SHEET, b"").decode()

    @property
    def logo(self) -> str:
        """The logo as an address that holds it, or nothing."""
        found = next((name for name in LOGOS if name in self.files), "")
        return f"data:{LOGOS[found]};base64,{b64encode(self.files[found]).decode()}" if found else ""

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file, by its name among the tools of a manifest."""
        return {f"{PREFIX}{name}": hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
