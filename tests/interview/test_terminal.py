"""The real prompts, driven through prompt_toolkit's pipe input; no test may take longer than ten seconds."""

import contextlib
import io
import os
import random
import signal
import sys
import threading
import time

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input.defaults import create_pipe_input
from prompt_toolkit.output import DummyOutput

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import AnswerIs, QuestionType
from takeover.errors import UsageError
from takeover.interview import terminal
from takeover.interview.commands import fit_footer, footer_pieces
from takeover.interview.drafts import Drafts
from takeover.interview.navigator import start_at_open
from takeover.interview.prompts import ON_QUESTION, Find, Option, Pick, Pressed, Said, Tick, Tone, Type, Verb
from takeover.interview.session import Ended, hold_interview
from takeover.interview.terminal import Terminal, open_terminal
from takeover.record.chain import check_canonical
from tests.builders import STOP, make_checklist, make_question
from tests.interview.desk import TODAY, Desk

EN = load_catalogue("en")
ENTER, ESCAPE, DOWN, SHIFT_TAB, TAB = "\r", "\x1b", "\x1b[B", "\x1b[Z", "\t"
F1, F2, F3, F4, F5, F6, F8 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[19~"
F7, F9 = "\x1b[18~", "\x1b[20~"
CTRL_C, CTRL_D, CTRL_J, CTRL_O, CTRL_Q = "\x03", "\x04", "\n", "\x0f", "\x11"
OPTIONS = (
    Option(value="yes", text="Yes", keys=("y", "是")),
    Option(value="partly", text="Partly", keys=("p",)),
    Option(value="no", text="No"),
)
PICK = Pick(title="Answer", options=OPTIONS, verbs=ON_QUESTION)
TICK = Tick(title="Who", options=OPTIONS, ticked=("yes",))
TEXT = Type(title="In words", verbs=ON_QUESTION)
FIND = Find(
    title="Which?",
    options=(
        Option(value="a.1", text="open: Who signs?", words="Contract 合同"),
        Option(value="a.2", text="open: Who accepts?", words="Contract 合同 验收"),
        Option(value="b.1", text="unknown: Which goals?", words="Goals 目标"),
    ),
    none="Nothing has these words.",
    default="a.2",
)
PATH = Type(title="File", path=True)
LIMIT = 10


@pytest.fixture(autouse=True)
def _limit():
    def stop(_number, _frame):
        raise TimeoutError(f"longer than {LIMIT} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def piped(catalogue=EN):
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys, Terminal(catalogue, io.StringIO())


def press(prompt, typed, catalogue=EN):
    with piped(catalogue) as (keys, front):
        keys.send_text(typed)
        return front.ask(prompt)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (ENTER, "yes"),
        (CTRL_J, "yes"),
        (DOWN + ENTER, "partly"),
        ("3" + ENTER, "no"),
        ("p" + ENTER, "partly"),
        ("p是" + ENTER, "yes"),
        ("3p2" + ENTER, "partly"),
        ("z" + ENTER, "yes"),
    ],
)
def test_pick_points_with_arrows_digits_and_letters_and_confirms_with_enter(typed, value):
    assert press(PICK, typed) == Said(values=(value,))


def test_pick_begins_at_its_default_and_an_unknown_default_does_no_harm():
    assert press(Pick(title="A", options=OPTIONS, default="no"), ENTER) == Said(values=("no",))
    assert press(Pick(title="A", options=OPTIONS, default="gone"), ENTER) == Said(values=("yes",))


@pytest.mark.parametrize(
    ("typed", "values"), [(ENTER, ("yes",)), (" " + ENTER, ()), (DOWN + " " + ENTER, ("yes", "partly"))]
)
def test_tick_gives_what_is_ticked(typed, values):
    assert press(TICK, typed) == Said(values=values)


@pytest.mark.parametrize(("typed", "value"), [("交付系统" + ENTER, "交付系统"), (ENTER, ""), ("/etc" + ENTER, "/etc")])
def test_text_is_given_as_typed(typed, value):
    assert press(TEXT, typed) == Said(values=(value,))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (ENTER, "a.2"),
        (DOWN + ENTER, "b.1"),
        (DOWN + DOWN + ENTER, "b.1"),
        ("signs" + ENTER, "a.1"),
        ("contract" + DOWN + ENTER, "a.2"),
        ("验收" + ENTER, "a.2"),
        ("合同 ACC" + ENTER, "a.2"),
        ("b.1" + ENTER, "b.1"),
        ("qx" + ENTER + "\x7f\x7fgoals" + ENTER, "b.1"),
    ],
)
def test_list_narrows_while_one_types_letters_are_no_verbs_and_enter_on_nothing_stays(typed, value):
    assert press(FIND, typed) == Said(values=(value,))


