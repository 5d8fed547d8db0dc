from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover import catalogues
from takeover.assessment.model import Assessed, Confidence, DimensionResult, Light, Range, State, StopState, Word
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import Choice, ClearedBy, Column, Horizon, QuestionType
from takeover.record.kinds import Grade
from takeover.report.wording import Wording, shorten, tidy
from takeover.values import (
    Answer,
    Code,
    Date,
    Level,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Text,
    Unknown,
    UnknownReason,
)
from tests.builders import make_question

EN = Wording(load_catalogue("en"), "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\r\nlines", "two\nlines"),
        ("tab\there", "tab here"),
        ("bell\x07", "bell[U+0007]"),
        ("user\u202egnp.exe", "user[U+202E]gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("narrow\u202fspace\u00a0here", "narrow space here"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("private\ue000", "private[U+E000]"),
    ],
)
def test_tidy_shows_what_would_mislead_and_drops_what_cannot_be_seen(text: str, shown: str) -> None:
    assert tidy(text) == shown


@given(st.text())
def test_tidy_leaves_no_character_that_is_invisible_or_turns_the_text(text: str) -> None:
    assert not set(tidy(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200d\x00\x07\x1b")
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("short", "short"), ("a" * 12, "aaaaaaaaaa..."), ("汉" * 6, "汉汉汉汉汉...")]
)
def test_shorten_counts_a_chinese_character_twice(text: str, shown: str) -> None:
    assert shorten(text, 10) == shown


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Code(code="yes"), "Yes"),
        (Code(code="other"), "Other"),
        (Code(code="gone"), "gone"),
        (Number(value=Decimal(47), unit="day"), "47 days"),
        (Number(value=Decimal(3), unit="lorries"), "3 lorries"),
        (Percent(value=Decimal("62.5")), "62.5 %"),
        (Money(amount=Decimal("10.00"), currency="EUR"), "10.00 EUR"),
        (Date(value=dt.date(2026, 3, 31)), "31 Mar 2026"),
        (Text(value="a\x07"), "a[U+0007]"),
        (Nothing(), "There is none"),
        (Unknown(reason=UnknownReason.REFUSED), "Unknown: refused to say"),
        (Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="nobody00"), "Unknown: party not named may know"),
        (NotApplicable(reason="no system"), "Not applicable: no system"),
    ],
)
def test_answer_says_every_kind_in_words(answer: Answer, shown: str) -> None:
    assert EN.answer(answer, make_question("goals.same", type=QuestionType.CHOICE), {}) == shown


@pytest.mark.parametrize(
    ("type_", "value", "shown"),
    [
        (QuestionType.DATE, "2026-03-31", "31 Mar 2026"),
        (QuestionType.DATE, "next week", "next week"),
        (QuestionType.PERCENT, "30", "30 %"),
        (QuestionType.NUMBER, "1200", "1,200"),
        (QuestionType.NUMBER, "many", "many"),
        (QuestionType.CHOICE, "paid", "Paid in full"),
        (QuestionType.CHOICE, "lost", "lost"),
        (QuestionType.MONEY, "unclear", "unclear"),
        (QuestionType.DATE, "", ""),
    ],
)
def test_cell_shows_what_was_recorded_where_it_does_not_fit(type_: QuestionType, value: str, shown: str) -> None:
    choices = (Choice(code="paid", text="Paid in full"),)
    column = Column(id="x", type=type_, title="X", sharing=Level.SHARED, choices=choices)
    assert EN.cell(value, column) == shown


