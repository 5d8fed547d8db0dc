"""What the facts that a file holds mean: what was signed, what changed since, who should have signed and did. Pure.

Leaves to others: whom the reader can trust (`trust`), what the file is compared with (`outside`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from takeover.baseline.check import EditionCheck, Judgement
from takeover.baseline.model import EditionName, Manifest, Signer
from takeover.signing.model import (
    Finding,
    Layer,
    LayerName,
    Revision,
    RevisionChain,
    SignatureCheck,
    State,
    Verdict,
    Verification,
    finding_of,
    gravest,
)
from takeover.signing.trust import CERTIFIER
from takeover.values import Role

_OUTSIDE = frozenset({LayerName.EVIDENCE, LayerName.RECORD, LayerName.EXPECTED})
"""Layers that fail without anything being wrong with the file in itself."""


def judge_signatures(chain: RevisionChain, checks: tuple[SignatureCheck, ...]) -> Layer:
    """Say of each signature what was signed by which certificate, when by its own claim, and whether it holds."""
    revisions = {revision.field: revision for revision in chain.signatures}
    findings = [finding for check in checks for finding in _judge_signature(check, revisions.get(check.field))]
    if {check.field for check in checks} != set(revisions):
        findings.append(_finding("signatures.readers_differ", State.FAILED))
    if not checks:
        findings.append(_finding("signatures.none", State.INDETERMINATE))
    findings += _judge_clock(checks)
    return Layer(name=LayerName.SIGNATURES, findings=tuple(findings))


def _judge_signature(check: SignatureCheck, revision: Revision | None) -> list[Finding]:
    claimed = check.claimed_at.isoformat(" ", "minutes") if check.claimed_at else "?"
    details = {
        "field": check.field,
        "name": check.common_name,
        "fingerprint": check.fingerprint,
        "claimed": claimed,
        "reason": revision.reason if revision else "",
    }
    if not check.sound:
        return [_finding(f"signatures.{_damage(check)}", State.FAILED, **details)]
    findings = [_finding("signatures.sound", State.PASSED, **details)]
    if revision and revision.text:
        findings.append(_finding("signatures.text", State.PASSED, field=check.field, text=revision.text))
    elif revision:
        findings.append(_finding("signatures.no_text", State.NOT_CHECKED, field=check.field))
    if check.doubt:
        kind = "out_of_bounds" if check.doubt.startswith("OUT_OF_BOUNDS") else "doubt"
        findings.append(_finding(f"signatures.{kind}", State.INDETERMINATE, **details, doubt=check.doubt))
    return findings


def _damage(check: SignatureCheck) -> str:
    return check.damage if check.damage in ("digest", "signature") else "unusable"


def _judge_clock(checks: tuple[SignatureCheck, ...]) -> list[Finding]:
    """Name signatures that claim to be older than the one before: a remark, since nothing in the file proves a time."""
    return [
        _finding("signatures.clock", State.NOT_CHECKED, field=later.field, before=earlier.field)
        for earlier, later in pairwise(checks)
        if earlier.claimed_at and later.claimed_at and later.claimed_at < earlier.claimed_at
    ]


def judge_chain(chain: RevisionChain, about_to_sign: Role | None) -> Layer:
    """Collect what the revision chain found; a text in the last revision needs the signature of its party."""
    findings = [*chain.findings, *(finding for revision in chain.revisions for finding in revision.findings)]
    own = bool(chain.pending) and about_to_sign is not None and chain.pending == _signer(about_to_sign).reserve_field
    if chain.pending and not own:
        details = {"field": chain.pending, "number": str(chain.revisions[-1].number)}
        findings.append(_finding("revisions.unsigned_text", State.FAILED, **details))
    if gravest(finding.state for finding in findings) is not State.FAILED:
        base = chain.revisions[0]
        details = {"sha256": base.sha256, "signatures": str(len(chain.signatures))}
        findings.insert(0, _finding("revisions.intact", State.PASSED, **details))
        findings.append(_finding("revisions.whole", State.PASSED, sha256=chain.revisions[-1].sha256))
    return Layer(name=LayerName.REVISIONS, findings=tuple(findings))


def judge_edition(edition: EditionCheck | None, missing: str, chain: RevisionChain) -> Layer:
    """Say whether the embedded edition is the one under its root, and whether this PDF is the one made from it."""
    if edition is None:
        return Layer(name=LayerName.EDITION, findings=(_finding("edition.missing", State.FAILED, name=missing),))
    findings = [finding_of(problem) for problem in edition.problems]
    manifest = edition.manifest
    if manifest is None or not edition.intact:
        findings.append(_finding("edition.broken", State.FAILED))
    if manifest is not None and not _same_document(chain.document_id, manifest.root[:32]):
        findings.append(_finding("edition.other_document", State.FAILED, root=manifest.root[:12]))
    if manifest is not None and gravest(finding.state for finding in findings) is not State.FAILED:
        details = {"root": manifest.root, "edition": manifest.edition.value, "baseline": str(manifest.baseline)}
        findings.insert(0, _finding("edition.intact", State.PASSED, **details))
    return Layer(name=LayerName.EDITION, findings=tuple(findings))


def _same_document(found: str, expected: str) -> bool:
    """Compare document ids as readers get them: in a literal string CR and CR LF read as LF (ISO 32000-2, 7.3.4.2)."""
    left, right = (bytes.fromhex(text).replace(b"\r\n", b"\n").replace(b"\r", b"\n") for text in (found, expected))
    return left == right


def judge_judgement(edition: EditionCheck | None) -> Layer:
    """Say whether the judgement that was sealed comes out of the entries again."""
    if edition is None or edition.manifest is None:
        return Layer(name=LayerName.JUDGEMENT, findings=())
    states = {
        Judgement.RECOMPUTED: State.PASSED,
        Judgement.NONE: State.PASSED,
        Judgement.DIFFERS: State.FAILED,
        Judgement.NOT_AT_HAND: State.INDETERMINATE,
    }
    told = _finding(
        f"judgement.{edition.judgement.value}", states[edition.judgement], method=edition.manifest.inputs.method
    )
    return Layer(name=LayerName.JUDGEMENT, findings=(told,))


def judge_deep(found: Mapping[str, str] | str, checks: tuple[SignatureCheck, ...]) -> Layer:
    """Tell pyHanko's opinion: what it finds damaged by field, or why it cannot read the file."""
    if isinstance(found, str):
        return Layer(name=LayerName.DEEP, findings=(_finding("deep.unreadable", State.FAILED, reason=found),))
    findings = [
        _finding("deep.damage", State.FAILED, field=field, damage=damage) for field, damage in found.items() if damage
    ]
    if set(found) != {check.field for check in checks}:
        findings.append(_finding("signatures.readers_differ", State.FAILED))
    return Layer(
        name=LayerName.DEEP,
        findings=tuple(findings or [_finding("deep.agrees", State.PASSED, count=str(len(found)))]),
    )


