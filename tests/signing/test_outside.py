"""A file against what lies outside it: a noted hash, evidence files, a newer baseline, a second rendering."""

import hashlib
from dataclasses import replace

import pytest

from takeover.baseline.check import RecordCheck, check_edition
from takeover.record.kinds import Evidence, Grade
from takeover.signing.model import LayerName, State, Verdict, Verification
from takeover.signing.outside import EvidenceFiles, FileState, Outside, Rebuilt, judge_evidence
from takeover.signing.verify import verify_pdf
from tests.signing.scene import TRUSTED, make_scene

SCENE = make_scene()
ROOT = SCENE.frozen.manifest.root
HASHES = [hashlib.sha256(data).hexdigest() for data in (SCENE.base, *SCENE.signed)]


def verify(data: bytes = SCENE.good, **beside: object) -> Verification:
    outside = Outside(**beside)  # type: ignore[arg-type]
    return verify_pdf(data, trusted=frozenset(TRUSTED), check_edition=check_edition, beside=outside)


def told(found: Verification, name: LayerName) -> list[str]:
    return [finding.key.removeprefix(f"signing.{name}.") for finding in found.layer(name).findings]


@pytest.mark.parametrize(
    ("data", "expect", "verdict", "said"),
    [
        (SCENE.good, HASHES[3], Verdict.PASSED, "same"),
        (SCENE.good, HASHES[3][:12], Verdict.PASSED, "same"),
        (SCENE.good, HASHES[2][:20], Verdict.PASSED, "grown"),
        (SCENE.good, HASHES[0], Verdict.PASSED, "grown"),
        (SCENE.good, ROOT, Verdict.PASSED, "root"),
        (SCENE.good, ROOT[:12], Verdict.PASSED, "root"),
        (SCENE.good, "0" * 64, Verdict.FAILED, "other"),
        (SCENE.signed[1], HASHES[3][:12], Verdict.FAILED, "other"),
        (SCENE.signed[1], ROOT[:12], Verdict.PASSED, "root"),
    ],
    ids=range(9),
)
def test_a_noted_hash_names_this_file_its_beginning_or_its_baseline(
    data: bytes, expect: str, verdict: Verdict, said: str
) -> None:
    found = verify(data, expect=expect)
    assert (found.verdict, told(found, LayerName.EXPECTED)) == (verdict, [said])


def test_a_failure_outside_does_not_blame_the_file() -> None:
    found = verify(expect="0" * 64)
    assert found.headline.key == "signing.verdict.failed.outside"
    assert found.layer(LayerName.REVISIONS).state is State.PASSED


RECORD = RecordCheck(sealed=HASHES[0], signed=tuple(HASHES[1:]))


@pytest.mark.parametrize(
    ("newest", "expect", "state", "said"),
    [
        (1, "", State.PASSED, ["fits"]),
        (2, "", State.FAILED, ["superseded"]),
        (2, ROOT[:12], State.PASSED, ["fits", "older"]),
        (2, HASHES[3], State.PASSED, ["fits", "older"]),
        (2, "0" * 64, State.FAILED, ["superseded"]),
    ],
    ids=range(5),
)
def test_an_older_baseline_passes_only_if_it_is_meant(newest: int, expect: str, state: State, said: list[str]) -> None:
    found = verify(record=RECORD, newest=newest, expect=expect)
    assert (found.layer(LayerName.RECORD).state, told(found, LayerName.RECORD)) == (state, said)


KEPT = tuple(
    Evidence(grade=Grade.E3, sha256=digit * 64, bytes=3, media="text/plain", title=f"file {digit}", kept=True)
    for digit in "abc"
)
FOREIGN = Evidence(grade=Grade.E2, sha256="d" * 64, bytes=3, media="text/plain", kept=False)


def states(**by_digit: FileState) -> EvidenceFiles:
    return EvidenceFiles(states={digit * 64: state for digit, state in by_digit.items()})


@pytest.mark.parametrize(
    ("at_hand", "state", "said"),
    [
        (None, State.NOT_CHECKED, ["not_at_hand"]),
        (states(), State.NOT_CHECKED, ["elsewhere"]),
        (states(a=FileState.INTACT), State.PASSED, ["intact", "elsewhere"]),
        (states(a=FileState.INTACT, b=FileState.INTACT, c=FileState.INTACT), State.PASSED, ["intact"]),
        (states(a=FileState.INTACT, b=FileState.MISSING), State.INDETERMINATE, ["missing", "intact", "elsewhere"]),
        (states(a=FileState.CHANGED, b=FileState.MISSING), State.FAILED, ["changed", "missing", "elsewhere"]),
        (EvidenceFiles(unknown={"x.pdf": "e" * 64}), State.FAILED, ["unknown", "elsewhere"]),
    ],
)
def test_evidence_files_are_told_by_what_became_of_them(
    at_hand: EvidenceFiles | None, state: State, said: list[str]
) -> None:
    layer = judge_evidence((*KEPT, FOREIGN), at_hand)
    assert layer.state is state
    assert [finding.key.removeprefix("signing.evidence.") for finding in layer.findings] == said


def test_without_evidence_there_is_nothing_to_look_at() -> None:
    assert [finding.key for finding in judge_evidence((FOREIGN,), None).findings] == ["signing.evidence.none"]
    assert [finding.key for finding in judge_evidence((), states()).findings] == ["signing.evidence.none"]


@pytest.mark.parametrize(
    ("rebuilt", "verdict", "said"),
    [
        (Rebuilt(pdf=SCENE.base), Verdict.PASSED, "same"),
        (Rebuilt(pdf=SCENE.base + b" "), Verdict.FAILED, "differs"),
        (Rebuilt(differing=("weasyprint 70.0 ≠ 71.0",)), Verdict.INDETERMINATE, "tools"),
    ],
)
def test_the_sealed_pages_are_compared_with_those_rendered_again(rebuilt: Rebuilt, verdict: Verdict, said: str) -> None:
    given: list[tuple[bytes, bytes]] = []

    def rebuild(edition: bytes, checklist: bytes) -> Rebuilt:
        given.append((edition, checklist))
        return rebuilt

    found = verify(rebuild=rebuild)
    assert (found.verdict, told(found, LayerName.REBUILT)) == (verdict, [said])
    assert given == [(SCENE.frozen.edition_file, SCENE.frozen.checklist_file)]


def test_nothing_is_rendered_of_an_edition_that_is_not_intact() -> None:
    def rebuild(*_: bytes) -> Rebuilt:
        raise AssertionError("rendered")

    def check(edition: bytes, checklist: bytes) -> object:
        return replace(check_edition(edition, checklist), intact=False)

    found = verify_pdf(
        SCENE.good,
        trusted=frozenset(TRUSTED),
        check_edition=check,  # type: ignore[arg-type]
        beside=Outside(rebuild=rebuild),
    )
    assert told(found, LayerName.REBUILT) == ["not_possible"]
    assert found.verdict is Verdict.FAILED
