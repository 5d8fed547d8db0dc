import datetime as dt
from functools import lru_cache

import pytest

from takeover.baseline.check import RecordCheck
from takeover.baseline.model import EditionName
from takeover.errors import BadInput, Refused
from takeover.record.kinds import name_unknown
from takeover.record.signoff_kinds import Form, SignatureFacts
from takeover.record.situation import Signature
from takeover.signing.detached import (
    About,
    DetachedCheck,
    SigningDeclaration,
    check_detached,
    encode_declaration,
    sign_declaration,
)
from takeover.signing.model import LayerName, State, Verification
from takeover.signing.receive import (
    Arrival,
    examine_declaration,
    examine_pdf,
    find_unknown_items,
    keep_signature,
)
from takeover.signing.reservations import NO_RESERVATIONS, Reservation, number_reservations
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.record.samples import stamp
from tests.signing import tampering
from tests.signing.samples import (
    ENGLISH,
    SIGNED_AT,
    EditionChecker,
    make_manifest,
    make_pdf,
    make_test_identity,
    sign_as,
)

PM, SPONSOR, OUTGOING = Role.INCOMING_PM, Role.SPONSOR, Role.OUTGOING_PM


@lru_cache
def signed(*roles: Role) -> bytes:
    """A sample that these roles signed one after the other; the same first ones give the same first bytes."""
    return sign_as(signed(*roles[:-1]), roles[-1]).data if roles else make_pdf()


@lru_cache
def verify(data: bytes) -> Verification:
    return verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()))


def sealed() -> str:
    return verify(make_pdf()).chain.revisions[0].sha256


def known_from(*files: bytes) -> tuple[Signature, ...]:
    """What the record knows after these files were entered."""
    found: dict[str, Signature] = {}
    for data in files:
        for new in examine_pdf(verify(data), sealed=sealed(), known=(), catalogue=ENGLISH).new:
            facts = {name: getattr(new.facts, name) for name in ("field", "certificate", "before", "after", "text")}
            found[new.facts.after] = Signature(baseline=1, edition="internal", party="", at="", **facts)
    return tuple(found.values())


def examine(data: bytes, *entered: bytes) -> Arrival:
    return examine_pdf(verify(data), sealed=sealed(), known=known_from(*entered), catalogue=ENGLISH)


def refused(data: bytes, *entered: bytes) -> str:
    with pytest.raises((BadInput, Refused)) as caught:
        examine(data, *entered)
    return caught.value.code


def test_new_signature_is_what_the_record_does_not_know():
    data = signed(PM, SPONSOR)
    arrival = examine(data, signed(PM))
    (new,) = arrival.new
    revision = verify(data).chain.signatures[-1]
    assert (new.role, new.form, new.name) == (SPONSOR, Form.DIGITAL, "TEST sponsor")
    assert (new.facts.after, new.facts.text) == (revision.sha256, NO_RESERVATIONS)
    assert new.facts.before == verify(data).chain.revisions[1].sha256
    assert new.facts.certificate == make_test_identity("sponsor").fingerprint
    assert [finding.key for finding in new.trust] == ["signing.trust.not_pinned"]
    assert arrival.elsewhere == ()


def test_several_signatures_come_at_once():
    arrival = examine(signed(PM, SPONSOR, OUTGOING))
    assert [(new.role, new.form) for new in arrival.new] == [
        (PM, Form.DIGITAL),
        (SPONSOR, Form.DIGITAL),
        (OUTGOING, Form.DIGITAL),
    ]


def test_what_the_record_has_is_not_taken_again():
    data = signed(PM, SPONSOR)
    assert examine(data, data) == Arrival(new=())


def test_a_text_that_was_typed_in_a_viewer_belongs_to_its_signature():
    filled = tampering.append(signed(PM), lambda writer: tampering.set_text(writer, "reserve-sponsor", "I disagree."))
    (new,) = examine(sign_as(filled, SPONSOR).data, signed(PM)).new
    assert new.facts.text == "I disagree."


def type_and_sign(data: bytes, role: Role) -> bytes:
    """Type into the signer's field and save in a viewer, then sign that file."""
    field = f"reserve-{role.value.replace('_', '-')}"
    return sign_as(tampering.append(data, lambda writer: tampering.set_text(writer, field, "I disagree.")), role).data


