"""Whom a question is put to: in an internal engagement the main user answers where the client would."""

from __future__ import annotations

from collections.abc import Mapping

from takeover.checklist.model import Question
from takeover.values import Role


def roles_to_ask(question: Question, settings: Mapping[str, str]) -> tuple[Role, ...]:
    """List the roles in the order of the checklist, the client read as the main user where there is none."""
    if settings.get("engagement") != "internal":
        return question.ask
    roles = (Role.MAIN_USER if role is Role.CLIENT else role for role in question.ask)
    return tuple(dict.fromkeys(roles))
