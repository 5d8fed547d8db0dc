"""checklist export and import: a list to Excel and back, with what is lost, what is to be decided, and every refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeover.checklist.library import load_checklist, load_file
from takeover.checklist.plain import hash_checklist
from takeover.checklist.spreadsheet.excel import write_sheets
from takeover.checklist.translation import list_texts
from tests.checklist.lists import write_list, write_overlay
from tests.checklist.spreadsheet.forms import CHOICES, SURVEY, make


def save(file: Path, survey: str = SURVEY, choices: str = CHOICES) -> Path:
    file.write_bytes(write_sheets([make("survey", survey), make("choices", choices)]))
    return file


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """The bundled list as a workbook."""
    from click.testing import CliRunner

    from takeover.cli.checklist.export import command

    file = tmp_path_factory.mktemp("exported") / "takeover.xlsx"
    result = CliRunner().invoke(command, ["takeover", "-o", str(file)])
    assert result.exit_code == 0, result.output
    return file


@pytest.mark.parametrize("parts", [(), ("--parts",)])
def test_bundled_list_goes_to_excel_and_comes_back_whole(shell, tmp_path, exported, parts):
    file = tmp_path / "back.yaml"
    called = shell.run("checklist", "import", exported, "-o", file, *parts)
    assert (called.code, called.err) == (0, "")
    source, back = load_checklist(), load_file(file)
    assert back.sha256 == source.sha256 == hash_checklist(back.source)
    assert back.in_language("zh-Hans") == source.in_language("zh-Hans")
    assert len(list(tmp_path.rglob("*.yaml"))) == (28 if parts else 2)
    assert shell.run("checklist", "lint", file).out.count("\n") == 1


def test_export_lists_what_other_programs_will_not_see(shell, tmp_path):
    file = tmp_path / "list.xlsx"
    called = shell.run("checklist", "export", "-o", file, "--json")
    assert called.code == 0
    given = json.loads(called.out)
    assert given["languages"] == ["en", "zh-Hans"]
    assert len(given["limits"]) >= 6
    text = shell.run("checklist", "export", "takeover", "-o", file, "--force", "--lang", "zh-Hans").out
    assert "其他程序看不到本清单的以下内容：" in text
    assert f"takeover checklist import {file}" in text


def test_missing_translation_is_an_empty_cell_and_stays_missing(shell, tmp_path):
    write_list(tmp_path)
    (source,) = [file for file in tmp_path.glob("*.yaml") if file.name.count(".") == 1]
    for old in tmp_path.glob("*.*.yaml"):
        old.unlink()
    loaded = load_file(source)
    head = f"takeover_translation: 1\nof: {loaded.source.id}@{loaded.source.version}\nlanguage: de\nstrings:\n"
    (key, *_) = list_texts(loaded.source)
    (tmp_path / f"{source.stem}.de.yaml").write_text(f"{head}  {key}: {{source: sha-00000000, text: Titel}}\n", "utf-8")
    workbook, back = tmp_path / "list.xlsx", tmp_path / "back.yaml"
    exported = shell.run("checklist", "export", source, "-o", workbook)
    assert exported.code == 0
    assert "older than their source: 1" in exported.out
    assert shell.run("checklist", "import", workbook, "-o", back, "-q", "--parts").code == 0
    texts = (tmp_path / "back.de.yaml").read_text("utf-8")
    assert texts.count("text:") == 1
    assert "Titel" in texts


def test_house_list_is_exported_as_a_whole_with_what_it_changed(shell, tmp_path, settings):
    settings(checklists=tmp_path / "house")
    write_list(tmp_path / "house")
    overlay = write_overlay(tmp_path)
    workbook, back = tmp_path / "list.xlsx", tmp_path / "back.yaml"
    called = shell.run("checklist", "export", overlay, "-o", workbook)
    assert called.code == 0
    assert "on the sheet house" in called.out
    assert shell.run("checklist", "import", workbook, "-o", back, "-q").code == 0
    lint = json.loads(shell.run("checklist", "lint", overlay, "--json").out)
    assert load_file(back).sha256 == lint["sha256"]


def test_form_of_another_program_is_taken_with_what_is_to_be_decided(shell, tmp_path):
    file = tmp_path / "form.yaml"
    called = shell.run("checklist", "import", save(tmp_path / "form.xlsx"), "-o", file)
    assert called.code == 0
    assert "form.xlsx survey!B3: warning CL076" in called.err
    assert f"takeover checklist lint {file}" in called.out
    text = file.read_text("utf-8")
    assert text.count("# Decide: weight, sharing, counts_for") == 2
    assert shell.run("checklist", "lint", file).code == 0
    plain = json.loads(shell.run("checklist", "import", tmp_path / "form.xlsx", "-o", file, "--force", "--json").out)
    assert plain["decide"] == ["goals.signed", "goals.where"]
    assert plain["files"] == [str(file)]
    assert {problem["code"] for problem in plain["problems"]} >= {"CL076"}


def test_faulty_form_is_refused_with_all_cells_and_writes_nothing(shell, tmp_path):
    bad = SURVEY.replace("text ", "txet ").replace("yes_no", "no_yes")
    called = shell.run("checklist", "import", save(tmp_path / "form.xlsx", bad), "-o", tmp_path / "form.yaml")
    assert called.code == 1
    assert "survey!A4: error CL071" in called.err
    assert "survey!A3: error CL064" in called.err
    assert "CL924" in called.err
    assert not (tmp_path / "form.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("export", "takeover"), "CM150", 2),
        (("export", "takeover", "-o", "list.csv"), "CM150", 2),
        (("export", "none", "-o", "list.xlsx"), "CM070", 2),
        (("import", "form.xlsx"), "CM151", 2),
        (("import", "form.xlsx", "-o", "list.json"), "CM151", 2),
        (("import", "none.xlsx", "-o", "list.yaml"), "CM016", 3),
        (("import", "text.xlsx", "-o", "list.yaml"), "CL920", 3),
    ],
)
def test_wrong_use_is_refused_by_name(shell, tmp_path, monkeypatch, arguments, code, exit_code):
    monkeypatch.chdir(tmp_path)
    save(Path("form.xlsx"))
    Path("text.xlsx").write_text("type,name,label", "utf-8")
    called = shell.run("checklist", *arguments)
    assert called.code == exit_code
    assert code in called.err


def test_nothing_is_overwritten_without_force(shell, tmp_path):
    form, file = save(tmp_path / "form.xlsx"), tmp_path / "form.yaml"
    file.write_text("mine", "utf-8")
    called = shell.run("checklist", "import", form, "-o", file)
    assert called.code == 5
    assert file.read_text("utf-8") == "mine"
    called = shell.run("checklist", "export", "takeover", "-o", form)
    assert called.code == 5


def test_list_with_texts_that_a_workbook_would_change_is_not_exported(shell, tmp_path):
    write_list(tmp_path)
    (source,) = [file for file in tmp_path.glob("*.yaml") if file.name.count(".") == 1]
    text = source.read_text("utf-8")
    assert "finding: " in text
    source.write_text(text.replace("finding: ", "finding: of ${cost} ", 1), "utf-8")
    called = shell.run("checklist", "export", source, "-o", tmp_path / "list.xlsx")
    assert called.code == 1
    assert "CL062" in called.err
    assert "CL925" in called.err
    assert not (tmp_path / "list.xlsx").exists()


def test_condition_that_is_nested_too_deeply_for_a_file_is_refused(shell, tmp_path):
    deep = "${signed} = 'yes'"
    for _ in range(8):
        deep = f"({deep} or ${{signed}} = '') and ${{signed}} != ''"
    called = shell.run(
        "checklist",
        "import",
        save(tmp_path / "f.xlsx", SURVEY.replace("${signed} = 'yes'", deep)),
        "-o",
        tmp_path / "f.yaml",
    )
    assert called.code == 1
    assert "CL006" in called.err
    assert "CL927" in called.err
    assert not (tmp_path / "f.yaml").exists()


def test_list_with_errors_is_not_exported(shell, tmp_path):
    write_list(tmp_path)
    (source,) = [file for file in tmp_path.glob("*.yaml") if file.name.count(".") == 1]
    source.write_text(source.read_text("utf-8").replace("weight: ", "weight: 9", 1), "utf-8")
    called = shell.run("checklist", "export", source, "-o", tmp_path / "list.xlsx")
    assert called.code == 1
    assert "CL900" in called.err


def test_list_on_which_a_takeover_stands_is_exported_from_its_folder(shell, tmp_path):
    shell.start()
    workbook, back = tmp_path / "own.xlsx", tmp_path / "own.yaml"
    assert shell.run("checklist", "export", "-C", shell.folder, "-o", workbook).code == 0
    assert shell.run("checklist", "import", workbook, "-o", back).code == 0
    assert load_file(back).sha256 == load_checklist().sha256
