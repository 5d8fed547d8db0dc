"""Names of questions, groups and tables in XLSForm.

XLSForm takes letters, digits, ``-``, ``.`` and ``_``, a letter or ``_`` first; ids of ours fit as they are. A name that
conditions point at must be there once in the whole form, though columns of registers are called like settings. So a
setting is called ``setting_ID``, and what cannot bear its id as its name gets another one; then the column
``takeover::id`` has the id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from takeover.checklist.model import Checklist, SettingIs, leaves

SETTINGS_GROUP = "setting"
REGISTERS_GROUP = "registers"
SETTING_PREFIX = "setting_"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*", re.ASCII)
_RESERVED = ("meta", "data", SETTINGS_GROUP, REGISTERS_GROUP)
"""Names that pyxform gives itself, and the groups that are no dimension."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of a checklist's parts by id; those of columns by register and column."""

    settings: tuple[str, ...]
    questions: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    registers: dict[str, str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)

    def refer(self, kind: str, name: str) -> str:
        """Return the name by which a condition calls a "question" or "setting"."""
        return self.questions[name] if kind == "question" else f"{SETTING_PREFIX}{name}"


def give_names(checklist: Checklist) -> Names:
    """Name everything in a checklist; what is the same name twice gets a number behind it."""
    used = [leaf.setting for q in checklist.questions for leaf in leaves(q.when) if isinstance(leaf, SettingIs)]
    names = Names(settings=tuple(dict.fromkeys(used)))
    taken = {*_RESERVED, *(f"{SETTING_PREFIX}{name}" for name in names.settings)}
    for question in checklist.questions:
        names.questions[question.id] = _take(question.id, taken)
    referred = frozenset(taken)
    for dimension in checklist.dimensions:
        names.dimensions[dimension.id] = _take(dimension.id, taken)
    repeats = set(referred)
    for register in checklist.registers:
        names.registers[register.id] = _take(register.id, repeats)
        inside = set(referred)
        for column in register.columns:
            names.columns[register.id, column.id] = _take(column.id, inside)
    return names


def _take(wanted: str, taken: set[str]) -> str:
    fit = wanted if _NAME.fullmatch(wanted) else "_" + re.sub(r"[^A-Za-z0-9._-]", "_", wanted)
    name, number = fit, 2
    while name in taken:
        name, number = f"{fit}_{number}", number + 1
    taken.add(name)
    return name
