"""What the commands that make a report share: its language or languages, its paper, the style of a house."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from takeover.baseline.model import Tools
from takeover.catalogues import match_languages
from takeover.cli.folder import Takeover
from takeover.cli.settings import load_settings
from takeover.report.house.folder import load_style
from takeover.report.house.model import PREFIX
from takeover.report.layout import PAPER, Layout
from takeover.report.paper import Paper


def with_layout(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a report's look; it receives them as the keyword `layout`."""

    @wraps(command)
    def run(*arguments: Any, paper: str | None, templates: Path | None, **options: Any) -> None:
        command(*arguments, layout=choose_layout(paper, templates), **options)

    papers = click.Choice([paper.value for paper in Paper])
    run = click.option("--templates", type=click.Path(path_type=Path), help="Folder of a house style.")(run)
    return click.option("--paper", type=papers, help="Paper of the report [default: as set, else a4].")(run)


def choose_layout(paper: str | None, templates: Path | None) -> Layout:
    """Return the layout of a report: as given, else as the settings say, else A4 in our style.

    Raises:
        BadInput: the settings or the style have mistakes.
    """
    settings = load_settings()
    folder = templates or settings.templates
    return Layout(paper=Paper(paper) if paper else settings.paper, style=load_style(folder) if folder else None)


def find_layout(tools: Tools, templates: Path | None) -> Layout:
    """Return the layout that a report was sealed with, as far as it is at hand; the rest is for the comparison.

    Raises:
        BadInput: the style of the house has mistakes.
    """
    known = [paper.value for paper in Paper]
    paper = tools.versions.get(PAPER, Paper.A4)
    housed = any(name.startswith(PREFIX) for name in tools.files)
    folder = (templates or load_settings().templates) if housed else None
    return Layout(paper=Paper(paper) if paper in known else Paper.A4, style=load_style(folder) if folder else None)


def choose_languages(given: str | None, takeover: Takeover) -> str:
    """Return the language of a report, or both (``en+zh-Hans``): as given, or that of the takeover."""
    opened = takeover.situation.opened
    return match_languages(given or (opened.language if opened else "en"))
