"""The form of the cache gives back every list, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.columnar import read_columnar, write_columnar
from takeover.checklist.library import load_checklist
from tests.builders import make_checklist
from tests.checklist.test_compiled import FULL
from tests.checklist.test_difference import QUESTIONS

REFUSALS = (ValueError, LookupError, TypeError, AttributeError)


def test_list_with_everything_comes_back():
    assert read_columnar(write_columnar(FULL)) == FULL


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_bundled_list_comes_back_in_each_language(language):
    checklist = load_checklist().in_language(language)
    assert read_columnar(write_columnar(checklist)) == checklist


@given(QUESTIONS)
def test_any_list_comes_back(questions):
    checklist = make_checklist(*questions)
    assert read_columnar(write_columnar(checklist)) == checklist


def test_list_is_one_line_without_a_line_break():
    assert b"\n" not in write_columnar(FULL)
    assert b"\r" not in write_columnar(FULL)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"7", b'["id"]', b"[1,2,3,4,[],[],[[]],null]", b"[0]"])
def test_something_else_is_refused(data):
    with pytest.raises(REFUSALS):
        read_columnar(data)


@given(st.data(), st.sampled_from([[], ["x"], "riddle", None, 7]))
def test_column_of_another_length_is_refused(data, column):
    table = json.loads(write_columnar(FULL))
    questions = table[7][1]
    questions[data.draw(st.integers(1, len(questions) - 1))] = column
    with pytest.raises(REFUSALS):
        read_columnar(json.dumps(table))
