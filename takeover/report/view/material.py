"""What every part of the view is made from: the baseline, the words of its language, the numbers of its items."""

from __future__ import annotations

from dataclasses import dataclass, replace

from takeover.assessment.model import Assessed
from takeover.baseline.model import Baseline, EditionName
from takeover.catalogues import Catalogue
from takeover.checklist.model import Question
from takeover.record.situation import Party
from takeover.report.outside import retitle_for_outsiders
from takeover.report.pairs import PairedCatalogue, pair_checklist
from takeover.report.view.references import References, number_references
from takeover.report.wording import Wording, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A baseline with its words and numbers."""

    baseline: Baseline
    wording: Wording
    references: References

    @property
    def parties(self) -> dict[str, Party]:
        """The parties by id."""
        return dict(self.baseline.situation.parties)

    def question(self, question_id: str) -> Question:
        """Find a question of the checklist; a judgement names no other."""
        found = self.baseline.checklist.question(question_id)
        assert found is not None
        return found

    def assessed(self, question_id: str) -> Assessed | None:
        """Find the judgement on a question."""
        assessment = self.baseline.assessment
        return assessment.questions.get(question_id) if assessment else None

    def dimension_title(self, dimension_id: str) -> str:
        """Return the title of a dimension."""
        return next(d.title for d in self.baseline.checklist.dimensions if d.id == dimension_id)


def gather_material(baseline: Baseline, catalogue: Catalogue) -> Material:
    """Put together what the view is made from; times are read in the takeover's zone."""
    opened = baseline.situation.opened
    zone = baseline.situation.settings.get("zone") or (opened.zone if opened else "UTC")
    if isinstance(catalogue, PairedCatalogue):
        baseline = replace(baseline, checklist=pair_checklist(baseline.checklist, tidy))
    if baseline.edition is EditionName.SHARED:
        baseline = replace(baseline, checklist=retitle_for_outsiders(baseline.checklist, catalogue))
    return Material(baseline=baseline, wording=Wording(catalogue, zone), references=number_references(baseline))
