"""The matrix in the view: what each party says of goals, scope, budget and timetable, and what it signed.

The shape shows how good what was said is, as it does beside every answer; the word says what was said.
"""

from __future__ import annotations

from takeover.assessment.facts.matrix import SUBJECTS, Cell, Standing, build_matrix
from takeover.assessment.method_1.intervals import worth_of
from takeover.report.view.blocks import Matrix, MatrixCell, MatrixRow
from takeover.report.view.material import Material
from takeover.report.view.pieces import Mark
from takeover.values import Known

_OPEN = (Standing.NOT_ASKED, Standing.UNKNOWN)


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
    said = cell.said
    return MatrixCell(
        mark=_mark(material, cell),
        day=material.wording.date(cell.on) if cell.on else "",
        evidence=material.references.proof(said.evidence) if said else (),
    )


def _mark(material: Material, cell: Cell) -> Mark:
    wording, said = material.wording, cell.said
    question = material.question(SUBJECTS[cell.subject])
    if said is None and question.id in material.baseline.withholding.blocked:  # what is withheld may be the answer
        return Mark(shape="–", word=wording.say("state.withheld"), tone="none")
    value = wording.answer(said.answer, question, material.parties) if said else ""
    word = wording.catalogue.text(f"assessment.standing.{cell.standing.value}", value=value)
    if material.baseline.assessment is None:
        return Mark(shape="", word=word, tone="none")
    if cell.standing in _OPEN:
        return Mark(shape="○", word=word, tone="open")
    worth = worth_of(said.answer, question) if said and isinstance(said.answer, Known) else None
    return Mark(shape="–", word=word, tone="none") if worth is None else wording.worth(worth, word)
