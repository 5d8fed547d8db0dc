"""The texts of a house (texts.yaml): by language, either in place of ours or its own, which begin with ``own.``.

In place of ours may stand headings, leads and labels. What is judged, what protects the reader and what is signed is
said in the same words everywhere.
"""

from __future__ import annotations

import string
from collections.abc import Mapping

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.fields import nearest
from takeover.checklist.files import Map, Scalar, load_yaml
from takeover.problems import Place, Problem, Severity
from takeover.report.house.model import TEXTS

MOST_PLACEHOLDERS = 50
"""So that a sentence is at most so many times longer than what is put into it."""
OWN = "own."
REPORT = "report."
REPLACEABLE = (
    "kicker", "title", "for_customer", "headline.label", "section.", "lead.", "column.", "fact.", "count.", "figure.",
    "page_one.bars", "page_one.requests", "page_one.readiness", "register.",
)  # fmt: skip
"""Keys, or how keys begin, that a house may say in its own words."""


def read_texts(data: bytes) -> tuple[dict[str, dict[str, str]], tuple[Problem, ...]]:
    """Read texts by language and catalogue key; all problems at once."""
    node, found = load_yaml(data, TEXTS)
    problems = list(found)
    texts: dict[str, dict[str, str]] = {}
    if not isinstance(node, Map):
        if node is not None:
            problems.append(Problem(code="CL013", place=node.place, details={"expected": "map"}))
        return texts, tuple(problems)
    for language, entries in node.items.items():
        if language not in LANGUAGES:
            details = {"language": language, "known": ", ".join(LANGUAGES)}
            problems.append(Problem(code="RP066", place=node.place_of_key(language), details=details))
        elif isinstance(entries, Map):
            texts[language] = _read_language(entries, language, problems)
        else:
            problems.append(Problem(code="CL013", place=entries.place, details={"expected": "map"}))
    problems += _find_missing(node, texts)
    return texts, tuple(problems)


def _read_language(entries: Map, language: str, problems: list[Problem]) -> dict[str, str]:
    texts = {}
    for key, node in entries.items.items():
        if not isinstance(node, Scalar):
            problems.append(Problem(code="CL013", place=node.place, details={"expected": "text"}))
        elif problem := _check_text(key, node, language):
            problems.append(problem)
        else:
            texts[REPORT + key] = node.text
    return texts


def _check_text(key: str, node: Scalar, language: str) -> Problem | None:
    try:
        given = list_placeholders(node.text)
    except ValueError:
        return Problem(code="RP058", place=node.place, details={"key": key, "wanted": "–", "given": node.text})
    if (count := node.text.count("{")) > MOST_PLACEHOLDERS:
        details = {"size": f"{count:,} {{…}}", "most": f"{MOST_PLACEHOLDERS} {{…}}"}
        return Problem(code="RP064", place=node.place, details=details)
    if key.startswith(OWN):
        return None
    catalogue = load_catalogue(language)
    if not catalogue.has(REPORT + key):
        known = [one.removeprefix(REPORT) for one in catalogue.list_keys() if one.startswith(REPORT)]
        return Problem(code="RP057", place=node.place, details={"key": key, "near": nearest(key, known)})
    if not key.startswith(REPLACEABLE):
        return Problem(code="RP067", place=node.place, details={"key": key})
    wanted = list_placeholders(catalogue.text(REPORT + key))
    if wanted != given:
        details = {"key": key, "wanted": _braced(wanted), "given": _braced(given)}
        return Problem(code="RP058", place=node.place, details=details)
    return None


def _braced(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "–"


def list_placeholders(text: str) -> frozenset[str]:
    """List the names that a text wants filled.

    Raises:
        ValueError: its braces do not match, or a placeholder is more than a name.
    """
    parts = [
        (name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(text) if name is not None
    ]
    if any(spec or conversion or not name.isidentifier() for name, spec, conversion in parts):
        raise ValueError(text)
    return frozenset(name for name, _, _ in parts)


def _find_missing(node: Map, texts: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Warn of texts of the house that a language lacks: a report in it cannot be made."""
    own = dict.fromkeys(key for said in texts.values() for key in said if key.startswith(REPORT + OWN))
    lacking = [(key, one) for key in own for one in LANGUAGES if key not in texts.get(one, {})]
    return [
        Problem(
            code="RP071",
            place=Place(file=TEXTS, line=node.place.line, column=1),
            details={"key": key.removeprefix(REPORT), "language": language},
            severity=Severity.WARNING,
        )
        for key, language in lacking
    ]
