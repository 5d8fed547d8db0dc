"""Reads a tagged PDF as a screen reader does: down the structure tree, each stretch of text in the language it inherits.

Independent of the program: texts come out of the content streams by the fonts' own tables of Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def read_aloud(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """List language and text of each marked content in reading order; artifacts and empty texts are not read."""
    texts = {page.obj.objgen: read_texts(page) for page in pdf.pages}
    found: list[tuple[str, str]] = []
    todo: list[tuple[Any, Any, str]] = [(pdf.Root.StructTreeRoot.K, None, str(pdf.Root.Lang))]
    while todo:
        node, page, language = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += [(kid, page, language) for kid in reversed(list(node))]
        elif isinstance(node, int):
            if text := texts[page.objgen].get(node, "").strip():
                found.append((language, text))
        elif node.get("/Type") == "/StructElem" and "/K" in node:
            todo.append((node.K, node.get("/Pg", page), str(node.get("/Lang", language))))
    return found


def read_texts(page: pikepdf.Page) -> dict[int, str]:
    """Read the text of each marked content of a page by its number."""
    fonts = {name: _read_table(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    number: int | None = None
    table: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC":
                mark: Any = step.operands[1]
                number = mark.get("/MCID")
            case "EMC":
                number = None
            case "Tf":
                table = fonts[str(step.operands[0])]
            case "TJ" | "Tj" if number is not None:
                texts[number] = texts.get(number, "") + "".join(_decode(step.operands[0], table))
    return texts


def _decode(shown: Any, table: dict[int, str]) -> Iterator[str]:
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            yield from (table[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def _read_table(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
