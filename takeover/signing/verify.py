"""Verify a baseline PDF: one verdict, then layer by layer everything that was checked.

From the file: 1. signatures: cryptography (`crypto`). 2. revisions: what each one changed (`revisions`). 3. edition:
the attached files under the root, judged by the callable. 4. judgement: recomputed, by the same callable. 5. signers:
expected against found.
From outside: 6. trust (`trust`). 7. evidence files. 8. the takeover's record. Where asked for: 9. a hash that somebody
noted. 10. the sealed pages rendered again. 11. pyHanko's second opinion (`deep`). Steps 3, 7, 8 and 10 come in from
outside, so that this room stays apart from files and from rendering (`outside`).

Every layer is told, not only the first that fails. A layer that cannot be read at all fails; a file that cannot be read
at all, or is no baseline, is bad input. Nothing is fetched, shown or run. The answer depends on no clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from takeover.baseline.check import EditionCheck, RecordCheck
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import Manifest
from takeover.errors import BadInput, TakeoverError
from takeover.record.bodies import read_evidence
from takeover.record.kinds import Evidence
from takeover.record.situation import fold_entries
from takeover.signing import meaning, outside
from takeover.signing.attachments import NoEdition, read_edition_files
from takeover.signing.crypto import check_signatures
from takeover.signing.deep import check_deeply
from takeover.signing.model import (
    SIGN_PREFIX,
    CheckEdition,
    Layer,
    RevisionChain,
    SignatureCheck,
    Verification,
    normalise_fingerprint,
)
from takeover.signing.outside import Outside
from takeover.signing.revisions import read_revisions
from takeover.signing.snapshots import Unreadable, open_strictly
from takeover.signing.trust import Anchors, judge_trust
from takeover.values import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the file says of itself; `files` are edition and checklist as attached, or `missing` names one."""

    chain: RevisionChain
    checks: tuple[SignatureCheck, ...]
    edition: EditionCheck | None
    files: tuple[bytes, bytes] | None
    missing: str
    deep: Mapping[str, str] | str | None

    @property
    def manifest(self) -> Manifest | None:
        """The manifest, if the edition has one that can be read."""
        return self.edition.manifest if self.edition else None

    @property
    def intact(self) -> tuple[bytes, bytes] | None:
        """The attached files, if they are what their root says."""
        return self.files if self.edition and self.edition.intact else None


def verify_pdf(
    data: bytes,
    *,
    trusted: frozenset[str],
    check_edition: CheckEdition,
    record: RecordCheck | None = None,
    about_to_sign: Role | None = None,
    deep: bool = False,
    beside: Outside | None = None,
) -> Verification:
    """Verify a file. `trusted` are SHA-256 fingerprints of certificates, hex, colons allowed.

    `beside` is what the reader has beside the file; `record` stands for it where there is nothing else. `deep` adds
    pyHanko's difference analysis: a second opinion that takes many times as long. `about_to_sign` names the role whose
    own text may stand in the last revision without a signature yet.

    Raises:
        BadInput: not a PDF (SG042), not one that can be read (SG040, SG043), or one that is no baseline (SG041).
    """
    at_hand = beside or Outside(record=record)
    try:
        facts = _gather_facts(data, check_edition, deep=deep)
        layers = _judge_file(facts, about_to_sign) + _judge_outside(data, facts, trusted, at_hand)
        return meaning.conclude(layers, facts.manifest, facts.chain, facts.checks)
    except TakeoverError:
        raise
    except Unreadable as error:
        raise BadInput(error.code, reason=_reason(error)) from error
    except MemoryError as error:
        raise BadInput("SG081") from error
    except Exception as error:  # the one guard around a hostile file: its errors are of every kind
        raise BadInput("SG040", reason=_reason(error)) from error


def _gather_facts(data: bytes, check_edition: CheckEdition, *, deep: bool) -> _Facts:
    chain = read_revisions(data)
    files, missing = _read_attached(data)
    if files is None and not any(name.startswith(SIGN_PREFIX) for name in chain.fields):
        raise BadInput("SG041", name=missing)
    return _Facts(
        chain=chain,
        checks=check_signatures(data, chain.values),
        edition=check_edition(*files) if files else None,
        files=files,
        missing=missing,
        deep=_ask_pyhanko(data) if deep else None,
    )


def _read_attached(data: bytes) -> tuple[tuple[bytes, bytes] | None, str]:
    """Return edition and checklist as attached, or the name of the file that is missing."""
    try:
        return read_edition_files(open_strictly(data)), ""
    except NoEdition as error:
        return None, error.name


def _ask_pyhanko(data: bytes) -> Mapping[str, str] | str:
    try:
        return check_deeply(data)
    except Exception as error:  # noqa: BLE001 - pyHanko's errors on hostile files are of every kind
        return _reason(error)


def _judge_file(facts: _Facts, about_to_sign: Role | None) -> tuple[Layer, ...]:
    """Steps 1 to 5."""
    return (
        meaning.judge_signatures(facts.chain, facts.checks),
        meaning.judge_chain(facts.chain, about_to_sign),
        meaning.judge_edition(facts.edition, facts.missing, facts.chain),
        meaning.judge_judgement(facts.edition),
        meaning.judge_signers(facts.manifest, facts.chain),
    )


def _judge_outside(data: bytes, facts: _Facts, trusted: frozenset[str], beside: Outside) -> tuple[Layer, ...]:
    """Steps 6 to 11."""
    manifest, chain, files = facts.manifest, facts.chain, facts.intact
    anchors = Anchors(
        fingerprints=frozenset(map(normalise_fingerprint, trusted)),
        authorities=beside.authorities,
        names=_read_names(files[0]) if files and beside.authorities else {},
    )
    layers = [
        judge_trust(manifest, facts.checks, anchors),
        outside.judge_evidence(_read_evidence(files[0]) if files else (), beside.evidence),
        outside.judge_record(beside, manifest, chain),
    ]
    if beside.expect:
        layers.append(outside.judge_expected(beside.expect, manifest, chain))
    if beside.rebuild:
        rebuilt = beside.rebuild(*files) if files else None
        layers.append(outside.judge_rebuilt(rebuilt, data[: chain.revisions[0].end]))
    if facts.deep is not None:
        layers.append(meaning.judge_deep(facts.deep, facts.checks))
    return tuple(layers)


def _read_names(edition_file: bytes) -> dict[str, str]:
    """Read the names of the expected signers' parties, by signature field."""
    manifest, entries = read_edition(edition_file)
    parties = fold_entries(entries).parties
    return {signer.field: parties[signer.party].name for signer in manifest.expected if signer.party in parties}


def _read_evidence(edition_file: bytes) -> tuple[Evidence, ...]:
    """List the evidence that the entries of an intact edition name."""
    bodies = (json.loads(line).get("body", {}) for line in edition_file.split(b"\n")[1:-1] if b'"evidence":' in line)
    return tuple(item for body in bodies for item in read_evidence(body))


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0][:200] or type(error).__name__
