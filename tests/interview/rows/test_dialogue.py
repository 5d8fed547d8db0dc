"""Rows in a talk: column by column, changed, withdrawn, imported; what is half typed stays."""

import itertools
import json

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.interview.acts import Offered, RowsRecorded
from takeover.interview.drafts import Drafts
from takeover.interview.navigator import start_at_open
from takeover.interview.prompts import Pick, Pressed, Tone, Type, Verb
from takeover.interview.rows.dialogue import EMPTY, HalfRow, half_row_from_text, half_row_to_text
from takeover.interview.rows.menu import ADD, EDIT, IMPORT, START, WITHDRAW, Tables
from takeover.interview.session import Manner, hold_interview
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Level, Method
from tests.builders import make_checklist, make_question
from tests.interview.desk import TODAY, Desk, Script, make_ids

EN = load_catalogue("en")
LISTS = {language: load_checklist().in_language(language) for language in ("en", "zh-Hans")}
MILESTONES = LISTS["en"].question("contract.milestones")
SPONSOR = ("sponsor1", "interview")
FIRST = ("Go-live", "Signed off", "100 EUR", "2026-03-31", "open", "save")
"""The columns that a payment needs, in the register's order, and keeping it."""


def list_in(language):
    return make_checklist(
        MILESTONES, make_question("z.last"), registers=(LISTS[language].register("payments"),), language=language
    )


class Sitting:
    def __init__(self, *replies, saved=None, desk=None, file=None, memory="", language="en"):
        self.memory = memory
        self.desk = desk or Desk(list_in("en"))
        self.saved = saved if saved is not None else self.desk.drafts
        self.script = Script(*replies, files=("/x/pay.csv",))
        ids = itertools.islice(make_ids(), 50, None)
        tables = Tables(
            read=lambda _: (file or "").encode(),
            refer=lambda path: Evidence(grade=Grade.E0, sha256="cd" * 32, bytes=1, media="text/csv", title=path),
            load=lambda: self.memory,
            save=self.remember,
            new_ids=ids,
        )
        others = (list_in("zh-Hans" if language == "en" else "en"),)
        self.outcome = hold_interview(
            start_at_open(list_in(language), self.desk.situation()),
            front=self.script,
            catalogue=load_catalogue(language),
            keep=self.desk.keep,
            today=lambda: TODAY,
            drafts=Drafts(load=lambda name: self.saved.get(name, ""), save=self.saved.__setitem__),
            manner=Manner(tables=tables, others=lambda: others),
        )

    def remember(self, text):
        self.memory = text

    def rows(self):
        return self.desk.situation().rows("payments")

    def cells(self, column="milestone"):
        return [row.values.get(column, "") for row in self.rows()]

    def said(self):
        return "\n".join(text for _, text in self.script.shown)


def test_row_is_asked_column_by_column_and_kept_as_a_statement():
    sitting = Sitting(*SPONSOR, ADD, *FIRST, "yes")
    (row,) = sitting.rows()
    assert (row.party, row.method) == ("sponsor1", Method.INTERVIEW)
    assert dict(row.values)["due"] == "2026-03-31"
    assert str(row.values["amount"].amount) == "100"
    assert sitting.desk.acts[0].on == TODAY
    assert sitting.desk.acts[-1].answer == Code(code="yes")
    titles = [prompt.title.split("\n")[0] for prompt in sitting.script.asked if isinstance(prompt, Type)]
    assert titles == [f"{name} (needed)" for name in ("Milestone", "Trigger condition", "Amount", "Due date")]
    assert sitting.outcome.navigator.cursor == "z.last"


def test_stray_enter_on_a_register_claims_nothing():
    sitting = Sitting(*SPONSOR)
    menu = sitting.script.asked[-1]
    assert menu.default == START
    assert [option.value for option in menu.options] == [START, ADD, IMPORT, "yes", "partly", "no", "=unknown"]
    assert sitting.rows() == ()


def test_answers_for_the_whole_list_mean_what_the_question_explains_and_none_where_rows_are():
    answers = ("yes", "partly", "no")
    empty = Sitting(*SPONSOR).script.asked[-1]
    texts = {option.value: option.text for option in empty.options}
    assert [texts[answer] for answer in answers] == [EN.text(f"interview.row.explained.{a}") for a in answers]
    filled = Sitting(*SPONSOR, ADD, *FIRST).script.asked[-1]
    assert "no" not in {option.value for option in filled.options}
    assert "these are all" in next(option.text for option in filled.options if option.value == "yes")
    kept = Sitting(*SPONSOR, "no", Verb.BACK, ADD, *FIRST).script.asked[-1]
    assert kept.default == "no"
    assert "no" in {option.value for option in kept.options}


def test_wrong_cell_is_said_and_asked_again():
    sitting = Sitting(*SPONSOR, ADD, "Go-live", "", "100", "100 EUR", "31.03.2026", "2026-03-31", EMPTY, "save")
    assert len(sitting.script.text(Tone.ERROR)) == 2
    assert dict(sitting.rows()[0].values).keys() == {"milestone", "amount", "due"}


