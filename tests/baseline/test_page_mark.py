from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.baseline.model import EditionName
from takeover.baseline.page_mark import PageMark, read_mark, write_mark

ROOT = "3f" * 32
MARK = PageMark(root=ROOT, edition=EditionName.INTERNAL, page=3, pages=18)


def test_write_mark_has_the_documented_form() -> None:
    assert write_mark(MARK) == f"TAKEOVER:1:{ROOT.upper()}:INTERNAL:3/18"


@given(st.binary(min_size=32, max_size=32), st.sampled_from(EditionName), st.integers(1, 99_999), st.integers(0, 500))
def test_read_mark_reads_what_was_written_in_either_case(
    root: bytes, edition: EditionName, page: int, more: int
) -> None:
    mark = PageMark(root=root.hex(), edition=edition, page=page, pages=min(page + more, 99_999))
    assert read_mark(write_mark(mark)) == mark
    assert read_mark(f" {write_mark(mark).lower()}\n") == mark


def test_a_mark_fits_the_densest_mode_of_a_qr_code() -> None:
    assert set(write_mark(MARK)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/",
        f"TAKEOVER:2:{ROOT.upper()}:INTERNAL:3/18",
        f"TAKEOVER:1:{ROOT[:-1].upper()}:INTERNAL:3/18",
        f"TAKEOVER:1:{ROOT.upper()}:SECRET:3/18",
        f"TAKEOVER:1:{ROOT.upper()}:INTERNAL:0/18",
        f"TAKEOVER:1:{ROOT.upper()}:INTERNAL:19/18",
        f"TAKEOVER:1:{ROOT.upper()}:INTERNAL:3/18 and more",
    ],
)
def test_read_mark_knows_no_other_codes(text: str) -> None:
    assert read_mark(text) is None
