"""The verification kit, and the pages for strangers: their commands run here as they stand."""

import hashlib
import io
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from takeover.baseline.check import check_edition
from takeover.catalogues import load_catalogue
from takeover.resources import docs_folder
from takeover.signing.describe import FORMAT
from takeover.signing.kit import make_kit
from takeover.signing.model import LayerName, State, Verification
from takeover.signing.verify import verify_pdf
from tests.baseline.sealing import encode_plain, lines_of
from tests.signing import tampering
from tests.signing.scene import TRUSTED, make_later_scene, make_scene

SCENE = make_scene()
SCRIPT = docs_folder() / "check_baseline.py"
PAGE = (docs_folder() / "what-verify-proves.md").read_text("utf-8")
LANGUAGES = (load_catalogue("en"), load_catalogue("zh-Hans"))


def verify(data: bytes) -> Verification:
    return verify_pdf(data, trusted=frozenset(TRUSTED), check_edition=check_edition)


def make(data: bytes = SCENE.good) -> bytes:
    page = (docs_folder() / "kit-readme.txt").read_text("utf-8")
    return make_kit(data, "b.pdf", verify(data), script=SCRIPT.read_bytes(), page=page, languages=LANGUAGES)


def run(*arguments: object, folder: Path) -> tuple[int, str]:
    """Run the stranger's Python: isolated, without site packages."""
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_same_file_gives_the_same_kit() -> None:
    assert make() == make()


def test_a_kit_is_all_that_somebody_with_python_alone_needs(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(make())) as kit:
        kit.extractall(tmp_path)
        assert kit.namelist() == [
            "README.txt",
            "b.pdf",
            "certificates/incoming-pm.pem",
            "certificates/outgoing-pm.pem",
            "certificates/sponsor.pem",
            "check_baseline.py",
        ]
    code, said = run("check_baseline.py", "b.pdf", folder=tmp_path)
    assert code == 0
    assert said.count("digest fits") == 3
    assert said.strip().endswith(SCENE.frozen.manifest.root)


def test_the_page_of_a_kit_says_what_to_compare_in_both_languages() -> None:
    page = zipfile.ZipFile(io.BytesIO(make())).read("README.txt").decode()
    for value in (hashlib.sha256(SCENE.good).hexdigest(), SCENE.frozen.manifest.root, *TRUSTED):
        assert page.count(value) == 2
    assert "internal edition" in page
    assert "内部版" in page
    assert not re.search(r"[{}]", page)


def test_a_kit_of_an_unsigned_file_has_no_certificates() -> None:
    assert zipfile.ZipFile(io.BytesIO(make(SCENE.base))).namelist() == ["README.txt", "b.pdf", "check_baseline.py"]


def test_certificates_of_a_kit_are_those_of_the_signers(tmp_path: Path) -> None:
    from cryptography.x509 import load_pem_x509_certificates

    pem = zipfile.ZipFile(io.BytesIO(make())).read("certificates/sponsor.pem")
    [certificate] = load_pem_x509_certificates(pem)
    from cryptography.hazmat.primitives.hashes import SHA256

    assert certificate.fingerprint(SHA256()).hex() == TRUSTED[2]


# ---- the stranger's script


def check(folder: Path, data: bytes, name: str = "x.pdf", record: bytes | None = None) -> tuple[int, str]:
    (folder / name).write_bytes(data)
    more = []
    if record is not None:
        (folder / "record.jsonl").write_bytes(record)
        more = ["record.jsonl"]
    return run(SCRIPT, name, *more, folder=folder)


def test_the_script_is_thirty_lines_and_needs_the_standard_library_alone() -> None:
    source = SCRIPT.read_text("utf-8")
    code = [line for line in source.splitlines() if line and not line.startswith(("#!", '"""'))]
    assert len(code) <= 30
    assert max(map(len, code)) <= 120
    imported = {name for line in re.findall(r"^import (.+)", source, re.MULTILINE) for name in line.split(", ")}
    assert imported < set(sys.stdlib_module_names)
    assert "from " not in source


def test_the_script_says_where_the_record_was_sealed(tmp_path: Path) -> None:
    code, said = check(tmp_path, SCENE.good, record=SCENE.record)
    assert (code, "sealed at line" in said) == (0, True)
    later = make_later_scene()
    code, said = check(tmp_path, later.good, record=SCENE.record)
    assert (code, "does not lead to this baseline" in said) == (1, True)


def dropped() -> bytes:
    lines = lines_of(SCENE.frozen)
    return encode_plain([*lines[:4], *lines[5:]])


EDITION = SCENE.frozen.edition_file


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.pdf", tampering.edit_reason(SCENE.good), "bytes were changed"),
        ("x.jsonl", EDITION.replace("项目发起人".encode(), "项目发起仁".encode()), "was changed"),
        ("x.jsonl", dropped(), "is missing, added or in another place"),
        ("x.jsonl", EDITION.replace(SCENE.frozen.manifest.root.encode(), b"0" * 64), "do not make the root"),
        ("x.pdf", SCENE.base.replace(b"stream", b"strean"), "0 editions in this PDF"),
    ],
)
def test_the_script_finds_what_was_changed(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    code, found = check(tmp_path, data, name)
    assert code == 1
    assert said in found


# ---- the page


def blocks() -> list[tuple[str, list[str]]]:
    """Every block of commands of the page with the lines that its output must have."""
    found = re.findall(r"```sh\n(.*?)```\s*```text\n(.*?)```", PAGE, re.DOTALL)
    return [(commands, expected.splitlines()) for commands, expected in found]


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """A folder with what the page speaks of."""
    (tmp_path / "baseline.pdf").write_bytes(SCENE.good)
    (tmp_path / "record.jsonl").write_bytes(SCENE.record)
    pem = zipfile.ZipFile(io.BytesIO(make())).read("certificates/incoming-pm.pem")
    (tmp_path / "incoming-pm.pem").write_bytes(pem)
    shutil.copy(SCRIPT, tmp_path)
    [cut] = re.findall(r"```python\n(# cut.py\n.*?)```", PAGE, re.DOTALL)
    (tmp_path / "cut.py").write_text(cut, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("commands", "expected"), blocks(), ids=[block[0].split()[0] for block in blocks()])
def test_commands_of_the_page_say_what_the_page_says(commands: str, expected: list[str], stranger: Path) -> None:
    said = ""
    for line in commands.splitlines():
        words = shlex.split(line)
        if shutil.which(words[0]) is None:
            pytest.skip(f"{words[0]} is not installed")
        done = subprocess.run(words, cwd=stranger, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said += done.stdout + done.stderr
    assert [line for line in expected if line not in said] == []


def test_page_has_a_command_for_each_way() -> None:
    programs = {shlex.split(line)[0] for commands, _ in blocks() for line in commands.splitlines()}
    assert programs == {"python3", "pdfdetach", "pdfsig", "openssl"}


@pytest.mark.parametrize("word", [*LayerName, *State, FORMAT, "takeover-verifications/1"])
def test_page_has_every_word_of_the_json(word: str) -> None:
    assert f"`{word}`" in PAGE or f'"{word}"' in PAGE
