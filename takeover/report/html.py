"""The view as one HTML page: the same templates for the screen and for the PDF.

Rules: autoescape is on for every expression, a missing name is an error, and templates hold no logic beyond loops and
questions whether a part is there. The style sheet stands inside the page, so that the file works alone and offline.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from takeover.catalogues import BOTH, split_languages
from takeover.errors import BadInput
from takeover.problems import Place, Problem
from takeover.report.house.kept import list_dropped
from takeover.report.house.model import BASE, ENTRY, HouseStyle
from takeover.report.house.sandbox import make_environment, render_bounded
from takeover.report.layout import PLAIN, Layout
from takeover.report.pairs import pick, write_pairs
from takeover.report.paper import Paper
from takeover.report.screen import let_tables_scroll
from takeover.report.view.model import View
from takeover.resources import templates_folder

VERIFICATION = "verification.html.j2"
SHEET = "sheet.html.j2"
PRIVATE = "private-annex.html.j2"
_NO_REPORT = (VERIFICATION, SHEET, PRIVATE, "sheet.css", "sheet-screen.css")


def render_html(view: View, *, target: Literal["page", "print"], layout: Layout = PLAIN) -> str:
    """Write the report as one self-contained page; `print` has the places of form fields, `page` has none.

    Raises:
        BadInput: the templates of the house do not come to an end (RP083), ask for what there is not, or drop what a
            report must have (RP082); every problem is in the exception.
    """
    words = layout.words(view.language)
    leading = split_languages(view.language)[0]

    def say(key: str, **values: str) -> str:
        return words.text(f"report.{key}", **values)

    given = {
        "view": replace(view, language=leading, draft=pick(view.draft, 0)),
        "target": target,
        "logo": layout.style.logo if layout.style else "",
        "paper": layout.paper.value,
        "language": leading,
    }
    page = str(load_environment(templates_folder()).get_template(BASE).render(say=say, **given))
    if layout.style and ENTRY in layout.style.files:
        page = _render_house(layout.style, page, say, given)
    if target == "page":
        page = let_tables_scroll(page)
    return write_pairs(_add_sheets(page, view.language, layout), view.language)


def _render_house(style: HouseStyle, ours: str, say: Callable[..., str], given: Mapping[str, object]) -> str:
    """Render the templates of a house, and compare what they show with what ours do."""
    from jinja2 import TemplateError

    templates = style.templates
    environment = make_environment(templates, templates_folder())
    try:
        page = render_bounded(environment, environment.get_template(ENTRY), say, **given)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        frames = (frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in templates)
        place = next((Place(file=at.filename, line=at.lineno or 0, column=1) for at in reversed([*frames])), Place())
        problem = Problem(code="RP069", place=place, details={"reason": f"{type(error).__name__}: {error}"})
        raise BadInput("RP082", problems=(problem,)) from error
    if dropped := list_dropped(page, ours):
        place = find_replaced(environment, templates)
        raise BadInput("RP082", problems=tuple(Problem(code=code, place=place) for code in dropped))
    return page


def find_replaced(environment: Any, templates: Mapping[str, str]) -> Place:
    """Find the block that stands in place of ours without showing it, if there is just one."""
    from jinja2 import nodes

    found = []
    for name, text in templates.items():
        for block in environment.parse(text).find_all(nodes.Block):
            calls = (call.node for call in block.find_all(nodes.Call))
            if not any(isinstance(node, nodes.Name) and node.name == "super" for node in calls):
                found.append(Place(file=name, line=block.lineno, column=1, path=block.name))
    return found[0] if len(found) == 1 else Place(file=ENTRY)


def _add_sheets(page: str, tag: str, layout: Layout) -> str:
    """Put style sheets after ours: that of the paper, of two languages, of the house."""
    names = {"letter.css": layout.paper is Paper.LETTER, "bilingual.css": BOTH in tag}
    sheets = [(templates_folder() / name).read_text("utf-8") for name, wanted in names.items() if wanted]
    if layout.style and layout.style.sheet:
        sheets.append(layout.style.sheet)
    return page.replace("</style>", "".join((*sheets, "</style>")), 1) if sheets else page


def list_templates() -> tuple[Path, ...]:
    """List the files that a report is made from, in the order of their names; other pages' are left out."""
    folder = templates_folder()
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file() and _makes_report(file, folder)))


def _makes_report(file: Path, folder: Path) -> bool:
    return file.name not in _NO_REPORT and file.relative_to(folder).parts[0] != "starters"


@lru_cache(maxsize=4)  # it keeps what it compiled, and looks whether a file has changed since
def load_environment(folder: Path) -> Any:
    """Return Jinja's environment for a folder of templates: autoescape, and a missing name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
