"""Two editions of one baseline, and two baselines of one takeover: what they prove together (DESIGN part 8)."""

from dataclasses import replace
from itertools import product

import pytest

from takeover.assessment.model import Withheld
from takeover.baseline.model import EditionName
from takeover.baseline.reopen import Edition, reopen_edition
from takeover.checklist.model import CountsFor
from takeover.record import kinds
from takeover.signing.describe import describe_finding
from takeover.signing.model import Finding, State, gravest
from takeover.signing.pairs import judge_together
from takeover.values import Level
from tests.baseline.sealing import INTERNAL, SHARED, note_seal, seal, whole_record
from tests.builders import RecordBuilder
from tests.signing.samples import CHINESE, ENGLISH


def edition(record: RecordBuilder, name: EditionName) -> Edition:
    frozen = seal(record, name)
    return reopen_edition(frozen.edition_file, frozen.checklist_file)


NARROW, WIDE = edition(whole_record(), SHARED), edition(whole_record(), INTERNAL)


def judge(*editions: Edition) -> tuple[State, list[str]]:
    """The gravest state and the keys; every sentence can be said in both languages."""
    found = judge_together(editions)
    for finding, catalogue in product(found, (ENGLISH, CHINESE)):
        assert describe_finding(finding, catalogue)
    return gravest(finding.state for finding in found), [short(finding) for finding in found]


def short(finding: Finding) -> str:
    return finding.key.removeprefix("signing.pair.")


@pytest.mark.parametrize("pair", [(NARROW, WIDE), (WIDE, NARROW)])
def test_two_editions_of_one_baseline_fit_in_any_order(pair: tuple[Edition, Edition]) -> None:
    assert judge(*pair) == (State.PASSED, ["editions_fit"])


def test_the_wider_edition_opens_what_the_narrower_one_keeps_closed() -> None:
    [finding] = judge_together((NARROW, WIDE))
    assert finding.details["opened"] == str(len(WIDE.entries) - len(NARROW.entries))
    assert int(finding.details["opened"]) >= 3


def test_two_copies_of_one_edition_are_the_same() -> None:
    assert judge(WIDE, WIDE) == (State.PASSED, ["same_edition"])
    other = replace(WIDE, manifest=replace(WIDE.manifest, expected=()))
    assert judge(WIDE, other) == (State.FAILED, ["two_manifests"])


def test_editions_of_different_takeovers_are_not_compared() -> None:
    other = replace(WIDE, manifest=replace(WIDE.manifest, takeover="ee" * 32))
    assert judge(NARROW, other) == (State.FAILED, ["other_takeover"])


def test_two_roots_for_one_baseline_fail() -> None:
    other = replace(WIDE, manifest=replace(WIDE.manifest, root="ee" * 32))
    assert judge(NARROW, other) == (State.FAILED, ["two_roots"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"head": "ee" * 32}, "manifests_differ"),
        ({"predecessor_root": "ee" * 32}, "manifests_differ"),
        ({"checklist": "ee" * 32}, "manifests_differ"),
        ({"blocked": ()}, "blocked_missing"),
        ({"withheld": ()}, "withheld_differ"),
        ({"withheld": (*NARROW.manifest.withheld, NARROW.manifest.withheld[0])}, "withheld_differ"),
        (
            {"withheld": (Withheld(dimension="x", counts_for=CountsFor.INHERITED, weight=9, stop=False),)},
            "withheld_differ",
        ),
    ],
)
def test_what_the_narrower_manifest_says_wrongly_is_found(changes: dict[str, object], said: str) -> None:
    wrong = replace(NARROW, manifest=replace(NARROW.manifest, **changes))  # type: ignore[arg-type]
    assert judge(wrong, WIDE) == (State.FAILED, [said])


def test_blocked_questions_that_the_wider_edition_does_not_show_are_named() -> None:
    """Private statements are in neither edition: only the record can show them."""
    record = whole_record()
    record.say("goals.signed", "no", by="client01", sharing=Level.PRIVATE)
    state, said = judge(edition(record, SHARED), edition(record, INTERNAL))
    assert (state, said) == (State.PASSED, ["editions_fit", "blocked_more"])


def test_entries_that_the_narrower_edition_leaves_out_are_found() -> None:
    cut = replace(NARROW, entries=NARROW.entries[:-1])
    assert judge(cut, WIDE) == (State.FAILED, ["entries_differ"])


def test_questions_that_the_narrower_edition_changes_are_found() -> None:
    first, *others = NARROW.checklist.questions
    asked = replace(NARROW.checklist, questions=(replace(first, text="Something else?"), *others))
    assert judge(replace(NARROW, checklist=asked), WIDE) == (State.FAILED, ["manifests_differ"])


# ---- baselines


def two_baselines(second: EditionName = INTERNAL) -> tuple[Edition, Edition]:
    record = whole_record()
    frozen = seal(record)
    note_seal(record, frozen)
    record.say("goals.signed", "no", by="client01")
    return reopen_edition(frozen.edition_file, frozen.checklist_file), edition(record, second)


@pytest.mark.parametrize("second", [INTERNAL, SHARED])
def test_two_baselines_are_chained_and_nothing_is_dropped(second: EditionName) -> None:
    assert judge(*two_baselines(second)) == (State.PASSED, ["chained", "disclosed"])


def test_a_baseline_that_names_another_predecessor_fails() -> None:
    first, second = two_baselines()
    other = replace(second, manifest=replace(second.manifest, predecessor_root="ee" * 32))
    assert judge(first, other) == (State.FAILED, ["not_chained", "disclosed"])


def test_a_gap_between_baselines_leaves_it_open() -> None:
    first, second = two_baselines()
    later = replace(second, manifest=replace(second.manifest, baseline=4))
    assert judge(first, later) == (State.INDETERMINATE, ["between", "disclosed"])


def test_what_the_newer_baseline_dropped_is_found() -> None:
    first, second = two_baselines()
    dropped = replace(second, entries=(*second.entries[:3], *second.entries[4:]))
    assert judge(first, dropped) == (State.FAILED, ["chained", "dropped"])
    swapped = replace(second, entries=(*second.entries[:3], second.entries[4], second.entries[3], *second.entries[5:]))
    assert judge(first, swapped) == (State.FAILED, ["chained", "dropped"])


def test_what_was_erased_with_notice_is_counted() -> None:
    first, second = two_baselines()
    erased = replace(second.entries[3], body=None, salt="")
    levels = replace(second, entries=(*second.entries[:3], erased, *second.entries[4:], notice_of(erased.commitment)))
    assert judge(first, levels) == (State.PASSED, ["chained", "disclosed", "erased"])


def notice_of(target: str) -> object:
    from takeover.record.chain import make_entry

    stamp = kinds.Stamp(at="2026-11-24T08:00:00.000Z", by="incomin1", sharing=Level.SHARED)
    body = stamp.plain(kinds.Kind.ERASED) | {"target": target, "sharing": "shared", "reason": "asked for"}
    return make_entry(body, bytes(32))


def test_several_files_are_compared_one_after_the_other() -> None:
    first, second = two_baselines()
    assert judge(second, first, first) == (State.PASSED, ["same_edition", "chained", "disclosed"])
