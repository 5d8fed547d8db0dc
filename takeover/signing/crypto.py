"""The cryptography of each signature, and pyHanko's own analysis of what came after it.

Rules: every signature is validated under its signer's own certificate as the root, at the time that the signer
claims; nothing is fetched. So `sound` means: this key signed exactly these bytes, and, if the look was deep, what was
added since is allowed. Who holds the key is decided elsewhere, by fingerprint (`meaning`). No clock: the same file
gives the same answer for ever; that a certificate has run out since does not unsay what was signed with it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from takeover.signing.model import SignatureCheck

_SIGNING_USAGES = frozenset({"digital_signature", "non_repudiation"})
_LOGGERS = ("pyhanko", "pyhanko_certvalidator")


def check_signatures(data: bytes, *, deep: bool) -> tuple[SignatureCheck, ...]:
    """Validate every signature of a file, in the order of its revisions; `deep` adds the analysis of later changes.

    Raises:
        Exception: pyHanko cannot read the file; its errors are of many kinds.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    with _quiet_libraries():
        reader = PdfFileReader(BytesIO(data), strict=True)
        return tuple(_check_signature(signature, deep=deep) for signature in reader.embedded_regular_signatures)


def _check_signature(signature: Any, *, deep: bool) -> SignatureCheck:
    certificate = signature.signer_cert
    claimed = _claimed_time(signature)
    try:
        damage, doubt = _validate(signature, certificate, claimed, deep=deep)
    except Exception as error:  # noqa: BLE001 - a hostile signature raises anything; each one counts as unsound
        damage, doubt = type(error).__name__, ""
    return SignatureCheck(
        field=str(signature.field_name),
        common_name=str(certificate.subject.native.get("common_name", certificate.subject.human_friendly)),
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        claimed_at=claimed,
        sound=not damage,
        damage=damage,
        doubt=doubt,
    )


def _validate(signature: Any, certificate: Any, claimed: dt.datetime | None, *, deep: bool) -> tuple[str, str]:
    """Return what breaks the signature and what is doubtful about its certificate, each empty if nothing."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=claimed or certificate.not_valid_before,
    )
    if not _is_well_formed(signature):
        return "unusable", ""
    policy = _difference_policy()
    status = validate_pdf_signature(signature, context, diff_policy=policy, skip_diff=not deep)
    if not status.intact:
        return "digest", ""
    if not status.valid:
        return "signature", ""
    if deep and (not status.docmdp_ok or not status.modification_level or status.modification_level.name == "OTHER"):
        return "changed_later", ""
    if claimed is None:
        return "", "NO_CLAIMED_TIME"
    return "", _doubt(status, certificate, claimed)


def _is_well_formed(signature: Any) -> bool:
    """Tell whether the frame of the signature, which nothing protects, says what it must (RFC 5652, 5.1 and 5.3).

    One signer with detached content: the version numbers follow from the kind of signer id, the id repeats the
    certificate's issuer, and the digest algorithms are the signer's own, without parameters.
    """
    signed, signer = signature.signed_data, signature.signer_info
    by_issuer = signer["sid"].name == "issuer_and_serial_number"
    plain = by_issuer and all(choice.name == "certificate" for choice in signed["certificates"])
    digest = signer["digest_algorithm"]
    return (
        _fills_its_length(signature.pkcs7_content)
        and len(signed["signer_infos"]) == 1
        and signer["version"].native == ("v1" if by_issuer else "v3")
        and (not plain or signed["version"].native == "v1")
        and (not by_issuer or signer["sid"].chosen["issuer"].dump() == signature.signer_cert.issuer.dump())
        and [algorithm.native for algorithm in signed["digest_algorithms"]] == [digest.native]
        and digest["parameters"].native is None
    )


def _fills_its_length(contents: bytes) -> bool:
    """Tell whether a CMS container holds its type and its content and nothing else (RFC 5652, 3)."""
    from asn1crypto import parser

    parse: Any = parser.parse
    peek: Any = parser.peek
    inside = parse(contents)[4]
    first = peek(inside)
    return bool(first + peek(inside[first:]) == len(inside))


def _doubt(status: Any, certificate: Any, claimed: dt.datetime) -> str:
    """Return an ETSI sub-indication; pyHanko asks a root, as every signer is here, neither for time nor for usage."""
    if not certificate.not_valid_before <= claimed <= certificate.not_valid_after:
        return "OUT_OF_BOUNDS_NO_POE"
    usage = certificate.key_usage_value
    if usage is not None and not _SIGNING_USAGES & usage.native:
        return "CHAIN_CONSTRAINTS_FAILURE"
    return "" if status.trust_problem_indic is None else str(status.trust_problem_indic.name)


def _difference_policy() -> Any:
    """Return pyHanko's default rules, except one that raises false alarms.

    A text field that a viewer filled and saved before signing has its old appearance stream written anew.
    """
    from pyhanko.sign.diff_analysis import (
        DEFAULT_DIFF_POLICY,
        FormUpdatingRule,
        GenericFieldModificationRule,
        SigFieldCreationRule,
        SigFieldModificationRule,
        StandardDiffPolicy,
    )

    new_fields: Any = SigFieldCreationRule
    field_rules = [
        new_fields(),
        SigFieldModificationRule(),
        GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
    ]
    rules = DEFAULT_DIFF_POLICY.global_rules
    return StandardDiffPolicy(global_rules=rules, form_rule=FormUpdatingRule(field_rules=field_rules))


def _claimed_time(signature: Any) -> dt.datetime | None:
    try:
        claimed = signature.self_reported_timestamp
    except Exception:  # noqa: BLE001 - a malformed date is no date
        return None
    return claimed if isinstance(claimed, dt.datetime) and claimed.tzinfo is not None else None


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Keep the libraries' warnings off standard error: what they found is in the result."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
