"""Registers on paper: every column that may be seen has its place, rows to write on, and the page is wide enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.catalogues import load_catalogue
from takeover.checklist.model import Choice, Column, QuestionType, Register
from takeover.report.sheets.tables import MOST_ROWS, Paper, SheetTable, build_table
from takeover.report.sheets.words import Voices
from takeover.values import Level
from tests.builders import make_checklist, make_question
from tests.report.sheets.lists import BROAD, CARDS, HIDDEN, NARROW, translate_list

SHARED = (Level.SHARED,)
KINDS = [kind for kind in QuestionType if kind is not QuestionType.REGISTER]


def draw(register: Register, *, levels=SHARED, paper=Paper.A4, bilingual=False) -> SheetTable | None:
    lists = (make_checklist(make_question("goals.one"), registers=(register,)),)
    lists += (translate_list(lists[0]),) if bilingual else ()
    voices = Voices(
        catalogues=tuple(load_catalogue(language) for language in ("en", "zh-Hans")[: len(lists)]), checklists=lists
    )
    return build_table(voices, tuple(one.registers[0] for one in lists), levels=levels, number=1, paper=paper)


def titles(table: SheetTable) -> list[str]:
    return [column.title[0].text for line in table.lines for column in line]


@pytest.mark.parametrize(
    ("register", "wide", "cards"), [(NARROW, False, False), (BROAD, True, False), (CARDS, True, True)]
)
def test_the_form_follows_from_the_columns(register, wide, cards):
    table = draw(register)
    assert table is not None
    assert (table.wide, table.cards) == (wide, cards)


def test_only_columns_of_the_levels_are_drawn():
    assert [title for title in titles(draw(BROAD)) if "inner" in title] == []
    assert len([title for title in titles(draw(BROAD, levels=tuple(Level))) if "inner" in title]) == 1


def test_a_register_of_which_only_the_dates_may_be_seen_is_no_table():
    assert draw(HIDDEN) is None
    assert draw(HIDDEN, levels=tuple(Level)) is not None


def test_rows_to_start_with_stand_there_and_one_more_is_empty():
    table = draw(CARDS)
    first, second, *empty = table.rows
    assert first[0].text[0].text == "Advance payment"
    assert first[4].ticked == 0
    assert (second[0].text[0].text, second[4].ticked) == ("Final payment", -1)
    assert empty
    assert all(not cell.text and cell.ticked == -1 for row in empty for cell in row)


@st.composite
def registers(draw_from) -> Register:
    texts = st.text("ab 中文", min_size=1, max_size=30).map(lambda text: f"x{text}")
    count = draw_from(st.integers(1, 30))
    columns = []
    for number in range(count):
        kind = draw_from(st.sampled_from(KINDS))
        codes = draw_from(st.lists(texts, min_size=2, max_size=7)) if kind is QuestionType.CHOICE else []
        choices = tuple(Choice(code=f"c{at}", text=text) for at, text in enumerate(codes))
        columns.append(
            Column(id=f"n{number}", type=kind, title=draw_from(texts), sharing=Level.SHARED, choices=choices)
        )
    starts = draw_from(st.integers(0, 12))
    return Register(id="any", title="Any", columns=tuple(columns), start_with=({"n0": "here"},) * starts)


@given(registers(), st.sampled_from(Paper), st.booleans())
def test_every_column_has_its_place_once_and_every_line_fills_the_page(register, paper, bilingual):
    table = draw(register, paper=paper, bilingual=bilingual)
    assert [column.at for line in table.lines for column in line] == list(range(len(register.columns)))
    assert all(column.share > 0 for line in table.lines for column in line)
    for line in table.lines:
        assert sum(column.share for column in line) == pytest.approx(100 if table.cards else 97, abs=0.2)
    assert table.wide or not table.cards
    assert table.cards or len(table.lines) == 1


@given(registers(), st.booleans())
def test_there_is_always_an_empty_row_and_never_more_than_a_page_of_them(register, bilingual):
    table = draw(register, bilingual=bilingual)
    empty = len(table.rows) - len(register.start_with)
    assert 1 <= empty <= max(MOST_ROWS, 1)
    assert all(len(row) == len(register.columns) for row in table.rows)
