"""The second opinion of `verify --deep`: pyHanko validates every signature and analyses what came after it.

Independent of our own reading (`cms`, `revisions`), slower by an order of magnitude, and milder: pyHanko accepts a
changed XMP packet and bytes behind the last revision. So it can only add failures. Every signature is validated under
its signer's own certificate as the root, at the time that the signer claims; nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

_LOGGERS = ("pyhanko", "pyhanko_certvalidator")


def check_deeply(data: bytes) -> Mapping[str, str]:
    """Return what pyHanko finds damaged about the signature of each field, empty where it finds nothing.

    Raises:
        Exception: pyHanko cannot read the file; its errors are of many kinds.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    with _quiet_libraries():
        reader = PdfFileReader(BytesIO(data), strict=True)
        return {str(found.field_name): _find_damage(found) for found in reader.embedded_regular_signatures}


def _find_damage(signature: Any) -> str:
    try:
        status = _validate(signature)
    except Exception as error:  # noqa: BLE001 - a hostile signature raises anything; each one counts as damaged
        return type(error).__name__
    if not status.intact:
        return "digest"
    if not status.valid:
        return "signature"
    if not status.docmdp_ok or not status.modification_level or status.modification_level.name == "OTHER":
        return "changed_later"
    return ""


def _validate(signature: Any) -> Any:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    certificate = signature.signer_cert
    context = ValidationContext(
        trust_roots=[certificate],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=_claimed_time(signature) or certificate.not_valid_before,
    )
    return validate_pdf_signature(signature, context, diff_policy=_difference_policy())


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
