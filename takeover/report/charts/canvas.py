"""The pen of every picture: texts that are measured before they are drawn, bars, lines, hatching, one frame.

Rules: a length is a point at the printed width of 480 points, so that a size of 7 is 7 points on paper; every text is
escaped here and nowhere else; nothing is told by colour alone: what is settled is solid, what is open is hatched, what
is lost is empty. A text in two languages is drawn in the leading one (`pairs`); the text alternative has both.
Leaves to others: what a picture shows (one module a picture), which rows are in it (`takeover.report.view.pictured`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from takeover.report.pairs import pick

INK = "#1d2b3a"
SOLID = "#33597d"
PALE = "#e7ebef"
GREY = "#5b6875"
RULE = "#c3ccd4"
WHITE = "#ffffff"
FAMILY = "Report, sans-serif"

WIDTH = 480
"""Points across: 169.3 mm, the text width of A4 and of Letter."""
SIZE = 7.5
SMALL = 7.0
"""Sizes of type in points; nothing is smaller."""
_PIXELS = 4 / 3
"""Pixels in a point."""
_CUT = "..."

_ADVANCES: Mapping[float, str] = {
    0.24: " ",
    0.34: "ijlI|'.,:;",
    0.4: "!()[]{}-/\\f",
    0.45: "rt",
    0.59: 'cszevxyFLJY_?*"',
    0.61: "0123456789agk#$+<=>^~",
    0.65: "bdhnopquESTVXAZ`",
    0.7: "BPRCK",
    0.78: "DGHNOQU&",
    0.87: "Mw",
}
_BROADEST = 1.07
_WIDTHS = {character: width for width, characters in _ADVANCES.items() for character in characters}
"""Widths in em, not less than those of the report's font in bold (a test compares them with the font)."""
_NOT_FIRST = frozenset("，。、；：？！）》」』”’,.;:?!)%")
"""Signs that do not begin a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a picture is for those who cannot see it: `name` makes its ids unique in a page, `words` say it all."""

    name: str
    words: str

    @property
    def hatch(self) -> str:
        """The paint of what is open."""
        return f"url(#{self.name}-hatch)"


def measure(text: str, size: float = SIZE) -> float:
    """Return how many points a text takes at most; a Chinese character takes a whole em."""
    return size * sum(map(_width_of, pick(text, 0)))


def _width_of(character: str) -> float:
    if _is_wide(character):
        return 1.0
    return _WIDTHS.get(unicodedata.normalize("NFD", character)[0], _BROADEST)


def fit(text: str, width: float, size: float = SIZE) -> str:
    """Return a text in one line, shortened with three points where it is wider than `width`."""
    line = " ".join(pick(text, 0).split())
    if len(line) <= width and measure(line, size) <= width:
        return line
    return line[: _count_fitting(line, width - measure(_CUT, size), size)].rstrip() + _CUT


def wrap(text: str, width: float, lines: int, size: float = SIZE) -> tuple[str, ...]:
    """Break a text into at most `lines` lines; the last is shortened where the text is longer."""
    rest = " ".join(pick(text, 0).split())
    wrapped: list[str] = []
    while rest and len(wrapped) < lines - 1:
        cut = _find_break(rest, _count_fitting(rest, width, size))
        wrapped.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*wrapped, fit(rest, width, size)) if rest else tuple(wrapped)


def _count_fitting(line: str, width: float, size: float) -> int:
    used = 0.0
    for count, character in enumerate(line):
        used += size * _width_of(character)
        if used > width:
            return max(1, count)
    return len(line)


def _find_break(line: str, most: int) -> int:
    """Find where to break: behind a space or a Chinese character, else inside the word."""
    if most >= len(line) or line[most] == " ":
        return most
    for cut in range(most, 0, -1):
        before, after = line[cut - 1], line[cut]
        if (before == " " or _is_wide(before) or _is_wide(after)) and after not in _NOT_FIRST:
            return cut
    return most


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def write(
    x: float,
    y: float,
    text: str,
    *,
    size: float = SIZE,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> str:
    """Write a text with its base line at `y`."""
    weight = ' font-weight="700"' if bold else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{show(x)}" y="{show(y)}" font-size="{show(size)}"{weight}{side} fill="{fill}">'
        f"{escape(pick(text, 0))}</text>"
    )


def box(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "") -> str:
    """Draw a rectangle; one with a border is drawn inside its measures."""
    if not stroke:
        return f'<rect x="{show(x)}" y="{show(y)}" width="{show(width)}" height="{show(height)}" fill="{fill}"/>'
    inner = (show(x + 0.3), show(y + 0.3), show(max(0.0, width - 0.6)), show(max(0.0, height - 0.6)))
    return (
        f'<rect x="{inner[0]}" y="{inner[1]}" width="{inner[2]}" height="{inner[3]}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="0.6"/>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 0.5, dashed: bool = False
) -> str:
    """Draw a straight line."""
    dashes = ' stroke-dasharray="2.5 1.8"' if dashed else ""
    return (
        f'<line x1="{show(x1)}" y1="{show(y1)}" x2="{show(x2)}" y2="{show(y2)}" stroke="{stroke}"'
        f' stroke-width="{show(width)}"{dashes}/>'
    )


def path(points: Iterable[tuple[float, float]], *, fill: str, stroke: str = "none", width: float = 0.8) -> str:
    """Draw a closed outline, or with `fill` none an open line, through points."""
    steps = " ".join(f"{'L' if at else 'M'}{show(x)},{show(y)}" for at, (x, y) in enumerate(points))
    end = "" if fill == "none" else " Z"
    return f'<path d="{steps}{end}" fill="{fill}" stroke="{stroke}" stroke-width="{show(width)}"/>'


def frame_picture(frame: Frame, height: float, parts: Iterable[str]) -> Markup:
    """Put the parts of a picture into its frame, `WIDTH` x `height` points."""
    words = escape(" ".join(frame.words.split()))
    return Markup(  # noqa: S704 - texts are escaped by `write` and here, all else is numbers and names of ours
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" width="{show(WIDTH * _PIXELS)}"'
        f' height="{show(height * _PIXELS)}" viewBox="0 0 {WIDTH} {show(height)}" font-family="{FAMILY}">'
        f"<title>{words}</title><desc>{words}</desc>{draw_hatch(f'{frame.name}-hatch')}{''.join(parts)}</svg>"
    )


def draw_hatch(name: str, step: float = 3, stroke: float = 1) -> str:
    """Define the hatching of what is open."""
    return (
        f'<defs><pattern id="{name}" width="{show(step)}" height="{show(step)}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="{show(step)}" height="{show(step)}" fill="{WHITE}"/>'
        f'<rect width="{show(stroke)}" height="{show(step)}" fill="{SOLID}"/></pattern></defs>'
    )


def show(number: float) -> str:
    """Write a length: a tenth of a point is enough."""
    return f"{number:.1f}".removesuffix(".0")
