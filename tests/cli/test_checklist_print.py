"""checklist print: what is written where, for whom, out of which list and setting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeover.cli.checklist.print import Form, choose_files
from takeover.errors import OutsideFailure, UsageError
from tests.checklist.lists import write_list


def sheet(shell, *arguments) -> tuple[dict, str]:
    called = shell.run("checklist", "print", "--html", "--json", *arguments)
    assert called.code == 0, called.err
    plain = json.loads(called.out)
    return plain, Path(plain["files"][0]).read_text("utf-8")


@pytest.mark.parametrize(
    ("output", "forms", "files"),
    [
        ("a/sheet", (), {Form.HTML: "a/sheet.html", Form.PDF: "a/sheet.pdf"}),
        ("a/sheet.pdf", (), {Form.PDF: "a/sheet.pdf"}),
        ("a/sheet.HTML", (), {Form.HTML: "a/sheet.HTML"}),
        ("a/sheet.v2", (Form.PDF,), {Form.PDF: "a/sheet.v2.pdf"}),
        ("a/sheet.pdf", (Form.PDF, Form.HTML), {Form.HTML: "a/sheet.html", Form.PDF: "a/sheet.pdf"}),
    ],
)
def test_the_ending_or_the_options_say_what_is_written(output, forms, files):
    assert choose_files(Path(output), forms) == {form: Path(name) for form, name in files.items()}


def test_an_ending_that_contradicts_the_option_is_refused():
    with pytest.raises(UsageError) as caught:
        choose_files(Path("a/sheet.pdf"), (Form.HTML,))
    assert caught.value.code == "CM161"


def test_outside_of_a_takeover_the_winning_list_is_printed(shell, tmp_path):
    plain, page = sheet(shell, "--for", "client", "-o", tmp_path / "client.html")
    assert "contract.overdue" not in plain["questions"]
    assert "contract.warranty-window" in plain["questions"]
    assert "Question sheet: Client" in page


def test_a_setting_leaves_out_what_cannot_apply(shell, tmp_path):
    known = ("--with-setting", "engagement=internal", "--with-setting", "team=no")
    less, _ = sheet(shell, "-o", tmp_path / "less.html", *known)
    more, _ = sheet(shell, "-o", tmp_path / "more.html")
    assert set(less["questions"]) < set(more["questions"])
    assert "contract.overdue" in set(more["questions"]) - set(less["questions"])


@pytest.mark.parametrize("given", ["engagement", "engagement=both", "engagment=client", "project=Atlas"])
def test_a_setting_that_is_none_is_refused_with_those_that_are(shell, tmp_path, given):
    called = shell.run("checklist", "print", "--html", "-o", tmp_path / "x.html", "--with-setting", given)
    assert called.code == 2
    assert "CM160" in called.err
    assert "engagement=client|internal" in called.err
    assert not (tmp_path / "x.html").exists()


def test_a_takeover_gives_its_project_setting_and_list(shell):
    assert shell.start("--team", "no").code == 0
    plain, page = sheet(shell, "-C", shell.folder, "--for", "outgoing_pm")
    assert plain["files"] == [str(shell.folder / "out" / "sheet-outgoing_pm.html")]
    assert "Atlas" in page
    whole, _ = sheet(shell, "-C", shell.folder)
    assert not [name for name in whole["questions"] if name == "contract.internal-order"]
    again, _ = sheet(shell, "-C", shell.folder)
    assert again == whole


def test_what_is_known_can_be_said_otherwise_than_the_takeover_has_it(shell):
    assert shell.start().code == 0
    plain, _ = sheet(shell, "-C", shell.folder, "--with-setting", "engagement=internal")
    assert "contract.internal-order" in plain["questions"]


def test_in_an_internal_project_the_clients_sheet_is_the_main_users(shell, tmp_path):
    called = shell.run(
        "checklist", "print", "--html", "--for", "client", "--with-setting", "engagement=internal", "-o", tmp_path / "x"
    )
    assert called.code == 0
    assert "main user" in called.err
    assert "Question sheet: Main user" in (tmp_path / "x.html").read_text("utf-8")


def test_a_list_can_be_named_by_its_file(shell, tmp_path):
    _, page = sheet(shell, write_list(tmp_path), "-o", tmp_path / "own.html")
    assert "Question sheet: the whole list" in page


def test_a_language_and_both_languages(shell, tmp_path):
    _, chinese = sheet(shell, "--for", "client", "--document-lang", "zh", "-o", tmp_path / "zh.html")
    assert '<html lang="zh-Hans">' in chinese
    assert "Question sheet" not in chinese
    _, both = sheet(shell, "--for", "client", "--bilingual", "--lang", "zh-Hans", "-o", tmp_path / "both.html")
    assert "问题单：客户" in both
    assert "Question sheet: Client" in both


def test_a_list_without_translation_cannot_be_bilingual(shell, tmp_path):
    called = shell.run("checklist", "print", write_list(tmp_path), "--bilingual", "--html", "-o", tmp_path / "x.html")
    assert called.code == 2
    assert "CM162" in called.err


def test_a_reader_who_is_asked_nothing_gets_no_empty_sheet(shell, tmp_path):
    called = shell.run("checklist", "print", "--for", "witness", "--html", "-o", tmp_path / "x.html")
    assert called.code == 2
    assert "CM163" in called.err
    assert not (tmp_path / "x.html").exists()


def test_a_file_that_is_there_stays_unless_forced(shell, tmp_path):
    file = tmp_path / "x.html"
    file.write_text("mine", "utf-8")
    called = shell.run("checklist", "print", "--for", "client", "-o", file)
    assert called.code == 5
    assert file.read_text("utf-8") == "mine"
    assert shell.run("checklist", "print", "--for", "client", "-o", file, "--force").code == 0
    assert "Question sheet" in file.read_text("utf-8")


@pytest.mark.parametrize("forms", [(), ("--pdf",)])
def test_without_pango_the_html_comes_out_and_the_packages_are_named(shell, tmp_path, monkeypatch, forms):
    def fail():
        raise OutsideFailure("RP003", library="Pango")

    monkeypatch.setattr("takeover.report.pdf.render.load_weasyprint", fail)
    called = shell.run("checklist", "print", "--for", "client", "--day-one", *forms, "-o", tmp_path / "x")
    assert called.code == 6
    assert "libpangoft2-1.0-0" in called.err
    assert str(tmp_path / "x.html") in called.err
    assert "Question sheet: Client" in (tmp_path / "x.html").read_text("utf-8")
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.slow
def test_html_and_pdf_are_written_side_by_side(shell, tmp_path):
    called = shell.run("checklist", "print", "--for", "client", "--day-one", "--paper", "letter", "-o", tmp_path / "x")
    assert called.code == 0, called.err
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "x.html").exists()
    assert str(tmp_path / "x.pdf") in called.out
