"""Blank sheets: who is asked what, what a question offers, and that nobody reads what is not for them."""

from __future__ import annotations

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.roles import roles_to_ask
from takeover.report.outside import retitle_for_outsiders
from takeover.report.sheets.document import render_sheet_page
from takeover.report.sheets.sheet import Order, Sheet, SheetQuestion, build_sheet, choose_questions, settle_order
from takeover.values import Level, Role
from tests.report.sheets.lists import CANARY, CHINESE, ENGLISH

LISTS = {"en": ENGLISH, "zh-Hans": CHINESE}
OTHERS = tuple(role for role in Role if role is not Role.INCOMING_PM)
SHA256 = "0123456789abcdef" * 4


def make_sheet(reader: Role | None, *languages: str, **changes) -> Sheet:
    order = Order(**{"reader": reader, "settings": {}, "project": "Atlas"} | changes)
    languages = languages or ("en",)
    lists, catalogues = (tuple(map(read, languages)) for read in (LISTS.__getitem__, load_catalogue))
    return build_sheet(lists, catalogues, order, sha256=SHA256)


def find(sheet: Sheet, question_id: str) -> SheetQuestion:
    return next(question for question in sheet.questions if question.id == question_id)


def words(said) -> list[str]:
    return [phrase.text for phrase in said]


def ids(sheet: Sheet) -> set[str]:
    return {question.id for question in sheet.questions}


@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("languages", [("en",), ("zh-Hans",), ("en", "zh-Hans"), ("zh-Hans", "en")])
@pytest.mark.parametrize("settings", [{}, {"engagement": "client"}, {"engagement": "internal", "foothold": "yes"}])
def test_nobody_elses_page_has_a_word_that_is_not_for_them(reader, languages, settings):
    page = render_sheet_page(make_sheet(reader, *languages, settings=settings))
    assert CANARY not in page
    catalogue = load_catalogue(languages[0])
    for key in ("stop.short", "sheet.tag.internal", "sheet.tag.private", "edition.internal"):
        assert catalogue.text(f"report.{key}") not in page
    assert "goals.internal" not in page


@pytest.mark.parametrize("reader", [None, Role.INCOMING_PM])
def test_the_own_sheet_has_why_internal_questions_and_private_columns_but_no_finding_action_or_source(reader):
    page = render_sheet_page(make_sheet(reader))
    for kept in (
        "why goals.grade",
        "internal question?",
        "private question?",
        "dimension",
        "Column secret",
        "register",
    ):
        assert f"{CANARY} {kept}" in page
    for left_out in ("finding", "action", "reason", "hidden"):
        assert f"{CANARY} {left_out}" not in page
    assert f"{CANARY}-source" not in page
    assert "INTERNAL / 内部" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("engagement", ["client", "internal"])
def test_of_the_bundled_list_everybody_gets_the_shared_questions_that_they_are_asked(language, reader, engagement):
    checklist = load_checklist().in_language(language)
    order = Order(reader=reader, settings={"engagement": engagement})
    chosen = choose_questions(checklist, order)
    asked = settle_order(order).reader
    assert all(question.sharing is Level.SHARED for question in chosen)
    assert all(asked in roles_to_ask(question, order.settings) for question in chosen)
    sheet = build_sheet((checklist,), (load_catalogue(language),), order, sha256=SHA256)
    page = render_sheet_page(sheet)
    hidden = [question for question in checklist.questions if question.sharing is not Level.SHARED]
    assert len(hidden) > 20
    assert not [question.id for question in hidden if question.text in page or question.id in page]
    assert not [question.id for question in checklist.questions if question.why and question.why in page]


@pytest.mark.parametrize(("language", "unpaid"), [("en", "unpaid"), ("zh-Hans", "免费工作")])
def test_outside_no_sheet_asks_to_compare_people_or_calls_work_unpaid(language, unpaid):
    checklist = load_checklist().in_language(language)
    pages = {}
    for reader in (Role.CLIENT, Role.SPONSOR, Role.OUTGOING_PM, Role.INCOMING_PM):
        order = Order(reader=reader, settings={"engagement": "client"})
        sheet = build_sheet((checklist,), (load_catalogue(language),), order, sha256=SHA256)
        titles = (words(part.title)[0] for part in (*sheet.sections, *sheet.tables))
        pages[reader] = "\n".join(titles)
        assert "goals.same-answer" not in ids(sheet)
    whole = Order(settings={"engagement": "client"})
    assert "goals.same-answer" in {question.id for question in choose_questions(checklist, whole)}
    assert unpaid not in pages[Role.CLIENT].lower()
    assert unpaid in pages[Role.OUTGOING_PM].lower()
    assert load_catalogue(language).text("report.outside.register.changes") in pages[Role.CLIENT]


def test_a_list_of_ones_own_keeps_its_titles():
    assert retitle_for_outsiders(ENGLISH, load_catalogue("en")) is ENGLISH


def test_in_an_internal_engagement_the_main_user_gets_the_clients_sheet():
    internal = {"engagement": "internal"}
    sheet = make_sheet(Role.CLIENT, settings=internal)
    assert sheet == make_sheet(Role.MAIN_USER, settings=internal)
    assert words(sheet.role) == ["Main user"]
    assert ids(make_sheet(Role.CLIENT)) - ids(sheet) == {"words.client-only"}


def test_where_the_engagement_is_not_known_the_reader_tells_it():
    assert "words.client-only" in ids(make_sheet(Role.CLIENT))
    assert ids(make_sheet(Role.MAIN_USER)) == ids(make_sheet(Role.MAIN_USER, settings={"engagement": "internal"}))
    assert "words.client-only" in ids(make_sheet(Role.OUTGOING_PM))


