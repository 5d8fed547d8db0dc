"""The pictures of a report, numbered from P-01: only where a register has rows, and only what a picture says better.

Every picture says its figures in words too, and leads to the register whose rows it shows.
"""

from __future__ import annotations

from takeover.report.charts.canvas import Frame
from takeover.report.view.blocks import Picture
from takeover.report.view.material import Material
from takeover.report.view.pictured.duties import picture_raci, picture_risks
from takeover.report.view.pictured.money import picture_extra_work, picture_receivables
from takeover.report.view.pictured.payments import picture_payments
from takeover.report.view.pictured.sketch import Sketch
from takeover.report.view.pictured.work import picture_changes, picture_load
from takeover.report.view.pieces import Link

_KINDS = (
    picture_receivables,
    picture_payments,
    picture_extra_work,
    picture_changes,
    picture_load,
    picture_risks,
    picture_raci,
)


def build_pictures(material: Material) -> tuple[Picture, ...]:
    """Build the pictures that the edition's registers allow: money first, then work, risks, duties."""
    sketches = (sketch for kind in _KINDS for sketch in kind(material))
    return tuple(_finish(material, f"P-{number:02}", sketch) for number, sketch in enumerate(sketches, 1))


def _finish(material: Material, number: str, sketch: Sketch) -> Picture:
    wording = material.wording
    register = material.baseline.checklist.register(sketch.register)
    assert register is not None
    words = wording.say("picture.alternative", title=sketch.title, words=sketch.words)
    return Picture(
        number=number,
        title=sketch.title,
        anchor=number,
        chart=sketch.draw(Frame(name=number, words=words)),
        alternative=sketch.words,
        notes=sketch.notes,
        register=Link(
            text=f"{material.references.registers[register.id]} {register.title}", anchor=f"register-{register.id}"
        ),
    )
