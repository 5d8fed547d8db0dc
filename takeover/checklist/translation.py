"""Translations: a file of strings by key, each with the hash of the text that it was made from (DESIGN part 5).

A translation changes texts only, never ids, codes, weights or rules. A missing or stale string is a warning: the
source text is shown instead of a missing one, a stale one is shown as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from takeover.checklist.fields import Fields, nearest
from takeover.checklist.files import load_yaml
from takeover.checklist.model import Checklist, Choice, Column, Question, Register
from takeover.problems import Place, Problem, Severity


def source_hash(text: str) -> str:
    """Return the short hash that a translation keeps of its source: sha- and 8 hex digits of SHA-256."""
    return "sha-" + hashlib.sha256(text.encode()).hexdigest()[:8]


def list_texts(checklist: Checklist) -> dict[str, str]:
    """List every text of a checklist by its key, in file order; empty texts have no key."""
    return {key: text for key, text in _texts(checklist) if text}


def _texts(checklist: Checklist) -> Iterator[tuple[str, str]]:
    yield "checklist.title", checklist.title
    for dimension in checklist.dimensions:
        yield f"dimension.{dimension.id}.title", dimension.title
    for register in checklist.registers:
        yield f"register.{register.id}.title", register.title
        for column in register.columns:
            yield f"register.{register.id}.{column.id}.title", column.title
            for choice in column.choices:
                yield f"register.{register.id}.{column.id}.{choice.code}", choice.text
    for question in checklist.questions:
        yield from _question_texts(question)


def _question_texts(question: Question) -> Iterator[tuple[str, str]]:
    yield f"{question.id}.text", question.text
    yield f"{question.id}.help", question.help
    yield f"{question.id}.why", question.why
    for number, item in enumerate(question.evidence.typical, 1):
        yield f"{question.id}.evidence.{number}", item
    for choice in question.choices:
        yield f"{question.id}.choices.{choice.code}", choice.text
    yield f"{question.id}.finding", question.finding
    yield f"{question.id}.action", question.action.text


def read_translation(
    data: bytes, file: str, checklist: Checklist
) -> tuple[Mapping[str, str], str, tuple[Problem, ...]]:
    """Read a translation of this checklist.

    Returns:
        The strings by key, the language, and all problems: errors for strings of no text, warnings for missing and
        stale ones.
    """
    node, found = load_yaml(data, file)
    problems = list(found)
    if node is None:
        return {}, "", tuple(problems)
    fields = Fields(node, problems)
    if fields.text("takeover_translation", required=True) not in ("", "1"):
        fields.report("CL016", fields.place_of("takeover_translation"), wanted="1")
    wanted = f"{checklist.id}@{checklist.version}"
    if fields.text("of", required=True) not in ("", wanted):
        fields.report("CL040", fields.place_of("of"), wanted=wanted)
    language = fields.text("language", required=True)
    texts = list_texts(checklist)
    strings = _read_strings(fields, texts)
    fields.refuse_others()
    missing = [key for key in texts if key not in strings]
    place = Place(file=file)
    problems += [_warning("CL041", place, key=key) for key in missing]
    return strings, language, tuple(problems)


def _read_strings(fields: Fields, texts: Mapping[str, str]) -> dict[str, str]:
    strings: dict[str, str] = {}
    sub = fields.sub("strings")
    for key, node in sub.pairs() if sub else ():
        entry = Fields(node, fields.problems)
        source, text = entry.text("source", required=True), entry.text("text", required=True)
        entry.refuse_others()
        if key not in texts:
            fields.report("CL043", node.place, key=key, near=nearest(key, texts))
            continue
        if source != source_hash(texts[key]):
            fields.problems.append(_warning("CL042", node.place, key=key, wanted=source_hash(texts[key])))
        strings[key] = text
    return strings


def _warning(code: str, place: Place, **details: str) -> Problem:
    return Problem(code=code, place=place, details=details, severity=Severity.WARNING)


def translate_checklist(checklist: Checklist, strings: Mapping[str, str], language: str) -> Checklist:
    """Return the checklist with its texts replaced by the strings that there are."""

    def text(key: str, source: str) -> str:
        return strings.get(key, source)

    def choices(prefix: str, items: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(replace(item, text=text(f"{prefix}.{item.code}", item.text)) for item in items)

    def column(register: str, item: Column) -> Column:
        prefix = f"register.{register}.{item.id}"
        return replace(item, title=text(f"{prefix}.title", item.title), choices=choices(prefix, item.choices))

    def register(item: Register) -> Register:
        columns = tuple(column(item.id, one) for one in item.columns)
        return replace(item, title=text(f"register.{item.id}.title", item.title), columns=columns)

    def question(item: Question) -> Question:
        typical = item.evidence.typical
        proofs = tuple(text(f"{item.id}.evidence.{number}", one) for number, one in enumerate(typical, 1))
        return replace(
            item,
            text=text(f"{item.id}.text", item.text),
            help=text(f"{item.id}.help", item.help),
            why=text(f"{item.id}.why", item.why),
            finding=text(f"{item.id}.finding", item.finding),
            action=replace(item.action, text=text(f"{item.id}.action", item.action.text)),
            evidence=replace(item.evidence, typical=proofs),
            choices=choices(f"{item.id}.choices", item.choices),
        )

    return replace(
        checklist,
        language=language,
        title=text("checklist.title", checklist.title),
        dimensions=tuple(replace(d, title=text(f"dimension.{d.id}.title", d.title)) for d in checklist.dimensions),
        registers=tuple(register(item) for item in checklist.registers),
        questions=tuple(question(item) for item in checklist.questions),
    )
