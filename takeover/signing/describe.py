"""A verification in words: the verdict first, then every layer with all its sentences. Pure."""

from __future__ import annotations

from typing import Any

from takeover.catalogues import Catalogue
from takeover.roles import name_role
from takeover.signing.model import Finding, Layer, Verification
from takeover.values import Role

_ROLES = frozenset(role.value for role in Role)


def describe_verification(verification: Verification, catalogue: Catalogue) -> tuple[str, ...]:
    """Tell a verification line by line: headline, then per layer its title with its state and its sentences."""
    lines = [describe_finding(verification.headline, catalogue)]
    for layer in verification.layers:
        lines.append(_title(layer, catalogue))
        lines += [f"  {_told(finding, catalogue)}" for finding in layer.findings]
    return tuple(lines)


def describe_finding(finding: Finding, catalogue: Catalogue) -> str:
    """Say one finding; fields and roles are named as people know them."""
    details = {name: _readable(name, value, catalogue) for name, value in finding.details.items()}
    return catalogue.text(finding.key, **details)


def verification_to_plain(verification: Verification, catalogue: Catalogue) -> dict[str, Any]:
    """Write a verification as a JSON object: stable codes beside the sentences."""
    return {
        "verdict": verification.verdict.value,
        "headline": describe_finding(verification.headline, catalogue),
        "signed": verification.signed,
        "expected": verification.expected,
        "layers": [
            {
                "layer": layer.name.value,
                "state": layer.state.value,
                "findings": [_finding_to_plain(finding, catalogue) for finding in layer.findings],
            }
            for layer in verification.layers
        ],
        "revisions": [
            {
                "number": item.number,
                "kind": item.kind.value,
                "field": item.field,
                "end": item.end,
                "sha256": item.sha256,
            }
            for item in verification.chain.revisions
        ],
        "signatures": [
            {
                "field": check.field,
                "name": check.common_name,
                "certificate": check.fingerprint,
                "claimed_at": check.claimed_at.isoformat() if check.claimed_at else "",
                "sound": check.sound,
            }
            for check in verification.signatures
        ],
    }


def _finding_to_plain(finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    sentence = describe_finding(finding, catalogue)
    return {"key": finding.key, "state": finding.state.value, "details": dict(finding.details), "sentence": sentence}


def _title(layer: Layer, catalogue: Catalogue) -> str:
    state = catalogue.text(f"signing.state.{layer.state.value}")
    return catalogue.text(f"signing.layer.{layer.name.value}", state=state)


def _told(finding: Finding, catalogue: Catalogue) -> str:
    mark = catalogue.text(f"signing.mark.{finding.state.value}")
    return f"{mark} {describe_finding(finding, catalogue)}"


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
