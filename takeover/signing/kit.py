"""The verification kit: one small zip for somebody who has Python and nothing of ours. Pure.

It holds the PDF, the certificates that came with its signatures, the stranger's script, and a page that says what to
do. The same file gives the same bytes: fixed dates, fixed order, nothing packed (zlib's versions differ, and a PDF does
not get smaller). A certificate in the kit proves nothing by lying there, and the page says so.
Leaves to others: reading the script and the page, writing the zip (`cli`).
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from io import BytesIO

from takeover.catalogues import Catalogue
from takeover.signing.certificates import name_holder
from takeover.signing.model import SIGN_PREFIX, SignatureCheck, Verification

SCRIPT = "check_baseline.py"
README = "README.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PEM_WIDTH = 64


def make_kit(
    pdf: bytes, name: str, found: Verification, *, script: bytes, page: str, languages: tuple[Catalogue, Catalogue]
) -> bytes:
    """Make the kit of a verified file called `name`.

    `page` has the placeholders of docs/kit-readme.txt; `languages` are English and Chinese, as on that page.
    """
    files = {
        name: pdf,
        README: write_page(page, pdf, name, found, languages).encode(),
        SCRIPT: script,
        **write_certificates(found.signatures),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as kit:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=_EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            kit.writestr(entry, files[path])
    return buffer.getvalue()


def write_page(page: str, pdf: bytes, name: str, found: Verification, languages: tuple[Catalogue, Catalogue]) -> str:
    """Fill the page of instructions; who has not signed has no fingerprint on it."""
    assert found.manifest is not None
    manifest = found.manifest
    english, chinese = (language.text(f"signing.edition.name.{manifest.edition}") for language in languages)
    rows = [f"       {check.field.removeprefix(SIGN_PREFIX):14} {check.fingerprint}" for check in found.signatures]
    return page.format(
        pdf=name,
        number=manifest.baseline,
        edition=english,
        edition_zh=chinese,
        sha256=hashlib.sha256(pdf).hexdigest(),
        root=manifest.root,
        signatures=len(found.signatures),
        fingerprints="\n".join(rows) or "       –",
    )


def write_certificates(checks: tuple[SignatureCheck, ...]) -> dict[str, bytes]:
    """Write the signers' certificates, and those that came with them, as PEM files by the signers' roles."""
    return {
        f"certificates/{check.field.removeprefix(SIGN_PREFIX)}.pem": b"".join(
            _write_pem(der) for der in (check.certificate, *sorted(check.others))
        )
        for check in checks
        if check.certificate
    }


def _write_pem(der: bytes) -> bytes:
    text = base64.b64encode(der).decode()
    lines = [text[at : at + _PEM_WIDTH] for at in range(0, len(text), _PEM_WIDTH)]
    name = name_holder(der).replace("\n", " ")
    return "\n".join((f"# {name}", "-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", "")).encode()
