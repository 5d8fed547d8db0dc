"""What a role is called and what it signs: one wording for terminal, document and signature.

The sentence printed above a signature box is the one that the signature carries as its reason.
"""

from __future__ import annotations

from takeover.catalogues import Catalogue
from takeover.values import Role


def name_role(role: Role, catalogue: Catalogue) -> str:
    """Return the name of a role as it stands inside a sentence."""
    return catalogue.text(f"role.{role.value}")


def title_role(role: Role, catalogue: Catalogue) -> str:
    """Return the name of a role as it stands alone: with a capital where the language has them."""
    return catalogue.capitalise(name_role(role, catalogue))


def sentence_for(role: Role, catalogue: Catalogue) -> str:
    """Return what a role signs; a role without a sentence of its own acknowledges that it has seen the baseline."""
    key = f"sentence.{role.value}"
    return catalogue.text(key if catalogue.has(key) else "sentence.other")
