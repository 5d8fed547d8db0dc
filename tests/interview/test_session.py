"""The loop: every reply and every verb, with a scripted person and a record in memory."""

from decimal import Decimal

import pytest

from takeover.catalogues import load_catalogue
from takeover.checklist.model import AnswerIs, QuestionType
from takeover.errors import BadInput, OutsideFailure
from takeover.interview.acts import Answered, EvidenceAdded, Noted, PartyNamed
from takeover.interview.drafts import Drafts, draft_from_text
from takeover.interview.navigator import start_at_open
from takeover.interview.pages import STAY, UNKNOWN
from takeover.interview.prompts import Pick, Pressed, Tone, Type, Verb
from takeover.interview.session import Ended, hold_interview
from takeover.record.kinds import Grade
from takeover.values import Code, Date, Level, Method, NotApplicable, Nothing, Percent, Role, Unknown, UnknownReason
from tests.builders import STOP, RecordBuilder, make_checklist, make_question
from tests.interview.desk import TODAY, Desk, Script

EN = load_catalogue("en")
CHECKLIST = make_checklist(
    make_question("a.1", why="Because.", **STOP),
    make_question("a.2", type=QuestionType.DATE),
    make_question("b.3", when=AnswerIs(question="a.1", codes=("yes",))),
)
SPONSOR = ("sponsor1", "interview")


class Sitting:
    def __init__(self, *replies, record=None, checklist=CHECKLIST, files=(), keep=None, loaded=None):
        self.saved = dict(loaded or {})
        self.desk = Desk(checklist, record)
        self.script = Script(*replies, files=files)
        self.outcome = hold_interview(
            start_at_open(checklist, self.desk.situation()),
            front=self.script,
            catalogue=EN,
            keep=keep or self.desk.keep,
            today=lambda: TODAY,
            drafts=Drafts(load=lambda question: self.saved.get(question, ""), save=self.saved.__setitem__),
        )
        self.acts = self.desk.acts

    def answers(self):
        return [(act.question, act.answer) for act in self.acts if isinstance(act, Answered)]


def test_first_sitting_asks_who_speaks_once_then_goes_through_to_the_end():
    sitting = Sitting(*SPONSOR, "yes", "2026-03-31", "no")
    assert sitting.outcome.ended is Ended.FINISHED
    assert sitting.outcome.kept == 3
    assert [question for question, _ in sitting.answers()] == ["a.1", "a.2", "b.3"]
    first = sitting.acts[0]
    assert isinstance(first, Answered)
    assert (first.party, first.method, first.on) == ("sponsor1", Method.INTERVIEW, TODAY)


def test_question_is_shown_before_anything_is_asked():
    sitting = Sitting(Verb.QUIT)
    assert sitting.script.text(Tone.QUESTION) == ["a.1?"]
    assert sitting.outcome.ended is Ended.SAVED


def test_stray_enter_claims_nothing():
    sitting = Sitting(*SPONSOR)
    prompt = sitting.script.asked[-1]
    assert isinstance(prompt, Pick)
    assert prompt.default == UNKNOWN


def test_next_sitting_keeps_the_party_and_method_of_the_last_one_whatever_came_in_between():
    first = Sitting(*SPONSOR)
    record = RecordBuilder()
    record.say("a.1", "yes", by="client01", grade=Grade.E1)
    sitting = Sitting("2026-01-01", record=record, loaded=first.saved)
    assert (sitting.acts[0].party, sitting.acts[0].method) == ("sponsor1", Method.INTERVIEW)


@pytest.mark.parametrize("remembered", ["", "nobody interview", "client01 hearsay", "client01"])
def test_who_speaks_is_asked_where_no_sitting_says_it(remembered):
    record = RecordBuilder()
    record.say("a.1", "yes", by="client01", grade=Grade.E1)
    sitting = Sitting(record=record, loaded={"=voice": remembered})
    assert sitting.script.asked[0].title == EN.text("interview.who.party")
    assert sitting.script.asked[0].default == ""


