"""`takeover verify`: options, settings, folder, several files, page, kit, JSON; on a machine with little installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from takeover.cli.beside import check_folder, compare_tools, read_expected
from takeover.cli.limits import limit_memory
from takeover.errors import UsageError
from takeover.record.kinds import Evidence, Grade
from takeover.signing.outside import FileState
from takeover.values import Role
from tests.baseline.sealing import TOOLS, seal
from tests.cli.calling import SHORT, Called, Shell
from tests.signing.authority import house_identity, house_pem
from tests.signing.scene import PROOF, TRUSTED, make_later_scene, make_scene, pdf_of, sign_real
from tests.signing.test_trust import NAME, named_record

SCENE = make_scene()
TRUST = tuple(option for fingerprint in TRUSTED for option in ("--trust", fingerprint))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.pdf"
    file.write_bytes(SCENE.good)
    return file


@pytest.fixture
def takeover(tmp_path: Path) -> Path:
    return SCENE.write_folder(tmp_path / "its-folder")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.yaml"
    monkeypatch.setenv("TAKEOVER_SETTINGS", str(file))
    return file


def layers_of(called: Called) -> dict[str, str]:
    return {layer["layer"]: layer["state"] for layer in json.loads(called.out)["layers"]}


# ---- trust and hashes


def test_a_good_file_passes_with_trust_and_is_open_without(shell: Shell, good: Path) -> None:
    assert shell.run("verify", good, *TRUST).code == 0
    alone = shell.run("verify", good)
    assert (alone.code, alone.err) == (4, "")
    assert alone.out.startswith("INDETERMINATE")


def test_trust_may_stand_in_the_settings(shell: Shell, good: Path, settings: Path) -> None:
    settings.write_text("trust:\n" + "".join(f"- {fingerprint}\n" for fingerprint in TRUSTED))
    assert shell.run("verify", good).code == 0


def test_a_house_authority_may_stand_in_the_settings(shell: Shell, tmp_path: Path, settings: Path) -> None:
    file = tmp_path / "house.pdf"
    file.write_bytes(sign_real(pdf_of(seal(named_record(NAME))), Role.INCOMING_PM, identity=house_identity(NAME)))
    assert shell.run("verify", file).code == 4
    (tmp_path / "ca.pem").write_bytes(house_pem())
    settings.write_text("authorities: [ca.pem]\n")
    assert shell.run("verify", file).code == 0
    (tmp_path / "ca.pem").write_text("nothing")
    refused = shell.run("verify", file)
    assert (refused.code, "SG080" in refused.err) == (3, True)


def test_the_folder_vouches_for_the_incoming_pm(shell: Shell, good: Path, takeover: Path) -> None:
    called = shell.run("verify", good, "-C", takeover, "--json")
    trust = next(layer for layer in json.loads(called.out)["layers"] if layer["layer"] == "trust")
    assert [finding["key"] for finding in trust["findings"]][:2] == [
        "signing.trust.trusted",
        "signing.trust.not_pinned",
    ]


@pytest.mark.parametrize(
    ("expect", "code"),
    [(SCENE.expect, 0), (SCENE.expect[:12].upper(), 0), ("0" * 12, 1), (SCENE.frozen.manifest.root, 0)],
    ids=["whole", "short", "other", "root"],
)
def test_a_noted_hash_is_compared(shell: Shell, good: Path, expect: str, code: int) -> None:
    assert shell.run("verify", good, *TRUST, "--expect", expect).code == code


@pytest.mark.parametrize("text", ["abc", "x" * 64, "0" * 65, "not a hash at all"])
def test_a_hash_that_means_nothing_is_wrong_usage(shell: Shell, good: Path, text: str) -> None:
    called = shell.run("verify", good, "--expect", text)
    assert (called.code, "CM110" in called.err) == (2, True)
    with pytest.raises(UsageError):
        read_expected(text)


# ---- folder and evidence


def test_with_its_folder_every_layer_passes(shell: Shell, good: Path, takeover: Path) -> None:
    called = shell.run("verify", good, "-C", takeover, *TRUST, "--json")
    assert (called.code, set(layers_of(called).values())) == (0, {"passed"})


def test_an_older_baseline_fails_against_the_folder_unless_it_is_meant(
    shell: Shell, good: Path, tmp_path: Path
) -> None:
    later = make_later_scene().write_folder(tmp_path / "later")
    replayed = shell.run("verify", good, "-C", later, *TRUST)
    assert (replayed.code, "baseline 2" in replayed.out) == (1, True)
    root = SCENE.frozen.manifest.root[:12]
    assert shell.run("verify", good, "-C", later, *TRUST, "--expect", root).code == 0


def kept_file(takeover: Path) -> Path:
    [file] = (takeover / "evidence").iterdir()
    return file


def test_exchanged_and_missing_evidence_is_told(shell: Shell, good: Path, takeover: Path) -> None:
    kept_file(takeover).write_text("exchanged")
    changed = shell.run("verify", good, "-C", takeover, *TRUST)
    assert (changed.code, '"minutes" was changed' in changed.out) == (1, True)
    kept_file(takeover).unlink()
    missing = shell.run("verify", good, "-C", takeover, *TRUST)
    assert (missing.code, '"minutes" is missing' in missing.out) == (4, True)


def test_a_record_written_anew_fails(shell: Shell, good: Path, takeover: Path) -> None:
    from tests.signing.scene import note_pdf, tell

    record = tell("nothing was ever agreed")
    note_pdf(record, SCENE.frozen, SCENE.base, SCENE.signed)
    (takeover / "record.jsonl").write_bytes(record.bytes())
    called = shell.run("verify", good, "-C", takeover, *TRUST, "--json")
    assert (called.code, layers_of(called)["record"]) == (1, "failed")


def test_evidence_files_can_be_given_one_by_one(shell: Shell, good: Path, tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_bytes(PROOF)
    (tmp_path / "other.txt").write_text("other")
    fits = shell.run("verify", good, *TRUST, "--evidence", tmp_path / "minutes.txt")
    assert (fits.code, "1 of 1" in fits.out) == (0, True)
    foreign = shell.run("verify", good, *TRUST, "--evidence", tmp_path / "other.txt")
    assert (foreign.code, "other.txt is none of" in foreign.out) == (1, True)
    assert shell.run("verify", good, *TRUST, "--evidence", tmp_path / "nowhere.txt").code == 3


KEPT = Evidence(grade=Grade.E3, sha256="ab" * 32, bytes=3, media="text/plain", kept=True)


def test_evidence_in_a_cloud_is_elsewhere_not_missing(tmp_path: Path) -> None:
    assert check_folder(tmp_path, (KEPT,)) == {KEPT.sha256: FileState.ELSEWHERE}
    folder = tmp_path / "evidence"
    folder.mkdir()
    assert check_folder(tmp_path, (KEPT,)) == {KEPT.sha256: FileState.MISSING}
    (folder / f".{KEPT.sha256}.txt.icloud").touch()
    assert check_folder(tmp_path, (KEPT,)) == {KEPT.sha256: FileState.ELSEWHERE}
    (folder / f"{KEPT.sha256}.txt").mkdir()  # there, and cannot be read
    assert check_folder(tmp_path, (KEPT,)) == {KEPT.sha256: FileState.ELSEWHERE}


# ---- several files


def test_several_files_are_verified_and_then_compared(shell: Shell, good: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.pdf"
    second.write_bytes(make_later_scene().good)
    called = shell.run("verify", good, second, *TRUST)
    assert called.code == 0
    assert "Baseline 2 names baseline 1 as the one before it." in called.out
    plain = json.loads(shell.run("verify", good, second, *TRUST, "--json").out)
    assert (plain["format"], plain["verdict"], len(plain["files"])) == ("takeover-verifications/1", "passed", 2)
    assert plain["together"]["state"] == "passed"
    assert plain["files"][0]["file"] == str(good)


def test_a_broken_file_among_several_fails_and_is_not_compared(shell: Shell, good: Path, tmp_path: Path) -> None:
    from tests.signing.attacks import drop_entry

    broken = tmp_path / "broken.pdf"
    broken.write_bytes(drop_entry(SCENE))
    called = shell.run("verify", good, broken, *TRUST)
    assert (called.code, "cannot be compared" in called.out) == (1, True)


@pytest.mark.parametrize("options", [("--expect", "0" * 12), ("--kit", "k.zip"), ("-o", "r.pdf")])
def test_what_speaks_of_one_file_refuses_several(shell: Shell, good: Path, options: tuple[str, str]) -> None:
    called = shell.run("verify", good, good, *options)
    assert (called.code, "CM111" in called.err) == (2, True)


# ---- what it writes


def test_json_of_one_file_has_what_the_page_promises(shell: Shell, good: Path) -> None:
    plain = json.loads(shell.run("verify", good, *TRUST, "--json").out)
    assert plain.keys() == {
        "format",
        "verdict",
        "headline",
        "signed",
        "expected",
        "baseline",
        "layers",
        "revisions",
        "signatures",
    }
    assert (plain["format"], plain["verdict"], plain["signed"]) == ("takeover-verification/1", "passed", 3)
    assert plain["baseline"]["root"] == SCENE.frozen.manifest.root
    assert plain["signatures"][0].keys() == {
        "field",
        "name",
        "certificate",
        "claimed_at",
        "stamped_at",
        "sound",
        "damage",
        "doubt",
    }
    assert plain["revisions"][-1]["sha256"] == SCENE.expect


def test_a_kit_is_written_once(shell: Shell, good: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit.zip"
    assert shell.run("verify", good, *TRUST, "--kit", kit).code == 0
    with zipfile.ZipFile(kit) as opened:
        assert opened.read("good.pdf") == SCENE.good
    again = shell.run("verify", good, *TRUST, "--kit", kit)
    assert (again.code, "CM021" in again.err) == (5, True)


def test_no_kit_is_made_of_a_file_that_failed(shell: Shell, good: Path, tmp_path: Path) -> None:
    good.write_bytes(SCENE.good + b"\n% more\n")
    called = shell.run("verify", good, *TRUST, "--kit", tmp_path / "kit.zip")
    assert (called.code, "CM112" in called.err) == (5, True)
    assert not (tmp_path / "kit.zip").exists()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "title"), [("en", "Verification of a baseline"), ("zh", "基准核验结果")])
def test_the_result_can_be_kept_as_a_page(shell: Shell, good: Path, tmp_path: Path, language: str, title: str) -> None:
    page = tmp_path / "result.pdf"
    assert shell.run("verify", good, *TRUST, "--lang", language, "-o", page).code == 0
    text = subprocess.run(["pdftotext", "-layout", page, "-"], capture_output=True, text=True, check=True).stdout
    assert title in text
    assert SCENE.expect in text
    pages = subprocess.run(["pdfinfo", page], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1" in pages
    assert shell.run("verify", good, *TRUST, "-o", page).code == 5


@pytest.mark.slow
def test_the_page_of_a_failure_says_so_in_characters_that_it_has(shell: Shell, good: Path, tmp_path: Path) -> None:
    good.write_bytes(SCENE.good + b"\n% more\n")
    page = tmp_path / "result.pdf"
    assert shell.run("verify", good, *TRUST, "-o", page).code == 1
    text = subprocess.run(["pdftotext", page, "-"], capture_output=True, text=True, check=True).stdout
    assert "FAILED" in text
    assert "U+" not in text


# ---- rendering again


def test_other_tools_are_named_not_called_a_difference() -> None:
    other = TOOLS.__class__(versions={**TOOLS.versions, "weasyprint": "71.0"}, files={"font": "00" * 32})
    assert compare_tools(TOOLS, TOOLS) == ()
    assert compare_tools(TOOLS, other) == ("weasyprint 70.0 ≠ 71.0", "font", "模板")


def test_without_the_tools_rebuilding_is_undecided(shell: Shell, good: Path) -> None:
    called = shell.run("verify", good, *TRUST, "--rebuild", "--json")
    assert (called.code, layers_of(called)["rebuilt"]) == (4, "indeterminate")


@pytest.mark.slow
def test_sealed_pages_come_out_again_byte_for_byte(shell: Shell, tmp_path: Path) -> None:
    shell.start(*SHORT)
    shell.here("answer", "goals.owner", "yes", "--by", "sponsor", "--words", "all good 😀 项目发起人")
    sealed = json.loads(shell.here("seal", "--spell-out", "--kit", "--json").out)
    file = Path(sealed["file"])
    called = shell.run("verify", file, "--rebuild", "--json")
    assert layers_of(called)["rebuilt"] == "passed"
    kit = file.with_name(f"{file.stem}.kit.zip")
    with zipfile.ZipFile(kit) as opened:
        assert opened.read(file.name) == file.read_bytes()


# ---- a machine with little installed


def test_it_needs_neither_pango_nor_a_folder_nor_pyhanko(good: Path, tmp_path: Path) -> None:
    blocked = "import sys\nfor name in ('weasyprint', 'pyhanko', 'fontTools', 'jinja2'): sys.modules[name] = None\n"
    code = blocked + "from takeover.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "verify", str(good), *TRUST],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("PASSED")


def test_nothing_is_written_beside_the_file(shell: Shell, good: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    shell.run("verify", good, *TRUST)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="limits are set where the system tells its memory")
def test_memory_is_limited_and_the_limit_taken_back() -> None:
    code = (
        "from takeover.cli.limits import limit_memory; import resource\n"
        "before = resource.getrlimit(resource.RLIMIT_AS)\n"
        "try:\n"
        "    with limit_memory(50 << 20): bytes(200 << 20)\n"
        "except MemoryError: print('stopped')\n"
        "print(resource.getrlimit(resource.RLIMIT_AS) == before, len(bytes(200 << 20)) > 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["stopped", "True", "True"]


def test_without_such_limits_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    with limit_memory(1):
        assert len(bytes(1 << 20)) == 1 << 20


def test_a_file_in_a_folder_that_is_read_only_is_verified(shell: Shell, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    shutil.copy(good, folder / "good.pdf")
    folder.chmod(0o500)
    try:
        assert shell.run("verify", folder / "good.pdf", *TRUST).code == 0
    finally:
        folder.chmod(0o700)
