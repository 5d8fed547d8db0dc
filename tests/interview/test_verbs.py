"""What can be done on a question besides answering it, through the session with a record in memory."""

import datetime as dt

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.model import AnswerIs, EvidenceRule, QuestionType
from takeover.interview.acts import Answered, PartyNamed, Requested
from takeover.interview.drafts import Drafts, draft_from_text
from takeover.interview.navigator import Stand, start_at_open
from takeover.interview.pages import Voice
from takeover.interview.prompts import Find, Pick, Pressed, Tone, Type, Verb
from takeover.interview.session import Ended, Manner, hold_interview
from takeover.record.kinds import Grade
from takeover.values import Code, Date, Method, Nothing, Role, Unknown, UnknownReason
from tests.builders import STOP, RecordBuilder, make_checklist, make_question
from tests.interview.desk import TODAY, Desk, Script

EN = load_catalogue("en")
CHECKLIST = make_checklist(
    make_question("a.1", evidence=EvidenceRule(needed_for=("yes",)), **STOP),
    make_question("a.2", type=QuestionType.DATE),
    make_question("b.3", when=AnswerIs(question="a.1", codes=("yes",)), text="Who accepts the work?"),
    make_question("b.4", type=QuestionType.CHOICE),
)
CHINESE = make_checklist(make_question("b.3", text="谁负责验收？"), language="zh-Hans")
SPONSOR = ("sponsor1", "interview")
VOICE = {"=voice": "sponsor1 interview"}


class Sitting:
    def __init__(self, *replies, record=None, checklist=CHECKLIST, loaded=None, others=(), voice=None):
        self.saved = dict(loaded or {})
        self.desk = Desk(checklist, record)
        self.script = Script(*replies)
        self.outcome = hold_interview(
            start_at_open(checklist, self.desk.situation()),
            front=self.script,
            catalogue=EN,
            keep=self.desk.keep,
            today=lambda: TODAY,
            drafts=Drafts(load=lambda question: self.saved.get(question, ""), save=self.saved.__setitem__),
            manner=Manner(voice=voice, others=lambda: others),
        )
        self.acts = self.desk.acts

    def said(self, question):
        return {statement.party: statement.answer for statement in self.desk.situation().standing(question)}


# ---- searched, nothing found


SEARCH = (Verb.SEARCHED, "project share", "the outgoing PM", "2026-11-20")


def test_search_that_found_nothing_is_the_incoming_pms_with_where_whom_and_when():
    sitting = Sitting(*SPONSOR, *SEARCH, "no")
    (act,) = sitting.acts
    assert (act.party, act.method, act.answer) == ("incomin1", Method.DOCUMENTED_SEARCH, Code(code="no"))
    assert act.on == dt.date(2026, 11, 20)
    for part in ("project share", "the outgoing PM", "2026-11-20"):
        assert part in act.words
    assert sitting.outcome.navigator.cursor == "a.2"


def test_search_for_a_date_means_that_there_is_none_and_needs_no_code():
    sitting = Sitting(*SPONSOR, Verb.JUMP, "a.2", *SEARCH)
    assert sitting.acts[0].answer == Nothing()


@pytest.mark.parametrize("missing", [0, 1])
def test_search_must_say_where_and_whom(missing):
    steps = list(SEARCH)
    steps[1 + missing] = " "
    sitting = Sitting(*SPONSOR, *steps)
    assert EN.text("interview.search.empty") in sitting.script.text(Tone.ERROR)
    assert sitting.acts == []


def test_a_search_or_a_paper_does_not_change_who_speaks_next_time():
    sitting = Sitting(*SPONSOR, *SEARCH, Verb.WHO, "client01", "document_examined")
    assert sitting.saved["=voice"] == "sponsor1 interview"


def test_another_partys_statement_does_not_change_who_speaks_next_time():
    sitting = Sitting(*SPONSOR, Verb.OTHER, "client01", "interview")
    assert sitting.saved["=voice"] == "sponsor1 interview"


def test_a_change_of_who_speaks_lasts_but_not_out_of_a_sitting_with_one_person():
    assert Sitting(*SPONSOR, Verb.WHO, "client01", "interview").saved["=voice"] == "client01 interview"
    alone = Voice(party="client01", method=Method.INTERVIEW)
    assert "=voice" not in Sitting(Verb.WHO, "sponsor1", "interview", voice=alone).saved


# ---- another party, and what differs


def test_another_partys_statement_comes_between_and_the_usual_voice_goes_on():
    sitting = Sitting(*SPONSOR, Verb.OTHER, "client01", "interview", "no", "none")
    assert sitting.said("a.1") == {"client01": Code(code="no")}
    assert sitting.said("a.2") == {"sponsor1": Nothing()}


