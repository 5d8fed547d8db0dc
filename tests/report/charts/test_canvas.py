from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.fonts import missing_characters, prepare_fonts
from takeover.report.charts.canvas import Frame, fit, frame_picture, measure, wrap, write
from takeover.report.pairs import pair

CHARACTERS = "".join(
    chr(code)
    for start, end in ((0x20, 0x7F), (0xA1, 0x180), (0x391, 0x3CA), (0x410, 0x450))
    for code in range(start, end)
)
SIGNS = "·–—→↑■▲●○、，。《》“”中文ーか한"
SVG = "{http://www.w3.org/2000/svg}"


def test_measure_is_never_less_than_the_font_is_wide() -> None:
    from fontTools.ttLib import TTFont

    text = "".join(sorted(set(CHARACTERS + SIGNS) - set(missing_characters((CHARACTERS + SIGNS,)))))
    fonts = prepare_fonts((text,))
    for data in (fonts.regular, fonts.bold):
        font: Any = TTFont(io.BytesIO(data))
        cmap, advances, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        wider = {c: advances[cmap[ord(c)]][0] / em for c in text if advances[cmap[ord(c)]][0] / em > measure(c, 1)}
        assert wider == {}


@given(st.text(max_size=80), st.floats(min_value=12, max_value=300))
def test_fit_stays_within_the_width_and_keeps_a_text_that_fits(text: str, width: float) -> None:
    line = " ".join(text.split())
    shown = fit(text, width)
    assert measure(shown) <= max(width, measure(line[:1] + "..."))
    if measure(line) <= width:
        assert shown == line


@given(st.text(max_size=120), st.floats(min_value=20, max_value=200), st.integers(min_value=1, max_value=4))
def test_wrap_keeps_every_character_in_order_until_it_cuts(text: str, width: float, lines: int) -> None:
    wrapped = wrap(text, width, lines)
    assert len(wrapped) <= lines
    assert all(measure(one) <= width for one in wrapped)
    whole = "".join("".join(text.split()))
    joined = "".join("".join(wrapped).split())
    assert joined == whole or (joined.endswith("...") and whole.startswith(joined.removesuffix("...")))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Outgoing PM", ("Outgoing", "PM")),
        ("测试负责人，现场经理", ("测试负责", "人，现场", "经理")),
        ("Incomprehensibilities", ("Incompr", "ehensibil", "ities")),
    ],
)
def test_wrap_breaks_at_spaces_and_between_chinese_characters(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 36, 3) == lines


def test_wrap_begins_no_line_with_a_closing_sign() -> None:
    assert wrap("测试负责，现场经理", 31, 3)[1][0] != "，"


def test_texts_are_escaped_and_words_are_title_and_description() -> None:
    hostile = '<script>&"</text>'
    drawn = ET.fromstring(frame_picture(Frame(name="P-01", words=hostile), 20, [write(0, 10, hostile)]))
    assert drawn.findtext(f"{SVG}title") == drawn.findtext(f"{SVG}desc") == hostile
    assert [text.text for text in drawn.iter(f"{SVG}text")] == [hostile]


def test_a_text_in_two_languages_is_drawn_in_the_leading_one() -> None:
    both = pair("Amount", "金额")
    assert ">Amount<" in write(0, 10, both)
    assert (fit(both, 100), wrap(both, 100, 2)) == ("Amount", ("Amount",))
    assert measure(both) == measure("Amount")
