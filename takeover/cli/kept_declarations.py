"""The signatures beside a baseline that a takeover's folder keeps, checked again from their two files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from takeover.baseline.model import Manifest
from takeover.errors import BadInput
from takeover.record.bodies import read_evidence
from takeover.record.evidence import FOLDER
from takeover.record.kinds import Kind
from takeover.record.signoff_kinds import Form
from takeover.record.situation import Situation
from takeover.signing.detached import check_detached, judge_detached
from takeover.signing.model import Finding, State


def find_detached(folder: Path, situation: Situation, manifest: Manifest) -> tuple[Finding, ...]:
    """Check every kept signature beside an edition; `folder` is the takeover's. For the record layer of `verify`."""
    sealed = {seal.root: seal.editions.get(manifest.edition, "") for seal in situation.seals()}
    about = (manifest.baseline, manifest.edition.value, Form.DETACHED.value)
    bodies = (entry.body for entry in situation.by_kind.get(Kind.RECEIVED, ()) if entry.body)
    return tuple(
        _check_pair(folder, body, manifest.root, sealed.get(manifest.root, ""))
        for body in bodies
        if (body["baseline"], body["edition"], body["form"]) == about
    )


def _check_pair(folder: Path, body: Mapping[str, Any], root: str, pdf: str) -> Finding:
    """Check a kept pair; the entry names the declaration first, then the signature."""
    hashes = [item.sha256 for item in read_evidence(body)[:2]]
    found = [file for sha256 in hashes for file in (folder / FOLDER).glob(f"{sha256}.*")]
    if len(found) != 2:
        details = {"files": ", ".join(sha256[:12] for sha256 in hashes)}
        return Finding(key="signing.detached.missing", details=details, state=State.INDETERMINATE)
    try:
        check = check_detached(found[0].read_bytes(), found[1].read_bytes())
    except (BadInput, OSError) as error:
        details = {"files": ", ".join(file.name for file in found), "reason": type(error).__name__}
        return Finding(key="signing.detached.unreadable", details=details, state=State.FAILED)
    return judge_detached(check, root=root, pdf=pdf)
