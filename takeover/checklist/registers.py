"""One register out of a file: its columns, and the rows that a new table starts with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from takeover.checklist.fields import Fields, nearest, only_maps, refuse_twins
from takeover.checklist.files import Node, Scalar
from takeover.checklist.model import Column, QuestionType, Register
from takeover.checklist.questions import read_choices
from takeover.values import Level, read_date, read_decimal, read_money, read_percent

COLUMN_TYPES = tuple(kind for kind in QuestionType if kind not in (QuestionType.GRADE, QuestionType.REGISTER))
"""What a column of a register may hold."""
COMMANDS = ("log",)
"""Commands that fill a register which no question opens."""
_READERS: Mapping[QuestionType, Callable[[str], Any]] = {
    QuestionType.NUMBER: read_decimal,
    QuestionType.PERCENT: read_percent,
    QuestionType.MONEY: read_money,
    QuestionType.DATE: read_date,
}


def read_register(fields: Fields) -> Register:
    """Read one register."""
    nodes = only_maps(fields.items("columns", required=True), fields.problems)
    refuse_twins(nodes, fields.problems)
    register_id = fields.text("id", required=True)
    columns = tuple(_read_column(Fields(node, fields.problems)) for node in nodes)
    register = Register(
        id=register_id,
        title=fields.text("title", required=True),
        columns=columns,
        start_with=tuple(_read_row(Fields(n, fields.problems), columns) for n in fields.items("start_with")),
        command=_read_command(fields),
    )
    fields.refuse_others()
    return register


def _read_column(fields: Fields) -> Column:
    column = Column(
        id=fields.text("id", required=True),
        type=fields.choice("type", QuestionType) or QuestionType.TEXT,
        title=fields.text("title", required=True),
        sharing=fields.choice("sharing", Level, Level.SHARED) or Level.SHARED,
        choices=read_choices(fields),
    )
    fields.refuse_others()
    if column.type not in COLUMN_TYPES:
        fields.report("CL014", fields.place_of("type"), value=column.type, allowed=", ".join(COLUMN_TYPES))
    if (column.type is QuestionType.CHOICE) != bool(column.choices):
        code = "CL012" if column.choices else "CL011"
        fields.report(code, fields.place_of("choices"), key="choices", near="type: choice")
    return column


def _read_row(fields: Fields, columns: tuple[Column, ...]) -> dict[str, str]:
    """Read a row to start with: texts by column, each as a person would type it."""
    by_id = {column.id: column for column in columns}
    row: dict[str, str] = {}
    for name, node in fields.pairs():
        column = by_id.get(name)
        if column is None:
            fields.report("CL048", node.place, column=name, near=nearest(name, by_id))
        elif text := _read_cell(node, column, fields):
            row[name] = text
    if not fields.pairs():
        fields.report("CL011", fields.place, key="start_with")
    return row


def _read_cell(node: Node, column: Column, fields: Fields) -> str:
    if not isinstance(node, Scalar):
        fields.report("CL013", node.place, expected="text")
        return ""
    text = node.text.strip()
    codes = [choice.code for choice in column.choices]
    if column.type is QuestionType.CHOICE and text not in codes:
        fields.report("CL014", node.place, value=text, allowed=", ".join(codes))
    try:
        _READERS.get(column.type, str)(text)
    except ValueError:
        fields.report("CL049", node.place, value=text, column=column.id, type=column.type)
    return text


def _read_command(fields: Fields) -> str:
    command = fields.text("command")
    if command and command not in COMMANDS:
        fields.report("CL014", fields.place_of("command"), value=command, allowed=", ".join(COMMANDS))
    return command
