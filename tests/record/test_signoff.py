"""The sign-off: what each party did with an edition, whatever the order in which others acted."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.record import kinds, signoff_kinds
from takeover.record.signoff import PartySignOff, Reply, SignOff, fold_signoff, signoff_to_plain
from takeover.record.signoff_kinds import Form, SignatureFacts, Way
from takeover.values import Level, Role
from tests.builders import RecordBuilder
from tests.record.samples import FILE

EXPECTED = {"internal": (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.WITNESS)}
ABOUT: Mapping[str, Any] = {"baseline": 1, "edition": "internal"}
EDITION = {"edition": "internal", "manifest": "33" * 32, "pdf": "44" * 32, "bytes": 181234}
AS_OF = dt.date(2026, 12, 10)


class Signing(RecordBuilder):
    """A record with one sealed internal edition, to which acts of the sign-off are added."""

    def __init__(self) -> None:
        super().__init__()
        self.add(signoff_kinds.sealed(self.shared, baseline=1, root="11" * 32, head="22" * 32, editions=[EDITION]))

    @property
    def shared(self) -> kinds.Stamp:
        return self.stamp(Level.SHARED)

    def on(self, day: str) -> kinds.Stamp:
        stamp = self.stamp(Level.INTERNAL)
        return kinds.Stamp(at=stamp.at, by=stamp.by, sharing=stamp.sharing, on=dt.date.fromisoformat(day))

    def sign(
        self, party: str, *reservations: str, before: str = "aa", after: str = "bb", field: str = "sign-x"
    ) -> tuple[str, ...]:
        facts = SignatureFacts(field=field, certificate="cc" * 32, before=before * 32, after=after * 32, text="x")
        return self.add(
            signoff_kinds.signed(self.shared, **ABOUT, party=party, signature=facts),
            *(
                signoff_kinds.reserved(self.shared, **ABOUT, party=party, number=f"R{n}", text=text)
                for n, text in enumerate(reservations, 1)
            ),
        )

    def receive(self, party: str, form: Form, **said: Any) -> None:
        self.add(signoff_kinds.received(self.on("2026-12-05"), **ABOUT, party=party, form=form, **said))

    def deliver(self, party: str, answer_by: str = "", day: str = "2026-11-25") -> None:
        body = signoff_kinds.delivered(
            self.on(day), **ABOUT, pdf="44" * 32, to=party, presenter="incomin1", how=Way.MAIL, answer_by=answer_by
        )
        self.add(body)

    def refuse(self, party: str, words: str = "") -> None:
        self.add(signoff_kinds.refused(self.on("2026-12-03"), **ABOUT, party=party, presenter="incomin1", words=words))

    def lift(self, party: str, target: str) -> None:
        self.add(
            signoff_kinds.lifted(
                self.on("2026-12-08"), target=target, baseline=1, party=party, number="R1", evidence=(FILE,)
            )
        )

    def signoff(self, as_of: dt.date = AS_OF) -> SignOff:
        (found,) = fold_signoff(self.situation(), expected=EXPECTED, as_of=as_of)
        return found

    def of(self, party: str, as_of: dt.date = AS_OF) -> PartySignOff:
        found = self.signoff(as_of).of(party)
        assert found is not None
        return found


def test_nothing_sealed_has_no_signoff():
    assert fold_signoff(RecordBuilder().situation(), expected=EXPECTED, as_of=AS_OF) == ()


def test_expected_parties_stand_in_their_order_and_are_not_given_it_yet():
    signoff = Signing().signoff()
    assert [(party.role, party.party, party.reply) for party in signoff.parties] == [
        (Role.INCOMING_PM, "incomin1", Reply.NOT_GIVEN),
        (Role.OUTGOING_PM, "outgoin1", Reply.NOT_GIVEN),
        (Role.SPONSOR, "sponsor1", Reply.NOT_GIVEN),
        (Role.WITNESS, "", Reply.NOT_GIVEN),
    ]
    assert (signoff.baseline, signoff.edition, signoff.root) == (1, "internal", "11" * 32)


def test_others_who_act_stand_behind_the_expected_ones():
    record = Signing()
    record.deliver("supplie1")
    last = record.signoff().parties[-1]
    assert (last.role, last.expected, last.reply) == (Role.SUPPLIER, False, Reply.WAITING)


def test_a_signature_is_digital_unless_it_came_in_another_form():
    record = Signing()
    record.sign("sponsor1", after="b1")
    record.sign("outgoin1", after="b2")
    record.receive("outgoin1", Form.PARALLEL, sha256="b2" * 32)
    record.sign("incomin1", before="44", after="44")
    record.receive("supplie1", Form.INK, sha256="ee" * 32, text="agreed")
    forms = {p.party: [(s.form, s.text) for s in p.signings] for p in record.signoff().parties if p.party}
    assert forms == {
        "sponsor1": [(Form.DIGITAL, "x")],
        "outgoin1": [(Form.PARALLEL, "x")],
        "incomin1": [(Form.DETACHED, "x")],
        "supplie1": [(Form.INK, "agreed")],
    }
    assert all(p.reply is Reply.SIGNED for p in record.signoff().parties if p.party)


def test_reservations_are_open_until_their_own_signer_lifts_them():
    record = Signing()
    _, first, second = record.sign("sponsor1", "the date", "the sum")
    assert record.of("sponsor1").reply is Reply.RESERVED
    record.lift("outgoin1", first)
    assert [item.text for item in record.of("sponsor1").open_reservations] == ["the date", "the sum"]
    record.lift("sponsor1", first)
    found = record.of("sponsor1")
    assert [(item.number, item.lifting is not None) for item in found.reservations] == [("R1", True), ("R2", False)]
    assert found.reply is Reply.RESERVED
    record.lift("sponsor1", second)
    assert record.of("sponsor1").reply is Reply.SIGNED


def test_a_reservation_belongs_to_its_edition_and_old_ones_to_every_edition_of_their_baseline():
    record = Signing()
    for about in ({"baseline": 1}, {"baseline": 1, "edition": "shared"}, {"baseline": 2}):
        record.add(signoff_kinds.reserved(record.shared, **about, party="sponsor1", number="R1", text=str(about)))
    assert [item.text for item in record.of("sponsor1").reservations] == ["{'baseline': 1}"]


@pytest.mark.parametrize(
    ("answer_by", "as_of", "reply"),
    [
        ("", "2026-12-10", Reply.WAITING),
        ("2026-12-10", "2026-12-10", Reply.WAITING),
        ("2026-12-10", "2026-12-11", Reply.SILENT),
    ],
)
def test_silence_begins_on_the_day_after_the_one_that_was_set(answer_by, as_of, reply):
    record = Signing()
    record.deliver("sponsor1", answer_by)
    found = record.of("sponsor1", dt.date.fromisoformat(as_of))
    assert found.reply is reply
    assert found.silent_since == (dt.date.fromisoformat(answer_by) if answer_by else None)


def test_a_reminder_with_a_later_day_is_waited_for():
    record = Signing()
    record.deliver("sponsor1", "2026-12-01")
    record.deliver("sponsor1", "2026-12-20", day="2026-12-02")
    assert record.of("sponsor1").reply is Reply.WAITING
    assert record.of("sponsor1", dt.date(2026, 12, 21)).reply is Reply.SILENT


def test_recorded_silence_needs_no_day():
    record = Signing()
    record.deliver("sponsor1")
    record.receive("sponsor1", Form.NOTHING, attempts="two calls")
    found = record.of("sponsor1")
    assert (found.reply, found.silent_since, found.silences[0].attempts) == (
        Reply.SILENT,
        dt.date(2026, 12, 5),
        "two calls",
    )
    assert found.signings == ()


def test_a_refusal_keeps_words_and_silence_is_no_refusal():
    record = Signing()
    record.deliver("sponsor1", "2026-12-01")
    assert record.of("sponsor1").reply is Reply.SILENT
    record.refuse("sponsor1", "先问法务")
    found = record.of("sponsor1")
    assert (found.reply, found.refusals[0].words, found.refusals[0].witness) == (Reply.REFUSED, "先问法务", "")


def test_a_party_that_the_record_does_not_name_goes_by_its_box():
    record = Signing()
    record.sign("", "the date", field="sign-witness")
    witness = record.signoff().parties[3]
    assert (witness.role, witness.reply, len(witness.reservations)) == (Role.WITNESS, Reply.RESERVED, 1)


def test_signoff_is_written_as_plain_json():
    record = Signing()
    _, first = record.sign("sponsor1", "the date")
    record.lift("sponsor1", first)
    record.deliver("outgoin1", "2026-12-01")
    record.refuse("incomin1", "no")
    plain = signoff_to_plain(record.signoff())
    by_role = {party["role"]: party for party in plain["parties"]}
    assert by_role["sponsor"]["reservations"] == [{"number": "R1", "item": "", "text": "the date", "lifted": True}]
    assert by_role["sponsor"]["signed"][0]["form"] == "digital"
    assert by_role["outgoing_pm"]["silent_since"] == "2026-12-01"
    assert by_role["incoming_pm"]["refused"] == [{"on": "2026-12-03", "witness": "", "words": "no"}]
    assert by_role["witness"]["reply"] == "not_given"


def play(record: Signing, party: str, act: str) -> None:
    match act:
        case "sign":
            record.sign(party, field="sign-x")
        case "reserve":
            record.sign(party, "the date")
        case "refuse":
            record.refuse(party)
        case "deliver":
            record.deliver(party, "2026-12-01")
        case _:
            record.receive(party, Form.NOTHING)


ACTS = st.dictionaries(
    st.sampled_from(["sponsor1", "outgoin1", "client01"]),
    st.lists(st.sampled_from(["sign", "reserve", "refuse", "deliver", "nothing"]), max_size=4),
)


def merge(acts: Mapping[str, Sequence[str]], order: Sequence[str]) -> list[tuple[str, str]]:
    """One order of all acts in which each party's own stay in order."""
    left = {party: list(own) for party, own in acts.items()}
    merged = [(party, left[party].pop(0)) for party in order if left.get(party)]
    return merged + [(party, act) for party, own in left.items() for act in own]


