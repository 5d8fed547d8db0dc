"""An edition's two files read back: what was frozen, as values. Pure; nothing is checked here (`check`)."""

from __future__ import annotations

from dataclasses import dataclass

from takeover.baseline.disclosure import judge_edition
from takeover.baseline.freeze import NO_JUDGEMENT
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import CHECKLIST_FILE, Baseline, Manifest
from takeover.checklist.model import Checklist
from takeover.checklist.reader import read_checklist
from takeover.problems import has_errors
from takeover.record.chain import Entry
from takeover.record.situation import Situation, fold_entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a baseline: manifest, disclosed entries, the questions that it shows."""

    manifest: Manifest
    entries: tuple[Entry, ...]
    checklist: Checklist

    @property
    def situation(self) -> Situation:
        """The record as this edition discloses it."""
        return fold_entries(self.entries)


def reopen_edition(edition_file: bytes, checklist_file: bytes) -> Edition:
    """Read the two files of an edition that was checked before.

    Raises:
        ValueError: they are not of the format.
    """
    manifest, entries = read_edition(edition_file)
    placed, problems = read_checklist(checklist_file, CHECKLIST_FILE)
    if placed is None or has_errors(problems):
        raise ValueError(problems)
    return Edition(manifest=manifest, entries=entries, checklist=placed.checklist)


def reopen_baseline(edition: Edition) -> Baseline:
    """Make the baseline of an edition again, as it was given to the report when it was sealed."""
    manifest, inputs, situation = edition.manifest, edition.manifest.inputs, edition.situation
    found = judge_edition(
        edition.checklist,
        situation,
        manifest.edition,
        as_of=inputs.as_of,
        days_off=inputs.days_off,
        withholding=manifest.withholding,
    )
    return Baseline(
        edition=manifest.edition,
        language=inputs.language,
        checklist=edition.checklist,
        situation=situation,
        assessment=None if manifest.judgement == NO_JUDGEMENT else found,
        basis=found,
        entries=edition.entries,
        as_of=inputs.as_of,
        withholding=manifest.withholding,
        manifest=manifest,
        days_off=inputs.days_off,
    )
