"""What the incoming PM takes over and what not, from when: read from setting, cut-off and lists, nothing added.

Everything in a baseline was on record on its day, so all of it is inherited; where rows of a register say that they
are inherited or new, that is counted, and what no row says stays unsaid.
"""

from __future__ import annotations

import datetime as dt

from takeover.assessment.facts.cells import text_of
from takeover.checklist.model import Register
from takeover.report.pairs import each
from takeover.report.view.blocks import InheritedRow, Takeover
from takeover.report.view.material import Material
from takeover.report.view.pieces import Fact, Link
from takeover.report.wording import tidy

_ORIGIN = "origin"


def build_takeover(material: Material) -> Takeover:
    """Build the section; the lists of the judgement are missing where the edition carries none."""
    return Takeover(
        facts=_list_facts(material),
        points=_list_points(material),
        rows=(*_count_judged(material), *_count_registers(material)),
    )


def show_cut_off(material: Material) -> str:
    """Write the cut-off as it is set; else say that it is not agreed."""
    cut_off = material.baseline.situation.settings.get("cut_off", "")
    return material.wording.date_text(cut_off) if cut_off else material.wording.say("fact.cut_off_missing")


def _list_facts(material: Material) -> tuple[Fact, ...]:
    """Name the cut-off, the day of this baseline, and the PM's role as it is set."""
    wording, settings = material.wording, material.baseline.situation.settings
    facts = [("cut_off", show_cut_off(material)), ("as_of", wording.date(material.baseline.as_of))]
    if role := settings.get("pm_role"):
        facts.append(("pm_role", wording.say(f"takes.role.{role}")))
    return tuple(Fact(label=wording.say(f"fact.{name}"), value=value) for name, value in facts)


def _list_points(material: Material) -> tuple[str, ...]:
    """Say what is taken over and what not; and what the days between baseline and cut-off mean."""
    wording, baseline = material.wording, material.baseline
    role = baseline.situation.settings.get("pm_role", "sole")
    cut_off = _read_cut_off(material)
    day = wording.date(baseline.as_of)
    points = [wording.say(f"takes.over.{role}"), wording.say("takes.not", day=day)]
    if cut_off is None:
        points.append(wording.say("takes.no_cut_off"))
    elif baseline.as_of < cut_off:
        points.append(wording.say("takes.before", day=day, cut_off=wording.date(cut_off)))
    elif baseline.as_of > cut_off:
        points.append(wording.say("takes.after", day=day, cut_off=wording.date(cut_off)))
    return tuple(points)


def _read_cut_off(material: Material) -> dt.date | None:
    try:
        return dt.date.fromisoformat(material.baseline.situation.settings.get("cut_off", "")[:10])
    except ValueError:
        return None


def _count_judged(material: Material) -> tuple[InheritedRow, ...]:
    """Count findings and disputes: both were there on the day of the baseline."""
    assessment, say = material.baseline.assessment, material.wording.say
    if assessment is None:
        return ()
    lists = (("findings", assessment.findings), ("disputes", assessment.disputes))
    return tuple(
        InheritedRow(
            item=Link(text=f"{items[0].number}–{items[-1].number}", anchor=name),
            title=say(f"section.{name}"),
            count=str(len(items)),
            inherited=str(len(items)),
            new="–",
            unsaid="–",
        )
        for name, items in lists
        if items
    )


def _count_registers(material: Material) -> tuple[InheritedRow, ...]:
    """Count the rows of each register by what they say of their origin."""
    return tuple(
        _count_register(material, register)
        for register in material.baseline.checklist.registers
        if material.baseline.situation.rows(register.id)
    )


def _count_register(material: Material, register: Register) -> InheritedRow:
    origins = [text_of(row, _ORIGIN) for row in material.baseline.situation.rows(register.id)]
    inherited, new = origins.count("inherited"), origins.count("new")
    anchor = f"register-{register.id}"
    return InheritedRow(
        item=Link(text=material.references.registers[register.id], anchor=anchor),
        title=each(register.title, tidy),
        count=str(len(origins)),
        inherited=str(inherited),
        new=str(new),
        unsaid=str(len(origins) - inherited - new),
    )
