"""receive --ink, --platform, --seal: paper that comes back is bound page by page, kept, and entered."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from functools import lru_cache
from pathlib import Path

import pexpect
import pikepdf
import pytest

from takeover.record.chain import read_chain
from tests.cli.calling import SHORT, Called, Shell, run
from tests.cli.test_real_terminal import spawn
from tests.scans import picture, print_pages, scan_page, sign_by_hand, wrap_pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("pdftoppm"), reason="prints with pdftoppm (poppler-utils)"),
]
DPI = 150
ONLY = "--signed-pages-only"
BOX = (0.12, 0.45, 0.6, 0.6)


@pytest.fixture(scope="module")
def sealed_folder(tmp_path_factory) -> Path:
    """A small takeover with two baselines, copied by each test that writes."""
    folder: Path = tmp_path_factory.mktemp("ink") / "takeover"

    run("start", folder, "--project", "Atlas", "--engagement", "client", "--customer", "The client", "--zone",
        "Europe/Berlin", "--party", "sponsor", "--party", "client", "--party", "outgoing_pm", "--no-interview", *SHORT)  # fmt: skip
    run("seal", "-C", folder)
    run("seal", "-C", folder)
    return folder


@pytest.fixture
def desk(shell: Shell, sealed_folder: Path) -> Shell:
    shutil.copytree(sealed_folder, shell.folder)
    return shell


@lru_cache(maxsize=2)
def pages_of(folder: Path, number: int) -> tuple:
    return tuple(print_pages((folder / "out" / f"baseline-{number}-internal.pdf").read_bytes(), dpi=DPI))


@pytest.fixture
def prints(sealed_folder: Path) -> list:
    """The pages of baseline 2, clean."""
    return list(pages_of(sealed_folder, 2))


@pytest.fixture(scope="module")
def sheets(sealed_folder: Path) -> list:
    """The pages of baseline 2 on paper: one in four was signed by hand and scanned badly."""
    pages = pages_of(sealed_folder, 2)
    return [scan_page(sign_by_hand(page, BOX), turn=0.8) if at % 4 == 1 else page for at, page in enumerate(pages)]


@pytest.fixture
def signed_pages(sealed_folder: Path) -> list:
    """The pages of baseline 2 that have boxes."""
    pages = {page_of(sealed_folder, f"sign-{role}") for role in ("incoming-pm", "outgoing-pm", "sponsor", "witness")}
    return [pages_of(sealed_folder, 2)[page - 1] for page in sorted(pages)]


@pytest.fixture
def scan(tmp_path: Path, signed_pages: list) -> Path:
    """A scan of those pages alone."""
    return save(tmp_path, "scan.pdf", signed_pages)


def page_of(folder: Path, field: str) -> int:
    """The page on which a box lies."""
    with pikepdf.open(folder / "out" / "baseline-2-internal.pdf") as pdf:
        for number, page in enumerate(pdf.pages, 1):
            if any(str(note.get("/T", "")) == field for note in page.obj.get("/Annots", ())):
                return number
    raise AssertionError(field)


def save(folder: Path, name: str, pages: list) -> Path:
    file = folder / name
    file.write_bytes(wrap_pdf(pages, dpi=DPI))
    return file


def bodies(shell: Shell, *kinds: str) -> list[dict]:
    chain = read_chain((shell.folder / "record.jsonl").read_bytes())
    return [dict(entry.body) for entry in chain.entries if entry.body["kind"] in kinds]


def lines(shell: Shell) -> int:
    return len((shell.folder / "record.jsonl").read_bytes().splitlines())


def refused(shell: Shell, before: int, called: Called, code: int, *codes: str) -> bool:
    """Nothing entered, nothing kept, exit code and names of what is wrong."""
    kept = list((shell.folder / "evidence").glob("*")) if (shell.folder / "evidence").exists() else []
    assert called.code == code, called.err
    assert called.out == ""
    for name in codes:
        assert name in called.err
    return lines(shell) == before and kept == []


def test_a_scan_is_bound_kept_and_entered(desk: Shell, tmp_path: Path, sheets: list) -> None:
    scan, before = save(tmp_path, "scan.pdf", sheets), lines(desk)
    called = desk.here("receive", "--ink", scan, "--signed", "sponsor", "--signed", "incoming_pm", "--wrote", "sponsor",
                       "F-01: 日期不对", "--wrote", "sponsor", "The annex was not shown.", "--on", "2026-01-05")  # fmt: skip
    assert called.code == 0, called.err
    assert f"1–{len(sheets)}" in called.out
    assert "The annex was not shown." in called.out
    assert lines(desk) == before + 1
    came = bodies(desk, "received")
    assert [(body["form"], body["baseline"], body["pages"], body["on"]) for body in came] == [
        ("ink", 2, len(sheets), "2026-01-05")
    ] * 2
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert {body["sha256"] for body in came} == {digest}
    assert (desk.folder / "evidence" / f"{digest}.pdf").read_bytes() == scan.read_bytes()
    assert came[0]["text"].splitlines() == ["F-01: 日期不对", "The annex was not shown."]
    assert [body["number"] for body in bodies(desk, "reserved")] == ["R1", "R2"]
    status = desk.here("status", "--json")
    assert status.code == 0, status.err


def test_status_counts_ink_as_it_counts_digital(desk: Shell, scan: Path) -> None:
    assert desk.here("receive", "--ink", scan, "--signed", "outgoing_pm", ONLY).code == 0
    told = desk.here("status").out
    assert "outgoing PM" in told


def test_single_pictures_in_any_order_are_one_scan(desk: Shell, tmp_path: Path, signed_pages: list) -> None:
    files = []
    for number, page in enumerate(reversed(signed_pages)):
        files += ["--seal", tmp_path / f"sheet-{number}.jpg"]
        files[-1].write_bytes(picture(scan_page(page, noise=8), "JPEG"))
    called = desk.here("receive", *files, "--signed", "sponsor", ONLY, "--json")
    assert called.code == 0, called.err
    given = json.loads(called.out)
    assert given["form"] == "seal"
    assert given["pages"] == sorted(given["pages"])
    (body,) = bodies(desk, "received")
    assert len(body["evidence"]) == len(given["pages"]) == len(signed_pages) > 1


def test_a_platform_s_file_comes_in_with_its_certificate_page(desk: Shell, tmp_path: Path) -> None:
    with pikepdf.open(desk.folder / "out" / "baseline-2-internal.pdf") as pdf:
        number = len(pdf.pages)
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pdf.add_blank_page()
        buffer = io.BytesIO()
        pdf.save(buffer)
    file = tmp_path / "platform.pdf"
    file.write_bytes(buffer.getvalue())
    before = lines(desk)
    call = ("receive", "--platform", file, "--signed", "witness=王伟")
    assert refused(desk, before, desk.here(*call), 3, "SG110", "CM138", f"--other-sheet {number + 1}")
    called = desk.here(*call, "--other-sheet", number + 1)
    assert called.code == 0, called.err
    (body,) = bodies(desk, "received")
    assert (body["form"], body["pages"]) == ("platform", number)
    (party,) = [named for named in bodies(desk, "party_named") if named["party"] == body["party"]]
    assert (party["role"], party["name"]) == ("witness", "王伟")


def test_a_scan_of_another_baseline_is_refused_by_name(desk: Shell, sealed_folder: Path, tmp_path: Path) -> None:
    older = save(tmp_path, "older.pdf", list(pages_of(sealed_folder, 1)))
    before = lines(desk)
    called = desk.here("receive", "--ink", older, "--signed", "sponsor")
    assert refused(desk, before, called, 3, "SG111", "--baseline 1")
    assert desk.here("receive", "--ink", older, "--signed", "sponsor", "--baseline", "1").code == 0
    assert [body["baseline"] for body in bodies(desk, "received")] == [1]


def test_a_scan_of_another_takeover_is_refused_by_name(desk: Shell, sealed_folder: Path, tmp_path: Path) -> None:
    foreign = Shell(desk.capsys, tmp_path / "foreign")
    foreign.start(*SHORT)
    assert foreign.here("seal").code == 0
    pages = print_pages((foreign.folder / "out" / "baseline-1-internal.pdf").read_bytes())
    before = lines(desk)
    called = desk.here("receive", "--ink", save(tmp_path, "foreign.pdf", pages), "--signed", "sponsor")
    assert refused(desk, before, called, 3, "SG112", "SG115")


def test_missing_and_doubled_pages_are_refused_by_name(desk: Shell, prints: list, tmp_path: Path) -> None:
    before = lines(desk)
    called = desk.here("receive", "--ink", save(tmp_path, "a.pdf", [prints[0], *prints[:-1]]), "--signed", "sponsor")
    assert refused(desk, before, called, 3, "SG114", "SG115", str(len(prints)))


def test_the_signed_pages_alone_are_taken_where_that_is_said(desk: Shell, prints: list, tmp_path: Path) -> None:
    page = page_of(desk.folder, "sign-witness")
    alone = save(tmp_path, "alone.pdf", [prints[page - 1]])
    before = lines(desk)
    assert refused(desk, before, desk.here("receive", "--ink", alone, "--signed", "witness"), 3, "SG115")
    call = ("receive", "--ink", alone, ONLY)
    other = page_of(desk.folder, "sign-incoming-pm")
    assert other != page
    assert refused(desk, before, desk.here(*call, "--signed", "incoming_pm"), 3, "SG117", str(other))
    called = desk.here(*call, "--signed", "witness")
    assert called.code == 0, called.err
    (body,) = bodies(desk, "received")
    assert body["pages"] == 1


@pytest.mark.parametrize(
    ("options", "code", "name"),
    [
        (("--signed", "client"), 3, "SG118"),
        (("--signed", "sponsor", "--signed", "sponsor"), 3, "SG116"),
        (("--signed", "boss"), 2, "CM136"),
        (("--wrote", "sponsor", "no"), 2, "CM135"),
        (("--no-input",), 2, "CM137"),
        (("--signed", "sponsor", "--baseline", "9"), 5, "CM091"),
        (("--signed", "sponsor", "--edition", "shared"), 5, "CM091"),
        (("--signed", "sponsor", "--on", "2999-01-01"), 3, "CM095"),
        (("--signed", "sponsor", "--nothing-from", "client"), 2, "CM099"),
    ],
)
def test_what_cannot_be_is_refused_by_name(desk: Shell, scan: Path, options: tuple, code: int, name: str) -> None:
    before = lines(desk)
    assert refused(desk, before, desk.here("receive", "--ink", scan, ONLY, *options), code, name)


def test_the_digital_file_is_no_scan_of_itself(desk: Shell) -> None:
    file = desk.folder / "out" / "baseline-2-internal.pdf"
    before = lines(desk)
    assert refused(desk, before, desk.here("receive", "--ink", file, "--signed", "sponsor"), 5, "CM141")


def test_a_scan_is_entered_once(desk: Shell, scan: Path) -> None:
    call = ("receive", "--ink", scan, "--signed", "sponsor", ONLY)
    assert desk.here(*call).code == 0
    before = lines(desk)
    again = desk.here(*call)
    assert (again.code, lines(desk)) == (5, before)
    assert "CM142" in again.err


def test_without_the_sealed_pdf_its_place_is_asked_for(desk: Shell, scan: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.pdf"
    (desk.folder / "out" / "baseline-2-internal.pdf").rename(moved)
    before = lines(desk)
    call = ("receive", "--ink", scan, "--signed", "sponsor", ONLY)
    assert refused(desk, before, desk.here(*call), 5, "CM139", "--sealed")
    other = desk.folder / "out" / "baseline-1-internal.pdf"
    assert refused(desk, before, desk.here(*call, "--sealed", other), 5, "CM140")
    assert desk.here(*call, "--sealed", moved).code == 0


def test_a_file_that_is_no_scan_is_named(desk: Shell, tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(b"PK\x03\x04")
    before = lines(desk)
    assert refused(desk, before, desk.here("receive", "--ink", file, "--signed", "sponsor"), 3, "SG109", "letter.docx")
    missing = desk.here("receive", "--ink", tmp_path / "missing.pdf", "--signed", "sponsor")
    assert refused(desk, before, missing, 3, "CM016")


def test_one_call_takes_scans_of_one_kind(desk: Shell, scan: Path) -> None:
    before = lines(desk)
    called = desk.here("receive", "--ink", scan, "--seal", scan, "--signed", "sponsor")
    assert refused(desk, before, called, 2, "CM134")
    assert refused(desk, before, desk.here("receive", "--signed", "sponsor"), 2, "CM134")


@pytest.mark.terminal
def test_without_options_a_person_is_asked_box_by_box(desk: Shell, scan: Path) -> None:
    child = spawn("receive", "-C", desk.folder, "--ink", scan, ONLY)
    child.expect("incoming PM on page")
    child.sendline("y")
    child.expect("On which day")
    child.sendline("2026-01-05")
    child.expect("written by hand")
    child.sendline("F-99: 未见附件")
    child.expect("written by hand")
    child.sendline("")
    for who in ("outgoing PM", "sponsor"):
        child.expect(f"{who} on page")
        child.sendline("")
    child.expect("witness on page")
    child.sendline("y")
    child.expect("Name of the witness")
    child.sendline("王伟")
    child.expect("On which day")
    child.sendline("")
    child.expect("written by hand")
    child.sendline("")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    came = bodies(desk, "received")
    assert [(body.get("text", ""), "on" in body) for body in came] == [
        ("F-99: 未见附件", True), ("", True),
    ]  # fmt: skip
    (reserved,) = bodies(desk, "reserved")
    assert (reserved["party"], reserved["number"]) == (came[0]["party"], "R1")


@pytest.mark.terminal
def test_a_scan_that_nobody_signed_is_not_entered(desk: Shell, scan: Path) -> None:
    before = lines(desk)
    child = spawn("receive", "-C", desk.folder, "--ink", scan, ONLY)
    for who in ("incoming PM", "outgoing PM", "sponsor", "witness"):
        child.expect(f"{who} on page")
        child.sendline("n")
    child.expect("CM143")
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, lines(desk)) == (5, before)
    assert not list((desk.folder / "evidence").glob("*"))
