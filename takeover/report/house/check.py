"""All problems of a house's files at once, each with its line and its cure; nothing is rendered here.

1. Names, sizes and encodings. 2. Logo and texts. 3. What may not stand in templates and style sheets. 4. Templates:
syntax, files that are included, blocks that there are not, names, attributes, filters, texts and their placeholders.
What a rendered page must have is for `kept`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.fields import nearest
from takeover.problems import Place, Problem, Severity, has_errors
from takeover.report.house.images import check_logo
from takeover.report.house.model import BASE, ENTRY, LOGO_PNG, LOGO_SVG, LOGOS, SHEET, TEMPLATE, TEXTS, HouseStyle
from takeover.report.house.sandbox import FILTERS, make_environment
from takeover.report.house.source import check_sheet, check_template_text
from takeover.report.house.texts import REPORT, list_placeholders, read_texts
from takeover.report.house.types import find_unknown

MOST_BYTES = 200_000
_README = frozenset({"README.md", "README.zh-Hans.md"})


def read_style(files: Mapping[str, bytes], ours: Path) -> tuple[HouseStyle | None, tuple[Problem, ...]]:
    """Check the files of a house over our templates in the folder `ours`.

    Returns:
        The style, or None where there is an error; and all problems.
    """
    used = {name: data for name, data in files.items() if _is_used(name)}
    problems = [_warn_unused(name) for name in files if not _is_used(name) and name not in _README]
    problems += _check_sizes(used)
    texts: Mapping[str, Mapping[str, str]] = {}
    readable = {name: data for name, data in used.items() if len(data) <= MOST_BYTES or name in LOGOS}
    if TEXTS in readable:
        texts, found = read_texts(readable.pop(TEXTS))
        problems += found
    for name in LOGOS:
        if name in readable:
            problems += check_logo(name, readable.pop(name))
    problems += _check_sources(readable, texts, ours)
    style = None if has_errors(problems) else HouseStyle(files=dict(sorted(used.items())), texts=texts)
    return style, tuple(sorted(problems, key=lambda one: (one.place.file, one.place.line, one.code)))


def _is_used(name: str) -> bool:
    return name in (SHEET, TEXTS, *LOGOS) or name.endswith(TEMPLATE)


def _warn_unused(name: str) -> Problem:
    known = ", ".join((ENTRY, f"*{TEMPLATE}", SHEET, TEXTS, *LOGOS))
    return Problem(code="RP052", place=Place(file=name), details={"known": known}, severity=Severity.WARNING)


def _check_sizes(files: Mapping[str, bytes]) -> Iterator[Problem]:
    for name, data in files.items():
        if len(data) > MOST_BYTES and name not in LOGOS:
            details = {"size": f"{len(data):,} B", "most": f"{MOST_BYTES:,} B"}
            yield Problem(code="RP064", place=Place(file=name), details=details)
    if all(name in files for name in LOGOS):
        yield Problem(code="RP053", place=Place(file=LOGO_PNG), details={"name": LOGO_SVG})


def _check_sources(files: Mapping[str, bytes], texts: Mapping[str, Mapping[str, str]], ours: Path) -> Iterator[Problem]:
    sources: dict[str, str] = {}
    for name, data in files.items():
        try:
            sources[name] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            yield Problem(code="RP051", place=Place(file=name, line=line, column=1))
    if SHEET in sources:
        yield from check_sheet(SHEET, sources.pop(SHEET))
    environment = make_environment(sources, ours)
    for name, text in sources.items():
        if (ours / name).is_file():
            yield Problem(code="RP053", place=Place(file=name), details={"name": name})
        yield from check_template_text(name, text)
        yield from _check_template(environment, name, text, texts)
    if ENTRY in sources and not any(_extends(environment, sources[ENTRY])):
        yield Problem(code="RP059", place=Place(file=ENTRY, line=1, column=1), details={"base": BASE})


def _extends(environment: Any, text: str) -> Iterator[bool]:
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = environment.parse(text)
    except TemplateSyntaxError:
        yield True  # said already
        return
    for node in tree.find_all(nodes.Extends):
        yield isinstance(node.template, nodes.Const) and node.template.value == BASE


def _check_template(
    environment: Any, name: str, text: str, texts: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    from jinja2 import TemplateSyntaxError

    try:
        tree = environment.parse(text, name)
    except TemplateSyntaxError as error:
        place = Place(file=name, line=error.lineno, column=1)
        yield Problem(code="RP054", place=place, details={"what": str(error.message)})
        return
    for line, what, near in find_unknown(tree):
        yield _at(name, line, "RP055", name=what, near=near)
    yield from _check_forbidden(name, tree)
    for check in (_check_files, _check_blocks):
        yield from check(environment, name, tree)
    yield from _check_said(name, tree, texts)


def _check_forbidden(name: str, tree: Any) -> Iterator[Problem]:
    """Report filters that there are not, and what could run for ever or print unescaped."""
    from jinja2 import nodes

    for node in tree.find_all(nodes.Filter):
        if node.name not in FILTERS:
            yield _at(name, node.lineno, "RP056", what=node.name, known=nearest(node.name, FILTERS))
    for node in tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)):
        yield _at(name, node.lineno, "RP060", what="autoescape")
    for node in tree.find_all(nodes.AssignBlock):
        yield _at(name, node.lineno, "RP060", what="set … endset")
    for node in tree.find_all(nodes.Assign):
        if any(node.node.find_all((nodes.Concat, nodes.Add))) or isinstance(node.node, (nodes.Concat, nodes.Add)):
            yield _at(name, node.lineno, "RP060", what="set … ~ …")
    for node in tree.find_all(nodes.For):
        if node.recursive or isinstance(node.iter, nodes.Name):
            yield _at(name, node.lineno, "RP060", what="for … in NAME" if not node.recursive else "for … recursive")


def _check_files(environment: Any, name: str, tree: Any) -> Iterator[Problem]:
    from jinja2 import TemplateNotFound, nodes
    from jinja2.loaders import split_template_path

    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
            yield _at(name, node.lineno, "RP070", file="{{ … }}")
            continue
        wanted = node.template.value
        try:
            split_template_path(wanted)
            environment.loader.get_source(environment, wanted)
        except TemplateNotFound:
            yield _at(name, node.lineno, "RP070", file=wanted)


def _check_blocks(environment: Any, name: str, tree: Any) -> Iterator[Problem]:
    """Report blocks that ours has not: Jinja drops them without a word."""
    from jinja2 import nodes

    source, *_ = environment.loader.get_source(environment, BASE)
    known = [block.name for block in environment.parse(source).find_all(nodes.Block)]
    for block in tree.find_all(nodes.Block):
        if block.name not in known:
            yield _at(name, block.lineno, "RP061", block=block.name, near=nearest(block.name, known))


def _check_said(name: str, tree: Any, texts: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Report texts that there are not, and values that a text does not take or lacks."""
    from jinja2 import nodes

    catalogue = load_catalogue(LANGUAGES[0])
    own = {key: text for said in texts.values() for key, text in said.items()}
    for call in tree.find_all(nodes.Call):
        if not (isinstance(call.node, nodes.Name) and call.node.name == "say" and call.args):
            continue
        if not isinstance(call.args[0], nodes.Const):
            continue
        key = f"{REPORT}{call.args[0].value}"
        if key not in own and not catalogue.has(key):
            known = [one.removeprefix(REPORT) for one in (*own, *catalogue.list_keys()) if one.startswith(REPORT)]
            yield _at(
                name, call.lineno, "RP057", key=key.removeprefix(REPORT), near=nearest(key.removeprefix(REPORT), known)
            )
            continue
        wanted = list_placeholders(own.get(key) or catalogue.text(key))
        given = {one.key for one in call.kwargs}
        if wanted - given:
            details = {
                "key": key.removeprefix(REPORT),
                "wanted": " ".join(sorted(wanted)),
                "given": " ".join(sorted(given)) or "–",
            }
            yield _at(name, call.lineno, "RP058", **details)


def _at(template: str, line: int, code: str, **details: str) -> Problem:
    return Problem(code=code, place=Place(file=template, line=line, column=1), details=details)
