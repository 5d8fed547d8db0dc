"""Conditions as XLSForm writes them in the column `relevant`, and back.

| condition | relevant |
|---|---|
| `{question: q, is: a}`, a setting alike | `selected(${q}, 'a')` |
| `{question: q, in: [a, b]}` | `(selected(${q}, 'a') or selected(${q}, 'b'))` |
| `{question: q, at_least: 5}`, `below: 5` | `${q} >= 5`, `${q} < 5` |
| `{question: q, unknown: true}` | `${q} = ''` |
| `all`, `any`, `not` | `and`, `or`, `not(…)`; one part alone: `… and true()`, `… or false()` |

Every condition comes back as it was, so parentheses count: an `or` over codes of one question is `in`, unless each of
its parts stands in parentheses of its own; then it is `any`. Of what other programs write, `= 'a'`, `!= 'a'`,
`!= ''` and typographic quotes are read too. All else of XPath is refused with the piece that is not understood.
Conditions are in the plain form of `plain.checklist_to_plain`: `in` with a list of codes, numbers as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

Plain: TypeAlias = dict[str, Any]
MAX_NESTING = 30
_LONGEST_PIECE = 60
_TOKEN = re.compile(
    r"""\s*(?:
        \$\{\s*(?P<name>[^{}\s]+)\s*\}
      | '(?P<single>[^']*)' | "(?P<double>[^"]*)" | [‘’](?P<curly>[^‘’]*)[‘’] | [“”](?P<curly2>[^“”]*)[“”]
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
      | (?P<word>selected|not|true|false|and|or)(?![\w.-])
      | (?P<sign>>=|<=|!=|[=<>(),])
    )""",
    re.VERBOSE | re.ASCII,
)


class NotACondition(ValueError):
    """The expression is not of the part of XPath that takeover knows; `piece` is where it stops being so."""

    def __init__(self, piece: str) -> None:
        short = piece.strip()
        self.piece = short if len(short) <= _LONGEST_PIECE else f"{short[:_LONGEST_PIECE]}…"
        super().__init__(self.piece)


# ---- writing


def write_relevant(condition: Plain, name: Callable[[str, str], str]) -> str:
    """Write a condition; `name` gives the XLSForm name of a ("question" or "setting", id)."""
    text = _write(condition, name)
    return text[1:-1] if _is_code_list(condition) else text


def _write(condition: Plain, name: Callable[[str, str], str]) -> str:
    match condition:
        case {"all": parts}:
            return _join(parts, " and ", "true()", name)
        case {"any": parts}:
            return _join(parts, " or ", "false()", name)
        case {"not": part}:
            text = _write(part, name)
            return f"not{text}" if _is_code_list(part) else f"not({text})"
        case {"in": codes}:
            chosen = [f"selected(${{{_name_of(condition, name)}}}, '{code}')" for code in codes]
            return chosen[0] if len(chosen) == 1 else f"({' or '.join(chosen)})"
        case {"at_least": bound}:
            return f"${{{_name_of(condition, name)}}} >= {bound}"
        case {"below": bound}:
            return f"${{{_name_of(condition, name)}}} < {bound}"
        case _:
            return f"${{{_name_of(condition, name)}}} = ''"


def _name_of(leaf: Plain, name: Callable[[str, str], str]) -> str:
    kind = "setting" if "setting" in leaf else "question"
    return name(kind, leaf[kind])


def _is_code_list(condition: Plain) -> bool:
    return len(condition.get("in", ())) > 1


def _join(parts: list[Plain], word: str, neutral: str, name: Callable[[str, str], str]) -> str:
    texts = [_wrap(part, _write(part, name)) for part in parts]
    if word == " or " and len(parts) > 1 and _reads_as_code_list(parts):
        texts = [f"({text})" for text in texts]
    return word.join((*texts, neutral) if len(texts) == 1 else texts)


def _wrap(part: Plain, text: str) -> str:
    return f"({text})" if "all" in part or "any" in part else text


def _reads_as_code_list(parts: list[Plain]) -> bool:
    """Tell whether an `any` would read as one list of codes: each part one code of the same question."""
    subjects = {(part.get("question"), part.get("setting")) for part in parts if len(part.get("in", ())) == 1}
    return len(subjects) == 1 and all(len(part.get("in", ())) == 1 for part in parts)


# ---- reading


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A comparison of one name; `code` where it is with one code."""

    name: str
    plain: Plain
    code: str | None = None


@dataclass(frozen=True, slots=True)
class _Inner:
    """Parts joined by and, or, not, or put in parentheses (`group`)."""

    kind: str
    parts: tuple[_Tree, ...]


@dataclass(frozen=True, slots=True)
class _Constant:
    value: bool


_Tree: TypeAlias = _Leaf | _Inner | _Constant


