"""Checking an edition from its two files alone (DESIGN part 8): what `verify` proves without the takeover's folder.

1. The edition file is canonical, its manifest of a known format. 2. Every disclosed entry opens its commitment, and
its level is one that the edition discloses. 3. The disclosed levels hash, in order and without omission, to the level
hashes of the manifest; these and the head hash to the root. 4. The attached checklist has the hash that the manifest
names, and can be read. 5. The judgement, computed again from entries and checklist, has the digest of the manifest.
Nothing is said about withheld entries.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from takeover.assessment.method_1 import METHOD, assess
from takeover.assessment.plain import digest_assessment
from takeover.baseline.freeze import NO_JUDGEMENT
from takeover.baseline.levels import hash_level, hash_root, sort_by_level
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import CHECKLIST_FILE, EDITION_FILE, Manifest
from takeover.checklist.model import Checklist
from takeover.checklist.reader import read_checklist
from takeover.problems import Place, Problem, has_errors
from takeover.record.canonical import NotCanonical
from takeover.record.chain import GENESIS, Chain, Entry, link_line, make_entry
from takeover.record.situation import Situation, fold_entries
from takeover.values import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCheck:
    """What the files of an edition prove.

    `intact` = steps 1 to 4; `judgement` is None where it cannot be recomputed.
    """

    manifest: Manifest | None
    situation: Situation | None
    intact: bool
    judgement: bool | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck:
    """How a sealed edition stands to a record: its head is a line of the chain, and all levels recompute.

    `later_lines` counts what was recorded after the seal.
    """

    matches: bool
    later_lines: int
    problems: tuple[Problem, ...]


def check_edition(edition_file: bytes, checklist_file: bytes) -> EditionCheck:
    """Check an edition; the steps are those of the module."""
    try:
        manifest, entries = read_edition(edition_file)  # 1
    except ValueError as error:
        problem = Problem(code="BL001", place=Place(file=EDITION_FILE), details={"reason": str(error)})
        return EditionCheck(manifest=None, situation=None, intact=False, judgement=None, problems=(problem,))
    try:
        return _check_parts(manifest, entries, checklist_file)
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        # bodies whose commitments hold, but which no version of the program would have written
        problem = Problem(code="BL009", place=Place(file=EDITION_FILE), details={"reason": repr(error)})
        return EditionCheck(manifest=manifest, situation=None, intact=False, judgement=None, problems=(problem,))


def _check_parts(manifest: Manifest, entries: tuple[Entry, ...], checklist_file: bytes) -> EditionCheck:
    problems = _check_entries(entries)
    situation: Situation | None = None
    if not problems:
        situation = fold_entries(entries)
        problems += _check_levels(manifest, entries, situation)  # 2, 3
    checklist, found = _check_checklist(manifest, checklist_file)  # 4
    problems += found
    intact = not has_errors(problems)
    judgement: bool | None = None
    if situation and checklist and intact:
        judgement = _check_judgement(manifest, situation, checklist)  # 5
    return EditionCheck(
        manifest=manifest, situation=situation, intact=intact, judgement=judgement, problems=tuple(problems)
    )


def _check_entries(entries: tuple[Entry, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for entry in entries:
        if entry.body is None:
            continue
        try:
            made = make_entry(entry.body, bytes.fromhex(entry.salt))
        except (NotCanonical, ValueError):
            made = None
        if made is None or made.commitment != entry.commitment or made.salt != entry.salt:
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
        salt = bytes.fromhex(manifest.level_salts.get(level, ""))
        if hash_level(salt, by_level[level]) != manifest.levels.get(level):
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


def _check_judgement(manifest: Manifest, situation: Situation, checklist: Checklist) -> bool | None:
    if manifest.judgement == NO_JUDGEMENT or manifest.inputs.method != METHOD:
        return None
    inputs = manifest.inputs
    found = assess(checklist, situation, as_of=inputs.as_of, days_off=inputs.days_off)
    return digest_assessment(found) == manifest.judgement


def check_record(manifest: Manifest, chain: Chain, level_salts: dict[Level, bytes] | None) -> RecordCheck:
    """Check that a sealed edition is a prefix of a record; with the level salts all three levels recompute."""
    prefix = find_prefix(chain, manifest.head)
    if prefix is None:
        return RecordCheck(matches=False, later_lines=0, problems=(Problem(code="BL010"),))
    problems: list[Problem] = []
    situation = fold_entries(prefix.entries)
    by_level = sort_by_level(prefix.entries, situation.levels)
    known = {level: bytes.fromhex(salt) for level, salt in manifest.level_salts.items()} | (level_salts or {})
    for level, salt in known.items():
        if hash_level(salt, by_level[level]) != manifest.levels.get(level):
            problems.append(Problem(code="BL011", details={"level": level.value}))
    later = chain.lines - prefix.lines
    return RecordCheck(matches=not problems, later_lines=later, problems=tuple(problems))


def find_prefix(chain: Chain, head: str) -> Chain | None:
    """Return the record up to the line whose link is `head`, or None where no line has it."""
    previous, upto = GENESIS, 0
    for number in range(1, chain.lines + 1):
        entries = []
        while upto < len(chain.entries) and chain.entries[upto].line == number:
            entries.append(chain.entries[upto].commitment)
            upto += 1
        previous = link_line(previous, entries)
        if previous.hex() == head:
            return Chain(entries=chain.entries[:upto], head=previous, lines=number, length=0)
    return None
