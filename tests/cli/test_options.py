"""Options that are the same everywhere: a language that is known, a file that is written, words of click itself."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator

import click
import pytest

from takeover.cli.main import program


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from commands(found, f"{path}{name} ") if isinstance(found, click.Group) else [(f"{path}{name}", found)]


def test_only_a_command_that_writes_a_file_takes_one():
    """Each module says `desk.output` where it writes; `identity trust` shares a module with two that do."""
    for path, command in commands(program):
        offers = any("--output" in option.opts for option in command.params)
        writes = path != "identity trust" and "desk.output" in inspect.getsource(
            inspect.getmodule(inspect.unwrap(command.callback))
        )
        assert offers == writes, path


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "--document-lang", "cn"),
        ("report", "--document-lang", "en+fr"),
        ("seal", "--document-lang", "chinese"),
        ("sheet", "--for", "client", "--document-lang", "en+zh-Hans"),
        ("requests", "--language", "fr"),
        ("plan", "--language", ""),
        ("status", "--lang", "cn"),
    ],
)
def test_a_language_that_is_not_known_is_refused_and_nothing_is_written(shell, arguments):
    shell.start()
    called = shell.here(*arguments)
    assert called.code == 2
    assert "CM300" in called.err
    assert not list((shell.folder / "out").glob("*"))


@pytest.mark.parametrize("tag", ["zh", "zh-CN", "zh_CN.UTF-8", "zh-Hans", "EN", "en_GB"])
def test_every_tag_of_a_known_language_is_taken(shell, tag):
    shell.start()
    assert shell.here("status", "--lang", tag).code == 0


@pytest.mark.parametrize("trust", ["FINGERPRINT", "xyz", "ab" * 31, "gg" * 32])
def test_a_fingerprint_that_is_none_is_refused(shell, trust):
    called = shell.run("verify", "nothing.pdf", "--trust", trust)
    assert called.code == 2
    assert trust in called.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("aks",), ("没有命令 'aks'", "是否指 'ask'")),
        (("--help",), ("用法：", "选项", "命令", "显示版本并退出", "接管问题项目")),
        (("status", "--as-of", "x"), ("取值无效", "不符合格式")),
        (("start",), ("缺少参数 'DIRECTORY'",)),
    ],
)
def test_click_speaks_the_language_of_the_terminal(shell, monkeypatch, arguments, says):
    monkeypatch.setenv("TAKEOVER_LANG", "zh-Hans")
    called = shell.run(*arguments)
    assert all(word in called.out + called.err for word in says)
    monkeypatch.setenv("TAKEOVER_LANG", "en")
    again = shell.run(*arguments)
    assert not any(word in again.out + again.err for word in says)


@pytest.mark.parametrize("command", ["aks", "chekclist"])
def test_a_command_that_is_nearly_one_is_named(shell, command):
    called = shell.run(command)
    assert called.code == 2
    assert "Did you mean" in called.err


def test_one_entry_is_no_entries(shell, tmp_path):
    shell.start()
    file = tmp_path / "answers.yaml"
    file.write_text(
        "takeover_answers: 1\nanswers:\n- {question: goals.signed-statement, by: sponsor, method: interview, value: no}\n"
    )
    called = shell.here("import", file)
    assert called.out.startswith("1 entry taken"), called.err
    assert json.loads(shell.here("import", file, "--json").out)["taken"] == 0


def test_a_start_that_was_left_is_named_by_every_command(shell):
    shell.folder.mkdir()
    (shell.folder / "draft").write_text(json.dumps({"start": json.dumps({"project": ["Atlas"]})}))
    called = shell.here("status")
    assert called.code == 2
    assert f"takeover start {shell.folder}" in called.err
    (shell.folder / "draft").unlink()
    assert "takeover start" in shell.here("status").err
    assert "CM304" not in shell.here("status").err


def test_a_question_that_is_not_there_names_the_nearest(shell):
    shell.start()
    called = shell.here("answer", "goals.signed", "yes", "--by", "sponsor")
    assert called.code == 2
    assert "Did you mean: goals.signed-statement?" in called.err
    assert "takeover checklist print" in called.err
