from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from functools import lru_cache
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from takeover import fonts
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.errors import BadInput, OutsideFailure
from takeover.fonts import (
    ALWAYS,
    Fonts,
    describe_character,
    missing_characters,
    prepare_fonts,
    prepare_plain_font,
)

TEXT = "Baseline “1” — 基线，目标：否决项。it’s"


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    return prepare_fonts([TEXT])


def _open(data: bytes) -> Any:
    return TTFont(io.BytesIO(data), lazy=True)


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_package_of_fonts")


def test_prepare_fonts_gives_truetype_with_a_glyph_for_every_character() -> None:
    for data in (_fonts().regular, _fonts().bold):
        font = _open(data)
        assert data[:4] == b"\0\1\0\0"
        assert {"glyf", "loca", "GPOS"} <= set(font.keys())
        assert not {"CFF ", "CFF2", "fvar"} & set(font.keys())
        assert set(TEXT + ALWAYS) <= set(map(chr, font.getBestCmap()))


def test_prepare_fonts_has_a_real_bold() -> None:
    regular, bold = _open(_fonts().regular), _open(_fonts().bold)
    assert (regular["OS/2"].usWeightClass, bold["OS/2"].usWeightClass) == (400, 700)
    name = regular.getBestCmap()[ord("目")]
    assert regular["glyf"][name].coordinates != bold["glyf"][bold.getBestCmap()[ord("目")]].coordinates


def test_prepare_fonts_carries_narrow_quotes_for_latin_text() -> None:
    font = _open(_fonts().regular)
    wide = font.getBestCmap()[ord("’")]
    (lookup,) = font["GSUB"].table.LookupList.Lookup
    narrow = lookup.SubTable[0].mapping[wide]
    assert font["hmtx"][wide][0] == 1000
    assert font["hmtx"][narrow][0] < 300


@pytest.mark.slow
def test_prepare_fonts_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys,hashlib; from takeover.fonts import prepare_fonts; f = prepare_fonts([sys.argv[1]]);"
        "print(hashlib.sha256(f.regular + f.bold).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-c", script, TEXT], capture_output=True, text=True, check=True, env=environment, cwd="/"
    )
    assert run.stdout.strip() == hashlib.sha256(_fonts().regular + _fonts().bold).hexdigest()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_glyph_stops_with_the_character_named(language: str) -> None:
    with pytest.raises(BadInput) as caught:
        prepare_fonts(["good \U0001f600 \u05e9"])
    sentence = caught.value.describe(load_catalogue(language))
    assert "U+05E9 HEBREW LETTER SHIN" in sentence
    assert "“\U0001f600” U+1F600 GRINNING FACE" in sentence


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("plain\n\ttext", ()),
        ("目标，否决项", ()),
        ("\u202e\u200b\x07", ("\x07", "\u200b", "\u202e")),
        ("b\U0001f600a\U0001f600", ("\U0001f600",)),
    ],
)
def test_missing_characters_are_listed_once_in_order(text: str, missing: tuple[str, ...]) -> None:
    assert missing_characters([text]) == missing


def test_describe_character_does_not_print_what_cannot_be_seen() -> None:
    assert describe_character("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert describe_character("\x07") == "U+0007"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("no_package")
def test_without_the_package_the_extra_is_named(language: str) -> None:
    with pytest.raises(OutsideFailure) as caught:
        prepare_fonts(["x"])
    assert 'pip install "takeover[zh]"' in caught.value.describe(load_catalogue(language))


def test_the_plain_font_draws_what_the_full_one_draws() -> None:
    text = "Signed “subject” to R1–R3 无保留意见。"
    plain, full = (TTFont(io.BytesIO(data)) for data in (prepare_plain_font([text]), prepare_fonts([text]).regular))
    maps = plain.getBestCmap(), full.getBestCmap()
    assert maps[0].keys() == maps[1].keys() >= {ord(character) for character in text}
    for code, name in maps[0].items():
        assert plain["glyf"][name] == full["glyf"][maps[1][code]]
        assert plain["hmtx"][name] == full["hmtx"][maps[1][code]]
    assert plain["OS/2"].fsType == 0  # may be embedded


def test_the_plain_font_stops_at_a_missing_glyph_and_is_the_same_every_time() -> None:
    with pytest.raises(BadInput) as caught:
        prepare_plain_font(["\U0001f600"])
    assert caught.value.code == "RP002"
    assert prepare_plain_font(["签"]) == prepare_plain_font(["签"])
