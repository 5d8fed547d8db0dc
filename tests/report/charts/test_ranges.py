from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

from takeover.assessment.model import Confidence, Light, Range
from takeover.report.charts.ranges import draw_axis, draw_range, draw_scale

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {light: f'<b>{light.name}</b> & "x"' for light in Light}


def _parse(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def test_draw_range_is_solid_to_the_worst_and_hatched_to_the_best() -> None:
    drawn = _parse(draw_range(Range(lo=Fraction(30), hi=Fraction(80)), "Goals", 7))
    track, opened, solid = (e for e in drawn.iter(f"{SVG}rect") if e.get("x") is not None)
    assert float(solid.get("width") or 0) == pytest.approx(0.3 * 170, abs=0.1)
    assert float(opened.get("x") or 0) == pytest.approx(0.3 * 170, abs=0.1)
    assert float(opened.get("width") or 0) == pytest.approx(0.5 * 170, abs=0.1)
    assert opened.get("fill") == "url(#hatch7)"
    assert float(track.get("width") or 0) == 170


def test_draw_range_without_a_range_shows_an_empty_track() -> None:
    drawn = _parse(draw_range(None, "Goals", 1))
    assert len(list(drawn.iter(f"{SVG}rect"))) == 1


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "a & b", '"quoted"', "目标"])
def test_charts_escape_their_texts_and_say_in_words_what_they_show(title: str) -> None:
    scale = draw_scale(Confidence(worst=Light.RED, best=Light.AMBER), WORDS, title)
    for drawn in map(_parse, (draw_range(None, title, 1), draw_axis(title), scale)):
        assert drawn.findtext(f"{SVG}title") == title
        assert drawn.findtext(f"{SVG}desc") == title
    assert [text.text for text in _parse(scale).iter(f"{SVG}text")] == list(WORDS.values())


def test_draw_scale_fills_the_steps_from_worst_to_best() -> None:
    drawn = _parse(draw_scale(Confidence(worst=Light.AMBER_RED, best=Light.AMBER_GREEN), WORDS, "x"))
    weights = [text.get("font-weight") for text in drawn.iter(f"{SVG}text")]
    assert weights == ["400", "700", "700", "700", "400"]
