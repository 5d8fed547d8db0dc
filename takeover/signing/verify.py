"""Verify a baseline PDF: one verdict, then layer by layer everything that was checked.

1. signatures: cryptography and pyHanko's difference analysis (`crypto`). 2. revisions: our own chain (`revisions`).
3. edition: the attached files under the root, judged by the callable. 4. judgement: recomputed, by the same callable.
5. signers: expected against found. 6. trust: starts outside the file. 7. record: what the takeover's folder knows, if
it is at hand. Steps 3 and 7 come in from outside, so that this room stays apart from files and from rendering.

Every layer is told, not only the first that fails. A layer that cannot be read at all fails; a file that cannot be read
at all, or is no baseline, is bad input. Nothing is fetched, rendered or run. The answer depends on no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from takeover.baseline.check import EditionCheck, RecordCheck
from takeover.errors import BadInput, TakeoverError
from takeover.signing import meaning
from takeover.signing.attachments import NoEdition, read_edition_files
from takeover.signing.crypto import check_signatures
from takeover.signing.model import (
    SIGN_PREFIX,
    CheckEdition,
    Finding,
    Layer,
    LayerName,
    RevisionChain,
    SignatureCheck,
    State,
    Verification,
    normalise_fingerprint,
)
from takeover.signing.revisions import Unreadable, open_strictly, read_revisions
from takeover.values import Role

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the file says of itself; `unreadable` is the layer to tell where its signatures cannot be read."""

    chain: RevisionChain
    edition: EditionCheck | None
    missing: str
    checks: tuple[SignatureCheck, ...]
    unreadable: Layer | None


def verify_pdf(
    data: bytes,
    *,
    trusted: frozenset[str],
    check_edition: CheckEdition,
    record: RecordCheck | None = None,
    about_to_sign: Role | None = None,
    deep: bool = True,
) -> Verification:
    """Verify a file. `trusted` are SHA-256 fingerprints of certificates, hex, colons allowed.

    `deep` adds pyHanko's difference analysis to our own chain of revisions: a second opinion that takes seconds on
    large files. `about_to_sign` names the role whose own text may stand in the last revision without a signature yet.

    Raises:
        BadInput: not a PDF (SG042), not one that can be read (SG040, SG043), or one that is no baseline (SG041).
    """
    try:
        facts = _gather_facts(data, check_edition, deep=deep)
        return _judge_facts(facts, frozenset(map(normalise_fingerprint, trusted)), record, about_to_sign)
    except TakeoverError:
        raise
    except Unreadable as error:
        raise BadInput(error.code, reason=_reason(error)) from error
    except Exception as error:  # the one guard around a hostile file: its errors are of every kind
        raise BadInput("SG040", reason=_reason(error)) from error


def _gather_facts(data: bytes, check_edition: CheckEdition, *, deep: bool) -> _Facts:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES} bytes")
    pdf = open_strictly(data)
    chain = read_revisions(data)
    edition, missing = _check_attached(pdf, check_edition)
    if edition is None and not any(name.startswith(SIGN_PREFIX) for name in chain.fields):
        raise BadInput("SG041", name=missing)
    checks, unreadable = _check_cryptography(data, deep=deep)
    return _Facts(chain=chain, edition=edition, missing=missing, checks=checks, unreadable=unreadable)


def _judge_facts(
    facts: _Facts, trusted: frozenset[str], record: RecordCheck | None, about_to_sign: Role | None
) -> Verification:
    chain, edition, checks = facts.chain, facts.edition, facts.checks
    manifest = edition.manifest if edition else None
    layers = (
        facts.unreadable or meaning.judge_signatures(chain, checks),
        meaning.judge_chain(chain, about_to_sign),
        meaning.judge_edition(edition, facts.missing, chain),
        meaning.judge_judgement(edition),
        meaning.judge_signers(manifest, chain),
        meaning.judge_trust(manifest, checks, trusted),
        meaning.judge_record(record, chain),
    )
    return meaning.conclude(layers, manifest, chain, checks)


def _check_attached(pdf: Any, check_edition: CheckEdition) -> tuple[EditionCheck | None, str]:
    """Give the two attached files to the callable; return its answer, or the name of the file that is missing."""
    try:
        edition, checklist = read_edition_files(pdf)
    except NoEdition as error:
        return None, error.name
    return check_edition(edition, checklist), ""


def _check_cryptography(data: bytes, *, deep: bool) -> tuple[tuple[SignatureCheck, ...], Layer | None]:
    """Return what pyHanko found, or the layer that says that it could not read the file."""
    try:
        return check_signatures(data, deep=deep), None
    except Exception as error:  # noqa: BLE001 - pyHanko's errors on hostile files are of every kind
        details = {"reason": _reason(error)}
        finding = Finding(key="signing.signatures.unreadable", details=details, state=State.FAILED)
        return (), Layer(name=LayerName.SIGNATURES, findings=(finding,))


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__
