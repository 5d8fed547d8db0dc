"""What the incoming PM takes over and what not, from when: read from setting, cut-off and lists, nothing added.

Everything in a baseline was on record on its day, so all of it is inherited but the rows that say that they are new.
What rows say of their origin is counted, and what no row says stays unsaid.
"""

from __future__ import annotations

import datetime as dt

from takeover.assessment.facts.cells import text_of
from takeover.assessment.method_1.grades import rank
from takeover.assessment.model import State
from takeover.assessment.plan import read_cut_off
from takeover.checklist.model import Register
from takeover.record.kinds import Grade
from takeover.report.pairs import each
from takeover.report.view.blocks import InheritedRow, Takeover
from takeover.report.view.material import Material
from takeover.report.view.pieces import Fact, Link
from takeover.report.wording import tidy
from takeover.values import Date

_ORIGIN = "origin"
CUT_OFF = "handover.cutoff"
"""The question of the base list that asks for the cut-off; ids are never used again for something else."""


def build_takeover(material: Material) -> Takeover:
    """Build the section; the lists of the judgement are missing where the edition carries none."""
    return Takeover(
        facts=_list_facts(material),
        points=_list_points(material),
        rows=(*_count_judged(material), *_count_registers(material)),
    )


def build_cut_off(material: Material) -> Fact:
    """Build the cut-off as it is set: its label says so where nobody has confirmed it, or a paper says another day.

    The setting is the incoming PM's own word. What the edition withholds, and a list that does not ask, say nothing.
    """
    baseline, wording = material.baseline, material.wording
    day = find_entered_cut_off(material)
    if not day:
        return Fact(label=wording.say("fact.cut_off"), value=wording.say("fact.cut_off_missing"))
    value = wording.date(day) if isinstance(day, dt.date) else day
    assessed = baseline.basis.questions.get(CUT_OFF)
    if assessed is None or assessed.state is State.WITHHELD or CUT_OFF in baseline.withholding.blocked:
        return Fact(label=wording.say("fact.cut_off"), value=value)
    proven = assessed.ruled_by if assessed.grade is not None and rank(assessed.grade) >= rank(Grade.E2) else None
    if not isinstance(proven, Date):
        return Fact(label=wording.say("fact.cut_off_entered"), value=value)
    if proven.value == read_cut_off(baseline.situation.settings):
        return Fact(label=wording.say("fact.cut_off"), value=value)
    return Fact(
        label=wording.say("fact.cut_off_entered"), value=wording.say("fact.cut_off_other", proven=proven.value, day=day)
    )


def find_entered_cut_off(material: Material) -> dt.date | str:
    """Find the cut-off as it was entered: a date, or with an hour a text; empty where none was."""
    entered = material.baseline.situation.settings.get("cut_off", "")
    try:
        return dt.date.fromisoformat(entered)
    except ValueError:
        return material.wording.date_text(entered)


def _list_facts(material: Material) -> tuple[Fact, ...]:
    """Name the cut-off, the day of this baseline, and the PM's role as it is set."""
    wording, settings = material.wording, material.baseline.situation.settings
    as_of = Fact(label=wording.say("fact.as_of"), value=wording.date(material.baseline.as_of))
    facts = [build_cut_off(material), as_of]
    if role := settings.get("pm_role"):
        facts.append(Fact(label=wording.say("fact.pm_role"), value=wording.say(f"takes.role.{role}")))
    return tuple(facts)


def _list_points(material: Material) -> tuple[str, ...]:
    """Say what is taken over and what not; and what the days between baseline and cut-off mean."""
    wording, baseline = material.wording, material.baseline
    role = baseline.situation.settings.get("pm_role", "sole")
    cut_off = read_cut_off(baseline.situation.settings)
    day = baseline.as_of
    over = wording.say(f"takes.{'over' if cut_off else 'undated'}.{role}")
    ready = baseline.assessment is not None and bool(baseline.assessment.readiness.items)
    points = [over, *((wording.say("takes.readiness"),) if ready else ()), wording.say("takes.not", day=day)]
    if cut_off is None:
        points.append(wording.say("takes.no_cut_off"))
    elif baseline.as_of < cut_off:
        points.append(wording.say("takes.before", day=day, cut_off=cut_off))
    elif baseline.as_of > cut_off:
        points.append(wording.say("takes.after", day=day, cut_off=cut_off))
    return tuple(points)


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
