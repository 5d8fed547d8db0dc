"""The YAML loader: every scalar is text, every problem has its place, and no bytes make it fall over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.files import MAX_BYTES, MAX_DEPTH, Map, Node, Scalar, Seq, load_yaml
from takeover.checklist.reader import read_checklist
from takeover.checklist.translation import read_translation

DEEP = "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH


def plain(node: Node) -> object:
    match node:
        case Scalar(text=text):
            return text
        case Seq(items=items):
            return [plain(item) for item in items]
        case Map(items=items):
            return {key: plain(value) for key, value in items.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: No", {"a": "No"}),
        ("a: on", {"a": "on"}),
        ("a: 1e27", {"a": "1e27"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 010", {"a": "010"}),
        ("a: 2026-03-31", {"a": "2026-03-31"}),
        ("a: ~", {"a": "~"}),
        ("a:", {"a": ""}),
        ("yes: [true, 'no']", {"yes": ["true", "no"]}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("\ufeffa: mark", {"a": "mark"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("标题: 目标", {"标题": "目标"}),
    ],
)
def test_loader_keeps_every_scalar_as_text(text, value):
    node, problems = load_yaml(text.encode(), "f.yaml")
    assert problems == ()
    assert node is not None
    assert plain(node) == value


BAD_FILES = {
    "not YAML": (b"a: [1, 2\nb: 3\n", ["CL003 f.yaml:2:2"]),
    "colon in a text": (b"a: b: c", ["CL003 f.yaml:1:5"]),
    "tab as indentation": (b"a:\n\t- 1\n", ["CL003 f.yaml:2:1"]),
    "empty": (b"", ["CL004 f.yaml"]),
    "only a byte-order mark": (b"\xef\xbb\xbf", ["CL004 f.yaml"]),
    "comments only": (b"# nothing\n\n# here\n", ["CL004 f.yaml"]),
    "too large": (b"#" * (MAX_BYTES + 1), ["CL001 f.yaml"]),
    "too deep": (DEEP.encode(), [f"CL006 f.yaml:1:{3 + MAX_DEPTH} a" + "[0]" * (MAX_DEPTH - 1)]),
    "tag": (b"a: !!python/name:os.system x\nb: !mine y\n", ["CL008 f.yaml:1:4 a", "CL008 f.yaml:2:4 b"]),
    "anchor": (b"a: &one x\n", ["CL007 f.yaml:1:4 a"]),
    "anchor of a list": (b"a:\n  - &one [x]\n", ["CL007 f.yaml:2:5 a[0]"]),
    "alias": (b"a: x\nb: *one\n", ["CL007 f.yaml:2:4 b"]),
    "duplicate key": (b"a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", ["CL010 f.yaml:4:3 b.c", "CL010 f.yaml:5:1 a"]),
    "two documents": (b"a: 1\n---\nb: 2\n", ["CL005 f.yaml:2:1"]),
    "an empty document before": (b"---\n---\na: 1\n", ["CL005 f.yaml:2:1"]),
    "key that is no text": (b"? [a]\n: 1\n", ["CL009 f.yaml:1:3"]),
    "Latin-1": ("title: a\nname: Gr\u00f6\u00dfe\n".encode("latin-1"), ["CL002 f.yaml:2:9"]),
    "Latin-1 after a mark": (b"\xef\xbb\xbfa: \xff", ["CL002 f.yaml:1:4"]),
    "Latin-1 after Chinese": ("标题: ".encode() + b"\xff", ["CL002 f.yaml:1:5"]),
    "UTF-16": ("a: 1".encode("utf-16"), ["CL002 f.yaml:1:1"]),
    "NUL": (b"a: 1\nb: \0", ["CL003 f.yaml:2:4"]),
    "control character": ("标题: \x08".encode(), ["CL003 f.yaml:1:5"]),
    "unknown YAML version": (b"%YAML 9.9\n---\na: 1\n", ["CL003 f.yaml:1:1"]),
    "what was found before it had to stop": (b"a: 1\na: 2\nb: &x 1\n", ["CL010 f.yaml:2:1 a", "CL007 f.yaml:3:4 b"]),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_loader_names_every_bad_file_with_its_place(name):
    data, expected = BAD_FILES[name]
    _, problems = load_yaml(data, "f.yaml")
    assert [f"{problem.code} {problem.place}" for problem in problems] == expected


def test_byte_that_is_no_utf_8_is_named_with_its_offset_in_the_file():
    _, (problem,) = load_yaml(b"\xef\xbb\xbfa: b\nname: Gr\xf6", "f.yaml")
    assert problem.details == {"byte": "0xF6", "offset": "16"}
    assert str(problem.place) == "f.yaml:2:9"


def test_fifty_megabytes_are_refused_before_they_are_parsed():
    _, problems = load_yaml(b"- [a\n" * 10_000_000, "f.yaml")
    assert [problem.code for problem in problems] == ["CL001"]


def test_every_node_knows_its_place_and_every_key_its_own():
    node, _ = load_yaml("a:\n  - b: 是\n    'c': [x,\n      y]\n".encode(), "f.yaml")
    assert isinstance(node, Map)
    a = node.items["a"]
    assert isinstance(a, Seq)
    (entry,) = a.items
    assert isinstance(entry, Map)
    c = entry.items["c"]
    assert isinstance(c, Seq)
    assert [str(place) for place in (node.place, node.place_of_key("a"), a.place, entry.place, entry.place_of_key("c"), c.place, c.items[1].place)] == [
        "f.yaml:1:1", "f.yaml:1:1 a", "f.yaml:2:3 a", "f.yaml:2:5 a[0]", "f.yaml:3:5 a[0].c", "f.yaml:3:10 a[0].c", "f.yaml:4:7 a[0].c[1]",
    ]  # fmt: skip
    assert (entry.text("b"), entry.text("c"), entry.text("d")) == ("是", "", "")


def test_loader_takes_the_largest_file():
    node, problems = load_yaml(b"a: b\n".ljust(MAX_BYTES, b"#"), "f.yaml")
    assert (node is not None, problems) == (True, ())


def test_loader_takes_the_deepest_file():
    node, problems = load_yaml(DEEP.replace("[[", "[", 1).replace("]]", "]", 1).encode(), "f.yaml")
    assert (node is not None, problems) == (True, ())


def test_loader_is_not_slowed_by_an_expansion_bomb():
    bomb = "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(50))
    _, problems = load_yaml(bomb.encode(), "f.yaml")
    assert [problem.code for problem in problems] == ["CL007"]


def test_map_finds_no_missing_key():
    node, _ = load_yaml(b"a: 1", "f.yaml")
    assert isinstance(node, Map)
    assert node.get("b") is None


PIECES = [*"ab:-#[]{},&*!|>'\"%@?~ \n\t0.", "\ufeff", "---\n", "...\n", "是", "questions:\n", "\x85", " - ", "id: "]
YAMLISH = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def read_all_ways(data: bytes) -> None:
    """No exception is the property; a file that cannot be used always says why."""
    node, problems = load_yaml(data, "f.yaml")
    assert node is not None or problems
    placed, found = read_checklist(data, "f.yaml")
    assert found or placed
    _, told = read_translation(data, "f.yaml")
    assert told


@given(st.binary(max_size=80))
def test_loader_survives_any_bytes(data):
    read_all_ways(data)


@given(YAMLISH)
def test_loader_survives_any_text_that_looks_like_yaml(text):
    read_all_ways(text.encode())
