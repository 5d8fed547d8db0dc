"""The line mode: the same verbs as words, over two streams."""

import io

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import QuestionType
from takeover.interview.navigator import start_at_open
from takeover.interview.plain import PlainLines, find_file
from takeover.interview.prompts import ON_QUESTION, Find, Option, Pick, Pressed, Said, Tick, Type, Verb
from takeover.interview.session import Ended, hold_interview
from tests.builders import make_checklist, make_question
from tests.interview.desk import TODAY, Desk

EN = load_catalogue("en")
OPTIONS = (Option(value="yes", text="Yes", keys=("y",)), Option(value="no", text="No", keys=("n",)))
PICK = Pick(title="Answer", options=OPTIONS, default="no", verbs=ON_QUESTION)
TICK = Tick(title="Who", options=OPTIONS, ticked=("yes",), verbs=ON_QUESTION)
TEXT = Type(title="In words", default="before", verbs=ON_QUESTION)
FIND = Find(
    title="Which?",
    options=(
        Option(value="a.1", text="open: Who signs?", words="合同"),
        Option(value="a.2", text="open: Who accepts?", words="合同 验收"),
        Option(value="b.1", text="unknown: Which goals?"),
    ),
    none="Nothing has these words.",
)


def ask(prompt, typed, catalogue=EN):
    out = io.StringIO()
    return PlainLines(catalogue, io.StringIO(typed), out).ask(prompt), out.getvalue()


@pytest.mark.parametrize(
    ("prompt", "typed", "reply"),
    [
        (PICK, "1\n", Said(values=("yes",))),
        (PICK, "yes\n", Said(values=("yes",))),
        (PICK, "Y\r\n", Said(values=("yes",))),
        (PICK, "\n", Said(values=("no",))),
        (PICK, "unknown\n", Pressed(verb=Verb.UNKNOWN)),
        (PICK, "/back\n", Pressed(verb=Verb.BACK)),
        (PICK, "b\n", Pressed(verb=Verb.BACK)),
        (PICK, "?\n", Pressed(verb=Verb.WHY)),
        (PICK, "menu\n", Pressed(verb=Verb.MENU)),
        (TICK, "\n", Said(values=("yes",))),
        (TICK, "0\n", Said(values=())),
        (TICK, "1, 2\n", Said(values=("yes", "no"))),
        (TICK, "2，1\n", Said(values=("no", "yes"))),
        (TICK, "back\n", Pressed(verb=Verb.BACK)),
        (TEXT, "some words\n", Said(values=("some words",))),
        (TEXT, "\n", Said(values=("before",))),
        (TEXT, "back\n", Said(values=("back",))),
        (TEXT, "/back\n", Pressed(verb=Verb.BACK)),
        (TEXT, "/evidence\n", Pressed(verb=Verb.EVIDENCE)),
        (TEXT, "", Pressed(verb=Verb.QUIT)),
    ],
)
def test_line_is_read(prompt, typed, reply):
    assert ask(prompt, typed)[0] == reply


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("\n3\n", Said(values=("b.1",))),
        ("合同\n2\n", Said(values=("a.2",))),
        ("合同\n3\nb.1\n", Said(values=("b.1",))),
        ("b.1\n", Said(values=("b.1",))),
        ("no such\nsigns\n1\n", Said(values=("a.1",))),
        ("合同\nback\n", Pressed(verb=Verb.BACK)),
        ("合同\n", Pressed(verb=Verb.QUIT)),
    ],
)
def test_one_of_many_is_found_line_by_line(typed, reply):
    assert ask(FIND, typed)[0] == reply


def test_a_long_list_is_not_read_out_before_one_asks_for_it():
    assert "Who signs" not in ask(FIND, "")[1]
    assert "1 a.1 · open: Who signs?" in ask(FIND, "\n")[1]
    assert "Nothing has these words." in ask(FIND, "no such\n")[1]


@pytest.mark.parametrize("prompt", [PICK, TICK])
def test_line_that_does_not_fit_is_asked_again(prompt):
    reply, shown = ask(prompt, "nonsense\n2\n")
    assert reply == Said(values=("no",))
    assert EN.text("interview.plain.again") in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prompt", [PICK, TICK, TEXT])
def test_prompt_lists_options_default_and_words(prompt, language):
    catalogue = load_catalogue(language)
    shown = ask(prompt, "", catalogue)[1]
    assert catalogue.text("interview.command.unknown") in shown
    assert "\x1b" not in shown
    assert shown.endswith("> ")


def test_interruption_is_a_verb():
    class Broken(io.StringIO):
        def readline(self, size=-1):
            raise KeyboardInterrupt

    assert PlainLines(EN, Broken(), io.StringIO()).ask(TEXT) == Pressed(verb=Verb.INTERRUPT)


@pytest.mark.parametrize(
    "form",
    ["{path}", "'{path}'", '"{path}"', " {path} ", "file://{quoted}", "{escaped}"],
    ids=lambda form: form.strip(),
)
def test_file_is_found_however_it_was_dropped(form, tmp_path):
    path = tmp_path / "signed contract.pdf"
    path.write_text("x")
    typed = form.format(path=path, quoted=str(path).replace(" ", "%20"), escaped=str(path).replace(" ", "\\ "))
    assert find_file(typed) == str(path)


@pytest.mark.parametrize("typed", ["", "  ", "/no/such/file", "x" * 5000, "~nobody-here/x", "."])
def test_no_file_is_empty(typed):
    assert find_file(typed) == ""


def test_whole_interview_over_a_pipe():
    checklist = make_checklist(make_question("a.1"), make_question("a.2", type=QuestionType.MONEY))
    desk = Desk(checklist)
    lines = "3\n\npartly\n/why\n1000\n1000 EUR\n"
    front = PlainLines(EN, io.StringIO(lines), io.StringIO())
    outcome = hold_interview(
        start_at_open(checklist, desk.situation()), front=front, catalogue=EN, keep=desk.keep, today=lambda: TODAY
    )
    assert outcome.ended is Ended.FINISHED
    assert desk.situation().standing("a.2")[0].answer.currency == "EUR"


def test_end_of_the_pipe_saves_what_was_said():
    checklist = make_checklist(make_question("a.1"), make_question("a.2"))
    desk = Desk(checklist)
    front = PlainLines(EN, io.StringIO("3\n\nyes\n"), io.StringIO())
    outcome = hold_interview(
        start_at_open(checklist, desk.situation()), front=front, catalogue=EN, keep=desk.keep, today=lambda: TODAY
    )
    assert (outcome.ended, outcome.kept) == (Ended.SAVED, 1)