def test_last_row_is_help_and_taken_over_only_by_an_explicit_sign():
    sitting = Sitting(*SPONSOR, ADD, *FIRST, ADD, "Final", "=", "", "=", "=", "save")
    assert sitting.cells() == ["Go-live", "Final"]
    assert dict(sitting.rows()[1].values) == {
        "milestone": "Final", "trigger": "Signed off", "due": "2026-03-31", "state": "open",
    }  # fmt: skip
    amount = [prompt for prompt in sitting.script.asked if "Amount" in prompt.title][1]
    assert "Last row: 100 EUR" in amount.title
    assert amount.default == ""


def test_back_goes_to_the_column_before_and_loses_nothing():
    sitting = Sitting(*SPONSOR, ADD, "Go-live", "x", Verb.BACK, Verb.BACK, "Go-live 2", "x", "", "", EMPTY, "save")
    again = [prompt for prompt in sitting.script.asked if isinstance(prompt, Type)][3:5]
    assert [prompt.default for prompt in again] == ["x", "Go-live"]
    assert sitting.cells() == ["Go-live 2"]


def test_half_typed_row_survives_and_the_next_sitting_goes_on_there():
    desk, saved = Desk(list_in("en")), {}
    Sitting(*SPONSOR, "yes", desk=desk, saved=saved)
    first = Sitting(
        Verb.BACK, ADD, "Go-live", Pressed(verb=Verb.INTERRUPT, typed="half a trig"), desk=desk, saved=saved
    )
    assert first.rows() == ()
    second = Sitting(ADD, "half a trigger", "", "", EMPTY, "save", desk=desk, saved=saved)
    types = [prompt for prompt in second.script.asked if isinstance(prompt, Type)]
    assert next((prompt.title.split("\n")[0], prompt.default) for prompt in types) == (
        "Trigger condition (needed)",
        "half a trig",
    )
    assert dict(second.rows()[0].values) == {"milestone": "Go-live", "trigger": "half a trigger"}
    assert saved["row:payments"] == ""


def test_other_columns_are_asked_if_wanted_and_show_who_reads_them():
    rest = ("", "30", "", "", "", "", "", "finance", "", "", EMPTY, "", "")
    sitting = Sitting(*SPONSOR, ADD, *FIRST[:-1], "all", *rest)
    assert sitting.cells("share") == ["30"]
    assert sitting.cells("collector") == ["finance"]
    assert any("Who collects it (own organisation only)" in prompt.title for prompt in sitting.script.asked)
    levels = {
        entry.body["sharing"]
        for entry in sitting.desk.record.chain().entries
        if entry.body and entry.body["kind"] == "row_recorded"
    }
    assert levels == {Level.SHARED.value, Level.INTERNAL.value}


def test_usual_rows_are_proposals_that_nobody_has_until_they_are_accepted():
    sitting = Sitting(*SPONSOR, START, "take", "edit", "Half-way", "On delivery", "", "", EMPTY, "save", "skip", START)
    assert sitting.cells() == ["Advance payment", "Half-way"]
    offered = [prompt for prompt in sitting.script.asked if isinstance(prompt, Pick) and "sual row" in prompt.title]
    assert [prompt.default for prompt in offered[:3]] == ["edit"] * 3
    assert "1 of 2" in offered[3].title
    assert Sitting(*SPONSOR, START, Verb.BACK).rows() == ()


def test_row_is_changed_cell_by_cell_with_what_was_there_in_the_field():
    sitting = Sitting(*SPONSOR, ADD, *FIRST, EDIT, "new00001", "amount", "200 EUR", "due", "", "state", "open", "=done")
    (row,) = sitting.rows()
    assert str(row.values["amount"].amount) == "200"
    assert row.values["due"] == ""
    asked = [
        prompt for prompt in sitting.script.asked if isinstance(prompt, Type) and prompt.title.startswith("Amount")
    ]
    assert asked[-1].default == "100 EUR"
    assert len([act for act in sitting.desk.acts if isinstance(act, RowsRecorded)]) == 3
    assert "nothing was recorded" in sitting.said()


def test_another_partys_row_is_said_to_be_theirs_before_it_is_changed():
    desk = Desk(list_in("en"))
    Sitting(*SPONSOR, ADD, *FIRST, desk=desk)
    sitting = Sitting(
        Verb.BACK, Verb.WHO, "client01", "interview", EDIT, "new00001", "trigger", "Other", "=done", desk=desk
    )
    assert "This row came from: sponsor" in sitting.said()
    assert (sitting.rows()[0].party, sitting.cells("trigger")) == ("client01", ["Other"])


