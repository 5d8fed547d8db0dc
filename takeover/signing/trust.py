"""Whose the signatures are: trust starts outside the file and spreads along what the sealed baseline pins. Pure.

It starts with the incoming PM's certificate among the fingerprints that the reader trusts, or with a house authority
that stands behind a certificate of the very name that the baseline gives this party. That certification vouches for the
certificates that the sealed manifest pins for the others. A signer who is neither is intact and unknown: INDETERMINATE,
since anybody can make a certificate with any name. A time stamp is weighed the same way, and counts as a remark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takeover.baseline.model import Manifest, Signer
from takeover.signing.certificates import find_authority, hash_certificate, name_holder
from takeover.signing.model import (
    SIGN_PREFIX,
    Finding,
    Layer,
    LayerName,
    SignatureCheck,
    State,
)
from takeover.values import Role

CERTIFIER = Signer(role=Role.INCOMING_PM, party="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Where trust starts: fingerprints (SHA-256, hex), certificates of house authorities (DER).

    `names` are the names that the baseline gives its parties, by signature field; authorities need them.
    """

    fingerprints: frozenset[str]
    authorities: tuple[bytes, ...] = ()
    names: Mapping[str, str]


def judge_trust(manifest: Manifest | None, checks: tuple[SignatureCheck, ...], anchors: Anchors) -> Layer:
    """Say for each signature whether the reader can know whose it is."""
    if manifest is None or not checks:
        return Layer(name=LayerName.TRUST, findings=())
    expected = {signer.field: signer for signer in manifest.expected}
    sound = [check for check in checks if check.sound]  # whose a broken signature is does not matter
    known = {check.field: _judge_alone(check, expected.get(check.field), anchors) for check in sound}
    certified = known.get(CERTIFIER.field)
    vouched = certified is not None and certified.state is State.PASSED
    findings = [
        known[check.field] or _judge_by_pin(check, expected.get(check.field), vouched=vouched)
        for check in sound
        if check.field.startswith(SIGN_PREFIX)
    ]
    stamps = [_judge_stamp(check, anchors) for check in sound if check.stamp]
    return Layer(name=LayerName.TRUST, findings=(*findings, *stamps, *_judge_shared_keys(sound)))


def _judge_alone(check: SignatureCheck, signer: Signer | None, anchors: Anchors) -> Finding | None:
    """Judge a signature by what the reader brings along; None where that says nothing."""
    details = _details(check, signer)
    if signer and signer.certificate and signer.certificate != check.fingerprint:
        return _finding("trust.other_certificate", State.FAILED, **details)
    if check.fingerprint in anchors.fingerprints:
        return _finding("trust.trusted", State.PASSED, **details)
    authority = _find_authority(check, anchors)
    if not authority:
        return None
    party = anchors.names.get(check.field, "")
    same = bool(party) and party == check.common_name
    kind, state = ("authority", State.PASSED) if same else ("authority_other_name", State.INDETERMINATE)
    return _finding(f"trust.{kind}", state, **details, authority=authority, party=party or "–")


def _judge_by_pin(check: SignatureCheck, signer: Signer | None, *, vouched: bool) -> Finding:
    details = _details(check, signer)
    if signer and signer.role is CERTIFIER.role:
        return _finding("trust.certifier_unknown", State.INDETERMINATE, **details)
    if details["pinned"] and vouched:
        return _finding("trust.vouched", State.PASSED, **details)
    return _finding("trust.pinned_only" if details["pinned"] else "trust.not_pinned", State.INDETERMINATE, **details)


def _details(check: SignatureCheck, signer: Signer | None) -> dict[str, str]:
    pinned = signer.certificate if signer else ""
    return {"field": check.field, "name": check.common_name, "fingerprint": check.fingerprint, "pinned": pinned}


def _find_authority(check: SignatureCheck, anchors: Anchors) -> str:
    if not anchors.authorities or check.claimed_at is None:
        return ""
    return find_authority(check.certificate, check.others, anchors.authorities, check.claimed_at)


def _judge_stamp(check: SignatureCheck, anchors: Anchors) -> Finding:
    """Say which server stamped the time; that the stamp itself is sound is known (`cms`)."""
    stamp = check.stamp
    assert stamp is not None
    fingerprint = hash_certificate(stamp.certificate)
    details = {"field": check.field, "name": name_holder(stamp.certificate), "fingerprint": fingerprint}
    details["time"] = stamp.at.isoformat(" ", "seconds")
    if fingerprint in anchors.fingerprints:
        return _finding("trust.stamped", State.PASSED, **details)
    if anchors.authorities and find_authority(stamp.certificate, stamp.others, anchors.authorities, stamp.at):
        return _finding("trust.stamped", State.PASSED, **details)
    return _finding("trust.stamp_unknown", State.NOT_CHECKED, **details)


def _judge_shared_keys(checks: list[SignatureCheck]) -> list[Finding]:
    fields: dict[str, list[str]] = {}
    for check in checks:
        fields.setdefault(check.fingerprint, []).append(check.field)
    return [
        _finding("trust.same_key", State.NOT_CHECKED, fields=", ".join(names))
        for names in fields.values()
        if len(names) > 1
    ]


def _finding(code: str, state: State, **details: str) -> Finding:
    return Finding(key=f"signing.{code}", details=details, state=state)
