"""The pictures of a report: drawn from any rows, they stay well-formed, readable and true to the sums of the rows."""

from __future__ import annotations

import logging
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.baseline.model import EditionName
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.fonts import prepare_fonts
from takeover.report.charts.canvas import Frame
from takeover.report.charts.grid import Grade
from takeover.report.charts.stakeholder_grid import Stakeholder, draw_stakeholder_grid
from takeover.report.html import load_environment
from takeover.report.layout import PLAIN
from takeover.report.numbers import show_decimal, show_money
from takeover.report.pairs import write_pairs
from takeover.report.pdf.render import render_pdf
from takeover.report.view.blocks import Picture
from takeover.report.view.material import gather_material
from takeover.report.view.pictured.sketch import MOST_ROWS
from takeover.report.view.pictures import build_pictures
from takeover.resources import templates_folder
from takeover.values import Money, tidy_text
from tests.report.charts.reading import SVG, list_collisions, list_strays, read_texts
from tests.report.charts.samples import TEXTS, full_rows, gather, money
from tests.report.samples import AS_OF
from tests.verapdf.verapdf import validate, why_not

PAGE = 640
"""Points of height that a picture has on a page of Letter beside its title and words."""


@lru_cache(maxsize=4)
def _full(language: str, edition: EditionName = EditionName.INTERNAL) -> tuple[Picture, ...]:
    return build_pictures(gather(full_rows(language), language, edition))