@pytest.mark.parametrize(
    ("typed", "verb"),
    [(ESCAPE, Verb.BACK), (CTRL_Q, Verb.QUIT), (CTRL_C, Verb.INTERRUPT), ("/back" + ENTER, Verb.BACK)],
)
def test_a_list_that_narrows_is_left_by_the_usual_keys(typed, verb):
    reply = press(FIND, typed)
    assert isinstance(reply, Pressed)
    assert reply.verb is verb


@pytest.mark.parametrize(("lines", "said"), [(10, True), (24, False)])
def test_on_a_short_terminal_the_question_is_said_once_more_above_its_answers(lines, said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", str(lines))
    out = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        front = Terminal(EN, out, colour=False)
        front.show("Who " + "accepts " * 30 + "it?", Tone.QUESTION)
        shown = len(out.getvalue())
        keys.send_text(ENTER)
        front.ask(PICK)
    again = out.getvalue()[shown:]
    assert ("Who accepts" in again) is said
    assert len(again.split("\n")) <= 10


def test_footer_leaves_out_the_last_verbs_first_and_never_enter_back_and_menu():
    pieces = footer_pieces("list", ON_QUESTION, EN)
    assert fit_footer(pieces, 39, 1) == "Enter confirms · b back · Ctrl-O menu"
    whole = fit_footer(pieces, 79, 4)
    assert [piece for piece in pieces if piece not in whole] == []


def test_text_begins_with_its_default_in_one_line():
    assert press(Type(title="T", default="a\nb"), "c" + ENTER) == Said(values=("a bc",))


def test_path_is_completed(tmp_path, monkeypatch):
    (tmp_path / "contract.pdf").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert press(PATH, "contract.pdf" + ENTER) == Said(values=("contract.pdf",))


EVERYWHERE = [
    (ESCAPE, Verb.BACK),
    (SHIFT_TAB, Verb.BACK),
    (CTRL_Q, Verb.QUIT),
    (CTRL_D, Verb.QUIT),
    (CTRL_C, Verb.INTERRUPT),
    (CTRL_O, Verb.MENU),
]


@pytest.mark.parametrize("prompt", [PICK, TICK, TEXT, PATH], ids=["pick", "tick", "text", "path"])
@pytest.mark.parametrize(("typed", "verb"), EVERYWHERE)
def test_keys_work_in_every_kind_of_prompt(prompt, typed, verb):
    assert press(prompt, typed) == Pressed(verb=verb)


FUNCTION_KEYS = [
    (F1, Verb.WHY),
    (F2, Verb.EVIDENCE),
    (F3, Verb.WHO),
    (F4, Verb.UNKNOWN),
    (F5, Verb.NOTE),
    (F6, Verb.JUMP),
    (F8, Verb.NEXT),
]


@pytest.mark.parametrize("prompt", [PICK, TEXT], ids=["pick", "text"])
@pytest.mark.parametrize(("typed", "verb"), FUNCTION_KEYS)
def test_function_keys_work_on_a_question(prompt, typed, verb):
    assert press(prompt, typed) == Pressed(verb=verb)


LETTERS = [
    ("u", Verb.UNKNOWN),
    ("e", Verb.EVIDENCE),
    ("w", Verb.WHO),
    ("?", Verb.WHY),
    ("？", Verb.WHY),
    ("m", Verb.NOTE),
]
MORE = [("b", Verb.BACK), ("s", Verb.NEXT), ("j", Verb.JUMP), ("x", Verb.NOT_APPLICABLE), ("q", Verb.QUIT)]


@pytest.mark.parametrize(("typed", "verb"), LETTERS + MORE)
def test_letters_are_verbs_in_a_list_and_text_in_a_text(typed, verb):
    assert press(PICK, typed) == Pressed(verb=verb)
    assert press(TEXT, typed + ENTER) == Said(values=(typed,))


COMMANDS = ["back", "next", "why", "unknown", "na", "evidence", "who", "note", "jump", "menu", "quit"]


@pytest.mark.parametrize("word", COMMANDS)
def test_slash_commands_are_verbs_in_a_text(word):
    assert press(TEXT, f"/{word}{ENTER}") == Pressed(verb=Verb(word))
    assert press(TEXT, f"／{word.upper()} {ENTER}") == Pressed(verb=Verb(word))


@pytest.mark.parametrize("word", COMMANDS)
def test_slash_commands_have_chinese_words(word):
    chinese = load_catalogue("zh-Hans")
    typed = f"/{chinese.text(f'interview.command.{word}')}{ENTER}"
    assert press(TEXT, typed, chinese) == Pressed(verb=Verb(word))


def test_verbs_that_a_prompt_does_not_have_do_nothing():
    assert press(Pick(title="A", options=OPTIONS), "u" + F1 + ENTER) == Said(values=("yes",))
    assert press(Type(title="T"), "/unknown" + ENTER) == Said(values=("/unknown",))


@pytest.mark.parametrize("key", [ESCAPE, F2, CTRL_C, CTRL_O])
def test_half_typed_text_comes_with_the_verb(key):
    reply = press(TEXT, "half" + key)
    assert isinstance(reply, Pressed)
    assert reply.typed == "half"


def test_ctrl_d_with_text_deletes_and_stays():
    assert press(TEXT, "ab\x01" + CTRL_D + ENTER) == Said(values=("b",))


def test_end_of_input_saves_and_quits():
    with piped() as (keys, front):
        keys.close()
        assert front.ask(TEXT).verb in (Verb.QUIT, Verb.INTERRUPT)


def send_once_heard(number, before) -> None:
    """Send a signal to this process once the prompt listens for it: sooner, it would end the test run itself."""
    deadline = time.monotonic() + 20
    while signal.getsignal(number) is before and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)  # the key that was typed before has to arrive
    if signal.getsignal(number) is not before:
        os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("prompt", [PICK, TEXT], ids=["pick", "text"])
