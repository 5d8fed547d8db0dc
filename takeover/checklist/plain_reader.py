"""From a checklist's plain JSON form back to its values: the fast way, for bytes that the program wrote and has proven.

Keys are the fields of the model, so what needs no reading goes in as it is, an unknown key is refused by the model
itself, and what is missing has the model's default. There are no places and no cures, since no person writes this form;
files of people are for `reader`. Maps are changed in place: they have just been read and belong to nobody else.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

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
from takeover.values import Level, Role, decimal_from_text

# Members by their codes: looking one up costs a tenth of calling the enum, and there are thousands.
_TYPES = {member.value: member for member in QuestionType}
_LEVELS = {member.value: member for member in Level}
_ROLES = {member.value: member for member in Role}
_WORTHS = {member.value: member for member in Worth}
_COUNTS = {member.value: member for member in CountsFor}
_HORIZONS = {member.value: member for member in Horizon}
_CLEARERS = {member.value: member for member in ClearedBy}
_MAX_SHARE = 80
"""Characters of a share such as 2/3; a longer one stands in no list and would only cost time."""


class NotPlain(ValueError):
    """The value is not a checklist in plain form."""


def read_plain(plain: Any) -> Checklist:
    """Read what `plain.checklist_to_plain` writes.

    Raises:
        NotPlain: something is missing, unknown, or of another kind.
    """
    try:
        if plain.pop("takeover_checklist") != "1":
            raise NotPlain  # noqa: TRY301 - of another version
        plain["dimensions"] = tuple([Dimension(**item) for item in plain["dimensions"]])
        plain["registers"] = tuple([_read_register(item) for item in plain["registers"]])
        plain["questions"] = tuple([_read_question(item) for item in plain["questions"]])
        if "house" in plain:
            plain["house"] = _read_house(plain["house"])
        return Checklist(**plain)
    except NotPlain:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise NotPlain from error


def _read_register(plain: Any) -> Register:
    plain["columns"] = tuple([_read_column(item) for item in plain["columns"]])
    if "start_with" in plain:
        plain["start_with"] = tuple(plain["start_with"])
    return Register(**plain)


def _read_column(plain: Any) -> Column:
    plain["type"], plain["sharing"] = _TYPES[plain["type"]], _LEVELS[plain["sharing"]]
    if "choices" in plain:
        plain["choices"] = tuple([Choice(**item) for item in plain["choices"]])
    return Column(**plain)


def _read_question(plain: Any) -> Question:
    plain["type"], plain["sharing"] = _TYPES[plain["type"]], _LEVELS[plain["sharing"]]
    plain["counts_for"], plain["weight"] = _COUNTS[plain["counts_for"]], int(plain["weight"])
    plain["ask"] = tuple([_ROLES[role] for role in plain["ask"]])
    plain["health"] = read_health(plain["health"])
    action = plain["action"]
    plain["action"] = Action(text=action["text"], horizon=_HORIZONS[action["horizon"]])
    if "source" in plain:
        plain["source"] = tuple(plain["source"])
    if "evidence" in plain:
        evidence = plain["evidence"]
        for name in evidence:
            evidence[name] = tuple(evidence[name])
        plain["evidence"] = EvidenceRule(**evidence)
    if "choices" in plain:
        plain["choices"] = tuple([Choice(**item) for item in plain["choices"]])
    if "stop_line" in plain:
        plain["stop_line"] = _CLEARERS[plain["stop_line"]["cleared_by"]]
    for flag in ("day_one", "ask_all"):
        if flag in plain:
            plain[flag] = plain[flag] == "true"
    if "when" in plain:
        plain["when"] = read_condition(plain["when"])
    return Question(**plain)


def read_health(plain: Any) -> Health:
    """Read a health rule."""
    if type(plain) is list:
        return ThresholdHealth(steps=tuple(_read_step(step) for step in plain))
    if "complete" in plain and type(plain["complete"]) is list:
        return RowsHealth(complete=tuple(plain["complete"]), half=Fraction(plain["half"][:_MAX_SHARE]))
    return _read_worths(tuple(plain.items()))


@lru_cache(maxsize=256)
def _read_worths(plain: tuple[tuple[str, str], ...]) -> CodeHealth | AnsweredHealth:
    """Read a map of codes; most questions share one of a few, and values can be shared."""
    if plain == (("answered", "good"),):
        return AnsweredHealth()
    return CodeHealth(worths={code: _WORTHS[worth] for code, worth in plain})


def _read_step(plain: Any) -> Step:
    if "otherwise" in plain:
        return Step(worth=_WORTHS[plain["otherwise"]])
    (bound,) = plain.keys() - {"is"}
    return Step(worth=_WORTHS[plain["is"]], **{bound: decimal_from_text(plain[bound])})


def read_condition(plain: Any) -> Condition:
    """Read a condition."""
    match plain:
        case {"all": parts}:
            return AllOf(parts=tuple(read_condition(part) for part in parts))
        case {"any": parts}:
            return AnyOf(parts=tuple(read_condition(part) for part in parts))
        case {"not": part}:
            return NotOf(part=read_condition(part))
        case {"setting": setting, "in": codes}:
            return SettingIs(setting=setting, codes=tuple(codes))
        case {"question": question, "in": codes}:
            return AnswerIs(question=question, codes=tuple(codes))
        case {"question": question, "at_least": bound}:
            return AnswerAtLeast(question=question, bound=decimal_from_text(bound))
        case {"question": question, "below": bound}:
            return AnswerBelow(question=question, bound=decimal_from_text(bound))
        case {"question": question, "unknown": "true"}:
            return AnswerUnknown(question=question)
        case _:
            raise NotPlain


def _read_hidden(plain: Any) -> Hidden:
    if "sharing" in plain:
        plain["sharing"] = _LEVELS[plain["sharing"]]
    return Hidden(**plain)


def _read_house(plain: Any) -> House:
    if "hidden" in plain:
        plain["hidden"] = tuple(_read_hidden(item) for item in plain["hidden"])
    if "changed" in plain:
        plain["changed"] = tuple(Changed(question=c["question"], keys=tuple(c["keys"])) for c in plain["changed"])
    if "added" in plain:
        plain["added"] = tuple(plain["added"])
    return House(**plain)
