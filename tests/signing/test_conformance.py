"""A report of many pages that all have signed, with and without time stamps: what others say of it.

veraPDF after the last signature: `test_every_document`, on fewer pages; after each signature with `make exhaustive`.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from takeover.baseline.check import check_edition
from takeover.baseline.model import SIGNERS, EditionName
from takeover.signing.verify import verify_pdf
from tests.report.pdf.test_marks import sealed
from tests.signing import time_server
from tests.signing.documents import sign_by_all
from tests.verapdf.verapdf import list_faults, validate, why_not

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["en", pytest.param("zh-Hans", marks=pytest.mark.exhaustive)])
def revisions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A report after each of its signatures, as files."""
    folder: Path = tmp_path_factory.mktemp("signed")
    with time_server.serve() as server:
        signed = sign_by_all(sealed(request.param), request.param, server.address, SIGNERS[EditionName.INTERNAL])
    files = [folder / f"{number}.pdf" for number in range(1, len(signed) + 1)]
    for file, data in zip(files, signed, strict=True):
        file.write_bytes(data)
    return files


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
@pytest.mark.exhaustive
def test_a_report_conforms_after_each_signature(revisions: list[Path]) -> None:
    results = validate(revisions)
    assert list_faults(results) == []
    assert len(results) == 2 * len(SIGNERS[EditionName.INTERNAL])


def test_pyhanko_and_pdfsig_find_nothing_on_a_report_that_all_have_signed(revisions: list[Path]) -> None:
    file = revisions[-1]
    found = verify_pdf(file.read_bytes(), trusted=frozenset(), check_edition=check_edition, deep=True)
    assert found.failures == ()
    assert [check.stamp is not None for check in found.signatures] == [True, False, True, False]
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
        assert said.count("Signature is Valid") == 4
        assert "Total document signed" in said.split("Signature #4")[1]
