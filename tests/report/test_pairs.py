from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.baseline.check import Judgement, check_edition
from takeover.catalogues import load_catalogue, match_languages
from takeover.checklist.library import load_checklist
from takeover.checklist.plain import encode_checklist
from takeover.checklist.reader import read_checklist
from takeover.report.document import render_page
from takeover.report.layout import PLAIN
from takeover.report.pairs import (
    PairedCatalogue,
    each,
    pair,
    pair_checklist,
    pick,
    show_beside,
    write_pairs,
)
from takeover.report.wording import Wording, tidy
from takeover.roles import title_role
from takeover.values import Role
from tests.report.samples import sealed_sample

BOTH = "en+zh-Hans"


@pytest.mark.parametrize(
    ("wish", "tag"),
    [("en+zh-Hans", BOTH), ("zh+en", "zh-Hans+en"), ("zh_CN.UTF-8", "zh-Hans"), ("en+en-GB", "en"), ("fr", "en")],
)
def test_match_languages_takes_one_language_or_two(wish: str, tag: str) -> None:
    assert match_languages(wish) == tag


def test_a_sentence_fills_each_version_with_what_belongs_to_it() -> None:
    words = PLAIN.words(BOTH)
    who = words.text("report.cleared_by.sponsor")
    said = words.text("report.stop.tag", who=who)
    assert [pick(said, at) for at in (0, 1)] == ["Stop-line, cleared by the sponsor", "否决项，由发起人解除"]
    assert isinstance(words, PairedCatalogue)
    assert title_role(Role.SPONSOR, words) == pair("Sponsor", "发起人")


def test_a_list_has_the_separator_of_each_language() -> None:
    words = PLAIN.words(BOTH)
    joined = words.join((words.text("role.sponsor"), "", "Acme"))
    assert (pick(joined, 0), pick(joined, 1)) == ("sponsor, Acme", "发起人、Acme")


def test_what_differs_in_signs_only_stands_once() -> None:
    assert pair("; ", "；") == "; "
    assert pair("INTERNAL", "INTERNAL") == "INTERNAL"


def test_numbers_and_dates_go_by_the_leading_language() -> None:
    assert Wording(PLAIN.words("zh-Hans+en")).language == "zh-Hans"
    assert load_catalogue("zh-Hans+en").language == "zh-Hans"


def test_a_signature_carries_both_sentences_in_one_line() -> None:
    reason = load_catalogue(BOTH).text("sentence.other")
    assert reason == "I have seen this baseline. / " + load_catalogue("zh-Hans").text("sentence.other")


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en+zh-Hans", "by 6 Mar 2026: Sponsor", "2026年3月6日前：发起人"),
        ("zh-Hans+en", "2026年3月6日前：发起人", "by 6 Mar 2026: Sponsor"),
        ("zh-Hans", "2026年3月6日前：发起人", "2026年3月6日前：发起人"),
    ],
)
def test_a_date_in_a_sentence_is_written_as_its_language_writes_it(language: str, first: str, second: str) -> None:
    wording = Wording(PLAIN.words(language))
    said = wording.say("page_one.asked_by", due=dt.date(2026, 3, 6), whom=wording.role(Role.SPONSOR))
    assert (pick(said, 0), pick(said, 1)) == (first, second)


LONG, LANG = "A sentence that is longer than a label would be. ", "一个比标签更长的句子，用来另起一行。"


