"""Workbooks that people made: what is taken, what gets a stand-in, and every mistake at its cell with its cure."""

from __future__ import annotations

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.model import (
    AllOf,
    AnsweredHealth,
    AnswerIs,
    AnswerUnknown,
    CodeHealth,
    QuestionType,
    RowsHealth,
    ThresholdHealth,
    Worth,
)
from takeover.checklist.spreadsheet.grid import CellKind
from takeover.values import Level, Role
from tests.checklist.spreadsheet.forms import CHOICES, SURVEY, errors, load, make, warnings


def survey(*rows: str, columns: str = "type | name | label | relevant") -> str:
    """A survey of one group, goals, with these rows from the third row on."""
    return "\n".join((columns, "begin_group | goals | Goals", *rows, "end_group"))


ONE = "select_one yes_no | signed | Is it signed?"
OWN = "type | name | label | takeover::type | takeover::health | takeover::weight | takeover::register"


def test_small_form_of_another_program_becomes_a_list():
    imported, problems = load()
    assert imported is not None
    assert (errors(problems), warnings(problems)) == ([], [])
    checklist = imported.checklist
    assert (checklist.id, checklist.version, checklist.language, checklist.title) == ("form", "1.0.0", "en", "form")
    assert [(d.id, d.title) for d in checklist.dimensions] == [("goals", "Goals")]
    first, second = checklist.questions
    assert (first.id, first.type, first.text) == ("goals.signed", QuestionType.GRADE, "Is it signed?")
    assert (second.id, second.type) == ("goals.where", QuestionType.TEXT)
    assert second.when == AnswerIs(question="goals.signed", codes=("yes",))


def test_what_is_not_said_gets_a_stand_in_that_is_reported_once_and_noted_at_each_question():
    imported, problems = load()
    assert imported is not None
    first = imported.checklist.questions[0]
    assert (first.weight, first.sharing, first.ask) == (1, Level.INTERNAL, (Role.OUTGOING_PM,))
    assert first.finding == "Decide: what does the report say where the answer is bad? (Is it signed?)"
    (problem,) = [problem for problem in problems if problem.code == "CL076"]
    assert str(problem.place) == "form.xlsx survey!B3"
    assert problem.details["count"] == "2"
    assert problem.details["keys"] == "weight, sharing, counts_for, ask, health, finding, action, horizon"
    assert set(imported.notes) == {"goals.signed", "goals.where"}
    assert "survey!B4" in imported.notes["goals.where"][0]


@pytest.mark.parametrize(
    ("kind", "type_of", "health"),
    [
        ("select_one yes_no", QuestionType.GRADE, CodeHealth(worths={"yes": Worth.GOOD, "partly": Worth.HALF, "no": Worth.BAD})),
        ("select one colours", QuestionType.CHOICE, CodeHealth(worths={"red": Worth.HALF, "green": Worth.HALF})),
        ("integer", QuestionType.NUMBER, None),
        ("Decimal", QuestionType.NUMBER, None),
        ("date", QuestionType.DATE, AnsweredHealth()),
        ("text", QuestionType.TEXT, AnsweredHealth()),
    ],
)  # fmt: skip
def test_types_of_xlsform_become_ours(kind, type_of, health):
    imported, problems = load(survey(f"{kind} | one | One?"))
    assert imported is not None
    assert errors(problems) == []
    question = imported.checklist.questions[0]
    assert question.type is type_of
    if health is None:
        assert isinstance(question.health, ThresholdHealth)
        assert [step.worth for step in question.health.steps] == [Worth.HALF]
    else:
        assert question.health == health


@pytest.mark.parametrize("kind", ["geopoint", "image", "time", "select_multiple colours", "select_one_from_file a.csv", "rank colours", "select_one ${one}", "select_one colours or_other"])  # fmt: skip
def test_type_that_we_lack_becomes_text_with_a_warning(kind):
    imported, problems = load(survey(ONE, f"{kind} | one | Which one?"))
    assert imported is not None
    assert imported.checklist.questions[1].type is QuestionType.TEXT
    assert warnings(problems) == [("CL075", "form.xlsx survey!A4")]
    assert imported.checklist.questions[1].help == ("(Red; Green)" if "colours" in kind else "")


