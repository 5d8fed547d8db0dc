"""Rows: the form of the cache gives back every list, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.library import load_checklist
from takeover.checklist.rows import read_rows, write_rows
from tests.builders import make_checklist
from tests.checklist.test_compiled import FULL
from tests.checklist.test_difference import QUESTIONS

REFUSALS = (ValueError, LookupError, TypeError, AttributeError)


def test_list_with_everything_comes_back():
    assert read_rows(write_rows(FULL)) == FULL


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_bundled_list_comes_back_in_each_language(language):
    checklist = load_checklist().in_language(language)
    assert read_rows(write_rows(checklist)) == checklist


@given(QUESTIONS)
def test_any_list_comes_back(questions):
    checklist = make_checklist(*questions)
    assert read_rows(write_rows(checklist)) == checklist


def test_rows_are_one_line_without_a_line_break():
    assert b"\n" not in write_rows(FULL)
    assert b"\r" not in write_rows(FULL)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"7", b'["id"]', b"[1,2,3,4,[],[],[[]],null]"])
def test_other_rows_are_refused(data):
    with pytest.raises(REFUSALS):
        read_rows(data)


@given(st.integers(0, 21), st.sampled_from([{"later": 1}, ["x", "y", "z"], "riddle"]))
def test_question_of_another_width_is_refused(at, value):
    rows = json.loads(write_rows(FULL))
    rows[6][0].insert(at, value)
    with pytest.raises(REFUSALS):
        read_rows(json.dumps(rows).encode())
