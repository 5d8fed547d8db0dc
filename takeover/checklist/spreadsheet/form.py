"""The columns of the workbook form: what they are called, in which order they stand, and which of them are words.

XLSForm's own columns are written as XLSForm has them. Ours begin with ``takeover::``, in the sheet survey alone, since
pyxform passes them by there, but would put further columns of choices into the form and stumbles over them in settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from takeover.checklist.model import ClearedBy, CountsFor, Horizon, QuestionType
from takeover.checklist.spreadsheet.languages import texts_in
from takeover.values import Level, Role

FORMAT = "1"
"""Version of the workbook form, in the sheet takeover under `takeover_workbook`."""
GRADE_LIST = "grade"
OWN = "takeover::"


class SheetName(StrEnum):
    """The sheets: three of XLSForm, three of ours."""

    SURVEY = "survey"
    CHOICES = "choices"
    SETTINGS = "settings"
    TAKEOVER = "takeover"
    START = "start_with"
    HOUSE = "house"


SURVEY_COLUMNS = (
    ("type", False),
    ("name", False),
    ("label", True),
    ("hint", True),
    ("guidance_hint", True),
    ("relevant", False),
    (f"{OWN}id", False),
    (f"{OWN}order", False),
    (f"{OWN}type", False),
    (f"{OWN}weight", False),
    (f"{OWN}health", False),
    (f"{OWN}stop_line", False),
    (f"{OWN}sharing", False),
    (f"{OWN}ask", False),
    (f"{OWN}ask_all", False),
    (f"{OWN}day_one", False),
    (f"{OWN}counts_for", False),
    (f"{OWN}register", False),
    (f"{OWN}unit", False),
    (f"{OWN}why", True),
    (f"{OWN}evidence", True),
    (f"{OWN}evidence_needed", False),
    (f"{OWN}finding", True),
    (f"{OWN}action", True),
    (f"{OWN}horizon", False),
    (f"{OWN}source", False),
    (f"{OWN}command", False),
)
"""The columns of the sheet survey in their order, and whether there is one a language."""
OPTIONAL_COLUMNS = ("guidance_hint", f"{OWN}id", f"{OWN}order", f"{OWN}command")
"""Columns that are there only where a list needs them."""
CLOSED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    f"{OWN}type": tuple(QuestionType),
    f"{OWN}stop_line": tuple(ClearedBy),
    f"{OWN}sharing": tuple(Level),
    f"{OWN}ask_all": ("true",),
    f"{OWN}day_one": ("true",),
    f"{OWN}counts_for": tuple(CountsFor),
    f"{OWN}horizon": tuple(Horizon),
}
"""Columns that take one of a few words; Excel offers them and refuses others."""
HEALTH_EXAMPLES = (
    "yes: good; partly: half; no: bad",
    "yes: bad; partly: half; no: good",
    "at_most 0: good; at_most 30: half; otherwise: bad",
    "complete: amount, due; half: 2/3",
    "answered: good",
)
"""What answers are worth, in the ways in which a cell says it."""
OFFERED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "type": (
        "select_one grade", "select_one ", "decimal", "date", "text", "begin_group", "end_group", "begin_repeat",
        "end_repeat",
    ),
    f"{OWN}ask": tuple(Role),
    f"{OWN}health": tuple(example for example in HEALTH_EXAMPLES if "," not in example),
}  # fmt: skip
"""Columns for which Excel offers what is usual and takes other texts too."""
SHEET_COLUMNS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    SheetName.SURVEY: SURVEY_COLUMNS,
    SheetName.CHOICES: (("list_name", False), ("name", False), ("label", True)),
    SheetName.SETTINGS: tuple((name, False) for name in ("form_title", "form_id", "version", "default_language")),
    SheetName.TAKEOVER: (("key", False), ("value", False)),
    SheetName.START: (("register", False), ("row", False), ("column", False), ("text", True)),
    SheetName.HOUSE: (
        ("kind", False),
        ("question", False),
        ("keys", False),
        ("sharing", False),
        ("text", True),
        ("reason", True),
    ),
}
"""The columns of each sheet, and which of them stand once a language."""


def name_columns(columns: Iterable[tuple[str, bool]], languages: Iterable[str]) -> tuple[str, ...]:
    """Name the columns of a sheet, those of words once a language."""
    known = tuple(languages)
    return tuple(name for base, is_text in columns for name in (texts_in(base, known).values() if is_text else (base,)))