def facts(party: PartySignOff) -> tuple[object, ...]:
    """All but the commitments, which depend on salts."""
    return (
        party.role,
        party.reply,
        [(s.form, s.text) for s in party.signings],
        [(item.number, item.text) for item in party.reservations],
        [(r.day, r.words) for r in party.refusals],
        [(d.day, d.answer_by) for d in party.deliveries],
        [s.day for s in party.silences],
    )


@given(ACTS, st.lists(st.sampled_from(["sponsor1", "outgoin1", "client01"]), max_size=12))
def test_the_order_of_acts_of_different_parties_changes_nothing(acts, order):
    found = []
    for one in (order, []):
        record = Signing()
        for party, act in merge(acts, one):
            play(record, party, act)
        found.append([facts(party) for party in record.signoff().parties])
    assert found[0] == found[1]


@given(st.permutations(["sign", "refuse", "deliver", "nothing"]))
def test_a_signature_stands_in_front_whatever_came_first(order):
    record = Signing()
    for act in order:
        play(record, "sponsor1", act)
    assert record.of("sponsor1").reply is Reply.SIGNED


def test_every_reply_can_come_about():
    seen = set()
    for acts in itertools.chain(
        [()], *(itertools.combinations(["reserve", "sign", "refuse", "deliver"], n) for n in (1, 2))
    ):
        record = Signing()
        for act in acts:
            play(record, "sponsor1", act)
        seen |= {record.of("sponsor1", day).reply for day in (dt.date(2026, 11, 30), AS_OF)}
    assert seen == set(Reply)
