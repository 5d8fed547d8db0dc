"""Freezing: what an edition shows, and what it must never show."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from takeover.assessment.method_1 import METHOD
from takeover.assessment.plain import digest_assessment
from takeover.baseline.freeze import NO_JUDGEMENT, Frozen, draw_up
from takeover.baseline.levels import hash_level, hash_root
from takeover.baseline.model import EditionName
from takeover.checklist.library import load_checklist
from takeover.checklist.model import CountsFor
from takeover.checklist.plain import hash_checklist
from takeover.record import kinds
from takeover.record.chain import read_chain
from takeover.values import Level
from tests.baseline.sealing import (
    CANARY,
    INTERNAL,
    SALTS,
    SHARED,
    TOOLS,
    note_seal,
    seal,
    sha256_of,
    whole_checklist,
    whole_record,
)
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question
from tests.record.samples import erase

RECORD = whole_record()
INSIDE, OUTSIDE = seal(RECORD, INTERNAL), seal(RECORD, SHARED)
FILES = {"edition": OUTSIDE.edition_file.decode(), "checklist": OUTSIDE.checklist_file.decode()}


def hidden_entries():
    disclosed = {entry.commitment for entry in OUTSIDE.baseline.entries}
    return [entry for entry in RECORD.chain().entries if entry.commitment not in disclosed]


def test_the_canary_is_in_the_record_and_in_the_internal_edition():
    hidden = [entry.body for entry in hidden_entries()]
    assert {body["sharing"] for body in hidden} == {"internal", "private"}
    assert {body["kind"] for body in hidden} == {"answered", "noted", "party_named", "row_recorded"}
    assert all(CANARY in json.dumps(body, ensure_ascii=False) for body in hidden)
    inside = INSIDE.edition_file.decode() + INSIDE.checklist_file.decode()
    for text in (f"{CANARY} words", f"{CANARY} 财务", f"{CANARY}_reserve", f"{CANARY}-margin", f"{CANARY} ledger"):
        assert text in inside
    for text in (f"{CANARY} note", f"{CANARY} doubt"):
        assert text not in inside


@pytest.mark.parametrize("name", FILES)
def test_no_withheld_text_name_column_or_question_is_in_the_shared_edition(name):
    assert CANARY not in FILES[name].lower()


@pytest.mark.parametrize("name", FILES)
def test_no_withheld_time_salt_commitment_or_level_salt_is_in_the_shared_edition(name):
    shown = {entry.body["at"] for entry in OUTSIDE.baseline.entries}  # one action may say things of two levels
    hidden = hidden_entries()
    times = {entry.body["at"] for entry in hidden} - shown
    assert len(times) > 3
    for text in (*times, *(entry.commitment for entry in hidden), *(entry.salt for entry in hidden)):
        assert text not in FILES[name]
    for level in (Level.INTERNAL, Level.PRIVATE):
        assert SALTS[level].hex() not in FILES[name]


def test_the_count_and_order_of_withheld_entries_change_nothing_but_hashes():
    """Two records that differ in withheld entries alone have shared editions that differ in hashes alone."""
    more = whole_record()
    more.add(kinds.noted(more.stamp(Level.PRIVATE), text=f"{CANARY} again"))
    more.say("goals.owner", "no", by=f"{CANARY}1", sharing=Level.INTERNAL, words=f"{CANARY} again")
    more.say(f"inside.{CANARY}-margin", "yes", sharing=Level.INTERNAL)
    one, other = OUTSIDE.manifest, seal(more, SHARED).manifest
    assert one.levels[Level.SHARED] == other.levels[Level.SHARED]
    assert one != other
    hashed = {"root": one.root, "head": one.head, "levels": one.levels}
    assert replace(other, **hashed) == one
    assert seal(more, SHARED).baseline.entries == OUTSIDE.baseline.entries


def test_both_editions_have_one_root_over_three_levels():
    for frozen in (INSIDE, OUTSIDE):
        assert frozen.manifest.root == hash_root(RECORD.chain().head.hex(), frozen.manifest.levels)
        assert frozen.level_salts == SALTS
    assert INSIDE.manifest.root == OUTSIDE.manifest.root
    assert INSIDE.manifest.levels == OUTSIDE.manifest.levels
    assert set(INSIDE.manifest.level_salts) == {Level.SHARED, Level.INTERNAL}
    assert set(OUTSIDE.manifest.level_salts) == {Level.SHARED}


def test_level_hashes_are_over_the_entries_of_each_level_in_record_order():
    entries = RECORD.chain().entries
    for level in Level:
        commitments = [entry.commitment for entry in entries if entry.body["sharing"] == level]
        assert commitments
        assert INSIDE.manifest.levels[level] == hash_level(SALTS[level], commitments)


@pytest.mark.parametrize(("edition", "frozen"), [(INTERNAL, INSIDE), (SHARED, OUTSIDE)])
def test_an_edition_holds_all_entries_of_its_levels_in_record_order(edition, frozen):
    wanted = [entry for entry in RECORD.chain().entries if entry.body["sharing"] in edition.levels]
    assert list(frozen.baseline.entries) == wanted
    assert len(frozen.edition_file.splitlines()) == len(wanted) + 1


def test_a_manifest_names_what_was_frozen():
    manifest = INSIDE.manifest
    assert (manifest.edition, manifest.takeover, manifest.head) == (INTERNAL, "cd" * 32, RECORD.chain().head.hex())
    assert (manifest.baseline, manifest.predecessor_root) == (1, "")
    assert (manifest.inputs.as_of, manifest.inputs.zone, manifest.inputs.language) == (AS_OF, "Europe/Berlin", "en")
    assert (manifest.inputs.method, manifest.tools) == (METHOD, TOOLS)
    assert manifest.checklist == hash_checklist(whole_checklist())
    for frozen in (INSIDE, OUTSIDE):
        assert frozen.manifest.attached_checklist == sha256_of(frozen.checklist_file)
        assert frozen.baseline.manifest == frozen.manifest


def test_the_internal_edition_carries_the_judgement_and_the_shared_one_none():
    assert INSIDE.baseline.assessment is not None
    assert INSIDE.manifest.judgement == digest_assessment(INSIDE.baseline.assessment)
    assert OUTSIDE.baseline.assessment is None
    assert OUTSIDE.manifest.judgement == NO_JUDGEMENT


def test_an_edition_shows_the_questions_columns_and_dimensions_of_its_levels():
    inside, outside = INSIDE.baseline.checklist, OUTSIDE.baseline.checklist
    assert [q.id for q in inside.questions][-1] == f"inside.{CANARY}-margin"
    assert [q.id for q in outside.questions] == [
        "goals.owner",
        "goals.signed",
        "contract.paid",
        "contract.milestones",
    ]
    assert [d.id for d in outside.dimensions] == ["goals", "contract"]
    assert [c.id for c in outside.registers[0].columns] == ["trigger", "due"]
    assert [c.id for c in inside.registers[0].columns] == ["trigger", "due", f"{CANARY}_reserve"]
    assert [len(frozen.baseline.withholding.whole) for frozen in (INSIDE, OUTSIDE)] == [1, 2]


def test_a_register_without_columns_to_show_is_left_out():
    checklist = whole_checklist()
    register = checklist.registers[0]
    hidden = replace(register, columns=tuple(replace(c, sharing=Level.PRIVATE) for c in register.columns))
    draft = draw_up(RECORD.chain(), replace(checklist, registers=(hidden,)), edition=SHARED, as_of=AS_OF, days_off=())
    assert draft.checklist.registers == ()


def test_blocked_names_shown_questions_with_a_withheld_statement_in_the_checklists_order():
    assert OUTSIDE.manifest.blocked == ("goals.owner", "contract.milestones")  # a row has evidence that is withheld
    assert INSIDE.manifest.blocked == ()
    record = whole_record()
    record.say("contract.milestones", "no", sharing=Level.PRIVATE)
    record.say("goals.signed", "no", sharing=Level.PRIVATE)
    assert seal(record, INTERNAL).manifest.blocked == ("goals.signed", "contract.milestones")
    assert seal(record, SHARED).manifest.blocked == ("goals.owner", "goals.signed", "contract.milestones")


def test_withheld_says_of_hidden_questions_only_what_the_judgement_needs():
    found = [(w.dimension, w.counts_for, w.weight, w.stop) for w in OUTSIDE.manifest.withheld]
    assert found == [("inside", CountsFor.INHERITED, 3, False), ("inside", CountsFor.INHERITED, 5, False)]
    assert [w.weight for w in INSIDE.manifest.withheld] == [5]


def test_expected_signers_are_the_parties_that_the_edition_shows():
    assert {s.field: s.party for s in OUTSIDE.manifest.expected} == {
        "sign-incoming-pm": "incomin1",
        "sign-outgoing-pm": "outgoin1",
        "sign-sponsor": "sponsor1",
        "sign-client": "client01",
        "sign-witness": "",
    }
    assert "sign-client" not in {s.field for s in INSIDE.manifest.expected}


def test_a_reshared_entry_is_disclosed_at_its_new_level():
    record = whole_record()
    note = next(e for e in record.chain().entries if e.body and e.body.get("text") == f"{CANARY} note")
    record.add(kinds.reshared(record.stamp(Level.SHARED), target=note.commitment))
    disclosed = {entry.commitment for entry in seal(record, SHARED).baseline.entries}
    assert note.commitment in disclosed
    record.add(kinds.reshared(record.stamp(Level.PRIVATE), target=note.commitment))
    disclosed = {entry.commitment for entry in seal(record, INTERNAL).baseline.entries}
    assert note.commitment not in disclosed


def test_an_erased_entry_stays_as_its_commitment():
    record = whole_record()
    target = record.say("goals.owner", "no", words="a private number")
    record.add(kinds.erased(record.stamp(Level.SHARED), target=target, target_kind="answered", reason="asked to"))
    record.lines = erase(record.lines, target)
    frozen = seal(record, SHARED)
    assert '{"commitment":"' + target + '"}\n' in frozen.edition_file.decode()
    assert b"private number" not in frozen.edition_file


def test_an_erased_entry_without_notice_cannot_be_sealed():
    record = whole_record()
    target = record.say("goals.owner", "no")
    record.lines = erase(record.lines, target)
    with pytest.raises(ValueError, match="without its notice"):
        seal(record)


def test_a_second_baseline_names_the_first():
    record = whole_record()
    first = seal(record)
    note_seal(record, first)
    record.say("goals.signed", "no")
    second = seal(record)
    assert (second.manifest.baseline, second.manifest.predecessor_root) == (2, first.manifest.root)
    assert second.manifest.root != first.manifest.root
    note_seal(record, second)
    assert seal(record).manifest.predecessor_root == second.manifest.root


@pytest.mark.parametrize("edition", EditionName)
def test_freezing_twice_gives_the_same_bytes(edition):
    again = seal(whole_record(), edition)
    frozen: Frozen = INSIDE if edition is INTERNAL else OUTSIDE
    assert (again.edition_file, again.checklist_file) == (frozen.edition_file, frozen.checklist_file)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_bundled_checklist_freezes_in_its_languages(language):
    checklist = load_checklist().in_language(language)
    frozen = seal(RecordBuilder(), SHARED, checklist)
    assert (frozen.baseline.language, frozen.manifest.inputs.language) == (language, language)
    assert {question.sharing for question in frozen.baseline.checklist.questions} == {Level.SHARED}
    assert len(frozen.manifest.withheld) == len(frozen.baseline.withholding.whole) > 0


def test_a_record_with_nothing_to_withhold_withholds_nothing():
    record = RecordBuilder()
    record.say("goals.owner", "yes")
    frozen = seal(record, SHARED, make_checklist(make_question("goals.owner")))
    assert (frozen.manifest.blocked, frozen.manifest.withheld) == ((), ())
    assert len(frozen.baseline.entries) == len(read_chain(record.bytes()).entries)