def test_back_out_of_another_partys_statement_stays_on_the_question():
    sitting = Sitting(*SPONSOR, Verb.OTHER, "client01", "interview", Verb.BACK, "yes")
    assert sitting.said("a.1") == {"sponsor1": Code(code="yes")}


def test_differing_statements_are_shown_as_soon_as_they_differ():
    record = RecordBuilder()
    record.say("a.2", Date(value=dt.date(2026, 3, 31)), by="outgoin1", grade=Grade.E1)
    sitting = Sitting(Verb.JUMP, "a.2", Verb.OTHER, "client01", "interview", "2027-03-31", record=record, loaded=VOICE)
    (differs,) = [text for text in sitting.script.text(Tone.NOTICE) if "differ" in text]
    assert "outgoing PM: 2026-03-31" in differs
    assert any("2026-03-31" in text for text in sitting.script.text(Tone.SAID))


@pytest.mark.parametrize("replies", [("2026-03-31",), (Verb.UNKNOWN, "refused")])
def test_the_same_date_or_unknown_differs_from_nothing(replies):
    record = RecordBuilder()
    record.say("a.2", Date(value=dt.date(2026, 3, 31)), by="outgoin1", grade=Grade.E1)
    sitting = Sitting(Verb.JUMP, "a.2", Verb.OTHER, "client01", "interview", *replies, record=record, loaded=VOICE)
    assert len(sitting.acts) == 1
    assert not [text for text in sitting.script.text(Tone.NOTICE) if "differ" in text]


# ---- somebody else knows


KNOWS = (*SPONSOR, Verb.UNKNOWN, "somebody_else")


def test_request_is_kept_with_the_date_of_a_stop_line():
    sitting = Sitting(*KNOWS, "client01", "now", "2026-12-01")
    due = sitting.script.asked[-2]
    assert isinstance(due, Type)
    assert due.default == "2026-11-30"  # five working days after a Monday
    assert sitting.acts[1] == Requested(question="a.1", party="client01", due=dt.date(2026, 12, 1))
    (entry,) = sitting.desk.situation().by_kind["requested"]
    assert (entry.body["of"], entry.body["due"], entry.body["question"]) == ("client01", "2026-12-01", "a.1")


@pytest.mark.parametrize("reply", ["later", Verb.BACK])
def test_nobody_is_taken_for_asked_who_was_not(reply):
    sitting = Sitting(*KNOWS, "client01", reply)
    assert [type(act) for act in sitting.acts] == [Answered]
    assert sitting.outcome.navigator.cursor == "a.2"


@pytest.mark.parametrize("verb", [Verb.UNKNOWN, Verb.OTHER])
def test_who_speaks_is_no_other_party(verb):
    sitting = Sitting(*SPONSOR, verb, *(("somebody_else",) if verb is Verb.UNKNOWN else ()))
    offered = [option.value for option in sitting.script.asked[-1].options]
    assert "client01" in offered
    assert "sponsor1" not in offered


def test_oneself_is_not_asked():
    sitting = Sitting(*KNOWS, "incomin1")
    assert EN.text("interview.request") not in [prompt.title for prompt in sitting.script.asked]


def test_somebody_new_may_know_and_be_asked():
    sitting = Sitting(*KNOWS, "other", "finance", "", "now", "2026-12-01")
    assert [type(act) for act in sitting.acts] == [PartyNamed, Answered, Requested]


# ---- jump and review


def found_by(sitting):
    return next(prompt for prompt in sitting.script.asked if isinstance(prompt, Find))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["a.1", "a.2", "b.3", "b.4"]),
        ("ACCEPTS work", ["b.3"]),
        ("验收", ["b.3"]),
        ("b.", ["b.3", "b.4"]),
        ("Ｂ．４", ["b.4"]),
        ("waits", ["b.3"]),
        ("nothing like it", []),
    ],
)
def test_a_question_is_found_by_text_in_any_language_id_dimension_and_state(typed, found):
    from takeover.interview.finding import narrow

    sitting = Sitting(*SPONSOR, Verb.JUMP, others=(CHINESE,))
    assert [option.value for option in narrow(found_by(sitting).options, typed)] == found


def test_a_question_is_found_by_what_was_said():
    from takeover.interview.finding import narrow

    sitting = Sitting(*SPONSOR, "no", "2026-03-31", Verb.JUMP)
    assert [option.value for option in narrow(found_by(sitting).options, "2026-03")] == ["a.2"]


def test_the_outline_says_why_one_cannot_go_to_a_question():
    waiting = Sitting(*SPONSOR, Verb.JUMP, "b.3")
    assert any("waits" in text for text in waiting.script.text(Tone.NOTICE))
    assert waiting.outcome.navigator.cursor == "a.1"
    kept = Sitting(*SPONSOR, "yes", "none", "yes", Verb.JUMP, "a.1", "no", Verb.JUMP, "b.3")
    assert any("come back with the path" in text for text in kept.script.text(Tone.NOTICE))


