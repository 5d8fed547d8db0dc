"""Evidence grades (scoring D1): every row of its table, what caps a claim, and what two sides are worth together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from takeover.assessment.method_1.grades import (
    OPEN_SHARE,
    grade_evidence,
    grade_row,
    grade_statement,
    grade_together,
    rank,
)
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Level, Method
from tests.builders import RecordBuilder

FILE = {"sha256": "ab" * 32, "bytes": 3, "media": "application/pdf", "kept": True}
E0, E1, E2, E3 = Grade
EXAMINED, SPOKEN, SEEN, SEARCHED = Method


def say(method, evidence=(), words="", by="sponsor1"):
    record = RecordBuilder()
    asked = kinds.Asked(question="a.one", checklist="t", version="1", sha256="ef" * 32, language="en", text="?")
    record.add(
        kinds.answered(
            record.stamp(Level.SHARED),
            asked=asked,
            party=by,
            method=method,
            answer=Code(code="yes"),
            words=words,
            evidence=evidence,
        )
    )
    return record.situation().standing("a.one")[0]


D1 = [
    ("signed by the party that it binds, file kept", EXAMINED, (Evidence(grade=E3, **FILE),), "", E3),
    ("extract from a system of record, file kept", SEEN, (Evidence(grade=E3, **FILE),), "", E3),
    ("signed, but no file: a claim of E3 reaches E2", EXAMINED, (Evidence(grade=E3, note="the contract"),), "", E2),
    ("signed, behind a link", EXAMINED, (Evidence(grade=E3, link="https://example.org/c"),), "", E2),
    ("written but one-sided: mail", EXAMINED, (Evidence(grade=E2, note="mail"),), "", E2),
    ("said, and a mail shows it", SPOKEN, (Evidence(grade=E2, note="mail"),), "", E2),
    ("own observation with a kept artefact", SEEN, (Evidence(grade=E2, **FILE),), "", E2),
    ("own observation, artefact not kept", SEEN, (Evidence(grade=E2, note="photo"),), "", E1),
    ("own observation without an artefact", SEEN, (), "", E1),
    ("documented search: where, whom, when", SEARCHED, (), "Asked the archive on 3 May, searched the share.", E2),
    ("search that does not say where", SEARCHED, (), "", E1),
    ("spoken, with name and date", SPOKEN, (), "", E1),
    ("spoken, and the note is only a claim", SPOKEN, (Evidence(grade=E0, note="rumour"),), "", E1),
    ("a document that nobody names", EXAMINED, (), "", E0),
    ("a document whose note is a claim", EXAMINED, (Evidence(grade=E0, note="rumour"),), "", E0),
    ("several proofs: the best counts", EXAMINED, (Evidence(grade=E1, note="a"), Evidence(grade=E3, **FILE)), "", E3),
]


@pytest.mark.parametrize(("name", "method", "evidence", "words", "grade"), D1, ids=[row[0] for row in D1])
def test_statement_has_the_grade_of_the_table(name, method, evidence, words, grade):
    assert grade_statement(say(method, evidence, words)) is grade


def test_open_share_of_each_grade():
    assert {E3: 0, E2: 0, E1: Fraction(2, 5), E0: Fraction(7, 10)} == OPEN_SHARE
    assert [rank(grade) for grade in Grade] == [0, 1, 2, 3]


@pytest.mark.parametrize("grade", Grade)
def test_evidence_without_a_file_is_capped(grade):
    note = Evidence(grade=grade, note="x")
    assert grade_evidence(note, EXAMINED) is min(grade, E2)
    assert grade_evidence(note, SEEN) is min(grade, E1)
    assert grade_evidence(Evidence(grade=grade, **FILE), SEEN) is grade


def make_row(*given):
    """A row from what was given one after the other: values, method, evidence."""
    record = RecordBuilder()
    for values, method, evidence in given:
        record.add(
            kinds.row_recorded(
                record.stamp(Level.SHARED),
                register="payments",
                row="row00001",
                values=values,
                party="sponsor1",
                method=method,
                evidence=evidence,
            )
        )
    return record.situation().rows("payments")[0]


FILED, WRITTEN = (Evidence(grade=E3, **FILE),), (Evidence(grade=E2, note="mail"),)
WHOLE = {"amount": "5", "due": "x"}
ROWS = [
    ("said", [(WHOLE, SPOKEN, ())], E1),
    ("a document that nobody names", [(WHOLE, EXAMINED, ())], E0),
    ("a search: a row has no words", [(WHOLE, SEARCHED, ())], E1),
    ("a file", [(WHOLE, EXAMINED, FILED)], E3),
    ("a file, then a cell was said otherwise", [(WHOLE, EXAMINED, FILED), ({"due": "y"}, SPOKEN, ())], E1),
    ("a file, then a cell was written otherwise", [(WHOLE, EXAMINED, FILED), ({"due": "y"}, EXAMINED, WRITTEN)], E2),
    ("said, then a file has the same", [(WHOLE, SPOKEN, ()), (WHOLE, EXAMINED, FILED)], E3),
    ("said, then a file has a part of it", [(WHOLE, SPOKEN, ()), ({"due": "x"}, EXAMINED, FILED)], E1),
    ("a file, then somebody says the same", [(WHOLE, EXAMINED, FILED), (WHOLE, SPOKEN, ())], E3),
    ("a slip that was taken back", [(WHOLE, EXAMINED, FILED), ({"due": "y"}, SPOKEN, ()), ({"due": "x"}, SPOKEN, ())], E3),
    ("a cell emptied by word", [(WHOLE, EXAMINED, FILED), ({"due": ""}, SPOKEN, ())], E1),
    ("a cell that does not count", [(WHOLE, EXAMINED, FILED), ({"remark": "y"}, SPOKEN, ())], E3),
    ("none of the cells that count", [({"remark": "y"}, SPOKEN, ()), ({"code": "z"}, EXAMINED, FILED)], E3),
    ("no cells at all", [({}, EXAMINED, FILED)], E0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "grade"), ROWS, ids=[row[0] for row in ROWS])
def test_row_is_as_good_as_its_weakest_cell_that_counts(name, given, grade):
    assert grade_row(make_row(*given), ("amount", "due")) is grade


MAIL = (EXAMINED, (Evidence(grade=E2, note="mail"),))
CONTRACT = (EXAMINED, (Evidence(grade=E3, **FILE),))
SAID, CLAIMED = (SPOKEN, ()), (EXAMINED, ())
TOGETHER = [
    ("one voice", [("sponsor1", SAID)], E1),
    ("two of one side", [("sponsor1", SAID), ("outgoin1", SAID)], E1),
    ("two sides, both spoken", [("sponsor1", SAID), ("client01", SAID)], E2),
    ("customer and supplier", [("client01", SAID), ("supplie1", SAID)], E2),
    ("two sides, claim and word: one above the better", [("sponsor1", CLAIMED), ("client01", SAID)], E2),
    ("two sides, two claims", [("sponsor1", CLAIMED), ("client01", CLAIMED)], E1),
    (
        "three sides, three claims: one step only",
        [("sponsor1", CLAIMED), ("client01", CLAIMED), ("supplie1", CLAIMED)],
        E1,
    ),
    ("never above E2", [("sponsor1", MAIL), ("client01", MAIL)], E2),
    ("a signed paper stays what it is", [("sponsor1", CONTRACT), ("client01", SAID)], E3),
    ("the best of one side", [("sponsor1", MAIL), ("outgoin1", SAID)], E2),
    ("a party that the edition does not name has no side", [("sponsor1", SAID), ("nobody01", SAID)], E1),
]


@pytest.mark.parametrize(("name", "voices", "grade"), TOGETHER, ids=[row[0] for row in TOGETHER])
def test_sides_that_agree_corroborate(name, voices, grade):
    parties = RecordBuilder().situation().parties
    statements = [say(method, evidence, by=party) for party, (method, evidence) in voices]
    assert grade_together(statements, parties) is grade
    assert grade_together(statements[::-1], parties) is grade