def _assessed(state: State, low: Fraction, high: Fraction, *, ruled: bool = True) -> Assessed:
    return Assessed(
        question="q", dimension="d", range=Range(lo=low, hi=high), state=state, grade=Grade.E1,
        ruled_by=Code(code="yes") if ruled else None, statements=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("assessed", "shape", "word"),
    [
        (_assessed(State.PROVEN, Fraction(1), Fraction(1)), "●", "good, proven"),
        (_assessed(State.CLAIMED, Fraction(0), Fraction(2, 5)), "■", "bad, claimed"),
        (_assessed(State.CLAIMED, Fraction(3, 20), Fraction(17, 20)), "▲", "partly, claimed"),
        (_assessed(State.DISPUTED, Fraction(0), Fraction(1), ruled=False), "◇", "disputed"),
        (_assessed(State.DISPUTED, Fraction(0), Fraction(0)), "◇", "disputed; the document says bad"),
        (_assessed(State.UNKNOWN, Fraction(0), Fraction(1), ruled=False), "○", "unknown"),
        (_assessed(State.NOT_APPLICABLE, Fraction(0), Fraction(1), ruled=False), "–", "not applicable"),
    ],
)
def test_state_has_a_shape_and_a_word(assessed: Assessed, shape: str, word: str) -> None:
    mark = EN.state(assessed)
    assert (mark.shape, mark.word) == (shape, word)


@pytest.mark.parametrize(
    ("word", "worst", "best", "shown"),
    [
        (Word.RED, Light.RED, Light.RED, "■ Red"),
        (Word.PAIR, Light.AMBER, Light.GREEN, "▲● Amber … Green"),
        (Word.RED_CONFIRMED, Light.RED, Light.RED, "■ Red (confirmed), rest open"),
        (Word.NOT_ESTABLISHED, Light.RED, Light.AMBER, "○ not established (Red … Amber)"),
        (Word.NOT_APPLICABLE, None, None, "– not applicable"),
    ],
)
def test_dimension_never_paints_ignorance(word: Word, worst: Light | None, best: Light | None, shown: str) -> None:
    found = Range(lo=Fraction(0), hi=Fraction(100)) if worst is not None else None
    result = DimensionResult(
        dimension="d", range=found, worst=worst, best=best, word=word, stops_worst=0, stops_best=0
    )  # fmt: skip
    mark = EN.dimension(result)
    assert f"{mark.shape} {mark.word}" == shown
    assert (mark.tone == "open") == (word is Word.NOT_ESTABLISHED)


def test_confidence_is_one_word_where_both_worlds_agree() -> None:
    assert EN.confidence(Confidence(worst=Light.RED, best=Light.RED)) == "Red"
    assert EN.confidence(Confidence(worst=Light.RED, best=Light.AMBER_RED)) == "Red … Amber/Red"


def test_day_of_reads_a_time_in_the_zone_of_the_takeover() -> None:
    assert EN.day_of("2026-11-22T18:00:00.000Z") == "23 Nov 2026"
    assert Wording(EN.catalogue, "No/Where").day_of("2026-11-22T18:00:00.000Z") == "22 Nov 2026"


@pytest.mark.parametrize(
    ("text", "shown"), [("2026-11-30", "30 Nov 2026"), ("2026-11-30T18:00", "30 Nov 2026 18:00"), ("soon", "soon")]
)
def test_date_text_shows_what_is_no_date_as_it_was_typed(text: str, shown: str) -> None:
    assert EN.date_text(text) == shown


def test_catalogues_of_both_languages_have_the_same_keys_and_placeholders() -> None:
    folder = Path(catalogues.__file__).parent / "locale"
    english, chinese = (json.loads((folder / language / "report.json").read_text("utf-8")) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    assert {k for k in english if _placeholders(english[k]) != _placeholders(chinese[k])} == set()


def _placeholders(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_a_word_for_every_code(language: str) -> None:
    catalogue = load_catalogue(language)
    codes = {
        "method": Method, "state": State, "stop": StopState, "cleared_by": ClearedBy, "horizon": Horizon,
        "unknown": UnknownReason, "grade_short": Grade, "grade_long": Grade,
    }  # fmt: skip
    missing = [
        f"{n}.{c.value}" for n, kind in codes.items() for c in kind if not catalogue.has(f"report.{n}.{c.value}")
    ]
    missing += [light.name for light in Light if not catalogue.has(f"report.confidence.{light.name.lower()}")]
    assert missing == []
