"""Every fact, figure and cell of the matrix has its words, and every fact its formula in the docs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import takeover.assessment.facts
from takeover.assessment.facts.matrix import Standing, Subject
from takeover.assessment.facts.model import FactName
from takeover.catalogues import LANGUAGES, load_catalogue

FOLDER = Path(takeover.assessment.facts.__file__).parent
LOCALE = Path(takeover.__file__).parent / "locale" / "en" / "assessment.json"
KEYS = json.loads(LOCALE.read_text("utf-8"))
DOCS = Path(__file__).parents[3] / "docs" / "facts.md"
FIGURE = re.compile(r'(?:name="|count_rows\("|_free_values\("|^ {8}\(?")([a-z0-9_]+)"', re.MULTILINE)
QUOTED = re.compile(r'"([a-z0-9_]+)"')


def source() -> str:
    return "\n".join(file.read_text("utf-8") for file in FOLDER.glob("*.py"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_its_words(language):
    catalogue = load_catalogue(language)
    names = [f"fact.{fact.value}.title" for fact in FactName]
    names += [f"matrix.{subject.value}" for subject in Subject] + [f"standing.{cell.value}" for cell in Standing]
    assert [name for name in names if not catalogue.has(f"assessment.{name}")] == []


def test_every_figure_of_the_catalogue_is_computed_and_the_other_way_round():
    catalogue = load_catalogue("en")
    worded = {key.removeprefix("assessment.figure.") for key in KEYS if key.startswith("assessment.figure.")}
    assert len(worded) > 40
    assert sorted(worded - set(QUOTED.findall(source()))) == []
    assert sorted(name for name in FIGURE.findall(source()) if not catalogue.has(f"assessment.figure.{name}")) == []


def test_every_fact_has_its_formula_in_the_docs():
    page = DOCS.read_text("utf-8")
    titles = [load_catalogue("en").text(f"assessment.fact.{fact.value}.title") for fact in FactName]
    assert [title for title in titles if f"| {title} |" not in page] == []
