"""The bundled checklist, read and translated; what every command works with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from takeover import resources
from takeover.checklist.model import Checklist
from takeover.checklist.plain import hash_checklist
from takeover.checklist.reader import read_checklist
from takeover.checklist.rules import check_checklist
from takeover.checklist.translation import read_translation, translate_checklist
from takeover.errors import AnswerIsNo, BadInput
from takeover.problems import Problem, has_errors

DEFAULT_ID = "takeover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A checklist in its source language, its content hash, and its translations by language."""

    source: Checklist
    sha256: str
    translations: dict[str, Checklist]

    def in_language(self, language: str) -> Checklist:
        """Return the checklist in a language, or in its own where there is no translation."""
        return self.translations.get(language, self.source)


def lint_file(path: Path) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """Read and check a checklist with the translations beside it (NAME.LANGUAGE.yaml).

    Raises:
        BadInput: the file cannot be read.
    """
    placed, problems = read_checklist(_read(path), path.name)
    if placed is None:
        return None, problems
    problems += check_checklist(placed)
    translations: dict[str, Checklist] = {}
    for file in sorted(path.parent.glob(f"{path.stem}.*.yaml")):
        strings, language, found = read_translation(_read(file), file.name, placed.checklist)
        problems += found
        translations[language] = translate_checklist(placed.checklist, strings, language)
    loaded = Loaded(source=placed.checklist, sha256=hash_checklist(placed.checklist), translations=translations)
    return loaded, problems


def load_checklist(path: Path | None = None) -> Loaded:
    """Load a checklist that has no errors.

    Raises:
        AnswerIsNo: it has errors; they are all in the exception.
        BadInput: the file cannot be read.
    """
    file = path or resources.checklists_folder() / f"{DEFAULT_ID}.yaml"
    loaded, problems = lint_file(file)
    if loaded is None or has_errors(problems):
        raise AnswerIsNo("CL900", problems=problems, file=file.name)
    return loaded


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("CL901", file=path, reason=error.strerror) from error
