"""Lines for a terminal: broken between words, never inside a command or a word; nothing is lost."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.cli.lines import fit_lines
from takeover.cli.streams import fit
from takeover.interview.wrapping import width_of

FOLDER = "my-takeover"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("key", ["cli.ask.saved", "cli.ask.finished", "cli.ask.interrupted", "cli.start.next"])
def test_a_command_is_never_broken_and_no_line_is_too_wide(language, width, key):
    sentence = load_catalogue(language).text(key, folder=FOLDER)
    lines = fit_lines(sentence, width).split("\n")
    assert all(width_of(line) <= width or line.strip().startswith("takeover ") for line in lines)
    ran = [word for word in ("ask", "report", "seal") if f"takeover {word} -C {FOLDER}" in sentence]
    assert ran
    for word in ran:
        assert any(f"takeover {word} -C {FOLDER}" in line for line in lines)


def test_a_command_wider_than_the_terminal_stands_alone_and_whole():
    command = "takeover ask -C the-takeover-of-the-harbour-billing-system"
    assert fit_lines(f"Saved. Go on with: {command}", 40) == f"Saved. Go on with:\n  {command}"


def test_a_word_wider_than_the_terminal_can_be_copied():
    assert fit_lines(f"Written: {'a' * 50}.pdf and more", 40).split("\n")[1] == f"  {'a' * 50}.pdf"


def test_further_lines_stand_in_and_short_lines_stay_as_they_are():
    assert fit_lines("  one two three\nx   y", 12) == "  one two\n    three\nx   y"


@given(st.text(alphabet="ab ：:,。中文-takeover\n", max_size=200), st.integers(min_value=20, max_value=80))
def test_no_character_but_blanks_and_stops_is_lost(text, width):
    def bare(shown: str) -> str:
        return "".join(one for one in shown if one not in " \n,。")

    assert bare(fit_lines(text, width)) == bare(text)


def test_what_goes_to_a_file_is_not_touched():
    assert fit("word " * 60, io.StringIO()) == "word " * 60