def test_what_is_wrong_is_said_and_asked_again_with_the_text_still_there():
    sitting = Sitting(*SPONSOR, "no", "31/3/2026", "2026-03-31")
    assert "year first" in sitting.script.text(Tone.ERROR)[0]
    again = sitting.script.asked[4]
    assert isinstance(again, Type)
    assert again.default == "31/3/2026"
    assert sitting.answers()[1][1] == Date(value=sitting.answers()[1][1].value)


NEGATIVE = make_checklist(make_question("a.1", type=QuestionType.PERCENT), make_question("a.2"))


@pytest.mark.parametrize(("replies", "kept"), [(("no", "3"), "3"), (("yes",), "-3"), ((Verb.BACK, "4"), "4")])
def test_an_answer_below_zero_is_kept_only_if_it_is_meant(replies, kept):
    sitting = Sitting(*SPONSOR, "-3", *replies, checklist=NEGATIVE)
    assert sitting.script.asked[3].title == "-3 % is below 0. Is that meant?"
    assert sitting.script.asked[3].default == "no"
    assert sitting.answers() == [("a.1", Percent(value=Decimal(kept)))]


def test_back_shows_the_answer_and_changing_it_moves_the_path():
    sitting = Sitting(*SPONSOR, "yes", Verb.BACK, "no", "none")
    assert sitting.outcome.ended is Ended.FINISHED
    revisited = sitting.script.asked[4]
    assert isinstance(revisited, Pick)
    assert revisited.default == "yes"
    assert sitting.answers()[1:] == [("a.1", Code(code="no")), ("a.2", Nothing())]


def test_back_and_enter_keeps_nothing_twice():
    sitting = Sitting(*SPONSOR, "yes", Verb.BACK, "yes", "none", Verb.BACK, "none", "no")
    assert len(sitting.acts) == 3
    assert sitting.outcome.ended is Ended.FINISHED


def test_back_to_an_unknown_stays_as_it_is_on_enter():
    sitting = Sitting(*SPONSOR, UNKNOWN, "refused", Verb.BACK, STAY)
    revisited = sitting.script.asked[-2]
    assert isinstance(revisited, Pick)
    assert revisited.default == STAY
    assert "refused to say" in revisited.options[0].text
    assert len(sitting.acts) == 1


def test_empty_text_leaves_an_unknown_as_it_is():
    sitting = Sitting(*SPONSOR, "no", Verb.UNKNOWN, "nobody_knows", Verb.BACK, "")
    assert len(sitting.acts) == 2
    assert sitting.outcome.ended is Ended.FINISHED


def test_back_at_the_first_question_says_so():
    sitting = Sitting(*SPONSOR, Verb.BACK)
    assert EN.text("interview.first") in sitting.script.text(Tone.NOTICE)


@pytest.mark.parametrize("reason", ["not_asked", "nobody_knows", "refused"])
def test_unknown_with_its_reason_counts_as_done(reason):
    sitting = Sitting(*SPONSOR, Verb.UNKNOWN, reason)
    assert sitting.answers() == [("a.1", Unknown(reason=UnknownReason(reason)))]
    assert sitting.outcome.navigator.cursor == "a.2"


def test_unknown_may_name_who_knows():
    sitting = Sitting(*SPONSOR, Verb.UNKNOWN, "somebody_else", "client01")
    assert sitting.answers()[0][1] == Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client01")


def test_unknown_may_name_somebody_new_who_is_kept_first():
    sitting = Sitting(*SPONSOR, Verb.UNKNOWN, "somebody_else", "other", "finance", "")
    assert sitting.acts[0] == PartyNamed(role=Role.FINANCE, key="finance")
    assert sitting.answers()[0][1] == Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="new00001")


def test_second_person_of_a_role_gets_a_key_of_its_own():
    sitting = Sitting("other", "sponsor", "New sponsor", "interview", "yes")
    assert sitting.acts[0] == PartyNamed(role=Role.SPONSOR, key="sponsor-2", name="New sponsor")
    assert sitting.acts[1].party == "new00001"