def judge_signers(manifest: Manifest | None, chain: RevisionChain) -> Layer:
    """Compare the signers that the manifest expects with the fields of the PDF and the signatures found."""
    if manifest is None:
        return Layer(name=LayerName.SIGNERS, findings=())
    taken = [revision.field for revision in chain.signatures]
    expected = {signer.field: signer for signer in manifest.expected}
    counted = {"signed": str(count_signed(manifest, chain)), "expected": str(len(expected))}
    findings = [_finding("signers.count", State.PASSED if taken else State.INDETERMINATE, **counted)]
    wanted = {name for signer in manifest.expected for name in (signer.field, signer.reserve_field)}
    findings += [_finding("signers.fields", State.FAILED, field=name) for name in sorted(wanted ^ set(chain.fields))]
    unexpected = [name for name in taken if name not in expected]
    findings += [_finding("signers.unexpected", State.FAILED, field=name) for name in unexpected]
    if taken and taken[0] != CERTIFIER.field:
        findings.append(_finding("signers.not_first", State.FAILED, field=taken[0]))
    if manifest.edition is EditionName.INTERNAL and _signer(Role.CLIENT).field in {*taken, *expected}:
        findings.append(_finding("signers.client_inside", State.FAILED))
    waiting = [signer.role.value for signer in manifest.expected if signer.field not in taken]
    findings += [_finding("signers.waiting", State.NOT_CHECKED, role=role) for role in waiting]
    return Layer(name=LayerName.SIGNERS, findings=tuple(findings))


def count_signed(manifest: Manifest | None, chain: RevisionChain) -> int:
    """Count the expected signers who have signed."""
    taken = {revision.field for revision in chain.signatures}
    return sum(signer.field in taken for signer in manifest.expected) if manifest else 0


def conclude(
    layers: tuple[Layer, ...],
    manifest: Manifest | None,
    chain: RevisionChain,
    checks: tuple[SignatureCheck, ...],
) -> Verification:
    """Draw the verdict from all layers: one failure fails the file, one open question leaves it open."""
    worst = gravest(layer.state for layer in layers)
    verdict = Verdict(worst.value) if worst is not State.NOT_CHECKED else Verdict.INDETERMINATE
    signed, expected = count_signed(manifest, chain), len(manifest.expected) if manifest else 0
    kind = verdict.value
    if verdict is Verdict.INDETERMINATE and not checks:
        kind += ".unsigned"
    if verdict is Verdict.FAILED and {layer.name for layer in layers if layer.state is State.FAILED} <= _OUTSIDE:
        kind += ".outside"
    details = {"signed": str(signed), "expected": str(expected)}
    return Verification(
        verdict=verdict,
        headline=Finding(key=f"signing.verdict.{kind}", details=details, state=State(verdict.value)),
        layers=layers,
        signed=signed,
        expected=expected,
        manifest=manifest,
        chain=chain,
        signatures=checks,
    )


def _signer(role: Role) -> Signer:
    return Signer(role=role, party="")


def _finding(code: str, state: State, **details: str) -> Finding:
    return Finding(key=f"signing.{code}", details=details, state=state)
