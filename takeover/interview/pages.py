"""What a question's page says: head, question, help, what was said before, why it is asked. Texts in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from takeover.catalogues import Catalogue
from takeover.checklist.model import GRADES, Question, QuestionType
from takeover.checklist.path import Place
from takeover.checklist.roles import roles_to_ask
from takeover.interview.navigator import Navigator
from takeover.interview.prompts import ON_PAPER, ON_QUESTION, Option, Pick, Prompt, Tone, Type
from takeover.record.situation import Party, Statement
from takeover.roles import name_role
from takeover.values import (
    Answer,
    Code,
    Date,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Text,
    Unknown,
    decimal_text,
)

STAY = "=stay"
"""The option that leaves an answer without a code as it stands; no code looks like it."""
UNKNOWN = "=unknown"
"""The option that begins the talk about why it is unknown."""
ABSENT = "=absent"
"""The option that the paper in hand does not say it."""
HABITS = 6
"""The habits of good client talk, one sentence each (references, source 1)."""
GRADE_KEYS: Mapping[str, tuple[str, ...]] = {"yes": ("y", "是"), "partly": ("p", "部"), "no": ("n", "否")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text and what it is."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Whose statement it is (a party's id), and how it became known."""

    party: str
    method: Method


def page_of(
    navigator: Navigator, question: Question, catalogue: Catalogue, marks: Collection[str] = ()
) -> tuple[Passage, ...]:
    """Compose a question's page without its prompt; `marks` stand behind its head."""
    asked = roles_to_ask(question, navigator.situation.settings)
    roles = catalogue.join(name_role(role, catalogue) for role in asked)
    passages = [
        Passage(text=_head(navigator, question, catalogue, marks), tone=Tone.HEAD),
        Passage(text=question.text, tone=Tone.QUESTION),
        Passage(text=question.help, tone=Tone.HELP),
        Passage(text=catalogue.text("interview.ask.roles", roles=roles) if roles else "", tone=Tone.HELP),
    ]
    if question.type is QuestionType.REGISTER:
        passages.append(Passage(text=_rows_line(navigator, question, catalogue), tone=Tone.HELP))
    parties = navigator.situation.parties
    said = navigator.situation.standing(question.id)
    passages += [Passage(text=said_line(one, question, parties, catalogue), tone=Tone.SAID) for one in said]
    return tuple(passage for passage in passages if passage.text)


def why_of(question: Question, catalogue: Catalogue) -> tuple[Passage, ...]:
    """Say why a question is asked, what usually proves it, who can clear it, and where it comes from."""
    papers = catalogue.text("list.between").join(question.evidence.typical)
    lines = [
        question.why,
        catalogue.text("interview.why.proof", papers=papers) if papers else "",
        catalogue.text(f"interview.why.stop.{question.stop_line}") if question.stop_line else "",
        catalogue.text("interview.why.source", sources=catalogue.join(question.source) or "–", id=question.id),
    ]
    return tuple(Passage(text=line, tone=Tone.HELP) for line in lines if line)


def habits_of(catalogue: Catalogue) -> tuple[Passage, ...]:
    """List the habits of good client talk, for the one who asks; they stand on no sheet."""
    lines = (catalogue.text(f"interview.habit.{number}") for number in range(1, HABITS + 1))
    head = Passage(text=catalogue.text("interview.habits"), tone=Tone.HELP)
    return (head, *(Passage(text=line, tone=Tone.SAID) for line in lines))


def voice_line(voice: Voice, parties: Mapping[str, Party], catalogue: Catalogue) -> str:
    """Say for whom the next answer is: ``for: sponsor, interview``."""
    party = party_name(parties[voice.party], catalogue)
    return catalogue.text("interview.voice", party=party, method=catalogue.text(f"interview.method.{voice.method}"))


def options_of(question: Question, catalogue: Catalogue) -> tuple[Option, ...]:
    """List what can be picked in answer to a question; nothing for numbers, dates, texts."""
    match question.type:
        case QuestionType.CHOICE:
            return tuple(Option(value=choice.code, text=choice.text) for choice in question.choices)
        case QuestionType.GRADE | QuestionType.REGISTER:
            return tuple(
                Option(value=c, text=catalogue.text(f"interview.grade.{c}"), keys=GRADE_KEYS[c]) for c in GRADES
            )
        case _:
            return ()


def prompt_for(
    question: Question,
    standing: Statement | None,
    parties: Mapping[str, Party],
    catalogue: Catalogue,
    *,
    typed: str,
    typing: Callable[[str], None],
    paper: bool = False,
) -> Prompt:
    """Make a question's prompt. What stands is preselected, else "unknown": a stray Enter must claim nothing.

    `typed` is half-typed text from before, `typing` hears more of it. Of a `paper`, Enter says that it is not in it.
    """
    answer = standing.answer if standing else None
    if paper:
        return _prompt_for_paper(question, answer, catalogue, typed=typed, typing=typing)
    if not question.codes():
        default = typed or (typed_text(answer) if answer else "")
        return Type(title=fact_title(question, catalogue), default=default, typing=typing, verbs=ON_QUESTION)
    options = (
        *options_of(question, catalogue),
        Option(value=UNKNOWN, text=catalogue.text("interview.ask.unknown")),
    )
    title = catalogue.text("interview.ask.pick")
    match answer:
        case None:
            return Pick(title=title, options=options, default=UNKNOWN, verbs=ON_QUESTION)
        case Code(code=code):
            return Pick(title=title, options=options, default=code, verbs=ON_QUESTION)
        case _:
            said = describe_answer(answer, question, parties, catalogue)
            stay = Option(value=STAY, text=catalogue.text("interview.ask.stay", said=said))
            return Pick(title=title, options=(stay, *options), default=STAY, verbs=ON_QUESTION)


