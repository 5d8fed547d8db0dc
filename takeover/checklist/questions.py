"""One question out of a file: shape and types only; whether it makes sense is for `rules`."""

from __future__ import annotations

from fractions import Fraction

from takeover.checklist.conditions import read_condition
from takeover.checklist.fields import Fields, read_code
from takeover.checklist.files import Map, Scalar, Seq
from takeover.checklist.model import (
    Action,
    AnsweredHealth,
    Choice,
    ClearedBy,
    CodeHealth,
    Condition,
    CountsFor,
    EvidenceRule,
    Health,
    Horizon,
    Question,
    QuestionType,
    RowsHealth,
    Step,
    ThresholdHealth,
    Worth,
)
from takeover.values import Level, Role

MAX_WEIGHT = 10
_GRADE_HEALTH = CodeHealth(worths={"yes": Worth.GOOD, "partly": Worth.HALF, "no": Worth.BAD})


def read_question(fields: Fields) -> Question:
    """Read one question; missing parts get harmless stand-ins, their problems are reported."""
    kind = fields.choice("type", QuestionType) or QuestionType.GRADE
    question = Question(
        id=fields.text("id", required=True),
        dimension=fields.text("dimension", required=True),
        counts_for=fields.choice("counts_for", CountsFor) or CountsFor.INHERITED,
        type=kind,
        text=fields.text("text", required=True),
        help=fields.text("help"),
        why=fields.text("why"),
        source=tuple(item.text for item in fields.texts("source")),
        weight=_read_weight(fields),
        stop_line=_read_stop_line(fields),
        day_one=fields.flag("day_one"),
        sharing=fields.choice("sharing", Level) or Level.PRIVATE,
        ask=_read_roles(fields),
        ask_all=fields.flag("ask_all"),
        unit=fields.text("unit"),
        choices=read_choices(fields),
        evidence=_read_evidence(fields),
        register=fields.text("register"),
        health=_read_health(fields, kind),
        finding=fields.text("finding", required=True),
        action=_read_action(fields),
        when=_read_when(fields),
    )
    fields.refuse_others()
    return question


def _read_weight(fields: Fields) -> int:
    fields.text("weight", required=True)
    weight = fields.number("weight")
    if weight is None:
        return 0
    if weight != int(weight) or not 1 <= weight <= MAX_WEIGHT:
        fields.report("CL017", fields.place_of("weight"), value=str(weight), limit=str(MAX_WEIGHT))
        return 0
    return int(weight)


def _read_stop_line(fields: Fields) -> ClearedBy | None:
    sub = fields.sub("stop_line")
    if sub is None:
        return None
    cleared_by = sub.choice("cleared_by", ClearedBy)
    sub.refuse_others()
    return cleared_by


def _read_roles(fields: Fields) -> tuple[Role, ...]:
    fields.items("ask", required=True)
    roles = (read_code(item.text, Role, item, fields.problems) for item in fields.texts("ask"))
    return tuple(role for role in roles if role)


def read_choices(fields: Fields) -> tuple[Choice, ...]:
    """Read the choices of a question or column: codes with their texts."""
    choices: list[Choice] = []
    for node in fields.items("choices"):
        sub = Fields(node, fields.problems)
        choices.append(Choice(code=sub.text("code", required=True), text=sub.text("text", required=True)))
        sub.refuse_others()
    return tuple(choices)


def _read_evidence(fields: Fields) -> EvidenceRule:
    sub = fields.sub("evidence")
    if sub is None:
        return EvidenceRule()
    rule = EvidenceRule(
        typical=tuple(item.text for item in sub.texts("typical")),
        needed_for=tuple(item.text for item in sub.texts("needed_for")),
    )
    sub.refuse_others()
    return rule


def _read_action(fields: Fields) -> Action:
    fields.node("action", required=True)
    sub = fields.sub("action")
    if sub is None:
        return Action(text="", horizon=Horizon.DAY_30)
    action = Action(text=sub.text("text", required=True), horizon=sub.choice("horizon", Horizon) or Horizon.DAY_30)
    sub.refuse_others()
    return action


def _read_health(fields: Fields, kind: QuestionType) -> Health:
    node = fields.node("health")
    match node, kind:
        case None, QuestionType.GRADE:
            return _GRADE_HEALTH
        case None, _:
            fields.report("CL011", fields.place, key="health")
            return AnsweredHealth()
        case Seq(items=items), _:
            return ThresholdHealth(steps=tuple(_read_step(Fields(item, fields.problems)) for item in items))
        case Map() as found, QuestionType.REGISTER:
            return _read_rows_health(Fields(found, fields.problems))
        case Map(items=items), _ if tuple(items) == ("answered",):
            if (worth := Fields(node, fields.problems).text("answered")) != Worth.GOOD:
                fields.report("CL014", fields.place_of("health"), value=worth, allowed=Worth.GOOD)
            return AnsweredHealth()
        case Map() as found, _:
            return _read_code_health(Fields(found, fields.problems))
        case _:
            fields.report("CL013", fields.place_of("health"), expected="map")
            return AnsweredHealth()


def _read_code_health(fields: Fields) -> CodeHealth:
    worths: dict[str, Worth] = {}
    for code, node in fields.pairs():
        text = node.text if isinstance(node, Scalar) else ""
        worth = read_code(text, Worth, node, fields.problems)
        worths |= {code: worth} if worth else {}
    return CodeHealth(worths=worths)


def _read_step(fields: Fields) -> Step:
    otherwise = fields.choice("otherwise", Worth, Worth.BAD) if fields.node("otherwise") else None
    at_most, at_least = fields.number("at_most"), fields.number("at_least")
    worth = otherwise or fields.choice("is", Worth) or Worth.BAD
    if (otherwise is None) == (at_most is None and at_least is None) or None not in (at_most, at_least):
        fields.report("CL018", fields.place)
    fields.refuse_others()
    return Step(worth=worth, at_most=at_most, at_least=at_least)


def _read_rows_health(fields: Fields) -> RowsHealth:
    complete = tuple(item.text for item in fields.texts("complete"))
    if fields.text("good") not in ("", "all"):
        fields.report("CL014", fields.place_of("good"), value=fields.text("good"), allowed="all")
    half = _read_fraction(fields, "half", Fraction(2, 3))
    fields.refuse_others()
    return RowsHealth(complete=complete, half=half)


def _read_fraction(fields: Fields, key: str, default: Fraction) -> Fraction:
    """Read 2/3 or 0.5; an exponent is refused, since Fraction would write it out to any length."""
    text = fields.text(key)
    try:
        value = Fraction(text) if text and "e" not in text.lower() else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if 0 < value <= 1:
        return value
    if text:
        fields.report("CL015", fields.place_of(key), value=text)
    return default


def _read_when(fields: Fields) -> Condition | None:
    node = fields.node("when")
    return read_condition(node, fields.problems) if node is not None else None
