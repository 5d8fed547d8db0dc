"""The edition file: written once, read strictly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from takeover.baseline.manifest import (
    encode_edition,
    hash_manifest,
    manifest_from_plain,
    manifest_to_plain,
    read_edition,
)
from takeover.baseline.model import SIGNERS, EditionName
from takeover.record.chain import Entry
from takeover.values import Level, Role
from tests.baseline.sealing import INTERNAL, SHARED, encode_plain, lines_of, seal, whole_record

FROZEN = {edition: seal(whole_record(), edition) for edition in EditionName}
INSIDE = FROZEN[INTERNAL]


@pytest.mark.parametrize("edition", EditionName)
def test_manifest_survives_write_and_read(edition):
    manifest = FROZEN[edition].manifest
    assert manifest_from_plain(manifest_to_plain(manifest)) == manifest
    assert read_edition(FROZEN[edition].edition_file)[0] == manifest


@pytest.mark.parametrize("edition", EditionName)
def test_edition_survives_write_and_read(edition):
    manifest, entries = read_edition(FROZEN[edition].edition_file)
    assert encode_edition(manifest, entries) == FROZEN[edition].edition_file
    assert [replace(entry, line=0) for entry in entries] == [
        replace(entry, line=0) for entry in FROZEN[edition].baseline.entries
    ]
    assert [entry.line for entry in entries] == list(range(2, len(entries) + 2))


def test_an_erased_entry_survives_write_and_read():
    erased = Entry(commitment="ab" * 32, body=None)
    file = encode_edition(INSIDE.manifest, [erased])
    assert file.endswith(b'\n{"commitment":"' + b"ab" * 32 + b'"}\n')
    assert read_edition(file)[1] == (replace(erased, line=2),)


def test_manifest_hash_is_that_of_line_1():
    first = INSIDE.edition_file.splitlines()[0]
    assert hash_manifest(INSIDE.manifest) == hashlib.sha256(first).hexdigest()


def test_signer_names_its_two_fields():
    signers = {signer.role: signer for signer in INSIDE.manifest.expected}
    assert tuple(signers) == SIGNERS[INTERNAL]
    assert signers[Role.OUTGOING_PM].field == "sign-outgoing-pm"
    assert signers[Role.OUTGOING_PM].reserve_field == "reserve-outgoing-pm"
    assert Role.CLIENT not in signers
    assert Role.CLIENT in {signer.role for signer in FROZEN[SHARED].manifest.expected}


def test_draft_has_no_hash_and_a_baseline_the_first_12_digits():
    assert INSIDE.baseline.short_hash == INSIDE.manifest.root[:12]
    assert replace(INSIDE.baseline, manifest=None).short_hash == ""


def change(**changes: object) -> bytes:
    lines = lines_of(INSIDE)
    return encode_plain([lines[0] | changes, *lines[1:]])


def without(field: str) -> bytes:
    lines = lines_of(INSIDE)
    return encode_plain([{name: value for name, value in lines[0].items() if name != field}, *lines[1:]])


def entry_line(plain: object) -> bytes:
    return INSIDE.edition_file + json.dumps(plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize("field", sorted(manifest_to_plain(INSIDE.manifest)))
@pytest.mark.parametrize("wrong", [[1], ["x", {"a": "x"}], {"a": 1}, True, 2**60], ids=repr)
def test_a_field_that_is_missing_or_of_another_type_is_refused(field, wrong):
    for file in (without(field), change(**{field: wrong})):
        with pytest.raises(ValueError, match="line 1"):
            read_edition(file)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "no final newline"),
        (b"\n", "line 1"),
        (INSIDE.edition_file[:-1], "no final newline"),
        (INSIDE.edition_file + b"x", "no final newline"),
        (INSIDE.edition_file + b"\n", "not in canonical form|line"),
        (INSIDE.edition_file.replace(b"\n", b"\r\n"), "line 1: not in canonical form"),
        (b"\xef\xbb\xbf" + INSIDE.edition_file, "line 1"),
        (INSIDE.edition_file.decode().encode("utf-16"), "line"),
        (INSIDE.edition_file.replace(b'{"as_of"', b'{ "as_of"'), "line 1: not in canonical form"),
        (INSIDE.edition_file.replace(b'"zone":', b'"zone":"x","zone":'), "line 1: not in canonical form"),
        (b"[" * 100_000 + b"\n", "line 1"),
        (change(format="takeover-edition/2"), "takeover-edition/2"),
        (change(colour="red"), "fields that are not of the format"),
        (change(edition="public"), "public"),
        (change(root=INSIDE.manifest.root.upper()), "is not a hash"),
        (change(head=INSIDE.manifest.head[:-2]), "is not a hash"),
        (change(levels={"secret": "ab" * 32}), "secret"),
        (change(levels=dict.fromkeys(Level, 5)), "is 5"),
        (change(levels=[]), "line 1"),
        (change(level_salts={"shared": "ab" * 33}), "is not a hash"),
        (change(level_salts={"shared": "ab " * 22}), "is not a hash"),
        (change(as_of="22.11.2026"), "line 1"),
        (change(days_off=["x"]), "line 1"),
        (change(blocked=[{"a": "x"}]), "blocked holds"),
        (change(withheld=["x"]), "withheld holds"),
        (change(expected=[{"field": "sign-x", "role": "sponsor", "party": "", "certificate": ""}]), "does not fit"),
        (change(expected=[{"field": "sign-boss", "role": "boss", "party": "", "certificate": ""}]), "boss"),
        (change(withheld=[{"dimension": "goals", "counts_for": "both", "weight": 1, "stop": True}]), "both"),
        (entry_line([1]), "not in canonical form"),
        (entry_line({}), "not an entry"),
        (entry_line({"commitment": "ab" * 32, "body": {}}), "not an entry"),
        (entry_line({"commitment": "ab" * 32, "body": [], "salt": "ab" * 32}), "not an entry"),
        (entry_line({"commitment": "ab" * 32, "body": "x", "salt": "ab" * 32}), "not an entry"),
        (entry_line({"commitment": "AB" * 32}), "is not a hash"),
        (entry_line({"commitment": 5}), "is not a hash"),
        (entry_line({"commitment": ["ab"]}), "is not a hash"),
        (entry_line({"commitment": "ab" * 32, "body": {}, "salt": "ab" * 31}), "is not a hash"),
        (entry_line({"commitment": "ab" * 32, "body": {}, "salt": None}), "NoneType"),
        (entry_line({"commitment": "ab" * 32, "body": {"a": 1.5}, "salt": "ab" * 32}), "float"),
    ],
)
def test_read_edition_refuses(file, reason):
    with pytest.raises(ValueError, match=reason):
        read_edition(file)
