"""Translations: files of strings by key, each with the hash of the text that it was made from (DESIGN part 5).

A translation changes texts only, never ids, codes, weights or rules. One language may have several files: one beside
each part, and for a house list those of its base as well. A missing or stale string is a warning: the source text is
shown instead of a missing one, a stale one is shown as it is. Of the base's strings a house list takes those whose
source it left as it was; for a text that it changed, the base's string no longer counts.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from takeover.checklist.fields import Fields, closest, describe_first, nearest
from takeover.checklist.files import Map, load_yaml
from takeover.checklist.model import Checklist, Choice, Column, House, Question, QuestionType, Register
from takeover.checklist.wording import JUDGING, find_guilt
from takeover.problems import Place, Problem, Severity

_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_PLACEHOLDER = re.compile(r"\{[^{}\s]*\}|%(?:\d+\$)?[sd](?![A-Za-z])")


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
        yield from _register_texts(register)
    for question in checklist.questions:
        yield from _question_texts(question)
    for hidden in checklist.house.hidden if checklist.house else ():
        yield f"{hidden.question}.text", hidden.text
        yield f"{hidden.question}.hidden", hidden.reason


def _register_texts(register: Register) -> Iterator[tuple[str, str]]:
    prefix = f"register.{register.id}"
    yield f"{prefix}.title", register.title
    for column in register.columns:
        yield f"{prefix}.{column.id}.title", column.title
        for choice in column.choices:
            yield f"{prefix}.{column.id}.{choice.code}", choice.text
    for number, row in enumerate(register.start_with, 1):
        for name in _text_cells(register, row):
            yield f"{prefix}.start.{number}.{name}", row[name]


def _text_cells(register: Register, row: Mapping[str, str]) -> tuple[str, ...]:
    texts = {column.id for column in register.columns if column.type is QuestionType.TEXT}
    return tuple(name for name in row if name in texts)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """One translated text with the hash of its source and the node that it stands in."""

    source: str
    text: str
    node: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One file: the list that it is for (ID@VERSION), its language, its strings by key."""

    of: str
    language: str
    strings: Mapping[str, String]
    root: Map

    def place(self, key: str = "") -> Place:
        """Return the place of a key of the file, or of the file."""
        found = self.root.get(key)
        return found.place if found else self.root.place


def read_translation(data: bytes, file: str) -> tuple[Translation | None, tuple[Problem, ...]]:
    """Read a translation file: shape only; whether it fits a list is for `translate`.

    Returns:
        The translation, or None where the file is no map at all; and all problems.
    """
    node, found = load_yaml(data, file)
    problems = list(found)
    if node is None:
        return None, tuple(problems)
    fields = Fields(node, problems)
    fields.version("takeover_translation")
    of, language = fields.text("of", required=True), fields.text("language", required=True)
    strings = _read_strings(fields)
    fields.refuse_others()
    if not isinstance(node, Map):
        return None, tuple(problems)
    return Translation(of=of, language=language, strings=strings, root=node), tuple(problems)


def _read_strings(fields: Fields) -> dict[str, String]:
    strings: dict[str, String] = {}
    sub = fields.sub("strings")
    for key, node in sub.pairs() if sub else ():
        entry = Fields(node, fields.problems)
        source, text = entry.text("source", required=True), entry.text("text", required=True)
        entry.refuse_others()
        if isinstance(node, Map):
            strings[key] = String(source=source, text=text, node=node)
    return strings


