"""Freezing: from a record's entries to one edition of a baseline, with the files that travel inside its PDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from takeover.assessment.method_1 import METHOD, assess
from takeover.assessment.plain import digest_assessment
from takeover.baseline.levels import hash_level, hash_root, sort_by_level
from takeover.baseline.manifest import encode_edition
from takeover.baseline.model import SIGNERS, Baseline, EditionName, Inputs, Manifest, Signer, Tools, Withheld
from takeover.checklist.model import Checklist
from takeover.checklist.plain import encode_checklist
from takeover.record.chain import Chain, Entry
from takeover.record.kinds import Kind
from takeover.record.situation import Situation, fold_entries, level_of
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
) -> Baseline:
    """Draw up an edition of the record as it stands: a draft, without seal.

    `checklist` comes in the language of the document. The internal edition is judged from all that is not private;
    the shared one carries no judgement (scoring D10).
    """
    whole = fold_entries(chain.entries)
    entries = disclose(chain.entries, whole, edition)
    shown = restrict_checklist(checklist, edition)
    situation = fold_entries(entries)
    judged = edition is EditionName.INTERNAL
    return Baseline(
        edition=edition,
        language=checklist.language,
        checklist=shown,
        situation=situation,
        assessment=assess(shown, situation, as_of=as_of, days_off=days_off) if judged else None,
        entries=entries,
        as_of=as_of,
        withheld_questions=len(checklist.questions) - len(shown.questions),
    )


def freeze(
    draft: Baseline,
    chain: Chain,
    checklist: Checklist,
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
        blocked=list_blocked(chain.entries, whole, draft),
        withheld=list_withheld(checklist, draft.edition),
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


def disclose(entries: tuple[Entry, ...], situation: Situation, edition: EditionName) -> tuple[Entry, ...]:
    """Keep the entries whose level the edition discloses, erased ones included, in record order."""
    return tuple(entry for entry in entries if level_of(entry, situation.levels) in edition.levels)


def restrict_checklist(checklist: Checklist, edition: EditionName) -> Checklist:
    """Keep the questions, columns and dimensions that the edition shows."""
    questions = tuple(q for q in checklist.questions if q.sharing in edition.levels)
    dimensions = {question.dimension for question in questions}
    registers = tuple(
        replace(register, columns=tuple(c for c in register.columns if c.sharing in edition.levels))
        for register in checklist.registers
    )
    return replace(
        checklist,
        questions=questions,
        registers=tuple(register for register in registers if register.columns),
        dimensions=tuple(d for d in checklist.dimensions if d.id in dimensions),
    )


def list_blocked(entries: tuple[Entry, ...], situation: Situation, draft: Baseline) -> tuple[str, ...]:
    """List the questions that the edition shows, but of which it withholds a statement.

    They come in the checklist's order: that of the answers is withheld, as are the ids of questions that it hides.
    """
    hidden = {
        entry.body["question"]
        for entry in entries
        if entry.body is not None
        and entry.body["kind"] == Kind.ANSWERED
        and level_of(entry, situation.levels) not in draft.edition.levels
    }
    return tuple(question.id for question in draft.checklist.questions if question.id in hidden)


def list_withheld(checklist: Checklist, edition: EditionName) -> tuple[Withheld, ...]:
    """List the questions that the edition does not show, by what the judgement needs of them."""
    return tuple(
        Withheld(
            dimension=question.dimension,
            counts_for=question.counts_for,
            weight=question.weight,
            stop=question.stop_line is not None,
        )
        for question in checklist.questions
        if question.sharing not in edition.levels
    )


def list_signers(situation: Situation, edition: EditionName) -> tuple[Signer, ...]:
    """List the expected signers; a role that nobody fills yet has a box without a party."""
    found = ((role, situation.party_in(role)) for role in SIGNERS[edition])
    return tuple(
        Signer(role=role, party=party.id, certificate=party.certificate) if party else Signer(role=role, party="")
        for role, party in found
    )