@pytest.mark.parametrize(
    ("page", "written"),
    [
        (f"<p>{pair('Red', '红')}</p>", '<p>Red <span class="slash">/</span> <span lang="zh-Hans">红</span></p>'),
        (f"<p>{pair(LONG, LANG)}</p>", f'<p>{LONG}<br><span class="other-language" lang="zh-Hans">{LANG}</span></p>'),
        (
            f"<p>F-01 {pair('a', 'x')}, {pair('b', 'y')}.</p>",
            '<p>F-01 a, b <span class="slash">/</span> <span lang="zh-Hans">x, y</span>.</p>',
        ),
        (f'<main data-of="{pair(" of ", " 页，共 ")}">', '<main data-of=" of ">'),
        (f"<svg><text>{pair('Red', '红')}</text></svg>", "<svg><text>Red</text></svg>"),
        (f'<a href="#x">{pair("Red", "红")} 2</a>', '<a href="#x">Red / <span lang="zh-Hans">红</span> 2</a>'),
        (f"<svg><title>{pair('Red', '红')}</title></svg>", "<svg><title>Red / 红</title></svg>"),
        (f"<style>{pair('a', 'b')} > x</style>", "<style>a > x</style>"),
        ("<p>\ue000 alone</p>", "<p> alone</p>"),
    ],
)
def test_pairs_become_markup_where_markup_may_stand(page: str, written: str) -> None:
    assert write_pairs(page, BOTH) == written


@given(st.text(), st.text())
def test_a_pair_gives_back_both_and_changes_each(first: str, second: str) -> None:
    one, other = tidy(first), tidy(second)
    both = pair(one, other)
    if both != one:
        assert (pick(both, 0), pick(both, 1)) == (one, other)
        assert show_beside(both) == f"{one} / {other}"
        assert each(both, str.upper) == pair(one.upper(), other.upper())


@given(st.text())
def test_nobody_can_type_a_pair(text: str) -> None:
    typed = tidy(f"\ue000{text}\ue001{text}\ue002")
    assert pick(typed, 1) == typed


def test_the_joined_checklist_is_a_checklist_and_reads_back() -> None:
    joined = load_checklist().in_language(BOTH)
    placed, _ = read_checklist(encode_checklist(joined), "checklist.json")
    assert placed is not None
    assert placed.checklist == joined
    english, chinese = (load_checklist().in_language(language) for language in ("en", "zh-Hans"))
    assert joined.questions[0].text == f"{english.questions[0].text}\n{chinese.questions[0].text}"
    paired = pair_checklist(joined, tidy)
    assert [pick(paired.questions[0].text, at) for at in (0, 1)] == joined.questions[0].text.split("\n")


@pytest.mark.parametrize(("tag", "first", "other"), [(BOTH, "en", "zh-Hans"), ("zh-Hans+en", "zh-Hans", "en")])
def test_a_report_in_two_languages_says_all_in_both_and_leaves_words_as_said(tag: str, first: str, other: str) -> None:
    baseline = sealed_sample(tag).baseline
    assert baseline.manifest is not None
    assert baseline.manifest.inputs.language == tag
    page = render_page(baseline)
    assert f'<html lang="{first}">' in page
    assert not [mark for mark in ("\ue000", "\ue001", "\ue002", "[U+E00") if mark in page]
    for language in (first, other):
        for key in ("section.state", "section.sign_off", "lead.disputes", "proof.lead"):
            assert load_catalogue(language).text(f"report.{key}") in page
        assert load_catalogue(language).text("sentence.sponsor") in page
        kept = {question.id for question in baseline.checklist.questions}
        texts = [one.text for one in load_checklist().in_language(language).questions if one.id in kept]
        assert [text for text in texts if text not in page] == []
    said = [entry.body["words"] for entry in baseline.entries if entry.body and entry.body.get("words")]
    assert said
    assert [words for words in said if page.count(words) < 1] == []


def test_the_judgement_does_not_depend_on_the_languages() -> None:
    one, both = sealed_sample("en").baseline.assessment, sealed_sample(BOTH).baseline.assessment
    assert one is not None
    assert both is not None
    assert (one.confidence, one.figures, one.stop_lines) == (both.confidence, both.figures, both.stop_lines)
    frozen = sealed_sample(BOTH).frozen
    checked = check_edition(frozen.edition_file, frozen.checklist_file)
    assert (checked.problems, checked.judgement) == ((), Judgement.RECOMPUTED)
