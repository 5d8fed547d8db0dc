"""The sentence that each role signs, in both languages (domain: who can know what signs only that)."""

from __future__ import annotations

from takeover.catalogues import Catalogue
from takeover.values import Role


def sentence_for(role: Role, catalogue: Catalogue, *, section: str = "1") -> str:
    """Return what a role signs; `section` is the one that lists the facts for the client.

    A role without a sentence of its own acknowledges that it has seen the baseline.
    """
    key = f"signing.sentence.{role.value}"
    return catalogue.text(key if catalogue.has(key) else "signing.sentence.other", section=section)


def role_name(role: Role, catalogue: Catalogue) -> str:
    """Return the name of a role as it stands in a stamp."""
    return catalogue.text(f"signing.role.{role.value}")
