"""Every document is PDF/A-3a and PDF/UA-1 at once, says veraPDF: editions, languages, papers, unsigned and signed.

In the usual run that part of the table in which every two values meet, and the papers beside it; all rows with
`make exhaustive`. That veraPDF finds what a step left out is shown in `tests/report/pdf/test_render.py`
(`test_the_validator_finds_what_a_step_left_out`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from takeover.baseline.freeze import draw_up
from takeover.baseline.model import CHECKLIST_FILE, EDITION_FILE, SIGNERS, EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import LANGUAGES, split_languages
from takeover.report.document import render_page
from takeover.report.paper import Paper
from tests.report.full_samples import full_sample, small_sample
from tests.report.samples import AS_OF
from tests.signing import time_server
from tests.signing.documents import (
    FINISHED,
    TABLE,
    TONGUES,
    Document,
    Phase,
    choose_drafts,
    choose_rows,
    list_pairs,
    make_annex,
    make_document,
    make_first_morning,
    write_result_page,
)
from tests.verapdf.verapdf import PROFILES, Result, list_faults, validate, why_not

pytestmark = pytest.mark.slow

USUAL = (*choose_rows(FINISHED), *choose_drafts())
"""The rows of the usual run."""
OTHERS = tuple(pytest.param(row, marks=pytest.mark.exhaustive) for row in TABLE if row not in USUAL)
SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
"""Points, upright."""
ELEMENTS = frozenset(
    (
        "Document",
        "H1",
        "H2",
        "H3",
        "P",
        "Span",
        "Link",
        "L",
        "LI",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
        "TD",
        "Figure",
    )
)
needs_verapdf = pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")


class Maker:
    """Makes each file once, in a folder."""

    def __init__(self, folder: Path, time_stamps: str) -> None:
        self.folder, self.time_stamps = folder, time_stamps

    def make(self, rows: Iterable[Document]) -> dict[Document, Path]:
        """Make the files of rows."""
        files = {row: self.folder / f"{row.name}.pdf" for row in rows}
        for row, file in files.items():
            if not file.exists():
                file.write_bytes(make_document(row, self.time_stamps))
        return files

    def make_others(self) -> list[Path]:
        """Make the papers that have no editions; the page is that of a signed report."""
        signed = next(row for row in USUAL if row.phase is Phase.SIGNED)
        (report,) = self.make([signed]).values()
        files = []
        for language in LANGUAGES:
            annex, morning, page = (self.folder / f"{name}-{language}.pdf" for name in ("annex", "morning", "page"))
            annex.write_bytes(make_annex(language))
            morning.write_bytes(make_first_morning(language))
            write_result_page(language, report, page)
            files += [annex, morning, page]
        return files


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    with time_server.serve() as server:
        yield Maker(tmp_path_factory.mktemp("documents"), server.address)


def test_the_table_has_every_edition_language_paper_and_phase() -> None:
    assert len({row.name for row in TABLE}) == len(EditionName) * len(TONGUES) * len(Paper) * len(Phase)
    assert {"en", "zh-Hans", "en+zh-Hans", "zh-Hans+en"} <= set(TONGUES)
    assert set(SIGNERS) == set(EditionName)


def test_in_the_usual_run_every_two_values_meet() -> None:
    met = {pair for row in USUAL for pair in list_pairs(row)}
    assert [row.name for row in FINISHED if not list_pairs(row) <= met] == []
    assert {(row.edition, row.phase) for row in USUAL} == {(row.edition, row.phase) for row in TABLE}
    assert len(USUAL) < len(TABLE) / 4


@needs_verapdf
def test_documents_conform(maker: Maker) -> None:
    rows, others = maker.make(USUAL), maker.make_others()
    assert conform([*rows.values(), *others], len(USUAL) + 3 * len(LANGUAGES))


@needs_verapdf
@pytest.mark.exhaustive
def test_every_document_conforms(maker: Maker) -> None:
    count = len(EditionName) * len(TONGUES) * len(Paper) * len(Phase)
    assert conform(list(maker.make(TABLE).values()), count)


def conform(files: list[Path], count: int) -> bool:
    """Validate so many files in one call; every one must be judged under both profiles."""
    results = validate(files)
    assert list_faults(results) == []
    assert len({result.path for result in results}) == count
    return len(results) == count * len(PROFILES)


@needs_verapdf
def test_a_validator_that_says_nothing_is_not_taken_for_a_yes(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="answered 0 times"):
        validate([tmp_path / "report.pdf"], ["no such profile"])


@pytest.mark.parametrize(
    ("passed", "checks", "error", "faults"),
    [(True, 9, "", 0), (True, 0, "", 1), (False, 9, "", 1), (False, 0, "EOFException", 1)],
)
def test_list_faults_takes_nothing_for_granted(passed: bool, checks: int, error: str, faults: int) -> None:  # noqa: FBT001 - a row of the table
    result = Result(path="a.pdf", profile="3a", passed=passed, rules=155, checks=checks, failures=(), error=error)
    assert len(list_faults([result])) == faults


@pytest.mark.parametrize("row", [*USUAL, *OTHERS], ids=lambda row: row.name)
def test_a_document_has_every_kind_of_element(row: Document, maker: Maker) -> None:
    (file,) = maker.make([row]).values()
    with pikepdf.open(file) as pdf:
        assert ELEMENTS - _list_elements(pdf) == set()
        assert str(pdf.Root.Lang) == split_languages(row.language)[0]
        width, height = SIZES[row.paper]
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages}
        assert sizes == {(width, height), (height, width)}
        marked = sum(b"-4 -4 45 45 re f" in page.obj.Contents.read_bytes() for page in pdf.pages)
        files = [str(spec.UF) for spec in pdf.Root.get("/AF", ())]
        finished = row.phase is not Phase.DRAFT
        assert marked == (len(pdf.pages) if finished else 0)
        assert files == ([EDITION_FILE, CHECKLIST_FILE] if finished else [])
        roles = [role.value.replace("_", "-") for role in SIGNERS[row.edition]] if finished else []
        names = [f"{kind}-{role}" for kind in ("reserve", "sign") for role in roles]
        assert _list_fields(pdf) == dict.fromkeys(names, row.phase is Phase.SIGNED)


def _list_fields(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """List the form's fields and whether they are filled."""
    fields: Iterable[Any] = pdf.Root.AcroForm.Fields if "/AcroForm" in pdf.Root else ()
    return {str(field.T): "/V" in field for field in fields}


def _list_elements(pdf: pikepdf.Pdf) -> set[str]:
    found: Iterator[Any] = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
    return {str(element.S)[1:] for element in found if "/S" in element and "/P" in element}


@pytest.mark.parametrize("edition", EditionName)
def test_the_small_project_has_every_kind_of_markup_that_the_full_one_has(edition: EditionName) -> None:
    """Otherwise the table would be of documents that leave something out."""
    full = full_sample("en")
    days_off = list_weekends(AS_OF)
    whole = draw_up(full.chain, full.checklist, edition=edition, as_of=AS_OF, days_off=days_off, judgement=True)
    small = small_sample("en", edition).baseline
    assert _list_markup(render_page(whole)) - _list_markup(render_page(small)) == {("span", "draft-note")}


def _list_markup(page: str) -> set[tuple[str, str]]:
    """List every kind of element with each of its classes."""
    found = set()
    for name, attributes in re.findall(r"<([a-z0-9]+)((?:\s[^<>]*)?)>", page):
        named = re.search(r'\sclass="([^"]*)"', attributes)
        found |= {(name, each) for each in (named[1].split() if named else ("",))}
    return found
