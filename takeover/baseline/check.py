"""Checking an edition from its two files alone (DESIGN part 8): what `verify` proves without the takeover's folder.

1. The edition file is canonical, its manifest of a known format. 2. Every disclosed entry opens its commitment, and
its level is one that the edition discloses. 3. The disclosed levels hash, in order and without omission, to the level
hashes of the manifest; these and the head hash to the root. 4. The attached checklist has the hash that the manifest
names, and can be read. 5. The judgement, computed again from entries and checklist (of a shared edition also from what
the manifest says is withheld), has the digest of the manifest.
Nothing is said about withheld entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from takeover.assessment.method_1 import METHOD
from takeover.assessment.plain import digest_assessment
from takeover.baseline.disclosure import judge_edition
from takeover.baseline.freeze import NO_JUDGEMENT
from takeover.baseline.levels import hash_level, hash_root, sort_by_level
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import CHECKLIST_FILE, EDITION_FILE, Manifest
from takeover.checklist.model import Checklist
from takeover.checklist.reader import read_checklist
from takeover.problems import Place, Problem, has_errors
from takeover.record.bodies import list_evidence
from takeover.record.canonical import NotCanonical
from takeover.record.chain import Chain, Entry, find_prefix, make_entry
from takeover.record.situation import Situation, fold_entries
from takeover.values import Level


class Judgement(StrEnum):
    """What recomputing the judgement gave."""

    RECOMPUTED = "recomputed"
    DIFFERS = "differs"
    NONE = "none"
    NOT_AT_HAND = "not_at_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCheck:
    """What the files of an edition prove.

    `intact` = steps 1 to 4; `manifest` is None where line 1 cannot be read; `judgement` is NONE where the edition
    carries none, NOT_AT_HAND where this version does not know the method.
    """

    intact: bool
    problems: tuple[Problem, ...]
    manifest: Manifest | None
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """How a sealed edition stands to a record.

    `problems`: why the record does not fit the edition's root and head; `later_lines` were added since. `sealed`:
    SHA-256 of the PDF as sealed; `signed`: SHA-256 of the file after each signature that the record knows, in order;
    `signed_on`: SHA-256 before each of these, the same where the signature lies beside the PDF.
    """

    sealed: str
    signed: tuple[str, ...] = ()
    signed_on: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    later_lines: int = 0

    def parallel_to(self, hashes: Collection[str]) -> frozenset[str]:
        """Return the known signatures that were given in another copy of a revision that this file goes on from.

        `hashes` are those of the file's revisions. A signature that was cut off this file is none of them.
        """
        known = tuple((on, after) for on, after in zip(self.signed_on, self.signed, strict=False) if on != after)
        forks = {on for on, after in known if after in hashes}
        parallel: set[str] = set()
        for on, after in known:
            if after not in hashes and (on in forks or on in parallel):
                parallel.add(after)
        return frozenset(parallel)


def check_edition(edition_file: bytes, checklist_file: bytes) -> EditionCheck:
    """Check an edition; the steps are those of the module."""
    try:
        manifest, entries = read_edition(edition_file)  # 1
    except ValueError as error:
        problem = Problem(code="BL001", place=Place(file=EDITION_FILE), details={"reason": str(error)})
        return _unreadable(problem)
    try:
        return _check_parts(manifest, entries, checklist_file)
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # bodies whose commitments hold, but which no version of the program would have written
        problem = Problem(code="BL009", place=Place(file=EDITION_FILE), details={"reason": repr(error)})
        return _unreadable(problem, manifest)


def _check_parts(manifest: Manifest, entries: tuple[Entry, ...], checklist_file: bytes) -> EditionCheck:
    problems = _check_entries(entries)
    situation: Situation | None = None
    if not problems:
        situation = fold_entries(entries)
        list_evidence(entries)  # what cannot be read is no evidence: the guard above makes a problem of it
        if situation.unreadable:
            raise ValueError(situation.unreadable[0].reason)
        problems += _check_levels(manifest, entries, situation)  # 2, 3
    checklist, found = _check_checklist(manifest, checklist_file)  # 4
    problems += found
    intact = not has_errors(problems)
    judgement = Judgement.NOT_AT_HAND
    if situation and checklist and intact:
        judgement = _check_judgement(manifest, situation, checklist)  # 5
    return EditionCheck(intact=intact, problems=tuple(problems), manifest=manifest, judgement=judgement)


def _unreadable(problem: Problem, manifest: Manifest | None = None) -> EditionCheck:
    return EditionCheck(intact=False, problems=(problem,), manifest=manifest, judgement=Judgement.NOT_AT_HAND)


def _check_entries(entries: tuple[Entry, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for entry in entries:
        if entry.body is None:
            continue
        try:
            made = make_entry(entry.body, bytes.fromhex(entry.salt))
        except NotCanonical:  # larger than a body may be
            made = None
        if made is None or made.commitment != entry.commitment:
            problems.append(Problem(code="BL002", place=Place(file=EDITION_FILE, line=entry.line, column=1)))
    return problems


def _check_levels(manifest: Manifest, entries: tuple[Entry, ...], situation: Situation) -> list[Problem]:
    place = Place(file=EDITION_FILE)
    try:
        by_level = sort_by_level(entries, situation.levels)
    except ValueError:
        return [Problem(code="BL003", place=place)]
    problems: list[Problem] = []
    disclosed = manifest.edition.levels
    problems += [Problem(code="BL003", place=place) for level in Level if level not in disclosed and by_level[level]]
    for level in disclosed:
        salt = manifest.level_salts.get(level)
        if salt is None or hash_level(bytes.fromhex(salt), by_level[level]) != manifest.levels.get(level):
            problems.append(Problem(code="BL004", place=place, details={"level": level.value}))
    if set(manifest.levels) != set(Level) or hash_root(manifest.head, manifest.levels) != manifest.root:
        problems.append(Problem(code="BL005", place=place))
    opened = situation.opened
    if opened is None or opened.takeover != manifest.takeover:
        problems.append(Problem(code="BL006", place=place))
    return problems


def _check_checklist(manifest: Manifest, data: bytes) -> tuple[Checklist | None, list[Problem]]:
    place = Place(file=CHECKLIST_FILE)
    if hashlib.sha256(data).hexdigest() != manifest.attached_checklist:
        return None, [Problem(code="BL007", place=place)]
    placed, problems = read_checklist(data, CHECKLIST_FILE)
    if placed is None or has_errors(problems):
        return None, [Problem(code="BL008", place=place)]
    return placed.checklist, []


def _check_judgement(manifest: Manifest, situation: Situation, checklist: Checklist) -> Judgement:
    if manifest.judgement == NO_JUDGEMENT:
        return Judgement.NONE
    if manifest.inputs.method != METHOD:
        return Judgement.NOT_AT_HAND
    inputs = manifest.inputs
    found = judge_edition(
        checklist,
        situation,
        manifest.edition,
        as_of=inputs.as_of,
        days_off=inputs.days_off,
        withholding=manifest.withholding,
    )
    return Judgement.RECOMPUTED if digest_assessment(found) == manifest.judgement else Judgement.DIFFERS


def check_record(manifest: Manifest, chain: Chain) -> RecordCheck:
    """Check a sealed edition against a takeover's record.

    1. The manifest's head is the link of one of its lines. 2. All three levels recompute from the lines up to there,
    the withheld ones with the salts that the record keeps. 3. A `sealed` entry names this root.
    """
    prefix = find_prefix(chain, manifest.head)
    whole = fold_entries(chain.entries)
    seal = next((seal for seal in whole.seals() if seal.root == manifest.root), None)
    if prefix is None:
        return RecordCheck(sealed="", problems=(Problem(code="BL010"),))
    problems = [] if seal else [Problem(code="BL012")]
    kept = {Level(level): salt for level, salt in seal.level_salts.items()} if seal else {}
    salts = {**manifest.level_salts, **kept}
    by_level = sort_by_level(prefix.entries, _levels_then(prefix, whole))
    for level, salt in salts.items():
        if hash_level(bytes.fromhex(salt), by_level[level]) != manifest.levels.get(level):
            problems.append(Problem(code="BL011", details={"level": level.value}))
    known = [s for s in whole.signatures() if (s.baseline, s.edition) == (manifest.baseline, manifest.edition)]
    return RecordCheck(
        sealed=seal.editions.get(manifest.edition, "") if seal else "",
        signed=tuple(signature.after for signature in known),
        signed_on=tuple(signature.before for signature in known),
        problems=tuple(problems),
        later_lines=chain.lines - prefix.lines,
    )


def _levels_then(prefix: Chain, whole: Situation) -> dict[str, Level]:
    """Return the levels as they were at the prefix; what was erased since has its level from its notice."""
    erased = {entry.commitment for entry in prefix.entries if entry.body is None}
    since = {commitment: level for commitment, level in whole.levels.items() if commitment in erased}
    return since | dict(fold_entries(prefix.entries).levels)