def test_questions_that_cannot_apply_are_left_out():
    known = {"live_system": "no", "foothold": "yes"}
    chosen = ids(make_sheet(Role.CLIENT, settings=known))
    assert "words.live" not in chosen
    assert "words.foothold" in chosen


def test_day_one_leaves_the_rest_out():
    assert ids(make_sheet(Role.CLIENT, day_one=True)) == {"goals.grade", "tables.narrow"}
    assert ids(make_sheet(None, day_one=True)) == {"goals.grade", "goals.internal", "tables.narrow"}


def test_numbers_run_through_the_sheet():
    sheet = make_sheet(Role.CLIENT)
    assert [question.number for question in sheet.questions] == list(range(1, len(sheet.questions) + 1))
    assert [words(section.title)[0] for section in sheet.sections] == [
        f"Dimension of {name}" for name in ("goals", "money", "words", "tables")
    ]


@pytest.mark.parametrize(
    ("question", "options", "box", "unit", "lines"),
    [
        ("goals.grade", ["Yes", "Partly", "No"], "", [], 2),
        ("goals.choice", ["Same", "Other"], "", [], 2),
        ("money.amount", ["There is none"], "money", [], 2),
        ("money.day", ["There is none"], "date", [], 2),
        ("money.count", [], "number", ["days"], 2),
        ("money.own-unit", [], "number", ["tonnes"], 2),
        ("money.share", [], "percent", [], 2),
        ("words.text", ["There is none"], "", [], 4),
        ("tables.narrow", ["Yes", "Partly", "No"], "", [], 1),
    ],
)
def test_each_type_has_its_place_for_the_answer(question, options, box, unit, lines):
    found = find(make_sheet(Role.CLIENT), question)
    assert [words(option)[0] for option in found.options] == options
    assert (found.box, words(found.unit), found.lines) == (box, unit, lines)
    assert words(found.typical) == [f"For example: Paper of {question}, Minutes"]


def test_a_follow_up_names_the_answers_that_lead_to_it():
    (after,) = find(make_sheet(Role.CLIENT), "goals.follow-up").after
    assert words(after) == ["Only if question 1 was answered: No, Partly"]


def test_a_question_that_is_not_on_the_sheet_is_not_mentioned():
    assert find(make_sheet(Role.CLIENT), "goals.behind-internal").after == ()
    assert len(find(make_sheet(None), "goals.behind-internal").after) == 1


def test_the_own_sheet_says_whom_to_ask_and_under_which_setting():
    own = find(make_sheet(None), "words.live").own
    assert own is not None
    assert words(own.ask) == ["Ask: Client, Outgoing PM, Incoming PM"]
    assert [words(condition) for condition in own.only_if] == [["Only if there is a live system."]]
    known = find(make_sheet(None, settings={"live_system": "yes", "engagement": "internal"}), "words.live").own
    assert known is not None
    assert known.only_if == ()
    assert words(known.ask) == ["Ask: Main user, Outgoing PM, Incoming PM"]
    tags = find(make_sheet(None), "goals.grade").own.tags
    assert [words(tag)[0] for tag in tags] == ["Stop-line", "Day one"]


def test_every_setting_that_a_condition_may_name_has_its_sentence():
    from takeover.checklist.settings import CODES

    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        for setting, codes in CODES.items():
            assert all(catalogue.has(f"report.sheet.only_if.{setting}.{code}") for code in codes)


def test_a_bilingual_sheet_pairs_the_same_thing_in_both_languages():
    sheet = make_sheet(Role.CLIENT, "zh-Hans", "en")
    question = find(sheet, "goals.choice")
    assert [(phrase.language, phrase.text) for phrase in question.text] == [
        ("zh-Hans", "中文Text of goals.choice?"),
        ("en", "Text of goals.choice?"),
    ]
    assert [words(option) for option in question.options] == [["中文Same", "Same"], ["中文Other", "Other"]]
    assert words(sheet.title) == ["问题单：客户", "Question sheet: Client"]


def test_a_list_in_a_language_without_a_catalogue_keeps_its_tag():
    from dataclasses import replace

    order = Order(reader=Role.CLIENT, settings={})
    sheet = build_sheet((replace(ENGLISH, language="de"),), (load_catalogue("en"),), order, sha256=SHA256)
    assert {phrase.language for phrase in sheet.questions[0].text} == {"de"}
    assert 'lang="de"' in render_sheet_page(sheet)


def test_a_register_that_two_questions_open_is_one_table_and_only_tables_at_the_end_are_numbered():
    sheet = make_sheet(Role.CLIENT)
    assert [(table.number, table.id) for table in sheet.tables] == [(1, "broad"), (2, "cards")]
    assert find(sheet, "tables.cards").table is find(sheet, "tables.cards-again").table
    assert find(sheet, "tables.hidden").table is None
    page = render_sheet_page(sheet)
    assert page.count("Advance payment") == 1
    assert page.index("Narrow register") < page.index("Text of tables.broad?")


def test_the_foot_names_list_version_and_hash():
    assert make_sheet(None).list_name == "test@1.0.0 · 0123456789ab"


def test_the_page_works_alone_and_shows_hostile_words_as_words():
    page = render_sheet_page(make_sheet(Role.CLIENT, project='<script src="http://x">{{ sheet }}\u202e</script>'))
    assert "<script" not in page
    assert "&lt;script" in page
    assert "[U+202E]" in page
    for reference in ("src=", "href=", "url(", "@import"):
        assert reference not in page.replace("script src=&#34;", "")


def test_an_unnamed_project_leaves_a_line_to_write_on():
    page = render_sheet_page(make_sheet(Role.CLIENT, project=""))
    assert "<title>Question sheet: Client</title>" in page
    assert '<p class="there"></p>' in page