def test_back_inside_a_talk_goes_one_step_and_then_out_of_it():
    sitting = Sitting(*SPONSOR, Verb.UNKNOWN, "somebody_else", Verb.BACK, Verb.BACK, "yes")
    assert sitting.answers() == [("a.1", Code(code="yes"))]
    titles = [prompt.title for prompt in sitting.script.asked]
    assert titles.count(EN.text("interview.unknown.reason")) == 2


@pytest.mark.parametrize(("verb", "ended"), [(Verb.QUIT, Ended.SAVED), (Verb.INTERRUPT, Ended.INTERRUPTED)])
@pytest.mark.parametrize(
    "inside",
    [
        (),
        SPONSOR,
        (*SPONSOR, Verb.UNKNOWN),
        (*SPONSOR, Verb.NOT_APPLICABLE),
        (*SPONSOR, Verb.EVIDENCE, "note"),
        (*SPONSOR, Verb.WHO),
        (*SPONSOR, Verb.NOTE, "words"),
        (*SPONSOR, Verb.JUMP),
        (*SPONSOR, Verb.MENU),
    ],
)
def test_stopping_works_everywhere(inside, verb, ended):
    sitting = Sitting(*inside, verb)
    assert sitting.outcome.ended is ended
    assert sitting.acts == []


def test_why_says_whom_to_ask_and_comes_back():
    sitting = Sitting(*SPONSOR, Verb.WHY, "yes")
    help_texts = "\n".join(sitting.script.text(Tone.HELP))
    assert "Because." in help_texts
    assert "sponsor, client" in help_texts
    assert "stop-line" in help_texts
    assert len(sitting.answers()) == 1


def test_evidence_waits_for_its_answer():
    sitting = Sitting(
        *SPONSOR, Verb.EVIDENCE, "file", "/x/a.pdf", "E3", "p. 4", "2026-01-02", "nobody", "yes", files=("/x/a.pdf",)
    )
    (act,) = sitting.acts
    assert isinstance(act, Answered)
    (offered,) = act.evidence
    assert (offered.path, offered.grade, offered.place) == ("/x/a.pdf", Grade.E3, "p. 4")
    assert sitting.saved["a.1"] == ""


def test_a_file_that_must_not_be_copied_is_named_with_its_author():
    sitting = Sitting(
        *SPONSOR, Verb.EVIDENCE, "reference", "/x/a.pdf", "E2", "", "", "sponsor1", "yes", files=("/x/a.pdf",)
    )
    (proof,) = sitting.acts[0].evidence
    assert (proof.path, proof.reference, proof.author) == ("", "/x/a.pdf", "sponsor1")
    (kept,) = sitting.desk.situation().statements("a.1")[-1].evidence
    assert (kept.kept, kept.author) == (False, "sponsor1")


def test_evidence_asks_again_for_a_file_that_is_not_there():
    sitting = Sitting(
        *SPONSOR, Verb.EVIDENCE, "file", "/no", "/x/a.pdf", "E2", "", "", "nobody", "yes", files=("/x/a.pdf",)
    )
    assert "/no" in sitting.script.text(Tone.ERROR)[0]
    assert len(sitting.acts[0].evidence) == 1


def test_evidence_without_a_file_is_never_signed_proof():
    sitting = Sitting(*SPONSOR, Verb.EVIDENCE, "note", "mail of March")
    prompt = sitting.script.asked[-1]
    assert isinstance(prompt, Pick)
    assert [option.value for option in prompt.options] == ["E2", "E1", "E0"]


def test_evidence_for_an_answer_that_stands_is_kept_at_once():
    sitting = Sitting(*SPONSOR, "yes", Verb.BACK, Verb.EVIDENCE, "link", "https://example.org", "E2", "", "", "nobody")
    added = sitting.acts[1]
    assert isinstance(added, EvidenceAdded)
    assert added.about == sitting.desk.situation().standing("a.1")[0].commitment


