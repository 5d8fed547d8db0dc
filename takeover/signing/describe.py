"""A verification in words: the verdict first, then every layer with all its sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from takeover.catalogues import Catalogue
from takeover.roles import name_role
from takeover.signing.model import Finding, Layer, Revision, SignatureCheck, State, Verification, gravest
from takeover.values import Role

FORMAT = "takeover-verification/1"
_ROLES = frozenset(role.value for role in Role)


def describe_verification(verification: Verification, catalogue: Catalogue) -> tuple[str, ...]:
    """Tell a verification line by line: headline, then per layer its title with its state and its sentences."""
    lines = [describe_finding(verification.headline, catalogue)]
    for layer in verification.layers:
        title, told = describe_layer(layer, catalogue)
        lines += [title, *(f"  {mark} {text}" for mark, _, text in told)]
    return tuple(lines)


def describe_layer(layer: Layer, catalogue: Catalogue) -> tuple[str, tuple[tuple[str, State, str], ...]]:
    """Tell a layer: its title with its state, then mark, state and sentence of each finding."""
    state = catalogue.text(f"signing.state.{layer.state.value}")
    return catalogue.text(f"signing.layer.{layer.name.value}", state=state), _tell(layer.findings, catalogue)


def describe_together(findings: Sequence[Finding], catalogue: Catalogue) -> tuple[str, ...]:
    """Tell what several files prove together: a title with the state, then every sentence."""
    state = catalogue.text(f"signing.state.{gravest(finding.state for finding in findings).value}")
    lines = (f"  {mark} {text}" for mark, _, text in _tell(findings, catalogue))
    return (catalogue.text("signing.pair.title", state=state), *lines)


def _tell(findings: Sequence[Finding], catalogue: Catalogue) -> tuple[tuple[str, State, str], ...]:
    return tuple(
        (catalogue.text(f"signing.mark.{finding.state.value}"), finding.state, describe_finding(finding, catalogue))
        for finding in findings
    )


def describe_finding(finding: Finding, catalogue: Catalogue) -> str:
    """Say one finding; fields and roles are named as people know them."""
    details = {name: _readable(name, value, catalogue) for name, value in finding.details.items()}
    return catalogue.text(finding.key, **details)


def verification_to_plain(verification: Verification, catalogue: Catalogue) -> dict[str, Any]:
    """Write a verification as a JSON object: stable codes beside the sentences (docs/what-verify-proves.md)."""
    manifest = verification.manifest
    return {
        "format": FORMAT,
        "verdict": verification.verdict.value,
        "headline": describe_finding(verification.headline, catalogue),
        "signed": verification.signed,
        "expected": verification.expected,
        "baseline": {
            "takeover": manifest.takeover,
            "number": manifest.baseline,
            "edition": manifest.edition.value,
            "root": manifest.root,
        }
        if manifest
        else {},
        "layers": [_layer_to_plain(layer, catalogue) for layer in verification.layers],
        "revisions": [_revision_to_plain(revision) for revision in verification.chain.revisions],
        "signatures": [_signature_to_plain(check) for check in verification.signatures],
    }


def together_to_plain(findings: Sequence[Finding], catalogue: Catalogue) -> dict[str, Any]:
    """Write what several files prove together as a JSON object."""
    state = gravest(finding.state for finding in findings)
    return {"state": state.value, "findings": [_finding_to_plain(finding, catalogue) for finding in findings]}


def _layer_to_plain(layer: Layer, catalogue: Catalogue) -> dict[str, Any]:
    findings = [_finding_to_plain(finding, catalogue) for finding in layer.findings]
    return {"layer": layer.name.value, "state": layer.state.value, "findings": findings}


def _revision_to_plain(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "kind": revision.kind.value,
        "field": revision.field,
        "end": revision.end,
        "sha256": revision.sha256,
    }


def _signature_to_plain(check: SignatureCheck) -> dict[str, Any]:
    return {
        "field": check.field,
        "name": check.common_name,
        "certificate": check.fingerprint,
        "claimed_at": check.claimed_at.isoformat() if check.claimed_at else "",
        "stamped_at": check.stamp.at.isoformat() if check.stamp else "",
        "sound": check.sound,
        "damage": check.damage,
        "doubt": check.doubt,
    }


def _finding_to_plain(finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    sentence = describe_finding(finding, catalogue)
    return {"key": finding.key, "state": finding.state.value, "details": dict(finding.details), "sentence": sentence}


def _readable(name: str, value: str, catalogue: Catalogue) -> str:
    """Name a role instead of its code or field: sign-outgoing-pm and reserve-outgoing-pm are the outgoing PM."""
    role = value.removeprefix("sign-").removeprefix("reserve-").replace("-", "_")
    if name in ("field", "before", "role") and role in _ROLES:
        return name_role(Role(role), catalogue)
    if name == "edition":
        return catalogue.text(f"signing.edition.name.{value}")
    if name == "fields":
        return catalogue.text("signing.and").join(_readable("field", part, catalogue) for part in value.split(", "))
    return value
