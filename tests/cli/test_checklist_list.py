"""checklist list: what is found, which one wins, and why another one does not."""

from __future__ import annotations

import json

from tests.checklist.lists import translate, write_list, write_overlay
from tests.checklist.packages import announce


def listed(shell, *arguments):
    called = shell.run("checklist", "list", "--json", *arguments)
    assert called.code == 0
    return json.loads(called.out)["checklists"]


def test_without_anything_the_bundled_list_wins(shell):
    (line,) = listed(shell)
    assert (line["id"], line["source"], line["wins"], line["languages"]) == (
        "takeover", "bundled", True, ["en", "zh-Hans"],
    )  # fmt: skip
    assert len(line["sha256"]) == 64
    text = shell.run("checklist", "list").out
    assert text.startswith(f"* takeover {line['version']} (list, en, zh-Hans) – used here")


def test_all_places_in_their_order_with_what_shadows_what(shell, tmp_path, settings, monkeypatch):
    house, folder = tmp_path / "house", shell.folder
    settings(checklists=house, checklist="base")
    own = write_list(folder)
    translate(own, {"goals.one.text": ("Is there one?", "有吗？")})
    write_list(house)
    write_overlay(house, list_id="pmo")
    write_list(announce(tmp_path, monkeypatch, "acme_lists"))
    lines = listed(shell, "-C", folder)
    assert [(line["id"], line["kind"], line["source"], line["wins"]) for line in lines] == [
        ("base", "checklist", "takeover", True),
        ("base", "checklist", "house", False),
        ("pmo", "overlay", "house", False),
        ("base", "checklist", "package", False),
        ("takeover", "checklist", "bundled", False),
    ]
    assert [line["shadowed_by"] for line in lines] == ["", str(own), "", str(own), ""]
    assert lines[0]["languages"] == ["en", "zh-Hans"]
    assert lines[3]["package"] == "acme"
    text = shell.run("checklist", "list", "-C", folder).out
    assert f"shadowed: a list of the same id comes first (folder of the takeover): {own}" in text
    assert "Python package, announced as acme" in text
    assert "被覆盖" in shell.run("checklist", "list", "-C", folder, "--lang", "zh").out


def test_the_settings_choose_where_nobody_names_a_list(shell, tmp_path, settings):
    write_list(tmp_path)
    write_overlay(tmp_path)
    settings(checklists=tmp_path, checklist="house")
    assert [line["id"] for line in listed(shell) if line["wins"]] == ["house"]
    assert [line["id"] for line in listed(shell, "--checklist", "takeover") if line["wins"]] == ["takeover"]


def test_a_named_file_comes_first(shell, tmp_path):
    file = write_list(tmp_path, list_id="takeover")
    named, bundled = listed(shell, "--checklist", file)
    assert (named["source"], named["wins"], bundled["wins"]) == ("named", True, False)
    assert bundled["shadowed_by"] == str(file)


def test_broken_lists_are_listed_with_their_first_problem_and_stop_nobody(shell, tmp_path, settings):
    house = tmp_path / "house"
    settings(checklists=house)
    bad = write_list(house, {"weight": "many", "sharing": "all"})
    (house / "worse.yaml").write_bytes(b"takeover_checklist: 1\nid: [\n")
    lines = {line["path"]: line for line in listed(shell)}
    assert f"{bad}:" in lines[str(bad)]["problem"]
    assert "CL015" in lines[str(bad)]["problem"]
    assert "CL003" in lines[str(house / "worse.yaml")]["problem"]
    assert [line["id"] for line in lines.values() if line["wins"]] == ["takeover"]
    assert "cannot be used" in shell.run("checklist", "list").out


def test_a_house_folder_that_is_gone_is_said_and_nothing_wins_in_its_place(shell, tmp_path, settings):
    settings(checklists=tmp_path / "gone")
    lines = listed(shell)
    assert lines[0]["problem"]
    assert not any(line["wins"] for line in lines)
    assert "None of these would be used" in shell.run("checklist", "list").out
    started = shell.start()
    assert started.code == 3
    assert "CL911" in started.err
    assert not shell.folder.exists()


def test_the_list_of_a_takeover_is_listed_first(shell):
    shell.start()
    pinned, bundled = listed(shell, "-C", shell.folder)
    assert (pinned["kind"], pinned["wins"], bundled["wins"]) == ("pinned", True, False)
    assert pinned["sha256"] == bundled["sha256"]
    assert bundled["shadowed_by"] == pinned["path"] == str(shell.folder / "checklist.json")
