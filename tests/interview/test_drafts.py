"""Half-said things survive a restart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.interview.acts import Offered
from takeover.interview.drafts import Draft, draft_from_text, draft_to_text
from takeover.record.kinds import Grade

OFFERED = st.builds(
    Offered,
    grade=st.sampled_from(Grade),
    path=st.text(),
    note=st.text(),
    place=st.text(),
    dated=st.none() | st.dates(),
)


HALF = st.dictionaries(st.text(), st.text(min_size=1), max_size=3).map(lambda texts: tuple(texts.items()))


@given(st.builds(Draft, typed=st.text(), words=st.text(), evidence=st.lists(OFFERED, max_size=3).map(tuple), half=HALF))
def test_draft_reads_back(draft):
    assert draft_from_text(draft_to_text(draft)) == draft


def test_empty_draft_is_no_text():
    assert draft_to_text(Draft()) == ""


def test_a_draft_of_an_older_version_is_read():
    assert draft_from_text('{"typed":"x","words":"","evidence":[]}') == Draft(typed="x")


@pytest.mark.parametrize(
    "text",
    [
        '{"typed":"","words":"","evidence":[],"half":[]}',
        "",
        "{",
        "[]",
        "3",
        '{"typed": "x"}',
        '{"typed":"","words":"","evidence":[{"grade":"E9"}]}',
    ],
)
def test_a_broken_draft_is_an_empty_one(text):
    assert draft_from_text(text) == Draft()


def test_draft_is_bare_while_only_text_was_typed():
    assert Draft(typed="x").is_bare
    assert not Draft(evidence=(Offered(grade=Grade.E1, note="n", dated=dt.date(2026, 1, 1)),)).is_bare
