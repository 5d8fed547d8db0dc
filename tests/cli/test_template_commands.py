"""`takeover template new | check | preview`, and the options that a report's look has on every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeover.catalogues import load_catalogue
from takeover.cli.desk import Desk
from takeover.cli.progress import ProgressLine, count_columns, show_progress
from takeover.cli.template.preview import watch_folder
from takeover.errors import BadInput, OutsideFailure
from takeover.report.stages import Stage, tell_nobody

PMO = Path(__file__).parents[2] / "examples" / "house-pmo" / "templates"


@pytest.fixture
def no_pango(monkeypatch):
    def refuse():
        raise OutsideFailure("RP003", library="Pango")

    monkeypatch.setattr("takeover.report.pdf.render.load_weasyprint", refuse)


@pytest.mark.parametrize(("language", "comment"), [("en", "takes the place of ours"), ("zh-Hans", "取代标准内容")])
def test_a_new_style_speaks_the_users_language(shell, tmp_path, language, comment):
    folder = tmp_path / "style"
    made = shell.run("template", "new", folder, "--lang", language)
    assert made.code == 0
    assert str(folder) in made.out
    assert comment in (folder / "report.html.j2").read_text("utf-8")
    assert "$" not in "".join(file.read_text("utf-8") for file in folder.iterdir())


@pytest.mark.usefixtures("no_pango")
def test_a_new_style_is_sound_and_without_pango_it_is_said_what_is_missing(shell, tmp_path):
    folder = tmp_path / "style"
    shell.run("template", "new", folder)
    checked = shell.run("template", "check", folder, "--json", "--lang", "en")
    plain = json.loads(checked.out)
    assert (checked.code, plain["ok"], plain["problems"]) == (0, True, [])
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in plain["note"]


def test_a_new_style_overwrites_nothing(shell, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    refused = shell.run("template", "new", tmp_path)
    assert refused.code == 5
    assert "CM280" in refused.err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.usefixtures("no_pango")
def test_check_says_every_problem_and_leaves_with_1(shell, tmp_path):
    folder = tmp_path / "style"
    shell.run("template", "new", folder)
    (folder / "house.css").write_text("p {}\n.verify { display: none }\n", "utf-8")
    (folder / "cover.html.j2").write_text("{{ view.projekt }}", "utf-8")
    found = shell.run("template", "check", folder, "--lang", "en")
    assert found.code == 1
    assert "cover.html.j2:1:1: error RP055: There is no projekt here. Meant: project?" in found.out
    assert "house.css:2:1: error RP086:" in found.out


@pytest.mark.usefixtures("no_pango")
def test_check_tries_the_style_on(shell, tmp_path):
    folder = tmp_path / "style"
    shell.run("template", "new", folder)
    entry = folder / "report.html.j2"
    entry.write_text(entry.read_text("utf-8").replace("{{ super() }}", ""), "utf-8")
    found = shell.run("template", "check", folder)
    assert found.code == 1
    assert "RP093" in found.out


def test_preview_shows_a_takeover_or_the_example(shell, tmp_path):
    shell.start()
    file = tmp_path / "preview.html"
    assert shell.here("template", "preview", PMO).code == 2  # -C belongs to the command, not to the group
    made = shell.run("template", "preview", PMO, "-C", shell.folder, "-o", file, "--document-lang", "en+zh")
    assert made.code == 0
    page = file.read_text("utf-8")
    assert "Atlas" in page
    assert 'class="house-cover"' in page
    assert 'lang="zh-Hans">草稿' not in page.split("<main")[0]
    assert shell.run("template", "preview", PMO, "-o", file).code == 5  # what -o names is not overwritten
    assert shell.run("template", "preview", PMO, "-o", file, "--force").code == 0
    assert "Sentinel" in file.read_text("utf-8")


def _make_desk(*, quiet: bool = False) -> Desk:
    return Desk(
        folder=Path(),
        folder_given=False,
        catalogue=load_catalogue("en"),
        as_json=False,
        quiet=quiet,
        verbose=False,
        no_input=True,
        force=False,
        output=None,
    )


def test_watching_rebuilds_on_change_says_problems_and_ends_with_ctrl_c(tmp_path, capsys):
    file = tmp_path / "house.css"
    file.write_text("a", "utf-8")
    turns: list[str] = []

    def rebuild() -> list[Path]:
        turns.append(file.read_text("utf-8"))
        if turns[-1] == "bb":
            raise BadInput("RP080", folder=tmp_path, reason="–")
        return [tmp_path / "preview.html"]

    def pause(_: float) -> None:
        pauses.pop(0)()

    def end() -> None:
        raise KeyboardInterrupt

    pauses = [lambda: None, lambda: file.write_text("bb", "utf-8"), lambda: file.write_text("ccc", "utf-8"), end]
    watch_folder(_make_desk(), tmp_path, rebuild, pause=pause)
    assert turns == ["a", "bb", "ccc"]
    said = capsys.readouterr().err
    assert said.count("preview.html") == 2
    assert "RP080" in said


@pytest.mark.usefixtures("no_pango")
def test_report_keeps_the_page_and_names_the_packages_without_pango(shell):
    shell.start()
    made = shell.here("report", "--paper", "letter", "--document-lang", "zh+en", "--templates", PMO, "--lang", "en")
    assert made.code == 6
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in made.err
    page = (shell.folder / "out" / "draft.html").read_text("utf-8")
    assert "size: letter" in page
    assert '<html lang="zh-Hans">' in page
    assert 'class="house-cover"' in page


def test_a_style_with_mistakes_stops_a_report_before_anything_is_written(shell, tmp_path):
    shell.start()
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "logo.png").write_bytes(b"GIF89a")
    refused = shell.here("report", "--html-only", "--templates", tmp_path / "style")
    assert refused.code == 3
    assert "logo.png: error RP062" in refused.err
    assert not (shell.folder / "out" / "draft.html").exists()


def test_paper_and_templates_can_be_set_once_for_all(shell, settings):
    shell.start()
    settings(paper="letter", templates=PMO)
    assert shell.here("report", "--html-only").code == 0
    page = (shell.folder / "out" / "draft.html").read_text("utf-8")
    assert "size: letter" in page
    assert 'class="house-cover"' in page
    assert shell.here("report", "--html-only", "--paper", "a4").code == 0
    assert "size: letter" not in (shell.folder / "out" / "draft.html").read_text("utf-8")
    settings(paper="a3")
    assert shell.here("report", "--html-only").code == 3


@pytest.mark.slow
def test_verify_rebuilds_letter_two_languages_and_a_house_style(shell, tmp_path):
    checklist = tmp_path / "small.yaml"
    assert shell.run("checklist", "new", checklist, "--list").code == 0
    assert shell.run(
        "start", shell.folder, "--checklist", checklist, "--project", "Atlas", "--engagement", "internal",
        "--zone", "Europe/Berlin", "--party", "sponsor", "--no-interview", "--no-input",
    ).code == 0  # fmt: skip
    look = ("--paper", "letter", "--document-lang", "en+zh-Hans", "--templates", PMO)
    sealed = shell.here("seal", *look, "--json", "--as-of", "2026-03-02")
    assert sealed.code == 0, sealed.err
    file = json.loads(sealed.out)["file"]
    again = shell.run("verify", file, "--rebuild", "--templates", PMO, "--lang", "en")
    assert "the sealed pages are the same, byte for byte" in again.out
    other = shell.run("verify", file, "--rebuild", "--lang", "en")
    assert "house/cover.html.j2" in other.out
    assert "FAILED" not in other.out


@pytest.mark.parametrize(("language", "columns"), [("en", 40), ("zh-Hans", 40), ("zh-Hans", 12)])
def test_the_progress_line_fits_and_is_gone_at_the_end(language, columns):
    written: list[str] = []
    desk = Desk(
        **{name: getattr(_make_desk(), name) for name in Desk.__slots__} | {"catalogue": load_catalogue(language)}
    )
    line = ProgressLine(desk, written.append, columns)
    for stage in Stage:
        for page in (1, 2, 2, 100) if stage is Stage.LAYOUT else (0,):
            line.tell(stage, page)
    assert len(written) == (len(Stage) + 2 if columns > 20 else len(Stage))  # each change once, the same not again
    assert all(count_columns(text.strip("\r")) < columns for text in written)
    line.clear()
    assert not written[-2].strip()
    assert written[-1] == "\r"


def test_progress_is_silent_where_nobody_watches(capsys, monkeypatch):
    with show_progress(_make_desk()) as tell:
        assert tell is tell_nobody
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with show_progress(_make_desk(quiet=True)) as tell:
        assert tell is tell_nobody
    with show_progress(_make_desk()) as tell:
        tell(Stage.LAYOUT, 7)
    assert "laying out page 7" in capsys.readouterr().err
