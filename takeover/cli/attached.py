"""What a baseline PDF says about itself: the manifest and situation of the edition inside. Read, not yet believed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from takeover.baseline.check import check_edition
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import Manifest
from takeover.errors import BadInput, Refused, TakeoverError
from takeover.record.bodies import list_evidence
from takeover.record.kinds import Evidence
from takeover.record.situation import Situation, fold_entries


def read_attached(data: bytes, file: Path) -> tuple[Manifest, Situation]:
    """Read the edition inside a PDF, without checking anything.

    Raises:
        BadInput: not a PDF, or none of ours.
    """
    from takeover.signing.attachments import read_edition_files
    from takeover.signing.snapshots import open_strictly
    from takeover.signing.verify import verify_pdf

    try:
        with open_strictly(data) as pdf:
            edition_file, _ = read_edition_files(pdf)
        manifest, entries = read_edition(edition_file)
        return manifest, fold_entries(entries)
    except Exception as error:  # a hostile file fails in every way there is
        verify_pdf(data, trusted=frozenset(), check_edition=check_edition, deep=False)  # says what is wrong with it
        raise BadInput("CM041", file=file) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """The two files inside a PDF, and what the first one says of itself; `kept` are the evidence files it names."""

    files: tuple[bytes, bytes]
    manifest: Manifest
    kept: tuple[Evidence, ...]


def find_attached(data: bytes) -> Attached | None:
    """Read the two files inside a PDF, without checking anything; None where they cannot be read."""
    from takeover.signing.attachments import read_edition_files
    from takeover.signing.snapshots import open_strictly, refuse_bombs

    try:
        refuse_bombs(data)
        files = read_edition_files(open_strictly(data))
        manifest, entries = read_edition(files[0])
        kept = tuple(item for item in list_evidence(entries) if item.sha256 and item.kept)
    except Exception:  # noqa: BLE001 - a hostile file fails in every way there is; verifying says in which
        return None
    return Attached(files=files, manifest=manifest, kept=kept)


def refuse_baseline(file: Path) -> None:
    """Refuse to overwrite a sealed or signed PDF, with `--force` too.

    Raises:
        Refused: the file is a baseline.
    """
    try:
        read_attached(file.read_bytes(), file)
    except TakeoverError:
        return
    raise Refused("CM044", file=file)