def test_withdrawn_row_is_gone_for_every_level_and_stays_in_the_record():
    sitting = Sitting(*SPONSOR, ADD, *FIRST, WITHDRAW, "new00001", "no", WITHDRAW, "new00001", "yes")
    assert sitting.rows() == ()
    bodies = [
        entry.body
        for entry in sitting.desk.record.chain().entries
        if entry.body and entry.body["kind"] == "row_recorded"
    ]
    assert [body.get("withdrawn", False) for body in bodies] == [False, True]


def test_row_without_a_cell_and_a_row_that_is_there_are_not_recorded():
    sitting = Sitting(*SPONSOR, ADD, "", "", "", "", EMPTY, "save", ADD, *FIRST, ADD, *FIRST)
    assert sitting.cells() == ["Go-live"]
    assert "Nothing was filled in" in sitting.said()
    assert "in the list already" in sitting.said()


def test_evidence_given_before_goes_with_the_rows():
    evidence = (Verb.EVIDENCE, "note", "the ledger", "E2", "", "")
    sitting = Sitting(*SPONSOR, *evidence, ADD, *FIRST)
    assert sitting.rows()[0].evidence[0].note == "the ledger"


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}', '{"cells": {}, "half": []}', "null"])
def test_half_row_that_cannot_be_read_is_an_empty_one(text):
    assert half_row_from_text(text) == HalfRow()


def test_half_row_survives_being_written():
    row = HalfRow(cells={"milestone": ("a",)}, half={"trigger": "b"}, start={"milestone": "a"})
    assert half_row_from_text(half_row_to_text(row)) == row


# ---- import

FILE = "Milestone;Betrag;Due date;Status;Leer\na;1.000;03/04/2026;Bezahlt;\nb;2,5;31/03/2026;open;\n"


def test_import_asks_only_what_the_file_leaves_open_and_remembers_it():
    sitting = Sitting(*SPONSOR, IMPORT, "/x/pay.csv", "amount", "state", "EUR", "dmy", "paid", "copy", "yes", file=FILE)
    assert sitting.cells() == ["a", "b"]
    assert [str(cell.amount) for cell in sitting.cells("amount")] == ["1000", "2.5"]
    assert sitting.cells("due") == ["2026-04-03", "2026-03-31"]
    assert sitting.cells("state") == ["paid", "open"]
    (act,) = [act for act in sitting.desk.acts if isinstance(act, RowsRecorded)]
    assert act.evidence == (Offered(grade=Grade.E2, path="/x/pay.csv"),)
    assert json.loads(sitting.memory)["payments"] == {
        "columns": {"betrag": "amount", "status": "state"}, "words": {"state:bezahlt": "paid"},
    }  # fmt: skip
    again = Sitting(Verb.BACK, IMPORT, "/x/pay.csv", "EUR", "dmy", desk=sitting.desk, file=FILE, memory=sitting.memory)
    assert "says nothing that the record does not have" in again.said()
    assert len(again.desk.acts) == len(sitting.desk.acts)


def test_import_shows_every_mistake_and_takes_nothing():
    wrong = "Milestone,Amount\na,x\nb,y EUR\n"
    sitting = Sitting(*SPONSOR, IMPORT, "/x/pay.csv", file=wrong)
    assert sitting.rows() == ()
    errors = "\n".join(sitting.script.text(Tone.ERROR))
    assert "pay.csv B2: error IV163" in errors
    assert "pay.csv B3: error IV163" in errors
    assert "Nothing was taken" in errors


def test_import_shows_what_changed_before_it_asks_and_can_be_left():
    sitting = Sitting(*SPONSOR, IMPORT, "/x/pay.csv", "reference", file="Milestone,Trigger condition\na,x\nb,y\n")
    assert sitting.rows()[0].evidence[0].kept is False
    changed = "Milestone,Trigger condition\na,z\n"
    left = Sitting(Verb.BACK, IMPORT, "/x/pay.csv", "stay", "no", desk=sitting.desk, file=changed)
    assert "Trigger condition: x → z (before: sponsor)" in left.said()
    assert "no longer in the file: b" in left.said()
    assert left.cells("trigger") == ["x", "y"]
    taken = Sitting(Verb.BACK, IMPORT, "/x/pay.csv", "withdraw", "copy", desk=sitting.desk, file=changed)
    assert taken.cells("trigger") == ["z"]


def test_import_of_what_is_no_table_comes_back_to_the_question():
    sitting = Sitting(*SPONSOR, IMPORT, "/nowhere", "/x/pay.csv", "yes", file="")
    assert "IV143" in "\n".join(sitting.script.text(Tone.ERROR))
    assert "no file" in "\n".join(sitting.script.text(Tone.ERROR))
    assert sitting.desk.acts[-1].answer == Code(code="yes")


def test_chinese_terminal_reads_english_columns_and_the_other_way():
    sitting = Sitting(
        *SPONSOR, IMPORT, "/x/pay.csv", "copy", file="Milestone,状态\na,全部到账\nb,Partly paid\n", language="zh-Hans"
    )
    assert sitting.cells("state") == ["paid", "part_paid"]
