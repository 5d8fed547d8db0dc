"""The catalogues: both languages say the same things, and every sentence that the program asks for is there."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import takeover
from takeover import resources
from takeover.catalogues import LANGUAGES, Catalogue, choose_language, load_catalogue, match_language

PACKAGE = Path(takeover.__file__).parent
LOCALE = PACKAGE / "locale"
ROOMS = tuple(sorted(file.stem for file in (LOCALE / "en").glob("*.json")))
CODE = re.compile(r"(?:RC|CL|IV|RP|BL|SG|CM)\d{3}")
NOT_KEYS = re.compile(r".*\.(json|jsonl|lock|html|css|pdf|j2)|checklist\.title|cli\.(checklist|register|template)")
"""What reads like a key and is none: file names, and the title among a checklist's own texts."""
ERRORS = {"TakeoverError", "AnswerIsNo", "UsageError", "BadInput", "Refused", "OutsideFailure"}
SAYING = ("say",)
"""Methods whose first argument is a key. (`text` is one of a catalogue, but also one of a YAML map's fields.)"""
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]")


def read_room(language: str, room: str) -> dict[str, str]:
    return json.loads((LOCALE / language / f"{room}.json").read_text("utf-8"))


@cache
def texts(language: str) -> dict[str, str]:
    return {key: text for room in ROOMS for key, text in read_room(language, room).items()}


PREFIXES = sorted({key.split(".")[0] for key in texts("en")})
KEY = re.compile(rf"({'|'.join(PREFIXES)})\.[a-zA-Z0-9_.-]*[a-zA-Z0-9]")


