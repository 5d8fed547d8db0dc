"""The cryptography of each signature that a file holds.

Rules: nothing is fetched, and no clock is asked: the same file gives the same answer for ever. `sound` means: this key
signed exactly these bytes. That a certificate has run out since does not unsay what was signed with it. Whether the
bytes are all that they should be is decided by `revisions`, who holds the key by `trust`; pyHanko's opinion is `deep`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from takeover.signing.certificates import doubt_certificate, hash_certificate, name_holder
from takeover.signing.cms import CmsCheck, check_cms
from takeover.signing.model import SignatureCheck, SignatureValue

_BOUND = {"/ETSI.CAdES.detached": True, "/adbe.pkcs7.detached": False}
"""The formats of a signature in a PDF that sign the file's own bytes (ISO 32000-2, table 260)."""
_DATE = re.compile(r"D:([0-9]{14})(?:(Z)|([+-])([0-9]{2})'?([0-9]{2})'?)", re.ASCII)


def check_signatures(data: bytes, values: Iterable[SignatureValue]) -> tuple[SignatureCheck, ...]:
    """Check every signature of a file; one that cannot be read counts as unsound."""
    return tuple(_check_signature(data, value) for value in values)


def _check_signature(data: bytes, value: SignatureValue) -> SignatureCheck:
    parts = _cut_parts(data, value.byte_range)
    known = value.sub_filter in _BOUND and parts
    found = check_cms(value.contents, parts, bound=_BOUND[value.sub_filter]) if known else CmsCheck(damage="unusable")
    claimed = read_date(value.claimed) or found.signed_at
    try:
        name, doubt = _read_certificate(found, claimed)
    except Exception:  # noqa: BLE001 - a hostile certificate raises anything
        name, doubt, found = "?", "", CmsCheck(damage="unusable")
    return SignatureCheck(
        field=value.field,
        common_name=name,
        fingerprint=hash_certificate(found.certificate) if found.certificate else "",
        claimed_at=claimed,
        sound=not found.damage,
        damage=found.damage,
        doubt=doubt,
        certificate=found.certificate,
        others=found.others,
        stamp=found.stamp,
    )


def _read_certificate(found: CmsCheck, claimed: dt.datetime | None) -> tuple[str, str]:
    """Return the holder's name, and what is doubtful about the certificate at the claimed and at the stamped time."""
    if not found.certificate:
        return "?", ""
    times = [claimed] if found.stamp is None else [claimed, found.stamp.at]
    doubts = [] if found.damage else [doubt_certificate(found.certificate, time) for time in times]
    return name_holder(found.certificate), next(filter(None, doubts), "")


def _cut_parts(data: bytes, byte_range: tuple[int, ...]) -> tuple[memoryview, ...]:
    """Return the two covered parts of the file; none where the range is not of this file."""
    if len(byte_range) != 4 or min(byte_range) < 0:
        return ()
    start, length, later, rest = byte_range
    if start + length > later or later + rest > len(data):
        return ()
    view = memoryview(data)
    return view[start : start + length], view[later : later + rest]


def read_date(text: str) -> dt.datetime | None:
    """Read a PDF date that says its offset from UTC (ISO 32000-2, 7.9.4); None for any other."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    digits, utc, sign, hours, minutes = match.groups()
    try:
        offset = dt.timedelta() if utc else dt.timedelta(hours=int(hours), minutes=int(minutes))
        zone = dt.timezone(-offset if sign == "-" else offset)
        return dt.datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
