"""checklist diff: two lists, or a takeover's own against the one that is found."""

from __future__ import annotations

import json

from tests.checklist.lists import translate, write_list

NEW = ({"text": "Is there 1?", "weight": "7"}, {"id": "goals.new", "text": "New?"})


def test_two_files_differ_question_by_question(shell, tmp_path):
    old = write_list(tmp_path / "a", {}, {"id": "goals.gone", "text": "Gone?"})
    new = write_list(tmp_path / "b", *NEW, version="2.0.0")
    called = shell.run("checklist", "diff", old, new)
    assert called.code == 0
    assert "removed: question goals.gone: Gone?" in called.out
    assert "added: question goals.new: New?" in called.out
    assert "  text\n    - Is there one?\n    + Is there 1?\n  weight\n    - 5\n    + 7\n" in called.out
    assert "they were given to other words" in called.out
    assert called.out.endswith("1 added, 1 removed, 2 changed\n")
    plain = json.loads(shell.run("checklist", "diff", old, new, "--json").out)
    assert (plain["old"]["version"], plain["new"]["version"]) == ("1.0.0", "2.0.0")
    assert [(one["kind"], one["scope"], one["id"], one["effect"]) for one in plain["differences"]] == [
        ("changed", "checklist", "", "none"),
        ("changed", "question", "goals.one", "reworded"),
        ("removed", "question", "goals.gone", "gone"),
        ("added", "question", "goals.new", "open"),
    ]


def test_list_against_itself(shell):
    called = shell.run("checklist", "diff", "takeover", "takeover", "--json")
    assert json.loads(called.out)["differences"] == []


def test_texts_are_compared_in_the_language_of_the_terminal_where_both_have_it(shell, tmp_path):
    old, new = write_list(tmp_path / "a"), write_list(tmp_path / "b")
    translate(old, {"goals.one.text": ("Is there one?", "有吗？")})
    english = shell.run("checklist", "diff", old, new, "--lang", "zh")
    assert "语言：en, zh-Hans → en" in english.out
    translate(new, {"goals.one.text": ("Is there one?", "有没有？")})
    chinese = shell.run("checklist", "diff", old, new, "--lang", "zh")
    assert "    - 有吗？\n    + 有没有？\n" in chinese.out
    assert "changed: question" not in shell.run("checklist", "diff", old, new).out


def test_list_of_a_takeover_against_the_one_that_is_found(shell, tmp_path, settings):
    settings(checklists=tmp_path / "house", checklist="base")
    write_list(tmp_path / "house")
    shell.start()
    shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    write_list(tmp_path / "house", *NEW, version="2.0.0")
    own = json.loads(shell.run("checklist", "diff", "-C", shell.folder, "--json").out)
    assert [(one["id"], one["statements"]) for one in own["differences"]] == [
        ("", 0),
        ("goals.one", 1),
        ("goals.new", 0),
    ]
    other = write_list(tmp_path / "other", list_id="third")
    named = json.loads(shell.run("checklist", "diff", other, "-C", shell.folder, "--json").out)
    assert (named["old"]["version"], named["new"]["id"]) == ("1.0.0", "third")


def test_too_few_or_too_many_lists_are_wrong_usage(shell):
    for arguments in ((), ("takeover",), ("takeover",) * 3):
        called = shell.run("checklist", "diff", *arguments)
        assert called.code == 2
        assert "CM074" in called.err
