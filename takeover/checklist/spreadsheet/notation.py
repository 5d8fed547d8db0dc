"""How lists, pairs and health rules stand in one cell: as people would type them, read back to the same.

| what | in the cell |
|---|---|
| codes | `sponsor, client` |
| texts | one a line; a line that begins with two blanks goes on with the one above; an empty line is a missing one |
| worth of answers | `yes: good; partly: half; no: bad` |
| steps | `at_most 0: good; at_most 30: half; otherwise: bad` |
| complete rows | `complete: amount, due; half: 2/3` |
| known at all | `answered: good` |

Full-width punctuation, as Chinese keyboards type it, is read as the narrow one. Values are in the plain form of
`plain.checklist_to_plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from takeover.checklist.model import QuestionType

_WIDE = str.maketrans("；：，、", ";:,,")
_CONTINUED = "  "


def write_codes(codes: Iterable[str]) -> str:
    """Write codes with commas."""
    return ", ".join(codes)


def read_codes(text: str) -> list[str]:
    """Read codes with commas, semicolons or line breaks between them."""
    return [code.strip() for code in re.split(r"[,;\n]", text.translate(_WIDE)) if code.strip()]


def write_lines(texts: Iterable[str]) -> str:
    """Write texts one a line; line breaks inside one are marked by two blanks."""
    return "\n".join(text.replace("\n", f"\n{_CONTINUED}") for text in texts).rstrip("\n")


def read_lines(text: str) -> list[str]:
    """Read texts one a line; an empty line between others is an empty text."""
    items: list[str] = []
    for line in text.rstrip("\n").split("\n") if text.strip() else ():
        if line.startswith(_CONTINUED) and items:
            items[-1] += "\n" + line[len(_CONTINUED) :]
        else:
            items.append(line)
    return [item.strip() for item in items]


def write_health(health: Any) -> str:
    """Write a health rule."""
    if isinstance(health, list):
        return "; ".join(_write_step(step) for step in health)
    if isinstance(health.get("complete"), list):
        return f"complete: {write_codes(health['complete'])}; half: {health['half']}"
    return "; ".join(f"{key}: {worth}" for key, worth in health.items())


def _write_step(step: dict[str, str]) -> str:
    if "otherwise" in step:
        return f"otherwise: {step['otherwise']}"
    ((bound, value),) = ((key, value) for key, value in step.items() if key != "is")
    return f"{bound} {value}: {step['is']}"


def read_health(text: str, kind: str) -> Any | None:
    """Read the health rule of a question of this type; None where it is none."""
    pairs: list[tuple[str, str]] = []
    for part in re.split(r"[;\n]", text.translate(_WIDE)):
        key, _, worth = part.partition(":")
        pairs += [(key.strip(), worth.strip())] if part.strip() else []
    if not pairs or not all(key and worth for key, worth in pairs):
        return None
    if kind in (QuestionType.NUMBER, QuestionType.PERCENT):
        steps = [_read_step(key, worth) for key, worth in pairs]
        return None if None in steps else steps
    fields: dict[str, Any] = dict(pairs)
    if len(fields) != len(pairs):
        return None
    is_rows = kind == QuestionType.REGISTER and "complete" in fields
    return fields | {"complete": read_codes(fields["complete"])} if is_rows else fields


def _read_step(key: str, worth: str) -> dict[str, str] | None:
    bound, _, value = key.partition(" ")
    if bound == "otherwise" and not value:
        return {"otherwise": worth}
    return {bound: value.strip(), "is": worth} if bound in ("at_most", "at_least") and value.strip() else None
