"""What a template of a house costs while it is rendered, and the places of a template where cost can arise.

1. Every text that is written or put together counts its characters before it is made, every value that is put together
or gone through counts a step for each value inside it; past the limits rendering stops. 2. So that nothing escapes the
count, a template is rewritten before it is compiled: what it writes, ``~``, literals, comparisons, slices and what a
loop goes over pass through filters of ours, whose names no template can spell. 3. Texts are made of texts and numbers
only: the text of a list can be longer than all memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

MOST_STEPS = 5_000_000
MOST_CHARACTERS = 50_000_000
MOST_TURNS = 1_000
"""How far ``range`` counts, and the largest number that says how long a result is."""
MOST_TEXT = 1_000_000
"""The longest text that a filter or a sentence takes: each makes it a few times longer."""
_CHARACTERS_A_STEP = 64
_TEXTS = frozenset(
    ("capitalize", "e", "escape", "float", "int", "lower", "string", "title", "trim", "upper", "urlencode")
)
"""Filters that make a text or number of one."""
_SIZED = frozenset(("batch", "round"))
"""Filters that are told how long their result is."""
_CONTAINERS = (tuple, list, set, frozenset, range, dict)


class HouseLimit(Exception):
    """A template takes more steps, or writes more, than a report can need."""


class Meter:
    """What rendering has cost so far."""

    def __init__(self) -> None:
        self.steps = self.characters = 0

    def reset(self) -> None:
        """Begin anew."""
        self.steps = self.characters = 0

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            HouseLimit: there were too many.
        """
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise HouseLimit

    def make(self, characters: int) -> None:
        """Count characters of text that is about to be made, or was.

        Raises:
            HouseLimit: there were too many.
        """
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise HouseLimit

    def weigh(self, value: Any, a_step: int = _CHARACTERS_A_STEP) -> Any:
        """Count a step for a value and all values inside it, and for every so many characters of a text."""
        if isinstance(value, str):
            self.spend(1 + len(value) // a_step)
        elif isinstance(value, _CONTAINERS):
            self.spend(1 + len(value))
            inside = () if isinstance(value, range) else value.items() if isinstance(value, dict) else value
            for item in inside:
                if isinstance(item, (str, *_CONTAINERS)):
                    self.weigh(item, a_step)
        else:
            self.spend()
        return value

    def write(self, value: Any) -> Any:
        """Escape what is written, and count it."""
        from markupsafe import escape

        self.make(len(read_plain(value)))
        text = escape(value)
        self.make(len(text) - len(str(value)))
        return text

    def join(self, parts: Iterable[Any], between: str = "") -> None:
        """Count a text before it is put together."""
        for part in parts:
            self.make(len(read_plain(part)) + len(between))

    def cut(self, value: Any) -> Any:
        """Count what a slice took."""
        if isinstance(value, str):
            self.make(len(value))
        return self.weigh(value)


def read_plain(value: Any) -> str:
    """Read a text or number as text.

    Raises:
        TypeError: it is neither.
        jinja2.UndefinedError: there is no such value.
    """
    from jinja2 import Undefined

    if value is None or isinstance(value, (str, int, float, Undefined)):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no text")


def weigh_filters(environment: Any, names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """Return these filters of Jinja behind the count, and those that a rewritten template calls."""
    from markupsafe import Markup

    meter: Meter = environment.meter
    found = {name: _weigh_filter(meter, name, environment.filters[name]) for name in names}
    ours: Mapping[str, Callable[..., Any]] = {
        "written": Markup,
        "weighed": meter.weigh,
        "turned": lambda value: meter.weigh(value, 1),
        "cut": meter.cut,
        "joined": found["join"],
    }
    return found | {_name(name): function for name, function in ours.items()}


def weigh_tests(environment: Any) -> dict[str, Callable[..., Any]]:
    """Return the tests of Jinja behind the count."""
    return {name: _weigh_call(environment.meter, function) for name, function in environment.tests.items()}


def _weigh_filter(meter: Meter, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Count what goes into a filter and the text that comes out."""
    if name == "join":
        return _weigh_join(meter, function)

    def check(values: list[Any]) -> None:
        if name in _TEXTS and any(len(read_plain(value)) > MOST_TEXT for value in values):
            raise HouseLimit
        if name in _SIZED and any(isinstance(value, int) and abs(value) >= MOST_TURNS for value in values[1:]):
            raise HouseLimit
        if name == "sum" and any(isinstance(value, _CONTAINERS) for value in values[1:]):
            raise HouseLimit  # lists put together one by one
        for value in values:
            meter.weigh(value, _CHARACTERS_A_STEP if name in _TEXTS else 1)

    return _weigh_call(meter, function, check)


def _weigh_call(
    meter: Meter, function: Callable[..., Any], check: Callable[[list[Any]], object] | None = None
) -> Callable[..., Any]:
    first = int(hasattr(function, "jinja_pass_arg"))  # what Jinja hands over before the values

    @wraps(function)
    def weighed(*arguments: Any, **options: Any) -> Any:
        (check or meter.weigh)([*arguments[first:], *options.values()])
        result = function(*arguments, **options)
        if isinstance(result, str):
            meter.make(len(result))
        return meter.weigh(result)

    return weighed


def _weigh_join(meter: Meter, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def join(context: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> Any:
        from jinja2.filters import make_attrgetter

        parts = [*(value if attribute is None else map(make_attrgetter(context.environment, attribute), value))]
        meter.join(parts, read_plain(d))
        return function(context, parts, d)

    return join


def rewrite(tree: Any) -> Any:
    """Put the filters of ours into a template's tree."""
    from jinja2 import nodes
    from jinja2.visitor import NodeTransformer

    def through(name: str, node: Any) -> Any:
        return nodes.Filter(node, _name(name), [], [], None, None, lineno=node.lineno)

    class Rewriter(NodeTransformer):
        def generic_visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
            node = super().generic_visit(node, *args, **kwargs)
            match node:
                case nodes.TemplateData():
                    return through("written", nodes.Const(node.data, lineno=node.lineno))
                case nodes.Concat():
                    return through("joined", nodes.List(node.nodes, lineno=node.lineno))
                case nodes.List() | nodes.Dict() | nodes.Tuple(ctx="load"):
                    return through("weighed", node)
                case nodes.Getitem(arg=nodes.Slice()):
                    return through("cut", node)
                case nodes.Compare():
                    node.expr = through("weighed", node.expr)
                case nodes.Operand():
                    node.expr = through("weighed", node.expr)
                case nodes.For():
                    node.iter = through("turned", node.iter)
                case _:
                    pass
            return node

    return Rewriter().visit(tree).set_environment(tree.environment)


def _name(name: str) -> str:
    """Name a filter as no template can."""
    return f"house {name}"
