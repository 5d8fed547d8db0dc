"""Sittings with one person, with one paper, and by what matters most: which questions, whose answer, when it ends."""

import datetime as dt

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.model import AnswerIs, Checklist, EvidenceRule, QuestionType
from takeover.interview import papers
from takeover.interview.navigator import Scope, start_in_scope, start_ranked
from takeover.interview.pages import ABSENT, Voice
from takeover.interview.papers import Paper
from takeover.interview.prompts import Pick, Tone, Type, Verb
from takeover.interview.read_back import ReadBack, list_read_back, write_read_back
from takeover.interview.session import Ended, Manner, hold_interview
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Date, Level, Method, Role
from tests.builders import STOP, RecordBuilder, make_checklist, make_question
from tests.interview.desk import TODAY, Desk, Script

EN = load_catalogue("en")
CONTRACT = EvidenceRule(typical=("Signed contract with annexes", "Ledger"))
CHECKLIST = make_checklist(
    make_question("a.1", evidence=CONTRACT),
    make_question("a.2", type=QuestionType.DATE, evidence=EvidenceRule(typical=("Minutes",))),
    make_question("a.3", ask_all=True, evidence=CONTRACT),
    make_question("b.4", sharing=Level.INTERNAL, ask=(Role.SPONSOR,)),
)
SHA = "ab" * 32
FILE = Evidence(grade=Grade.E3, sha256=SHA, bytes=3, title="Contract", dated=dt.date(2024, 5, 6), kept=True)
PAPER = Paper(evidence=FILE, author="client01")


def examine(*replies, record=None, checklist=CHECKLIST):
    desk = Desk(checklist, record)
    scope = papers.scope_of(papers.answerable(checklist), FILE, "client01")
    script = Script(*replies)
    outcome = hold_interview(
        start_in_scope(checklist, desk.situation(), scope),
        front=script,
        catalogue=EN,
        keep=desk.keep,
        today=lambda: TODAY,
        manner=Manner(voice=Voice(party="client01", method=Method.DOCUMENT_EXAMINED), paper=PAPER),
    )
    return desk, script, outcome


# ---- a paper in hand


def test_each_statement_is_its_authors_with_the_paper_and_the_place_as_evidence():
    desk, _, outcome = examine("yes", "clause 4", "2026-03-31", "", ABSENT)
    assert outcome.ended is Ended.FINISHED
    first, second = desk.acts
    assert (first.party, first.method, first.on) == ("client01", Method.DOCUMENT_EXAMINED, dt.date(2024, 5, 6))
    (proof,) = first.evidence
    assert (proof.sha256, proof.place, proof.grade, proof.kept) == (SHA, "clause 4", Grade.E3, True)
    assert second.evidence[0].place == ""


@pytest.mark.parametrize("replies", [(ABSENT, "", ABSENT)])
def test_what_is_not_in_the_paper_records_nothing_and_moves_on(replies):
    desk, script, outcome = examine(*replies)
    assert outcome.ended is Ended.FINISHED
    assert desk.acts == []
    assert outcome.navigator.left == {"a.1", "a.2", "b.4"}
    first, second = script.asked[:2]
    assert isinstance(first, Pick)
    assert first.default == ABSENT  # Enter claims nothing
    assert isinstance(second, Type)
    assert second.default == ""


def test_questions_that_compare_people_are_put_to_no_paper():
    _, script, _ = examine("yes", "", "", ABSENT)
    assert "a.3?" not in script.text(Tone.QUESTION)


def test_the_next_pass_with_the_same_paper_asks_only_what_it_has_not_answered():
    desk, _, _ = examine("yes", "", Verb.QUIT)
    _, script, _ = examine(Verb.QUIT, record=desk.record)
    assert script.text(Tone.QUESTION) == ["a.2?"]


def test_what_the_same_party_said_otherwise_is_shown_and_stays_in_the_record():
    record = RecordBuilder()
    record.say("a.1", "no", by="client01", grade=Grade.E1)
    desk, script, _ = examine("yes", "p. 1", record=record)
    assert any("client: No" in text for text in script.text(Tone.NOTICE))
    assert len(desk.situation().statements("a.1")) == 2


def test_back_from_the_place_keeps_nothing():
    desk, script, _ = examine("yes", Verb.BACK, ABSENT, Verb.QUIT)
    assert desk.acts == []
    assert script.text(Tone.QUESTION) == ["a.1?", "a.1?", "a.2?"]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("contract 2024", {"a.1"}),
        ("Signed CONTRACT", {"a.1"}),
        ("minutes-3", {"a.2"}),
        ("采购合同", {"a.1"}),
        ("x", set()),
    ],
)
def test_the_questions_that_such_a_paper_usually_answers_are_found_in_every_language(title, found):
    chinese: Checklist = make_checklist(make_question("a.1", evidence=EvidenceRule(typical=("已签合同",))))
    assert papers.fitting((CHECKLIST, chinese), title) == found


# ---- one person


def scope_of_client(compared=frozenset()):
    return Scope(questions=frozenset({"a.1", "a.2", "a.3"}), party="client01", compared=compared)


