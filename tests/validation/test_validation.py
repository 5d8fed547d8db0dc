"""The cases: every answers file and key can be read, day one knows nothing of later, and the page is up to date."""

from __future__ import annotations

import pytest

from tests.validation.run import PAGE, Seen, list_cases, look_for, run_case, write_page

CASES = list_cases()


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_runs_and_its_key_names_what_came_later(folder):
    result = run_case(folder)
    assert len(result.seen) >= 3
    ids = [later.id for later, _, _ in result.seen]
    assert len(set(ids)) == len(ids)
    assert all(later.why for later, _, _ in result.seen)
    findings = {finding.question for finding in result.assessment.findings}
    assert {alarm.question for alarm in result.key.false_alarms} <= findings


def test_the_page_is_the_one_that_the_command_writes():
    assert PAGE.read_text("utf-8") == write_page([run_case(folder) for folder in CASES])


def test_the_plainest_sign_counts():
    result = run_case(CASES[0]).assessment
    said = {finding.question for finding in result.findings} | {dispute.question for dispute in result.disputes}
    found = result.findings[0].question
    asked, *_, late = (request.question for request in result.requests if request.question not in said)
    assert look_for((late, asked, found), result) == (Seen.FOUND, (found,))
    assert look_for((late, asked), result) == (Seen.ASKED, (asked,))
    assert look_for((late,), result) == (Seen.LISTED, (late,))
    assert look_for(("no.question",), result) == (Seen.MISSED, ())
