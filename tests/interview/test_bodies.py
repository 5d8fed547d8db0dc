"""What is done becomes entries of the right level, and saying it again adds nothing."""

import datetime as dt
from decimal import Decimal

import pytest

from takeover.checklist.model import Column, QuestionType, Register
from takeover.errors import BadInput, UsageError
from takeover.interview.acts import (
    SIDES,
    Answered,
    EvidenceAdded,
    GivenRow,
    Noted,
    Offered,
    PartyNamed,
    Resolved,
    RowsRecorded,
    SettingRecorded,
    default_method,
    files_of,
)
from takeover.interview.bodies import bodies_of
from takeover.record import kinds
from takeover.record.canonical import encode_canonical
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Level, Method, Money, NotApplicable, Role, Side, Unknown, UnknownReason
from tests.builders import RecordBuilder, make_checklist, make_question
from tests.interview.desk import TODAY, Desk, make_ids

COLUMNS = (
    Column(id="milestone", type=QuestionType.TEXT, title="Milestone", sharing=Level.SHARED),
    Column(id="amount", type=QuestionType.MONEY, title="Amount", sharing=Level.SHARED),
    Column(id="collector", type=QuestionType.TEXT, title="Collector", sharing=Level.INTERNAL),
)
CHECKLIST = make_checklist(
    make_question("a.shared"),
    make_question("a.internal", sharing=Level.INTERNAL),
    registers=(Register(id="payments", title="Payments", columns=COLUMNS),),
)
KEPT = {
    "/x/contract.pdf": Evidence(
        grade=Grade.E0, sha256="ab" * 32, bytes=7, media="application/pdf", kept=True, title="contract.pdf"
    )
}
YES = Code(code="yes")


def _bodies(*acts, record=None):
    bodies = bodies_of(
        *acts,
        checklist=CHECKLIST,
        checklist_sha256="cc" * 32,
        situation=(record or RecordBuilder()).situation(),
        at="2026-11-23T09:00:00.000Z",
        by="incomin1",
        new_ids=make_ids(),
        kept=KEPT,
    )
    for body in bodies:
        assert encode_canonical(body)
    return bodies


def _answered(**changes):
    fields = {"question": "a.shared", "party": "sponsor", "method": Method.INTERVIEW, "answer": YES, "on": TODAY}
    return Answered(**fields | changes)


def test_every_role_has_a_side():
    assert set(SIDES) == set(Role)
    assert {SIDES[Role.CLIENT], SIDES[Role.MAIN_USER]} == {Side.CUSTOMER}


def test_the_incoming_pm_looks_and_others_are_asked():
    assert default_method(Role.INCOMING_PM) is Method.OWN_OBSERVATION
    assert default_method(Role.FINANCE) is Method.INTERVIEW


def test_answer_carries_who_said_what_was_asked_and_how():
    (body,) = _bodies(_answered(words=" as said \x00"))
    assert body["party"] == "sponsor1"
    assert body["sharing"] == "shared"
    assert body["checklist"] == {"id": "test", "version": "1.0.0", "sha256": "cc" * 32}
    assert (body["text"], body["language"], body["words"], body["on"]) == ("a.shared?", "en", "as said", "2026-11-23")


@pytest.mark.parametrize("party", ["sponsor", "sponsor1"])
def test_answer_names_its_party_by_key_or_id(party):
    assert _bodies(_answered(party=party))[0]["party"] == "sponsor1"


def test_answer_has_the_level_of_its_question():
    assert _bodies(_answered(question="a.internal"))[0]["sharing"] == "internal"


def test_private_remark_becomes_a_note_of_its_own():
    answer, note = _bodies(_answered(remark="careful"))
    assert "careful" not in str(answer)
    assert (note["kind"], note["sharing"], note["question"]) == ("noted", "private", "a.shared")


