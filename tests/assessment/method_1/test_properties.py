"""What must always hold of the method (scoring D11), over random small checklists and records."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from takeover.assessment.method_1 import assess
from takeover.assessment.model import Assessment, Range, State
from takeover.assessment.plain import digest_assessment
from takeover.checklist.model import (
    AllOf,
    AnswerIs,
    AnyOf,
    ClearedBy,
    CountsFor,
    EvidenceRule,
    NotOf,
    QuestionType,
    SettingIs,
)
from takeover.record.kinds import Grade
from takeover.values import Code, Date, Known, NotApplicable, Nothing, Unknown, UnknownReason
from tests.builders import AS_OF, PARTIES, STOP, RecordBuilder, make_checklist, make_question, statements

NAMES = ("goals.q0", "goals.q1", "goals.q2", "scope.q3", "scope.q4", "h.q5")
CODES = [Code(code=code) for code in ("yes", "partly", "no")]
OTHERS = [
    Unknown(reason=UnknownReason.NOBODY_KNOWS),
    Unknown(reason=UnknownReason.NOT_ASKED),
    Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client01"),
    NotApplicable(reason="not here"),
    NotApplicable(reason="not here", second="outgoin1"),
]
GRADE_ANSWERS = st.sampled_from([*CODES, *OTHERS])
DATE_ANSWERS = st.sampled_from([Date(value=dt.date(2026, 3, day)) for day in (1, 2)] + [Nothing(), *OTHERS])

GRADES = st.sampled_from(Grade)
DATE = make_question("a.one", type=QuestionType.DATE)


def conditions(names):
    """Conditions over earlier questions and two settings; without ``unknown: true``, which may be taken back."""
    leaf = st.builds(SettingIs, setting=st.sampled_from(["team", "accepted"]), codes=st.just(("yes",)))
    if names:
        named = st.sampled_from(names)
        leaf |= st.builds(AnswerIs, question=named, codes=st.sampled_from([("yes",), ("no", "partly")]))
    both = st.tuples(leaf, leaf)
    return st.one_of(
        leaf,
        st.builds(NotOf, part=leaf),
        st.builds(AllOf, parts=both),
        st.builds(AnyOf, parts=both),
    )


@st.composite
def checklists(draw):
    questions = []
    for number, name in enumerate(NAMES):
        questions.append(
            make_question(
                name,
                weight=draw(st.integers(1, 5)),
                type=QuestionType.DATE if number == 2 else QuestionType.GRADE,
                counts_for=CountsFor.READINESS if name.startswith("h.") else CountsFor.INHERITED,
                stop_line=draw(st.sampled_from([None, None, ClearedBy.PM, ClearedBy.CLIENT])),
                evidence=EvidenceRule(needed_for=("yes",)),
                when=draw(st.none() | conditions(NAMES[:number])),
            )
        )
    return make_checklist(*questions)


@st.composite
def records(draw):
    """At most one statement a party and question, as what stands."""
    said = {}
    for name in NAMES:
        answers = DATE_ANSWERS if name == NAMES[2] else GRADE_ANSWERS
        for party in draw(st.lists(st.sampled_from(list(PARTIES)), max_size=3, unique=True)):
            said[name, party] = (draw(answers), draw(st.sampled_from(Grade)))
    return said


SETTINGS = st.dictionaries(st.sampled_from(["team", "accepted"]), st.sampled_from(["yes", "no"]))


def judge(checklist, said, settings) -> Assessment:
    lines = [(question, answer, party, grade) for (question, party), (answer, grade) in said.items()]
    record = statements(RecordBuilder({"engagement": "client", **settings}), lines)
    return assess(checklist, record.situation(), as_of=AS_OF, days_off=())


def holds(inner: Range, outer: Range) -> bool:
    return outer.lo <= inner.lo and inner.hi <= outer.hi


@given(checklists(), records(), SETTINGS, st.sampled_from(NAMES), st.sampled_from(list(PARTIES)), GRADES, st.data())
def test_first_statement_never_widens_its_question_or_any_dimension(
    checklist, said, settings, name, party, grade, data
):
    earlier = {key: value for key, value in said.items() if key[0] != name}
    answer = data.draw(DATE_ANSWERS if name == NAMES[2] else GRADE_ANSWERS)
    before = judge(checklist, earlier, settings)
    after = judge(checklist, {**earlier, (name, party): (answer, grade)}, settings)
    if name in after.questions:
        assert holds(after.questions[name].range, before.questions[name].range)
    for one, other in zip(before.dimensions, after.dimensions, strict=True):
        if other.range is not None:
            assert one.range is not None
            assert holds(other.range, one.range)


@st.composite
def spoken(draw):
    """A question, what one to three parties said on it (the first knows), and who was silent."""
    question = draw(st.sampled_from([make_question("a.one"), make_question("a.one", **STOP), DATE]))
    answers = DATE_ANSWERS if question is DATE else GRADE_ANSWERS
    voices = draw(st.permutations(list(PARTIES)))
    count = draw(st.integers(1, 3))
    known = answers.filter(lambda answer: isinstance(answer, Known))
    said = {
        ("a.one", party): (draw(known if not n else answers), draw(GRADES)) for n, party in enumerate(voices[:count])
    }
    return make_checklist(question), said, voices[count]


@given(spoken(), GRADES, st.data())
def test_agreeing_statement_never_widens_its_question(case, grade, data):
    checklist, said, party = case
    before = judge(checklist, said, {}).questions["a.one"]
    known = [answer for answer, _ in said.values() if isinstance(answer, Known)]
    agreed = before.ruled_by if before.ruled_by is not None else data.draw(st.sampled_from(known))
    after = judge(checklist, {**said, ("a.one", party): (agreed, grade)}, {}).questions["a.one"]
    assert holds(after.range, before.range)


@given(spoken(), st.data())
def test_better_evidence_for_the_same_value_never_widens_an_undisputed_question(case, data):
    checklist, said, _ = case
    before = judge(checklist, said, {}).questions["a.one"]
    known = [key for key, (answer, _) in said.items() if isinstance(answer, Known)]
    key = data.draw(st.sampled_from(known))
    answer, grade = said[key]
    better = data.draw(st.sampled_from([one for one in Grade if one >= grade]))
    after = judge(checklist, {**said, key: (answer, better)}, {}).questions["a.one"]
    if before.state is not State.DISPUTED:
        assert holds(after.range, before.range)


def without_order(result: Assessment) -> Assessment:
    """The judgement with statements as a set of parties: what order may not change."""
    questions = {
        name: replace(
            assessed,
            statements=tuple(sorted(statement.party for statement in assessed.statements)),
            overruled=tuple(sorted(s.party for s in assessed.statements if s.commitment in assessed.overruled)),
        )
        for name, assessed in result.questions.items()
    }
    return replace(
        result,
        questions=questions,
        disputes=tuple(replace(d, statements=tuple(sorted(s.party for s in d.statements))) for d in result.disputes),
        readiness=replace(result.readiness, items=tuple(questions[item.question] for item in result.readiness.items)),
    )


@given(checklists(), records(), SETTINGS, st.randoms(use_true_random=False))
def test_order_of_statements_changes_nothing(checklist, said, settings, random):
    keys = list(said)
    random.shuffle(keys)
    shuffled = {key: said[key] for key in keys}
    straight = without_order(judge(checklist, said, settings))
    assert without_order(judge(checklist, shuffled, settings)) == straight


@given(checklists(), records(), SETTINGS, st.sampled_from(NAMES), st.sampled_from(list(PARTIES)))
def test_not_applicable_changes_no_other_interval(checklist, said, settings, name, party):
    earlier = {key: value for key, value in said.items() if key[0] != name}
    before = judge(checklist, earlier, settings)
    away = (NotApplicable(reason="not here", second="supplie1"), Grade.E1)
    after = judge(checklist, {**earlier, (name, party): away}, settings)
    for other in set(after.questions) - {name}:
        assert after.questions[other].range == before.questions[other].range


@given(checklists(), records(), SETTINGS)
def test_worst_is_never_better_than_best(checklist, said, settings):
    result = judge(checklist, said, settings)
    for assessed in result.questions.values():
        assert 0 <= assessed.range.lo <= assessed.range.hi <= 1
    for dimension in result.dimensions:
        if dimension.range is not None:
            assert 0 <= dimension.range.lo <= dimension.range.hi <= 100
            assert dimension.worst <= dimension.best
            assert dimension.stops_worst >= dimension.stops_best
    if result.confidence is not None and result.if_pm_cleared is not None:
        assert result.confidence.worst <= result.confidence.best
        assert result.confidence.worst <= result.if_pm_cleared.worst
        assert result.confidence.best <= result.if_pm_cleared.best


@given(checklists(), records(), SETTINGS)
def test_undecided_setting_holds_both_answers_to_it(checklist, said, settings):
    unset = {name: value for name, value in settings.items() if name != "team"}
    wide = {d.dimension: d for d in judge(checklist, said, unset).dimensions}
    for value in ("yes", "no"):
        for narrow in judge(checklist, said, {**unset, "team": value}).dimensions:
            outer = wide[narrow.dimension]
            if narrow.range is not None:
                assert outer.range is not None
                assert holds(narrow.range, outer.range)
            assert narrow.stops_worst <= outer.stops_worst
            assert narrow.stops_best >= outer.stops_best


@given(checklists(), records(), SETTINGS)
def test_same_record_gives_the_same_digest(checklist, said, settings):
    assert digest_assessment(judge(checklist, said, settings)) == digest_assessment(judge(checklist, said, settings))
