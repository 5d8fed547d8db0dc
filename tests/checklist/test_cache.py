"""Compiled lists: used where they vouch for the sources, else they cost time and nothing more."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from takeover.checklist import library
from takeover.checklist.cache import MAX_BYTES, fetch_compiled, find_cache
from takeover.checklist.compiled import decode_loaded, encode_loaded
from takeover.checklist.library import load_file
from takeover.checklist.plain import hash_checklist
from takeover.checklist.search import Places
from tests.checklist.lists import translate, write_list, write_list_in_parts, write_overlay


@pytest.fixture
def main(tmp_path) -> Path:
    return write_list_in_parts(tmp_path / "lists")


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache" / "checklists"


def compiled_file(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def load(main: Path, cache: Path):
    return load_file(main, Places(), cache)


def fetch(cache: Path, main: Path, base: Path | None = None):
    return fetch_compiled(cache, main, base, again=lambda: pytest.fail("damaged"))


def test_second_load_reads_no_yaml_and_gives_the_same(main, cache, monkeypatch):
    first = load(main, cache)
    monkeypatch.setattr(library, "read_checklist", lambda *_: pytest.fail("read as YAML"))
    second = load(main, cache)
    assert (second.source, second.sha256) == (first.source, first.sha256)
    assert dict(second.translations) == dict(first.translations)
    assert [q.text for q in second.in_language("zh-Hans").questions] == ["有吗？", "有两个吗？"]


def test_compiled_file_is_the_users_alone(main, cache):
    load(main, cache)
    assert stat.S_IMODE(compiled_file(cache).stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "language", "texts"),
    [
        ("base.yaml", "Is there one?", "Is there 1?", "en", ["Is there 1?", "Are there two?"]),
        ("base/more.yaml", "Are there two?", "Are there 2?", "en", ["Is there one?", "Are there 2?"]),
        ("base.zh-Hans.yaml", "有吗", "有没有", "zh-Hans", ["有没有？", "有两个吗？"]),
        ("base/more.zh-Hans.yaml", "有两个吗", "两个有吗", "zh-Hans", ["有吗？", "两个有吗？"]),
    ],
)
def test_change_of_any_source_is_seen(main, cache, name, old, new, language, texts):
    load(main, cache)
    edit(main.parent / name, old, new)
    assert [question.text for question in load(main, cache).in_language(language).questions] == texts


def test_new_and_lost_translations_are_seen(main, cache):
    load(main, cache)
    (main.parent / "base" / "more.zh-Hans.yaml").unlink()
    assert [q.text for q in load(main, cache).in_language("zh-Hans").questions] == ["有吗？", "Are there two?"]
    translate(main.parent / "base" / "more.yaml", {"goals.two.text": ("Are there two?", "两个？")})
    assert [q.text for q in load(main, cache).in_language("zh-Hans").questions] == ["有吗？", "两个？"]


def test_change_of_the_program_is_seen(main, cache, monkeypatch):
    load(main, cache)
    assert fetch(cache, main) is not None
    monkeypatch.setattr("takeover.checklist.cache._hash_program", lambda: "another")
    assert fetch(cache, main) is None
    monkeypatch.undo()
    monkeypatch.setattr("takeover.checklist.cache.__version__", "99")
    assert fetch(cache, main) is None


def test_base_of_a_house_list_belongs_to_it(tmp_path, cache):
    house, other = tmp_path / "house", tmp_path / "own"
    base = write_list(house)
    overlay = write_overlay(house)
    places = Places(house=house)
    assert load_file(overlay, places, cache).source.questions[0].weight == 9
    assert fetch(cache, overlay, base) is not None
    edit(base, "Is there one?", "Is there 1?")
    assert load_file(overlay, places, cache).source.questions[0].text == "Is there 1?"
    write_list(other, {"text": "Is it ours?"})
    assert load_file(overlay, Places(takeover=other, house=house), cache).source.questions[0].text == "Is it ours?"


DAMAGES = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-20],
    "head only": lambda data: data.partition(b"\n")[0] + b"\n",
    "text changed": lambda data: data.replace(b"Is there one?", b"Is there two?"),
    "translation changed": lambda data: data.replace("有吗？".encode(), "没有？".encode()),
    "other sources named": lambda data: data.replace(b"base.yaml", b"case.yaml", 1),
    "no sources named": lambda data: b'{"made_of":{"lists":[]}}\n' + data.partition(b"\n")[2],
    "other hash named": lambda data: data.replace(b'"sha256": "', b'"sha256": "0', 1),
    "other place named": lambda data: data.replace(b'"start": 0', b'"start": 1', 1),
    "shifted": lambda data: data.replace(b"}\n", b"}\n0", 1),
    "deep": lambda data: b"[" * 200_000,
    "not text": lambda data: bytes(range(256)) * 40,
    "a list": lambda data: b"[]\n" + data.partition(b"\n")[2],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_compiled_file_changes_nothing(main, cache, damage):
    good = load(main, cache)
    file = compiled_file(cache)
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    file.chmod(0o600)
    again = load(main, cache)
    assert (again.source, again.sha256, dict(again.translations)) == (good.source, good.sha256, dict(good.translations))
    load(main, cache)
    whole = fetch(cache, main)
    assert whole is not None, "compiled anew"
    assert dict(whole.translations) == dict(good.translations)


def test_forged_cache_of_the_same_user_cannot_lie_about_its_hash_in_a_takeover(main, cache, tmp_path):
    """The boundary: what this user writes is believed, but what a takeover pins is hashed from the list itself."""
    good = load(main, cache)
    file = compiled_file(cache)
    head, body = file.read_bytes().split(b"\n", 1)
    forged = body.replace(b"Is there one?", b"Is there two?")
    header = json.loads(head)
    for line in header["lines"]:
        part = forged[line["start"] : line["stop"]]
        line["hash"] = hashlib.sha256(f"{header['sha256']} {line['language']}\n".encode() + part).hexdigest()
    file.write_bytes(json.dumps(header).encode() + b"\n" + forged)
    believed = load(main, cache)
    assert (believed.source.questions[0].text, believed.sha256) == ("Is there two?", good.sha256)
    pinned = decode_loaded(encode_loaded(believed))
    assert pinned.sha256 == hash_checklist(believed.source) != good.sha256


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_file_that_others_could_have_written_is_not_read(main, cache):
    load(main, cache)
    file = compiled_file(cache)
    file.chmod(0o666)
    assert fetch(cache, main) is None
    assert load(main, cache).source.questions[0].text == "Is there one?"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "huge"])
def test_what_is_no_plain_file_is_not_read(main, cache, tmp_path, kind):
    load(main, cache)
    file = compiled_file(cache)
    kept = file.read_bytes()
    file.unlink()
    match kind:
        case "link":
            (tmp_path / "kept").write_bytes(kept)
            file.symlink_to(tmp_path / "kept")
        case "pipe":
            os.mkfifo(file, 0o600)
        case "folder":
            file.mkdir()
        case _:
            file.touch(0o600)
            os.truncate(file, MAX_BYTES + 1)
    assert fetch(cache, main) is None
    assert load(main, cache).source.questions[0].text == "Is there one?"


@pytest.mark.parametrize("kind", ["read-only", "a file"])
def test_cache_that_cannot_be_written_costs_nothing_but_time(main, tmp_path, monkeypatch, kind):
    blocked = tmp_path / "blocked"
    if kind == "a file":
        blocked.write_text("no folder")
    else:
        monkeypatch.setattr("takeover.checklist.cache.tempfile.mkstemp", refuse)
    assert load(main, blocked / "cache").source.questions[0].text == "Is there one?"


def refuse(**_options):
    raise PermissionError("read-only")


def test_nothing_is_left_of_a_write_that_failed(main, cache, monkeypatch):
    monkeypatch.setattr("takeover.checklist.cache.Path.replace", lambda *_: refuse())
    load(main, cache)
    assert list(cache.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_folder_whose_name_is_no_text_is_no_obstacle(tmp_path, cache):
    file = write_list(tmp_path / os.fsdecode(b"b\xfcro"))
    first, second = load(file, cache), load(file, cache)
    assert fetch(cache, file) is not None
    assert first.source == second.source


def test_list_with_errors_is_not_compiled(tmp_path, cache):
    file = write_list(tmp_path / "lists", {"weight": "many"})
    for _ in range(2):
        with pytest.raises(library.AnswerIsNo):
            load(file, cache)
    assert not cache.exists()


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"TAKEOVER_CACHE": "/c"}, "/c/checklists"),
        ({"TAKEOVER_CACHE": "/c", "XDG_CACHE_HOME": "/x"}, "/c/checklists"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/takeover/checklists"),
        ({}, str(Path.home() / ".cache/takeover/checklists")),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="where Linux keeps caches")
def test_cache_lies_where_this_system_keeps_it(environment, wanted):
    assert str(find_cache(environment)) == wanted


@pytest.mark.parametrize(
    ("platform", "environment", "wanted"),
    [
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/takeover/checklists"),
        ("darwin", {}, str(Path.home() / "Library/Caches/takeover/checklists")),
    ],
)
def test_cache_of_other_systems(monkeypatch, platform, environment, wanted):
    monkeypatch.setattr("takeover.checklist.cache.sys.platform", platform)
    assert find_cache(environment).as_posix() == wanted