def test_review_groups_what_needs_a_look_and_goes_there():
    sitting = Sitting(*SPONSOR, "yes", Verb.UNKNOWN, "refused", Verb.REVIEW, "unproven", "a.1", "no")
    groups = next(prompt for prompt in sitting.script.asked if prompt.title == EN.text("interview.review.title"))
    assert isinstance(groups, Pick)
    assert [option.value for option in groups.options] == ["unknown", "unproven", "all"]
    assert "sponsor: Yes" in found_by(sitting).options[0].text
    assert sitting.said("a.1") == {"sponsor1": Code(code="no")}


def test_review_of_nothing_says_so():
    sitting = Sitting(*SPONSOR, Verb.REVIEW)
    assert EN.text("interview.review.nothing") in sitting.script.text(Tone.NOTICE)


# ---- nothing is lost


def stands_in(record):
    return {line.question.id: line.stand for line in start_at_open(CHECKLIST, record.situation()).outline()}


def test_changing_an_answer_that_moves_the_path_keeps_every_later_answer():
    """Off the path it stays in the record, out of what decides, and comes back with the path."""
    record = Sitting(*SPONSOR, "yes", "2026-03-31", "yes", "same").desk.record
    off = Sitting("a.1", "no", record=record, loaded=VOICE)
    assert off.outcome.ended is Ended.FINISHED
    assert stands_in(record)["b.3"] is Stand.KEPT
    assert off.said("b.3") == {"sponsor1": Code(code="yes")}
    back = Sitting("a.1", "yes", record=record, loaded=VOICE)
    assert back.outcome.ended is Ended.FINISHED  # b.3 need not be asked again
    assert stands_in(record)["b.3"] is Stand.ANSWERED
    assert len(record.situation().statements("b.3")) == 1


def test_an_answer_of_a_finished_interview_can_be_looked_at_without_changing_it():
    record = Sitting(*SPONSOR, "no", "none", "same").desk.record
    assert EN.text("interview.nothing_open") in Sitting(record=record).script.text(Tone.NOTICE)
    looked = Sitting("a.2", "none", record=record, loaded=VOICE)
    assert looked.outcome.ended is Ended.FINISHED
    assert looked.acts == []


@pytest.mark.parametrize(
    ("verb", "steps", "name"),
    [
        (Verb.NOTE, ("internal",), "note.text"),
        (Verb.SEARCHED, (), "searched.where"),
        (Verb.SEARCHED, ("share",), "searched.whom"),
        (Verb.NOT_APPLICABLE, (), "not_applicable.reason"),
        (Verb.EVIDENCE, ("note",), "evidence.what"),
    ],
)
def test_text_half_typed_in_a_talk_survives_a_closed_terminal(verb, steps, name):
    first = Sitting(*SPONSOR, verb, *steps, Pressed(verb=Verb.INTERRUPT, typed="half a sen"))
    assert first.outcome.ended is Ended.INTERRUPTED
    assert dict(draft_from_text(first.saved["a.1"]).half)[name] == "half a sen"
    second = Sitting(verb, *steps, loaded=first.saved)
    prompt = second.script.asked[-1]
    assert isinstance(prompt, Type)
    assert prompt.default == "half a sen"


def test_a_finished_talk_leaves_no_half_typed_text_and_an_answer_does_not_take_another_talks():
    sitting = Sitting(
        *SPONSOR, Verb.NOTE, "internal", Pressed(verb=Verb.BACK, typed="remember"), Verb.BACK, *SEARCH, "no"
    )
    assert dict(draft_from_text(sitting.saved["a.1"]).half) == {"note.text": "remember"}


def test_the_answer_waits_for_its_reason():
    sitting = Sitting(*SPONSOR, Verb.UNKNOWN, "nobody_knows")
    assert sitting.said("a.1") == {"sponsor1": Unknown(reason=UnknownReason.NOBODY_KNOWS)}


def test_habits_are_in_the_help_of_questions_for_the_customers_side_only():
    own = make_checklist(make_question("a.1", ask=(Role.FINANCE,)))
    head = EN.text("interview.habits")
    assert head in Sitting(*SPONSOR, Verb.WHY).script.text(Tone.HELP)
    assert head not in Sitting(*SPONSOR, Verb.WHY, checklist=own).script.text(Tone.HELP)
    talking = Sitting("client01", "interview", "yes", checklist=CHECKLIST).script.text(Tone.HELP)
    assert any(text.startswith("Habit") for text in talking)