def test_changed_answer_takes_its_evidence_along_only_if_told():
    talk = (*SPONSOR, Verb.EVIDENCE, "note", "mail", "E2", "", "", "yes", Verb.BACK, "partly")
    assert Sitting(*talk, "no").acts[1].evidence == ()
    assert [proof.note for proof in Sitting(*talk, "yes").acts[1].evidence] == ["mail"]


def test_words_go_with_the_answer_and_notes_are_kept_at_once():
    sitting = Sitting(*SPONSOR, Verb.NOTE, "private", "careful", Verb.NOTE, "words", "we never agreed", "no")
    note, answer = sitting.acts
    assert note == Noted(text="careful", question="a.1", sharing=Level.PRIVATE)
    assert answer.words == "we never agreed"


def test_documented_search_must_say_where_whom_and_when():
    sitting = Sitting("incomin1", "documented_search", "no", "", "archive, asked finance, Monday")
    assert sitting.acts[0].words == "archive, asked finance, Monday"
    assert len(sitting.script.text(Tone.ERROR)) == 1


def test_not_applicable_on_a_stop_line_needs_a_second_person():
    sitting = Sitting(*SPONSOR, Verb.NOT_APPLICABLE, "", "no contract", "client01")
    assert sitting.answers()[0][1] == NotApplicable(reason="no contract", second="client01")


def test_who_changes_party_and_method_for_what_follows():
    sitting = Sitting(
        *SPONSOR, "yes", Verb.BACK, Verb.WHO, "client01", "interview", "no", Verb.WHO, "incomin1", "own_observation"
    )
    assert [act.party for act in sitting.acts] == ["sponsor1", "client01"]
    assert len(sitting.desk.situation().standing("a.1")) == 2
    assert "for: incoming PM, own observation" in sitting.script.text(Tone.HEAD)


def test_next_leaves_open_and_the_end_says_so():
    sitting = Sitting(*SPONSOR, Verb.NEXT, "none")
    assert sitting.outcome.ended is Ended.FINISHED
    assert sitting.outcome.navigator.progress().done == 1


def test_jump_goes_to_a_question():
    sitting = Sitting(*SPONSOR, Verb.JUMP, "a.2", "none")
    assert sitting.answers()[0][0] == "a.2"


def test_menu_does_what_was_picked():
    sitting = Sitting(*SPONSOR, Verb.MENU, "unknown", "refused")
    assert sitting.answers()[0][1] == Unknown(reason=UnknownReason.REFUSED)


def test_half_typed_text_is_kept_and_comes_back():
    first = Sitting(*SPONSOR, "no", Pressed(verb=Verb.INTERRUPT, typed="2026-0"))
    assert draft_from_text(first.saved["a.2"]).typed == "2026-0"
    second = Sitting(Verb.QUIT, record=first.desk.record, loaded=first.saved)
    prompt = second.script.asked[0]
    assert isinstance(prompt, Type)
    assert prompt.default == "2026-0"


def test_half_typed_text_survives_going_back():
    sitting = Sitting(*SPONSOR, "no", Pressed(verb=Verb.BACK, typed="2026-0"), "no")
    prompt = sitting.script.asked[-1]
    assert isinstance(prompt, Type)
    assert prompt.default == "2026-0"


def test_waiting_evidence_survives_a_kill():
    first = Sitting(*SPONSOR, Verb.EVIDENCE, "note", "mail", "E2", "", "")
    second = Sitting(*SPONSOR, "yes", loaded=first.saved)
    assert second.acts[0].evidence[0].note == "mail"


def test_file_that_cannot_be_kept_is_let_go_and_the_answer_asked_again():
    desk = Desk(CHECKLIST)

    def keep(act):
        if isinstance(act, Answered) and act.evidence:
            raise BadInput("IV050")
        return desk.keep(act)

    replies = (*SPONSOR, Verb.EVIDENCE, "file", "/x/a", "E2", "", "", "nobody", "yes", "yes")
    sitting = Sitting(*replies, files=("/x/a",), keep=keep)
    assert EN.text("interview.draft.dropped") in sitting.script.text(Tone.NOTICE)
    assert len(desk.acts) == 1


