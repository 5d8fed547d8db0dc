"""Explanations and the judgement in words: the numbers of the worked examples, both languages, what may be odd."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from takeover.assessment.facts.model import FactName
from takeover.assessment.method_1.dimensions import Clause
from takeover.assessment.model import Range
from takeover.assessment.published import Inputs
from takeover.assessment.why import explain
from takeover.assessment.why.model import Grounds
from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Changed, CountsFor, Hidden, House, SettingIs
from takeover.cli.assessed import describe_assessed
from takeover.cli.explained import Words
from takeover.cli.explained_whole import describe
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Level, Method, NotApplicable, Percent
from tests.assessment.facts.rows import euros, situation_of
from tests.assessment.why.grounds import example_a, example_b, ground
from tests.builders import STOP, RecordBuilder, make_checklist, make_question


def words_of(grounds: Grounds, language: str) -> Words:
    return Words(catalogue=load_catalogue(language), checklist=grounds.checklist, situation=grounds.situation)


def tell(name: str, grounds: Grounds, language: str = "en") -> str:
    found = explain(name, grounds)
    assert found is not None
    return "\n".join(describe(found, words_of(grounds, language)))


def assess_in_words(grounds: Grounds, language: str = "en", sha256: str = "ef" * 32) -> str:
    inputs = Inputs(
        checklist=grounds.checklist, sha256=sha256, situation=grounds.situation, lines=3, head="ab" * 32, days_off=()
    )
    return "\n".join(describe_assessed(grounds, inputs, words_of(grounds, language)))


def told(*said, question=None) -> Grounds:
    record = RecordBuilder()
    question = question or make_question("a.one")
    for answer, party, grade in said:
        record.say(question.id, answer, by=party, grade=grade)
    return ground(make_checklist(question), record.situation())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Contract: 32.8 (950/29) … 74.1 (2150/29) of 100 points. ■ Red (confirmed), rest open",
                "Worst world: 100 · 9.5 / 29 = 32.8 (950/29), by points Red.",
                "Best world: 100 · 21.5 / 29 = 74.1 (2150/29), by points Amber.",
                "Its stop-lines make it Red in this world, whatever the points.",
                "12.2 (355/29) points are missing to Amber.",
                "0.9 (25/29) points are missing to Green.",
                "Width 41.4 (1200/29), more than 40; a stop-line is confirmed",
                "Known: 65.5 % (19/29) of the weight. Of that, proven by E2 or better: 73.7 % (14/19).",
                "contract.terms-known: weight 4, [1, 1], good, proven; adds 13.8 (400/29) … 13.8 (400/29)",
                "contract.overdue: weight 5, [0, 0], bad, proven; adds 0.0 … 0.0. Stop-line (the sponsor): Confirmed",
                "contract.collector: weight 5, [0, 1], unknown; adds 0.0 … 17.2 (500/29)",
                "contract.cost-to-complete: weight 5, [0.6, 1], good, claimed; adds 10.3 (300/29) … 17.2 (500/29)",
            ),
        ),
        (
            "zh-Hans",
            (
                "Contract：32.8 (950/29)～74.1 (2150/29) 分（满分 100）。■ 红（已确认），其余未定",
                "最坏情形：100 · 9.5 / 29 = 32.8 (950/29)，按得分为红。",
                "最好情形：100 · 21.5 / 29 = 74.1 (2150/29)，按得分为黄。",
                "宽度 41.4 (1200/29)，超过 40",
                "已知程度：权重的 65.5% (19/29)；其中有 E2 及以上证据的：73.7% (14/19)。",
                "contract.collector：权重 5，[0, 1]，未知；贡献 0.0～17.2 (500/29) 分",
            ),
        ),
    ],
)
def test_example_a_is_told_number_for_number(language, sentences):
    text = tell("contract", example_a(), language)
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Delivery confidence: Red … Amber/Red",
                "Worst world: ■ Red. n = 11, R = 4, A = 6, S = 3",
                "Red, because S = 3 ≥ 3",
                "Red, because R = 4 ≥ max(2, 11/3) = 3.67 (11/3)",
                "For Amber/Red or better must fall: S from 3 to 2, R from 4 to 3",
                "Best world: ■▲ Amber/Red. n = 11, R = 1, A = 3, S = 1",
                "Amber/Red, because S = 1 ≥ 1",
                "For Amber or better must fall: S from 1 to 0",
                "Goals: 41.0 … 78.0, Red … Green, stop-lines at 0: 1 / 0.",
                "Contract: 32.8 … 74.1, Red … Red, stop-lines at 0: 1 / 1.",
                "Trail: 47.0 … 60.0, Amber … Amber, stop-lines at 0: 0 / 0.",
            ),
        ),
        (
            "zh-Hans",
            (
                "交付信心：红～黄/红",
                "最坏情形：■ 红。n = 11，R = 4，A = 6，S = 3",
                "红，因为 R = 4 ≥ max(2, 11/3) = 3.67 (11/3)",
                "要达到黄/红或更好，须同时：S 由 3 降至 2、R 由 4 降至 3",
                "最好情形：■▲ 黄/红。n = 11，R = 1，A = 3，S = 1",
                "Goals：41.0～78.0，红～绿，取值为 0 的否决项 1 / 0。",
            ),
        ),
    ],
)
def test_example_b_is_told_number_for_number(language, sentences):
    text = tell("overall", example_b(), language)
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize("clause", Clause)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_clause_has_its_sentences(clause, language):
    catalogue = load_catalogue(language)
    assert catalogue.has(f"assessment.why.clause.{clause}")
    assert catalogue.has(f"assessment.why.fall.{clause}")


@pytest.mark.parametrize("fact", FactName)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_fact_has_its_formula_and_is_told_where_nothing_supports_it(fact, language):
    grounds = ground(make_checklist(make_question("a.one")), RecordBuilder().situation())
    text = tell(fact, grounds, language)
    catalogue = load_catalogue(language)
    assert catalogue.text(f"assessment.why.formula.{fact}") in text
    assert catalogue.text("assessment.fact.not_established") in text


@pytest.mark.parametrize(
    ("said", "sentences"),
    [
        ((), ("nobody has said a value, so everything stays open: [0, 1]", "Interval: [0, 1], not asked yet.")),
        (
            [("partly", "sponsor1", Grade.E1)],
            (
                "Sponsor, 20 Nov 2026, interview: Partly",
                "“see the paper”",
                "open share d = 2/5, v = 1/2: [v·(1 − d), v + d·(1 − v)] = [0.3, 0.7]",
                "It adds 30.0 points to “A” in the worst world, 70.0 in the best.",
            ),
        ),
        (
            [("yes", "sponsor1", Grade.E1), ("no", "client01", Grade.E1)],
            ("spans all of theirs: [0.6, 1], [0, 0.4] become [0, 1]", "Named in: D-01, R-01"),
        ),
        (
            [("yes", "sponsor1", Grade.E3), ("no", "client01", Grade.E1)],
            (
                "its document rules, Yes, E3 binding, so [1, 1]",
                "Set aside by a better document",
                "SHA-256 abababababab",
            ),
        ),
        (
            [("yes", "sponsor1", Grade.E1), ("yes", "client01", Grade.E1)],
            ("from different sides (own organisation, customer): E1 spoken becomes E2 written, d = 0, [1, 1]",),
        ),
        (
            [("yes", "sponsor1", Grade.E1), ("yes", "outgoin1", Grade.E0)],
            ("Sponsor, Outgoing PM give the same value: the best grade counts, E1 spoken, d = 2/5, [0.6, 1]",),
        ),
        (
            [(NotApplicable(reason="none", second="client01"), "sponsor1", Grade.E1)],
            ("it leaves numerator and denominator", "Second person: Client."),
        ),
        ([("perhaps", "sponsor1", Grade.E2)], ("the checklist does not know this answer",)),
    ],
)
def test_question_is_told_with_its_statements_and_numbers(said, sentences):
    text = tell("a.one", told(*said))
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_settlement_names_who_when_why_and_the_evidence():
    record = RecordBuilder()
    said = [record.say("a.one", code, by=by, grade=Grade.E1) for code, by in (("yes", "sponsor1"), ("no", "client01"))]
    minutes = Evidence(grade=Grade.E2, note="minutes of Monday", dated=dt.date(2026, 11, 16), place="item 4")
    record.add(
        kinds.resolved(
            record.stamp(Level.SHARED),
            question="a.one",
            answer=Code(code="no"),
            statements=said,
            reason="read together",
            evidence=(minutes,),
        )
    )
    text = tell("a.one", ground(make_checklist(make_question("a.one")), record.situation()))
    assert "a settlement with evidence decides: No, E2 written. [0, 0] follows" in text
    assert "Settled by Incoming PM on 20 Nov 2026: read together" in text
    assert "Evidence, E2 written: minutes of Monday, 16 Nov 2026, item 4" in text


def test_evidence_that_counts_less_than_it_was_given_as_says_so():
    record = RecordBuilder()
    asked = kinds.Asked(question="a.one", checklist="t", version="1.0.0", sha256="ef" * 32, language="en", text="?")
    record.add(
        kinds.answered(
            record.stamp(Level.SHARED),
            asked=asked,
            party="sponsor1",
            method=Method.OWN_OBSERVATION,
            answer=Code(code="yes"),
            evidence=(Evidence(grade=Grade.E3, note="a look"),),
        )
    )
    text = tell("a.one", ground(make_checklist(make_question("a.one")), record.situation()))
    assert "Evidence, given as E3 binding, counts as E1 spoken" in text


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"team": "no"}, "it is not asked in this project"),
        ({"engagement": "client"}, "Whether it applies is undecided"),
    ],
)
def test_question_whose_condition_does_not_hold_names_what_it_looks_at(settings, sentence):
    question = make_question("a.one", when=SettingIs(setting="team", codes=("yes",)))
    record = RecordBuilder(settings)
    record.say("a.one", "yes")
    text = tell("a.one", ground(make_checklist(question), record.situation()))
    assert sentence in text
    assert f"Its condition looks at: team = {settings.get('team', '?')}" in text


def test_rows_behind_a_question_are_counted():
    text = tell("contract.milestones", example_a())
    assert "the rows of “Payments” decide. 2 of 3 rows have all of: trigger, amount, due, state." in text
    assert "from a share of 2/3 on = 1/2" in text


@pytest.mark.parametrize(
    ("name", "question", "said", "sentence"),
    [
        ("F-01", make_question("a.one"), [("no", "sponsor1", Grade.E2)], "worth 0"),
        ("F-01", make_question("a.one"), [("partly", "sponsor1", Grade.E1)], "worth 1/2"),
        (
            "F-01",
            make_question("a.one"),
            [("partly", "sponsor1", Grade.E1)],
            "claimed: the evidence leaves a part open",
        ),
        ("F-01", make_question("a.one", **STOP), [("no", "sponsor1", Grade.E2)], "A confirmed stop-line is dealt with"),
        (
            "F-01",
            make_question("a.one"),
            [(NotApplicable(reason="x"), "sponsor1", Grade.E1)],
            "of “A” 100.0 % (1) of the weight was declared not applicable",
        ),
        ("R-01", make_question("a.one"), (), "100 · weight 5 · width 1 / (weight of the dimension 5 · 1 dimensions)"),
        ("R-01", make_question("a.one"), (), "10 working days after the day of the judgement"),
        ("R-01", make_question("a.one", **STOP), (), "5 working days after the day of the judgement"),
        ("R-01", make_question("a.one", counts_for=CountsFor.READINESS), (), "moves no point of the inherited state"),
        (
            "D-01",
            make_question("a.one"),
            [("yes", "sponsor1", Grade.E3), ("no", "client01", Grade.E1)],
            "one of them is two or more evidence grades ahead",
        ),
    ],
)
def test_numbered_things_say_why_they_are_there(name, question, said, sentence):
    assert sentence in tell(name, told(*said, question=question))


def test_finding_of_a_silent_party_names_the_day_that_passed():
    record = RecordBuilder()
    due = dt.date(2026, 11, 9)
    record.add(kinds.requested(record.stamp(Level.SHARED), question="a.one", of="client01", text="Who?", due=due))
    text = tell("F-01", ground(make_checklist(make_question("a.one")), record.situation()))
    assert "F-01: client was asked for an answer by 9 Nov 2026 and has not answered since." in text


def test_fact_is_told_with_figures_and_the_cells_of_its_rows():
    situation = situation_of(
        payments=[
            {"milestone": "Acceptance", "state": "invoiced", "due": "2026-10-07", "amount": euros("600")},
            {"milestone": "Retention", "state": "invoiced"},
        ]
    )
    grounds = ground(load_checklist().in_language("en"), situation)
    text = tell("receivables", grounds)
    assert "! 31 to 60 days overdue: 600 EUR" in text
    assert "row 1: Milestone: Acceptance; Amount: 600 EUR; Due date: 7 Oct 2026" in text
    assert "row 2, left out because a value is missing: Milestone: Retention" in text
    assert "逾期 31–60 天：600 EUR" in tell("receivables", grounds, "zh-Hans")


def test_division_is_rounded_and_what_was_recorded_is_not():
    figures = {"spent": euros("100.125"), "budget": euros("300")}
    situation = situation_of(contract_card=[figures | {"estimate_to_complete": euros("1")}], deliverables=[{}] * 3)
    text = tell("spent_and_done", ground(make_checklist(make_question("a.one")), situation))
    assert "Budget spent: 33.4 %" in text
    assert Percent(value=Decimal("100.125") / 3).value != Decimal("33.4")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0.0"),
        (Fraction(41), "41.0"),
        (Fraction(3, 2), "1.5"),
        (Fraction(131, 4), "32.8 (131/4)"),
        (Fraction(950, 29), "32.8 (950/29)"),
        (Fraction(1, 1000), "0.0 (1/1000)"),
    ],
)
def test_points_have_one_decimal_and_the_exact_fraction_where_they_were_rounded(value, shown):
    assert words_of(example_a(), "en").points(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(10), "10"),
        (Fraction(3, 20), "0.15"),
        (Fraction(11, 3), "3.67 (11/3)"),
        (Fraction(100), "100"),
    ],
)
def test_values_are_exact_up_to_two_decimals(value, shown):
    words = words_of(example_a(), "en")
    assert words.value(value) == shown
    assert words.interval(Range(lo=Fraction(0), hi=value)) == f"[0, {shown}]"


def test_readiness_is_told_with_its_stop_lines():
    question = make_question("h.own", counts_for=CountsFor.READINESS, **STOP)
    text = tell("readiness", told(("no", "sponsor1", Grade.E2), question=question))
    assert "Takeover readiness: ■ Not ready" in text
    assert "■ Confirmed: h.own – h.own?" in text


# ---- the judgement at a glance


def test_glance_groups_stop_lines_with_the_rating_once_they_are_cleared():
    text = assess_in_words(example_a())
    assert "To be cleared by: the sponsor. If all of these were cleared: Amber/Green … Green" in text
    assert "■ Confirmed: contract.overdue – contract.overdue?" in text
    assert "if all stop-lines were cleared: Amber/Green … Green" in text
    assert "Contract: 32.8 … 74.1, Red … Red, stop-lines at 0: 1 / 1. ■ Red (confirmed), rest open" in text
    assert "R-01: " in text


def test_glance_below_the_floor_has_no_rating_and_no_dimensions():
    grounds = ground(make_checklist(*(make_question(f"a.{n}", **STOP) for n in range(9))), RecordBuilder().situation())
    text = assess_in_words(grounds)
    assert "No judgement is possible yet: of the weight 0.0 % (0/45) is known, 40 % are needed. That is 18" in text
    assert "Dimensions" not in text
    assert "To be cleared by: the sponsor\n" in text
    assert "and 2 more requests" in text


def test_glance_says_which_facts_need_attention_first():
    situation = situation_of(
        contract_card=[{"foothold_loss": euros("1"), "foothold_loss_limit": euros("9")}],
        raci=[{"responsible": "team"}],
    )
    text = assess_in_words(ground(make_checklist(make_question("a.one")), situation))
    alarm, quiet = text.index("(raci_gaps): "), text.index("(foothold): ")
    assert alarm < quiet
    assert "! Nobody accountable: 1" in text
    assert "Not established, because no table says it: Receivables by age; Falling due within 30 days; " in text


def test_glance_prints_what_a_house_list_changed_and_answers_to_another_list():
    house = House(
        base="takeover@1.1.0",
        base_sha256="ab" * 32,
        hidden=(Hidden(question="a.gone", text="Gone?", reason="We never do this."),),
        changed=(Changed(question="a.one", keys=("weight", "health")),),
        added=("a.new",),
    )
    grounds = told(("yes", "sponsor1", Grade.E2))
    grounds = replace(grounds, checklist=replace(grounds.checklist, house=house))
    text = assess_in_words(grounds, sha256="cd" * 32)
    assert "This is a house list over takeover@1.1.0 (abababababab)." in text
    assert "hidden: a.gone – Gone? Reason: We never do this." in text
    assert "changed: a.one (weight, health)" in text
    assert "added: a.new" in text
    assert "1 statements were given to another checklist: test@1.0.0 (efefefefefef)." in text
    same = assess_in_words(told(("yes", "sponsor1", Grade.E2)))
    assert "another checklist" not in same
    assert "house list" not in same


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_glance_puts_verdicts_beside_the_computed_range(language):
    record = RecordBuilder()
    record.say("a.one", "yes")
    record.add(
        kinds.verdict_given(
            record.stamp(Level.INTERNAL),
            party="incomin1",
            light="amber",
            text="也许按期。",
            assessed="ab" * 32,
            as_of=dt.date(2026, 11, 22),
            worst="red",
            best="amber_red",
            reason="The client paid.",
        )
    )
    text = assess_in_words(ground(make_checklist(make_question("a.one")), record.situation()), language)
    assert "也许按期。" in text
    assert "The client paid." in text
    wanted = {
        "en": ("Verdict of the incoming PM: ▲ Amber", "was: Red … Amber/Red", "range is now: Green"),
        "zh-Hans": ("接任项目经理的判断：▲ 黄", "当时的计算区间：红～黄/红", "现在的计算区间：绿"),
    }
    assert [sentence for sentence in wanted[language] if sentence not in text] == []
