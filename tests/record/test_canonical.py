"""Canonical JSON: RFC 8785 inside the profile, refused with its place outside."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given, settings

from takeover.record.canonical import MAX_DEPTH, MAX_INTEGER, NotCanonical, check_profile, encode_canonical
from takeover.values import Level
from tests.record import samples

quick = settings(max_examples=200, deadline=None, database=None)


@quick
@given(samples.values)
def test_canonical_is_rfc_8785_inside_the_profile(value):
    assert encode_canonical(value) == rfc8785.dumps(value)


@quick
@given(samples.values)
def test_canonical_survives_reading_and_writing(value):
    encoded = encode_canonical(value)
    assert json.loads(encoded) == value
    assert encode_canonical(json.loads(encoded)) == encoded


def test_canonical_writes_enums_and_tuples_as_text_and_lists():
    assert encode_canonical({"sharing": Level.SHARED, "list": (1, 2)}) == b'{"list":[1,2],"sharing":"shared"}'


def nest(levels: int, *, lists: bool) -> object:
    value: object = "x"
    for _ in range(levels):
        value = [value] if lists else {"a": value}
    return value


REFUSED = [
    (1.0, "$: float"),
    ({"a": 0.5}, "$.a: float"),
    ({"a": float("nan")}, "$.a: float"),
    (None, "$: NoneType"),
    ({"a": [True, None]}, "$.a[1]: NoneType"),
    (MAX_INTEGER + 1, "$: integer beyond 2^53"),
    ({"a": -MAX_INTEGER - 1}, "$.a: integer beyond 2^53"),
    (Decimal(1), "$: Decimal"),
    (dt.date(2026, 1, 1), "$: date"),
    (b"x", "$: bytes"),
    ({1, 2}, "$: set"),
    ({"A": 1}, "$: key 'A'"),
    ({"a-b": 1}, "$: key 'a-b'"),
    ({"": 1}, "$: key ''"),
    ({"目": 1}, "$: key '目'"),
    ({"a\n": 1}, "$: key 'a\\n'"),
    ({"٣": 1}, "$: key '٣'"),
    ({1: 1}, "$: key 1"),
    ({"a": {"b": {"C": 1}}}, "$.a.b: key 'C'"),
    ("a\ud800", "$: lone surrogate"),
    ({"a": ["\udfff"]}, "$.a[0]: lone surrogate"),
    (unicodedata.normalize("NFD", "é"), "$: text is not NFC"),
    ({"a": [[{"b": "Ａ\u030a"}, "A\u030a"]]}, "$.a[0][1]: text is not NFC"),
    (nest(MAX_DEPTH + 1, lists=True), "nested deeper than 8"),
    (nest(MAX_DEPTH + 1, lists=False), "nested deeper than 8"),
    (nest(100_000, lists=True), "nested deeper than 8"),
]


@pytest.mark.parametrize(("value", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_canonical_refuses_with_its_place(value, message):
    with pytest.raises(NotCanonical) as caught:
        encode_canonical(value)
    assert message in str(caught.value)
    assert str(caught.value).startswith("$")


@pytest.mark.parametrize("lists", [True, False])
def test_canonical_takes_the_greatest_depth(lists):
    deepest = nest(MAX_DEPTH, lists=lists)
    assert encode_canonical(deepest) == rfc8785.dumps(deepest)
    with pytest.raises(NotCanonical):
        check_profile(deepest, depth=2)


@pytest.mark.parametrize("value", [MAX_INTEGER, -MAX_INTEGER, 0, True, False, "", {}, []])
def test_canonical_takes_the_bounds(value):
    assert encode_canonical(value) == rfc8785.dumps(value)
