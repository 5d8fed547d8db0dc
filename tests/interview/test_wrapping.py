"""Lines that fit."""

from hypothesis import given
from hypothesis import strategies as st

from takeover.interview.wrapping import join_in_lines, shorten, width_of, wrap_text

WORDS = st.text(alphabet="ab 项目，。“”（） \u0301", max_size=120)


def test_width_of_counts_columns():
    assert width_of("合同ab") == 6
    assert width_of("e\u0301") == 1


def test_wrap_text_breaks_between_words():
    assert wrap_text("one two three", 8) == "one two\nthree"


def test_wrap_text_breaks_chinese_anywhere_but_before_a_closing_mark():
    assert wrap_text("项目目标，是否", 8) == "项目目\n标，是否"
    assert wrap_text("全，选“是”。", 8) == "全，选\n“是”。"


def test_wrap_text_cuts_a_word_that_is_too_long():
    assert wrap_text("abcdefgh", 3) == "abc\ndef\ngh"


def test_wrap_text_hangs_an_indent():
    assert wrap_text("- one two", 6, "  ") == "- one\n  two"


@given(WORDS, st.integers(min_value=10, max_value=60))
def test_wrap_text_loses_nothing_and_fits(text, width):
    wrapped = wrap_text(text, width)
    assert "".join(wrapped.split()) == "".join(text.split())
    marks = sum(text.count(mark) for mark in "，。“”（）")
    assert marks > 2 or all(width_of(line) <= width for line in wrapped.split("\n"))


def test_shorten_keeps_what_fits_and_marks_what_does_not():
    assert shorten("abc", 3) == "abc"
    assert shorten("项目目标", 6) == "项目…"


def test_join_in_lines_never_breaks_inside_a_piece():
    assert join_in_lines(["aa bb", "cc", "dd"], 10) == "aa bb · cc\ndd"