@pytest.mark.parametrize("kind", ["note", "calculate", "start", "deviceid", "hidden", "audit"])
def test_row_that_is_no_question_is_left_out_with_a_warning(kind):
    imported, problems = load(survey(ONE, f"{kind} | one | One"))
    assert imported is not None
    assert [question.id for question in imported.checklist.questions] == ["goals.signed"]
    assert warnings(problems) == [("CL068", "form.xlsx survey!A4")]


def test_group_of_which_all_rows_are_left_out_is_no_dimension():
    imported, _ = load(f"{SURVEY}    begin_group | intro | Hello | \n    note | hello | Hello | \n    end_group | | | ")
    assert imported is not None
    assert [dimension.id for dimension in imported.checklist.dimensions] == ["goals"]


def test_questions_without_a_group_are_a_dimension_and_keep_their_order():
    text = "type | name | label\ntext | one | One?\nbegin_group | goals | Goals\ntext | two | Two?\nend_group\ntext | three | Three?"
    imported, _ = load(text)
    assert imported is not None
    assert [d.id for d in imported.checklist.dimensions] == ["form", "goals"]
    assert [q.id for q in imported.checklist.questions] == ["form.one", "goals.two", "form.three"]


def test_group_inside_a_group_is_part_of_it_and_its_condition_holds_for_its_questions():
    imported, problems = load(
        survey(
            ONE, "begin_group | inner | Inner | ${signed} = 'yes'", "text | two | Two? | ${signed} = ''", "end_group"
        )
    )
    assert imported is not None
    assert warnings(problems) == [("CL078", "form.xlsx survey!A4")]
    yes, unknown = AnswerIs(question="goals.signed", codes=("yes",)), AnswerUnknown(question="goals.signed")
    assert imported.checklist.questions[1].when == AllOf(parts=(yes, unknown))


def test_repeat_becomes_a_register_and_a_question_that_opens_it():
    rows = ("begin repeat | trees | Trees | ${signed} = 'yes'", "integer | tag | Tag?", "select_one yes_no | alive | Alive?", "note | x | X", "end repeat")  # fmt: skip
    imported, problems = load(survey(ONE, *rows))
    assert imported is not None
    assert errors(problems) == []
    (register,) = imported.checklist.registers
    assert [(c.id, c.type, len(c.choices), c.sharing) for c in register.columns] == [
        ("tag", QuestionType.NUMBER, 0, Level.INTERNAL),
        ("alive", QuestionType.CHOICE, 2, Level.INTERNAL),
    ]
    question = imported.checklist.questions[1]
    assert (question.id, question.register, question.text) == ("goals.trees", "trees", "Trees")
    assert question.health == RowsHealth(complete=("tag",))
    assert question.when == AnswerIs(question="goals.signed", codes=("yes",))


def test_repeat_inside_a_repeat_becomes_a_register_of_its_own():
    rows = ("begin_repeat | trees | Trees", "text | tag | Tag?", "begin_repeat | stems | Stems", "text | size | Size?", "end_repeat", "text | more | More?", "end_repeat")  # fmt: skip
    imported, problems = load(survey(*rows))
    assert imported is not None
    assert warnings(problems) == [("CL078", "form.xlsx survey!A5")]
    assert {r.id: [c.id for c in r.columns] for r in imported.checklist.registers} == {
        "trees": ["tag", "more"],
        "stems": ["size"],
    }


