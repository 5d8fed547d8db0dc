"""A baseline to try a style on: the example that travels with the program, sealed in memory alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from takeover.baseline.freeze import draw_up, freeze, freeze_inputs
from takeover.baseline.model import Baseline, EditionName, Tools
from takeover.checklist.model import Checklist
from takeover.cli.demo import AS_OF, open_case
from takeover.cli.desk import Desk
from takeover.cli.folder import days_off_from
from takeover.values import Level

DIMENSIONS = 3
"""Of the example so many are shown: enough of everything, and tried on in seconds."""
SEALED_AT = f"{AS_OF}T12:00:00.000Z"
_SALT = bytes(32)


def make_samples(desk: Desk, languages: tuple[str, ...]) -> tuple[Baseline, ...]:
    """Seal the example in each of these languages (``en``, ``en+zh-Hans``); nothing of it is kept."""
    with TemporaryDirectory(prefix="takeover-sample-") as folder:
        takeover = open_case(desk, Path(folder))
        chain, days_off = takeover.store.chain, days_off_from(AS_OF, takeover.situation)
        samples = []
        for language in languages:
            checklist = shorten_list(takeover.loaded.in_language(language))
            draft = draw_up(chain, checklist, edition=EditionName.INTERNAL, as_of=AS_OF, days_off=days_off)
            frozen = freeze(
                draft,
                chain,
                full_hash=takeover.loaded.sha256,
                inputs=freeze_inputs(draft, zone="UTC", days_off=days_off),
                level_salts=dict.fromkeys(Level, _SALT),
                tools=Tools(versions={}, files={}),
                sealed_at=SEALED_AT,
            )
            samples.append(frozen.baseline)
        return tuple(samples)


def shorten_list(checklist: Checklist) -> Checklist:
    """Keep the first dimensions of a list with their questions and tables."""
    dimensions = checklist.dimensions[:DIMENSIONS]
    names = {dimension.id for dimension in dimensions}
    questions = tuple(question for question in checklist.questions if question.dimension in names)
    tables = {question.register for question in questions}
    registers = tuple(register for register in checklist.registers if register.id in tables)
    return replace(checklist, dimensions=dimensions, questions=questions, registers=registers)
