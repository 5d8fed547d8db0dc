import datetime as dt
import logging
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from takeover.signing import crypto
from takeover.signing.crypto import check_signatures
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import SIGNED_AT, make_pdf, make_test_identity, signed_by

BOTH = (Role.INCOMING_PM, Role.SPONSOR)


def test_check_signatures_gives_none_for_an_unsigned_file() -> None:
    assert check_signatures(make_pdf(), deep=True) == ()


def test_check_signatures_names_key_and_claimed_time() -> None:
    first, second = check_signatures(signed_by(*BOTH), deep=True)
    identity = make_test_identity("incoming_pm")
    assert (first.field, first.common_name) == ("sign-incoming-pm", "TEST incoming_pm")
    assert (first.fingerprint, first.claimed_at) == (identity.fingerprint, SIGNED_AT)
    assert first.sound
    assert second.sound
    assert (first.damage, first.doubt, second.doubt) == ("", "", "")


@pytest.mark.parametrize(
    ("attack", "damage"),
    [
        (tampering.edit_reason, ["", "digest"]),
        (tampering.replace_page_content, ["changed_later", "changed_later"]),
        (tampering.swap_cms, ["digest", "digest"]),
    ],
)
def test_check_signatures_says_what_breaks_each(attack: object, damage: list[str]) -> None:
    data = signed_by(Role.INCOMING_PM, Role.OUTGOING_PM)
    assert [check.damage for check in check_signatures(attack(data), deep=True)] == damage  # type: ignore[operator]


def test_check_signatures_is_quiet_and_leaves_logging_alone(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("pyhanko")
    level = logger.level
    check_signatures(tampering.replace_page_content(signed_by(*BOTH)), deep=True)
    assert capfd.readouterr() == ("", "")
    assert logger.level == level


@pytest.mark.parametrize("reported", [None, dt.datetime(2026, 1, 1), "yesterday", ValueError("no date")])  # noqa: DTZ001 - a time without zone is the case
def test_claimed_time_is_a_time_with_its_zone_or_none(reported: object) -> None:
    class Signature:
        @property
        def self_reported_timestamp(self) -> object:
            if isinstance(reported, Exception):
                raise reported
            return reported

    assert crypto._claimed_time(Signature()) is None


def test_a_signature_without_time_is_doubtful() -> None:
    data = signed_by(Role.INCOMING_PM)
    [signature] = PdfFileReader(BytesIO(data)).embedded_signatures
    assert crypto._validate(signature, signature.signer_cert, None, deep=True) == ("", "NO_CLAIMED_TIME")


@pytest.mark.slow
def test_openssl_agrees_without_any_pdf_library(tmp_path: Path) -> None:
    """Anybody can check a signature with the bytes, the certificate and openssl."""
    data = signed_by(*BOTH)
    for signature in PdfFileReader(BytesIO(data)).embedded_signatures:
        start, end, rest = (int(signature.byte_range[at]) for at in (1, 2, 3))
        (tmp_path / "content").write_bytes(data[:start] + data[end : end + rest])
        (tmp_path / "cms").write_bytes(signature.pkcs7_content)
        (tmp_path / "certificate").write_bytes(signature.signer_cert.dump())
        options = ["-binary", "-inform", "DER", "-in", "cms", "-content", "content", "-purpose", "any"]
        trust = ["-CAfile", "certificate.pem", "-no_check_time", "-partial_chain", "-out", "out"]
        convert = ["openssl", "x509", "-inform", "DER", "-in", "certificate", "-out", "certificate.pem"]
        subprocess.run(convert, cwd=tmp_path, check=True)
        command = ["openssl", "cms", "-verify", "-cades", *options, *trust]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "CAdES Verification successful" in run.stderr