def test_signals_end_the_prompt_like_a_key(number, prompt):
    before = signal.getsignal(number)
    with piped() as (keys, front):
        keys.send_text("p")
        sender = threading.Thread(target=send_once_heard, args=(number, before))
        sender.start()
        reply = front.ask(prompt)
        sender.join()
    assert reply == Pressed(verb=Verb.INTERRUPT, typed="p" if prompt is TEXT else "")
    assert signal.getsignal(number) is before


def test_keys_typed_ahead_never_answer_the_next_question():
    with piped() as (keys, front):
        keys.send_text("one\rtwo\rthree\r")
        assert front.ask(TEXT) == Said(values=("one",))
        keys.send_text("later\r")
        assert front.ask(TEXT) == Said(values=("later",))


def test_bracketed_paste_of_three_lines_is_one_answer():
    assert press(TEXT, "\x1b[200~a\nb\nc\x1b[201~" + ENTER) == Said(values=("a\nb\nc",))


def test_half_typed_text_goes_to_the_draft_while_typing(monkeypatch):
    monkeypatch.setattr(terminal, "DRAFT_DELAY", 0.05)
    heard = []
    with piped() as (keys, front):

        def hear(typed):
            heard.append(typed)
            keys.send_text(ENTER)

        keys.send_text("half")
        too_late = threading.Timer(20, keys.send_text, (ENTER,))
        too_late.start()
        front.ask(Type(title="T", typing=hear))
        too_late.cancel()
    assert heard == ["half"]


def test_exception_in_a_callback_reaches_us_and_does_not_hang(monkeypatch):
    monkeypatch.setattr(terminal, "DRAFT_DELAY", 0.01)

    def fail(_typed):
        raise RuntimeError("disk")

    with piped() as (keys, front):
        keys.send_text("x")
        with pytest.raises(RuntimeError, match="disk"):
            front.ask(Type(title="T", typing=fail))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [40, 80])
def test_shown_text_fits_the_terminal(language, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    out = io.StringIO()
    front = Terminal(load_catalogue(language), out, colour=False)
    text = load_catalogue(language).text("interview.setup.cut_off")
    for tone in Tone:
        front.show(text, tone)
    lines = out.getvalue().split("\n")
    assert max(map(terminal.width_of, lines)) <= columns
    assert len(lines) > len(Tone)


def test_colour_is_only_added_where_it_is_wanted():
    plain, coloured = io.StringIO(), io.StringIO()
    Terminal(EN, plain, colour=False).show("wrong", Tone.ERROR)
    Terminal(EN, coloured).show("wrong", Tone.ERROR)
    assert plain.getvalue() == "! wrong\n"
    assert "\x1b[31m" in coloured.getvalue()


def test_terminal_that_is_gone_interrupts():
    out = io.StringIO()
    front = Terminal(EN, out)
    out.close()
    front.show("x")
    assert front.ask(TEXT) == Pressed(verb=Verb.INTERRUPT)


class _Teletype(io.StringIO):
    def __init__(self, *, is_terminal):
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal


@pytest.mark.parametrize(("stdin", "stdout"), [(False, True), (True, False)])
def test_without_a_terminal_the_ways_round_are_named(stdin, stdout, monkeypatch):
    monkeypatch.setattr(sys, "stdin", _Teletype(is_terminal=stdin))
    monkeypatch.setattr(sys, "stdout", _Teletype(is_terminal=stdout))
    with pytest.raises(UsageError) as caught:
        open_terminal(EN)
    assert "takeover import" in caught.value.describe(EN)
    assert "takeover answer" in caught.value.describe(EN)


def test_closed_standard_input_is_no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError):
        open_terminal(EN)