def test_codes_that_a_choice_cannot_have_are_changed_everywhere():
    choices = CHOICES + "    kind | Yes | Of course\n    kind | Not Sure | Perhaps\n    kind | 2022 | Then"
    imported, problems = load(
        survey("select_one kind | one | One?", "text | two | Two? | ${one} = 'Not Sure' or ${one} = 'Yes'"), choices
    )
    assert imported is not None
    one, two = imported.checklist.questions
    assert [choice.code for choice in one.choices] == ["is_yes", "not_sure", "2022"]
    assert two.when == AnswerIs(question="goals.one", codes=("not_sure", "is_yes"))
    assert warnings(problems) == [("CL069", "form.xlsx choices!B6"), ("CL069", "form.xlsx choices!B7")]


def test_code_that_fits_keeps_its_name_where_another_becomes_like_it():
    choices = "list_name | name | label\nkind | A | A\nkind | a | a\nkind | a! | a"
    imported, _ = load(survey("select_one kind | one | One?"), choices)
    assert imported is not None
    assert [choice.code for choice in imported.checklist.questions[0].choices] == ["a_2", "a", "a_3"]


def test_lists_and_sheets_that_nobody_uses_and_other_words_for_grades_are_named():
    choices = CHOICES.replace("Yes", "Of course")
    _, problems = load(survey(ONE), choices, make("entities", "list_name | label\na | b"))
    found = {(str(p.place), p.details["column"], p.details["count"]) for p in problems if p.code == "CL067"}
    assert found == {
        ("form.xlsx choices!A4", "colours", "2"),
        ("form.xlsx choices!C2", "Of course", "1"),
        ("form.xlsx entities", "entities", "4"),
    }


def test_cells_that_groups_and_columns_have_no_use_for_are_counted():
    columns = "type | name | label | hint | takeover::finding"
    rows = ("begin_repeat | t | T | x", "text | a | A? | why | bad", "text | b | B? | how", "end_repeat")
    _, problems = load(survey(*rows, columns=columns).replace("Goals", "Goals | Which?"))
    assert warnings(problems) == [("CL067", "form.xlsx survey!D2"), ("CL067", "form.xlsx survey!E4")]
    assert [p.details["count"] for p in problems if p.code == "CL067" and "survey" in str(p.place)] == ["3", "1"]


def test_condition_of_a_table_that_is_not_that_of_its_question_is_left_out_with_a_warning():
    columns = "type | name | label | relevant | takeover::register"
    rows = (
        ONE,
        "select_one yes_no | rows | Rows? | ${signed} = 'yes' | t",
        "begin_repeat | t | T | ${signed} = 'no'",
        "text | a | A?",
        "end_repeat",
    )
    imported, problems = load(survey(*rows, columns=columns))
    assert imported is not None
    assert warnings(problems) == [("CL063", "form.xlsx survey!D5")]
    assert [q.id for q in imported.checklist.questions] == ["goals.signed", "goals.rows"]


def test_row_without_type_name_and_label_is_a_remark():
    imported, problems = load(survey(ONE, "| | | just a remark"))
    assert imported is not None
    assert (errors(problems), warnings(problems)) == ([], [])


def test_columns_that_a_list_lacks_are_named_with_the_number_of_their_cells():
    text = survey(
        "text | one | One? | yes", "text | two | Two? | yes", columns="type | name | label | required | appearance"
    )
    _, problems = load(text)
    assert warnings(problems) == [("CL067", "form.xlsx survey!D1")]
    assert {p.details["count"] for p in problems if p.code == "CL067" and p.details["column"] == "required"} == {"2"}


