"""A real report stays PDF/A-3a and PDF/UA-1 after each signature, with and without time stamp, says veraPDF."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from takeover.baseline.check import check_edition
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.fonts import prepare_plain_font
from takeover.roles import sentence_for
from takeover.signing.model import SigningAct
from takeover.signing.reservations import Reservation
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.signing.timestamps import Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.report.pdf.test_marks import sealed
from tests.signing import time_server
from tests.signing.foreign import PHRASE, RSA_2048, make_foreign
from tests.signing.samples import SIGNED_AT, make_test_identity
from tests.verapdf.verapdf import validate, why_not

pytestmark = pytest.mark.slow

RESERVED = (
    Reservation(
        item="F-01", disputed="日期不同", own_version="合同写的是 9 月", wish="请更正", due=dt.date(2026, 12, 1)
    ),
    Reservation(disputed="The annex was not shown to me."),
)


def sign_all(language: str, address: str) -> list[bytes]:
    """Every party signs: B-T and B-B by turns, with reservations, EC and RSA."""
    from takeover.signing.keys import load_identity

    catalogue = load_catalogue(language)
    data, revisions = sealed(language), []
    for place, role in enumerate((Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.WITNESS)):
        foreign = role is Role.WITNESS
        identity = load_identity(make_foreign(RSA_2048), PHRASE) if foreign else make_test_identity(role.value)
        act = SigningAct(
            role=role,
            party="王伟",
            sentence=sentence_for(role, catalogue),
            signed_at=SIGNED_AT + dt.timedelta(minutes=place),
            reservations=RESERVED if role is Role.SPONSOR else (),
        )
        signed = sign_pdf(
            data,
            act,
            identity=identity,
            font=prepare_plain_font([drawn_text(act, identity, catalogue)]),
            catalogue=catalogue,
            check_edition=check_edition,
            timestamps=Timestamps(address=address) if place % 2 == 0 else None,
        )
        data = signed.data
        revisions.append(data)
    return revisions


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """A report in each language after each of its signatures, as files."""
    folder: Path = tmp_path_factory.mktemp("signed")
    files: dict[str, list[Path]] = {}
    with time_server.serve() as server:
        for language in LANGUAGES:
            for number, data in enumerate(sign_all(language, server.address), 1):
                files.setdefault(language, []).append(folder / f"{language}-{number}.pdf")
                files[language][-1].write_bytes(data)
    return files


def conform(files: Sequence[Path]) -> bool:
    results = validate(files)
    assert {(result.profile, result.failures, result.error) for result in results} == {("3a", (), ""), ("ua1", (), "")}
    return len(results) == 2 * len(files)


needs_verapdf = pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")


@needs_verapdf
def test_a_report_that_all_have_signed_conforms(revisions: dict[str, list[Path]]) -> None:
    assert conform([files[-1] for files in revisions.values()])


@needs_verapdf
@pytest.mark.exhaustive
def test_a_report_conforms_after_each_signature(revisions: dict[str, list[Path]]) -> None:
    assert conform([file for files in revisions.values() for file in files])


@pytest.mark.parametrize("language", ["en", pytest.param("zh-Hans", marks=pytest.mark.exhaustive)])
def test_pyhanko_and_pdfsig_find_nothing_on_a_report_that_all_have_signed(
    language: str, revisions: dict[str, list[Path]]
) -> None:
    file = revisions[language][-1]
    found = verify_pdf(file.read_bytes(), trusted=frozenset(), check_edition=check_edition, deep=True)
    assert found.failures == ()
    assert [check.stamp is not None for check in found.signatures] == [True, False, True, False]
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
        assert said.count("Signature is Valid") == 4
        assert "Total document signed" in said.split("Signature #4")[1]
