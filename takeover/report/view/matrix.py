"""The matrix in the view: who knows, agreed to and signed the goals, the scope, the budget and the timetable."""

from __future__ import annotations

from takeover.assessment.facts.matrix import SUBJECTS, Cell, Standing, build_matrix
from takeover.report.view.blocks import Matrix, MatrixCell, MatrixRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import Mark

_SHAPES = {
    Standing.SIGNED: ("●", "green"),
    Standing.AGREED: ("▲", "amber"),
    Standing.KNOWN: ("▲", "amber"),
    Standing.NOT_AGREED: ("■", "red"),
    Standing.UNKNOWN: ("○", "open"),
    Standing.NOT_ASKED: ("○", "open"),
}


def build_matrix_view(material: Material) -> Matrix | None:
    """Build the matrix from the edition's own questions and statements; None where it has nothing to show."""
    baseline, wording = material.baseline, material.wording
    cells = build_matrix(baseline.checklist, baseline.situation)
    shown = [subject for subject in SUBJECTS if any(cell.subject is subject for cell in cells)]
    if not shown:
        return None
    by_party: dict[str, list[Cell]] = {}
    for cell in cells:
        by_party.setdefault(cell.party, []).append(cell)
    titles = (wording.catalogue.text(f"assessment.matrix.{subject.value}") for subject in shown)
    links = (material.references.question(SUBJECTS[subject]) for subject in shown)
    return Matrix(
        subjects=tuple(zip(titles, links, strict=True)),
        rows=tuple(_build_row(material, party, found) for party, found in by_party.items()),
    )


def _build_row(material: Material, party: str, cells: list[Cell]) -> MatrixRow:
    role, name = material.wording.party(material.parties.get(party))
    return MatrixRow(role=role, name=name, cells=tuple(_build_cell(material, cell) for cell in cells))


def _build_cell(material: Material, cell: Cell) -> MatrixCell:
    wording = material.wording
    word = wording.catalogue.text(f"assessment.standing.{cell.standing.value}")
    shape, tone = _SHAPES[cell.standing] if material.baseline.assessment else ("", "none")
    blocked = SUBJECTS[cell.subject] in material.baseline.withholding.blocked
    if blocked and cell.standing is Standing.NOT_ASKED:  # what is withheld may be the answer
        word, shape, tone = wording.say("state.withheld"), "–", "none"
    statements = material.baseline.situation.standing(SUBJECTS[cell.subject])
    evidence = next((s.evidence for s in statements if s.commitment == cell.statement), ())
    return MatrixCell(
        mark=Mark(shape=shape, word=word, tone=tone),
        day=wording.date(cell.on) if cell.on else "",
        evidence=material.references.proof(evidence),
    )
