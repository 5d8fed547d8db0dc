"""Freezing: from a record's entries to one edition of a baseline, with the files that travel inside its PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from takeover.assessment.method_1 import METHOD
from takeover.assessment.model import Withholding
from takeover.assessment.plain import digest_assessment
from takeover.baseline.disclosure import disclose, judge_edition, list_blocked, list_withheld, restrict_checklist
from takeover.baseline.levels import hash_level, hash_root, sort_by_level
from takeover.baseline.manifest import encode_edition
from takeover.baseline.model import SIGNERS, Baseline, EditionName, Inputs, Manifest, Signer, Tools
from takeover.checklist.model import Checklist
from takeover.checklist.plain import encode_checklist
from takeover.record.chain import Chain
from takeover.record.situation import Situation, fold_entries
from takeover.values import Level

NO_JUDGEMENT = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A baseline with its two attached files and the salts that open its levels (a private entry of the record)."""

    baseline: Baseline
    edition_file: bytes
    checklist_file: bytes
    level_salts: Mapping[Level, bytes]

    @property
    def manifest(self) -> Manifest:
        """The manifest of a sealed baseline."""
        assert self.baseline.manifest is not None
        return self.baseline.manifest


def draw_up(
    chain: Chain,
    checklist: Checklist,
    *,
    edition: EditionName,
    as_of: dt.date,
    days_off: tuple[dt.date, ...],
    judgement: bool = False,
) -> Baseline:
    """Draw up an edition of the record as it stands: a draft, without seal.

    `checklist` comes in the language of the document. The internal edition is judged from all that is not private;
    the shared one carries no judgement unless `judgement` switches it on (scoring D10).
    """
    whole = fold_entries(chain.entries)
    entries = disclose(chain.entries, whole, edition)
    judged = judgement or edition is EditionName.INTERNAL
    shown = restrict_checklist(checklist, edition, judged=judged)
    situation = fold_entries(entries)
    withholding = Withholding(
        blocked=list_blocked(chain.entries, whole.levels, checklist, edition),
        whole=list_withheld(checklist, edition),
    )
    found = judge_edition(shown, situation, edition, as_of=as_of, days_off=days_off, withholding=withholding)
    return Baseline(
        edition=edition,
        language=checklist.language,
        checklist=shown,
        situation=situation,
        assessment=found if judged else None,
        basis=found,
        entries=entries,
        as_of=as_of,
        withholding=withholding,
        days_off=days_off,
    )


def freeze(
    draft: Baseline,
    chain: Chain,
    *,
    full_hash: str,
    inputs: Inputs,
    level_salts: Mapping[Level, bytes],
    tools: Tools,
    sealed_at: str,
) -> Frozen:
    """Freeze a draft: compute levels, root and manifest, and encode the files that travel with it."""
    whole = fold_entries(chain.entries)
    by_level = sort_by_level(chain.entries, whole.levels)
    level_hashes = {level: hash_level(level_salts[level], by_level[level]) for level in Level}
    seals = whole.seals()
    checklist_file = encode_checklist(draft.checklist)
    assert draft.situation.opened is not None
    manifest = Manifest(
        edition=draft.edition,
        takeover=draft.situation.opened.takeover,
        baseline=len(seals) + 1,
        predecessor_root=seals[-1].root if seals else "",
        root=hash_root(chain.head.hex(), level_hashes),
        head=chain.head.hex(),
        levels=level_hashes,
        level_salts={level: level_salts[level].hex() for level in draft.edition.levels},
        inputs=inputs,
        judgement=digest_assessment(draft.assessment) if draft.assessment else NO_JUDGEMENT,
        checklist=full_hash,
        attached_checklist=hashlib.sha256(checklist_file).hexdigest(),
        blocked=draft.withholding.blocked,
        withheld=draft.withholding.whole,
        expected=list_signers(draft.situation, draft.edition),
        tools=tools,
        sealed_at=sealed_at,
    )
    return Frozen(
        baseline=replace(draft, manifest=manifest),
        edition_file=encode_edition(manifest, draft.entries),
        checklist_file=checklist_file,
        level_salts=level_salts,
    )


def freeze_inputs(draft: Baseline, *, zone: str, days_off: tuple[dt.date, ...]) -> Inputs:
    """Name the judgement's inputs of a draft."""
    return Inputs(as_of=draft.as_of, zone=zone, days_off=days_off, language=draft.language, method=METHOD)


def list_signers(situation: Situation, edition: EditionName) -> tuple[Signer, ...]:
    """List the expected signers; a role that nobody fills yet has a box without a party."""
    found = ((role, situation.party_in(role)) for role in SIGNERS[edition])
    return tuple(
        Signer(role=role, party=party.id, certificate=party.certificate) if party else Signer(role=role, party="")
        for role, party in found
    )