def _prompt_for_paper(
    question: Question, answer: Answer | None, catalogue: Catalogue, *, typed: str, typing: Callable[[str], None]
) -> Prompt:
    """Ask what the paper says; `answer` is what it was found to say before."""
    if not question.codes():
        title = catalogue.text("interview.paper.type", title=fact_title(question, catalogue))
        default = typed or (typed_text(answer) if answer else "")
        return Type(title=title, default=default, typing=typing, verbs=ON_PAPER)
    absent = Option(value=ABSENT, text=catalogue.text("interview.paper.absent"))
    options = (*options_of(question, catalogue), absent)
    default = answer.code if isinstance(answer, Code) else ABSENT
    return Pick(title=catalogue.text("interview.paper.pick"), options=options, default=default, verbs=ON_PAPER)


def fact_title(question: Question, catalogue: Catalogue) -> str:
    """Say what is to be typed: a number with its unit, an amount, a date, words."""
    if question.type is not QuestionType.NUMBER:
        return catalogue.text(f"interview.ask.{question.type}")
    if not question.unit:
        return catalogue.text("interview.ask.number.bare")
    key = f"interview.unit.{question.unit}"
    unit = catalogue.text(key) if catalogue.has(key) else question.unit
    return catalogue.text("interview.ask.number", unit=unit)


def describe_answer(answer: Answer, question: Question, parties: Mapping[str, Party], catalogue: Catalogue) -> str:
    """Say an answer in words."""
    match answer:
        case Code(code=code):
            return next((option.text for option in options_of(question, catalogue) if option.value == code), code)
        case Unknown(reason=reason, who=who):
            return catalogue.text(f"interview.said.unknown.{reason}", who=_name_of(who, parties, catalogue))
        case NotApplicable(reason=reason):
            return catalogue.text("interview.said.not_applicable", reason=reason)
        case Nothing():
            return catalogue.text("interview.said.nothing")
        case _:
            return typed_text(answer)


def typed_text(answer: Answer) -> str:
    """Write an answer as one would type it; empty for what is not typed."""
    match answer:
        case Number(value=value):
            return decimal_text(value)
        case Percent(value=value):
            return f"{decimal_text(value)} %"
        case Money(amount=amount, currency=currency):
            return f"{decimal_text(amount)} {currency}"
        case Date(value=value):
            return value.isoformat()
        case Text(value=value):
            return value
        case Code(code=code):
            return code
        case Nothing():
            return "none"
        case _:
            return ""


def party_name(party: Party, catalogue: Catalogue) -> str:
    """Name a party: its role, with the person where one is named, and the key where it says more."""
    role = name_role(party.role, catalogue)
    more = party.name or (party.key if party.key != party.role.value else "")
    return catalogue.text("interview.party", role=role, name=more) if more else role


def _name_of(party: str, parties: Mapping[str, Party], catalogue: Catalogue) -> str:
    return party_name(parties[party], catalogue) if party in parties else party


def _head(navigator: Navigator, question: Question, catalogue: Catalogue, more: Collection[str]) -> str:
    progress = navigator.progress()
    titles = {dimension.id: dimension.title for dimension in navigator.checklist.dimensions}
    head = catalogue.text(
        "interview.head",
        dimension=titles.get(question.dimension, question.dimension),
        done=progress.done,
        total=progress.total,
    )
    marks = [
        catalogue.text("interview.mark.stop") if question.stop_line else "",
        catalogue.text("interview.mark.optional") if navigator.path[question.id] is Place.OPTIONAL else "",
    ]
    return " · ".join((head, *(mark for mark in (*more, *marks) if mark)))


def _rows_line(navigator: Navigator, question: Question, catalogue: Catalogue) -> str:
    rows = len(navigator.situation.rows(question.register))
    return catalogue.text("interview.rows", rows=rows) if rows else catalogue.text("interview.rows.none")


def said_line(statement: Statement, question: Question, parties: Mapping[str, Party], catalogue: Catalogue) -> str:
    """Say who said what and how it became known, and how much evidence there is."""
    line = catalogue.text(
        "interview.said",
        party=_name_of(statement.party, parties, catalogue),
        answer=describe_answer(statement.answer, question, parties, catalogue),
        method=catalogue.text(f"interview.method.{statement.method}"),
    )
    proofs = len(statement.evidence)
    return catalogue.text("interview.said.proven", said=line, proofs=proofs) if proofs else line
