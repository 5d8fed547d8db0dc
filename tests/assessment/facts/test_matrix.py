"""The matrix of goals, scope, budget and timetable: no cell says more than the record."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from takeover.assessment.facts.matrix import SUBJECTS, Standing, Subject, build_matrix
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Level, NotApplicable, Nothing, Percent, Role, Unknown, UnknownReason
from tests.builders import RecordBuilder, make_checklist, make_question

LIST = make_checklist(*(make_question(question) for question in SUBJECTS.values()))
GOALS = SUBJECTS[Subject.GOALS]


def standing_of(record: RecordBuilder, party: str = "sponsor1") -> Standing:
    cells = build_matrix(LIST, record.situation())
    return next(cell.standing for cell in cells if cell.party == party and cell.subject is Subject.GOALS)


def test_build_matrix_has_a_cell_for_every_subject_and_named_party():
    cells = build_matrix(LIST, RecordBuilder().situation())
    roles = [Role.OUTGOING_PM, Role.SPONSOR, Role.CLIENT]
    assert [(cell.subject, cell.role) for cell in cells] == [(subject, role) for subject in Subject for role in roles]
    assert {cell.standing for cell in cells} == {Standing.NOT_ASKED}


@pytest.mark.parametrize(
    ("answer", "grade", "standing"),
    [
        ("yes", Grade.E3, Standing.SIGNED),
        ("yes", Grade.E2, Standing.YES),
        ("yes", Grade.E1, Standing.YES),
        ("partly", Grade.E3, Standing.PARTLY),
        ("no", Grade.E3, Standing.NO),
        (Nothing(), Grade.E1, Standing.NOTHING),
        (NotApplicable(reason="no budget here"), Grade.E1, Standing.NOT_APPLICABLE),
        (Percent(value=Decimal(132)), Grade.E2, Standing.VALUE),
        (Percent(value=Decimal(132)), Grade.E3, Standing.VALUE_SIGNED),
        (Unknown(reason=UnknownReason.NOBODY_KNOWS), Grade.E0, Standing.UNKNOWN),
    ],
)
def test_standing_follows_answer_and_evidence(answer, grade, standing):
    record = RecordBuilder()
    record.say(GOALS, answer, grade=grade)
    assert standing_of(record) is standing
    assert standing_of(record, "client01") is Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("file", "standing"), [({"sha256": "ab" * 32, "bytes": 3}, "signed"), ({"note": "says so"}, "yes")]
)
def test_nobody_is_signed_on_a_word_that_somebody_signed(file, standing):
    """The judgement counts the same evidence as E2."""
    record = RecordBuilder()
    said = record.say(GOALS, "yes", grade=Grade.E1)
    proof = Evidence(grade=Grade.E3, dated=dt.date(2026, 3, 1), **file)
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(proof,), about=said))
    cell = next(cell for cell in build_matrix(LIST, record.situation()) if cell.said and cell.said.commitment == said)
    day = dt.date(2026, 3, 1) if standing == "signed" else dt.date(2026, 11, 20)
    assert (cell.standing, cell.on) == (Standing(standing), day)


def test_a_paper_that_says_no_is_no_signature_and_dates_nothing():
    record = RecordBuilder()
    said = record.say(GOALS, "no", grade=Grade.E1)
    proof = Evidence(grade=Grade.E3, dated=dt.date(2026, 3, 1), sha256="ab" * 32, bytes=3, kept=True)
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(proof,), about=said))
    cell = next(cell for cell in build_matrix(LIST, record.situation()) if cell.said)
    assert (cell.standing, cell.on) == (Standing.NO, dt.date(2026, 11, 20))


def test_the_newest_statement_of_a_party_stands():
    record = RecordBuilder()
    record.say(GOALS, "yes")
    record.say(GOALS, "no")
    assert standing_of(record) is Standing.NO


def test_a_cell_has_the_day_of_the_entry_where_no_other_is_known():
    record = RecordBuilder()
    commitment = record.say(GOALS, "yes", grade=Grade.E1)
    cell = next(cell for cell in build_matrix(LIST, record.situation()) if cell.said)
    assert cell.said is not None
    assert cell.said.commitment == commitment
    assert cell.on == dt.date(2026, 11, 20)


def test_a_list_without_a_subjects_question_has_no_row_for_it():
    cells = build_matrix(make_checklist(make_question(GOALS)), RecordBuilder().situation())
    assert {cell.subject for cell in cells} == {Subject.GOALS}
