"""The graph of a list: every condition and every question that hangs on one is drawn, in both forms."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.graph import build_graph, describe_condition, draw_mermaid, draw_svg
from takeover.checklist.library import load_checklist
from takeover.checklist.model import AllOf, AnswerAtLeast, AnswerBelow, AnswerIs, AnswerUnknown, AnyOf, NotOf, SettingIs
from tests.builders import make_checklist, make_question

CATALOGUE = load_catalogue("en")
CLIENT = SettingIs(setting="engagement", codes=("client",))
LIST = make_checklist(
    make_question("a.child", when=AnswerIs(question="a.parent", codes=("no", "partly"))),
    make_question("a.parent"),
    make_question("a.grandchild", when=AllOf(parts=(AnswerUnknown(question="a.child"), CLIENT))),
    make_question("a.other", when=CLIENT),
    make_question("a.another", when=CLIENT),
    make_question("a.rest", text="Nothing hangs on <this> & that?"),
)
GRAPH = build_graph(LIST, CATALOGUE)


def test_questions_with_one_condition_share_a_box_to_the_right_of_what_they_hang_on():
    shown = [(box.depth, box.title, [q.id for q in box.questions], box.parents) for box in GRAPH.boxes]
    assert shown == [
        (0, "setting: engagement", [], ()),
        (0, "always asked", ["a.parent"], ()),
        (1, "a.parent = no | partly", ["a.child"], (1,)),
        (1, "engagement = client", ["a.other", "a.another"], (0,)),
        (2, "a.child unknown and engagement = client", ["a.grandchild"], (0, 2)),
    ]
    assert GRAPH.rest == 1


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            AnyOf(parts=(CLIENT, AllOf(parts=(CLIENT, CLIENT)))),
            "engagement = client or (engagement = client and engagement = client)",
        ),
        (NotOf(part=AnyOf(parts=(CLIENT,))), "not (engagement = client)"),
        (AnswerAtLeast(question="a.n", bound=Decimal("1.50")), "a.n ≥ 1.50"),
        (AnswerBelow(question="a.n", bound=Decimal(5)), "a.n < 5"),
    ],
)
def test_conditions_read_as_words(condition, words):
    assert describe_condition(condition, CATALOGUE) == words


def test_a_list_without_conditions_has_an_empty_graph():
    graph = build_graph(make_checklist(make_question("a.one")), CATALOGUE)
    assert (graph.boxes, graph.rest) == ((), 1)
    assert "1 more questions" in draw_svg(graph, CATALOGUE)
    assert draw_mermaid(graph) == "flowchart LR\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_list_is_drawn_as_a_picture_that_any_reader_of_xml_reads(language):
    checklist = load_checklist().in_language(language)
    catalogue = load_catalogue(language)
    graph = build_graph(checklist, catalogue)
    root = ET.fromstring(draw_svg(graph, catalogue))
    shown = {"".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")}
    drawn = [question for box in graph.boxes for question in box.questions]
    assert len(drawn) + graph.rest == len(checklist.questions)
    assert {f"{question.text}{question.id}" for question in drawn} <= shown
    assert all(question.id in draw_mermaid(graph) for question in drawn)


def test_no_box_lies_upon_another():
    checklist = load_checklist().source
    root = ET.fromstring(draw_svg(build_graph(checklist, CATALOGUE), CATALOGUE))
    boxes = [
        tuple(float(node.attrib[name]) for name in ("x", "y", "width", "height"))
        for node in root.iter("{http://www.w3.org/2000/svg}rect")
        if "rx" in node.attrib
    ]
    assert len(boxes) > 10
    for number, (x, y, width, height) in enumerate(boxes):
        for left, top, wide, high in boxes[number + 1 :]:
            assert x + width <= left or left + wide <= x or y + height <= top or top + high <= y


def test_texts_cannot_break_out_of_the_picture_or_of_mermaid():
    evil = '"]; click b0 "javascript:x" <script>&#'
    question = make_question("a.one", text=evil, when=AnswerIs(question="a.two", codes=(evil,)))
    graph = build_graph(make_checklist(question, make_question("a.two"), title=evil), CATALOGUE)
    root = ET.fromstring(draw_svg(graph, CATALOGUE))
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "<script" not in draw_mermaid(graph)
    assert draw_mermaid(graph).count('"') == 2 * len(graph.boxes)
