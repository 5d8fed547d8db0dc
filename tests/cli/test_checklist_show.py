"""checklist show: the page of the interview, in both languages, in and outside of a takeover."""

from __future__ import annotations

import json

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.interview.navigator import start_at_open
from takeover.interview.pages import page_of, why_of
from takeover.record.situation import fold_entries
from tests.checklist.lists import translate, write_list

QUESTION = "goals.signed-statement"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_question_is_shown_as_the_interview_shows_it(shell, language):
    checklist, catalogue = load_checklist().in_language(language), load_catalogue(language)
    question = checklist.question(QUESTION)
    page = page_of(start_at_open(checklist, fold_entries(())), question, catalogue)
    called = json.loads(shell.run("checklist", "show", QUESTION, "--json", "--lang", language).out)
    assert [passage["text"] for passage in called["page"]] == [passage.text for passage in page]
    assert called["why"] == [passage.text for passage in why_of(question, catalogue)]
    assert called["options"] == [catalogue.text(f"interview.grade.{code}") for code in ("yes", "partly", "no")]
    assert (called["language"], called["question"]["id"]) == (language, QUESTION)


def test_text_has_question_options_and_why_on_lines_of_readable_width(shell):
    out = shell.run("checklist", "show", QUESTION).out
    question = load_checklist().source.question(QUESTION)
    assert " ".join(question.text.split()) in " ".join(out.split())
    assert "  1 Yes\n  2 Partly\n  3 No\n" in out
    assert " ".join(question.why.split()) in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 100


def test_named_list_is_shown_in_the_language_of_the_terminal(shell, tmp_path):
    file = write_list(tmp_path)
    translate(file, {"goals.one.text": ("Is there one?", "有吗？")})
    assert "Is there one?" in shell.run("checklist", "show", "goals.one", "--checklist", file).out
    assert "有吗？" in shell.run("checklist", "show", "goals.one", "--checklist", file, "--lang", "zh").out


def test_in_a_takeover_its_list_is_used_and_what_was_said_is_shown(shell, tmp_path):
    shell.start("--checklist", write_list(tmp_path, {}, {"id": "goals.two", "when": "{question: goals.one, is: no}"}))
    assert "waits for the answer" in shell.run("checklist", "show", "goals.two", "-C", shell.folder).out
    shell.here("answer", "goals.one", "yes", "--by", "sponsor")
    shown = shell.run("checklist", "show", "goals.one", "-C", shell.folder)
    assert shown.code == 0
    assert "sponsor: Yes" in shown.out
    assert "1 of 1" in shown.out
    assert "is not asked" in shell.run("checklist", "show", "goals.two", "-C", shell.folder).out


def test_unknown_question_names_the_one_that_was_meant(shell):
    called = shell.run("checklist", "show", "goals.signed-statment")
    assert called.code == 2
    assert "CM073" in called.err
    assert QUESTION in called.err
