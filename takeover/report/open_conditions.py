"""Under which conditions a question is asked that nobody could decide yet: facts of the setting that are not known.

A reader who is asked all the same must be told, or the question claims what nobody has said.
"""

from __future__ import annotations

from collections.abc import Mapping

from takeover.checklist.model import AllOf, Condition, Question, SettingIs


def list_open(question: Question, settings: Mapping[str, str]) -> tuple[str, ...]:
    """List the sentences by their keys (``sheet.only_if.foothold.yes``), one a fact that must hold and is not known."""
    return tuple(
        f"sheet.only_if.{leaf.setting}.{leaf.codes[0]}"
        for leaf in list_conjuncts(question.when)
        if isinstance(leaf, SettingIs) and leaf.setting not in settings and len(leaf.codes) == 1
    )


def list_conjuncts(condition: Condition | None) -> tuple[Condition, ...]:
    """List what must hold in any case: the condition itself, or the parts of its `all`."""
    match condition:
        case None:
            return ()
        case AllOf(parts=parts):
            return tuple(inner for part in parts for inner in list_conjuncts(part))
        case _:
            return (condition,)
