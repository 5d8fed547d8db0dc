"""What a template may ask of the view: names are followed through attributes and loops to the values they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from takeover.checklist.fields import nearest
from takeover.report.view.model import View

NAMES = ("view", "say", "target", "logo", "paper", "language")
"""What a template is given."""
_ADDED = ("loop", "super", "self", "caller", "varargs", "kwargs", "range")


def find_unknown(tree: Any) -> Iterator[tuple[int, str, str]]:
    """Find names and attributes that there are not: line, name, and the one that was probably meant."""
    yield from _walk(tree, {"view": View} | dict.fromkeys((*NAMES[1:], *_ADDED)))


def _walk(node: Any, known: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    from jinja2 import nodes

    match node:
        case nodes.For():
            yield from _walk(node.iter, known)
            inner = known | dict.fromkeys(_targets(node.target))
            if isinstance(node.target, nodes.Name):
                inner[node.target.name] = _item_of(_type_of(node.iter, known))
            for child in (*node.body, *node.else_, *([node.test] if node.test else ())):
                yield from _walk(child, inner)
            return
        case nodes.Macro() | nodes.CallBlock():
            known = known | {argument.name: None for argument in node.args}
        case nodes.Block() | nodes.Scope():
            known = dict(known)
        case nodes.Assign():
            yield from _walk(node.node, known)
            known |= dict.fromkeys(_targets(node.target))
            if isinstance(node.target, nodes.Name):
                known[node.target.name] = _type_of(node.node, known)
            return
        case nodes.FromImport() | nodes.Import():
            names = (
                [node.target]
                if isinstance(node, nodes.Import)
                else [n if isinstance(n, str) else n[1] for n in node.names]
            )
            known |= dict.fromkeys(names)
        case nodes.Name(ctx="load") if node.name not in known:
            yield node.lineno, node.name, nearest(node.name, sorted(known.keys() - set(_ADDED)))
        case nodes.Getattr():
            owner = _type_of(node.node, known)
            if isinstance(owner, type) and is_dataclass(owner) and node.attr not in _fields(owner):
                yield node.lineno, node.attr, nearest(node.attr, _fields(owner))
        case _:
            pass
    if isinstance(node, nodes.Template):
        known |= {macro.name: None for macro in node.find_all(nodes.Macro)}
    for child in node.iter_child_nodes():
        yield from _walk(child, known)


def _targets(target: Any) -> list[str]:
    from jinja2 import nodes

    return [target.name] if isinstance(target, nodes.Name) else [name.name for name in target.find_all(nodes.Name)]


def _type_of(node: Any, known: dict[str, Any]) -> Any:
    """Return what an expression stands for, or None where that is not known here."""
    from jinja2 import nodes

    match node:
        case nodes.Name():
            return known.get(node.name)
        case nodes.Getattr():
            owner = _type_of(node.node, known)
            return _fields(owner).get(node.attr) if isinstance(owner, type) and is_dataclass(owner) else None
        case nodes.Getitem():
            return _item_of(_type_of(node.node, known))
        case _:
            return None


def _item_of(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is tuple else None


@cache
def _fields(kind: Any) -> dict[str, Any]:
    """Return the fields and properties of a value with their types; of ``X | None`` those of X."""
    found = {name: _present(hint) for name, hint in get_type_hints(kind).items()}
    return found | {name: None for name, member in vars(kind).items() if isinstance(member, property)}


def _present(hint: Any) -> Any:
    if isinstance(hint, UnionType):
        return next((part for part in get_args(hint) if part is not type(None)), None)
    return hint
