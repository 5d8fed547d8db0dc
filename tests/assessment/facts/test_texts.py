"""Every fact, figure and cell of the matrix has its words, and every fact its formula in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import takeover.assessment.facts
from takeover.assessment.facts.matrix import Standing, Subject
from takeover.assessment.facts.model import FactName
from takeover.catalogues import LANGUAGES, load_catalogue

FOLDER = Path(takeover.assessment.facts.__file__).parent
DOCS = Path(__file__).parents[3] / "docs" / "facts.md"
FIGURE = re.compile(r'(?:name="|_count\("|_free_values\("|^ {8}\(?")([a-z0-9_]+)"', re.MULTILINE)


def figures() -> set[str]:
    source = "\n".join(file.read_text("utf-8") for file in FOLDER.glob("*.py"))
    return set(FIGURE.findall(source))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_its_words(language):
    catalogue = load_catalogue(language)
    names = [f"fact.{fact.value}.title" for fact in FactName]
    names += [f"matrix.{subject.value}" for subject in Subject] + [f"standing.{cell.value}" for cell in Standing]
    assert [name for name in names if not catalogue.has(f"assessment.{name}")] == []


def test_every_figure_of_the_catalogue_is_computed_and_the_other_way_round():
    catalogue = load_catalogue("en")
    found = figures()
    assert len(found) > 40
    assert sorted(name for name in found if not catalogue.has(f"assessment.figure.{name}")) == []


def test_every_fact_has_its_formula_in_the_docs():
    page = DOCS.read_text("utf-8")
    titles = [load_catalogue("en").text(f"assessment.fact.{fact.value}.title") for fact in FactName]
    assert [title for title in titles if f"| {title} |" not in page] == []
