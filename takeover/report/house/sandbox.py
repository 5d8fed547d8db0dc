"""Jinja for templates that are not ours: they see the view and our words, call nothing else, and come to an end.

1. Only the files of the style and our own templates can be included; ours win where names are the same. 2. Called are
macros, blocks and the functions that we give; methods of texts are not, because ``"x".center(10**9)`` costs a machine.
3. Filters are those that a document needs. 4. Each step (an attribute, a call, a row of a loop) is counted, and so is
each text that is written or put together, before it is (`weighing`); past the limits rendering stops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takeover.errors import BadInput
from takeover.report.house.weighing import (
    MOST_TEXT,
    MOST_TURNS,
    HouseLimit,
    Meter,
    read_plain,
    rewrite,
    weigh_filters,
    weigh_tests,
)

if TYPE_CHECKING:
    from jinja2 import Template

FILTERS = (
    "capitalize", "default", "d", "e", "escape", "first", "float", "int", "join", "last", "length", "list", "lower",
    "map", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim",
    "unique", "upper", "urlencode", "groupby", "batch", "count", "dictsort", "items", "min", "max",
)  # fmt: skip

_SCOPES = ("_loop_vars", "_block_vars")
"""What Jinja itself hands over with every call inside a loop or block."""


def make_environment(templates: Mapping[str, str], folder: Path) -> Any:
    """Make the environment for the templates of a house over ours, which lie in `folder`."""
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined, pass_context

    @pass_context
    def write(context: Any, value: Any) -> Any:
        """Count what is written, wherever it is kept before it comes to the page."""
        return context.environment.meter.write(value)

    def find(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template with its name as the name of its file, for the places of errors."""
        return (templates[name], name, lambda: True) if name in templates else None

    environment = _load_environment_class()(
        loader=ChoiceLoader([FileSystemLoader(folder), FunctionLoader(find)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # what is worked out while compiling would not be counted
        finalize=write,
    )
    environment.filters = weigh_filters(environment, FILTERS)
    environment.tests = weigh_tests(environment)
    environment.globals = {"range": count_to}
    return environment


def _load_environment_class() -> Any:
    """Return the class of the environment, with a count of its own; Jinja is loaded only now."""
    from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class HouseEnvironment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%", "+"})
        meter = Meter()
        given: tuple[Callable[..., Any], ...] = (count_to,)

        def _generate(self, source: Any, *arguments: Any, **options: Any) -> str:
            return super()._generate(rewrite(source), *arguments, **options)

        def is_safe_callable(self, obj: Any) -> bool:
            if isinstance(obj, (Macro, BlockReference, TemplateReference, LoopContext)):
                return True
            return obj in self.given or isinstance(getattr(obj, "__self__", None), (LoopContext, dict))

        def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
            named = [value for name, value in kwargs.items() if name not in _SCOPES]
            values = self.meter.weigh([*args, *named])
            is_ours = obj in self.given
            if is_ours and sum(len(read_plain(value)) for value in values) > MOST_TEXT:
                raise HouseLimit
            result = ImmutableSandboxedEnvironment.call(self, context, obj, *args, **kwargs)
            if is_ours and isinstance(result, str):
                self.meter.make(len(result))
            return self.weigh(result)

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.weigh(ImmutableSandboxedEnvironment.getattr(self, obj, attribute))

        def getitem(self, obj: Any, argument: Any) -> Any:
            return self.weigh(ImmutableSandboxedEnvironment.getitem(self, obj, argument))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            """Count with numbers only: a text times a number is as long as one likes."""
            self.meter.weigh([left, right])
            numbers = isinstance(left, int) and isinstance(right, int) and abs(right) < MOST_TURNS
            if operator != "+" and not (numbers and (operator != "**" or abs(left) < MOST_TURNS)):
                raise HouseLimit
            if isinstance(left, str) and isinstance(right, str):
                self.meter.join((left, right))
            return ImmutableSandboxedEnvironment.call_binop(self, context, operator, left, right)

        def weigh(self, value: Any) -> Any:
            """Count what was there already: a part of the view, a row of a list."""
            self.meter.spend(len(value) if isinstance(value, (tuple, list, range)) else 1)
            return value

    return HouseEnvironment


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
    environment.meter.reset()
    environment.given = (count_to, say)
    try:
        return str(template.render(say=say, **values))
    except (HouseLimit, RecursionError, MemoryError) as error:
        raise BadInput("RP083", file=template.name) from error