def _find(pictures: tuple[Picture, ...], register: str) -> Picture:
    return next(picture for picture in pictures if picture.register.anchor == f"register-{register}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_register_with_rows_has_its_picture_and_no_text_leaves_it_or_touches_another(language: str) -> None:
    pictures = _full(language)
    registers = [picture.register.anchor.removeprefix("register-") for picture in pictures]
    assert registers == ["payments", "payments", "changes", "changes", "people", "risks", "raci"]
    assert [picture.number for picture in pictures] == [f"P-0{number}" for number in range(1, 8)]
    for picture in pictures:
        assert list_strays(picture.chart) == []
        assert list_collisions(picture.chart) == []
        words = ET.fromstring(picture.chart).findtext(f"{SVG}title") or ""
        assert picture.title in words
        assert " ".join(picture.alternative.split()) in words


def test_without_rows_there_is_no_picture() -> None:
    assert build_pictures(gather({})) == ()
    assert build_pictures(gather({"payments": [{"milestone": "Advance"}], "risks": [{"risk": "Flood"}]})) == ()


def test_the_shared_edition_draws_only_what_it_has() -> None:
    pictures = _full("en", EditionName.SHARED)
    assert [picture.title for picture in pictures] == [
        "Overdue receivables by age, in EUR",
        "Payments and warranty in time",
        "Changes: hours, overtime and money, in EUR",
        "Who answers for what, and where nobody or more than one does",
    ]
    shown = "".join(f"{picture.chart}{picture.alternative}{picture.notes}" for picture in pictures)
    assert not [text for text in (*TEXTS["en"]["risks"], "1,039.2", "overtime: 425", "320 / 280") if text in shown]


def test_a_picture_in_two_languages_is_drawn_in_the_leading_one_and_said_in_both() -> None:
    baseline = gather(full_rows("en")).baseline
    pictures = build_pictures(gather_material(baseline, PLAIN.words("en+zh-Hans")))
    page = write_pairs("".join(f"<h3>{p.title}</h3>{p.chart}<p>{p.alternative}</p>" for p in pictures), "en+zh-Hans")
    drawn = "".join(re.findall(r"<text[^>]*>([^<]*)", page))
    assert "Judged as of 23 Nov 2026" in drawn
    assert not re.search(r"[\u4e00-\u9fff]", drawn)
    for said in re.findall(r"<title>([^<]*)</title>", page) + re.findall(r"<p>(.*?)</p>", page):
        assert re.search(r"[A-Za-z].*[\u4e00-\u9fff]", said)


def test_ids_of_patterns_are_unique_in_a_page() -> None:
    found = re.findall(r'<pattern id="([^"]+)"', "".join(picture.chart for picture in _full("en")))
    assert len(found) == len(set(found)) == 7


def test_rows_that_cannot_be_drawn_are_counted_with_their_numbers() -> None:
    pictures = _full("en")
    notes = [note for picture in pictures for note in picture.notes if note[-2:] == ")." or "together" in note]
    assert notes == [
        "Not in the picture, because amount, due date or state is missing: 1 (T-02.7).",
        "Not in the picture, because the due date is missing: 1 (T-02.7).",
        "Not on the stair, because the date is missing: 1 (T-14.7), together 5,200.00 EUR. The total counts them.",
        "Not in the picture, because hours, last day or utilisation are missing: 1 (T-07.6).",
        "Not in the picture, because probability or impact is missing: 1 (T-12.8).",
        "Closed and not in the picture: 1 (T-12.7).",
    ]


@pytest.mark.parametrize(
    ("register", "words"),
    [
        ("payments", "Overdue in all: 613,500.00 EUR; 31 to 60 days overdue: 450,000.00 EUR;"),
        (
            "changes",
            "Given away: 91,100.50 EUR; changes: 5. The client was told of 40,800.00 EUR and not told of 50,300.50",
        ),
        (
            "people",
            "Short of hours: Lead of signalling design: 174.8; Test lead: 44.4; Incoming PM: 26. Booked above 100 %",
        ),
        ("risks", "Risks: 6; probability High, impact High: T-12.1, T-12.4; probability Medium, impact High: T-12.3;"),
        (
            "raci",
            "Nobody accountable: T-08.2, T-08.6. More than one accountable: T-08.3. Nobody responsible: T-08.4, T-08.6.",
        ),
    ],
)
def test_words_say_what_the_picture_shows(register: str, words: str) -> None:
    assert words in _find(_full("en"), register).alternative


def test_gaps_of_the_raci_have_a_shape_and_a_word() -> None:
    shown = [drawn.text for drawn in read_texts(_find(_full("en"), "raci").chart) if drawn.text[:1] in "■▲○"]
    assert shown == ["■ none accountable", "▲ 2 accountable", "○ none responsible", "■ no A and no R"]


def test_a_risk_that_occurred_is_white_on_dark_and_said_in_words() -> None:
    picture = _find(_full("en"), "risks")
    white = [e.text for e in ET.fromstring(picture.chart).iter(f"{SVG}text") if e.get("fill") == "#ffffff"]
    assert white == ["2"]
    assert "Already occurred: T-12.2." in picture.alternative


def test_currencies_are_never_added_up() -> None:
    rows = [
        {"milestone": name, "amount": money(value, currency), "due": "2026-10-01", "state": "invoiced"}
        for name, value, currency in (("a", "100.00", "EUR"), ("b", "700", "CNY"), ("c", "11.50", "EUR"))
    ]
    titles = [(p.title, p.alternative.split(";")[0]) for p in build_pictures(gather({"payments": rows}))[:2]]
    assert titles == [
        ("Overdue receivables by age, in CNY", "Overdue in all: 700 CNY"),
        ("Overdue receivables by age, in EUR", "Overdue in all: 111.50 EUR"),
    ]


def test_the_stakeholder_grid_keeps_every_name_in_its_cell() -> None:
    grade = Grade(title="Power", steps=("Low", "High"))
    people = tuple(
        Stakeholder(number=str(at), label="Head of " * at, place=(at % 2, 1), engagement="neutral")
        for at in range(1, 31)
    )
    drawn = draw_stakeholder_grid(Frame(name="x", words="w"), power=grade, interest=grade, stakeholders=people)
    assert list_strays(drawn) == []
    assert sum(text.text == "neutral" for text in read_texts(drawn)) == 30


@pytest.mark.parametrize("count", [1, 40, 95])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_number_of_rows_fits_on_a_page(count: int, language: str) -> None:
    rows = {
        name: [(found := full_rows(language)[name])[at % len(found)] for at in range(count)]
        for name in ("payments", "changes", "people", "risks", "raci")
    }
    for picture in build_pictures(gather(rows, language)):
        said = load_catalogue(language).text("report.picture.more_rows", count=0).rpartition("0")[2]
        height = float(ET.fromstring(picture.chart).get("viewBox", "").split()[3])
        assert height <= PAGE
        assert list_strays(picture.chart) == []
        assert any(said in note for note in picture.notes) == (count > MOST_ROWS and _is_by_row(picture))


def _is_by_row(picture: Picture) -> bool:
    return picture.anchor not in ("P-01", "P-03", "P-06")


HOSTILE = st.sampled_from(
    (
        "<script>",
        "a & b",
        "]]>",
        "\u202eevil",
        "W" * 400,
        "长" * 300,
        "A\u0300\u0301",
        "😀 emoji",
        "\x00\x1b",
        "T-01.1",
        "",
    )
)
WORDS = st.one_of(st.text(max_size=60), HOSTILE).map(tidy_text)
AMOUNTS = st.decimals(min_value="-1e6", max_value="1e18", places=2, allow_nan=False).map(
    lambda value: format(value, "f")
)
MONEY = st.builds(money, AMOUNTS, st.sampled_from(("EUR", "CNY")))
DAYS = st.dates().map(lambda day: day.isoformat()) | st.dates(AS_OF.replace(year=2026), AS_OF.replace(year=2027)).map(
    str
)
HOURS = st.decimals(min_value="-50", max_value="1e7", places=1).map(lambda value: format(value, "f"))
GRADES = st.sampled_from(("low", "medium", "high", "none"))


def _rows(**columns: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({}, optional=columns), max_size=8)


ROWS = st.fixed_dictionaries(
    {
        "contract-card": st.lists(
            st.fixed_dictionaries({}, optional={"warranty_start": DAYS, "warranty_end": DAYS}), max_size=1
        ),
        "payments": _rows(
            milestone=WORDS, amount=MONEY, received=MONEY, due=DAYS,
            state=st.sampled_from(("open", "reached", "invoiced", "part_paid", "paid", "disputed", "odd")),
        ),
        "changes": _rows(
            change=WORDS, dated=DAYS, value=MONEY, charged=MONEY, effort_hours=HOURS, overtime_hours=HOURS,
            told_client_on=DAYS, **{"class": st.sampled_from(("unpaid_extra", "in_scope"))},
        ),
        "people": _rows(name=WORDS, remaining_hours=HOURS, weekly_hours=HOURS, until=DAYS, utilisation=HOURS),
        "risks": _rows(
            risk=WORDS, probability=GRADES, impact=GRADES, state=st.sampled_from(("open", "closed", "occurred"))
        ),
        "raci": _rows(item=WORDS, responsible=WORDS, accountable=WORDS, consulted=WORDS, informed=WORDS),
    }
)  # fmt: skip


def _amount(row: Mapping[str, Any], column: str) -> tuple[str, Decimal]:
    cell = row.get(column, {"currency": "", "amount": "0"})
    return cell["currency"], Decimal(cell["amount"])


def _rest(row: Mapping[str, Any], whole: str, part: str) -> Decimal:
    (currency, amount), (other, less) = _amount(row, whole), _amount(row, part)
    return max(Decimal(0), amount - (less if currency == other else 0))


def _overdue(row: Mapping[str, Any]) -> bool:
    owed = row.get("state") in ("reached", "invoiced", "part_paid", "disputed")
    return owed and "amount" in row and row.get("due", "9999-12-31") < AS_OF.isoformat()


def _expect(rows: Mapping[str, list[dict[str, Any]]], title: str) -> str:
    """The total that a picture must say, added up from the rows."""
    currency = title[-3:]
    if title.startswith("Overdue"):
        found = [r for r in rows["payments"] if _overdue(r) and _amount(r, "amount")[0] == currency]
        return show_money(
            Money(amount=sum((_rest(r, "amount", "received") for r in found), Decimal(0)), currency=currency), "en"
        )
    changes = [r for r in rows["changes"] if _amount(r, "value")[0] == currency]
    if title.startswith("Unpaid"):
        extra = [_rest(r, "value", "charged") for r in changes if r.get("class") == "unpaid_extra"]
        return show_money(Money(amount=sum(extra, Decimal(0)), currency=currency), "en")
    if title.startswith("Changes: hours, overtime and money"):
        return show_money(
            Money(amount=sum((_amount(r, "value")[1] for r in changes), Decimal(0)), currency=currency), "en"
        )
    if title.startswith("Load"):
        known = [r for r in rows["people"] if {"remaining_hours", "weekly_hours", "until"} <= r.keys()]
        return show_decimal(sum((Decimal(r["remaining_hours"]) for r in known), Decimal(0)), "en") if known else ""
    count = {
        "Payments": sum("due" in r for r in rows["payments"]),
        "Who": len(rows["raci"]),
        "Risks": sum(
            r.get("state") != "closed" and {"low", "medium", "high"} >= {r.get("probability"), r.get("impact")}
            for r in rows["risks"]
        ),
    }
    return str(count.get(title.split(maxsplit=1)[0], ""))


@given(ROWS, st.sampled_from(LANGUAGES))
def test_pictures_of_any_rows_are_well_formed_readable_and_add_up(rows: Any, language: str) -> None:
    for picture in build_pictures(gather(rows, language)):
        assert list_strays(picture.chart) == []
        if language == "en":
            assert _expect(rows, picture.title) in picture.alternative


def _document(language: str) -> str:
    """A page of all pictures, with the grid of the private annex."""
    catalogue = load_catalogue(language)
    grade = Grade(title="Power", steps=("Low", "Medium", "High"))
    people = tuple(
        Stakeholder(number=str(at), label=name, place=(at % 3, at // 3), engagement="resistant → supportive")
        for at, name in enumerate(TEXTS[language]["roles"])
    )
    grid = draw_stakeholder_grid(
        Frame(name="P-00", words="Stakeholders"), power=grade, interest=grade, stakeholders=people
    )
    view = SimpleNamespace(pictures=_full(language))
    part = load_environment(templates_folder()).get_template("parts/pictures.html.j2")
    shown = part.render(view=view, target="print", say=lambda key: catalogue.text(f"report.{key}"))
    register = "".join(f'<p id="{anchor}">.</p>' for anchor in {p.register.anchor for p in view.pictures})
    style = (templates_folder() / "pictures.css").read_text("utf-8")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>All</title>'
        f"<style>html {{ font: 9pt Report }} @page {{ margin: 20mm }} {style}</style></head>"
        f"<body><h1>All</h1>{shown}<div>{grid}</div>{register}</body></html>"
    )


@pytest.mark.slow
def test_all_pictures_in_one_document_conform_and_their_text_stays_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = _document("zh-Hans")
    file = tmp_path / "all.pdf"
    with caplog.at_level(logging.WARNING):
        file.write_bytes(
            render_pdf(
                page, fonts=prepare_fonts((page,)), attachments=(), document_id=b"0" * 16,
                created="2026-11-22T02:53:16.123Z", fields=(), language="zh-Hans",
            )
        )  # fmt: skip
    assert caplog.records == []
    with pikepdf.open(file) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        alternatives = {" ".join(str(figure.Alt).split()) for figure in figures}
    assert alternatives >= {ET.fromstring(p.chart).findtext(f"{SVG}title") for p in _full("zh-Hans")}
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert all(word in text for word in ("613,500.00 EUR", "逾期 146 天", "■ 无最终负责人（A）", "▲ 410 / 235.2"))
    if not why_not():
        assert [(result.profile, result.failures) for result in validate([file])] == [("3a", ()), ("ua1", ())]
