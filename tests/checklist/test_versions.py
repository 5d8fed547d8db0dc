"""Versions and ranges: which version of a base an overlay accepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.versions import read_extends, read_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.2.3", (1, 2, 3)),
        ("1.2", (1, 2, 0)),
        ("1", (1, 0, 0)),
        ("0.0.10", (0, 0, 10)),
        ("", None),
        ("v1", None),
        ("1.2.3.4", None),
        ("1.2.", None),
        ("01.2", None),
        ("1.2-rc1", None),
        ("１.2", None),
        ("-1", None),
    ],
)
def test_version_is_up_to_three_numbers(text, version):
    assert read_version(text) == version


@pytest.mark.parametrize(
    ("extends", "accepted", "refused"),
    [
        ("takeover@1.1.0", ["1.1.0", "1.1"], ["1.1.1", "1.0.9", "2.1.0", "draft"]),
        ("takeover@1.1", ["1.1.0"], ["1.1.1"]),
        ("takeover@~1.1", ["1.1.0", "1.1.9"], ["1.2.0", "1.0.9", "2.1.0"]),
        ("takeover@~1.1.2", ["1.1.2", "1.1.10"], ["1.1.1", "1.2.2"]),
        ("takeover@^1.1", ["1.1.0", "1.9.0"], ["1.0.9", "2.0.0", "0.9.0"]),
        ("takeover@^1.1.2", ["1.1.2", "1.2.0"], ["1.1.1"]),
        ("takeover@^0.3", ["0.3.0", "0.4.0"], ["0.2.0", "1.0.0"]),
    ],
)
def test_range_accepts_exactly_its_versions(extends, accepted, refused):
    found = read_extends(extends)
    assert found is not None
    assert (found.base, found.text) == ("takeover", extends)
    assert [version for version in accepted + refused if found.accepts(version)] == accepted


@pytest.mark.parametrize(
    "text",
    ["", "takeover", "takeover@", "@1.1", "takeover@>1", "takeover@~", "take over@1.1", "a@b@1.1", "takeover@~^1"],
)
def test_what_says_no_range_is_none(text):
    assert read_extends(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_range_or_none(text):
    found = read_extends(text)
    assert found is None or found.text == text
