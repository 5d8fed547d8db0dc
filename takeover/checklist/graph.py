"""The branches of a list as a picture: which questions hang on which setting or answer, as SVG and as Mermaid.

Questions with the same condition share a box, since they are asked together. A box stands one column to the right of
the boxes that it hangs on; the first column holds the settings and the questions that are always asked and decide
something. Questions that are always asked and decide nothing are counted, not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from wcwidth import wcswidth

from takeover.catalogues import Catalogue
from takeover.checklist.model import (
    AllOf,
    AnswerAtLeast,
    AnswerBelow,
    AnswerIs,
    AnswerUnknown,
    AnyOf,
    Checklist,
    Condition,
    NotOf,
    Question,
    SettingIs,
    leaves,
    questions_of,
)
from takeover.values import decimal_text

_COLUMN_WIDTH = 7.4
_LINE = 17
_PAD = 10
_GAP_X = 90
_GAP_Y = 18
_MARGIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A setting, or questions that share a condition. `depth` is its column; `parents` are numbers of boxes."""

    number: int
    depth: int
    title: str
    questions: tuple[Question, ...]
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The boxes column by column, and how many questions are always asked and decide nothing."""

    title: str
    boxes: tuple[Box, ...]
    rest: int


def build_graph(checklist: Checklist, catalogue: Catalogue) -> Graph:
    """Group the questions by their condition and find what each group hangs on.

    The list must be free of circles (lint).
    """
    deciding = {name for question in checklist.questions for name in questions_of(question.when)}
    drawn = [question for question in checklist.questions if question.when or question.id in deciding]
    depths = _find_depths(drawn)
    settings = dict.fromkeys(
        leaf.setting for question in drawn for leaf in leaves(question.when) if isinstance(leaf, SettingIs)
    )
    groups: dict[tuple[int, str], list[Question]] = {(0, name): [] for name in settings}
    for question in drawn:
        title = describe_condition(question.when, catalogue) if question.when else catalogue.text("checklist.graph.all")
        groups.setdefault((depths[question.id], title), []).append(question)
    keys = sorted(groups, key=lambda key: key[0])
    homes = {question.id: number for number, key in enumerate(keys) for question in groups[key]}
    homes |= {f"setting {name}": keys.index((0, name)) for name in settings}
    boxes = tuple(
        Box(
            number=number,
            depth=key[0],
            title=_name_setting(key[1], catalogue) if key[1] in settings else key[1],
            questions=tuple(groups[key]),
            parents=_find_parents(groups[key], homes),
        )
        for number, key in enumerate(keys)
    )
    return Graph(title=checklist.title, boxes=boxes, rest=len(checklist.questions) - len(drawn))


def _find_depths(drawn: Iterable[Question]) -> dict[str, int]:
    """Give every question its column: one to the right of all that it hangs on. No circles, so this ends."""
    waiting = {question.id: question for question in drawn}
    depths: dict[str, int] = {}
    while waiting:
        ready = [q for q in waiting.values() if all(name not in waiting for name in questions_of(q.when))]
        for question in ready:
            above = [depths.get(name, 0) for name in questions_of(question.when)]
            depths[question.id] = 1 + max(above, default=0) if question.when else 0
            del waiting[question.id]
    return depths


def _find_parents(questions: Iterable[Question], homes: Mapping[str, int]) -> tuple[int, ...]:
    found = {
        homes[f"setting {leaf.setting}" if isinstance(leaf, SettingIs) else leaf.question]
        for question in questions
        for leaf in leaves(question.when)
    }
    return tuple(sorted(found))


def _name_setting(setting: str, catalogue: Catalogue) -> str:
    return catalogue.text("checklist.graph.setting", setting=setting)


def describe_condition(condition: Condition, catalogue: Catalogue) -> str:
    """Write a condition in words; ids and codes stand as in the file."""
    match condition:
        case AllOf(parts=parts):
            return catalogue.text("checklist.graph.and").join(_describe_part(part, catalogue) for part in parts)
        case AnyOf(parts=parts):
            return catalogue.text("checklist.graph.or").join(_describe_part(part, catalogue) for part in parts)
        case NotOf(part=part):
            return catalogue.text("checklist.graph.not", condition=_describe_part(part, catalogue))
        case SettingIs(setting=name, codes=codes) | AnswerIs(question=name, codes=codes):
            return f"{name} = {' | '.join(codes)}"
        case AnswerAtLeast(question=name, bound=bound):
            return f"{name} ≥ {decimal_text(bound)}"
        case AnswerBelow(question=name, bound=bound):
            return f"{name} < {decimal_text(bound)}"
        case AnswerUnknown(question=name):
            return catalogue.text("checklist.graph.unknown", question=name)
        case _:
            assert_never(condition)


def _describe_part(condition: Condition, catalogue: Catalogue) -> str:
    text = describe_condition(condition, catalogue)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def draw_mermaid(graph: Graph) -> str:
    """Write the graph as a Mermaid flowchart, which many wikis and editors draw."""
    lines = ["flowchart LR"]
    for box in graph.boxes:
        rows = [box.title, *(question.id for question in box.questions)]
        shape = '(["{}"])' if not box.questions else '["{}"]'
        lines.append(f"  b{box.number}{shape.format('<br>'.join(_quote_mermaid(row) for row in rows))}")
    lines += [f"  b{parent} --> b{box.number}" for box in graph.boxes for parent in box.parents]
    return "\n".join(lines) + "\n"


def _quote_mermaid(text: str) -> str:
    for character in '#"<>|&':
        text = text.replace(character, f"#{ord(character)};") if character != "#" else text.replace("#", "#35;")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A box with its place in the picture."""

    box: Box
    x: float
    y: float
    width: float
    height: float


