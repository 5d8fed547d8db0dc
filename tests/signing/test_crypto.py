import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from takeover.signing.crypto import check_signatures, read_date
from takeover.signing.model import SignatureCheck, SignatureValue
from takeover.signing.revisions import read_revisions
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import SIGNED_AT, make_pdf, make_test_identity, signed_by

BOTH = (Role.INCOMING_PM, Role.SPONSOR)


def check(data: bytes) -> tuple[SignatureCheck, ...]:
    return check_signatures(data, read_revisions(data).values)


def value_of(data: bytes) -> SignatureValue:
    return read_revisions(data).values[0]


def test_an_unsigned_file_has_no_signature_to_check() -> None:
    assert check(make_pdf()) == ()


def test_a_signature_names_key_and_claimed_time() -> None:
    first, second = check(signed_by(*BOTH))
    identity = make_test_identity("incoming_pm")
    assert (first.field, first.common_name) == ("sign-incoming-pm", "TEST incoming_pm")
    assert (first.fingerprint, first.claimed_at) == (identity.fingerprint, SIGNED_AT)
    assert (first.sound, second.sound) == (True, True)
    assert (first.damage, first.doubt, second.doubt, first.stamp) == ("", "", "", None)


@pytest.mark.parametrize(
    ("attack", "damage"),
    [(tampering.edit_reason, ["", "digest"]), (tampering.swap_cms, ["digest", "digest"])],
)
def test_what_breaks_each_signature_is_said(attack: Callable[[bytes], bytes], damage: list[str]) -> None:
    data = attack(signed_by(Role.INCOMING_PM, Role.OUTGOING_PM))
    assert [found.damage for found in check(data)] == damage


@pytest.mark.parametrize(
    "change",
    [
        {"sub_filter": "/adbe.pkcs7.sha1"},
        {"sub_filter": "/ETSI.RFC3161"},
        {"sub_filter": ""},
        {"byte_range": ()},
        {"byte_range": (0, 10)},
        {"byte_range": (0, 10, 5, 20)},
        {"byte_range": (0, 10, 20, 10**12)},
        {"byte_range": (-1, 10, 20, 10)},
        {"contents": b""},
        {"contents": b"\x30\x80" * 5000},
    ],
)
def test_a_value_that_cannot_be_checked_is_unusable(change: dict[str, object]) -> None:
    data = signed_by(Role.INCOMING_PM)
    [found] = check_signatures(data, [replace(value_of(data), **change)])  # type: ignore[arg-type]
    assert (found.sound, found.damage) == (False, "unusable")


def test_without_a_date_in_the_pdf_the_signature_has_none() -> None:
    """PAdES wants the time in the PDF, and none in the container (EN 319 142-1, 6.3)."""
    data = signed_by(Role.INCOMING_PM)
    [found] = check_signatures(data, [replace(value_of(data), claimed="yesterday")])
    assert (found.claimed_at, found.doubt, found.sound) == (None, "NO_CLAIMED_TIME", True)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("D:20261123093000+08'00'", 8),
        ("D:20261123093000+08'00", 8),
        ("D:20261123093000-05'30'", -5.5),
        ("D:20261123093000Z", 0),
    ],
)
def test_read_date_takes_a_date_with_its_offset(text: str, hours: float) -> None:
    zone = dt.timezone(dt.timedelta(hours=hours))
    assert read_date(text) == dt.datetime(2026, 11, 23, 9, 30, tzinfo=zone)


@pytest.mark.parametrize(
    "text", ["", "D:20261123", "D:20261123093000", "20261123093000Z", "D:20261323093000Z", "D:20261123093000+99'00'"]
)
def test_read_date_takes_no_other(text: str) -> None:
    assert read_date(text) is None
