"""The words of the room: the same in both languages, and all there."""

import json
import string
from pathlib import Path

from takeover.catalogues import LANGUAGES
from takeover.checklist.model import ClearedBy, QuestionType
from takeover.interview.commands import KEYS, LETTERS
from takeover.interview.navigator import Stand
from takeover.interview.outline import Look
from takeover.interview.pages import HABITS
from takeover.interview.prompts import ON_QUESTION, Verb
from takeover.record.kinds import Grade
from takeover.values import Method, UnknownReason

LOCALE = Path(__file__).parents[2] / "takeover" / "locale"
TEXTS = {
    language: {
        key: text
        for file in sorted((LOCALE / language).glob("interview*.json"))
        for key, text in json.loads(file.read_text("utf-8")).items()
    }
    for language in LANGUAGES
}


def _placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_placeholders():
    english, chinese = TEXTS["en"], TEXTS["zh-Hans"]
    assert english.keys() == chinese.keys()
    assert {key for key in english if _placeholders(english[key]) != _placeholders(chinese[key])} == set()


def test_chinese_sentences_end_as_chinese_sentences_do():
    for key, text in TEXTS["zh-Hans"].items():
        assert text.strip(), key
        if key.startswith(("problem.", "error.")):
            assert text.endswith(("。", "？")), key


def test_every_closed_list_has_its_words():
    wanted = {f"interview.method.{method}{form}" for method in Method for form in ("", ".long")}
    wanted |= {f"interview.reason.{reason}" for reason in UnknownReason}
    wanted |= {f"interview.said.unknown.{reason}" for reason in UnknownReason}
    wanted |= {f"interview.evidence.grade.{grade}" for grade in Grade}
    wanted |= {f"interview.outline.{stand}" for stand in Stand}
    wanted |= {f"interview.why.stop.{who}" for who in ClearedBy}
    wanted |= {f"interview.menu.{verb}" for verb in ON_QUESTION}
    wanted |= {f"interview.review.{look}" for look in Look}
    wanted |= {f"interview.habit.{number}" for number in range(1, HABITS + 1)}
    wanted |= {f"interview.command.{verb}" for verb in Verb if verb is not Verb.INTERRUPT}
    facts = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY, QuestionType.DATE, QuestionType.TEXT)
    wanted |= {f"interview.ask.{kind}" for kind in facts}
    assert wanted - TEXTS["en"].keys() == set()


def test_every_verb_of_a_question_has_a_key_besides_the_menu():
    for verb in ON_QUESTION:
        ways = [key for key, meant in {**KEYS, **LETTERS}.items() if meant is verb]
        assert ways, verb