def test_disk_that_is_full_ends_the_sitting_with_the_answer_not_taken_for_kept():
    def keep(_act):
        raise OutsideFailure("RC031")

    with pytest.raises(OutsideFailure):
        Sitting(*SPONSOR, "yes", keep=keep)


def test_each_act_is_durable_before_the_next_prompt():
    desk = Desk(CHECKLIST)
    script = Script(*SPONSOR, "yes", "none", "no")
    lines = []
    script.before_ask = lambda _prompt: lines.append(len(desk.acts))
    hold_interview(
        start_at_open(CHECKLIST, desk.situation()), front=script, catalogue=EN, keep=desk.keep, today=lambda: TODAY
    )
    assert lines == [0, 0, 0, 1, 2]


def test_same_answer_with_new_words_is_a_new_statement_with_the_old_evidence():
    talk = (*SPONSOR, Verb.EVIDENCE, "note", "mail", "E2", "", "", "yes")
    sitting = Sitting(*talk, Verb.BACK, Verb.NOTE, "words", "as agreed", "yes")
    again = sitting.acts[1]
    assert again.words == "as agreed"
    assert [proof.note for proof in again.evidence] == ["mail"]


@pytest.mark.parametrize(("verb", "ended"), [(Verb.QUIT, Ended.SAVED), (Verb.INTERRUPT, Ended.INTERRUPTED)])
def test_stopping_while_asked_about_old_evidence_keeps_the_old_answer(verb, ended):
    talk = (*SPONSOR, Verb.EVIDENCE, "note", "mail", "E2", "", "", "yes", Verb.BACK, "no", verb)
    sitting = Sitting(*talk)
    assert sitting.outcome.ended is ended
    assert len(sitting.acts) == 1


def test_stopping_while_asked_where_one_searched_keeps_nothing():
    sitting = Sitting("incomin1", "documented_search", "no", Verb.INTERRUPT)
    assert sitting.outcome.ended is Ended.INTERRUPTED
    assert sitting.acts == []


def test_draft_is_said_when_its_question_is_shown():
    first = Sitting(*SPONSOR, Verb.NOTE, "words", "so they said", Verb.EVIDENCE, "note", "mail", "E2", "", "")
    notices = "\n".join(first.script.text(Tone.NOTICE))
    assert "so they said" in notices
    assert "pieces of evidence: 1" in notices


def test_empty_note_is_not_kept():
    sitting = Sitting(*SPONSOR, Verb.NOTE, "internal", "  ")
    assert sitting.acts == []


def test_menu_can_be_left_with_the_text_still_there():
    sitting = Sitting(*SPONSOR, "no", Pressed(verb=Verb.MENU, typed="2026-0"), "menu", "2026-03-31")
    prompt = sitting.script.asked[-1]
    assert isinstance(prompt, Type)
    assert prompt.default == "2026-0"


def test_menu_inside_the_menu_and_back_come_back_to_the_question():
    sitting = Sitting(*SPONSOR, Verb.MENU, Verb.BACK, "yes")
    assert sitting.answers() == [("a.1", Code(code="yes"))]


def test_party_that_could_not_be_named_does_not_speak():
    desk = Desk(CHECKLIST)

    def keep(act):
        if isinstance(act, PartyNamed):
            raise BadInput("IV050")
        return desk.keep(act)

    sitting = Sitting("other", "finance", "", "interview", *SPONSOR, "yes", keep=keep)
    assert [act.party for act in desk.acts] == ["sponsor1"]
    assert sitting.outcome.kept == 1


def test_answer_without_a_draft_leaves_the_drafts_of_others_alone():
    half = "2026-0"
    sitting = Sitting(*SPONSOR, "no", Pressed(verb=Verb.BACK, typed=half), "no", Pressed(verb=Verb.QUIT, typed=half))
    assert draft_from_text(sitting.saved["a.2"]).typed == "2026-0"
    assert "a.1" not in sitting.saved
