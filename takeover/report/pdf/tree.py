"""Ways through a tagged PDF as WeasyPrint writes it: objects, and the elements behind annotations and content marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class UnexpectedPdf(RuntimeError):
    """The PDF is not what the pinned libraries write, or does not match what was asked for: a bug."""


def dictionaries(pdf: Any) -> Iterator[Any]:
    """Go through all dictionaries that are objects of their own."""
    from pikepdf import Dictionary

    return (found for found in pdf.objects if isinstance(found, Dictionary))


def parent_tree(pdf: Any) -> dict[int, Any]:
    """Read the parent tree: structure keys of pages and annotations to elements (ISO 32000-1, 14.7.4.4)."""
    tree = pdf.Root.StructTreeRoot.ParentTree
    if "/Nums" not in tree:
        raise UnexpectedPdf("parent tree is not flat")
    return {int(tree.Nums[at]): tree.Nums[at + 1] for at in range(0, len(tree.Nums), 2)}
