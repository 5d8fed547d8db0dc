"""Checking: an honest edition is intact, every single change is found and named, nothing hostile crashes."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.baseline.check import EditionCheck, Judgement, check_edition, check_record, find_prefix
from takeover.baseline.freeze import Frozen
from takeover.baseline.manifest import read_edition
from takeover.baseline.model import EditionName
from takeover.checklist.library import load_checklist
from takeover.checklist.plain import encode_checklist
from takeover.record import kinds, signoff_kinds
from takeover.record.chain import make_entry, read_chain
from takeover.record.kinds import FIELDS, Kind
from takeover.values import Level
from tests.baseline.sealing import (
    CANARY,
    INTERNAL,
    SALTS,
    SHARED,
    TOMORROW,
    body_said,
    commit,
    encode_plain,
    lines_of,
    note_seal,
    reseal,
    seal,
    sha256_of,
    whole_checklist,
    whole_record,
)
from tests.builders import RecordBuilder, make_checklist, make_question
from tests.record import samples
from tests.record.samples import erase, salt_for, stamp

RECORD = whole_record()
EDITIONS = {edition: seal(RECORD, edition) for edition in EditionName}
INSIDE, OUTSIDE = EDITIONS[INTERNAL], EDITIONS[SHARED]
Lines = list[dict[str, Any]]


def codes(found: EditionCheck) -> set[str]:
    return {problem.code for problem in found.problems}


def check(frozen: Frozen) -> EditionCheck:
    return check_edition(frozen.edition_file, frozen.checklist_file)


def index_of(lines: Lines, **fields: Any) -> int:
    """The first line whose body has these fields."""
    return next(n for n, line in enumerate(lines) if fields.items() <= line.get("body", {}).items())


def test_an_internal_edition_is_intact_and_its_judgement_recomputes():
    assert check(INSIDE) == EditionCheck(
        intact=True, problems=(), manifest=INSIDE.manifest, judgement=Judgement.RECOMPUTED
    )


def test_a_shared_edition_is_intact_and_carries_no_judgement():
    assert check(OUTSIDE) == EditionCheck(intact=True, problems=(), manifest=OUTSIDE.manifest, judgement=Judgement.NONE)


@pytest.mark.parametrize("edition", EditionName)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_an_edition_of_the_bundled_checklist_is_intact(edition, language):
    record, checklist = RecordBuilder(), load_checklist().in_language(language)
    record.say(checklist.questions[0].id, "yes")
    found = check(seal(record, edition, checklist))
    assert (found.intact, found.problems) == (True, ())
    assert found.judgement is (Judgement.RECOMPUTED if edition is INTERNAL else Judgement.NONE)


def test_an_edition_with_moved_and_erased_entries_is_intact():
    record = whole_record()
    said = record.say("goals.owner", "no", sharing=Level.PRIVATE)
    record.add(kinds.reshared(record.stamp(Level.SHARED), target=said))
    gone = record.say("goals.signed", "no", by="client01")
    record.add(kinds.erased(record.stamp(Level.SHARED), target=gone, target_kind="answered", reason="asked to"))
    record.lines = erase(record.lines, gone)
    for edition in EditionName:
        found = check(seal(record, edition))
        assert (found.intact, found.problems) == (True, ())


def drop(lines: Lines) -> None:
    del lines[index_of(lines, kind="answered")]


def drop_last(lines: Lines) -> None:
    lines.pop()


def double(lines: Lines) -> None:
    lines.append(lines[-1])


def swap(lines: Lines) -> None:
    lines[2], lines[3] = lines[3], lines[2]


def change_text(lines: Lines) -> None:
    lines[index_of(lines, kind="noted")]["body"]["text"] = "我什么都没说"


def change_and_commit(lines: Lines) -> None:
    at = index_of(lines, kind="noted")
    lines[at] = commit(lines[at]["body"] | {"text": "我什么都没说"})


def add(lines: Lines) -> None:
    lines.append(commit(body_said("goals.owner", "yes", Level.SHARED)))


def add_private(lines: Lines) -> None:
    lines.append(commit(body_said("goals.owner", "yes", Level.PRIVATE)))


def add_of_no_level(lines: Lines) -> None:
    lines.append(commit(body_said("goals.owner", "yes", Level.SHARED) | {"sharing": "secret"}))


def change_salt(lines: Lines) -> None:
    lines[3]["salt"] = salt_for(77).hex()


def change_commitment(lines: Lines) -> None:
    lines[3]["commitment"] = "ab" * 32


def move_level_in_the_body(lines: Lines) -> None:
    lines[index_of(lines, kind="noted")]["body"]["sharing"] = "internal"


def move_level_by_an_entry(lines: Lines) -> None:
    target = lines[index_of(lines, kind="noted")]["commitment"]
    lines.append(commit(kinds.reshared(stamp(sharing=Level.INTERNAL), target=target)))


def erase_without_notice(lines: Lines) -> None:
    lines[3] = {"commitment": lines[3]["commitment"]}


def erase_with_false_notice(lines: Lines) -> None:
    target = lines[3]["commitment"]
    lines[3] = {"commitment": target}
    lines.append(commit(kinds.erased(stamp(), target=target, target_kind="party_named", reason="x")))


def drop_opened(lines: Lines) -> None:
    del lines[1]


def manifest_field(**changes: Any) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        lines[0] |= changes

    return change


def swap_level_hashes(lines: Lines) -> None:
    levels = lines[0]["levels"]
    levels["shared"], levels["private"] = levels["private"], levels["shared"]


def change_private_level(lines: Lines) -> None:
    lines[0]["levels"]["private"] = "ab" * 32


def drop_private_level(lines: Lines) -> None:
    del lines[0]["levels"]["private"]


def change_level_salt(lines: Lines) -> None:
    lines[0]["level_salts"]["shared"] = salt_for(5).hex()


def drop_level_salt(lines: Lines) -> None:
    del lines[0]["level_salts"]["shared"]


def swallow_first_commitment(lines: Lines) -> None:
    """The level hash stays the same if the salt takes in the first commitment: 64 bytes instead of 32."""
    lines[0]["level_salts"]["shared"] += lines[1]["commitment"]
    del lines[1]


def from_another_record(lines: Lines) -> None:
    opened = kinds.opened(stamp(), takeover="ef" * 32, zone="UTC", language="en", tool="t")
    lines[1:] = [commit(opened), *lines[2:]]


TAMPERING = [
    (drop, {"BL004"}),
    (drop_last, {"BL004"}),
    (double, {"BL004"}),
    (swap, {"BL004"}),
    (change_text, {"BL002"}),
    (change_and_commit, {"BL004"}),
    (add, {"BL004"}),
    (add_private, {"BL003"}),
    (add_of_no_level, {"BL003"}),
    (change_salt, {"BL002"}),
    (change_commitment, {"BL002"}),
    (move_level_in_the_body, {"BL002"}),
    (move_level_by_an_entry, {"BL004"}),
    (erase_without_notice, {"BL003"}),
    (erase_with_false_notice, {"BL004"}),
    (drop_opened, {"BL004", "BL006"}),
    (manifest_field(root="ab" * 32), {"BL005"}),
    (manifest_field(head="ab" * 32), {"BL005"}),
    (manifest_field(takeover="ab" * 32), {"BL006"}),
    (manifest_field(root="AB" * 32), {"BL001"}),
    (manifest_field(checklist={"full": "ab" * 32, "attached": "ab" * 32}), {"BL007"}),
    (swap_level_hashes, {"BL004", "BL005"}),
    (change_private_level, {"BL005"}),
    (drop_private_level, {"BL005"}),
    (change_level_salt, {"BL004"}),
    (drop_level_salt, {"BL004"}),
    (swallow_first_commitment, {"BL001"}),
    (from_another_record, {"BL004", "BL006"}),
]


def name_of(case: Any) -> str:
    return getattr(case, "__name__", "-".join(sorted(case)) if isinstance(case, set) else "")


@pytest.mark.parametrize("edition", EditionName)
@pytest.mark.parametrize(("tamper", "wanted"), TAMPERING, ids=name_of)
def test_every_single_change_is_found_and_named(edition, tamper, wanted):
    lines = copy.deepcopy(lines_of(EDITIONS[edition]))
    tamper(lines)
    found = check_edition(encode_plain(lines), EDITIONS[edition].checklist_file)
    assert not found.intact
    assert found.judgement is Judgement.NOT_AT_HAND
    if tamper is move_level_by_an_entry:  # the shared edition then also holds an entry that it may not disclose
        assert codes(found) >= wanted
    else:
        assert codes(found) == wanted


@pytest.mark.parametrize("edition", EditionName)
def test_every_dropped_line_is_found(edition):
    lines = lines_of(EDITIONS[edition])
    for index in range(1, len(lines)):
        found = check_edition(encode_plain(lines[:index] + lines[index + 1 :]), EDITIONS[edition].checklist_file)
        assert "BL004" in codes(found), index


@pytest.mark.parametrize("field", sorted(lines_of(INSIDE)[0]))
def test_a_changed_manifest_is_found_or_proven_elsewhere(field):
    """What neither root nor judgement proves is proven by the signature over the PDF (docs/edition-format.md)."""
    by_signature = {
        "baseline",
        "predecessor_root",
        "zone",
        "language",
        "blocked",
        "withheld",
        "expected",
        "tools",
        "files",
        "sealed_at",
    }
    other = {
        "baseline": 2,
        "as_of": "2026-11-24",
        "days_off": ["2026-11-24"],
        "blocked": ["goals.owner"],
        "edition": "shared",
        "method": "takeover-2",
        "levels": dict.fromkeys(Level, "ab" * 32),
        "level_salts": dict.fromkeys(Level, "ab" * 32),
        "checklist": {"full": "ab" * 32, "attached": "ab" * 32},
    }
    lines = lines_of(INSIDE)
    value = lines[0][field]
    lines[0][field] = other.get(field, [] if isinstance(value, list) else "ab" * 32)
    assert lines[0][field] != value
    found = check_edition(encode_plain(lines), INSIDE.checklist_file)
    good = found.intact and found.judgement is Judgement.RECOMPUTED
    assert good is (field in by_signature)


def test_an_internal_edition_passed_off_as_shared_is_found():
    lines = lines_of(INSIDE)
    lines[0]["edition"] = "shared"
    assert "BL003" in codes(check_edition(encode_plain(lines), INSIDE.checklist_file))


def test_changed_lines_are_named_by_their_place():
    lines = lines_of(INSIDE)
    for at in (4, 6):
        lines[at]["salt"] = salt_for(77).hex()
    found = check_edition(encode_plain(lines), INSIDE.checklist_file)
    assert [str(problem.place) for problem in found.problems] == ["edition.jsonl:5:1", "edition.jsonl:7:1"]
    assert found.manifest == INSIDE.manifest


def test_an_edition_that_cannot_be_read_says_where():
    found = check_edition(INSIDE.edition_file.replace(b'"kind":"noted"', b'"kind": "noted"'), INSIDE.checklist_file)
    assert codes(found) == {"BL001"}
    assert found.manifest is None
    assert "not in canonical form" in found.problems[0].details["reason"]


@pytest.mark.parametrize("checklist", [b"", b"{}", OUTSIDE.checklist_file, INSIDE.checklist_file + b"\n"])
def test_another_checklist_is_found(checklist):
    found = check_edition(INSIDE.edition_file, checklist)
    assert (codes(found), found.intact) == ({"BL007"}, False)
    assert str(found.problems[0].place) == "checklist.json"


def with_checklist(data: bytes) -> EditionCheck:
    lines = lines_of(INSIDE)
    lines[0]["checklist"]["attached"] = sha256_of(data)
    return check_edition(encode_plain(lines), data)


def test_an_easier_checklist_under_its_own_hash_changes_the_judgement():
    checklist = INSIDE.baseline.checklist
    easier = replace(checklist, questions=checklist.questions[:1])
    found = with_checklist(encode_checklist(easier))
    assert (found.intact, found.judgement) == (True, Judgement.DIFFERS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe\x00",
        b"\x00",
        b"no checklist",
        b"[" * 20_000,
        b'{"takeover_checklist":"1"}',
        INSIDE.checklist_file[:-100],
        INSIDE.checklist_file.replace(b'"weight":"5"', b'"weight":"five"'),
        INSIDE.checklist_file.replace(b'"goals.owner"', b'{"a":["b"]}'),
        b"&a [*a]",
        b"!!python/object/apply:os.system [ls]",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_a_checklist_that_cannot_be_read_is_named(data):
    found = with_checklist(data)
    assert not found.intact
    assert codes(found) <= {"BL008", "BL009"}
    assert found.problems


def test_a_judgement_that_was_changed_differs():
    lines = lines_of(INSIDE)
    lines[0]["judgement"] = "ab" * 32
    found = check_edition(encode_plain(lines), INSIDE.checklist_file)
    assert (found.intact, found.judgement) == (True, Judgement.DIFFERS)


def test_a_judgement_as_of_another_day_differs():
    lines = lines_of(INSIDE)
    lines[0]["as_of"] = TOMORROW.isoformat()
    assert check_edition(encode_plain(lines), INSIDE.checklist_file).judgement is Judgement.DIFFERS


def test_a_method_of_another_version_is_not_at_hand():
    lines = lines_of(INSIDE)
    lines[0]["method"] = "takeover-2"
    found = check_edition(encode_plain(lines), INSIDE.checklist_file)
    assert (found.intact, found.judgement) == (True, Judgement.NOT_AT_HAND)


def forge(*bodies: dict[str, Any]) -> bytes:
    """An internal edition whose hashes fit bodies that no builder wrote."""
    lines = copy.deepcopy(lines_of(INSIDE))
    lines += [commit(body, number) for number, body in enumerate(bodies, 2000)]
    moved = {
        b["target"]: b["sharing"] for b in bodies if b.get("kind") == "reshared" and isinstance(b.get("target"), str)
    }
    levels: dict[str, list[str]] = {"shared": [], "internal": []}
    for line in lines[1:]:
        level = moved.get(line["commitment"], line["body"].get("sharing"))
        levels[level if level == "internal" else "shared"].append(line["commitment"])
    return reseal(lines, levels)


def test_forged_entries_that_fit_are_intact_and_change_the_judgement():
    body = body_said("goals.signed", "no", Level.SHARED)
    found = check_edition(forge(body), INSIDE.checklist_file)
    assert (found.intact, found.judgement) == (True, Judgement.DIFFERS)


def said(**changes: Any) -> dict[str, Any]:
    return body_said("goals.owner", "yes", Level.SHARED) | changes


HOSTILE: list[dict[str, Any]] = [
    {},
    {"kind": "answered"},
    {"kind": "answered", "sharing": "shared"},
    {"kind": ["answered"], "sharing": "shared"},
    said(question=["goals.owner"]),
    said(question={}),
    said(answer="yes"),
    said(answer=["type"]),
    said(answer={}),
    said(answer={"type": "light", "value": "green"}),
    said(answer={"type": "number", "value": "NaN"}),
    said(answer={"type": "number", "value": "1e99999999"}),
    said(answer={"type": "number", "value": "9" * 60}),
    said(answer={"type": "money", "amount": "1", "currency": ["EUR"]}),
    said(answer={"type": "code", "value": "never heard of"}),
    said(answer={"type": "code", "value": {"a": 1}}),
    said(answer={"type": "date", "value": "9999-12-31"}),
    said(answer={"type": "unknown", "reason": "because"}),
    said(answer={"type": "not_applicable", "reason": 5}),
    said(method="telepathy"),
    said(party=["sponsor1"]),
    said(party="nobody00"),
    said(sharing=5),
    said(sharing="secret"),
    said(on="yesterday"),
    said(at=5),
    said(evidence="mail"),
    said(evidence=["mail"]),
    said(evidence=[[]]),
    said(evidence=[{"note": "x"}]),
    said(evidence=[{"grade": "E9"}]),
    said(evidence=[{"grade": "E2", "dated": "soon"}]),
    said(evidence=[{"grade": "E2", "dated": 5}]),
    said(evidence=5),
    {"kind": "row_recorded", "sharing": "shared", "register": "payments", "row": "r", "values": [1]},
    {"kind": "row_recorded", "sharing": "shared", "register": "payments", "row": [], "values": {}},
    {
        "kind": "row_recorded",
        "sharing": "shared",
        "register": "payments",
        "row": "r",
        "values": {"due": {"amount": "x"}},
    },
    {"kind": "row_recorded", "sharing": "shared", "register": "payments", "row": "r", "values": {"due": 5}},
    {"kind": "party_named", "sharing": "shared"},
    {"kind": "party_named", "sharing": "shared", "party": "x", "role": "boss", "side": "own"},
    {"kind": "party_named", "sharing": "shared", "party": ["x"], "role": "client", "side": "own"},
    {"kind": "setting_recorded", "sharing": "shared", "setting": [], "value": "x"},
    {"kind": "setting_recorded", "sharing": "shared", "setting": "engagement", "value": 5},
    {"kind": "resolved", "sharing": "shared", "question": "goals.owner", "statements": 5},
    {"kind": "reshared", "sharing": "shared"},
    {"kind": "reshared", "sharing": "shared", "target": []},
    {"kind": "erased", "sharing": "secret", "target": "ab"},
    {"kind": "sealed", "sharing": "shared", "editions": 5},
    {"kind": "opened", "sharing": "shared"},
    {"kind": "evidence_kept", "sharing": "shared", "about": ["x"], "evidence": []},
]


@pytest.mark.parametrize("body", HOSTILE, ids=repr)
def test_hostile_bodies_do_not_crash(body):
    found = check_edition(forge(body), INSIDE.checklist_file)
    assert found.manifest is not None
    assert codes(found) <= {"BL003", "BL009"}
    assert found.intact is not bool(codes(found))


wild = st.dictionaries(st.sampled_from(sorted({name for fields in FIELDS.values() for name in fields})), samples.values)
near = st.sampled_from([*samples.smallest_bodies().values(), *samples.largest_bodies().values(), said()])


@settings(max_examples=60, deadline=None, database=None)
@given(near, wild, st.sampled_from([*Kind, "merged"]))
def test_wild_bodies_do_not_crash(body, changes, kind):
    for forged in (body | changes, changes | {"kind": kind, "sharing": "shared"}):
        try:
            file = forge(forged)
        except ValueError:  # nested deeper than a body may be
            continue
        found = check_edition(file, INSIDE.checklist_file)
        assert found.intact is not bool(codes(found))


def test_a_body_deeper_than_the_format_allows_is_found():
    lines = copy.deepcopy(lines_of(INSIDE))
    lines[3]["body"] = {"kind": "noted", "text": [[[[[["x"]]]]]]}
    found = check_edition(encode_plain(lines), INSIDE.checklist_file)
    assert codes(found) <= {"BL001", "BL002"}
    assert not found.intact


def test_a_body_larger_than_the_format_allows_is_found():
    lines = copy.deepcopy(lines_of(INSIDE))
    lines[3]["body"] = {"kind": "noted", "text": "x" * 2**18}
    assert codes(check_edition(encode_plain(lines), INSIDE.checklist_file)) == {"BL002"}


@settings(max_examples=100, deadline=None, database=None)
@given(st.binary(max_size=60), st.data())
def test_garbage_is_never_intact(garbage, data):
    file = OUTSIDE.edition_file
    start, end = sorted((data.draw(st.integers(0, len(file))), data.draw(st.integers(0, len(file)))))
    changed = file[:start] + garbage + file[end:]
    found = check_edition(changed, OUTSIDE.checklist_file)
    manifest_line = start <= file.index(b"\n")  # there a change may be one that only the signature over the PDF shows
    assert not found.intact or changed == file or manifest_line


# Against a record


def sealed_record() -> RecordBuilder:
    record = whole_record()
    note_seal(record, *EDITIONS.values())
    return record


def problems_of(frozen: Frozen, record: RecordBuilder) -> list[tuple[str, str]]:
    found = check_record(frozen.manifest, read_chain(record.bytes()))
    return [(problem.code, problem.details.get("level", "")) for problem in found.problems]


@pytest.mark.parametrize("edition", EditionName)
def test_an_edition_fits_its_record(edition):
    found = check_record(EDITIONS[edition].manifest, sealed_record().chain())
    assert (found.problems, found.later_lines, found.sealed, found.signed) == ((), 1, "44" * 32, ())


def test_an_edition_fits_a_longer_record():
    record = sealed_record()
    record.say("goals.owner", "no")
    record.say("contract.paid", "no", sharing=Level.PRIVATE)
    found = check_record(INSIDE.manifest, record.chain())
    assert (found.problems, found.later_lines) == ((), 3)


def test_a_record_knows_the_signatures_of_its_edition():
    record = sealed_record()
    for baseline, edition in ((1, "internal"), (1, "shared"), (2, "internal")):
        record.add(
            signoff_kinds.signed(
                record.stamp(Level.SHARED),
                baseline=baseline,
                edition=edition,
                party="sponsor1",
                signature=replace(samples.SIGNATURE, after=f"{baseline}{len(edition)}" * 32),
            )
        )
    assert check_record(INSIDE.manifest, record.chain()).signed == ("18" * 32,)


def test_a_rewritten_record_does_not_fit():
    record = RecordBuilder()
    for body in [entry.body for entry in RECORD.chain().entries][len(record.chain().entries) :]:
        record.add(dict(body) | ({"text": "我什么都没说"} if body["kind"] == "noted" else {}))
    assert record.chain().lines > 10
    assert problems_of(INSIDE, record) == [("BL010", "")]


def test_another_record_does_not_fit():
    assert problems_of(INSIDE, RecordBuilder({"engagement": "internal"})) == [("BL010", "")]


def test_a_record_that_was_cut_before_the_seal_does_not_fit():
    record = sealed_record()
    record.lines = record.lines[:-3]
    assert problems_of(INSIDE, record) == [("BL010", "")]


def test_a_record_that_does_not_know_the_seal_says_so():
    assert problems_of(INSIDE, whole_record()) == [("BL012", "")]


def test_a_record_without_level_salts_proves_the_disclosed_levels_alone():
    record = whole_record()
    note_seal(record, INSIDE, OUTSIDE, salts=False)
    assert problems_of(OUTSIDE, record) == []


def test_levels_of_another_prefix_are_found():
    """A forged edition: real root and head, levels of other entries."""
    levels = dict.fromkeys(Level, "ab" * 32)
    forged = replace(INSIDE.manifest, levels=levels)
    found = check_record(forged, sealed_record().chain())
    assert [(p.code, p.details["level"]) for p in found.problems] == [("BL011", level) for level in Level]


def test_an_entry_moved_after_the_seal_changes_nothing_about_it():
    record = sealed_record()
    note = next(e for e in record.chain().entries if e.body and e.body.get("text") == f"{CANARY} note")
    record.add(kinds.reshared(record.stamp(Level.SHARED), target=note.commitment))
    assert problems_of(INSIDE, record) == []


@pytest.mark.parametrize("text", ["会议纪要", f"{CANARY} note"])
def test_an_entry_erased_after_the_seal_changes_nothing_about_it(text):
    record = sealed_record()
    note = next(e for e in record.chain().entries if e.body and e.body.get("text") == text)
    level = Level(note.body["sharing"])
    record.add(kinds.erased(record.stamp(level), target=note.commitment, target_kind="noted", reason="asked to"))
    record.lines = erase(record.lines, note.commitment)
    for frozen in EDITIONS.values():
        assert problems_of(frozen, record) == []


def test_an_entry_moved_before_the_seal_and_erased_after_it_keeps_the_level_it_was_sealed_with():
    record = whole_record()
    said = record.say("goals.owner", "no", sharing=Level.PRIVATE)
    record.add(kinds.reshared(record.stamp(Level.INTERNAL), target=said))
    frozen = seal(record)
    note_seal(record, frozen)
    record.add(kinds.erased(record.stamp(Level.INTERNAL), target=said, target_kind="answered", reason="asked to"))
    record.lines = erase(record.lines, said)
    assert problems_of(frozen, record) == []


def test_find_prefix_finds_every_line_by_its_link():
    chain = RECORD.chain()
    for number in range(1, chain.lines + 1):
        part = read_chain(b"".join(RECORD.lines[:number]))
        prefix = find_prefix(chain, part.head.hex())
        assert (prefix.lines, prefix.entries, prefix.head) == (number, part.entries, part.head)
    assert find_prefix(chain, "00" * 32) is None


LEVELS = st.lists(
    st.tuples(
        st.sampled_from(["goals.owner", "goals.signed", "note"]),
        st.sampled_from(["yes", "partly", "no"]),
        st.sampled_from(Level),
    ),
    max_size=6,
)


@settings(max_examples=30, deadline=None, database=None)
@given(LEVELS, st.data())
def test_random_takeovers_freeze_intact_and_every_omission_is_found(entries, data):
    record = RecordBuilder()
    checklist = make_checklist(make_question("goals.owner"), make_question("goals.signed"))
    for what, code, level in entries:
        if what == "note":
            record.add(kinds.noted(record.stamp(level), text=code))
        else:
            record.say(what, code, sharing=level)
    for edition in EditionName:
        frozen = seal(record, edition, checklist)
        found = check(frozen)
        assert (found.intact, found.problems) == (True, ())
        assert found.judgement is (Judgement.RECOMPUTED if edition is INTERNAL else Judgement.NONE)
        lines = lines_of(frozen)
        dropped = data.draw(st.integers(1, len(lines) - 1))
        assert not check_edition(encode_plain(lines[:dropped] + lines[dropped + 1 :]), frozen.checklist_file).intact


def test_read_edition_gives_back_what_make_entry_made():
    _, entries = read_edition(INSIDE.edition_file)
    for entry in entries:
        made = make_entry(entry.body, bytes.fromhex(entry.salt))
        assert made.commitment == entry.commitment
    assert SALTS[Level.SHARED].hex() == INSIDE.manifest.level_salts[Level.SHARED]


def test_whole_checklist_has_something_of_every_level():
    assert {question.sharing for question in whole_checklist().questions} == set(Level)
