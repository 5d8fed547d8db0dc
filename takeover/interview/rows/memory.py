"""What imports before this one were told: which columns and words of other people's tables mean what, by register.

It is written as one small JSON text; whoever keeps it (a file beside the record, not part of it) need not know what is
in it. What cannot be read is forgotten; deleting it costs only that the questions are asked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Of one register: targets by folded column name, codes by column id and folded word."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_memory(text: str, register: str) -> Memory:
    """Read what is remembered of a register; anything else is nothing."""
    try:
        plain = json.loads(text)[register]
        columns = {str(name): str(target) for name, target in plain["columns"].items()}
        pairs = ((name.split(":", 1), code) for name, code in plain["words"].items())
        return Memory(columns=columns, words={(column, word): str(code) for (column, word), code in pairs})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Memory()


def write_memory(text: str, register: str, memory: Memory) -> str:
    """Write what is remembered of a register into the text that holds all of them."""
    try:
        plain = json.loads(text)
    except ValueError:
        plain = {}
    words = {f"{column}:{word}": code for (column, word), code in memory.words.items()}
    whole = plain if isinstance(plain, dict) else {}
    whole[register] = {"columns": dict(memory.columns), "words": words}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
