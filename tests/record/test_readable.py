"""Values that cannot be read are set aside until they are said anew; nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.record.chain import Entry
from takeover.record.readable import set_aside

LONG = {"amount": "9" * 70, "currency": "EUR"}
SHORT = {"amount": "9", "currency": "EUR"}


def entry(kind: str, **fields: object) -> Entry:
    return Entry(commitment="", body={"kind": kind, **fields}, line=7)


def answer(plain: object, *, question: str = "a.b", party: str = "p") -> Entry:
    return entry("answered", question=question, party=party, answer=plain)


def row(*, row: str = "r1", withdrawn: bool = False, **values: object) -> Entry:
    gone = {"withdrawn": True} if withdrawn else {}
    return entry("row_recorded", register="payments", row=row, party="p", values=values, **gone)


BAD_ANSWER, GOOD_ANSWER = answer({"type": "money", **LONG}), answer({"type": "money", **SHORT})
BAD_SETTLED = entry("resolved", question="a.b", answer={"type": "percent", "value": "NaN"})
GOOD_SETTLED = entry("resolved", question="a.b", answer={"type": "percent", "value": "5"})


@pytest.mark.parametrize("bad", [BAD_ANSWER, BAD_SETTLED, answer({"type": "date", "value": "2026-02-30"})])
def test_answer_that_cannot_be_read_counts_as_not_given(bad):
    other = answer({"type": "code", "value": "yes"}, party="q")
    kept, unreadable = set_aside((other, bad))
    assert kept == (other,)
    assert [(one.line, one.about, one.column) for one in unreadable] == [(7, "a.b", "")]


def test_row_keeps_what_can_be_read():
    kept, unreadable = set_aside((row(milestone="x", amount=LONG, retention=LONG, share="5"),))
    assert [one.body["values"] for one in kept] == [{"milestone": "x", "share": "5"}]
    assert [(one.about, one.column) for one in unreadable] == [("payments", "amount"), ("payments", "retention")]


def test_what_it_stood_in_front_of_does_not_come_back():
    assert set_aside((GOOD_ANSWER, BAD_ANSWER))[0] == ()
    assert set_aside((GOOD_ANSWER, BAD_ANSWER, GOOD_ANSWER))[0] == (GOOD_ANSWER, GOOD_ANSWER)
    kept, _ = set_aside((row(milestone="x", amount=SHORT), row(amount=LONG, share="5"), row(row="r2", amount=SHORT)))
    assert [one.body["values"] for one in kept] == [{"milestone": "x"}, {"share": "5"}, {"amount": SHORT}]


@pytest.mark.parametrize(
    ("bad", "later", "still"),
    [
        (BAD_ANSWER, GOOD_ANSWER, 0), (BAD_ANSWER, BAD_ANSWER, 1), (BAD_SETTLED, GOOD_SETTLED, 0),
        (BAD_ANSWER, answer({"type": "money", **SHORT}, party="q"), 1), (BAD_ANSWER, GOOD_SETTLED, 1),
        (BAD_ANSWER, answer({"type": "unknown", "reason": "refused"}), 0),
        (row(amount=LONG), row(amount=SHORT), 0), (row(amount=LONG), row(share="5"), 1),
        (row(amount=LONG), row(row="r2", amount=SHORT), 1), (row(amount=LONG), row(withdrawn=True, share="5"), 0),
        (row(amount=LONG, retention=LONG), row(amount=SHORT), 1), (row(amount=LONG), row(amount=LONG), 1),
    ],
)  # fmt: skip
def test_what_is_said_anew_is_no_longer_missing(bad, later, still):
    assert len(set_aside((bad, later))[1]) == still
    assert len(set_aside((later, bad))[1]) >= 1


JSON = st.recursive(
    st.text(max_size=3) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["answer", "values", "question", "party", "row"]), JSON), st.booleans())
def test_anything_else_passes_untouched(fields, is_answer):
    body = {"kind": "answered" if is_answer else "row_recorded", **fields}
    whole = (Entry(commitment="", body=body), Entry(commitment="", body=None), entry("noted", text="x"))
    kept, unreadable = set_aside(whole)
    if not unreadable:
        assert kept == whole
