"""What a question's page says."""

import datetime as dt
from decimal import Decimal

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.model import ClearedBy, EvidenceRule, QuestionType, Register, SettingIs
from takeover.interview.navigator import start_at_open
from takeover.interview.pages import (
    STAY,
    UNKNOWN,
    Voice,
    describe_answer,
    fact_title,
    options_of,
    page_of,
    prompt_for,
    typed_text,
    voice_line,
    why_of,
)
from takeover.interview.prompts import Tone
from takeover.record import kinds
from takeover.record.kinds import Grade
from takeover.record.situation import Party
from takeover.values import (
    Code,
    Date,
    Level,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Role,
    Side,
    Text,
    Unknown,
    UnknownReason,
)
from tests.builders import STOP, RecordBuilder, make_checklist, make_question

EN, ZH = load_catalogue("en"), load_catalogue("zh-Hans")
PARTIES = {
    "sponsor1": Party(id="sponsor1", role=Role.SPONSOR, side=Side.OWN, key="sponsor"),
    "client01": Party(id="client01", role=Role.CLIENT, side=Side.CUSTOMER, key="client", name="A. Name"),
    "client02": Party(id="client02", role=Role.CLIENT, side=Side.CUSTOMER, key="client-2"),
}


def page(question, record=None, **changes):
    checklist = make_checklist(question, **changes)
    navigator = start_at_open(checklist, (record or RecordBuilder()).situation())
    return page_of(navigator, question, EN)


def texts(passages, tone):
    return [passage.text for passage in passages if passage.tone is tone]


def test_page_has_head_question_help_and_whom_to_ask():
    passages = page(make_question("goals.1", help="How to answer.", **STOP))
    assert [passage.text for passage in passages] == [
        "Goals · 0 of 1 done · stop-line",
        "goals.1?",
        "How to answer.",
        "Ask: sponsor, client.",
    ]


def test_page_asks_the_main_user_where_there_is_no_client():
    record = RecordBuilder({"engagement": "internal"})
    assert "Ask: sponsor, main user." in texts(page(make_question("goals.1"), record), Tone.HELP)


def test_page_marks_what_may_not_apply():
    question = make_question("goals.1", when=SettingIs(setting="team", codes=("yes",)))
    assert EN.text("interview.mark.optional") in texts(page(question), Tone.HEAD)[0]


def test_page_shows_every_statement_side_by_side():
    record = RecordBuilder()
    record.say("goals.1", "yes", grade=Grade.E2)
    record.say("goals.1", "no", by="client01", grade=Grade.E1)
    said = texts(page(make_question("goals.1"), record), Tone.SAID)
    assert said == ["sponsor: Yes (document examined), evidence: 1", "client: No (interview)"]


@pytest.mark.parametrize(("rows", "key"), [(0, "interview.rows.none"), (2, "interview.rows")])
def test_page_of_a_register_says_how_many_rows_there_are(rows, key):
    record = RecordBuilder()
    for number in range(rows):
        values = {"milestone": str(number)}
        stamp = record.stamp(Level.SHARED)
        record.add(
            kinds.row_recorded(
                stamp,
                register="payments",
                row=f"row{number:05d}",
                values=values,
                party="client01",
                method=Method.INTERVIEW,
            )
        )
    question = make_question("goals.1", type=QuestionType.REGISTER, register="payments")
    registers = (Register(id="payments", title="Payments", columns=()),)
    text = EN.text(key, rows=rows) if rows else EN.text(key)
    assert text in texts(page(question, record, registers=registers), Tone.HELP)


@pytest.mark.parametrize("who", list(ClearedBy))
def test_why_says_reason_proof_who_clears_and_source(who):
    question = make_question(
        "goals.1", why="Because.", source=("S1",), stop_line=who, evidence=EvidenceRule(typical=("charter", "mail"))
    )
    said = "\n".join(passage.text for passage in why_of(question, EN))
    assert said.startswith("Because.\nWhat usually proves it: charter; mail.")
    assert "clears it" in said
    assert said.endswith("Source: S1. Question: goals.1.")


def test_why_leaves_out_what_there_is_not():
    assert len(why_of(make_question("goals.1"), EN)) == 1


def test_voice_line_names_party_and_method():
    assert voice_line(Voice(party="sponsor1", method=Method.INTERVIEW), PARTIES, EN) == "for: sponsor, interview"
    assert voice_line(Voice(party="client01", method=Method.INTERVIEW), PARTIES, ZH) == "陈述方：客户（A. Name），访谈"
    assert "client (client-2)" in voice_line(Voice(party="client02", method=Method.INTERVIEW), PARTIES, EN)


ANSWERS = [
    (Code(code="partly"), "Partly", "partly"),
    (Number(value=Decimal(47), unit="day"), "47", "47"),
    (Percent(value=Decimal("3.5")), "3.5 %", "3.5 %"),
    (Money(amount=Decimal("10.00"), currency="EUR"), "10.00 EUR", "10.00 EUR"),
    (Date(value=dt.date(2026, 3, 31)), "2026-03-31", "2026-03-31"),
    (Text(value="words"), "words", "words"),
    (Nothing(), "there is none", "none"),
    (Unknown(reason=UnknownReason.REFUSED), "unknown, refused to say", ""),
    (Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="sponsor1"), "unknown, may be known by: sponsor", ""),
    (Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="gone"), "unknown, may be known by: gone", ""),
    (NotApplicable(reason="no contract"), "not applicable: no contract", ""),
]


@pytest.mark.parametrize(("answer", "described", "typed"), ANSWERS)
def test_answer_is_described_in_words_and_as_typed(answer, described, typed):
    assert describe_answer(answer, make_question("goals.1"), PARTIES, EN) == described
    assert typed_text(answer) == typed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_type_has_options_or_a_title(kind, language):
    question, catalogue = make_question("goals.1", type=kind, unit="day"), load_catalogue(language)
    options = options_of(question, catalogue)
    assert [option.value for option in options] == list(question.codes())
    assert options or fact_title(question, catalogue)


def test_title_of_a_number_names_its_unit():
    number = make_question("goals.1", type=QuestionType.NUMBER, unit="day")
    assert fact_title(number, EN).endswith("Unit: days")
    assert fact_title(make_question("goals.1", type=QuestionType.NUMBER, unit="kg"), EN).endswith("Unit: kg")
    assert "Unit" not in fact_title(make_question("goals.1", type=QuestionType.NUMBER), EN)


def test_chinese_letters_point_at_grades():
    assert [option.keys[1] for option in options_of(make_question("goals.1"), ZH)] == ["是", "部", "否"]


def _prompt(question, answer):
    record = RecordBuilder()
    if answer is not None:
        record.say(question.id, answer)
    standing = record.situation().standing(question.id)
    return prompt_for(question, standing[0] if standing else None, PARTIES, EN, typed="", typing=print)


@pytest.mark.parametrize(
    ("answer", "default"), [(None, UNKNOWN), ("no", "no"), (Unknown(reason=UnknownReason.REFUSED), STAY)]
)
def test_prompt_preselects_what_stands_and_never_a_claim(answer, default):
    prompt = _prompt(make_question("goals.1"), answer)
    assert prompt.default == default
    assert default in [option.value for option in prompt.options]


def test_prompt_of_a_fact_begins_with_what_stands():
    question = make_question("goals.1", type=QuestionType.PERCENT)
    assert _prompt(question, Percent(value=Decimal(5))).default == "5 %"
    assert _prompt(question, None).default == ""
