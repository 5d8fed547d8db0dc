"""What a file is compared with that lies outside it: record, expected hash, evidence, a second rendering. Pure.

A file alone cannot show that its last signature was cut off, or that a newer baseline has taken its place. The record
shows both, a hash that somebody noted shows the first, and the second as well if it was noted of the newer one.
Leaves to others: reading folders and files, and rendering (`cli`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from takeover.baseline.check import RecordCheck
from takeover.baseline.model import Manifest
from takeover.record.kinds import Evidence
from takeover.signing.model import (
    Finding,
    Layer,
    LayerName,
    RevisionChain,
    State,
    finding_of,
    gravest,
)

MIN_EXPECTED = 12
"""Fewest digits of a hash that count as one; so many are printed on every page."""


class FileState(StrEnum):
    """What became of a kept evidence file; `elsewhere` is named here and not on this machine, as in a cloud folder."""

    INTACT = "intact"
    CHANGED = "changed"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFiles:
    """Evidence files at hand: the state of each by SHA-256, and files by name that the baseline does not know."""

    states: Mapping[str, FileState] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """The sealed revision rendered again; empty where the tools are not those that made it, which are then named."""

    pdf: bytes = b""
    differing: tuple[str, ...] = ()


Rebuild: TypeAlias = Callable[[bytes, bytes], Rebuilt]
"""edition.jsonl and checklist.json → the unsigned PDF made from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What a reader has beside the file; every part may be missing.

    `expect` is a hash that somebody noted (hex, at least `MIN_EXPECTED` digits): a root, or the SHA-256 of a PDF.
    `newest` is the number of the newest baseline that the record has sealed, 0 if that is not known; `detached` is what
    was found of signatures that lie beside the PDF.
    """

    record: RecordCheck | None = None
    detached: tuple[Finding, ...] = ()
    newest: int = 0
    expect: str = ""
    evidence: EvidenceFiles | None = None
    rebuild: Rebuild | None = None
    authorities: tuple[bytes, ...] = ()


def judge_evidence(named: tuple[Evidence, ...], at_hand: EvidenceFiles | None) -> Layer:
    """Compare the kept evidence files that an edition names with those at hand."""
    titles = {item.sha256: item.title or item.note or item.sha256[:12] for item in named if item.sha256 and item.kept}
    count = str(len(titles))
    if at_hand is None:
        kind = "not_at_hand" if titles else "none"
        findings = [_finding(f"evidence.{kind}", State.NOT_CHECKED, count=count)]
        return Layer(name=LayerName.EVIDENCE, findings=tuple(findings))
    states = {sha256: at_hand.states.get(sha256, FileState.ELSEWHERE) for sha256 in titles}
    findings = [
        _finding("evidence.unknown", State.FAILED, file=file, sha256=digest) for file, digest in at_hand.unknown.items()
    ]
    graves = ((FileState.CHANGED, State.FAILED), (FileState.MISSING, State.INDETERMINATE))
    for wanted, state in graves:
        found = sorted(sha256 for sha256, present in states.items() if present is wanted)
        findings += [_finding(f"evidence.{wanted}", state, title=titles[sha256], sha256=sha256) for sha256 in found]
    for wanted, state in ((FileState.INTACT, State.PASSED), (FileState.ELSEWHERE, State.NOT_CHECKED)):
        if number := sum(present is wanted for present in states.values()):
            findings.append(_finding(f"evidence.{wanted}", state, count=str(number), total=count))
    return Layer(name=LayerName.EVIDENCE, findings=tuple(findings or [_finding("evidence.none", State.NOT_CHECKED)]))


def judge_record(outside: Outside, manifest: Manifest | None, chain: RevisionChain) -> Layer:
    """Compare the file with what the takeover's folder knows of it: its base, its signatures, its entries."""
    record = outside.record
    if record is None:
        return Layer(name=LayerName.RECORD, findings=(_finding("record.not_at_hand", State.NOT_CHECKED),))
    findings = [finding_of(problem) for problem in record.problems]
    if record.sealed:
        findings += (*_compare_hashes(record, chain), *outside.detached)
    if manifest is not None and manifest.baseline < outside.newest:
        meant = bool(outside.expect) and _match_expected(outside.expect, manifest, chain) is not None
        numbers = {
            "number": str(manifest.baseline),
            "newest": str(outside.newest),
            "root": manifest.root[:MIN_EXPECTED],
        }
        kind, state = ("older", State.NOT_CHECKED) if meant else ("superseded", State.FAILED)
        findings.append(_finding(f"record.{kind}", state, **numbers))
    if gravest(finding.state for finding in findings) is not State.FAILED:
        findings.insert(0, _finding("record.fits", State.PASSED, later=str(record.later_lines)))
    return Layer(name=LayerName.RECORD, findings=tuple(findings))


def _compare_hashes(record: RecordCheck, chain: RevisionChain) -> list[Finding]:
    hashes = [revision.sha256 for revision in chain.revisions]
    if hashes[0] != record.sealed:
        return [_finding("record.other_base", State.FAILED)]
    parallel = record.parallel_to(hashes)
    if missing := [known for known in record.signed if known not in hashes and known not in parallel]:
        return [_finding("record.signature_missing", State.FAILED, count=str(len(missing)))]
    unknown = sum(revision.sha256 not in record.signed for revision in chain.signatures)
    counted = {"parallel": len(parallel), "signature_new": unknown}
    return [_finding(f"record.{code}", State.NOT_CHECKED, count=str(count)) for code, count in counted.items() if count]


def judge_expected(expect: str, manifest: Manifest | None, chain: RevisionChain) -> Layer:
    """Say whether this is the file, or the baseline, whose hash somebody noted."""
    found = _match_expected(expect, manifest, chain)
    if found is None:
        told = _finding("expected.other", State.FAILED, hash=expect, sha256=chain.revisions[-1].sha256)
    elif found == len(chain.revisions) - 1:
        told = _finding("expected.same", State.PASSED, hash=expect)
    elif found < 0:
        told = _finding("expected.root", State.PASSED, hash=expect)
    else:
        later = str(len(chain.revisions) - 1 - found)
        told = _finding("expected.grown", State.PASSED, hash=expect, later=later)
    return Layer(name=LayerName.EXPECTED, findings=(told,))


def _match_expected(expect: str, manifest: Manifest | None, chain: RevisionChain) -> int | None:
    """Return the number of the revision that a hash names, -1 for the root, None where it names neither."""
    if len(expect) < MIN_EXPECTED:
        return None
    named = [revision.number for revision in chain.revisions if revision.sha256.startswith(expect)]
    if named:
        return named[-1]
    return -1 if manifest is not None and manifest.root.startswith(expect) else None


def judge_rebuilt(rebuilt: Rebuilt | None, base: bytes) -> Layer:
    """Compare the sealed revision with the one rendered again; other tools prove nothing either way."""
    if rebuilt is None:
        told = _finding("rebuilt.not_possible", State.NOT_CHECKED)
    elif not rebuilt.pdf:
        told = _finding("rebuilt.tools", State.INDETERMINATE, tools=", ".join(rebuilt.differing))
    elif rebuilt.pdf == base:
        told = _finding("rebuilt.same", State.PASSED, bytes=str(len(base)))
    else:
        told = _finding("rebuilt.differs", State.FAILED)
    return Layer(name=LayerName.REBUILT, findings=(told,))


def _finding(code: str, state: State, **details: str) -> Finding:
    return Finding(key=f"signing.{code}", details=details, state=state)
