"""How things are named, and what is suggested for a name that was mistyped."""

from __future__ import annotations

import pytest

from takeover.assessment.facts.model import FactName
from takeover.assessment.why import explain, list_names, suggest_names
from takeover.assessment.why.model import DimensionWhy, FactWhy, FindingWhy, OverallWhy
from tests.assessment.why.grounds import example_a, ground
from tests.builders import RecordBuilder, make_checklist, make_question


@pytest.mark.parametrize("name", ["F-01", "f-1", "f1", "F 01", "Ｆ－０１", " f-001 "])
def test_number_is_found_however_it_is_typed(name):
    why = explain(name, example_a())
    assert isinstance(why, FindingWhy)
    assert why.finding.number == "F-01"


def test_dimension_is_found_by_id_and_by_title():
    grounds = example_a()
    assert explain("contract", grounds) == explain("CONTRACT", grounds) == explain("Contract", grounds)
    assert isinstance(explain("contract", grounds), DimensionWhy)
    assert isinstance(explain("Overall", grounds), OverallWhy)


@pytest.mark.parametrize("name", ["", "F-99", "contract.nothing", "hmm"])
def test_what_there_is_not_is_not_explained(name):
    assert explain(name, example_a()) is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("contract.colector", "contract.collector"),
        ("warranty-window", "contract.warranty-window"),
        ("overal", "overall"),
        ("recievables", "receivables"),
        ("redyness", "readiness"),
    ],
)
def test_near_names_are_suggested(typed, near):
    assert near in suggest_names(typed, example_a())


def test_what_is_like_nothing_has_no_suggestion_and_never_more_than_three_come():
    grounds = example_a()
    assert suggest_names("zzzzzzzz", grounds) == ()
    assert len(suggest_names("contract.", grounds)) == 3


def test_dimension_stands_in_front_of_a_fact_of_its_name():
    grounds = ground(make_checklist(make_question("warranty.one")), RecordBuilder().situation())
    assert isinstance(explain("warranty", grounds), DimensionWhy)
    assert isinstance(explain("receivables", grounds), FactWhy)


def test_everything_that_is_listed_is_explained():
    grounds = example_a()
    names = list_names(grounds)
    assert {"overall", "readiness", "contract", "contract.chain-signed", "F-01", "D-01", "R-01", *FactName} <= set(
        names
    )
    assert [name for name in names if explain(name, grounds) is None] == []
