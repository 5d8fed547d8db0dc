"""A real report stays PDF/A-3a and PDF/UA-1 after each signature, with and without time stamp, says veraPDF."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from takeover.baseline.check import check_edition
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.fonts import prepare_fonts
from takeover.roles import sentence_for
from takeover.signing.model import SigningAct
from takeover.signing.reservations import Reservation
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.signing.timestamps import Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.report.test_marks import sealed
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
            font=prepare_fonts([drawn_text(act, identity, catalogue)]).regular,
            catalogue=catalogue,
            check_edition=check_edition,
            timestamps=Timestamps(address=address) if place % 2 == 0 else None,
        )
        data = signed.data
        revisions.append(data)
    return revisions


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "veraPDF is there")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_conforms_after_each_signature(language: str, tmp_path: Path) -> None:
    with time_server.serve() as server:
        revisions = sign_all(language, server.address)
    files = [tmp_path / f"signed-{number}.pdf" for number in range(1, 5)]
    for file, data in zip(files, revisions, strict=True):
        file.write_bytes(data)
    results = validate(files)
    assert {(result.profile, result.failures, result.error) for result in results} == {("3a", (), ""), ("ua1", (), "")}
    assert len(results) == 8
    found = verify_pdf(revisions[-1], trusted=frozenset(), check_edition=check_edition, deep=True)
    assert found.failures == ()
    assert [check.stamp is not None for check in found.signatures] == [True, False, True, False]
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", files[-1]], capture_output=True, text=True, check=False).stdout
        assert said.count("Signature is Valid") == 4
        assert "Total document signed" in said.split("Signature #4")[1]
