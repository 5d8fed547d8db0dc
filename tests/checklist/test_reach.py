"""Conditions that can never be true or never be false; checked against the path itself on every answer."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    NotOf,
    QuestionType,
    SettingIs,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.checklist.path import Known, Place, find_path
from takeover.checklist.reach import MAX_CASES, decide_reach
from takeover.values import Code, NotApplicable, Nothing, Number, Unknown, UnknownReason
from tests.builders import make_checklist, make_question


def is_(*codes: str, question: str = "a.one") -> AnswerIs:
    return AnswerIs(question=question, codes=codes)


def setting(*codes: str, name: str = "engagement") -> SettingIs:
    return SettingIs(setting=name, codes=codes)


def both(*parts):
    return AllOf(parts=parts)


def either(*parts):
    return AnyOf(parts=parts)


def no(part):
    return NotOf(part=part)


NUMBER = {"type": QuestionType.NUMBER, "health": ThresholdHealth(steps=(Step(worth=Worth.BAD),))}
UNKNOWN = AnswerUnknown(question="a.one")


def at_least(bound: str) -> AnswerAtLeast:
    return AnswerAtLeast(question="a.number", bound=Decimal(bound))


def below(bound: str) -> AnswerBelow:
    return AnswerBelow(question="a.number", bound=Decimal(bound))


def reach_of(condition, **first):
    """What is said of `a.last`, which has the condition, behind a grade and a number."""
    questions = (
        make_question("a.one", **first),
        make_question("a.number", **NUMBER),
        make_question("a.text", type=QuestionType.TEXT),
        make_question("a.last", when=condition),
    )
    reach = decide_reach(make_checklist(*questions))
    return "never" if "a.last" in reach.never else "always" if "a.last" in reach.always else "either"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (is_("yes"), "either"),
        (is_("yes", "partly", "no"), "either"),  # false where it does not apply
        (both(is_("yes"), is_("no")), "never"),
        (both(is_("yes", "partly"), is_("partly", "no")), "either"),
        (both(is_("yes"), no(is_("yes"))), "never"),
        (either(is_("yes"), no(is_("yes"))), "always"),
        (no(both(is_("yes"), is_("no"))), "always"),
        (both(is_("yes"), UNKNOWN), "never"),
        (either(is_("yes"), UNKNOWN), "either"),
        (either(UNKNOWN, no(UNKNOWN)), "always"),
        (both(setting("client"), setting("internal")), "never"),
        (setting("client", "internal"), "always"),
        (both(setting("client"), setting("yes", name="team")), "either"),
        (both(at_least("5"), below("5")), "never"),
        (both(at_least("5"), below("5.1")), "either"),
        (both(at_least("5"), no(at_least("4"))), "never"),
        (both(no(at_least("5")), no(below("5"))), "either"),  # there is none
        (either(both(is_("yes"), is_("no")), both(at_least("2"), below("1"))), "never"),
        (both(either(is_("yes"), is_("no")), is_("partly")), "never"),
        (no(either(is_("yes"), no(is_("yes")))), "never"),
        (AnswerUnknown(question="a.text"), "either"),
        (is_("yes", question="a.nowhere"), "either"),  # an error of its own
        (both(is_("perhaps"), is_("yes")), "either"),
        (both(setting("maybe"), setting("client")), "either"),
        (both(AnswerIs(question="a.one", codes=()), is_("yes")), "either"),
        (both(AnswerAtLeast(question="a.one", bound=Decimal(1)), is_("yes")), "either"),
    ],
)
def test_reach_is_decided_over_all_answers(condition, expected):
    assert reach_of(condition) == expected


def test_what_hangs_on_a_question_that_is_never_asked_is_never_asked():
    never = {"when": both(setting("client"), setting("internal"))}
    assert reach_of(is_("yes"), **never) == "never"
    assert reach_of(UNKNOWN, **never) == "never"
    assert reach_of(no(is_("yes")), **never) == "always"
    assert reach_of(either(is_("yes"), setting("client")), **never) == "either"


def test_conditions_of_the_parents_count():
    assert reach_of(both(is_("yes"), setting("internal")), when=setting("client")) == "never"
    assert reach_of(both(no(is_("yes")), setting("internal")), when=setting("client")) == "either"


def test_circles_are_left_to_their_own_rule():
    circle = make_checklist(
        make_question("a.one", when=is_("yes", question="a.two")), make_question("a.two", when=is_("yes"))
    )
    reach = decide_reach(circle)
    assert (reach.never, reach.always) == (frozenset(), frozenset())


def test_what_is_too_large_to_write_out_counts_as_possible():
    wide = [either(setting(code, name=name), setting(other, name=name)) for name, code, other in product(("team", "foothold", "accepted", "live_system", "predecessor", "subcontractor", "x1"), ("yes",), ("no",))]  # fmt: skip
    assert 2 ** len(wide) > MAX_CASES
    assert reach_of(both(*wide, is_("yes"), is_("no"))) == "either"


SETTINGS = ("client", "internal")
UNSAID = [None, NotApplicable(reason="x"), Unknown(reason=UnknownReason.NOBODY_KNOWS)]
GRADED = [*UNSAID, *(Code(code=code) for code in ("yes", "partly", "no"))]
COUNTED = [*UNSAID, Nothing(), *(Number(value=Decimal(value)) for value in (0, 1, 2, 3))]
ANSWERS = {"a.one": GRADED, "a.two": GRADED, "a.number": COUNTED}
CODES = st.lists(st.sampled_from(("yes", "partly", "no")), min_size=1, unique=True).map(tuple)


def conditions(*names: str):
    graded = [name for name in names if name != "a.number"]
    bounds = st.sampled_from([Decimal(1), Decimal(2), Decimal(3)])
    leaf = st.one_of(
        st.builds(
            SettingIs, setting=st.just("engagement"), codes=st.sampled_from([("client",), ("internal",), SETTINGS])
        ),
        st.builds(AnswerIs, question=st.sampled_from(graded), codes=CODES),
        st.builds(AnswerUnknown, question=st.sampled_from(names)),
        st.builds(AnswerAtLeast, question=st.just("a.number"), bound=bounds),
        st.builds(AnswerBelow, question=st.just("a.number"), bound=bounds),
    )
    parts = lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple)  # noqa: E731
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(AllOf, parts=parts(inner)), st.builds(AnyOf, parts=parts(inner)), st.builds(NotOf, part=inner)
        ),
        max_leaves=5,
    )


@given(conditions("a.one", "a.number"), conditions("a.one", "a.two", "a.number"))
@settings(max_examples=400)
def test_no_answers_whatever_prove_lint_wrong(parent, condition):
    checklist = make_checklist(
        make_question("a.one"),
        make_question("a.number", **NUMBER),
        make_question("a.two", when=parent),
        make_question("a.last", when=condition),
    )
    reach = decide_reach(checklist)
    for engagement, *said in product(SETTINGS, *ANSWERS.values()):
        answers = {name: (answer,) for name, answer in zip(ANSWERS, said, strict=True) if answer}
        places = find_path(checklist, Known(settings={"engagement": engagement}, answers=answers))
        for name in ("a.two", "a.last"):
            assert name not in reach.never or places[name] is not Place.ON
            assert name not in reach.always or places[name] is not Place.OFF
