"""A PDF whose edition holds what no version of the program writes: hashes and root fit, as a forger can make them.

Whatever its entries say, a command ends with an answer about the file, never as a bug; and no path comes out of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from takeover.baseline.check import check_edition
from takeover.baseline.freeze import NO_JUDGEMENT
from takeover.record.bodies import read_evidence
from tests.baseline.sealing import commit, lines_of, reseal
from tests.cli.calling import Shell
from tests.signing.samples import make_pdf
from tests.signing.scene import make_scene

STAMP = {"at": "2026-01-01T00:00:00.000Z", "by": "incomin1", "sharing": "shared"}
KEPT = {"grade": "E3", "sha256": "ab" * 32, "kept": True}


def evidence(item: object) -> dict[str, Any]:
    return {"kind": "evidence_kept", **STAMP, "evidence": item}


EVIDENCE: dict[str, object] = {
    "a grade that there is not": [{"grade": "E9"}],
    "no grade": [{"sha256": "ab" * 32}],
    "a text": "x",
    "an object": {"grade": "E3"},
    "an absolute path": [KEPT | {"sha256": "/etc/passwd"}],
    "a path upwards": [KEPT | {"sha256": "../record"}],
    "a pattern": [KEPT | {"sha256": "*"}],
    "a hash and more": [KEPT | {"sha256": "ab" * 32 + "\n"}],
    "a hash in capitals": [KEPT | {"sha256": "AB" * 32}],
    "a list for a hash": [KEPT | {"sha256": ["ab" * 32]}],
    "a list for a title": [KEPT | {"title": ["minutes"]}],
    "a text for kept": [KEPT | {"kept": "yes"}],
    "no day": [KEPT | {"dated": "yesterday"}],
}
PARTY = {"kind": "party_named", **STAMP, "party": "sponsor1", "role": "sponsor", "side": "own"}
OTHERS: dict[str, dict[str, Any]] = {
    "a number for a name": PARTY | {"name": 7},
    "a list for a party": PARTY | {"party": ["x"]},
    "a role that there is not": PARTY | {"role": "king"},
    "a statement of nothing": {"kind": "answered", **STAMP, "question": "goals.owner"},
    "a row of a text": {"kind": "row_recorded", **STAMP, "register": "payments", "row": "row00009", "values": "x"},
    "a resolution of nothing": {"kind": "resolved", **STAMP, "question": "goals.owner"},
    "a kind that is a list": {**STAMP, "kind": ["noted"]},
    "nothing": {},
}
HOSTILE = {name: evidence(item) for name, item in EVIDENCE.items()} | OTHERS


def forge(body: dict[str, Any] | None, **changes: object) -> tuple[bytes, bytes]:
    """An edition with one more entry, and the PDF that carries it; without a judgement, which would not come out."""
    scene = make_scene()
    lines = [*lines_of(scene.frozen), *([commit(body, 77)] if body is not None else [])]
    levels: dict[str, list[str]] = {"shared": [], "internal": []}
    for line in lines[1:]:
        levels[line.get("body", {}).get("sharing", "shared")].append(line["commitment"])
    edition = reseal(lines, levels, judgement=NO_JUDGEMENT, **changes)
    root = json.loads(edition.split(b"\n")[0])["root"]
    checklist, expected = scene.frozen.checklist_file, scene.frozen.manifest.expected
    pdf = make_pdf(
        expected, edition=edition, checklist=checklist, document_id=bytes.fromhex(root)[:16], reserve_height=60
    )
    return edition, pdf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_scene().write_folder(tmp_path / "folder")


@pytest.fixture
def identity(shell: Shell, tmp_path: Path) -> tuple[object, ...]:
    """Options of `sign` with a new identity."""
    secret, file = tmp_path / "secret", tmp_path / "me.p12"
    secret.write_text("correct horse battery staple\n", "utf-8")
    options = ("--organisation", "Office", "--passphrase-file", secret)
    assert shell.run("identity", "new", "-o", file, "--name", "PM", *options).code == 0
    return ("--identity", file, "--passphrase-file", secret)


def test_the_forged_edition_is_intact_where_its_entries_are(shell: Shell, tmp_path: Path, folder: Path) -> None:
    """The control: without it the tests below could pass because the forgery is a poor one."""
    edition, pdf = forge(evidence([KEPT]))
    assert check_edition(edition, make_scene().frozen.checklist_file).problems == ()
    file = tmp_path / "control.pdf"
    file.write_bytes(pdf)
    assert shell.run("verify", file).code == 4
    assert "ab" * 6 in shell.run("verify", file, "-C", folder).out


@pytest.mark.parametrize("name", HOSTILE)
def test_the_edition_fails_and_nothing_else_does(shell: Shell, tmp_path: Path, folder: Path, name: str) -> None:
    edition, pdf = forge(HOSTILE[name])
    file = tmp_path / "hostile.pdf"
    file.write_bytes(pdf)
    for options in ((), ("-C", folder)):
        called = shell.run("verify", file, "--json", *options)
        assert called.code in (1, 4), called
        assert json.loads(called.out)["verdict"] in ("failed", "indeterminate")
    if name in EVIDENCE:
        assert [problem.code for problem in check_edition(edition, make_scene().frozen.checklist_file).problems] == [
            "BL009"
        ]


def test_hostile_files_are_compared_with_good_ones_without_a_bug(shell: Shell, tmp_path: Path) -> None:
    names = list(HOSTILE)
    files = [tmp_path / f"{number}.pdf" for number in range(len(names))]
    for file, name in zip(files, names, strict=True):
        file.write_bytes(forge(HOSTILE[name])[1])
    good = tmp_path / "good.pdf"
    good.write_bytes(make_scene().good)
    assert shell.run("verify", good, *files).code == 1


@pytest.mark.parametrize("name", ["a number for a name", "a path upwards"])
def test_what_a_hostile_edition_says_is_not_signed(
    shell: Shell, tmp_path: Path, identity: tuple[object, ...], name: str
) -> None:
    file = tmp_path / "hostile.pdf"
    file.write_bytes(forge(HOSTILE[name])[1])
    for role, more in (("sponsor", ()), ("incoming_pm", ()), ("incoming_pm", ("--detached",))):
        assert shell.run("sign", file, "--as", role, *identity, *more).code in (1, 3, 5)
    assert sorted(path.name for path in tmp_path.glob("*.json")) == []
    assert sorted(path.name for path in tmp_path.glob("*.signed-*")) == []


@pytest.mark.parametrize("language", ["fr", "../en", "en+../../x"])
def test_a_language_of_the_manifest_is_no_path(
    shell: Shell, tmp_path: Path, identity: tuple[object, ...], language: str
) -> None:
    file = tmp_path / "hostile.pdf"
    file.write_bytes(forge(None, language=language)[1])
    assert shell.run("verify", file).code == 4
    assert shell.run("sign", file, "--as", "incoming_pm", *identity).code == 0


@pytest.mark.parametrize("sha256", ["/etc/passwd", "../record", "*", "x", "ab" * 31, "ab" * 32 + "/"])
def test_evidence_under_what_is_no_hash_is_not_read(sha256: str) -> None:
    with pytest.raises(ValueError, match="sha256"):
        read_evidence({"evidence": [KEPT | {"sha256": sha256}]})
    (read,) = read_evidence({"evidence": [KEPT]})
    assert read.sha256 == "ab" * 32