def translate(
    checklist: Checklist, translations: Iterable[Translation]
) -> tuple[dict[str, Checklist], tuple[Problem, ...]]:
    """Put a checklist into every language that it has files for.

    Takes all files of all languages at once; for a house list those of its base too.

    Returns:
        The checklist by language, and all problems: errors for files of another list, strings of no text, HTML, and
        placeholders that differ; warnings for missing and stale strings.
    """
    texts = list_texts(checklist)
    files = tuple(translations)
    lists: dict[str, Checklist] = {}
    problems: list[Problem] = []
    for language in dict.fromkeys(file.language for file in files):
        base = [file for file in files if file.language == language and _is_of_base(file, checklist)]
        own = [file for file in files if file.language == language and not _is_of_base(file, checklist)]
        strings = {
            key: string.text
            for file in base
            for key, string in file.strings.items()
            if key in texts and string.source == source_hash(texts[key])
        }
        problems += _check_files(checklist, own, texts)
        strings |= {key: string.text for file in own for key, string in file.strings.items() if string.text}
        problems += _find_missing(texts, strings, own, (own or base)[0].place("strings"))
        lists[language] = translate_checklist(checklist, strings, language)
    return lists, tuple(problems)


def _is_of_base(file: Translation, checklist: Checklist) -> bool:
    return checklist.house is not None and file.of == checklist.house.base


def _check_files(checklist: Checklist, files: Iterable[Translation], texts: Mapping[str, str]) -> Iterator[Problem]:
    wanted = f"{checklist.id}@{checklist.version}"
    first: dict[str, String] = {}
    near = _Nearest(texts)
    for file in files:
        if file.of not in ("", wanted):
            yield Problem(code="CL040", place=file.place("of"), details={"wanted": wanted})
        if file.language == checklist.language:
            yield Problem(code="CL052", place=file.place("language"), details={"language": file.language})
        for key, string in file.strings.items():
            if key not in texts:
                details = {"key": key, "near": near.find(key)}
                yield Problem(code="CL043", place=string.node.place, details=details)
            elif key in first:
                details = {"key": key, "first": describe_first(first[key].node)}
                yield Problem(code="CL010", place=string.node.place, details=details)
            else:
                first[key] = string
                yield from _check_string(key, texts[key], string)
        yield from _check_wording(file)