@pytest.mark.parametrize(
    ("headers", "language", "others"),
    [
        ("label", "en", ()),
        ("label::English (en)", "en", ()),
        ("Label :: English  (en)", "en", ()),
        ("label::Swahili (sw)", "sw", ()),
        ("label::French", "fr", ()),
        ("label::zh-Hans", "zh-Hans", ()),
        ("label::Deutsch (de)|label::中文（zh-Hans）", "de", ("zh-Hans",)),
        ("label|label::chinese", "en", ("zh-Hans",)),
        ("caption|caption::Deutsch (de)", "en", ("de",)),
    ],
)
def test_languages_are_read_from_the_columns(headers, language, others):
    columns = headers.split("|")
    rows = [
        "begin_group | goals | " + " | ".join("Goals" for _ in columns),
        "text | one | " + " | ".join(f"Q{n}" for n, _ in enumerate(columns)),
    ]
    imported, problems = load("\n".join((" | ".join(("type", "name", *columns)), *rows, "end_group")))
    assert imported is not None
    assert errors(problems) == []
    assert imported.checklist.language == language
    assert tuple(imported.strings) == others
    for number, other in enumerate(others, 1):
        assert imported.strings[other]["goals.one.text"] == f"Q{number}"
        assert imported.translations[other].questions[0].text == f"Q{number}"


def test_default_language_is_that_of_the_settings():
    text = "type | name | label::English (en) | label::Deutsch (de)\nbegin_group | goals | Goals | Ziele\ntext | one | One? | Eins?\nend_group"
    settings = make(
        "Settings", "form_title | form_id | version | default_language\nTitle | our-form | 3 | Deutsch (de)"
    )
    imported, problems = load(text, CHOICES, settings)
    assert imported is not None
    assert errors(problems) == []
    checklist = imported.checklist
    assert (checklist.id, checklist.title, checklist.version, checklist.language) == ("our-form", "Title", "3", "de")
    assert checklist.questions[0].text == "Eins?"
    assert imported.strings["en"] == {"dimension.goals.title": "Goals", "goals.one.text": "One?"}


def test_text_that_is_not_translated_is_named_at_its_empty_cell():
    text = "type | name | label::English (en) | label::Deutsch (de)\nbegin_group | goals | Goals | Ziele\ntext | one | One?\nend_group"
    _, problems = load(text)
    assert [str(problem.place) for problem in problems if problem.code == "CL041"] == ["form.xlsx survey!D3"]


def test_health_of_a_choice_may_have_a_code_called_otherwise():
    choices = "list_name | name | label\nk | otherwise | O\nk | b | B"
    imported, problems = load(
        survey("select_one k | one | One? | choice | otherwise: good; b: bad", columns=OWN), choices
    )
    assert imported is not None
    assert errors(problems) == []
    assert imported.checklist.questions[0].health == CodeHealth(worths={"otherwise": Worth.GOOD, "b": Worth.BAD})


