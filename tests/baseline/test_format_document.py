"""docs/edition-format.md: a stranger who follows it comes to the same root, and its tables are complete."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from takeover.baseline.manifest import manifest_to_plain
from takeover.baseline.model import FORMAT, EditionName
from takeover.catalogues import load_catalogue
from tests.baseline.sealing import INTERNAL, note_seal, seal, whole_record

DOCUMENT = (Path(__file__).parents[2] / "docs" / "edition-format.md").read_text("utf-8")
EDITIONS = {edition: seal(whole_record(), edition) for edition in EditionName}


def H(tag: str, *hexes: str) -> str:  # noqa: N802 - the name that the document gives it
    return sha256(f"takeover/{tag}/1\n".encode() + b"".join(map(bytes.fromhex, hexes))).hexdigest()


def test_document_names_every_field_of_the_manifest():
    table = DOCUMENT[DOCUMENT.index("## 2 The manifest") : DOCUMENT.index("## 3 The entries")]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(
        manifest_to_plain(EDITIONS[INTERNAL].manifest)
    )
    assert f"`{FORMAT}`" in table


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_document_names_every_problem_of_this_room(language):
    catalogue = load_catalogue(language)
    codes = set(re.findall(r"`(BL\d{3})`", DOCUMENT))
    assert codes == {f"BL{number:03d}" for number in range(1, 13)}
    assert all(catalogue.text(f"problem.{code}", reason="x", level="x") for code in codes)


@pytest.mark.parametrize("edition", EditionName)
def test_a_stranger_comes_to_the_same_root(edition):
    frozen = EDITIONS[edition]
    lines = frozen.edition_file.splitlines()
    manifest, *entries = (json.loads(line) for line in lines)
    assert [rfc8785.dumps(json.loads(line)) for line in lines] == lines
    levels = manifest["levels"]
    for level, salt in manifest["level_salts"].items():
        commitments = [entry["commitment"] for entry in entries if entry["body"]["sharing"] == level]
        assert H("level", salt, *commitments) == levels[level]
    for entry in entries:
        assert H("entry", entry["salt"], rfc8785.dumps(entry["body"]).hex()) == entry["commitment"]
    assert H("seal", manifest["head"], levels["shared"], levels["internal"], levels["private"]) == manifest["root"]
    assert sha256(frozen.checklist_file).hexdigest() == manifest["checklist"]["attached"]
    assert rfc8785.dumps(json.loads(frozen.checklist_file)) == frozen.checklist_file


def test_the_sealed_entry_keeps_the_hash_of_line_1():
    record, frozen = whole_record(), EDITIONS[INTERNAL]
    note_seal(record, frozen)
    sealed = next(e.body for e in record.chain().entries if e.body and e.body["kind"] == "sealed")
    assert sealed["editions"][0]["manifest"] == sha256(frozen.edition_file.splitlines()[0]).hexdigest()
