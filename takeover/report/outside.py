"""What people outside the own organisation read: their roles, and titles of the base list without our own reading.

A section that is called "unpaid work" tells a client, before anybody has said so, what it is held to owe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist
from takeover.values import Role

OUTSIDE_ROLES = frozenset({Role.CLIENT, Role.CLIENT_PM, Role.MAIN_USER, Role.SUPPLIER, Role.WITNESS})
"""Roles outside the own organisation: they are only asked what may be shared."""
_BASE = "takeover"
_DIMENSIONS = frozenset({"change"})
_REGISTERS = frozenset({"changes"})
"""Parts of the base list that have another title outside; ids are never used again for something else."""


def retitle_for(
    reader: Role | None, checklists: Iterable[Checklist], catalogues: Iterable[Catalogue]
) -> tuple[Checklist, ...]:
    """Return the list, once a language, with the titles that this reader reads."""
    return tuple(map(retitle_for_outsiders, checklists, catalogues) if reader in OUTSIDE_ROLES else checklists)


def retitle_for_outsiders(checklist: Checklist, catalogue: Catalogue) -> Checklist:
    """Return the list with the titles that outsiders read, in the language of the catalogue; other lists stay."""
    base = checklist.house.base.partition("@")[0] if checklist.house else checklist.id
    if base != _BASE:
        return checklist
    dimensions = (
        replace(one, title=catalogue.text(f"report.outside.dimension.{one.id}")) if one.id in _DIMENSIONS else one
        for one in checklist.dimensions
    )
    registers = (
        replace(one, title=catalogue.text(f"report.outside.register.{one.id}")) if one.id in _REGISTERS else one
        for one in checklist.registers
    )
    return replace(checklist, dimensions=tuple(dimensions), registers=tuple(registers))
