"""The check of the first day, which tells that a project is in trouble before anything else does: four questions.

Each one asks for something good, so that yes is good: "unknown: no" would be read twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from takeover.report.view.material import Material
from takeover.report.view.model import Mark, Sign

FIRST_DAY_SIGNS: Mapping[str, str] = {
    "papers": "docs.inventory",
    "progress": "scope.real-status",
    "date": "schedule.committed-date",
    "acceptance": "scope.acceptance-criteria",
}
"""The question of the base list that each sign is read from; ids are never used again for something else."""
_WORDS = {"red": "no", "amber": "partly", "green": "yes"}


def build_signs(material: Material) -> tuple[Sign, ...]:
    """Build the signs whose questions this project's list asks; none where nothing is judged."""
    return tuple(
        Sign(
            text=material.wording.say(f"first_day.{name}"),
            item=material.references.question(question),
            mark=_read_sign(material, question),
        )
        for name, question in FIRST_DAY_SIGNS.items()
        if material.assessed(question) is not None
    )


def _read_sign(material: Material, question: str) -> Mark:
    """Say yes, in part or no by what the answer is worth; what is open says why: not asked, unknown, disputed."""
    assessed = material.assessed(question)
    assert assessed is not None
    mark = material.wording.state(assessed)
    if mark.tone not in _WORDS:
        return mark
    return Mark(shape=mark.shape, word=material.wording.say(f"first_day.{_WORDS[mark.tone]}"), tone=mark.tone)
