"""An edition's two files read back: what was frozen comes out again."""

import pytest

from takeover.assessment.plain import digest_assessment
from takeover.baseline.freeze import Frozen
from takeover.baseline.reopen import reopen_baseline, reopen_edition
from tests.baseline.sealing import INTERNAL, SHARED, seal, whole_record
from tests.report.samples import sealed_sample, unjudged_sample

SAMPLES = [
    seal(whole_record(), INTERNAL),
    seal(whole_record(), SHARED),
    sealed_sample("zh-Hans").frozen,
    unjudged_sample("en").frozen,
]


@pytest.mark.parametrize("frozen", SAMPLES)
def test_reopen_baseline_gives_back_what_was_frozen(frozen: Frozen) -> None:
    found = reopen_baseline(reopen_edition(frozen.edition_file, frozen.checklist_file))
    was = frozen.baseline
    assert (found.manifest, found.checklist, found.edition) == (was.manifest, was.checklist, was.edition)
    assert (found.language, found.as_of, found.withholding) == (was.language, was.as_of, was.withholding)
    assert [(e.commitment, e.body) for e in found.entries] == [(e.commitment, e.body) for e in was.entries]
    assert (found.assessment is None) == (was.assessment is None)
    if was.assessment and found.assessment:
        assert digest_assessment(found.assessment) == digest_assessment(was.assessment)


@pytest.mark.parametrize(("edition", "checklist"), [(b"", b"{}"), (SAMPLES[0].edition_file, b"[]")])
def test_files_that_are_not_of_the_format_are_refused(edition: bytes, checklist: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        reopen_edition(edition, checklist)
