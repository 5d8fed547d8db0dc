"""The view as one HTML page: the same templates for the screen and for the PDF.

Rules: autoescape is on for every expression, a missing name is an error, and templates hold no logic beyond loops and
questions whether a part is there. The style sheet stands inside the page, so that the file works alone and offline.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from takeover.catalogues import load_catalogue
from takeover.report.model import View
from takeover.resources import templates_folder

TEMPLATE = "baseline.html.j2"
VERIFICATION = "verification.html.j2"
SHEET = "sheet.html.j2"
_NO_REPORT = (VERIFICATION, SHEET, "sheet.css", "sheet-screen.css")


def render_html(view: View, *, target: Literal["page", "print"]) -> str:
    """Write the report as one self-contained page; `print` has the places of form fields, `page` has none."""
    catalogue = load_catalogue(view.language)
    template = load_environment(templates_folder()).get_template(TEMPLATE)

    def say(key: str, **values: str) -> str:
        return catalogue.text(f"report.{key}", **values)

    return str(template.render(view=view, say=say, target=target))


def list_templates() -> tuple[Path, ...]:
    """List the files that a report is made from, in the order of their names; other pages' are left out."""
    folder = templates_folder()
    return tuple(sorted(file for file in folder.rglob("*") if file.is_file() and file.name not in _NO_REPORT))


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
