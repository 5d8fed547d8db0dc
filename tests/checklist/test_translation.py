"""Translations: what is missing, stale, unknown; and that a translation changes nothing but texts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.model import Checklist, Choice, Column, EvidenceRule, Hidden, House, QuestionType, Register
from takeover.checklist.plain import checklist_to_plain
from takeover.checklist.translation import (
    Translation,
    list_texts,
    read_translation,
    source_hash,
    translate,
    translate_checklist,
)
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
NOTE = Column(id="note", type=QuestionType.TEXT, title="Note", sharing=Level.SHARED)
START = ({"state": "open", "note": "First"}, {"note": "Last"})
CHECKLIST = make_checklist(
    make_question("goals.one", help="How.", why="Why.", evidence=EvidenceRule(typical=("charter", "minutes"))),
    make_question("goals.same", type=QuestionType.CHOICE),
    registers=(Register(id="payments", title="Payments", columns=(STATE, NOTE), start_with=START),),
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


def read(*files: bytes, checklist: Checklist = CHECKLIST):
    """Read and apply files of one language: strings by key, the language, and all problems."""
    read_files, problems = [], ()
    for number, data in enumerate(files):
        file, found = read_translation(data, f"list{number or ''}.zh-Hans.yaml")
        read_files += [file] if file else []
        problems += found
    lists, found = translate(checklist, read_files)
    (language, translated), *others = lists.items() or (("", None),)
    assert not others
    return translated, language, problems + found


def test_every_text_has_its_key():
    assert list(TEXTS) == [
        "checklist.title",
        "dimension.goals.title",
        "register.payments.title",
        "register.payments.state.title",
        "register.payments.state.open",
        "register.payments.state.paid",
        "register.payments.note.title",
        "register.payments.start.1.note",
        "register.payments.start.2.note",
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
    translated, language, problems = read(write_translation())
    assert problems == ()
    assert language == "zh-Hans"
    assert list_texts(translated) == {key: f"译{number}" for number, key in enumerate(TEXTS)}


def test_source_hash_is_the_beginning_of_sha256():
    assert source_hash("The same") == "sha-" + hashlib.sha256(b"The same").hexdigest()[:8]


KEY = "goals.one.help"
CASES = {
    "missing": (write_translation(KEY), "CL041", Severity.WARNING, f"list.zh-Hans.yaml:14:19 strings.{KEY}"),
    "stale": (
        write_translation(KEY, more=f"  {KEY}: {{source: sha-00000000, text: 旧}}\n"),
        "CL042",
        Severity.WARNING,
        f"list.zh-Hans.yaml:25:19 strings.{KEY}",
    ),
    "unknown key": (
        write_translation(more="  goals.one.hlep: {source: sha-0, text: 多}\n"),
        "CL043",
        Severity.ERROR,
        "list.zh-Hans.yaml:26:19 strings.goals.one.hlep",
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
        "list.zh-Hans.yaml:26:1 translator",
    ),
    "empty text": (
        write_translation(KEY, more=f"  {KEY}: {{source: {source_hash('How.')}, text: ''}}\n"),
        "CL011",
        Severity.ERROR,
        f"list.zh-Hans.yaml:25:48 strings.{KEY}.text",
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


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("goals.one.hlep", KEY),
        ("goals.noe.help", KEY),
        ("goals.same.choices.otter", "goals.same.choices.other"),
        ("goals.one.colour", "goals.one.text, goals.one.help, goals.one.why, goals.one.finding, goals.one.action"),
        ("zzz", "checklist, dimension.goals, register.payments"),
    ],
)
def test_unknown_key_names_the_one_that_was_meant(key, near):
    (problem,) = read(write_translation(more=f"  {key}: {{source: sha-0, text: 多}}\n"))[2]
    assert problem.details["near"].startswith(near)


def test_translation_of_a_foreign_list_is_refused_without_delay():
    lines = "".join(f"  other.question-{n}.text: {{source: sha-0, text: 多}}\n" for n in range(20_000))
    problems = read(f"{HEAD}strings:\n{lines}".encode())[2]
    assert sum(problem.code == "CL043" for problem in problems) == 20_000


def test_stale_text_is_shown_and_a_missing_one_stays_as_it_is():
    stale, _, _ = read(CASES["stale"][0])
    missing, _, _ = read(CASES["missing"][0])
    assert stale.questions[0].help == "旧"
    assert missing.questions[0].help == "How."


def test_unreadable_translation_is_said_and_empty():
    file, problems = read_translation(b"[", "list.zh-Hans.yaml")
    assert (file, [problem.code for problem in problems]) == (None, ["CL003"])
    file, problems = read_translation(b"- a", "list.zh-Hans.yaml")
    assert (file, {problem.code for problem in problems}) == (None, {"CL013"})


def test_translation_without_strings_leaves_every_text_missing():
    _, _, problems = read(HEAD.encode())
    assert [problem.details["key"] for problem in problems] == list(TEXTS)
    assert {str(problem.place).split()[0] for problem in problems} == {"list.zh-Hans.yaml:1:1"}


def test_files_of_a_language_are_taken_together_and_a_string_may_stand_in_any():
    first = write_translation(*[key for key in TEXTS if key.startswith("register.")])
    second = write_translation(*[key for key in TEXTS if not key.startswith("register.")])
    translated, _, problems = read(first, second)
    assert problems == ()
    assert translated == read(write_translation())[0]


def test_string_in_two_files_is_said_with_both_places():
    (problem,) = read(write_translation(), write_translation(*[key for key in TEXTS if key != KEY]))[2]
    assert (problem.code, str(problem.place)) == ("CL010", f"list1.zh-Hans.yaml:5:19 strings.{KEY}")
    assert problem.details == {"key": KEY, "first": "list.zh-Hans.yaml:15"}


def test_each_language_has_its_own_list():
    files = [read_translation(HEAD.replace("zh-Hans", language).encode(), "f")[0] for language in ("de", "fr")]
    lists, _ = translate(CHECKLIST, [file for file in files if file])
    assert {name: found.language for name, found in lists.items()} == {"de": "de", "fr": "fr"}


def test_translation_into_the_own_language_is_refused():
    problems = read(write_translation(head=HEAD.replace("zh-Hans", "en")))[2]
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("CL052", "list.zh-Hans.yaml:3:11 language")
    ]


PLACEHOLDERS = make_checklist(make_question("goals.one", text="Is {name} at 20 % of %s, under <5 days?"))
FAITHFUL = "{name} 是否达到 %s 的 20 %，少于 <5 天？"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (FAITHFUL, []),
        (FAITHFUL.replace("{name}", "张三"), ["CL051"]),
        (FAITHFUL.replace("{name}", "{名字}"), ["CL051"]),
        (FAITHFUL + "{name}", ["CL051"]),
        (FAITHFUL + "{0}", ["CL051"]),
        (FAITHFUL.replace("%s", "它"), ["CL051"]),
        (FAITHFUL.replace("天", "<b>天</b>"), ["CL050"]),
        (FAITHFUL + "<br/>", ["CL050"]),
        (FAITHFUL + "<!-- 备注 -->", ["CL050"]),
        (FAITHFUL + "<script>alert(1)</script>", ["CL050"]),
        ("<i>没有</i>", ["CL050", "CL051"]),
    ],
)
def test_translation_keeps_placeholders_and_has_no_html(text, codes):
    source = PLACEHOLDERS.questions[0].text
    line = f"  goals.one.text: {{source: {source_hash(source)}, text: '{text}'}}\n"
    problems = read((HEAD + "strings:\n" + line).encode(), checklist=PLACEHOLDERS)[2]
    found = [problem for problem in problems if problem.code != "CL041"]
    assert [problem.code for problem in found] == codes
    assert {problem.severity for problem in found} <= {Severity.ERROR}
    assert {str(problem.place) for problem in found} <= {"list.zh-Hans.yaml:5:48 strings.goals.one.text.text"}


def test_translation_that_names_guilt_is_warned_of():
    data = write_translation("goals.one.finding").decode()
    finding = source_hash(TEXTS["goals.one.finding"])
    found = read(f"{data}  goals.one.finding: {{source: {finding}, text: 前任失职。}}\n".encode())[2]
    assert [(problem.code, problem.details["word"], problem.severity) for problem in found] == [
        ("CL114", "失职", Severity.WARNING)
    ]


BASE = House(
    base="base@1.1.0", base_sha256="ab" * 32, hidden=(Hidden(question="goals.gone", text="Gone?", reason="Not ours."),)
)
HOUSED = replace(CHECKLIST, house=BASE)
BASE_HEAD = HEAD.replace("test@1.0.0", "base@1.1.0")


def test_house_list_takes_the_strings_of_its_base_whose_source_it_left_as_it_was():
    changed = replace(HOUSED, questions=(replace(HOUSED.questions[0], help="Our way."), *HOUSED.questions[1:]))
    hidden = f"  goals.gone.text: {{source: {source_hash('Gone?')}, text: 没了？}}\n"
    base = write_translation(head=BASE_HEAD, more=hidden + "  goals.two.text: {source: sha-0, text: 多}\n")
    own = f"{HEAD}strings:\n  goals.gone.hidden: {{source: {source_hash('Not ours.')}, text: 不适用。}}\n"
    translated, _, problems = read(base, own.encode(), checklist=changed)
    assert [(problem.code, problem.severity, problem.details["key"]) for problem in problems] == [
        ("CL041", Severity.WARNING, KEY)
    ]
    assert problems[0].place.file == "list1.zh-Hans.yaml"
    assert translated.questions[0].help == "Our way."
    assert translated.questions[0].why == "译11"
    assert translated.house.hidden == (Hidden(question="goals.gone", text="没了？", reason="不适用。"),)


def test_house_list_without_files_of_its_own_shows_what_the_base_has():
    translated, _, problems = read(write_translation(head=BASE_HEAD), checklist=HOUSED)
    assert [problem.details["key"] for problem in problems] == ["goals.gone.text", "goals.gone.hidden"]
    assert translated.title == "译0"


def test_string_of_the_house_stands_over_that_of_its_base():
    own = f"{HEAD}strings:\n  {KEY}: {{source: {source_hash('How.')}, text: 我们的}}\n"
    translated, _, _ = read(write_translation(head=BASE_HEAD), own.encode(), checklist=HOUSED)
    again, _, _ = read(own.encode(), write_translation(head=BASE_HEAD), checklist=HOUSED)
    assert translated.questions[0].help == again.questions[0].help == "我们的"


def test_place_of_a_translation_is_that_of_its_key_or_its_own():
    file, _ = read_translation(write_translation(), "f.yaml")
    assert isinstance(file, Translation)
    assert [str(file.place("of")), str(file.place("nothing"))] == ["f.yaml:2:5 of", "f.yaml:1:1"]


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
