"""What `verify` has beside the file: settings, the takeover's folder, evidence files, a second rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from takeover.baseline.check import check_record
from takeover.baseline.model import Manifest, Tools
from takeover.baseline.reopen import reopen_baseline, reopen_edition
from takeover.cli.attached import Attached
from takeover.cli.desk import Desk
from takeover.cli.document_options import find_layout
from takeover.cli.files import read_file
from takeover.cli.folder import open_store
from takeover.cli.kept_declarations import find_detached
from takeover.cli.settings import load_settings
from takeover.errors import BadInput, OutsideFailure, UsageError
from takeover.record.evidence import FOLDER, check_files, measure_file
from takeover.record.kinds import Evidence
from takeover.record.situation import Situation
from takeover.record.store import RecordStore
from takeover.signing.certificates import read_authorities
from takeover.signing.model import normalise_fingerprint
from takeover.signing.outside import MIN_EXPECTED, EvidenceFiles, FileState, Outside, Rebuilt
from takeover.values import Role

_DIGITS = frozenset("0123456789abcdef")
_SHA256 = 64
"""Digits of a whole hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller of `verify` asks for."""

    trust: tuple[str, ...] = ()
    expect: str = ""
    evidence: tuple[Path, ...] = ()
    rebuild: bool = False
    deep: bool = False
    templates: Path | None = None


def read_expected(text: str) -> str:
    """Read a hash that somebody noted: blanks and colons are dropped.

    Raises:
        UsageError: CM110, too few digits to mean one file, or no hexadecimal ones.
    """
    found = normalise_fingerprint(text)
    if text and not (MIN_EXPECTED <= len(found) <= _SHA256 and _DIGITS.issuperset(found)):
        raise UsageError("CM110", hash=text, least=MIN_EXPECTED)
    return found


def read_trusted(text: str) -> str:
    """Read the fingerprint of a certificate: blanks and colons are dropped.

    Raises:
        UsageError: CM301, it is no SHA-256.
    """
    found = normalise_fingerprint(text)
    if len(found) != _SHA256 or not _DIGITS.issuperset(found):
        raise UsageError("CM301", fingerprint=text)
    return found


def gather_trust(wishes: Wishes, situation: Situation | None, manifest: Manifest) -> frozenset[str]:
    """Collect the fingerprints where trust starts: options, settings, and what the takeover's record vouches for."""
    own = own_certificates(situation, manifest) if situation else frozenset()
    return frozenset({*wishes.trust, *load_settings().trust}) | own


def own_certificates(situation: Situation, manifest: Manifest) -> frozenset[str]:
    """Return the incoming PM's certificates: what the record expects, and what it saw this baseline signed with."""
    pm = situation.party_in(Role.INCOMING_PM)
    if pm is None:
        return frozenset()
    signed = {item.certificate for item in situation.signatures() if _is_of(item.party, item.baseline, pm.id, manifest)}
    return frozenset(filter(None, {pm.certificate, *signed}))


def _is_of(party: str, baseline: int, pm: str, manifest: Manifest) -> bool:
    return party == pm and baseline == manifest.baseline


def gather_outside(desk: Desk, wishes: Wishes, store: RecordStore | None, attached: Attached) -> Outside:
    """Read all that the file is to be compared with.

    Raises:
        BadInput: a file that was named cannot be read, or is not what it should be.
    """
    seals = store.situation.seals() if store else ()
    return Outside(
        record=check_record(attached.manifest, store.chain) if store else None,
        detached=find_detached(store.folder, store.situation, attached.manifest) if store else (),
        newest=max((seal.baseline for seal in seals), default=0),
        expect=wishes.expect,
        evidence=_gather_evidence(desk, wishes, attached.kept),
        rebuild=partial(rebuild, templates=wishes.templates) if wishes.rebuild else None,
        authorities=tuple(der for file in load_settings().authorities for der in _read_authority(file)),
    )


def _read_authority(file: Path) -> tuple[bytes, ...]:
    return read_authorities(read_file(file), str(file))


def open_record(desk: Desk) -> RecordStore | None:
    """Open the record of the folder that was given with -C."""
    return open_store(desk) if desk.folder_given else None


def _gather_evidence(desk: Desk, wishes: Wishes, kept: tuple[Evidence, ...]) -> EvidenceFiles | None:
    """Hash the evidence files of the folder, and those that were named; None where neither was given."""
    if not desk.folder_given and not wishes.evidence:
        return None
    known = {item.sha256 for item in kept}
    named = {str(file): measure_file(file).sha256 for file in wishes.evidence}
    states = check_folder(desk.folder, kept) if desk.folder_given else {}
    given = {sha256: FileState.INTACT for sha256 in named.values() if sha256 in known}
    unknown = {file: sha256 for file, sha256 in named.items() if sha256 not in known}
    return EvidenceFiles(states={**states, **given}, unknown=unknown)


def check_folder(folder: Path, kept: tuple[Evidence, ...]) -> Mapping[str, FileState]:
    """Compare the kept files of a folder with their hashes.

    Where the whole folder of evidence is not here, or a cloud service keeps a placeholder in a file's place, the file
    is elsewhere, not missing.
    """
    if not (folder / FOLDER).is_dir():
        return {item.sha256: FileState.ELSEWHERE for item in kept}
    states: dict[str, FileState] = {}
    for item in kept:
        try:
            states |= {sha256: FileState(state) for sha256, state in check_files(folder, [item]).items()}
        except BadInput:  # it is there and cannot be read: a placeholder without a connection
            states[item.sha256] = FileState.ELSEWHERE
        if states[item.sha256] is FileState.MISSING and any((folder / FOLDER).glob(f".{item.sha256}.*")):
            states[item.sha256] = FileState.ELSEWHERE
    return states


def rebuild(edition_file: bytes, checklist_file: bytes, *, templates: Path | None = None) -> Rebuilt:
    """Render the sealed pages again, on their paper, if the tools that made them are at hand.

    The templates of a house are looked for in `templates`, else where the settings say.
    Characters without a glyph are spelled out: sealing refuses them unless it was told to do just that.
    """
    edition = reopen_edition(edition_file, checklist_file)
    try:
        from takeover.report.document import render_baseline
        from takeover.report.tools import describe_tools

        layout = find_layout(edition.manifest.tools, templates)
        if differing := compare_tools(edition.manifest.tools, describe_tools(layout)):
            return Rebuilt(differing=differing)
        pdf = render_baseline(
            reopen_baseline(edition),
            edition_file=edition_file,
            checklist_file=checklist_file,
            spell_out=True,
            layout=layout,
        )
    except OutsideFailure as error:
        return Rebuilt(differing=tuple(error.details.values()) or (error.code,))
    return Rebuilt(pdf=pdf)


def compare_tools(then: Tools, now: Tools) -> tuple[str, ...]:
    """Name what differs between two sets of tools; a file by its name, a program by its versions."""
    names = sorted({*then.versions, *now.versions})
    versions = [(name, then.versions.get(name, "–"), now.versions.get(name, "–")) for name in names]
    files = sorted(name for name in {*then.files, *now.files} if then.files.get(name) != now.files.get(name))
    return (*(f"{name} {was} ≠ {has}" for name, was, has in versions if was != has), *files)
