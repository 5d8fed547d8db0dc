"""Translations: what is missing, stale, unknown; and that a translation changes nothing but texts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.model import Choice, Column, EvidenceRule, QuestionType, Register
from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.translation import list_texts, read_translation, source_hash, translate_checklist
from takeover.problems import Severity
from takeover.values import Level
from tests.builders import make_checklist, make_question

STATE = Column(
    id="state",
    type=QuestionType.CHOICE,
    title="State",
    sharing=Level.SHARED,
    choices=(Choice(code="open", text="Open"), Choice(code="paid", text="Paid")),
)
CHECKLIST = make_checklist(
    make_question("goals.one", help="How.", why="Why.", evidence=EvidenceRule(typical=("charter", "minutes"))),
    make_question("goals.same", type=QuestionType.CHOICE),
    registers=(Register(id="payments", title="Payments", columns=(STATE,)),),
)
TEXTS = list_texts(CHECKLIST)
HEAD = "takeover_translation: 1\nof: test@1.0.0\nlanguage: zh-Hans\n"


def write_translation(*leave_out: str, head: str = HEAD, more: str = "") -> bytes:
    lines = [
        f"  {key}: {{source: {source_hash(text)}, text: '译{number}'}}\n"
        for number, (key, text) in enumerate(TEXTS.items())
        if key not in leave_out
    ]
    return (head + "strings:\n" + "".join(lines) + more).encode()


def read(data: bytes):
    return read_translation(data, "list.zh-Hans.yaml", CHECKLIST)


def test_every_text_has_its_key():
    assert list(TEXTS) == [
        "checklist.title",
        "dimension.goals.title",
        "register.payments.title",
        "register.payments.state.title",
        "register.payments.state.open",
        "register.payments.state.paid",
        "goals.one.text",
        "goals.one.help",
        "goals.one.why",
        "goals.one.evidence.1",
        "goals.one.evidence.2",
        "goals.one.finding",
        "goals.one.action",
        "goals.same.text",
        "goals.same.choices.same",
        "goals.same.choices.other",
        "goals.same.finding",
        "goals.same.action",
    ]


def test_whole_translation_has_no_problem_and_replaces_every_text():
    strings, language, problems = read(write_translation())
    assert problems == ()
    assert language == "zh-Hans"
    translated = translate_checklist(CHECKLIST, strings, language)
    assert list_texts(translated) == {key: f"译{number}" for number, key in enumerate(TEXTS)}


def test_source_hash_is_the_beginning_of_sha256():
    assert source_hash("The same") == "sha-" + hashlib.sha256(b"The same").hexdigest()[:8]


KEY = "goals.one.help"
CASES = {
    "missing": (write_translation(KEY), "CL041", Severity.WARNING, "list.zh-Hans.yaml"),
    "stale": (
        write_translation(KEY, more=f"  {KEY}: {{source: sha-00000000, text: 旧}}\n"),
        "CL042",
        Severity.WARNING,
        f"list.zh-Hans.yaml:22:19 strings.{KEY}",
    ),
    "unknown key": (
        write_translation(more="  goals.one.hlep: {source: sha-0, text: 多}\n"),
        "CL043",
        Severity.ERROR,
        "list.zh-Hans.yaml:23:19 strings.goals.one.hlep",
    ),
    "another list": (
        write_translation(head=HEAD.replace("test@", "rest@")),
        "CL040",
        Severity.ERROR,
        "list.zh-Hans.yaml:2:5 of",
    ),
    "another version": (
        write_translation(head=HEAD.replace("1.0.0", "1.1.0")),
        "CL040",
        Severity.ERROR,
        "list.zh-Hans.yaml:2:5 of",
    ),
    "no language": (
        write_translation(head=HEAD.replace("language: zh-Hans\n", "")),
        "CL011",
        Severity.ERROR,
        "list.zh-Hans.yaml:1:1",
    ),
    "later format": (
        write_translation(head=HEAD.replace("translation: 1", "translation: 2")),
        "CL016",
        Severity.ERROR,
        "list.zh-Hans.yaml:1:23 takeover_translation",
    ),
    "unknown field": (
        write_translation(more="translator: somebody\n"),
        "CL012",
        Severity.ERROR,
        "list.zh-Hans.yaml:23:1 translator",
    ),
    "empty text": (
        write_translation(KEY, more=f"  {KEY}: {{source: {source_hash('How.')}, text: ''}}\n"),
        "CL011",
        Severity.ERROR,
        f"list.zh-Hans.yaml:22:48 strings.{KEY}.text",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_problem_of_a_translation_has_code_and_place(name):
    data, code, severity, place = CASES[name]
    _, _, problems = read(data)
    assert [(problem.code, problem.severity, str(problem.place)) for problem in problems] == [(code, severity, place)]


def test_unknown_key_names_the_one_that_was_meant_and_stale_one_its_hash():
    assert read(CASES["unknown key"][0])[2][0].details["near"] == KEY
    assert read(CASES["stale"][0])[2][0].details["wanted"] == source_hash("How.")


def test_stale_text_is_shown_and_a_missing_one_stays_as_it_is():
    stale, _, _ = read(CASES["stale"][0])
    missing, _, _ = read(CASES["missing"][0])
    assert translate_checklist(CHECKLIST, stale, "zh-Hans").questions[0].help == "旧"
    assert translate_checklist(CHECKLIST, missing, "zh-Hans").questions[0].help == "How."


def test_unreadable_translation_is_said_and_empty():
    strings, language, problems = read(b"[")
    assert (strings, language, [problem.code for problem in problems]) == ({}, "", ["CL003"])


def test_translation_without_strings_leaves_every_text_missing():
    _, _, problems = read(HEAD.encode())
    assert [problem.details["key"] for problem in problems] == list(TEXTS)


def without_texts(checklist) -> str:
    """Everything but texts: each is replaced by its key."""
    neutral = translate_checklist(checklist, {key: key for key in TEXTS}, "-")
    return str(checklist_to_plain(neutral))


@given(st.dictionaries(st.sampled_from([*TEXTS, "goals.one.id", "nobody.knows"]), st.text(min_size=1)), st.text())
def test_translation_changes_only_texts(strings, language):
    translated = translate_checklist(CHECKLIST, strings, language)
    assert translated.language == language
    assert without_texts(translated) == without_texts(CHECKLIST)
    assert list_texts(translated) == {key: strings.get(key, text) for key, text in TEXTS.items()}
    assert translate_checklist(CHECKLIST, {}, "en") == replace(CHECKLIST, language="en")
