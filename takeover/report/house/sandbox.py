"""Jinja for templates that are not ours: they see the view and our words, call nothing else, and come to an end.

1. Only the files of the style and our own templates can be included; ours win where names are the same. 2. Called are
macros, blocks and the functions that we give; methods of texts are not, because ``"x".center(10**9)`` costs a machine.
3. Filters are those that make a text no longer than what they were given. 4. Each step (an attribute, a call, a row of
a loop) is counted, and so is what is written; past the limits rendering stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takeover.errors import BadInput

if TYPE_CHECKING:
    from jinja2 import Template

MOST_STEPS = 5_000_000
MOST_CHARACTERS = 50_000_000
MOST_TURNS = 1_000
"""How far ``range`` counts."""
FILTERS = (
    "capitalize", "default", "d", "e", "escape", "first", "float", "int", "join", "last", "length", "list", "lower",
    "map", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim",
    "unique", "upper", "urlencode", "groupby", "batch", "count", "dictsort", "items", "min", "max",
)  # fmt: skip


class HouseLimit(Exception):
    """A template takes more steps, or writes more, than a report can need."""


def make_environment(templates: Mapping[str, str], folder: Path) -> Any:
    """Make the environment for the templates of a house over ours, which lie in `folder`."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class HouseEnvironment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%", "+"})
        steps = 0
        given: tuple[Callable[..., Any], ...] = (count_to,)

        def spend(self, steps: int = 1) -> None:
            self.steps += steps
            if self.steps > MOST_STEPS:
                raise HouseLimit

        def is_safe_callable(self, obj: Any) -> bool:
            if isinstance(obj, (Macro, BlockReference, TemplateReference, LoopContext)):
                return True
            return obj in self.given or isinstance(getattr(obj, "__self__", None), (LoopContext, dict))

        def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
            self.spend()
            result = ImmutableSandboxedEnvironment.call(self, context, obj, *args, **kwargs)
            return self.weigh(result)

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.weigh(ImmutableSandboxedEnvironment.getattr(self, obj, attribute))

        def getitem(self, obj: Any, argument: Any) -> Any:
            return self.weigh(ImmutableSandboxedEnvironment.getitem(self, obj, argument))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            """Count with numbers only: a text times a number is as long as one likes."""
            if operator != "+" and not (isinstance(left, int) and isinstance(right, int) and abs(right) < MOST_TURNS):
                raise HouseLimit
            return self.weigh(ImmutableSandboxedEnvironment.call_binop(self, context, operator, left, right))

        def weigh(self, value: Any) -> Any:
            self.spend(len(value) if isinstance(value, (tuple, list, range)) else 1)
            if isinstance(value, str) and len(value) > MOST_CHARACTERS:
                raise HouseLimit
            return value

    def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template with its name as the name of its file, for the places of errors."""
        return (templates[name], name, lambda: True) if name in templates else None

    environment = HouseEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder), FunctionLoader(find)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.globals = {"range": count_to}
    return environment


def count_to(first: int, last: int | None = None) -> range:
    """Count like Python's range, but not far.

    Raises:
        HouseLimit: further than `MOST_TURNS`.
    """
    numbers = range(first) if last is None else range(first, last)
    if len(numbers) > MOST_TURNS:
        raise HouseLimit
    return numbers


def render_bounded(environment: Any, template: Template, say: Callable[..., str], **values: object) -> str:
    """Render a template of a house within the limits.

    Raises:
        BadInput: RP083, it takes too long or writes too much.
        jinja2.TemplateError: it asks for what there is not, or for what it may not have.
    """
    environment.steps = 0
    environment.given = (count_to, say)
    try:
        return "".join(_count_characters(template.generate(say=say, **values)))
    except (HouseLimit, RecursionError, MemoryError) as error:
        raise BadInput("RP083", file=template.name) from error


def _count_characters(parts: Iterator[str]) -> Iterator[str]:
    written = 0
    for part in parts:
        written += len(part)
        if written > MOST_CHARACTERS:
            raise HouseLimit
        yield part