def test_a_person_is_asked_what_others_have_said_already_but_not_what_that_person_said():
    record = RecordBuilder()
    record.say("a.1", "yes", by="sponsor1", grade=Grade.E1)
    record.say("a.2", Date(value=TODAY), by="client01", grade=Grade.E1)
    navigator = start_in_scope(CHECKLIST, record.situation(), scope_of_client())
    assert navigator.walk() == ("a.1", "a.2", "a.3")
    assert navigator.current().id == "a.1"
    assert (navigator.progress().done, navigator.progress().total) == (1, 3)


def test_what_a_paper_of_that_person_says_need_not_be_asked_again_save_what_compares_people():
    record = RecordBuilder()
    for question in ("a.1", "a.3"):
        record.say(question, "yes", by="client01", grade=Grade.E3)
    navigator = start_in_scope(CHECKLIST, record.situation(), scope_of_client(frozenset({"a.3"})))
    assert not navigator._is_due("a.1")
    assert navigator._is_due("a.3")


def talk_with_client(*replies, record=None):
    desk = Desk(CHECKLIST, record)
    script = Script(*replies)
    outcome = hold_interview(
        start_in_scope(CHECKLIST, desk.situation(), scope_of_client()),
        front=script,
        catalogue=EN,
        keep=desk.keep,
        today=lambda: TODAY,
        manner=Manner(voice=Voice(party="client01", method=Method.INTERVIEW)),
    )
    return desk, script, outcome


def test_not_asked_yet_is_left_in_this_sitting_and_asked_in_the_next():
    desk, _, outcome = talk_with_client(Verb.UNKNOWN, "not_asked", "none", "yes")
    assert outcome.ended is Ended.FINISHED
    _, script, _ = talk_with_client(Verb.QUIT, record=desk.record)
    assert script.text(Tone.QUESTION) == ["a.1?"]


def test_anothers_statement_or_a_search_in_between_does_not_answer_for_the_person():
    replies = (Verb.OTHER, "sponsor1", "interview", "yes", "no", *(Verb.SEARCHED, "share", "them", "", "2026-11-20"))
    desk, script, _ = talk_with_client(*replies)
    assert [act.party for act in desk.acts] == ["sponsor1", "client01", "incomin1"]
    assert script.text(Tone.QUESTION) == ["a.1?", "a.1?", "a.2?", "a.3?"]
    _, again, _ = talk_with_client(Verb.QUIT, record=desk.record)
    assert again.text(Tone.QUESTION) == ["a.2?"]


def test_read_back_has_what_the_person_said_that_day_and_nothing_internal_or_from_a_paper():
    desk, _, _ = talk_with_client(Verb.NOTE, "words", "we *never* agreed", "no", Verb.UNKNOWN, "not_asked", "yes")
    desk.record.say("b.4", "yes", by="client01", grade=Grade.E1, sharing=Level.INTERNAL)
    situation = desk.situation()
    client = situation.parties["client01"]
    said = list_read_back(situation, CHECKLIST, client, TODAY)
    assert [statement.question for statement in said] == ["a.1", "a.3"]
    note = ReadBack(party=client, day=TODAY, due=dt.date(2026, 11, 30), statements=said)
    text = write_read_back(note, situation, CHECKLIST, EN)
    assert r"we \*never\* agreed" in text
    assert "2026-11-30" in text
    assert "Habit" not in text
    assert list_read_back(situation, CHECKLIST, client, TODAY - dt.timedelta(days=1)) == ()


# ---- for so many minutes


def test_the_first_hour_comes_first_then_the_rank_and_parents_before_their_children():
    checklist = make_checklist(
        make_question("a.1"),
        make_question("a.2", day_one=True),
        make_question("a.3", when=AnswerIs(question="a.4", codes=("yes",))),
        make_question("a.4", **STOP),
    )
    navigator = start_ranked(checklist, RecordBuilder().situation(), {"a.3": 0, "a.4": 1, "a.1": 2})
    assert navigator.order == ("a.2", "a.4", "a.3", "a.1")
    assert navigator.current().id == "a.2"


def test_after_an_answer_the_first_open_one_of_the_order_comes_next_even_if_it_lies_before():
    checklist = make_checklist(
        make_question("a.1"), make_question("a.2"), make_question("a.3", when=AnswerIs(question="a.2", codes=("yes",)))
    )
    desk = Desk(checklist)
    navigator = start_ranked(checklist, desk.situation(), {"a.2": 0, "a.3": 1, "a.1": 2})
    script = Script("sponsor1", "interview", "yes", "yes", "yes")
    hold_interview(navigator, front=script, catalogue=EN, keep=desk.keep, today=lambda: TODAY)
    assert [act.question for act in desk.acts] == ["a.2", "a.3", "a.1"]


def test_the_time_ends_it_between_two_questions_and_never_in_one():
    desk = Desk(CHECKLIST)
    ticks = iter([False, True])
    script = Script("sponsor1", "interview", Verb.WHY, Verb.NOTE, "internal", "a note", "yes", "never heard")
    outcome = hold_interview(
        start_ranked(CHECKLIST, desk.situation(), {}),
        front=script,
        catalogue=EN,
        keep=desk.keep,
        today=lambda: TODAY,
        manner=Manner(time_up=lambda: next(ticks)),
    )
    assert outcome.ended is Ended.TIME_UP
    assert outcome.kept == 2
    assert desk.situation().standing("a.1")[0].answer == Code(code="yes")
    assert script.replies == ["never heard"]
