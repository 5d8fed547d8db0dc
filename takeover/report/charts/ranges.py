"""Ranges: a dimension's bar from worst to best, the numbers above the bars, the five steps of overall confidence.

What is established is solid, what is open is hatched, what is lost is empty. Lengths are pixels, as on page one.
"""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup, escape

from takeover.assessment.model import Confidence, Light, Range
from takeover.report.charts.canvas import FAMILY, GREY, INK, PALE, SOLID, draw_hatch
from takeover.report.numbers import round_half_up

TICKS = (45, 75)
"""Where amber and green begin (scoring D3)."""

_BAR_WIDTH, _BAR_HEIGHT = 170, 12
_SCALE_WIDTH, _SCALE_HEIGHT = 640, 38
_CELL_FILLS = {
    Light.RED: "#8f1d1d",
    Light.AMBER_RED: "#b4541a",
    Light.AMBER: "#d99a1c",
    Light.AMBER_GREEN: "#9fb86a",
    Light.GREEN: "#2f7f6b",
}
_DARK_CELLS = frozenset({Light.RED, Light.AMBER_RED, Light.GREEN})


def draw_range(found: Range | None, title: str, number: int) -> Markup:
    """Draw a bar from 0 to 100: solid up to the worst, hatched to the best; without a range the bar is empty.

    `number` makes the pattern's id unique in the document.
    """
    parts = [f'<rect x="0" y="3" width="{_BAR_WIDTH}" height="6" fill="{PALE}"/>']
    if found is not None:
        low, high = _place(found.lo), _place(found.hi)
        parts.append(draw_hatch(f"hatch{number}"))
        parts.append(
            f'<rect x="{low}" y="3.4" width="{round(high - low, 1)}" height="5.2" fill="url(#hatch{number})"'
            f' stroke="{SOLID}" stroke-width="0.8"/>'
        )
        parts.append(f'<rect x="0" y="3" width="{low}" height="6" fill="{SOLID}"/>')
    parts += [
        f'<line x1="{x}" y1="0" x2="{x}" y2="{_BAR_HEIGHT}" stroke="{INK}" stroke-width="0.8"/>'
        for x in map(_place_number, TICKS)
    ]
    return _wrap(_BAR_WIDTH, _BAR_HEIGHT, title, parts, "range")


def draw_axis(title: str) -> Markup:
    """Draw the numbers above the bars."""
    ends = ((0, "start"), *((tick, "middle") for tick in TICKS), (100, "end"))
    parts = [
        f'<text x="{_place_number(value)}" y="10" font-size="8.5" fill="{INK}" text-anchor="{anchor}">{value}</text>'
        for value, anchor in ends
    ]
    return _wrap(_BAR_WIDTH, _BAR_HEIGHT, title, parts, "range")


def draw_scale(confidence: Confidence, words: dict[Light, str], title: str) -> Markup:
    """Draw the five steps of overall confidence; those between worst and best are filled and framed."""
    step = _SCALE_WIDTH / len(Light)
    parts = []
    for light in Light:
        inside = confidence.worst <= light <= confidence.best
        fill = _CELL_FILLS[light] if inside else PALE
        ink = "#ffffff" if inside and light in _DARK_CELLS else INK if inside else GREY
        weight = "700" if inside else "400"
        x = light * step
        parts.append(f'<rect x="{x + 1:.1f}" y="1" width="{step - 2:.1f}" height="26" fill="{fill}"/>')
        parts.append(
            f'<text x="{x + step / 2:.1f}" y="19" font-size="14" font-weight="{weight}" fill="{ink}"'
            f' text-anchor="middle">{escape(words[light])}</text>'
        )
    left, right = confidence.worst * step, (confidence.best + 1) * step
    parts.append(f'<path d="M{left + 1:.1f},31 V35 H{right - 1:.1f} V31" fill="none" stroke="{INK}" stroke-width="2"/>')
    return _wrap(_SCALE_WIDTH, _SCALE_HEIGHT, title, parts, "scale")


def _wrap(width: int, height: int, title: str, parts: list[str], name: str) -> Markup:
    label = escape(title)
    return Markup(  # noqa: S704 - the texts inside are escaped above, all else is numbers of ours
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" role="img" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FAMILY}"><title>{label}</title><desc>{label}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _place(value: Fraction) -> float:
    return float(round_half_up(value * _BAR_WIDTH / 100, 1))


def _place_number(value: int) -> float:
    return _place(Fraction(value))