class _Nearest:
    """Finds the key that was meant; each question is looked for once, so that a foreign file costs no minutes."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.keys: dict[str, list[str]] = defaultdict(list)
        for key in texts:
            self.keys[key.rpartition(".")[0]].append(key)
        self.found: dict[str, str | None] = {}

    def find(self, key: str) -> str:
        """Name a key of the question that was meant, or its first keys."""
        prefix, _, name = key.rpartition(".")
        if prefix not in self.found:
            self.found[prefix] = prefix if prefix in self.keys else closest(prefix, self.keys)
        meant = self.found[prefix]
        keys = self.keys[meant] if meant is not None else list(self.keys)
        last = closest(name, [one.rpartition(".")[2] for one in keys]) if meant is not None else None
        return f"{meant}.{last}" if last else nearest("", keys)


def _check_string(key: str, source: str, string: String) -> Iterator[Problem]:
    """A string is fresh, has no HTML, and has each placeholder of its source as often as the source."""
    if string.source and string.source != source_hash(source):
        yield _warning("CL042", string.node.place, key=key, wanted=source_hash(source))
    text, node = string.text, string.node.get("text") or string.node
    if "<" in text and (tag := _HTML.search(text)):
        yield Problem(code="CL050", place=node.place, details={"key": key, "tag": tag[0]})
    if "{" in text or "%" in text or "{" in source or "%" in source:
        wanted, given = sorted(_PLACEHOLDER.findall(source)), sorted(_PLACEHOLDER.findall(text))
        if text and wanted != given:
            details = {"key": key, "wanted": " ".join(wanted) or "–", "given": " ".join(given) or "–"}
            yield Problem(code="CL051", place=node.place, details=details)


def _check_wording(file: Translation) -> Iterator[Problem]:
    texts = {key: one.text for key, one in file.strings.items() if key.rpartition(".")[2] in JUDGING}
    for key, word in find_guilt(texts):
        node = file.strings[key].node
        yield _warning("CL114", (node.get("text") or node).place, key=key, word=word)


def _find_missing(
    texts: Mapping[str, str], strings: Mapping[str, str], files: Iterable[Translation], place: Place
) -> Iterator[Problem]:
    """Report each text without a string, behind the string of the same question or table that comes before it."""
    nodes = {key: string.node for file in files for key, string in file.strings.items()}
    before: dict[str, Map] = {}
    for key in texts:
        group = ".".join(key.split(".")[:2])
        if key in nodes:
            before[group] = nodes[key]
        elif key not in strings:
            near = before[group].place if group in before else place
            yield _warning("CL041", replace(near, path=f"strings.{key}"), key=key)


def _warning(code: str, place: Place, **details: str) -> Problem:
    return Problem(code=code, place=place, details=details, severity=Severity.WARNING)


def translate_checklist(checklist: Checklist, strings: Mapping[str, str], language: str) -> Checklist:
    """Return the checklist with its texts replaced by the strings that there are."""
    text = strings.get
    return replace(
        checklist,
        language=language,
        title=text("checklist.title", checklist.title),
        dimensions=tuple(replace(d, title=text(f"dimension.{d.id}.title", d.title)) for d in checklist.dimensions),
        registers=tuple(_translate_register(item, strings) for item in checklist.registers),
        questions=tuple(_translate_question(item, strings) for item in checklist.questions),
        house=_translate_house(checklist.house, strings) if checklist.house else None,
    )


def join_checklists(first: Checklist, second: Checklist, language: str) -> Checklist:
    """Return a checklist whose texts hold two languages, one a line; what is the same in both stands there once.

    A text of one language has no line break then, so that one line break means two languages.
    """
    others = list_texts(second)
    texts = (
        (key, " ".join(text.split("\n")), " ".join(others[key].split("\n"))) for key, text in list_texts(first).items()
    )
    strings = {key: one if one == other else f"{one}\n{other}" for key, one, other in texts}
    return translate_checklist(first, strings, language)


def _translate_house(house: House, strings: Mapping[str, str]) -> House:
    hidden = tuple(
        replace(
            item,
            text=strings.get(f"{item.question}.text", item.text),
            reason=strings.get(f"{item.question}.hidden", item.reason),
        )
        for item in house.hidden
    )
    return replace(house, hidden=hidden)


def _translate_choices(prefix: str, items: tuple[Choice, ...], strings: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(replace(item, text=strings.get(f"{prefix}.{item.code}", item.text)) for item in items)


def _translate_register(register: Register, strings: Mapping[str, str]) -> Register:
    prefix = f"register.{register.id}"

    def column(item: Column) -> Column:
        choices = _translate_choices(f"{prefix}.{item.id}", item.choices, strings)
        return replace(item, title=strings.get(f"{prefix}.{item.id}.title", item.title), choices=choices)

    def row(number: int, cells: Mapping[str, str]) -> dict[str, str]:
        texts = _text_cells(register, cells)
        return {
            name: strings.get(f"{prefix}.start.{number}.{name}", cell) if name in texts else cell
            for name, cell in cells.items()
        }

    return replace(
        register,
        title=strings.get(f"{prefix}.title", register.title),
        columns=tuple(column(item) for item in register.columns),
        start_with=tuple(row(number, cells) for number, cells in enumerate(register.start_with, 1)),
    )


def _translate_question(question: Question, strings: Mapping[str, str]) -> Question:
    key, text = question.id, strings.get
    typical = tuple(text(f"{key}.evidence.{n}", one) for n, one in enumerate(question.evidence.typical, 1))
    return replace(
        question,
        text=text(f"{key}.text", question.text),
        help=text(f"{key}.help", question.help),
        why=text(f"{key}.why", question.why),
        finding=text(f"{key}.finding", question.finding),
        action=replace(question.action, text=text(f"{key}.action", question.action.text)),
        evidence=replace(question.evidence, typical=typical),
        choices=_translate_choices(f"{key}.choices", question.choices, strings),
    )