def test_evidence_of_a_file_a_link_and_a_note():
    evidence = (
        Offered(grade=Grade.E3, path="/x/contract.pdf", place="clause 4", dated=dt.date(2026, 1, 2), author="client"),
        Offered(grade=Grade.E2, link="https://example.org/minutes", title="Minutes"),
        Offered(grade=Grade.E1, note="said on the phone"),
    )
    (body,) = _bodies(_answered(evidence=evidence))
    file, link, note = body["evidence"]
    assert file == {
        "grade": "E3",
        "sha256": "ab" * 32,
        "bytes": 7,
        "media": "application/pdf",
        "title": "contract.pdf",
        "dated": "2026-01-02",
        "author": "client01",
        "place": "clause 4",
        "kept": True,
    }
    assert link == {"grade": "E2", "link": "https://example.org/minutes", "title": "Minutes"}
    assert note == {"grade": "E1", "note": "said on the phone"}


def test_parties_inside_an_answer_are_named_by_id():
    (unknown,) = _bodies(_answered(answer=Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client")))
    assert unknown["answer"]["who"] == "client01"
    (outside,) = _bodies(_answered(answer=NotApplicable(reason="none here", second="outgoing_pm")))
    assert outside["answer"]["second"] == "outgoin1"


def test_row_is_split_into_one_body_a_level():
    values = {"milestone": "Final", "amount": Money(amount=Decimal("10.50"), currency="EUR"), "collector": "we"}
    row = GivenRow(values=values)
    shared, internal = _bodies(RowsRecorded(register="payments", party="client", method=Method.INTERVIEW, rows=(row,)))
    assert shared["values"] == {"milestone": "Final", "amount": {"amount": "10.50", "currency": "EUR"}}
    assert (internal["sharing"], internal["values"]) == ("internal", {"collector": "we"})
    assert shared["row"] == internal["row"] == "new00001"


def test_new_party_gets_an_id_a_side_and_can_speak_in_the_same_breath():
    party, answer = _bodies(PartyNamed(role=Role.FINANCE, name="Accounts"), _answered(party="finance"))
    assert (party["party"], party["side"], party["key"], party["sharing"]) == ("new00001", "own", "finance", "shared")
    assert answer["party"] == "new00001"


def test_party_known_already_is_named_more_fully_or_not_at_all():
    assert _bodies(PartyNamed(role=Role.SPONSOR)) == ()
    (body,) = _bodies(PartyNamed(role=Role.SPONSOR, organisation="Head office"))
    assert (body["party"], body["organisation"]) == ("sponsor1", "Head office")
    assert "role" not in body


def test_party_keeps_the_id_that_was_drawn_before():
    assert _bodies(PartyNamed(role=Role.PMO, id="abcdefgh"))[0]["party"] == "abcdefgh"


def test_evidence_added_has_the_level_of_the_question_it_is_about():
    evidence = (Offered(grade=Grade.E2, note="mail"),)
    (body,) = _bodies(EvidenceAdded(question="a.shared", about="aa" * 32, evidence=evidence))
    assert (body["kind"], body["sharing"], body["about"]) == ("evidence_kept", "shared", "aa" * 32)
    assert _bodies(EvidenceAdded(evidence=evidence))[0]["sharing"] == "internal"


def test_resolution_names_the_statements():
    (body,) = _bodies(Resolved(question="a.shared", answer=YES, statements=("aa" * 32,), reason="the annex"))
    assert (body["kind"], body["statements"], body["reason"]) == ("resolved", ["aa" * 32], "the annex")


REPEATED = (
    SettingRecorded(setting="engagement", value="internal"),
    PartyNamed(role=Role.FINANCE, name="Accounts"),
    _answered(words="so", evidence=(Offered(grade=Grade.E1, note="n"),), remark="mine"),
    _answered(answer=Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client"), party="finance"),
    RowsRecorded(
        register="payments", party="client", method=Method.INTERVIEW, rows=(GivenRow(values={"milestone": "A"}),)
    ),
    Noted(text="remember", question="a.shared"),
)


def test_saying_all_of_it_again_adds_nothing():
    record = RecordBuilder()
    record.add(*_bodies(*REPEATED, record=record))
    assert _bodies(*REPEATED, record=record) == ()


def test_saying_something_else_is_a_new_statement():
    desk = Desk(CHECKLIST)
    desk.keep(_answered())
    desk.keep(_answered(answer=Code(code="no")))
    desk.keep(_answered(party="client"))
    assert len(desk.situation().statements("a.shared")) == 3
    assert [said.answer for said in desk.situation().standing("a.shared")] == [Code(code="no"), YES]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_answered(party="nobody"), "IV052"),
        (_answered(question="no.such"), "IV053"),
        (RowsRecorded(register="no", party="client", method=Method.INTERVIEW, rows=(GivenRow(values={}),)), "IV054"),
    ],
)
def test_what_is_not_there_is_refused_by_name(act, code):
    with pytest.raises(UsageError) as caught:
        _bodies(act)
    assert caught.value.code == code


