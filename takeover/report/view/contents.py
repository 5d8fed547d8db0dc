"""The contents of a report: its parts in their order, those that are there, with the parts inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from takeover.report.view.blocks import Entry
from takeover.report.view.material import Material
from takeover.report.view.model import View
from takeover.report.view.pieces import Fact, Link


class Titled(Protocol):
    """A part with a heading of its own."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def anchor(self) -> str:
        """The heading's id."""


def list_contents(material: Material, view: View) -> tuple[Entry, ...]:
    """List the parts of a view that have something to show; the anchor of a part is the id of its heading."""
    shared = view.shared
    parts: tuple[tuple[str, bool], ...] = (
        ("owed", shared is not None),
        ("left-out", shared is not None),
        ("their-words", shared is not None and bool(shared.said)),
        ("scope", shared is not None and shared.scope),
        ("matrix", view.matrix is not None),
        ("state", True),
        ("disputes", bool(view.disputes)),
        ("registers", bool(view.registers)),
        ("facts", bool(view.money)),
        ("pictures", bool(view.pictures)),
        ("findings", view.judged),
        ("requests", view.judged),
        ("plan", bool(view.plan)),
        ("readiness", bool(view.readiness)),
        ("acceptance", view.acceptance is not None),
        ("communication", view.outline is not None),
        ("takes", True),
        ("method", bool(view.method)),
        ("house", bool(view.house)),
        ("evidence", True),
        ("reader", True),
        ("history", bool(view.history)),
        ("sign-off", True),
        ("verify", True),
        ("off-path", bool(view.off_path)),
        ("notes", bool(view.notes)),
    )
    inside = {"state": _list_inside(view.dimensions), "registers": _list_inside(view.registers)}
    say = material.wording.say
    return tuple(
        Entry(text=say(f"section.{anchor.replace('-', '_')}"), anchor=anchor, inside=inside.get(anchor, ()))
        for anchor, shown in parts
        if shown
    )


def explain_signs(material: Material) -> tuple[Fact, ...]:
    """Explain numbers, shapes, bars and evidence grades; without a judgement there are no shapes and bars."""
    judged = material.baseline.assessment is not None
    names = ("numbers", "lights", "bars", "grades") if judged else ("numbers_plain", "grades")
    say = material.wording.say
    return tuple(Fact(label=say(f"key.{name}.label"), value=say(f"key.{name}")) for name in names)


def _list_inside(parts: Sequence[Titled]) -> tuple[Link, ...]:
    return tuple(Link(text=part.title, anchor=part.anchor) for part in parts)