@lru_cache
def branches(*typing: Role) -> tuple[bytes, bytes]:
    """Two copies of what the PM certified, each signed by somebody else; `typing` are those who used a viewer first."""
    mine, other = (
        type_and_sign(signed(PM), role) if role in typing else signed(PM, role) for role in (SPONSOR, OUTGOING)
    )
    return mine, other


TYPING = pytest.mark.parametrize("typing", [(), (SPONSOR,), (OUTGOING,), (SPONSOR, OUTGOING)], ids=len)


@TYPING
def test_two_who_signed_one_revision_are_both_taken(typing):
    mine, other = branches(*typing)
    arrival = examine(other, mine)
    assert [(new.role, new.form) for new in arrival.new] == [(OUTGOING, Form.PARALLEL)]
    assert arrival.elsewhere == ("sign-sponsor",)
    assert examine(other, mine, other) == Arrival(new=())
    assert examine(mine, mine, other) == Arrival(new=())


@pytest.mark.parametrize(
    ("make", "entered", "code"),
    [
        (lambda: tampering.save_again(signed(PM)), (), "SG060"),
        (lambda: make_pdf(object_streams=False), (), "SG060"),
        (lambda: tampering.append_junk(signed(PM)), (), "SG061"),
        (lambda: tampering.add_page(signed(PM)), (), "SG061"),
        (lambda: tampering.annotate_page(signed(PM)), (), "SG061"),
        (lambda: tampering.fill_unsigned(signed(PM)), (), "SG061"),
        (make_pdf, (), "SG062"),
        (lambda: signed(PM), ((PM, SPONSOR),), "SG063"),
        (make_pdf, ((PM,),), "SG063"),
        (lambda: signed(PM, SPONSOR), ((PM, SPONSOR, OUTGOING),), "SG063"),
    ],
)
def test_each_wrong_file_has_its_own_sentence(make, entered, code):
    assert refused(make(), *(signed(*roles) for roles in entered)) == code


@TYPING
def test_verify_with_the_record_tells_parallel_copies_from_cut_ones(typing):
    mine, other = branches(*typing)

    def layer(data: bytes, *entered: bytes) -> dict[str, State]:
        known = known_from(*entered)
        check = RecordCheck(
            sealed=sealed(), signed=tuple(s.after for s in known), signed_on=tuple(s.before for s in known)
        )
        found = verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()), record=check)
        return {
            finding.key.removeprefix("signing.record."): finding.state
            for finding in found.layer(LayerName.RECORD).findings
        }

    both = {"fits": State.PASSED, "parallel": State.NOT_CHECKED}
    assert layer(mine, mine, other) == layer(other, mine, other) == both
    assert layer(signed(PM), mine, other) == {"signature_missing": State.FAILED}
    assert layer(make_pdf(), mine) == {"signature_missing": State.FAILED}
    assert layer(other, mine) == {"signature_missing": State.FAILED}
    assert layer(mine, signed(PM)) == {"fits": State.PASSED, "signature_new": State.NOT_CHECKED}


def test_a_signature_beside_the_pdf_is_no_fork():
    """A detached signature stands on the sealed base: it must not excuse that the first signature was cut off."""
    known = known_from(signed(PM))
    check = RecordCheck(
        sealed=sealed(),
        signed=(*(item.after for item in known), sealed()),
        signed_on=(*(item.before for item in known), sealed()),
    )
    assert check.parallel_to([sealed()]) == frozenset()


# ---- declarations


def about(**changes: object) -> About:
    fields = {
        "takeover": "ab" * 32,
        "baseline": 1,
        "edition": EditionName.INTERNAL,
        "root": "cd" * 32,
        "pdf": "ef" * 32,
        "role": SPONSOR,
        "name": "",
        "language": "en",
    }
    return About(**fields | changes)


def check(at: dt.datetime = SIGNED_AT, **changes: object) -> DetachedCheck:
    data = encode_declaration(SigningDeclaration(about=about(**changes), sentence="x", lines=("R1 F-01: disputed y",)))
    return check_detached(data, sign_declaration(data, identity=make_test_identity("sponsor"), at=at))


