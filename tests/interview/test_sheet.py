"""Answers files: what they may say, and every mistake with its line, column and cure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.model import AnswerIs, Choice, Column, QuestionType, Register, SettingIs
from takeover.interview.acts import Answered, GivenRow, Noted, Offered, PartyNamed, RowsRecorded, SettingRecorded
from takeover.interview.bodies import bodies_of
from takeover.interview.sheet import acts_of, read_answers
from takeover.problems import Severity
from takeover.record.kinds import Grade
from takeover.values import Code, Level, Method, Money, NotApplicable, Nothing, Role, Side, Unknown, UnknownReason
from tests.builders import STOP, RecordBuilder, make_checklist, make_question
from tests.interview.desk import Desk, make_ids

COLUMNS = (
    Column(id="milestone", type=QuestionType.TEXT, title="Milestone", sharing=Level.SHARED),
    Column(id="amount", type=QuestionType.MONEY, title="Amount", sharing=Level.SHARED),
    Column(
        id="state",
        type=QuestionType.CHOICE,
        title="State",
        sharing=Level.SHARED,
        choices=(Choice(code="open", text="Open"), Choice(code="paid", text="Paid")),
    ),
    Column(id="remark", type=QuestionType.TEXT, title="Remark", sharing=Level.INTERNAL),
)
CHECKLIST = make_checklist(
    make_question("goals.signed", **STOP),
    make_question("goals.date", type=QuestionType.DATE),
    make_question("goals.amount", type=QuestionType.MONEY, when=SettingIs(setting="engagement", codes=("client",))),
    make_question("goals.after", when=AnswerIs(question="goals.signed", codes=("yes",))),
    registers=(Register(id="payments", title="Payments", columns=COLUMNS),),
)
WHOLE = """\
takeover_answers: 1
takeover:
  project: Case system
  engagement: client
  live_system: yes
  cut_off: 2010-09-15
  zone: America/New_York
  language: en
parties:
  - {role: incoming_pm}
  - {role: sponsor}
  - {role: auditor, key: inspector, side: independent, organisation: Inspector General}
answers:
  - question: goals.signed
    by: sponsor
    method: document_examined
    on: 2010-03-15
    value: yes
    words: They said so.
    evidence:
      - {note: Audit report, dated: 2010-03-30, author: inspector, grade: E2, place: summary}
      - {file: contract.pdf, grade: E3}
  - {question: goals.date, by: incoming_pm, unknown: somebody_else, who: sponsor, words: asked twice}
  - {question: goals.amount, by: sponsor, method: interview, value: none}
  - {question: goals.after, by: inspector, not_applicable: no such thing}
registers:
  payments:
    - {milestone: Final, amount: 1000.00 EUR, state: open, remark: chase, by: sponsor}
notes:
  - {text: Remember, question: goals.signed, sharing: private}