def test_window_that_windows_cannot_ask_in_gets_a_hint(monkeypatch):
    class NoConsoleScreenBufferError(Exception):
        pass

    def fail(*_args):
        raise NoConsoleScreenBufferError

    monkeypatch.setattr(terminal, "_build", fail)
    with pytest.raises(UsageError) as caught:
        Terminal(EN, io.StringIO()).ask(TEXT)
    assert "winpty" in caught.value.describe(EN)


CHECKLIST = make_checklist(
    make_question("a.1", **STOP),
    make_question("a.2", type=QuestionType.DATE),
    make_question("b.3", when=AnswerIs(question="a.1", codes=("yes",))),
    make_question("b.4", type=QuestionType.CHOICE),
    make_question("b.5", type=QuestionType.TEXT),
)


class Typist:
    """Presses the next keys as soon as something is asked."""

    def __init__(self, keys, front, chunks):
        self.keys, self.front, self.chunks = keys, front, iter(chunks)
        self.show, self.find_file = front.show, front.find_file

    def ask(self, prompt):
        self.keys.send_text(next(self.chunks, CTRL_Q))
        return self.front.ask(prompt)


def sit(chunks, desk, drafts=None, language="en"):
    saved = {} if drafts is None else drafts
    with piped(load_catalogue(language)) as (keys, front):
        return hold_interview(
            start_at_open(CHECKLIST, desk.situation()),
            front=Typist(keys, front, chunks),
            catalogue=load_catalogue(language),
            keep=desk.keep,
            today=lambda: TODAY,
            drafts=Drafts(load=lambda question: saved.get(question, ""), save=saved.__setitem__),
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_interview_with_branch_back_and_unknown(language):
    desk = Desk(CHECKLIST)
    who = ["3" + ENTER, ENTER]
    keys = [*who, "y" + ENTER, "2026-03-31" + ENTER, SHIFT_TAB, ENTER, F4, DOWN + ENTER, "2" + ENTER, "交付" + ENTER]
    outcome = sit(keys, desk, language=language)
    assert outcome.ended is Ended.FINISHED
    situation = desk.situation()
    answers = {question: situation.standing(question)[0].answer for question in situation.by_question}
    assert len(answers) == 5
    assert answers["b.5"].value == "交付"
    assert answers["b.4"].code == "other"


def test_interrupted_interview_goes_on_at_the_same_question_with_the_half_typed_text():
    desk, drafts = Desk(CHECKLIST), {}
    outcome = sit(["3" + ENTER, ENTER, "n" + ENTER, "2026-0" + CTRL_C], desk, drafts)
    assert (outcome.ended, outcome.kept) == (Ended.INTERRUPTED, 1)
    again = sit(["3-31" + ENTER], desk, drafts)
    assert again.kept == 1
    assert desk.situation().standing("a.2")[0].answer.value.isoformat() == "2026-03-31"


RANDOM_KEYS = [
    *"ynpubewmsjxqofr?123 /是\x15",
    ENTER,
    ESCAPE,
    DOWN,
    SHIFT_TAB,
    TAB,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    CTRL_J,
    CTRL_O,
    "2026-03-31",
    "/back",
    "交付",
    "\x1b[200~a\nb\x1b[201~",
    "\x00",
    "\x1a",
]


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(s, marks=pytest.mark.exhaustive) for s in range(12, 200))])
def test_random_keys_break_nothing_and_lose_nothing(seed):
    chance = random.Random(seed)
    chunks = ["".join(chance.choices(RANDOM_KEYS, k=chance.randint(1, 6))) + ENTER + ENTER for _ in range(15)]
    desk, drafts = Desk(CHECKLIST), {}
    outcome = sit(chunks, desk, drafts)
    assert outcome.kept == len(desk.acts)
    assert list(check_canonical(desk.record.bytes())) == []
    navigator = outcome.navigator
    assert navigator.situation == desk.situation()
    assert navigator.cursor == "" or navigator.cursor in navigator.walk()
