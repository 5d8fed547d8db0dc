"""Where lists are found: the order of the places, what is a list at all, and packages whose code never runs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from takeover.checklist.search import (
    ListKind,
    Origin,
    Places,
    find_list,
    find_lists,
    find_package_folder,
    find_pinned,
    read_head,
)
from takeover.errors import BadInput
from tests.checklist.lists import write_list, write_list_in_parts, write_overlay
from tests.checklist.packages import announce


def origins(places: Places, wanted: str = "base") -> list[Origin]:
    return [found.origin for found in find_lists(places) if found.id == wanted]


def test_places_come_in_their_order(tmp_path, monkeypatch):
    own, house = tmp_path / "own", tmp_path / "house"
    write_list(own)
    write_list(house)
    announce(tmp_path, monkeypatch, "acme_lists")
    write_list(tmp_path / "site" / "acme_lists")
    assert origins(Places(takeover=own, house=house)) == [Origin.TAKEOVER, Origin.HOUSE, Origin.PACKAGE]
    found = find_list("base", Places(takeover=own, house=house))
    assert found is not None
    assert found.path == own / "base.yaml"
    assert origins(Places(house=house), "takeover") == [Origin.BUNDLED]


def test_newest_version_of_a_place_wins(tmp_path):
    for number, version in enumerate(("1.9.0", "1.10.0", "1.2")):
        write_list(tmp_path, version=version).rename(tmp_path / f"{number}.yaml")
    assert [found.version for found in find_lists(Places(house=tmp_path))][:3] == ["1.10.0", "1.9.0", "1.2"]


def test_accepted_version_is_preferred_and_else_the_first_is_given(tmp_path):
    write_list(tmp_path, version="1.0.0").rename(tmp_path / "a.yaml")
    write_list(tmp_path, version="2.0.0")
    places = Places(house=tmp_path)
    old = find_list("base", places, accepts=lambda found: found.version.startswith("1"))
    none = find_list("base", places, accepts=lambda found: False)
    assert (old and old.version, none and none.version) == ("1.0.0", "2.0.0")
    assert find_list("nobody", places) is None


def test_parts_translations_and_other_files_are_passed_by(tmp_path):
    write_list_in_parts(tmp_path)
    write_overlay(tmp_path)
    (tmp_path / "answers.yaml").write_text("takeover_answers: 1\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "base.txt").write_text("takeover_checklist: 1\n")
    found = [(one.id, one.kind, one.extends) for one in find_lists(Places(takeover=tmp_path)) if one.origin is Origin.TAKEOVER]  # fmt: skip
    assert found == [("base", ListKind.CHECKLIST, ""), ("house", ListKind.OVERLAY, "base@~1.0")]


@pytest.mark.parametrize(
    "text",
    [
        "takeover_checklist: 1\nid: x\nversion: 1.0.0\n",
        "# comment\n\n---\ntakeover_checklist: 1\nversion: 1.0.0   # first\nid:   x\n",
        "\ufefftakeover_checklist: 1\r\nid: x\r\nversion: 1.0.0\r\n",
        "takeover_checklist: 1\nid: 'x'\nversion: \"1.0.0\"\n",
        "{takeover_checklist: 1, id: x, version: 1.0.0}\n",
        '"takeover_checklist": 1\n"id": "x"\n"version": 1.0.0\n',
        "takeover_checklist: 1\nid:\n  x\nversion: 1.0.0\n",
    ],
)
def test_head_is_read_in_whatever_way_it_is_written(tmp_path, text):
    file = tmp_path / "list.yaml"
    file.write_text(text, "utf-8", newline="")
    found = read_head(file, Origin.HOUSE)
    assert found is not None
    assert (found.id, found.version, found.kind, found.problem) == ("x", "1.0.0", ListKind.CHECKLIST, None)


def test_list_that_is_no_yaml_is_found_and_stops_nobody(tmp_path):
    (tmp_path / "broken.yaml").write_bytes(b"takeover_checklist: 1\nid: [\xff")
    write_list(tmp_path)
    assert [found.id for found in find_lists(Places(house=tmp_path))][:2] == ["base", ""]


def test_hostile_beginning_costs_no_time(tmp_path):
    file = tmp_path / "list.yaml"
    file.write_text("# " * 500_000 + "\n" + "{ " * 200_000, "utf-8")
    start = time.perf_counter()
    assert read_head(file, Origin.HOUSE) is None
    assert time.perf_counter() - start < 1


def test_takeover_folder_that_is_not_there_yet_has_no_lists(tmp_path):
    assert all(found.problem is None for found in find_lists(Places(takeover=tmp_path / "none")))


def test_house_folder_that_is_not_there_is_listed_and_lets_nothing_else_win(tmp_path):
    places = Places(house=tmp_path / "none")
    assert [found.problem.code for found in find_lists(places) if found.problem] == ["CL904"]
    with pytest.raises(BadInput) as caught:
        find_list("takeover", places)
    assert caught.value.code == "CL911"


@pytest.mark.parametrize("module", ["acme_lists", "acme_company.inner.lists"])
def test_announced_package_is_read_without_running_its_code(tmp_path, monkeypatch, module):
    folder = announce(tmp_path, monkeypatch, module)
    write_list(folder)
    (found,) = (one for one in find_lists(Places()) if one.origin is Origin.PACKAGE)
    assert (found.id, found.package, found.path) == ("base", "acme", folder / "base.yaml")
    assert not {name for name in sys.modules if name.startswith("acme_")}


def test_announced_package_that_is_not_there_is_listed(tmp_path, monkeypatch):
    announce(tmp_path, monkeypatch, "acme_lists", value="no_such_package.lists")
    (found,) = (one for one in find_lists(Places()) if one.origin is Origin.PACKAGE)
    assert found.problem is not None
    assert (found.problem.code, found.problem.details) == ("CL906", {"module": "no_such_package.lists"})


@pytest.mark.parametrize(("module", "found"), [("takeover", True), ("json.decoder", True), ("sys", False), ("", False)])
def test_folder_of_a_module(module, found):
    folder = find_package_folder(module)
    assert (folder is not None and folder.is_dir()) is found


def test_pinned_list_is_found_and_a_changed_one_has_its_problem(tmp_path):
    assert find_pinned(tmp_path) is None
    (tmp_path / "checklist.json").write_text("{}")
    found = find_pinned(tmp_path)
    assert found is not None
    assert found.problem is not None
    assert (found.kind, found.problem.code, Path(found.path).name) == (ListKind.PINNED, "CL905", "checklist.json")
