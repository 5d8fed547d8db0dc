"""Releases: what makes one void, and what does not."""

from __future__ import annotations

import pytest

from takeover.record import kinds, signoff_kinds
from takeover.record.releases import Standing, find_release
from takeover.values import Level
from tests.builders import RecordBuilder

LIST = "ab" * 32


def release(record: RecordBuilder, *, judgement: bool = False, baseline: int = 1) -> str:
    stamp = record.stamp(Level.INTERNAL)
    body = signoff_kinds.released(
        stamp,
        baseline=baseline,
        edition="shared",
        party="sponsor1",
        text="",
        checklist=LIST,
        judgement=judgement,
    )
    return record.add(body)[0]


def find(record: RecordBuilder, baseline: int = 1):
    return find_release(record.chain().entries, record.situation(), baseline=baseline, edition="shared")


@pytest.mark.parametrize(
    ("released", "checklist", "judgement", "standing"),
    [
        (False, LIST, False, Standing.HOLDS),
        (True, LIST, True, Standing.HOLDS),
        (True, LIST, False, Standing.HOLDS),
        (False, LIST, True, Standing.NO_JUDGEMENT),
        (True, "cd" * 32, True, Standing.OTHER_CHECKLIST),
    ],
)
def test_release_is_for_one_list_and_for_what_it_says(released, checklist, judgement, standing):
    record = RecordBuilder()
    release(record, judgement=released)
    assert find(record).judge(checklist=checklist, judgement=judgement) is standing


def test_release_is_for_one_baseline_and_the_newest_stands():
    record = RecordBuilder()
    assert find(record) is None
    release(record)
    release(record, judgement=True)
    assert find(record).judgement
    assert find(record, baseline=2) is None


@pytest.mark.parametrize(("level", "added"), [(Level.SHARED, 1), (Level.INTERNAL, 0), (Level.PRIVATE, 0)])
def test_release_is_void_once_something_shared_was_added(level, added):
    record = RecordBuilder()
    release(record)
    record.say("goals.owner", "yes", sharing=level)
    found = find(record)
    assert found.added == added
    assert (found.judge(checklist=LIST, judgement=False) is Standing.ADDED) == bool(added)


def test_release_is_void_once_something_was_moved_to_the_client():
    record = RecordBuilder()
    inner = record.say("goals.owner", "yes", sharing=Level.INTERNAL)
    release(record)
    record.add(kinds.reshared(record.stamp(Level.SHARED), target=inner))
    assert find(record).added == 1


def test_release_is_not_void_by_what_its_own_line_says():
    record = RecordBuilder()
    body = signoff_kinds.released(
        record.stamp(Level.INTERNAL), baseline=1, edition="shared", party="legal001", text="", checklist=LIST
    )
    record.add(kinds.noted(record.stamp(Level.SHARED), text="beside"), body)
    assert find(record).added == 0
