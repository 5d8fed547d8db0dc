"""The judgement of a shared edition (scoring D10): for any record and levels it holds that of the whole record."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.assessment.model import Assessment, FindingKind, State
from takeover.assessment.plain import digest_assessment
from takeover.baseline.check import Judgement, check_edition
from takeover.baseline.disclosure import list_blocked, restrict_checklist
from takeover.baseline.freeze import draw_up, freeze, freeze_inputs
from takeover.baseline.model import EditionName
from takeover.baseline.reopen import reopen_baseline, reopen_edition
from takeover.checklist.model import (
    AllOf,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Changed,
    ClearedBy,
    Column,
    CountsFor,
    Hidden,
    House,
    NotOf,
    QuestionType,
    Register,
    RowsHealth,
    SettingIs,
)
from takeover.checklist.plain import encode_checklist, hash_checklist
from takeover.checklist.reader import read_checklist
from takeover.record import kinds
from takeover.record.kinds import Evidence, Grade
from takeover.signing.model import State as Found
from takeover.signing.pairs import judge_together
from takeover.values import Code, Level, Method, NotApplicable, Side, Unknown, UnknownReason
from tests.baseline.sealing import INTERNAL, SALTS, SHARED, TOOLS
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

NAMES = ("goals.q0", "goals.q1", "scope.q2", "scope.q3", "rows.q4", "docs.q5", "h.q6")
LEVELS = st.sampled_from([Level.SHARED, Level.SHARED, Level.INTERNAL, Level.PRIVATE])
SPEAKERS = ("sponsor1", "client01", "outgoin1")
ANSWERS = st.sampled_from(
    [
        *(Code(code=code) for code in ("yes", "yes", "partly", "no", "no")),
        Unknown(reason=UnknownReason.NOBODY_KNOWS),
        NotApplicable(reason="not here", second="outgoin1"),
    ]
)
SETTINGS = ("team", "accepted")


def conditions(names):
    """Conditions over settings and earlier questions, the two-valued "is unknown" among them."""
    leaf = st.builds(SettingIs, setting=st.sampled_from(SETTINGS), codes=st.just(("yes",)))
    if names:
        named = st.sampled_from(names)
        leaf |= st.builds(AnswerIs, question=named, codes=st.sampled_from([("yes",), ("no", "partly")]))
        leaf |= st.builds(AnswerUnknown, question=named)
    both = st.tuples(leaf, leaf)
    return st.one_of(leaf, st.builds(NotOf, part=leaf), st.builds(AllOf, parts=both), st.builds(AnyOf, parts=both))


@st.composite
def checklists(draw):
    columns = tuple(
        Column(id=name, type=QuestionType.TEXT, title=name, sharing=draw(LEVELS)) for name in ("first", "second")
    )
    questions = []
    for number, name in enumerate(NAMES):
        rows = name.startswith("rows.")
        changes = {"type": QuestionType.REGISTER, "register": "things", "health": RowsHealth(complete=("first",))}
        questions.append(
            make_question(
                name,
                weight=draw(st.integers(1, 5)),
                sharing=Level.SHARED if name == "docs.q5" else draw(LEVELS),  # a list of nothing cannot be read
                counts_for=CountsFor.READINESS if name.startswith("h.") else CountsFor.INHERITED,
                stop_line=draw(st.sampled_from([None, None, ClearedBy.PM, ClearedBy.CLIENT])),
                when=draw(st.none() | conditions(NAMES[:number])),
                **(changes if rows else {}),
            )
        )
    return make_checklist(*questions, registers=(Register(id="things", title="Things", columns=columns),))


def add_paper(record, draw, about):
    """Maybe more evidence for what was said, at a level of its own."""
    if draw(st.integers(0, 3)) == 0:
        proof = (Evidence(grade=Grade.E3, sha256="cd" * 32, bytes=3, kept=True),)
        record.add(kinds.evidence_kept(record.stamp(draw(LEVELS)), evidence=proof, about=about))


def say(record, draw):
    """A statement; after it maybe more evidence for it."""
    name = draw(st.sampled_from(NAMES))
    commitment = record.say(
        name,
        draw(ANSWERS),
        by=draw(st.sampled_from(SPEAKERS)),
        grade=draw(st.sampled_from(Grade)),
        sharing=draw(LEVELS),
    )
    add_paper(record, draw, commitment)


def settle(record, draw):
    """A settlement of all that stands on a question."""
    name = draw(st.sampled_from(NAMES))
    standing = [said.commitment for said in record.situation().standing(name)]
    proof = (Evidence(grade=Grade.E3, sha256="ab" * 32, bytes=3, kept=True),)
    answer = Code(code=draw(st.sampled_from(["yes", "no"])))
    stamp = record.stamp(draw(LEVELS))
    record.add(kinds.resolved(stamp, question=name, answer=answer, statements=standing, reason="seen", evidence=proof))


def fill_row(record, draw):
    """Cells of a row, of one level or of two that are given together; maybe withdrawn, maybe with evidence."""
    parts = draw(st.sampled_from([[("first",)], [("second",)], [("first", "second")], [("first",), ("second",)]]))
    said = {
        "row": draw(st.sampled_from(["row00001", "row00002"])),
        "party": draw(st.sampled_from(["sponsor1", "sponsor1", "client01"])),
        "method": draw(st.sampled_from([Method.INTERVIEW, Method.DOCUMENT_EXAMINED])),
        "withdrawn": draw(st.integers(0, 4)) == 0,
    }
    proofs = [draw(st.sampled_from([(), (Evidence(grade=Grade.E2, note="list"),)])), ()]
    bodies = [
        kinds.row_recorded(
            record.stamp(draw(LEVELS)),
            register="things",
            values={name: draw(st.sampled_from(["x", "x", "y", ""])) for name in names},
            evidence=proof,
            **said,
        )
        for names, proof in zip(parts, proofs, strict=False)
    ]
    for commitment in record.add(*bodies):
        add_paper(record, draw, commitment)


def ask_for(record, draw):
    """A request whose day has passed."""
    name, of = draw(st.sampled_from(NAMES)), draw(st.sampled_from(SPEAKERS))
    body = kinds.requested(record.stamp(draw(LEVELS)), question=name, of=of, text="?", due=dt.date(2026, 11, 1))
    record.add(body)


def change_setting(record, draw):
    code = draw(st.sampled_from(["yes", "no"]))
    record.add(kinds.setting_recorded(record.stamp(draw(LEVELS)), setting=draw(st.sampled_from(SETTINGS)), value=code))


def change_side(record, draw):
    party, side = draw(st.sampled_from(SPEAKERS)), draw(st.sampled_from([Side.OWN, Side.CUSTOMER]))
    record.add(kinds.party_named(record.stamp(draw(LEVELS)), party=party, side=side))


ACTS = (say, say, say, settle, fill_row, fill_row, ask_for, change_setting, change_side)


@st.composite
def records(draw):
    record = RecordBuilder({"engagement": "client"})
    for act in draw(st.lists(st.sampled_from(ACTS), max_size=12)):
        act(record, draw)
    return record


def judge(record, checklist, edition) -> Assessment:
    draft = draw_up(record.chain(), checklist, edition=edition, as_of=AS_OF, days_off=(), judgement=True)
    assert draft.assessment is not None
    return draft.assessment


def hold_the_internal_ranges(record, checklist):
    """The shared judgement holds the internal one: each dimension, and both ratings of the whole."""
    inside, outside = judge(record, checklist, INTERNAL), judge(record, checklist, SHARED)
    shared = {result.dimension: result for result in outside.dimensions}
    for result in inside.dimensions:
        if result.range is not None:
            found = shared[result.dimension]
            assert found.range.lo <= result.range.lo
            assert result.range.hi <= found.range.hi
            assert (found.worst, found.stops_best) <= (result.worst, result.stops_best)
            assert (found.best, found.stops_worst) >= (result.best, result.stops_worst)
    for mine, theirs in ((inside.confidence, outside.confidence), (inside.if_pm_cleared, outside.if_pm_cleared)):
        if mine is not None:
            assert theirs.worst <= mine.worst
            assert mine.best <= theirs.best
    accused, known = list_unanswered(outside), list_unanswered(inside)
    assert {(question, who) for question, who in accused if question in inside.questions} <= known


def list_unanswered(assessment):
    """Who owes an answer to what: the shared edition accuses nobody whose answer it withholds."""
    return {(one.question, one.asked) for one in assessment.findings if one.kind is FindingKind.UNANSWERED}


@settings(max_examples=100)
@given(records(), checklists())
def test_a_shared_range_always_holds_the_internal_one(record, checklist):
    hold_the_internal_ranges(record, checklist)


@pytest.mark.exhaustive
@settings(max_examples=3000)
@given(records(), checklists())
def test_a_shared_range_holds_the_internal_one_in_many_records(record, checklist):
    hold_the_internal_ranges(record, checklist)


def seal(record, checklist, edition):
    chain = record.chain()
    draft = draw_up(chain, checklist, edition=edition, as_of=AS_OF, days_off=(), judgement=True)
    return freeze(
        draft,
        chain,
        full_hash=hash_checklist(checklist),
        inputs=freeze_inputs(draft, zone="Europe/Berlin", days_off=()),
        level_salts=SALTS,
        tools=TOOLS,
        sealed_at="2026-11-23T08:00:00.000Z",
    )


@settings(max_examples=25)
@given(records(), checklists())
def test_the_files_of_an_edition_prove_its_judgement_and_fit_the_other_edition(record, checklist):
    frozen = {edition: seal(record, checklist, edition) for edition in EditionName}
    reopened = {}
    for edition, one in frozen.items():
        found = check_edition(one.edition_file, one.checklist_file)
        assert found.problems == ()
        assert found.judgement is Judgement.RECOMPUTED
        reopened[edition] = reopen_edition(one.edition_file, one.checklist_file)
        again = reopen_baseline(reopened[edition])
        assert again.withholding == one.baseline.withholding
        assert digest_assessment(again.basis) == digest_assessment(one.baseline.basis)
    states = {finding.state for finding in judge_together(tuple(reopened.values()))}
    assert Found.PASSED in states
    assert Found.FAILED not in states


@settings(max_examples=25)
@given(records(), checklists())
def test_nothing_arises_from_what_is_withheld(record, checklist):
    found = judge(record, checklist, SHARED)
    blocked = set(found.withholding.blocked)
    assert {name for name, one in found.questions.items() if one.state is State.WITHHELD} == blocked
    assert {question.id for question in checklist.questions if question.sharing is Level.SHARED} >= set(found.questions)
    raised = (*found.requests, *found.findings, *found.disputes, *found.stop_lines)
    assert not blocked & {one.question for one in raised}
    assert found.readiness.items == ()


def test_the_knowledge_floor_is_not_applied():
    checklist = make_checklist(make_question("goals.q0"), make_question("goals.q1", sharing=Level.INTERNAL))
    record = RecordBuilder()
    assert judge(record, checklist, INTERNAL).confidence is None
    assert judge(record, checklist, SHARED).confidence is not None


def test_a_manifest_that_names_less_than_it_withholds_is_found_out():
    """Whoever leaves out a withheld question makes a better range; the digest then does not fit."""
    checklist = make_checklist(make_question("goals.q0"), make_question("goals.q1", sharing=Level.INTERNAL))
    record = RecordBuilder()
    record.say("goals.q0", "yes", grade=Grade.E3)
    sealed = seal(record, checklist, SHARED)
    line, rest = sealed.edition_file.split(b"\n", 1)
    start = line.index(b'"withheld":[') + len(b'"withheld":[')
    forged = line[:start] + line[line.index(b"]", start) :] + b"\n" + rest
    found = check_edition(forged, sealed.checklist_file)
    assert (found.intact, found.judgement) == (True, Judgement.DIFFERS)


HOUSE = House(
    base="base@1.0.0",
    base_sha256="ab" * 32,
    hidden=(
        Hidden(question="goals.gone", text="Shared and gone?", reason="Not ours.", sharing=Level.SHARED),
        Hidden(question="goals.canary", text="canary?", reason="canary reason"),
    ),
    changed=(Changed(question="goals.q0", keys=("weight",)), Changed(question="goals.canary-in", keys=("text",))),
    added=("goals.q0", "goals.canary-in"),
)


def test_no_part_of_the_shared_checklist_names_what_is_hidden():
    things = Register(
        id="things",
        title="Things",
        columns=(
            Column(id="first", type=QuestionType.TEXT, title="First", sharing=Level.SHARED),
            Column(id="canary_sum", type=QuestionType.TEXT, title="canary", sharing=Level.INTERNAL),
        ),
        start_with=({"first": "Advance", "canary_sum": "canary"}, {"canary_sum": "canary"}),
    )
    checklist = make_checklist(
        make_question("goals.canary-in", sharing=Level.INTERNAL, text="canary"),
        make_question("goals.q0", why="canary why", when=AnswerIs(question="goals.canary-in", codes=("yes",))),
        make_question(
            "goals.q1",
            type=QuestionType.REGISTER,
            register="things",
            health=RowsHealth(complete=("first", "canary_sum")),
            when=NotOf(part=AnswerUnknown(question="goals.canary-in")),
        ),
        registers=(things,),
        house=HOUSE,
    )
    shown = restrict_checklist(checklist, SHARED)
    data = encode_checklist(shown)
    assert b"canary" not in data
    assert b"Shared and gone?" in data
    placed, problems = read_checklist(data, "checklist.json")
    assert (placed.checklist, problems) == (shown, ())
    assert restrict_checklist(restrict_checklist(checklist, INTERNAL), SHARED) == shown
    assert "goals.q1" in list_blocked((), {}, checklist, SHARED)  # the client's list knows fewer columns to fill


def test_internal_columns_of_a_disclosed_row_withhold_nothing_that_counts():
    columns = (("first", Level.SHARED), ("inner", Level.INTERNAL))
    things = Register(
        id="things",
        title="Things",
        columns=tuple(Column(id=n, type=QuestionType.TEXT, title=n, sharing=level) for n, level in columns),
    )
    rows = make_question(
        "goals.rows", type=QuestionType.REGISTER, register="things", health=RowsHealth(complete=("first",))
    )
    checklist = make_checklist(rows, registers=(things,))
    record = RecordBuilder()
    said = {"register": "things", "row": "row00001", "party": "sponsor1", "method": Method.INTERVIEW}
    record.add(
        kinds.row_recorded(record.stamp(Level.SHARED), values={"first": "x"}, **said),
        kinds.row_recorded(record.stamp(Level.INTERNAL), values={"inner": "y"}, **said),
    )
    assert seal(record, checklist, SHARED).manifest.blocked == ()
    record.add(kinds.row_recorded(record.stamp(Level.INTERNAL), values={"inner": "y"}, **said | {"row": "row00002"}))
    assert seal(record, checklist, SHARED).manifest.blocked == ("goals.rows",)
