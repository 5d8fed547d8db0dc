"""The user's own settings: one small YAML file, the same for all takeovers of this user (docs/settings.md).

It lies where this system keeps settings (`click.get_app_dir`), or where the variable TAKEOVER_SETTINGS says. A missing
file is an empty one. Nothing secret stands in it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from takeover.checklist.fields import Fields
from takeover.checklist.files import load_yaml
from takeover.errors import BadInput
from takeover.problems import Problem
from takeover.report.paper import Paper

FILE = "settings.yaml"
VARIABLE = "TAKEOVER_SETTINGS"
EMPTY = "CL004"
"""The problem of a file without content, which for settings is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user set.

    `checklists` and `templates` are folders of the house. `checklist` is the list to use where none is named. `trust`
    are SHA-256 fingerprints of certificates, `authorities` PEM files of house CAs, `timestamps` the address of an RFC
    3161 server; without it no signature asks for a time. `paper` is that of reports.
    """

    checklists: Path | None = None
    templates: Path | None = None
    checklist: str = ""
    trust: tuple[str, ...] = ()
    authorities: tuple[Path, ...] = ()
    timestamps: str = ""
    paper: Paper = Paper.A4


def find_settings(environment: Mapping[str, str]) -> Path:
    """Return where the settings lie, whether or not there are any."""
    given = environment.get(VARIABLE)
    return Path(given) if given else Path(click.get_app_dir("takeover")) / FILE


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; relative paths in them start at the file's folder.

    Raises:
        BadInput: the file cannot be read, or has mistakes; they are all in the exception.
    """
    file = find_settings(environment)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise BadInput("CM060", file=file, reason=error.strerror) from error
    settings, problems = read_settings(data, file)
    if problems:
        raise BadInput("CM061", file=file, problems=problems)
    return settings


def read_settings(data: bytes, file: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings' bytes; all problems at once."""
    node, found = load_yaml(data, file.name)
    if [problem.code for problem in found] == [EMPTY]:
        return Settings(), ()  # nothing but comments, perhaps: nothing is set
    problems = list(found)
    if node is None:
        return Settings(), tuple(problems)
    fields = Fields(node, problems)
    folders = {name: fields.text(name) for name in ("checklists", "templates")}
    settings = Settings(
        **{name: file.parent / Path(text).expanduser() for name, text in folders.items() if text},
        checklist=fields.text("checklist"),
        trust=tuple(item.text for item in fields.texts("trust")),
        authorities=tuple(file.parent / Path(item.text).expanduser() for item in fields.texts("authorities")),
        timestamps=fields.text("timestamps"),
        paper=fields.choice("paper", Paper, Paper.A4) or Paper.A4,
    )
    fields.refuse_others()
    return settings, tuple(problems)
