"""What no house may drop: read from the finished page beside the same page in our own templates.

What our templates say about stop-lines, about what is withheld, about being a draft, in the boxes of the sign-off and
on how to verify must be readable on the page of the house, word for word; every field must have its place once, and
edition mark and hash must run on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from takeover.report.pairs import pick

KEPT: Mapping[str, str] = {
    "stop-lines": "RP090",
    "withheld": "RP091",
    "draft-note": "RP092",
    "box": "RP093",
    "verify": "RP094",
}
"""The class of an element whose text must stay, and the problem of a page that lacks it."""
FIELDS, RUNNING = "RP095", "RP096"
_RUNNING = ("data-project", "data-mark", "data-baseline", "data-draft", "data-page", "data-of", "data-end")
_FIELD = ("sigfield:", "textfield:", "pagemark:")
_EMPTY = frozenset({"br", "col", "img", "meta", "hr", "link", "wbr"})


class _Page(HTMLParser):
    """Collects what is read on a page, by the classes around it, the links of fields, and what runs on every page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, frozenset[str]]] = []
        self.said: dict[str, list[str]] = {name: [] for name in KEPT}
        self.text: list[str] = []
        self.fields: list[str] = []
        self.running: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        for name in KEPT.keys() & classes:
            self.said[name].append("")
        if given.get("href", "").startswith(_FIELD):
            self.fields.append(given["href"])
        if tag == "main":
            self.running = {name: given.get(name, "") for name in _RUNNING}
        if tag not in _EMPTY:
            self.open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "head") for tag, _ in self.open):
            return
        self.text.append(data)
        for name in {name for _, classes in self.open for name in KEPT.keys() & classes}:
            self.said[name][-1] += data


def list_dropped(page: str, ours: str) -> tuple[str, ...]:
    """List the problems of a page of a house beside the same page in our templates, by their codes."""
    return tuple(_find_dropped(_read(page), _read(ours)))


def _read(page: str) -> _Page:
    read = _Page()
    read.feed(page)
    read.close()
    return read


def _find_dropped(page: _Page, ours: _Page) -> Iterator[str]:
    text = _squeeze("".join(page.text))
    for name, code in KEPT.items():
        if any(_squeeze(said) not in text for said in ours.said[name]):
            yield code
    if sorted(page.fields) != sorted(ours.fields):
        yield FIELDS
    if page.running != ours.running:
        yield RUNNING


def _squeeze(text: str) -> str:
    return "".join(pick(text, 0).split())