FAULTS = [
    ("CL060", "survey!D1", "type | name | label | label\ntext | one | One? | Two?", CHOICES),
    ("CL060", "survey!D1", "type | name | label | label::English (en)\ntext | one | One? | Two?", CHOICES),
    ("CL060", "choices!C1", SURVEY, "list name | name | Name \nyes_no | yes | Yes\nyes_no | no | No"),
    ("CL061", "survey!A2:C2", make("survey", SURVEY, merged=("A2:C2",)), CHOICES),
    ("CL064", "survey!A3", survey("select_one colors | one | One?"), CHOICES),
    ("CL066", "survey!D1", "type | name | label | hint::Klingonese\ntext | one | One?", CHOICES),
    ("CL070", "survey!B4", survey(ONE, ONE), CHOICES),
    ("CL070", "survey!B4", survey("text | a_b | One?", "text | a-b | Two?"), CHOICES),
    ("CL070", "choices!B4", SURVEY, "list_name | name | label\nyes_no | yes | Yes\nyes_no | no | No\nyes_no | yes | Again"),
    ("CL070", "survey!B5", survey("begin_repeat | t | T", "text | a | A?", "text | a | B?", "end_repeat"), CHOICES),
    ("CL071", "survey!A3", survey("selct_one yes_no | one | One?"), CHOICES),
    ("CL071", "survey!A3", survey("select_one | one | One?"), CHOICES),
    ("CL072", "survey!A2", "type | name | label\nbegin_group | goals | Goals\ntext | one | One?", CHOICES),
    ("CL072", "survey!A2", "type | name | label\nend_group | |\ntext | one | One?", CHOICES),
    ("CL072", "survey!A5", survey("begin_repeat | t | T", "text | a | A?", "end_group", "end_repeat"), CHOICES),
    ("CL073", "survey!B3", make("survey", survey("text | 12 | One?"), kinds={"12": CellKind.NUMBER}), CHOICES),
    ("CL073", "survey!B3", survey("text | 1st | One?"), CHOICES),
    ("CL077", "survey!D4", survey(ONE, "text | two | Two? | count(${signed}) > 1"), CHOICES),
    ("CL077", "survey!D4", survey(ONE, "text | two | Two? | ${singed} = 'yes'"), CHOICES),
    ("CL077", "survey!D4", survey("note | hello | Hello", "text | two | Two? | ${hello} = 'yes'"), CHOICES),
    ("CL079", "survey!C3", make("survey", survey("text | one | =1+1"), kinds={"=1+1": CellKind.FORMULA}), CHOICES),
    ("CL079", "survey!D4", make("survey", survey(ONE, "text | one | One? | =FALSE()"), kinds={"=FALSE()": CellKind.FORMULA}), CHOICES),
    ("CL079", "choices!C2", SURVEY, make("choices", "list_name | name | label\nyes_no | yes | #N/A\nyes_no | no | No", kinds={"#N/A": CellKind.ERROR})),
    ("CL011", "survey!A3", survey("| one | One?"), CHOICES),
    ("CL011", "survey!B3", survey("text | | One?"), CHOICES),
    ("CL011", "survey!C3", survey("text | one"), CHOICES),
    ("CL011", "choices!B3", SURVEY, "list_name | name | label\nyes_no | yes | Yes\nyes_no | | No\nyes_no | no | No"),
    ("CL011", "survey!A3", survey("begin_repeat | trees | Trees", "end_repeat"), CHOICES),
    ("CL012", "survey!D1", survey("text | one | One? | 5", columns="type | name | label | takeover::wieght"), CHOICES),
    ("CL014", "survey!D3", survey("date | one | One? | money", columns=OWN), CHOICES),
    ("CL014", "survey!E3", survey("date | one | One? | | fine", columns=OWN), CHOICES),
    ("CL014", "survey!E3", survey("select_one yes_no | one | One? | | yes: great; partly: half; no: bad", columns=OWN), CHOICES),
    ("CL014", "survey!E3", survey("select_one yes_no | one | One? | | yes: good; yes: bad", columns=OWN), CHOICES),
    ("CL014", "survey!D4", survey("begin_repeat | t | T", "select_one colours | a | A? | text", "end_repeat", columns=OWN), CHOICES),
    ("CL064", "survey!A4", survey("begin_repeat | t | T", "select_one colors | a | A?", "end_repeat"), CHOICES + "    x | a | A"),
    ("CL011", "choices!A3", SURVEY, "list_name | name | label\nyes_no | yes | Yes\n | maybe | Perhaps\nyes_no | no | No"),
    ("CL017", "survey!F3", survey("date | one | One? | | | 11", columns=OWN), CHOICES),
    ("CL025", "survey!E3", survey("select_one yes_no | one | One? | | yes: good; no: bad", columns=OWN), CHOICES),
    ("CL033", "survey!D4", survey(ONE, "text | two | Two? | ${signed} = 'perhaps'"), CHOICES),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cell", "rows", "choices"), FAULTS)
def test_fault_is_named_alone_with_its_cell(code, cell, rows, choices):
    _, problems = load(rows, choices)
    found = errors(problems)
    assert [one for one, _ in found] == [code]
    assert found[0][1] == f"form.xlsx {cell}"
    for language in ("en", "zh-Hans"):
        assert all(problem.sentence(load_catalogue(language)) for problem in problems)


def test_both_places_of_a_twin_are_named():
    _, problems = load("type | name | label | label\ntext | one | One? | Two?")
    (problem,) = [problem for problem in problems if problem.code == "CL060"]
    assert "survey!C1" in problem.sentence(load_catalogue("en"))


def test_formula_as_version_is_a_warning_and_gets_a_stand_in():
    settings = make("settings", "form_id | version\nform | =NOW()", kinds={"=NOW()": CellKind.FORMULA})
    imported, problems = load(SURVEY, CHOICES, settings)
    assert imported is not None
    assert warnings(problems) == [("CL079", "form.xlsx settings!B2")]
    assert imported.checklist.version == "1.0.0"


def test_condition_of_a_column_and_reference_in_a_text_are_warned_about():
    rows = ("begin_repeat | t | T", "text | a | Of ${signed}", "text | b | B? | ${a} = 'x'", "end_repeat")
    imported, problems = load(survey(ONE, *rows))
    assert imported is not None
    assert sorted(warnings(problems)) == [("CL063", "form.xlsx survey!D6"), ("CL074", "form.xlsx survey!C5")]


def test_workbook_without_survey_names_its_sheets():
    _, problems = load(make("survey1", SURVEY))
    assert errors(problems) == [("CL065", "form.xlsx")]
    assert "survey1, choices" in problems[0].sentence(load_catalogue("en"))


def test_sheet_without_rows_is_said_and_no_crash():
    _, problems = load("type | name | label")
    assert errors(problems) == []


def test_all_faults_come_at_once():
    rows = (
        "selct_one yes_no | one | One?",
        "text | 1st | Two?",
        "text | three | Three? | count(1)",
        "select_one gone | four | Four?",
    )
    _, problems = load(survey(*rows))
    assert sorted(code for code, _ in errors(problems)) == ["CL064", "CL071", "CL073", "CL077"]


@pytest.mark.parametrize(
    ("sheet", "text", "code", "cell"),
    [
        ("start_with", "register | row | column | text\ntrees | 1 | tag | 5", "CL012", "start_with!A2"),
        ("start_with", "register | row | column | text\nt | first | a | 5", "CL015", "start_with!B2"),
        ("start_with", "register | row | column | text\nt | 1 | z | 5", "CL048", "start_with!D2"),
        ("start_with", "register | row | column | text\nt | 1 | a | many", "CL049", "start_with!D2"),
        ("house", "kind | question | keys\nmoved | a.b | ", "CL014", "house!A2"),
        ("takeover", "key | value\ntakeover_workbook | 2", "CL016", "takeover!B2"),
        ("takeover", "key | value\ntitle::Klingonese | Hi", "CL066", "takeover!A2"),
        ("settings", "form_id | default_language\nx | Klingonese", "CL066", "settings!B2"),
    ],
)
def test_fault_on_another_sheet_is_named_with_its_cell(sheet, text, code, cell):
    _, problems = load(survey("begin_repeat | t | T", "integer | a | A?", "end_repeat"), CHOICES, make(sheet, text))
    assert errors(problems) == [(code, f"form.xlsx {cell}")]


def test_rows_to_start_with_are_numbered_anew():
    start = make("start_with", "register | row | column | text\nt | 7 | a | 5\nt | 3 | a | 4")
    imported, problems = load(survey("begin_repeat | t | T", "integer | a | A?", "end_repeat"), CHOICES, start)
    assert imported is not None
    assert errors(problems) == []
    assert imported.checklist.registers[0].start_with == ({"a": "4"}, {"a": "5"})


def test_order_that_is_no_number_is_named():
    _, problems = load(survey("text | one | One? | soon", columns="type | name | label | takeover::order"))
    assert errors(problems) == [("CL015", "form.xlsx survey!D3")]


def test_row_without_order_stays_behind_the_one_above_it():
    rows = ("text | a | A? | 2", "text | b | B?", "text | c | C? | 1")
    imported, _ = load(survey(*rows, columns="type | name | label | takeover::order"))
    assert imported is not None
    assert [question.id for question in imported.checklist.questions] == ["goals.c", "goals.a", "goals.b"]
