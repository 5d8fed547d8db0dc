from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.signing.layout import LEADING, PADDING, Block, Overflow, fit_text, wrap_line

TEXTS = st.text(alphabet="ab Ü一，。（）「」—0.;é\u0301", max_size=60)


def half_em(character: str) -> float:
    """A font whose letters are half as wide as high, Chinese ones square, marks nothing."""
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 1 if east_asian_width(character) in ("W", "F") else 0.5


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("four words in all", ("four words", "in all")),
        ("付款在三月到期", ("付款在三月", "到期")),
        ("付款在三月，到期", ("付款在三", "月，到期")),
        ("付款在三「月」", ("付款在三", "「月」")),
        ("abcdefghijklm", ("abcdefghij", "klm")),
        ("ab abcdefghijklm", ("ab", "abcdefghij", "klm")),
        ("abc 付款 de", ("abc 付款", "de")),
    ],
)
def test_wrap_line_breaks_where_people_would(text: str, lines: tuple[str, ...]) -> None:
    assert wrap_line(text, 5, half_em) == lines


@given(text=TEXTS, room=st.floats(min_value=2, max_value=20))
def test_wrap_line_keeps_every_character_but_spaces(text: str, room: float) -> None:
    assert "".join(wrap_line(text, room, half_em)).replace(" ", "") == text.replace(" ", "")


@given(text=TEXTS.filter(lambda text: not set(text) & set("，。（）「」")), room=st.floats(min_value=2, max_value=20))
def test_wrap_line_never_runs_over(text: str, room: float) -> None:
    assert all(sum(map(half_em, line)) <= room for line in wrap_line(text, room, half_em))


def test_fit_text_takes_the_largest_size_that_fits() -> None:
    height = 2 * PADDING + 2 * 9 * LEADING
    assert fit_text("a\nb", width=100, height=height, sizes=(10, 9, 8), advance=half_em) == Block(
        lines=("a", "b"), size=9
    )


def test_fit_text_says_how_much_is_too_much() -> None:
    found = fit_text("a\nb\nc\nd", width=100, height=2 * PADDING + 21, sizes=(10, 8), advance=half_em)
    assert found == Overflow(lines=4, room=2)