def placeholders(text: str) -> set[str]:
    """The names that a sentence wants filled."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (str(file.relative_to(PACKAGE)), ast.parse(file.read_text("utf-8"))) for file in sorted(PACKAGE.rglob("*.py"))
    )


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call with its file and the last part of its name."""
    for file, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield file, node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def constants() -> Iterator[tuple[str, str]]:
    for file, tree in modules():
        yield from (
            (file, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def first_text(call: ast.Call) -> str | None:
    found = call.args[0] if call.args else None
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else None


def codes_of(call: ast.Call) -> set[str]:
    """The codes that the arguments of a call name; several where a condition chooses."""
    nodes = (node for argument in call.args for node in ast.walk(argument))
    texts_in = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts_in if CODE.fullmatch(text)}


def given_names(call: ast.Call) -> set[str] | None:
    """The keywords of a call; None where some come out of a mapping."""
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else {name for name in names if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_have_the_same_keys_in_every_language(room):
    first, *others = (set(read_room(language, room)) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_no_key_stands_in_two_rooms():
    counted = [key for room in ROOMS for key in read_room("en", room)]
    assert len(counted) == len(set(counted)) > 400


def test_sentences_want_the_same_names_in_every_language():
    differing = {
        key: (text, texts("zh-Hans")[key])
        for key, text in texts("en").items()
        if placeholders(text) != placeholders(texts("zh-Hans")[key])
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_formats(language):
    catalogue = load_catalogue(language)
    for key, text in texts(language).items():
        names = placeholders(text)
        filled = catalogue.text(key, **{name: f"<{name}>" * 40 for name in names})
        assert all(f"<{name}" in filled for name in names), key
        assert names or "{" not in text, f"{key}: braces, but nothing to fill in"


def test_chinese_uses_full_width_punctuation():
    assert {key: text for key, text in texts("zh-Hans").items() if HALF_WIDTH.search(text)} == {}


def find_key(file: str, text: str) -> bool:
    """Tell whether a text is a key; report and signing put their room's name in front themselves."""
    return text in texts("en") or f"{Path(file).parts[0]}.{text}" in texts("en")


def test_every_key_that_stands_in_the_code_exists():
    wanted = {(file, text) for file, text in constants() if KEY.fullmatch(text) and not NOT_KEYS.fullmatch(text)}
    wanted |= {(file, key) for file, name, call in calls() if name in SAYING and (key := first_text(call)) is not None}
    assert len(wanted) > 100
    assert {(file, text) for file, text in wanted if not find_key(file, text)} == set()


def test_every_key_that_the_code_puts_together_can_exist():
    missing = []
    for file, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
                continue
            parts = (re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values)
            pattern = re.compile("".join(parts))
            if KEY.match(node.values[0].value + "x") and not any(pattern.fullmatch(key) for key in texts("en")):
                missing.append((file, pattern.pattern))
    assert missing == []


def test_every_key_of_a_template_exists():
    wanted = {
        key
        for file in resources.templates_folder().rglob("*.j2")
        if "starters" not in file.parts  # they say keys of the house that they start
        for key in re.findall(r"""\bsay\(\s*["']([^"']+)["']""", file.read_text("utf-8"))
    }
    assert len(wanted) > 20
    assert {key for key in wanted if f"report.{key}" not in texts("en")} == set()


def test_calls_fill_every_name_that_their_sentence_wants():
    unfilled = []
    for file, name, call in calls():
        key, given = first_text(call), given_names(call)
        if name not in ("text", *SAYING) or key is None or given is None:
            continue
        full = key if key in texts("en") else f"{Path(file).parts[0]}.{key}"
        if full in texts("en") and not placeholders(texts("en")[full]) <= given:
            unfilled.append((file, full, placeholders(texts("en")[full]) - given))
    assert unfilled == []


def test_errors_fill_every_name_that_their_sentence_wants():
    unfilled = []
    seen = set()
    for file, name, call in calls():
        given = given_names(call)
        for code in codes_of(call) if name in ERRORS else ():
            seen.add(code)
            wanted = placeholders(texts("en")[f"error.{code}"])
            if given is not None and not wanted <= given:
                unfilled.append((file, code, wanted - given))
    assert len(seen) > 40
    assert unfilled == []


def codes_in_code() -> set[str]:
    return {text.split(".")[-1] for _, text in constants() if CODE.fullmatch(text.split(".")[-1])}


def codes_in_catalogue() -> set[str]:
    return {key.split(".")[1] for key in texts("en") if key.startswith(("error.", "problem."))}


def test_every_code_has_a_sentence_and_every_sentence_a_use():
    assert codes_in_code() - codes_in_catalogue() == set()
    text = "\n".join(file.read_text("utf-8") for file in PACKAGE.rglob("*.py"))
    assert {code for code in codes_in_catalogue() if code not in text} == set()


def test_no_code_means_two_things():
    twice = {code for code in codes_in_catalogue() if {f"error.{code}", f"problem.{code}"} <= set(texts("en"))}
    assert twice == set()


def test_language_without_catalogue_is_refused():
    with pytest.raises(ValueError, match="no catalogue for 'fr'"):
        load_catalogue("fr")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh-Hans"),
        ("zh_CN.UTF-8", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("ZH", "zh-Hans"),
        ("C", "en"),
        ("de_DE", "en"),
        ("", "en"),
    ],
)
def test_tag_is_matched_to_a_language(tag, language):
    assert match_language(tag) == language


@pytest.mark.parametrize(
    ("wanted", "environment", "language"),
    [
        (None, {}, "en"),
        ("zh", {"LANG": "en_US.UTF-8"}, "zh-Hans"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-Hans"),
        (None, {"LC_ALL": "C", "LANGUAGE": "zh:en"}, "zh-Hans"),
        (None, {"LANGUAGE": "zh", "TAKEOVER_LANG": "en"}, "en"),
    ],
)
def test_language_is_chosen_by_option_then_environment(wanted, environment, language):
    assert choose_language(wanted, environment) == language


def test_catalogue_knows_its_keys_and_no_others():
    catalogue = Catalogue("en", {"a.one": "x {key}"})
    assert catalogue.text("a.one", key="y") == "x y"
    assert (catalogue.has("a.one"), catalogue.has("a.two")) == (True, False)
    with pytest.raises(KeyError):
        catalogue.text("a.two")
