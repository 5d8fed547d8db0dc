"""Binding a scan: pure values in, problems out, all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.baseline.model import EditionName
from takeover.baseline.page_mark import PageMark
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.signing.ink import (
    InkSigner,
    SealedPages,
    Sheet,
    bind_scan,
    check_signers,
    describe_pages,
    list_pages,
    write_numbers,
)
from takeover.values import Role
from tests.signing.samples import make_pdf

ROOT, OLDER, FOREIGN = "ab" * 32, "cd" * 32, "ef" * 32
INTERNAL = EditionName.INTERNAL
EXPECTED = SealedPages(
    baseline=2,
    root=ROOT,
    edition=INTERNAL,
    pages=4,
    boxes={Role.INCOMING_PM: 3, Role.SPONSOR: 4},
    others={OLDER: 1},
)
ALL = range(1, 5)


def mark(page: int, **changes: object) -> PageMark:
    return replace(PageMark(root=ROOT, edition=INTERNAL, page=page, pages=4), **changes)  # type: ignore[arg-type]


def scan_of(*marks: PageMark | None) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(number=number, file="scan.pdf", marks=(found,) if found else ()) for number, found in enumerate(marks, 1)
    )


GOOD = tuple(map(mark, ALL))


@given(st.permutations(GOOD))
def test_a_whole_scan_is_bound_in_any_order(marks: list[PageMark]) -> None:
    scan = scan_of(*marks)
    assert bind_scan(scan, EXPECTED, wanted=ALL, unmarked=()) == ()
    assert list(list_pages(scan, EXPECTED)) == list(ALL)


@pytest.mark.parametrize(
    ("scan", "codes", "details"),
    [
        (scan_of(*GOOD, None), ["SG110"], {"sheet": "5"}),
        (scan_of(*GOOD[:3], mark(4, root=OLDER)), ["SG111", "SG115"], {"sheet": "4", "found": "1", "expected": "2"}),
        (scan_of(*GOOD, mark(1, root=FOREIGN)), ["SG112"], {"sheet": "5", "found": "efefefefefef"}),
        (scan_of(*GOOD, mark(1, edition=EditionName.SHARED)), ["SG113"], {"found": "shared", "expected": "internal"}),
        (scan_of(*GOOD, mark(2)), ["SG114"], {"page": "2", "first": "2", "sheet": "5"}),
        (scan_of(mark(2), mark(4)), ["SG115"], {"pages": "1, 3"}),
        (scan_of(*GOOD, mark(5, pages=9)), ["SG121"], {"page": "5", "found": "9", "expected": "4"}),
        (
            (*scan_of(*GOOD[:3]), Sheet(number=4, file="scan.pdf", marks=(mark(4), mark(3)))),
            ["SG120", "SG115"],
            {"sheet": "4", "pages": "4, 3"},
        ),
        ((), ["SG115"], {"pages": "1–4"}),
    ],
)
def test_a_scan_that_is_not_the_sealed_pages_is_refused_by_name(
    scan: tuple[Sheet, ...], codes: list[str], details: dict[str, str]
) -> None:
    problems = bind_scan(scan, EXPECTED, wanted=ALL, unmarked=())
    assert [problem.code for problem in problems] == codes
    assert details.items() <= problems[0].details.items()
    for language in LANGUAGES:
        for problem in problems:
            sentence = problem.sentence(load_catalogue(language))
            assert all(value in sentence for name, value in problem.details.items()), sentence


def test_all_mistakes_are_told_at_once() -> None:
    scan = scan_of(None, mark(1), mark(1), mark(2, root=OLDER), mark(3, root=FOREIGN))
    codes = [problem.code for problem in bind_scan(scan, EXPECTED, wanted=ALL, unmarked=())]
    assert codes == ["SG110", "SG111", "SG112", "SG114", "SG115"]


def test_a_sheet_without_code_is_taken_where_it_was_named() -> None:
    scan = scan_of(*GOOD, None, None)
    assert bind_scan(scan, EXPECTED, wanted=ALL, unmarked=(5, 6)) == ()
    assert [problem.details["sheet"] for problem in bind_scan(scan, EXPECTED, wanted=ALL, unmarked=(5,))] == ["6"]


def test_naming_a_sheet_does_not_excuse_what_its_code_says() -> None:
    scan = scan_of(*GOOD, mark(1, root=FOREIGN))
    assert [problem.code for problem in bind_scan(scan, EXPECTED, wanted=ALL, unmarked=(5,))] == ["SG112"]


def test_the_signed_pages_alone_are_enough_where_that_was_said() -> None:
    scan = scan_of(mark(4))
    assert bind_scan(scan, EXPECTED, wanted=(), unmarked=()) == ()
    assert check_signers((InkSigner(role=Role.SPONSOR),), scan, EXPECTED) == ()


@pytest.mark.parametrize(
    ("roles", "codes"),
    [
        ((Role.INCOMING_PM,), ["SG117"]),
        ((Role.CLIENT,), ["SG118"]),
        ((Role.SPONSOR, Role.SPONSOR), ["SG116"]),
        ((Role.SPONSOR, Role.CLIENT, Role.INCOMING_PM), ["SG118", "SG117"]),
    ],
)
def test_signers_without_their_box_are_refused_by_name(roles: tuple[Role, ...], codes: list[str]) -> None:
    problems = check_signers([InkSigner(role=role) for role in roles], scan_of(mark(4)), EXPECTED)
    assert [problem.code for problem in problems] == codes


def test_describe_pages_finds_the_boxes_of_a_sealed_pdf() -> None:
    found = describe_pages(make_pdf(), baseline=1, root=ROOT, edition=INTERNAL, others={})
    assert found.pages == 2
    roles = (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.WITNESS)
    assert found.boxes == dict.fromkeys(roles, 2)


@pytest.mark.parametrize(("numbers", "text"), [((), ""), ((3,), "3"), ((1, 2, 3), "1–3"), ((1, 3, 4, 9), "1, 3–4, 9")])
def test_write_numbers_draws_runs_together(numbers: tuple[int, ...], text: str) -> None:
    assert write_numbers(numbers) == text