def read_relevant(text: str, subject: Callable[[str], tuple[str, str]]) -> Plain:
    """Read an expression; `subject` gives for an XLSForm name what it is ("question" or "setting") and its id.

    Raises:
        NotACondition: it is more than a condition of ours, or `subject` raised it.
    """
    parser = _Parser(text)
    tree = parser.read_or(0)
    if parser.here is not None:
        raise NotACondition(text[parser.here.start :])
    return _to_plain(tree, subject, text)


def _to_plain(tree: _Tree, subject: Callable[[str], tuple[str, str]], text: str) -> Plain:
    match tree:
        case _Leaf(name=name, plain=plain):
            kind, found = subject(name)
            if kind == "setting" and "in" not in plain:
                raise NotACondition(f"${{{name}}}")
            return {kind: found, **plain}
        case _Constant():
            raise NotACondition(text)
        case _Inner(kind="group", parts=(part,)):
            return _to_plain(part, subject, text)
        case _Inner(kind="not", parts=(part,)):
            return {"not": _to_plain(part, subject, text)}
        case _Inner(kind=kind, parts=parts):
            return _read_parts(kind, parts, subject, text)
        case _:
            assert_never(tree)


def _read_parts(kind: str, parts: tuple[_Tree, ...], subject: Callable[[str], tuple[str, str]], text: str) -> Plain:
    codes = [part.code for part in parts if isinstance(part, _Leaf) and part.code is not None]
    names = {part.name for part in parts if isinstance(part, _Leaf)}
    if kind == "any" and len(codes) == len(parts) and len(names) == 1:
        found, name = subject(names.pop())
        return {found: name, "in": codes}
    neutral = _Constant(kind == "all")
    kept = parts[:-1] if parts[-1] == neutral else parts
    return {kind: [_to_plain(part, subject, text) for part in kept]}


class _Parser:
    """Reads tokens one after the other; `or` binds less than `and`, `and` less than a comparison."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _split(text)
        self.index = 0

    @property
    def here(self) -> _Token | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def refuse(self) -> NotACondition:
        return NotACondition(self.text[self.here.start :] if self.here else self.text)

    def accept(self, *texts: str) -> bool:
        """Step over a word or sign if it stands here."""
        if self.here and self.here.kind in ("word", "sign") and self.here.text in texts:
            self.index += 1
            return True
        return False

    def expect(self, kind: str, *texts: str) -> str:
        """Step over a token of this kind and return its text."""
        if self.here is None or self.here.kind != kind or (texts and self.here.text not in texts):
            raise self.refuse()
        self.index += 1
        return self.tokens[self.index - 1].text

    def read_or(self, depth: int) -> _Tree:
        parts = [self.read_and(depth)]
        while self.accept("or"):
            parts.append(self.read_and(depth))
        return parts[0] if len(parts) == 1 else _Inner("any", tuple(parts))

    def read_and(self, depth: int) -> _Tree:
        parts = [self.read_one(depth)]
        while self.accept("and"):
            parts.append(self.read_one(depth))
        return parts[0] if len(parts) == 1 else _Inner("all", tuple(parts))

    def read_one(self, depth: int) -> _Tree:
        if depth > MAX_NESTING:
            raise self.refuse()
        if self.accept("("):
            return _Inner("group", (self.read_closing(depth),))
        if self.accept("not"):
            self.expect("sign", "(")
            return _Inner("not", (self.read_closing(depth),))
        for word in ("true", "false"):
            if self.accept(word):
                self.expect("sign", "(")
                self.expect("sign", ")")
                return _Constant(word == "true")
        return self.read_selected() if self.accept("selected") else self.read_comparison()

    def read_closing(self, depth: int) -> _Tree:
        inner = self.read_or(depth + 1)
        self.expect("sign", ")")
        return inner

    def read_selected(self) -> _Tree:
        self.expect("sign", "(")
        name = self.expect("name")
        self.expect("sign", ",")
        code = self.expect("text")
        if not code:
            raise self.refuse()
        self.expect("sign", ")")
        return _Leaf(name, {"in": [code]}, code)

    def read_comparison(self) -> _Tree:
        name = self.expect("name")
        sign = self.expect("sign", "=", "!=", ">=", "<")
        if sign in (">=", "<"):
            bound = self.expect("number")
            return _Leaf(name, {"at_least" if sign == ">=" else "below": bound})
        code = self.expect("text")
        leaf = _Leaf(name, {"in": [code]}, code) if code else _Leaf(name, {"unknown": "true"})
        return leaf if sign == "=" else _Inner("not", (leaf,))


def _split(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise NotACondition(text[position:].strip())
        kind = "text" if found.lastgroup in ("single", "double", "curly", "curly2") else found.lastgroup
        tokens.append(_Token(kind, found[found.lastgroup], position))
        position = found.end()
    return tokens
