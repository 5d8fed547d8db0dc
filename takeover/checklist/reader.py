"""From YAML nodes to a checklist: shape and types only; whether the questions make sense is for `rules`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from takeover.checklist.fields import Fields, read_code
from takeover.checklist.files import Map, Node, Scalar, Seq, load_yaml
from takeover.checklist.model import (
    Action,
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnsweredHealth,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
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
    Horizon,
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
from takeover.problems import Place, Problem
from takeover.values import Level, Role

MAX_WEIGHT = 10
COLUMN_TYPES = tuple(kind for kind in QuestionType if kind not in (QuestionType.GRADE, QuestionType.REGISTER))
"""What a column of a register may hold."""
_GRADE_HEALTH = CodeHealth(worths={"yes": Worth.GOOD, "partly": Worth.HALF, "no": Worth.BAD})


class Placed:
    """A checklist with the places of its questions, so that rules can point at them."""

    def __init__(self, checklist: Checklist, places: dict[str, Place]) -> None:
        self.checklist = checklist
        self.places = places


def read_checklist(data: bytes, file: str) -> tuple[Placed | None, tuple[Problem, ...]]:
    """Read a checklist file.

    Returns:
        The checklist with places, or None where it cannot be read; and all problems of shape and type.
    """
    node, found = load_yaml(data, file)
    problems = list(found)
    if node is None:
        return None, tuple(problems)
    fields = Fields(node, problems)
    if fields.text("takeover_checklist", required=True) not in ("", "1"):
        fields.report("CL016", fields.place_of("takeover_checklist"), wanted="1")
    places: dict[str, Place] = {}
    for key in ("dimensions", "registers"):
        _refuse_twins(fields.items(key), problems)
    checklist = Checklist(
        id=fields.text("id", required=True),
        version=fields.text("version", required=True),
        language=fields.text("language", required=True),
        title=fields.text("title", required=True),
        dimensions=tuple(_read_dimension(Fields(n, problems)) for n in fields.items("dimensions", required=True)),
        registers=tuple(_read_register(Fields(n, problems)) for n in fields.items("registers")),
        questions=_read_questions(fields.items("questions", required=True), places, problems),
    )
    fields.refuse_others()
    return Placed(checklist, places), tuple(problems)


def _refuse_twins(nodes: tuple[Node, ...], problems: list[Problem]) -> None:
    """Report every map whose id an earlier one of the list has."""
    first: dict[str, Place] = {}
    for node in nodes:
        found = node.get("id") if isinstance(node, Map) else None
        if not isinstance(found, Scalar):
            continue
        if found.text in first:
            details = {"key": found.text, "first": str(first[found.text].line)}
            problems.append(Problem(code="CL010", place=found.place, details=details))
        first.setdefault(found.text, found.place)


def _read_dimension(fields: Fields) -> Dimension:
    dimension = Dimension(id=fields.text("id", required=True), title=fields.text("title", required=True))
    fields.refuse_others()
    return dimension


def _read_register(fields: Fields) -> Register:
    nodes = fields.items("columns", required=True)
    _refuse_twins(nodes, fields.problems)
    columns = tuple(_read_column(Fields(node, fields.problems)) for node in nodes)
    register = Register(id=fields.text("id", required=True), title=fields.text("title", required=True), columns=columns)
    fields.refuse_others()
    return register


def _read_column(fields: Fields) -> Column:
    column = Column(
        id=fields.text("id", required=True),
        type=fields.choice("type", QuestionType) or QuestionType.TEXT,
        title=fields.text("title", required=True),
        sharing=fields.choice("sharing", Level, Level.SHARED) or Level.SHARED,
        choices=_read_choices(fields),
    )
    fields.refuse_others()
    if column.type not in COLUMN_TYPES:
        fields.report("CL014", fields.place_of("type"), value=column.type, allowed=", ".join(COLUMN_TYPES))
    if (column.type is QuestionType.CHOICE) != bool(column.choices):
        code = "CL012" if column.choices else "CL011"
        fields.report(code, fields.place_of("choices"), key="choices", near="type: choice")
    return column


def _read_questions(nodes: tuple[Node, ...], places: dict[str, Place], problems: list[Problem]) -> tuple[Question, ...]:
    questions: list[Question] = []
    for node in nodes:
        fields = Fields(node, problems)
        question = read_question(fields)
        if question.id and question.id in places:
            fields.report("CL020", fields.place_of("id"), id=question.id, first=str(places[question.id].line))
        places.setdefault(question.id, node.place)
        questions.append(question)
    return tuple(questions)


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
        unit=fields.text("unit"),
        choices=_read_choices(fields),
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
    roles = (read_code(item.text, Role, item.place, fields.problems) for item in fields.texts("ask"))
    return tuple(role for role in roles if role)


def _read_choices(fields: Fields) -> tuple[Choice, ...]:
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
        worth = read_code(text, Worth, node.place, fields.problems)
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


def read_condition(node: Node, problems: list[Problem]) -> Condition | None:
    """Read a condition: all, any, not, or one leaf over a setting or a question."""
    fields = Fields(node, problems)
    subjects = ("setting", "question")
    keys = tuple(sorted((key for key, _ in fields.pairs()), key=lambda key: (key not in subjects, key)))
    match keys:
        case ("all",) | ("any",):
            parts = tuple(read_condition(item, problems) for item in fields.items(keys[0]))
            kept = tuple(part for part in parts if part is not None)
            if not kept:
                fields.report("CL019", fields.place)
                return None
            return AllOf(parts=kept) if keys == ("all",) else AnyOf(parts=kept)
        case ("not",):
            inner = fields.node("not")
            part = read_condition(inner, problems) if inner else None
            return NotOf(part=part) if part else None
        case ("setting", "is" | "in"):
            return SettingIs(setting=fields.text("setting"), codes=_read_codes(fields, keys[1]))
        case ("question", ("is" | "in") as operator):
            return AnswerIs(question=fields.text("question"), codes=_read_codes(fields, operator))
        case ("question", ("at_least" | "below") as operator):
            fields.text(operator, required=True)
            bound = fields.number(operator) or Decimal(0)
            question = fields.text("question")
            if operator == "at_least":
                return AnswerAtLeast(question=question, bound=bound)
            return AnswerBelow(question=question, bound=bound)
        case ("question", "unknown") if fields.flag("unknown"):
            return AnswerUnknown(question=fields.text("question"))
        case _:
            fields.report("CL019", fields.place)
            return None


def _read_codes(fields: Fields, operator: str) -> tuple[str, ...]:
    if operator == "is":
        return (fields.text("is"),)
    codes = tuple(item.text for item in fields.texts("in"))
    if not codes:
        fields.report("CL019", fields.place)
    return codes