SIGNED = (Offered(grade=Grade.E3, note="she says it is signed"),)
SOMEBODY, REFUSED = UnknownReason.SOMEBODY_ELSE, UnknownReason.REFUSED
MISTAKES = [
    (_answered(evidence=SIGNED), "IV025"),
    (_answered(evidence=(Offered(grade=Grade.E3, link="https://example.org/c"),)), "IV025"),
    (EvidenceAdded(question="a.shared", about="aa" * 32, evidence=SIGNED), "IV025"),
    (Resolved(question="a.shared", answer=YES, statements=(), reason="so", evidence=SIGNED), "IV025"),
    (
        RowsRecorded(register="payments", party="client", method=Method.INTERVIEW, rows=(), evidence=SIGNED),
        "IV025",
    ),
    (_answered(answer=Unknown(reason=SOMEBODY)), "IV029"),
    (_answered(answer=Unknown(reason=REFUSED, who="client")), "IV029"),
]


@pytest.mark.parametrize(("act", "code"), MISTAKES)
def test_what_no_act_may_say_is_refused_whoever_built_the_act(act, code):
    with pytest.raises(BadInput) as caught:
        _bodies(_answered(), act)
    assert (caught.value.code, [problem.code for problem in caught.value.problems]) == ("IV055", [code])


def test_evidence_that_the_record_has_is_taken_along_as_it_stands():
    old = Evidence(grade=Grade.E3, note="written by an earlier version")
    (body,) = _bodies(_answered(evidence=(old,)))
    assert body["evidence"] == [old.plain()]


def test_rows_given_again_with_evidence_are_backed_by_it_once():
    desk = Desk(CHECKLIST)
    values = {"milestone": "Final", "collector": "we"}
    for evidence in ((), (Offered(grade=Grade.E2, note="ledger"),), (Offered(grade=Grade.E2, note="ledger"),), ()):
        desk.keep(RowsRecorded(
            register="payments", party="client", method=Method.INTERVIEW, rows=(GivenRow(values=values),), evidence=evidence
        ))  # fmt: skip
    (row,) = desk.situation().rows("payments")
    assert [(set(one.columns), [item.note for item in one.evidence]) for one in row.backings] == [
        (set(values), []),
        (set(values), ["ledger"]),
    ]


def test_a_role_names_the_only_party_in_it_whatever_its_key():
    record = RecordBuilder()
    record.add(kinds.party_named(record.stamp(Level.SHARED), party="sponsor1", key="boss"))
    assert _bodies(_answered(party="sponsor"), record=record)[0]["party"] == "sponsor1"


def test_files_of_lists_what_must_be_kept_first():
    offered = (Offered(grade=Grade.E3, path="/x/contract.pdf"), Offered(grade=Grade.E1, note="n"))
    secret = Offered(grade=Grade.E3, reference="/x/personnel.pdf")
    assert files_of(_answered(evidence=(*offered, secret))) == {"/x/contract.pdf": True, "/x/personnel.pdf": False}
    assert files_of(EvidenceAdded(evidence=offered)) == {"/x/contract.pdf": True}
    assert files_of(Noted(text="x")) == {}