"""


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_answers(data, "answers.yaml", checklist=CHECKLIST, **options)


def with_answer(line):
    parties = "parties:\n  - {role: incoming_pm}\n  - {role: sponsor}\n"
    return f"takeover_answers: 1\n{parties}answers:\n  - {line}\n"


def test_whole_file_is_read():
    file, problems = read(WHOLE)
    assert problems == ()
    assert (file.language, file.setup.zone, file.setup.live_system) == ("en", "America/New_York", "yes")
    assert file.setup.parties[2] == PartyNamed(
        role=Role.AUDITOR, key="inspector", side=Side.INDEPENDENT, organisation="Inspector General"
    )
    signed, date, amount, after, rows, note = file.said
    assert isinstance(signed, Answered)
    assert signed.answer == Code(code="yes")
    assert signed.evidence[0].author == "inspector"
    assert signed.evidence[1] == Offered(grade=Grade.E3, path="contract.pdf")
    assert date.answer == Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="sponsor")
    assert date.method is Method.OWN_OBSERVATION
    assert amount.answer == Nothing()
    assert after.answer == NotApplicable(reason="no such thing")
    row = {
        "milestone": "Final",
        "amount": Money(amount=Decimal("1000.00"), currency="EUR"),
        "state": "open",
        "remark": "chase",
    }
    assert rows == RowsRecorded(
        register="payments", party="sponsor", method=Method.INTERVIEW, rows=(GivenRow(values=row),)
    )
    assert note == Noted(text="Remember", question="goals.signed", sharing=Level.PRIVATE)


def test_acts_can_be_kept_in_their_order_and_a_second_import_adds_nothing():
    file, _ = read(WHOLE.replace("      - {file: contract.pdf, grade: E3}\n", ""))
    acts = acts_of(file)
    assert isinstance(acts[0], SettingRecorded)
    desk = Desk(CHECKLIST)
    for act in acts:
        desk.keep(act)
    situation = desk.situation()
    assert situation.standing("goals.signed")[0].words == "They said so."
    again = bodies_of(
        *acts, checklist=CHECKLIST, checklist_sha256="ef" * 32, situation=situation, at="2026-11-24T09:00:00.000Z",
        by="incomin1", new_ids=make_ids(), kept={},
    )  # fmt: skip
    assert again == ()


def test_byte_order_mark_and_windows_line_ends_are_accepted():
    file, problems = read(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert problems == ()
    assert len(file.said) == 6


def test_party_of_the_record_can_speak_without_being_named_again():
    text = "takeover_answers: 1\nanswers:\n  - {question: goals.signed, by: client, method: interview, value: no}\n"
    assert read(text)[0] is None
    assert read(text, situation=RecordBuilder().situation())[0] is not None


MISTAKES = [
    ("{question: goals.sined, by: sponsor, method: interview, value: yes}", "IV021", "goals.signed"),
    ("{question: goals.signed, by: sponser, method: interview, value: yes}", "IV022", "sponsor"),
    ("{question: goals.signed, by: sponsor, method: interview, value: maybe}", "IV001", "yes, partly, no"),
    ("{question: goals.date, by: sponsor, method: interview, value: 15.3.2010}", "IV005", "15.3.2010"),
    ("{question: goals.amount, by: sponsor, method: interview, value: 1000}", "IV004", "1000"),
    ("{question: goals.signed, by: sponsor, value: yes}", "CL011", "method"),
    ("{question: goals.signed, by: sponsor, method: heard, value: yes}", "CL014", "interview"),
    ("{question: goals.signed, by: sponsor, method: interview}", "IV023", "–"),
    (
        "{question: goals.signed, by: sponsor, method: interview, value: yes, unknown: refused}",
        "IV023",
        "value, unknown",
    ),
    ("{question: goals.signed, by: sponsor, unknown: forgot}", "CL014", "nobody_knows"),
    ("{question: goals.signed, by: sponsor, unknown: somebody_else}", "IV029", ""),
    ("{question: goals.signed, by: sponsor, unknown: refused, who: sponsor}", "IV029", ""),
    ("{question: goals.signed, by: sponsor, not_applicable: none}", "IV027", "goals.signed"),
    ("{question: goals.signed, by: sponsor, not_applicable: none, second: sponsor}", "IV027", "goals.signed"),
    ("{question: goals.signed, by: sponsor, method: interview, value: yes, on: soon}", "IV005", "soon"),
    ("{question: goals.signed, by: sponsor, method: interview, value: yes, evidense: []}", "CL012", "evidence"),
    ("{question: goals.signed, by: sponsor, method: interview, value: [yes]}", "CL013", "text"),
    ("{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: mail}", "CL013", "list"),
    ("{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: [{grade: E2}]}", "IV024", "–"),
    (
        "{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: [{note: a, link: b, grade: E2}]}",
        "IV024",
        "note, link",
    ),
    (
        "{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: [{note: a, grade: E3}]}",
        "IV025",
        "",
    ),
    (
        "{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: [{note: a, grade: E7}]}",
        "CL014",
        "E0, E1, E2, E3",
    ),
    ("{question: goals.signed, by: sponsor, method: interview, value: yes, evidence: [{note: a}]}", "CL011", "grade"),
    ("goals.signed", "CL013", "map"),
    ("{by: sponsor, method: interview, value: yes}", "CL011", "question"),
]


@pytest.mark.parametrize(("line", "code", "named"), MISTAKES)
def test_mistake_in_an_answer_is_named_with_its_place(line, code, named):
    file, problems = read(with_answer(line))
    assert file is None
    problem = next(problem for problem in problems if problem.code == code)
    assert problem.place.line == 6
    assert problem.place.column >= 5
    assert named in ", ".join(problem.details.values())


FILE_MISTAKES = [
    ("", "CL004"),
    ("- a\n- b\n", "CL013"),
    ("just words\n", "CL013"),
    ("answers: []\n", "IV020"),
    ("takeover_answers: 2\n", "IV020"),
    ("takeover_answers: 1\nanswer: []\n", "CL012"),
    ("takeover_answers: 1\nanswers: {}\n", "CL013"),
    ("takeover_answers: 1\ntakeover: []\n", "CL013"),
    ("takeover_answers: 1\ntakeover: {zone: Mars/Base}\n", "IV033"),
    ("takeover_answers: 1\ntakeover: {zone: ../../etc/passwd}\n", "IV033"),
    ("takeover_answers: 1\ntakeover: {language: fr}\n", "IV034"),
    ("takeover_answers: 1\ntakeover: {engagement: both}\n", "IV001"),
    ("takeover_answers: 1\ntakeover: {cut_off: soon}\n", "IV008"),
    ("takeover_answers: 1\nparties:\n  - {role: boss}\n", "CL014"),
    ("takeover_answers: 1\nparties:\n  - {role: client}\n  - {role: client}\n", "IV028"),
    ("takeover_answers: 1\nregisters: {risks: []}\n", "IV030"),
    ("takeover_answers: 1\nregisters: {payments: {}}\n", "CL013"),
    ("takeover_answers: 1\nparties: [{role: client}]\nregisters: {payments: [{by: client}]}\n", "IV031"),
    ("takeover_answers: 1\nparties: [{role: client}]\nregisters: {payments: [{by: client, state: lost}]}\n", "IV001"),
    ("takeover_answers: 1\nparties: [{role: client}]\nregisters: {payments: [{by: client, amont: 1 EUR}]}\n", "CL012"),
    ("takeover_answers: 1\nnotes: [{text: x, sharing: secret}]\n", "CL014"),
    ("takeover_answers: 1\nnotes: [{sharing: shared}]\n", "CL011"),
    ("takeover_answers: 1\ntakeover_answers: 1\n", "CL010"),
    ("takeover_answers: &a 1\n", "CL007"),
    ("takeover_answers: !!int 1\n", "CL008"),
    ("takeover_answers: 1\n\tanswers: []\n", "CL003"),
    ("takeover_answers: 1\nnotes: " + "[" * 40 + "]" * 40 + "\n", "CL006"),
    (b"takeover_answers: 1\nnotes: [{text: caf\xe9}]\n", "CL002"),
    (b"takeover_answers: 1\n" + b"# padding\n" * 5_000_000, "CL001"),
]


@pytest.mark.parametrize(
    ("text", "code"), FILE_MISTAKES, ids=lambda value: value[:50] if isinstance(value, str) else "bytes"
)
def test_mistake_in_a_file_is_named(text, code):
    file, problems = read(text)
    assert file is None
    assert code in {problem.code for problem in problems}


def test_all_mistakes_come_at_once_in_the_order_of_the_file():
    text = (
        WHOLE.replace("value: yes", "value: maybe")
        .replace("who: sponsor", "who: nobody")
        .replace("state: open", "state: lost")
    )
    _, problems = read(text)
    assert [problem.code for problem in problems] == ["IV001", "IV022", "IV001"]
    assert [problem.place.line for problem in problems] == [18, 23, 28]


@pytest.mark.parametrize(("strict", "severity"), [(False, Severity.WARNING), (True, Severity.ERROR)])
def test_answer_off_the_path_is_kept_with_a_warning_unless_strict(strict, severity):
    text = WHOLE.replace("engagement: client", "engagement: internal").replace("value: yes", "value: no")
    file, problems = read(text, strict=strict)
    assert [(problem.code, problem.details["question"]) for problem in problems] == [
        ("IV026", "goals.amount"),
        ("IV026", "goals.after"),
    ]
    assert {problem.severity for problem in problems} == {severity}
    assert (file is None) is strict


def test_path_counts_what_the_record_already_knows():
    text = "takeover_answers: 1\nanswers:\n  - {question: goals.after, by: sponsor, method: interview, value: yes}\n"
    record = RecordBuilder()
    assert read(text, situation=record.situation())[1] == ()
    record.say("goals.signed", "no")
    assert [problem.code for problem in read(text, situation=record.situation())[1]] == ["IV026"]


def test_documented_search_without_words_is_a_warning():
    line = "{question: goals.signed, by: sponsor, method: documented_search, value: no}"
    file, problems = read(with_answer(line))
    assert file is not None
    assert [(problem.code, problem.severity) for problem in problems] == [("IV032", Severity.WARNING)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_the_room_has_its_sentence(language):
    catalogue = load_catalogue(language)
    found = [problem for line, _, _ in MISTAKES for problem in read(with_answer(line))[1]]
    found += [problem for text, _ in FILE_MISTAKES[:-1] for problem in read(text)[1]]
    own = [problem for problem in found if problem.code.startswith("IV")]
    assert len({problem.code for problem in own}) > 10
    for problem in own:
        assert "{" not in problem.sentence(catalogue)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_never_raised(data):
    file, problems = read(b"takeover_answers: 1\n" + data)
    assert file is not None or problems


@given(
    st.recursive(
        st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["question", "by", "value", "unknown", "evidence", "who"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_any_shape_is_read_or_refused_never_raised(shape):
    import json

    text = "takeover_answers: 1\nparties: [{role: sponsor}]\nanswers: " + json.dumps(shape, ensure_ascii=True) + "\n"
    file, problems = read(text)
    assert file is not None or problems


def test_a_row_carries_its_evidence_and_is_graded_by_it():
    text = """takeover_answers: 1
parties: [{role: finance}]
registers:
  payments:
    - by: finance
      method: document_examined
      milestone: Delivery
      evidence: [{note: Ledger of May, grade: E2, dated: 2026-05-31}]
"""
    answers, problems = read_answers(text.encode(), "a.yaml", checklist=load_checklist().source)
    assert problems == ()
    assert answers is not None
    (act,) = answers.said
    assert [(proof.note, proof.grade) for proof in act.evidence] == [("Ledger of May", Grade.E2)]
