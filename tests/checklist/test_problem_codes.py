"""One row a problem code: a file that raises exactly it, and the same file after the cure that its sentence names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takeover import catalogues
from takeover.catalogues import load_catalogue
from takeover.checklist.files import MAX_BYTES
from takeover.checklist.model import CodeHealth, QuestionType
from takeover.problems import Severity
from tests.checklist.texts import REGISTER, codes, lint, write_checklist

GOOD = write_checklist()
CHOICES = "[{code: same, text: Same}, {code: other, text: Other}]"
CHOICE = {"type": "choice", "choices": CHOICES, "health": "{same: good, other: bad}"}
NUMBER = {"type": "number", "health": "[{at_most: 0, is: good}, {otherwise: bad}]"}
ROWS = {"type": "register", "register": "payments", "health": "{complete: [due], good: all, half: 1/2}"}
TWO = {"id": "goals.two"}


def asking(condition: str, **changes: str) -> bytes:
    """Two questions, the second of which hangs on a condition."""
    return write_checklist(changes, {**TWO, "when": condition})


def rows(**changes: str) -> bytes:
    return write_checklist({**ROWS, **changes}, registers=REGISTER)


def columns(text: str) -> bytes:
    return write_checklist(registers=f"- {{id: payments, title: Payments, command: log, columns: [{text}]}}")


CASES: list[tuple[str, bytes, bytes]] = [
    ("CL001", GOOD.ljust(MAX_BYTES + 1, b"#"), GOOD),
    ("CL002", "title: ß\n".encode("latin-1") + GOOD, GOOD),
    ("CL003", GOOD + b"  nonsense\n", GOOD),
    ("CL004", b"# to do\n", GOOD),
    ("CL005", GOOD + b"---\n" + GOOD, GOOD),
    ("CL006", write_checklist({"source": "[" * 12 + "]" * 12}), write_checklist({"source": "[S1]"})),
    ("CL007", write_checklist({"text": "&a Is there one?"}), write_checklist({"text": '"&a Is there one?"'})),
    ("CL008", write_checklist({"weight": "!!int 5"}), write_checklist({"weight": "5"})),
    ("CL009", write_checklist(tail="? [a]\n: b\n"), GOOD),
    ("CL010", write_checklist({}, tail="    weight: 4\n"), write_checklist({"weight": "4"})),
    (
        "CL010",
        write_checklist(dimensions="[{id: goals, title: Goals}, {id: goals, title: Again}]"),
        write_checklist(dimensions="[{id: goals, title: Goals}, {id: scope, title: Scope}]"),
    ),
    (
        "CL010",
        write_checklist(registers=f"{REGISTER}\n  {REGISTER}"),
        write_checklist(registers=f"{REGISTER}\n  {REGISTER.replace('payments', 'risks')}"),
    ),
    (
        "CL010",
        columns("{id: due, type: date, title: A}, {id: due, type: date, title: B}"),
        columns("{id: due, type: date, title: A}, {id: paid, type: date, title: B}"),
    ),
    ("CL011", write_checklist({"text": None}), GOOD),
    ("CL011", write_checklist({"text": '" "'}), GOOD),
    ("CL011", write_checklist({"type": None}), GOOD),
    ("CL011", write_checklist({"ask": "[]"}), GOOD),
    ("CL011", write_checklist({"action": None}), GOOD),
    ("CL011", write_checklist({"stop_line": "{}"}), write_checklist({"stop_line": "{cleared_by: pm}"})),
    ("CL011", write_checklist({**NUMBER, "type": "money", "health": None}), write_checklist({"type": "grade"})),
    ("CL011", write_checklist(head={"version": None}), GOOD),
    ("CL011", columns("{id: due, title: Due}"), columns("{id: due, type: date, title: Due}")),
    (
        "CL011",
        columns("{id: s, type: choice, title: State}"),
        columns(f"{{id: s, type: choice, title: S, choices: {CHOICES}}}"),
    ),
    (
        "CL011",
        asking("{question: goals.one, below: ''}", **NUMBER),
        asking("{question: goals.one, below: 1}", **NUMBER),
    ),
    ("CL012", write_checklist({"wieght": "5"}), GOOD),
    ("CL012", write_checklist(head={"author": "PMO"}), GOOD),
    (
        "CL012",
        columns(f"{{id: s, type: text, title: S, choices: {CHOICES}}}"),
        columns("{id: s, type: text, title: S}"),
    ),
    ("CL013", write_checklist({"text": "[Is, there]"}), GOOD),
    ("CL013", write_checklist({"source": "S1"}), write_checklist({"source": "[S1]"})),
    ("CL013", write_checklist({"source": "[[S1]]"}), write_checklist({"source": "[S1]"})),
    ("CL013", write_checklist({"evidence": "charter"}), write_checklist({"evidence": "{typical: [charter]}"})),
    (
        "CL013",
        write_checklist({"type": "money", "health": "good"}),
        write_checklist({"type": "money", "health": "{answered: good}"}),
    ),
    ("CL014", write_checklist({"sharing": "public"}), GOOD),
    ("CL014", write_checklist({"ask": "[sponsor, boss]"}), GOOD),
    ("CL014", write_checklist({"day_one": "yes"}), write_checklist({"day_one": "true"})),
    (
        "CL014",
        write_checklist({"type": "text", "health": "{answered: bad}"}),
        write_checklist({"type": "text", "health": "{answered: good}"}),
    ),
    ("CL014", rows(health="{complete: [due], good: most}"), rows(health="{complete: [due], good: all}")),
    ("CL014", columns("{id: due, type: grade, title: Due}"), columns("{id: due, type: date, title: Due}")),
    ("CL015", write_checklist({"weight": "heavy"}), GOOD),
    ("CL015", rows(health="{complete: [due], half: 3/2}"), rows(health="{complete: [due], half: 2/3}")),
    ("CL015", rows(health="{complete: [due], half: 1/0}"), rows(health="{complete: [due], half: 0.5}")),
    ("CL015", rows(health="{complete: [due], half: 1e-99999999}"), rows(health="{complete: [due]}")),
    ("CL016", write_checklist(head={"takeover_checklist": "2"}), GOOD),
    ("CL017", write_checklist({"weight": "11"}), write_checklist({"weight": "10"})),
    ("CL017", write_checklist({"weight": "0"}), write_checklist({"weight": "1"})),
    ("CL017", write_checklist({"weight": "2.5"}), write_checklist({"weight": "2"})),
    (
        "CL018",
        write_checklist({**NUMBER, "health": "[{at_most: 0, otherwise: good}, {otherwise: bad}]"}),
        write_checklist(NUMBER),
    ),
    (
        "CL018",
        write_checklist({**NUMBER, "health": "[{at_most: 1, at_least: 0, is: good}, {otherwise: bad}]"}),
        write_checklist({**NUMBER, "health": "[{at_least: 0, is: good}, {otherwise: bad}]"}),
    ),
    ("CL019", asking("{question: goals.one}"), asking("{question: goals.one, is: yes}")),
    ("CL019", asking("{question: goals.one, unknown: false}"), asking("{question: goals.one, unknown: true}")),
    ("CL019", asking("{all: []}"), asking("{all: [{question: goals.one, is: yes}]}")),
    ("CL019", asking("{question: goals.one, in: []}"), asking("{question: goals.one, in: [yes]}")),
    ("CL019", asking("{not: {maybe: x}}"), asking("{not: {question: goals.one, is: no}}")),
    ("CL020", write_checklist({}, {}), write_checklist({}, TWO)),
    ("CL021", write_checklist({"id": "Goals One"}), write_checklist({"id": "goals.one-more"})),
    ("CL022", write_checklist({"dimension": "gaols"}), write_checklist({"dimension": "goals"})),
    (
        "CL023",
        write_checklist({**CHOICE, "choices": "[{code: same, text: S}]", "health": "{same: good}"}),
        write_checklist(CHOICE),
    ),
    ("CL023", write_checklist({"choices": "[{code: same, text: S}]"}), GOOD),
    (
        "CL023",
        write_checklist(
            {**CHOICE, "choices": "[{code: same, text: S}, {code: same, text: T}]", "health": "{same: good}"}
        ),
        write_checklist(CHOICE),
    ),
    (
        "CL024",
        write_checklist(
            {"type": "choice", "choices": "[{code: on, text: A}, {code: b, text: B}]", "health": "{on: good, b: bad}"}
        ),
        write_checklist(
            {
                "type": "choice",
                "choices": "[{code: is_on, text: A}, {code: b, text: B}]",
                "health": "{is_on: good, b: bad}",
            }
        ),
    ),
    (
        "CL024",
        write_checklist(
            {"type": "choice", "choices": "[{code: A b, text: A}, {code: b, text: B}]", "health": "{A b: good, b: bad}"}
        ),
        write_checklist(
            {"type": "choice", "choices": "[{code: a_b, text: A}, {code: b, text: B}]", "health": "{a_b: good, b: bad}"}
        ),
    ),
    (
        "CL025",
        write_checklist({"health": "{yes: good, no: bad}"}),
        write_checklist({"health": "{yes: good, partly: half, no: bad}"}),
    ),
    ("CL026", write_checklist({**NUMBER, "health": "[{at_most: 0, is: good}]"}), write_checklist(NUMBER)),
    (
        "CL026",
        write_checklist({**NUMBER, "health": "[{otherwise: bad}, {at_most: 0, is: good}]"}),
        write_checklist(NUMBER),
    ),
    ("CL026", write_checklist({**NUMBER, "health": "[]"}), write_checklist(NUMBER)),
    ("CL027", write_checklist({**NUMBER, "health": "{answered: good}"}), write_checklist(NUMBER)),
    (
        "CL027",
        write_checklist({"type": "money", "health": "{yes: good}"}),
        write_checklist({"type": "money", "health": "{answered: good}"}),
    ),
    (
        "CL028",
        write_checklist({"evidence": "{needed_for: [perhaps]}"}),
        write_checklist({"evidence": "{needed_for: [partly]}"}),
    ),
    (
        "CL028",
        write_checklist({**NUMBER, "evidence": "{needed_for: [yes]}"}),
        write_checklist({**NUMBER, "evidence": "{typical: [ledger]}"}),
    ),
    ("CL029", write_checklist({**ROWS, "register": None}), rows()),
    ("CL029", write_checklist({"register": "payments"}, registers=REGISTER), write_checklist(registers=REGISTER)),
    ("CL030", rows(health="{complete: [due, owner]}"), rows(health="{complete: [due]}")),
    ("CL030", rows(health="{half: 1/2}"), rows(health="{complete: [due], half: 1/2}")),
    ("CL030", rows(register="risks"), rows(register="payments")),
    ("CL031", asking("{setting: engagment, is: client}"), asking("{setting: engagement, is: client}")),
    ("CL032", asking("{question: goals.on, is: yes}"), asking("{question: goals.one, is: yes}")),
    ("CL033", asking("{setting: engagement, is: maybe}"), asking("{setting: engagement, is: internal}")),
    ("CL033", asking("{question: goals.one, in: [yes, perhaps]}"), asking("{question: goals.one, in: [yes, partly]}")),
    (
        "CL033",
        asking("{question: goals.one, is: yes}", **NUMBER),
        asking("{question: goals.one, at_least: 1}", **NUMBER),
    ),
    ("CL034", write_checklist({"when": "{question: goals.one, is: yes}"}), GOOD),
    (
        "CL034",
        write_checklist(
            {"when": "{question: goals.two, is: yes}"}, {**TWO, "when": "{not: {question: goals.one, is: no}}"}
        ),
        write_checklist({}, {**TWO, "when": "{not: {question: goals.one, is: no}}"}),
    ),
    ("CL035", asking("{question: goals.one, at_least: 1}"), asking("{question: goals.one, at_least: 1}", **NUMBER)),
]


@pytest.mark.parametrize(("code", "broken", "cured"), CASES)
def test_code_is_raised_alone_and_its_cure_works(code, broken, cured):
    _, found = lint(broken)
    assert codes(found) == [code]
    assert found[0].severity is Severity.ERROR
    assert found[0].place.file == "list.yaml"
    assert f"{code}: " not in found[0].sentence(load_catalogue("en"))
    assert lint(cured)[1] == ()


def test_table_has_every_code_of_a_checklist():
    catalogue = load_catalogue("en")
    known = {f"CL{number:03}" for number in range(40) if catalogue.has(f"problem.CL{number:03}")}
    assert {code for code, _, _ in CASES} == known


def test_every_problem_of_the_room_is_raised_in_a_test_beside_this_one():
    room = json.loads((Path(catalogues.__file__).parent / "locale/en/checklist.json").read_text("utf-8"))
    known = {key.removeprefix("problem.") for key in room if key.startswith("problem.")}
    tested = "\n".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert len(known) > 60
    assert {code for code in known if f'"{code}' not in tested} == set()


def test_all_problems_come_at_once():
    data = write_checklist(
        {"weight": "many", "sharing": "all"}, {**TWO, "colour": "red", "when": "{question: nowhere, is: yes}"}
    )
    _, found = lint(data)
    assert codes(found) == ["CL015", "CL014", "CL012", "CL032"]
    lines = [problem.place.line for problem in found]
    assert lines == [13, 14, 28, 29]
    assert str(found[2].place) == "list.yaml:28:5 questions[1].colour"


def test_missing_id_is_one_problem_each_and_not_a_twin():
    _, found = lint(write_checklist({"id": None}, {"id": None}))
    assert "CL020" not in codes(found)
    assert codes(found).count("CL011") == 2


def test_root_that_is_no_map_is_said_once():
    placed, found = lint(b"- a\n- b\n")
    assert codes(found) == ["CL013"]
    assert placed is not None
    assert placed.checklist.questions == ()


def test_dimension_that_is_no_map_or_has_no_id_is_said():
    assert codes(lint(write_checklist(dimensions="[goals]"))[1]) == ["CL013", "CL022"]
    assert codes(lint(write_checklist(dimensions="[{title: Goals}, {title: Scope}]"))[1]) == ["CL011", "CL011", "CL022"]


def test_nearest_names_what_was_meant():
    _, found = lint(write_checklist({"finding": None, "findnig": "Nothing"}))
    assert [problem.details.get("near") for problem in found if problem.code == "CL012"] == ["finding"]


def test_long_chain_of_conditions_is_no_circle_and_no_trouble():
    last = 1500
    questions = [
        {"id": f"goals.q{number}", **({"when": f"{{question: goals.q{number + 1}, is: yes}}"} if number < last else {})}
        for number in range(1, last + 1)
    ]
    placed, found = lint(write_checklist(*questions))
    assert found == ()
    assert placed is not None
    assert len(placed.checklist.questions) == last


def test_two_ways_to_one_question_are_no_circle():
    both = "{all: [{question: goals.one, is: yes}, {question: goals.two, is: yes}, {question: goals.one, in: [yes, partly]}]}"
    _, found = lint(
        write_checklist({}, {**TWO, "when": "{question: goals.one, is: yes}"}, {"id": "goals.three", "when": both})
    )
    assert found == ()


def test_grade_health_is_the_default():
    placed, _ = lint(GOOD)
    assert placed is not None
    question = placed.checklist.questions[0]
    assert question.type is QuestionType.GRADE
    assert isinstance(question.health, CodeHealth)
    assert {code: worth.value for code, worth in question.health.worths.items()} == {
        "yes": "good",
        "partly": "half",
        "no": "bad",
    }
