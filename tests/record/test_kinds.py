"""The builders: bodies that the format allows, empty fields left out."""

from __future__ import annotations

import datetime as dt

import pytest

from takeover.record import kinds, signoff_kinds
from takeover.record.chain import check_canonical, make_entry
from takeover.record.kinds import COMMON_FIELDS, FIELDS, Evidence, Grade, Kind, name_unknown
from takeover.values import Level, Role
from tests.record.samples import FILE, LINK, NOTE, encode_lines, largest_bodies, salt_for, smallest_bodies, stamp

BODIES = [
    pytest.param(kind, body, id=f"{size}-{kind}")
    for size, bodies in (("smallest", smallest_bodies()), ("largest", largest_bodies()))
    for kind, body in bodies.items()
]


def test_every_builder_has_its_sample():
    names = {*vars(kinds), *vars(signoff_kinds)}
    builders = names & {*Kind, "sealed_salts"}
    assert builders == {*smallest_bodies(), "sealed_salts"}


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_body_is_canonical(kind, body):
    assert make_entry(body, salt_for(1)).body == body
    assert list(check_canonical(encode_lines([[body]])[0])) == []


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_body_says_who_when_and_to_whom(kind, body):
    assert COMMON_FIELDS - {"on"} <= body.keys() <= FIELDS[kind]
    assert (body["kind"], body["by"], body["sharing"]) == (kind, "incomin1", "shared")
    assert body["at"].startswith("2026-11-22T09:00:0")


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_body_holds_no_empty_field(kind, body):
    assert not [name for name, value in body.items() if value in ("", None, ()) or (value == [] and name != "editions")]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_name_unknown_knows_what_the_builders_write(kind, body):
    assert name_unknown(body) == ()


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ({"kind": "merged"}, ("merged",)),
        ({}, ("None",)),
        ({"kind": ["noted"]}, ("['noted']",)),
        ({"kind": "noted", "text": "x", "mood": "x", "colour": "x"}, ("noted.colour", "noted.mood")),
        ({"kind": "refused", "mood": "x"}, ("refused.mood",)),
        ({"kind": "refused", "party": "x"}, ()),
    ],
)
def test_name_unknown_names_kinds_and_fields_of_a_newer_version(body, unknown):
    assert name_unknown(body) == unknown


def test_stamp_writes_the_local_date_only_where_there_is_one():
    assert stamp(2).plain(Kind.NOTED) == {
        "kind": "noted",
        "at": "2026-11-22T09:00:02.123Z",
        "by": "incomin1",
        "sharing": "shared",
    }
    assert stamp(on=dt.date(2026, 11, 20)).plain(Kind.NOTED)["on"] == "2026-11-20"
    assert stamp(sharing=Level.PRIVATE).plain(Kind.NOTED)["sharing"] == "private"


def test_evidence_writes_what_there_is():
    assert FILE.plain() == {
        "grade": "E3",
        "sha256": "ab" * 32,
        "bytes": 48213,
        "media": "application/pdf",
        "title": "合同.pdf",
        "dated": "2026-03-31",
        "author": "sponsor1",
        "place": "第 4 条",
        "kept": True,
    }
    assert LINK.plain() == {"grade": "E1", "link": "https://example.org/minutes/7", "title": "Minutes 7"}
    assert NOTE.plain() == {"grade": "E2", "note": "Mail of the client's PM, 2 November", "dated": "2026-11-02"}
    assert Evidence(grade=Grade.E1, sha256="ab" * 32).plain()["kept"] is False


def test_party_named_in_part_says_only_that_part():
    body = kinds.party_named(stamp(), party="client01", role=Role.CLIENT, name="")
    assert body.keys() - COMMON_FIELDS == {"party", "role"}


def test_sealed_salts_share_the_kind_and_hold_only_the_salts():
    body = signoff_kinds.sealed_salts(stamp(sharing=Level.PRIVATE), baseline=2, level_salts={"shared": "ab" * 32})
    assert body.keys() - COMMON_FIELDS == {"baseline", "level_salts"}
    assert (body["kind"], body["sharing"]) == ("sealed", "private")
