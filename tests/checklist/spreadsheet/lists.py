"""Checklists of every shape that the format allows, with translations, for property tests of workbooks and files."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from takeover.catalogues import Catalogue, load_catalogue, match_language
from takeover.checklist.model import (
    Action,
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnsweredHealth,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Changed,
    Checklist,
    Choice,
    ClearedBy,
    CodeHealth,
    Column,
    Condition,
    CountsFor,
    Dimension,
    EvidenceRule,
    Health,
    Hidden,
    Horizon,
    House,
    NotOf,
    Question,
    QuestionType,
    Register,
    RowsHealth,
    SettingIs,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.checklist.settings import CODES
from takeover.checklist.translation import list_texts
from takeover.values import Level, Role

LANGUAGES = ("en", "zh-Hans", "de", "pt-BR")
GRADES = ("yes", "partly", "no")
_QUANTITIES = (QuestionType.NUMBER, QuestionType.PERCENT)
_ODD = "=+-@'\"“”‘’:;,，；：#&*!|>%`~?{}[]()（）\n\t ./\\$_x<é是否項🚧\u2028\u00a0"


def catalogue_of(language: str) -> Catalogue:
    return load_catalogue(match_language(language))


texts = (
    st.text(
        st.one_of(st.sampled_from(_ODD), st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))),
        max_size=30,
    )
    .map(str.strip)
    .filter(
        lambda text: text and "${" not in text and "_x" not in text and not {"\ufffe", "\uffff", "\ufeff"} & set(text)
    )
)
codes = st.from_regex(r"[a-z0-9][a-z0-9_]{0,5}", fullmatch=True).filter(
    lambda code: code not in {"yes", "no", "on", "off", "true", "false"}
)
names = st.one_of(
    st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True),
    st.sampled_from(
        ["meta", "data", "setting", "registers", "team", "risks", "setting_team", "5s", "日程", "A.b", "grade"]
    ),
)
worths = st.sampled_from(Worth)
levels = st.sampled_from(Level)
bounds = st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=2)


@st.composite
def choices(draw: st.DrawFn, at_least: int = 2) -> tuple[Choice, ...]:
    found = draw(st.lists(codes, min_size=at_least, max_size=4, unique=True))
    return tuple(Choice(code=code, text=draw(texts)) for code in found)


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(
        st.sampled_from([kind for kind in QuestionType if kind not in (QuestionType.GRADE, QuestionType.REGISTER)])
    )
    made = draw(choices(1)) if kind is QuestionType.CHOICE else ()
    return Column(id=name, type=kind, title=draw(texts), sharing=draw(levels), choices=made)


def cells(column: Column) -> st.SearchStrategy[str]:
    match column.type:
        case QuestionType.CHOICE:
            return st.sampled_from([choice.code for choice in column.choices])
        case QuestionType.NUMBER | QuestionType.PERCENT:
            return st.integers(-99, 99).map(str)
        case QuestionType.MONEY:
            return st.integers(0, 99).map(lambda n: f"{n} EUR")
        case QuestionType.DATE:
            return st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10))
        case _:
            return texts


@st.composite
def registers(draw: st.DrawFn, name: str) -> Register:
    found = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    made = tuple(draw(columns(one)) for one in found)
    rows = []
    for _ in range(draw(st.integers(0, 2))):
        used = draw(st.lists(st.sampled_from(made), min_size=1, unique_by=lambda column: column.id))
        rows.append({column.id: draw(cells(column)) for column in used})
    command = draw(st.sampled_from(["", "log"]))
    return Register(id=name, title=draw(texts), columns=made, start_with=tuple(rows), command=command)


@st.composite
def healths(draw: st.DrawFn, kind: QuestionType, made: tuple[Choice, ...], register: Register | None) -> Health:
    if kind in _QUANTITIES:
        steps = [
            Step(worth=draw(worths), **{draw(st.sampled_from(["at_most", "at_least"])): draw(bounds)})
            for _ in range(draw(st.integers(0, 3)))
        ]
        return ThresholdHealth(steps=(*steps, Step(worth=draw(worths))))
    if register is not None:
        complete = draw(st.lists(st.sampled_from([column.id for column in register.columns]), min_size=1, unique=True))
        return RowsHealth(
            complete=tuple(complete), half=draw(st.sampled_from([Fraction(2, 3), Fraction(1, 2), Fraction(1)]))
        )
    if kind in (QuestionType.GRADE, QuestionType.CHOICE):
        found = GRADES if kind is QuestionType.GRADE else tuple(choice.code for choice in made)
        return CodeHealth(worths={code: draw(worths) for code in found})
    return AnsweredHealth()


def conditions(asked: tuple[Question, ...]) -> st.SearchStrategy[Condition]:
    leaves: list[st.SearchStrategy[Condition]] = []
    for name, allowed in CODES.items():
        some = st.lists(st.sampled_from(allowed), min_size=1, max_size=3).map(tuple)
        leaves.append(st.builds(SettingIs, setting=st.just(name), codes=some))
    for question in asked:
        here = st.just(question.id)
        leaves.append(st.builds(AnswerUnknown, question=here))
        if question.codes():
            some = st.lists(st.sampled_from(question.codes()), min_size=1, max_size=3).map(tuple)
            leaves.append(st.builds(AnswerIs, question=here, codes=some))
        if question.type in (*_QUANTITIES, QuestionType.MONEY):
            leaves.append(st.builds(AnswerAtLeast, question=here, bound=bounds))
            leaves.append(st.builds(AnswerBelow, question=here, bound=bounds))
    leaf = st.one_of(leaves)
    level_1 = _combine(leaf)
    return st.one_of(leaf, level_1, _combine(st.one_of(leaf, level_1)))


def _combine(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(part, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(AllOf, parts=parts), st.builds(AnyOf, parts=parts), st.builds(NotOf, part=part))


@st.composite
def questions(
    draw: st.DrawFn, name: str, dimension: str, asked: tuple[Question, ...], tables: tuple[Register, ...]
) -> Question:
    kinds = [kind for kind in QuestionType if tables or kind is not QuestionType.REGISTER]
    kind = draw(st.sampled_from(kinds))
    made = draw(choices()) if kind is QuestionType.CHOICE else ()
    register = draw(st.sampled_from(tables)) if kind is QuestionType.REGISTER else None
    fields: dict[str, Any] = {
        "evidence": EvidenceRule(typical=tuple(draw(st.lists(texts, max_size=3)))),
        "stop_line": draw(st.sampled_from([None, *ClearedBy])),
        "when": draw(st.one_of(st.none(), conditions(asked))),
    }
    return Question(
        id=name,
        dimension=dimension,
        counts_for=draw(st.sampled_from(CountsFor)),
        type=kind,
        text=draw(texts),
        weight=draw(st.integers(1, 10)),
        sharing=draw(levels),
        ask=tuple(draw(st.lists(st.sampled_from(Role), min_size=1, max_size=3))),
        health=draw(healths(kind, made, register)),
        finding=draw(texts),
        action=Action(text=draw(texts), horizon=draw(st.sampled_from(Horizon))),
        help=draw(st.one_of(st.just(""), texts)),
        why=draw(st.one_of(st.just(""), texts)),
        source=tuple(draw(st.lists(texts, max_size=2))),
        unit=draw(st.one_of(st.just(""), texts)),
        choices=made,
        day_one=draw(st.booleans()),
        register=register.id if register else "",
        ask_all=draw(st.booleans()),
        **fields,
    )


@st.composite
def houses(draw: st.DrawFn) -> House:
    return House(
        base="base@1.0.0",
        base_sha256="ab" * 32,
        hidden=tuple(
            Hidden(question=f"gone.{n}", text=draw(texts), reason=draw(texts)) for n in range(draw(st.integers(0, 2)))
        ),
        changed=(Changed(question="kept.one", keys=("weight", "action.text")),),
        added=("new.one", "new.two"),
    )


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    """A list without errors; questions of several dimensions may stand mixed."""
    found = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    tables = tuple(draw(registers(name)) for name in draw(st.lists(names, max_size=2, unique=True)))
    made: tuple[Question, ...] = ()
    for number in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(["goals.q", "5s.q-x", "risks.owner.q"])) + str(number)
        made = (*made, draw(questions(name, draw(st.sampled_from(found)), made, tables)))
    return Checklist(
        id=draw(st.sampled_from(["house", "our list", "清单"])),
        version=draw(st.sampled_from(["1.0.0", "2.10.3"])),
        language=draw(st.sampled_from(LANGUAGES)),
        title=draw(texts),
        dimensions=tuple(Dimension(id=name, title=draw(texts)) for name in found),
        registers=tables,
        questions=made,
        house=draw(st.one_of(st.none(), houses())),
    )


@st.composite
def translated(draw: st.DrawFn) -> tuple[Checklist, dict[str, dict[str, str]]]:
    """A list, and for some languages the translations of some of its texts."""
    checklist = draw(checklists())
    others = [language for language in LANGUAGES if language != checklist.language]
    strings: dict[str, dict[str, str]] = {}
    for language in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)):
        keys = draw(st.lists(st.sampled_from(list(list_texts(checklist))), min_size=1, unique=True))
        strings[language] = {key: draw(texts) for key in keys}
    return checklist, strings
