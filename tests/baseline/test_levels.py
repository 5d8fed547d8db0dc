"""Level hashes and the root."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.baseline.levels import hash_level, hash_root, sort_by_level
from takeover.record.chain import make_entry
from takeover.values import Level
from tests.record.samples import salt_for

SALT = salt_for(1)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


def entry(level: Level, number: int):
    return make_entry({"sharing": level.value, "n": number}, salt_for(number))


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(hashes, max_size=4))
def test_level_hash_is_one_sha256_over_salt_and_commitments(commitments):
    raw = b"takeover/level/1\n" + SALT + b"".join(map(bytes.fromhex, commitments))
    assert hash_level(SALT, commitments) == sha256(raw).hexdigest()


@settings(max_examples=50, deadline=None, database=None)
@given(st.lists(hashes, min_size=2, max_size=4, unique=True), st.data())
def test_level_hash_changes_with_order_omission_and_salt(commitments, data):
    found = hash_level(SALT, commitments)
    dropped = data.draw(st.integers(0, len(commitments) - 1))
    assert hash_level(SALT, commitments[::-1]) != found
    assert hash_level(SALT, commitments[:dropped] + commitments[dropped + 1 :]) != found
    assert hash_level(salt_for(2), commitments) != found


def test_root_binds_head_and_the_three_levels_in_their_order():
    levels = {level: f"0{number}" * 32 for number, level in enumerate(Level)}
    raw = b"takeover/seal/1\n" + bytes.fromhex("99" * 32 + "00" * 32 + "01" * 32 + "02" * 32)
    assert hash_root("99" * 32, levels) == sha256(raw).hexdigest()
    assert hash_root("99" * 32, dict(reversed(levels.items()))) == sha256(raw).hexdigest()
    assert hash_root("98" * 32, levels) != sha256(raw).hexdigest()


def test_sort_by_level_keeps_the_order_within_each_level():
    entries = [entry(level, n) for n, level in enumerate((Level.SHARED, Level.PRIVATE, Level.SHARED, Level.INTERNAL))]
    names = [one.commitment for one in entries]
    assert sort_by_level(entries, {}) == {
        Level.SHARED: (names[0], names[2]),
        Level.INTERNAL: (names[3],),
        Level.PRIVATE: (names[1],),
    }
    moved = sort_by_level(entries, {names[1]: Level.SHARED})
    assert moved[Level.SHARED] == (names[0], names[1], names[2])
    assert moved[Level.PRIVATE] == ()


def test_sort_by_level_refuses_a_level_that_is_not():
    with pytest.raises(ValueError, match="secret"):
        sort_by_level([make_entry({"sharing": "secret"}, SALT)], {})
