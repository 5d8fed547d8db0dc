"""The situation: what stands, what stands behind it, and what nobody may forget."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.record import kinds, signoff_kinds
from takeover.record.bodies import read_evidence
from takeover.record.chain import make_entry
from takeover.record.kinds import Evidence, Grade
from takeover.record.situation import fold_entries, level_of
from takeover.values import Code, Level, Method, Money, Role, Side, Unknown, UnknownReason
from tests.builders import RecordBuilder
from tests.record import samples
from tests.record.samples import FILE, LINK, NOTE, chain_of, erase, salt_for, stamp

UNKNOWN = Unknown(reason=UnknownReason.NOBODY_KNOWS)


def codes(statements) -> list[tuple[str, str]]:
    return [(s.party, s.answer.code) for s in statements]


def resolve(record: RecordBuilder, question: str, *statements: str, code: str = "no") -> str:
    body = kinds.resolved(
        record.stamp(Level.SHARED),
        question=question,
        answer=Code(code=code),
        statements=statements,
        reason="the signed minutes",
        evidence=(NOTE,),
    )
    return record.add(body)[0]


def add_row(record: RecordBuilder, row: str, values: dict[str, object], **changes: object) -> str:
    fields: dict[str, object] = {"party": "sponsor1", "method": Method.INTERVIEW, "evidence": (), "withdrawn": False}
    body = kinds.row_recorded(
        record.stamp(Level.SHARED), register="payments", row=row, values=values, **(fields | changes)
    )
    return record.add(body)[0]


def test_an_empty_record_says_nothing():
    situation = fold_entries(())
    assert situation.opened is None
    assert (situation.settings, situation.parties, situation.answers(), situation.unknown_kinds) == ({}, {}, {}, ())
    assert (situation.statements("x.y"), situation.standing("x.y"), situation.resolution("x.y")) == ((), (), None)
    assert (situation.rows("payments"), situation.notes(), situation.seals(), situation.signatures()) == ((),) * 4


def test_opened_is_line_1():
    opened = RecordBuilder().situation().opened
    assert (opened.format, opened.takeover, opened.zone, opened.language) == (
        "takeover-record/1",
        "cd" * 32,
        "Europe/Berlin",
        "en",
    )
    assert (opened.by, opened.at) == ("incomin1", "2026-11-20T08:00:00.000Z")


def test_the_newest_setting_stands():
    record = RecordBuilder({"engagement": "client", "team": "no"})
    record.add(kinds.setting_recorded(record.stamp(Level.SHARED), setting="team", value="yes"))
    assert record.situation().settings == {"engagement": "client", "team": "yes"}


def test_newer_fields_of_a_party_stand_in_front_of_older_ones():
    record = RecordBuilder()
    record.add(kinds.party_named(record.stamp(Level.INTERNAL), party="client01", name="委托方", key="boss"))
    record.add(kinds.party_named(record.stamp(Level.INTERNAL), party="client01", capacity="Director"))
    record.add(kinds.party_named(record.stamp(Level.INTERNAL), party="client01", name="the client"))
    client = record.situation().parties["client01"]
    assert (client.name, client.capacity, client.organisation, client.key) == ("the client", "Director", "", "boss")
    assert (client.role, client.side) == (Role.CLIENT, Side.CUSTOMER)


def test_a_party_without_role_is_not_a_party_yet():
    record = RecordBuilder()
    record.add(kinds.party_named(record.stamp(Level.INTERNAL), party="somebod1", name="somebody"))
    assert "somebod1" not in record.situation().parties


def test_parties_are_found_by_role_and_by_key():
    record = RecordBuilder()
    record.add(
        kinds.party_named(
            record.stamp(Level.SHARED), party="client02", role=Role.CLIENT, side=Side.CUSTOMER, key="second"
        )
    )
    situation = record.situation()
    assert situation.party_in(Role.CLIENT).id == "client01"
    assert situation.party_in(Role.WITNESS) is None
    assert situation.party_called("second").id == "client02"
    assert situation.party_called("client").id == "client01"
    assert situation.party_called("nobody") is None


def test_a_role_calls_the_only_party_in_it_and_a_key_comes_first():
    record = RecordBuilder()
    record.add(kinds.party_named(record.stamp(Level.SHARED), party="client01", key="boss"))
    assert record.situation().party_called("client").id == "client01"
    second = {"role": Role.CLIENT, "side": Side.CUSTOMER}
    record.add(kinds.party_named(record.stamp(Level.SHARED), party="client02", key="deputy", **second))
    assert record.situation().party_called("client") is None
    record.add(kinds.party_named(record.stamp(Level.SHARED), party="client03", key="client", **second))
    assert record.situation().party_called("client").id == "client03"


def test_the_newest_statement_of_a_party_stands_in_front():
    record = RecordBuilder()
    record.say("goals.owner", "no")
    record.say("goals.owner", "yes")
    situation = record.situation()
    assert codes(situation.standing("goals.owner")) == [("sponsor1", "yes")]
    assert codes(situation.statements("goals.owner")) == [("sponsor1", "no"), ("sponsor1", "yes")]
    assert situation.answers() == {"goals.owner": (Code(code="yes"),)}


def test_statements_of_parties_stand_side_by_side_in_the_order_of_their_first_words():
    record = RecordBuilder()
    for party, code in (("client01", "no"), ("sponsor1", "yes"), ("outgoin1", "partly"), ("client01", "partly")):
        record.say("goals.owner", code, by=party)
    situation = record.situation()
    assert codes(situation.standing("goals.owner")) == [
        ("client01", "partly"),
        ("sponsor1", "yes"),
        ("outgoin1", "partly"),
    ]


def test_a_statement_carries_all_that_was_said():
    body = kinds.answered(
        stamp(3, Level.INTERNAL, on=dt.date(2026, 11, 20)),
        asked=samples.ASKED,
        party="client01",
        method=Method.DOCUMENT_EXAMINED,
        answer=samples.ANSWERS[4],
        words="“三亿零五百万”",
        evidence=(FILE, LINK),
    )
    chain = chain_of(samples.encode_lines([[body]]))
    (statement,) = fold_entries(chain.entries).statements("goals.signed-statement")
    assert statement.commitment == chain.entries[0].commitment
    assert (statement.line, statement.party, statement.by) == (1, "client01", "incomin1")
    assert (statement.at, statement.on) == ("2026-11-22T09:00:03.123Z", dt.date(2026, 11, 20))
    assert (statement.method, statement.answer) == (Method.DOCUMENT_EXAMINED, samples.ANSWERS[4])
    assert (statement.words, statement.evidence) == ("“三亿零五百万”", (FILE, LINK))
    assert (statement.sharing, statement.text, statement.language) == (Level.INTERNAL, samples.ASKED.text, "zh-Hans")


def test_evidence_added_later_stands_with_its_statement():
    record = RecordBuilder()
    said = record.say("goals.owner", "yes")
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(LINK,), about=said))
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(FILE,), about=said))
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(FILE,)))
    (statement,) = record.situation().standing("goals.owner")
    assert statement.evidence[1:] == (LINK, FILE)


def test_a_resolution_holds_until_a_newer_known_statement():
    record = RecordBuilder()
    first, second = record.say("goals.owner", "yes"), record.say("goals.owner", "no", by="client01")
    assert record.situation().resolution("goals.owner") is None
    closed = resolve(record, "goals.owner", first, second)
    resolution = record.situation().resolution("goals.owner")
    assert (resolution.commitment, resolution.answer, resolution.statements) == (
        closed,
        Code(code="no"),
        (first, second),
    )
    assert (resolution.reason, resolution.evidence, resolution.by) == ("the signed minutes", (NOTE,), "incomin1")
    record.say("goals.owner", UNKNOWN, by="outgoin1")
    assert record.situation().resolution("goals.owner").commitment == closed
    third = record.say("goals.owner", "partly", by="outgoin1")
    assert record.situation().resolution("goals.owner") is None
    again = resolve(record, "goals.owner", first, second, third, code="partly")
    assert record.situation().resolution("goals.owner").commitment == again
    record.say("goals.owner", "yes")
    assert record.situation().resolution("goals.owner") is None


def test_a_resolution_is_of_its_question_alone():
    record = RecordBuilder()
    said = record.say("goals.owner", "yes")
    resolve(record, "scope.owner", said)
    assert record.situation().resolution("goals.owner") is None
    assert record.situation().resolution("scope.owner").statements == (said,)


def test_rows_are_merged_column_by_column():
    record = RecordBuilder()
    euros = {"amount": "290000.00", "currency": "EUR"}
    first = add_row(record, "row00001", {"trigger": "验收", "amount": euros}, evidence=(LINK,))
    add_row(record, "row00002", {"trigger": "signing"})
    second = add_row(
        record,
        "row00001",
        {"trigger": "acceptance", "due": "2026-10-01"},
        party="client01",
        method=Method.DOCUMENT_EXAMINED,
        evidence=(FILE,),
    )
    one, two = record.situation().rows("payments")
    assert one.values == {
        "trigger": "acceptance",
        "amount": Money(amount=Decimal("290000.00"), currency="EUR"),
        "due": "2026-10-01",
    }
    assert (one.id, one.register, one.party, one.method) == (
        "row00001",
        "payments",
        "client01",
        Method.DOCUMENT_EXAMINED,
    )
    assert (one.evidence, one.commitments) == ((LINK, FILE), (first, second))
    assert [(sorted(backing.columns), backing.method, backing.evidence) for backing in one.backings] == [
        (["amount"], Method.INTERVIEW, (LINK,)),
        (["due", "trigger"], Method.DOCUMENT_EXAMINED, (FILE,)),
    ]
    assert two.values == {"trigger": "signing"}
    assert record.situation().rows("risks") == ()


def test_a_withdrawn_row_is_gone_until_it_is_recorded_again():
    record = RecordBuilder()
    add_row(record, "row00001", {"trigger": "a"})
    add_row(record, "row00001", {}, withdrawn=True)
    assert record.situation().rows("payments") == ()
    add_row(record, "row00001", {"due": "b"})
    assert record.situation().rows("payments")[0].values == {"trigger": "a", "due": "b"}


def test_evidence_of_a_value_that_no_longer_stands_backs_nothing():
    record = RecordBuilder()
    add_row(record, "row00001", {"due": "a"}, evidence=(FILE,))
    add_row(record, "row00001", {"due": "b"})
    (row,) = record.situation().rows("payments")
    assert [(backing.columns, backing.evidence) for backing in row.backings] == [({"due"}, ())]
    assert row.evidence == ()


def test_every_time_that_a_value_was_given_backs_it_and_a_withdrawal_does_not():
    record = RecordBuilder()
    add_row(record, "row00001", {"due": "a"})
    add_row(record, "row00001", {"due": "b"}, evidence=(NOTE,))
    first = add_row(record, "row00001", {"due": "a"}, evidence=(LINK,))
    add_row(record, "row00001", {"due": "a"}, withdrawn=True, evidence=(FILE,))
    add_row(record, "row00001", {"trigger": "c"})
    record.add(kinds.evidence_kept(record.stamp(Level.SHARED), evidence=(FILE, LINK), about=first))
    (row,) = record.situation().rows("payments")
    assert [(backing.columns, backing.evidence) for backing in row.backings] == [
        ({"due"}, ()),
        ({"due"}, (LINK, FILE, LINK)),
        ({"trigger"}, ()),
    ]
    assert row.evidence == (LINK, FILE)


def test_columns_of_two_levels_that_were_given_together_share_their_evidence():
    record = RecordBuilder()
    said = {"register": "payments", "row": "row00001", "party": "sponsor1", "method": Method.DOCUMENT_EXAMINED}
    record.add(
        kinds.row_recorded(record.stamp(Level.SHARED), values={"due": "a"}, evidence=(FILE,), **said),
        kinds.row_recorded(record.stamp(Level.INTERNAL), values={"collector": "b"}, **said),
    )
    entries = record.chain().entries
    unnumbered = [replace(entry, line=0) for entry in entries]  # an edition does not carry the lines of the record
    for situation in (fold_entries(entries), fold_entries(unnumbered)):
        (row,) = situation.rows("payments")
        assert [(backing.columns, backing.evidence) for backing in row.backings] == [({"due", "collector"}, (FILE,))]


def test_notes_stand_in_order_with_what_they_are_about():
    record = RecordBuilder()
    said = record.say("goals.owner", "yes")
    record.add(kinds.noted(record.stamp(Level.PRIVATE), text="备注", question="goals.owner"))
    record.add(kinds.noted(record.stamp(Level.INTERNAL), text="second", about=said))
    notes = record.situation().notes()
    assert [(n.text, n.question, n.about, n.sharing) for n in notes] == [
        ("备注", "goals.owner", "", Level.PRIVATE),
        ("second", "", said, Level.INTERNAL),
    ]
    assert notes[0].by == "incomin1"


def test_seals_know_their_salts_and_where_the_record_stood():
    record = RecordBuilder()
    shared, private = record.stamp(Level.SHARED), record.stamp(Level.PRIVATE)
    editions = [{"edition": "internal", "manifest": "33" * 32, "pdf": "44" * 32, "bytes": 5}]
    record.add(
        signoff_kinds.sealed(shared, baseline=1, root="11" * 32, head="22" * 32, editions=editions),
        signoff_kinds.sealed_salts(private, baseline=1, level_salts={"shared": "55" * 32}),
    )
    record.add(signoff_kinds.sealed(shared, baseline=2, root="66" * 32, head="77" * 32, editions=editions))
    first, second = record.situation().seals()
    assert (first.baseline, first.root, first.head, first.editions) == (
        1,
        "11" * 32,
        "22" * 32,
        {"internal": "44" * 32},
    )
    assert (first.level_salts, first.line) == ({"shared": "55" * 32}, len(record.lines) - 1)
    assert (second.baseline, second.level_salts) == (2, {})


def test_signatures_stand_in_order():
    record = RecordBuilder()
    for party in ("sponsor1", "client01"):
        record.add(
            signoff_kinds.signed(
                record.stamp(Level.SHARED), baseline=1, edition="internal", party=party, signature=samples.SIGNATURE
            )
        )
    signatures = record.situation().signatures()
    assert [signature.party for signature in signatures] == ["sponsor1", "client01"]
    assert (signatures[0].field, signatures[0].certificate) == ("sign-sponsor", "aa" * 32)
    assert (signatures[0].before, signatures[0].after, signatures[0].text) == (
        "bb" * 32,
        "cc" * 32,
        samples.SIGNATURE.text,
    )


def test_reshared_moves_an_entry_and_the_newest_move_stands():
    record = RecordBuilder()
    said = record.say("goals.owner", "yes", sharing=Level.INTERNAL)
    entry = record.chain().entries[-1]
    assert level_of(entry, record.situation().levels) is Level.INTERNAL
    for level in (Level.SHARED, Level.PRIVATE):
        record.add(kinds.reshared(record.stamp(level), target=said))
        assert level_of(entry, record.situation().levels) is level
        assert record.situation().standing("goals.owner")[0].sharing is level


def test_erased_entries_leave_their_level_and_nothing_else():
    record = RecordBuilder()
    said = record.say("goals.owner", "yes", sharing=Level.INTERNAL)
    note = record.add(kinds.noted(record.stamp(Level.PRIVATE), text="x"))[0]
    for target, level, kind in ((said, Level.INTERNAL, "answered"), (note, Level.PRIVATE, "noted")):
        record.add(kinds.erased(record.stamp(level), target=target, target_kind=kind, reason="asked to"))
    chain = chain_of(erase(erase(record.lines, said), note))
    situation = fold_entries(chain.entries)
    assert (situation.standing("goals.owner"), situation.notes(), situation.answers()) == ((), (), {})
    assert situation.levels == {said: Level.INTERNAL, note: Level.PRIVATE}
    levels = {entry.commitment: level_of(entry, situation.levels) for entry in chain.entries if entry.body is None}
    assert levels == situation.levels


def test_an_erased_entry_without_notice_has_no_level():
    entry = replace(make_entry({"sharing": "shared"}, salt_for(1)), body=None)
    with pytest.raises(ValueError, match="without its notice"):
        level_of(entry, {})


def test_kinds_and_fields_of_a_newer_version_are_listed_once():
    record = RecordBuilder()
    base = record.stamp(Level.SHARED).plain(kinds.Kind.NOTED)
    record.add(base | {"kind": "merged"}, base | {"text": "x", "colour": "red"})
    record.add(base | {"kind": "merged"})
    situation = record.situation()
    assert situation.unknown_kinds == ("merged", "noted.colour")
    assert len(situation.by_kind["merged"]) == 2


def test_unknown_fields_of_evidence_are_left_alone():
    body = {"evidence": [{"grade": "E2", "note": "mail", "colour": "red"}]}
    assert read_evidence(body) == (Evidence(grade=Grade.E2, note="mail"),)
    assert read_evidence({}) == ()


SAID = st.lists(
    st.tuples(
        st.sampled_from(["goals.owner", "scope.owner"]),
        st.sampled_from(["sponsor1", "client01", "outgoin1"]),
        st.sampled_from(["yes", "no"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, database=None)
@given(SAID)
def test_nothing_said_is_dropped_and_each_party_stands_once(said):
    record = RecordBuilder()
    for question, party, code in said:
        record.say(question, code, by=party)
    situation = record.situation()
    for question in ("goals.owner", "scope.owner"):
        here = [(party, code) for asked, party, code in said if asked == question]
        assert codes(situation.statements(question)) == here
        assert dict(codes(situation.standing(question))) == dict(here)
        assert [party for party, _ in codes(situation.standing(question))] == list(dict(here))


@settings(max_examples=60, deadline=None, database=None)
@given(SAID, st.randoms(use_true_random=False))
def test_the_order_of_different_parties_changes_nothing_that_stands(said, shuffle):
    """Statements of one party on one question keep their order; all else may come in any order."""
    queues: dict[tuple[str, str], list[str]] = {}
    for question, party, code in said:
        queues.setdefault((question, party), []).append(code)
    order = [(question, party) for question, party, _ in said]
    shuffle.shuffle(order)
    straight, mixed = RecordBuilder(), RecordBuilder()
    for question, party, code in said:
        straight.say(question, code, by=party)
    for question, party in order:
        mixed.say(question, queues[question, party].pop(0), by=party)
    for question in ("goals.owner", "scope.owner"):
        one, other = straight.situation().standing(question), mixed.situation().standing(question)
        assert dict(codes(one)) == dict(codes(other))


@settings(max_examples=40, deadline=None, database=None)
@given(SAID)
def test_folding_a_prefix_and_more_is_folding_all(said):
    """What stood in a prefix is still among the statements of the whole, in the same order."""
    record = RecordBuilder()
    for question, party, code in said:
        record.say(question, code, by=party)
    entries = record.chain().entries
    whole = fold_entries(entries).statements("goals.owner")
    for end in range(len(entries) + 1):
        prefix = fold_entries(entries[:end]).statements("goals.owner")
        assert prefix == whole[: len(prefix)]


def test_answers_of_a_resolved_dispute_are_the_one_that_was_settled_on():
    record = RecordBuilder()
    said = (record.say("goals.a", "yes"), record.say("goals.a", "no", by="client01"))
    assert record.situation().answers()["goals.a"] == (Code(code="yes"), Code(code="no"))
    resolve(record, "goals.a", *said)
    assert record.situation().answers()["goals.a"] == (Code(code="no"),)