def test_a_declaration_brings_a_signature_that_changes_no_file():
    new = examine_declaration(check(), sealed="ef" * 32, known=())
    assert (new.role, new.form, new.facts.before, new.facts.after) == (SPONSOR, Form.DETACHED, "ef" * 32, "ef" * 32)
    assert new.facts.text == "R1 F-01: disputed y"
    assert [finding.key for finding in new.trust] == ["signing.detached.not_registered"]


def test_a_certificate_that_the_party_used_before_is_said():
    fingerprint = make_test_identity("sponsor").fingerprint
    used = Signature(
        baseline=1, edition="internal", party="", field="sign-sponsor", certificate=fingerprint, before="", after="",
        text="", at="",
    )  # fmt: skip
    keys = {
        findings[0].key
        for findings in (
            examine_declaration(check(), sealed="ef" * 32, known=(used,)).trust,
            examine_declaration(check(), sealed="ef" * 32, known=(), pinned=fingerprint).trust,
        )
    }
    assert keys == {"signing.detached.used_before", "signing.detached.pinned"}


def test_wrong_declarations_have_sentences_of_their_own():
    data = encode_declaration(SigningDeclaration(about=about(), sentence="x"))
    torn = check_detached(data, sign_declaration(data + b" ", identity=make_test_identity("sponsor"), at=SIGNED_AT))
    cases = {
        "SG066": (torn, {}),
        "SG067": (check(pdf="00" * 32), {}),
        "SG068": (check(role=Role.CLIENT), {}),
        "SG069": (check(), {"pinned": "00" * 32}),
    }
    for code, (found, extra) in cases.items():
        with pytest.raises(Refused) as caught:
            examine_declaration(found, sealed="ef" * 32, known=(), **extra)
        assert caught.value.code == code


# ---- entries


TEXT = "R1 F-07: disputed the date; own version March; wish mend it by 2026-12-01; evidence sha256:" + "ab" * 32
FACTS = SignatureFacts(field="sign-sponsor", certificate="aa" * 32, before="bb" * 32, after="cc" * 32, text="")


def keep(text: str, items: frozenset[str] | None) -> list[dict[str, object]]:
    facts = SignatureFacts(**{name: getattr(FACTS, name) for name in FACTS.__dataclass_fields__} | {"text": text})
    bodies = keep_signature(stamp(), baseline=1, edition="internal", party="sponsor1", facts=facts, items=items)
    assert all(name_unknown(body) == () for body in bodies)
    return bodies


def test_all_parts_of_a_reservation_are_kept_and_the_record_stays_writable():
    signed, kept = keep(TEXT, frozenset({"F-07"}))
    assert (signed["kind"], signed["text"]) == ("signed", TEXT)
    parts = {"number": "R1", "item": "F-07", "text": "the date", "own_version": "March", "wish": "mend it"}
    assert parts.items() <= kept.items()
    assert (kept["due"], kept["evidence_sha256"], kept["edition"]) == ("2026-12-01", "ab" * 32, "internal")


def test_an_unknown_item_is_kept_as_a_general_reservation():
    lines = "R1 F-07: disputed a\nR2 F-99: disputed b\nI like nothing."
    _, first, second, third = keep(lines, frozenset({"F-07"}))
    assert (first["item"], first["text"]) == ("F-07", "a")
    assert ("item" in second, second["text"]) == (False, "F-99: b")
    assert ("item" in third, third["text"], third["number"]) == (False, "I like nothing.", "R3")
    assert find_unknown_items(lines, frozenset({"F-07"})) == ("F-99",)
    assert find_unknown_items(lines, None) == ()
    assert [body.get("item") for body in keep(lines, None)[1:]] == ["F-07", "F-99", None]


def test_no_reservations_are_kept_as_none():
    assert len(keep(NO_RESERVATIONS, frozenset())) == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("R1: disputed a\nR2: disputed b", ["R1", "R2"]),
        ("R3 F-02: disputed a\nwhat?\nR1: disputed c", ["R3", "R2", "R1"]),
        ("R1: disputed a\nR1: disputed b", ["R1", "R2"]),
        ("R2异议\nR0: disputed x", ["R1", "R2"]),
        ("none", []),
    ],
)
def test_reservations_have_the_number_that_is_printed(text, numbers):
    found = number_reservations(text)
    assert [number for number, _ in found] == numbers
    assert all(isinstance(given, Reservation) for _, given in found)
