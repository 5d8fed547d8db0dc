"""Paper that comes back: which sheet of a scan is which page of which baseline, and may it be taken.

Every page of a sealed PDF carries a code (`takeover.baseline.page_mark`), and so does its print, whether it comes back
with ink, with a company seal, or flattened and saved anew by a signing platform. A scan is taken only if:
1. every sheet has the code of one page, or was named as one without (blank back, platform's own certificate, letter);
2. every code names the baseline and the edition that were asked for; 3. no page is there twice; 4. none of the wanted
pages is missing; 5. the box of everybody who is said to have signed is on a page that is there.

A code says which page a sheet was printed from, not what was done to the sheet: a person must look at it. Sheets count
from 1 over all files in their order. Leaves to others: reading the codes (`pictures`), who signed and what was written
by hand (a person says it).
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from takeover.baseline.model import SIGNERS, EditionName, Signer
from takeover.baseline.page_mark import PageMark
from takeover.problems import Place, Problem
from takeover.values import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a scan: its number over all files, the file's name, and the page marks that were read on it."""

    number: int
    file: str
    marks: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPages:
    """The edition that is expected: its pages, and on which page each role's box lies.

    `others` are the other baselines of the takeover, root to number.
    """

    baseline: int
    root: str
    edition: EditionName
    pages: int
    boxes: Mapping[Role, int]
    others: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class InkSigner:
    """Who signed on paper, as a person says who looked at it: day, and the handwriting, a reservation a line.

    `name` counts only where the record knows nobody in the role yet.
    """

    role: Role
    name: str = ""
    on: dt.date | None = None
    words: tuple[str, ...] = ()


def describe_pages(
    pdf: bytes, *, baseline: int, root: str, edition: EditionName, others: Mapping[str, int]
) -> SealedPages:
    """Read from the sealed PDF how many pages it has, and where the boxes are."""
    import pikepdf

    roles = {Signer(role=role, party="").field: role for role in SIGNERS[edition]}
    boxes: dict[Role, int] = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages, 1):
            names = [str(note.get("/T", "")) for note in page.obj.get("/Annots", ())]
            boxes |= {roles[name]: number for name in names if name in roles}
        pages = len(opened.pages)
    return SealedPages(baseline=baseline, root=root, edition=edition, pages=pages, boxes=boxes, others=others)


def bind_scan(
    scan: Sequence[Sheet], expected: SealedPages, *, wanted: Collection[int], unmarked: Collection[int]
) -> tuple[Problem, ...]:
    """Check steps 1 to 4; no problem means that the scan is bound.

    Args:
        scan: as read.
        expected: the edition that was asked for.
        wanted: the pages that must be there.
        unmarked: numbers of sheets that have no code on purpose.
    """
    alone = [problem for sheet in scan for problem in _check_sheet(sheet, expected, unmarked)]
    found = list_pages(scan, expected)
    doubled = [
        _problem("SG114", later.file, page=page, sheet=later.number, first=first.number)
        for page, (first, *rest) in found.items()
        for later in rest
    ]
    lacking = sorted(set(wanted) - found.keys())
    missing = [_problem("SG115", "", pages=write_numbers(lacking))] if lacking else []
    return (*alone, *doubled, *missing)


def check_signers(signers: Sequence[InkSigner], scan: Sequence[Sheet], expected: SealedPages) -> tuple[Problem, ...]:
    """Check step 5, and that nobody is named twice."""
    found = list_pages(scan, expected)
    problems = []
    for place, signer in enumerate(signers):
        page = expected.boxes.get(signer.role)
        if page is None:
            known = ", ".join(role.value for role in expected.boxes)
            problems.append(_problem("SG118", "", role=signer.role.value, edition=expected.edition.value, known=known))
        elif page not in found:
            problems.append(_problem("SG117", "", role=signer.role.value, page=page))
        if any(signer.role is other.role for other in signers[:place]):
            problems.append(_problem("SG116", "", role=signer.role.value))
    return tuple(problems)


def list_pages(scan: Iterable[Sheet], expected: SealedPages) -> dict[int, list[Sheet]]:
    """List the pages of the expected edition that a scan has, each with its sheets."""
    found: dict[int, list[Sheet]] = {}
    for sheet in scan:
        if len(sheet.marks) == 1 and _is_expected(sheet.marks[0], expected):
            found.setdefault(sheet.marks[0].page, []).append(sheet)
    return dict(sorted(found.items()))


def write_numbers(numbers: Sequence[int]) -> str:
    """Write numbers with runs drawn together: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _check_sheet(sheet: Sheet, expected: SealedPages, unmarked: Collection[int]) -> Iterator[Problem]:
    """Steps 1 and 2 for one sheet."""
    number = sheet.number
    if not sheet.marks and number not in unmarked:
        yield _problem("SG110", sheet.file, sheet=number)
    if len(sheet.marks) > 1:
        pages = ", ".join(str(mark.page) for mark in sheet.marks)
        yield _problem("SG120", sheet.file, sheet=number, pages=pages)
    for mark in sheet.marks:
        yield from _check_mark(sheet, mark, expected)


def _check_mark(sheet: Sheet, mark: PageMark, expected: SealedPages) -> Iterator[Problem]:
    """Step 2 for one mark."""
    about = {"sheet": sheet.number, "page": mark.page}
    if mark.root in expected.others:
        found = expected.others[mark.root]
        yield _problem("SG111", sheet.file, **about, found=found, expected=expected.baseline)
    elif mark.root != expected.root:
        yield _problem("SG112", sheet.file, **about, found=mark.root[:12], expected=expected.root[:12])
    elif mark.edition is not expected.edition:
        yield _problem("SG113", sheet.file, **about, found=mark.edition.value, expected=expected.edition.value)
    elif mark.pages != expected.pages:
        yield _problem("SG121", sheet.file, **about, found=mark.pages, expected=expected.pages)


def _is_expected(mark: PageMark, expected: SealedPages) -> bool:
    wanted = (expected.root, expected.edition, expected.pages)
    return (mark.root, mark.edition, mark.pages) == wanted


def _problem(code: str, file: str, /, **details: object) -> Problem:
    return Problem(code=code, place=Place(file=file), details={name: str(value) for name, value in details.items()})
