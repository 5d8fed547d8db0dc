"""The language of what is said before a command runs: errors of usage, help, a bug."""

from __future__ import annotations

import pytest

from takeover.cli.lazy import read_language
from takeover.cli.main import main


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ("status", None),
        ("status --lang zh-Hans", "zh-Hans"),
        ("status --lang=zh-Hans", "zh-Hans"),
        ("status --lang= -C x", ""),
        ("status --lang", None),
        ("status --lang en --lang=zh-Hans", "zh-Hans"),
        ("status --lang=zh-Hans --lang en", "en"),
        ("note -- --lang=zh-Hans", None),
        ("status --language=zh-Hans", None),
    ],
)
def test_read_language_takes_both_forms_and_the_last_one(arguments, language):
    assert read_language(["takeover", *arguments.split()]) == language


@pytest.mark.parametrize("option", [("--lang", "zh-Hans"), ("--lang=zh-Hans",)])
def test_an_error_is_said_in_the_language_that_was_asked_for(option, monkeypatch, capsys, tmp_path):
    arguments = ["status", "-C", str(tmp_path), *option]
    monkeypatch.setattr("sys.argv", ["takeover", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "中没有接管记录" in capsys.readouterr().err