def draw_svg(graph: Graph, catalogue: Catalogue) -> str:
    """Draw the graph; hovering over a question shows its text. The picture needs no font, script or style sheet."""
    placed = _place(graph)
    note = catalogue.text("checklist.graph.rest", count=graph.rest)
    width = max((item.x + item.width for item in placed.values()), default=0) + _MARGIN
    width = max(width, _MARGIN * 2 + _measure(note), _MARGIN * 2 + _measure(graph.title) * 1.3)
    height = max((item.y + item.height for item in placed.values()), default=0) + _MARGIN + _LINE
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    label = f"aria-label={quoteattr(graph.title)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" role="img" {label}>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="{_MARGIN + 8}" font-size="16" font-weight="bold">{escape(graph.title)}</text>',
        *(_draw_edge(placed[parent], item) for item in placed.values() for parent in item.box.parents),
        *(line for item in placed.values() for line in _draw_box(item)),
        f'<text x="{_MARGIN}" y="{height - _MARGIN / 2:.0f}" fill="#46535f">{escape(note)}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _place(graph: Graph) -> dict[int, _Placed]:
    """Stack the boxes of each column; a column is as wide as its widest box."""
    placed: dict[int, _Placed] = {}
    x = float(_MARGIN)
    for depth in sorted({box.depth for box in graph.boxes}):
        column = [box for box in graph.boxes if box.depth == depth]
        width = max(_measure(text) for box in column for text in (box.title, *(q.id for q in box.questions))) + 2 * _PAD
        y = float(_MARGIN + 30)
        for box in column:
            height = (1 + len(box.questions)) * _LINE + _PAD
            placed[box.number] = _Placed(box=box, x=x, y=y, width=width, height=height)
            y += height + _GAP_Y
        x += width + _GAP_X
    return placed


def _measure(text: str) -> float:
    """Estimate the width of a text at 12 px; a Han character takes two columns."""
    return max(0, wcswidth(text)) * _COLUMN_WIDTH


def _draw_edge(parent: _Placed, child: _Placed) -> str:
    x1, y1 = parent.x + parent.width, parent.y + parent.height / 2
    x2, y2 = child.x, child.y + _LINE / 2 + _PAD / 2
    middle = (x1 + x2) / 2
    path = f"M{x1:.0f} {y1:.0f} C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{path}" fill="none" stroke="#9aa7b4"/>'


def _draw_box(item: _Placed) -> list[str]:
    box, x = item.box, item.x + _PAD
    fill = "#ffffff" if box.questions else "#eef2f6"
    frame = f'x="{item.x:.0f}" y="{item.y:.0f}" width="{item.width:.0f}" height="{item.height:.0f}" rx="3"'
    lines = [f'<rect {frame} fill="{fill}" stroke="#1d2b3a"/>']
    y = item.y + _LINE
    lines.append(f'<text x="{x:.0f}" y="{y:.0f}" font-weight="bold">{escape(box.title)}</text>')
    for number, question in enumerate(box.questions, 1):
        text = f"<title>{escape(question.text)}</title>{escape(question.id)}"
        lines.append(f'<text x="{x:.0f}" y="{y + number * _LINE:.0f}">{text}</text>')
    return lines
