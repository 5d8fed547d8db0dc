"""House lists: an overlay changes, hides and adds questions of a base list (DESIGN part 5).

An overlay is applied to the base's nodes: `set` puts the overlay's nodes into the question's, and the question is read
again. So one reader judges both, and every problem has its place, in the overlay where the overlay caused it. What may
be changed is for `tighten`. One overlay lies over one base; an overlay over an overlay is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from takeover.checklist.fields import Fields, describe_first, nearest, only_maps, refuse_twins
from takeover.checklist.files import MAX_DEPTH, Map, Mark, Node, Scalar, load_yaml
from takeover.checklist.model import Changed, Hidden, House, Question, questions_of
from takeover.checklist.plain import hash_checklist
from takeover.checklist.questions import read_question
from takeover.checklist.reader import Placed, place_checklist, read_dimension
from takeover.checklist.registers import read_register
from takeover.checklist.tighten import check_change, parents_of_stops
from takeover.checklist.versions import Extends, read_extends
from takeover.problems import Place, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Set keys of a question of the base; dotted keys reach into it, an empty value takes a key away."""

    question: str
    keys: Map
    node: Map

    def place_of(self, key: str) -> Place:
        """Return the place of what sets a key of the question, or something in it."""
        found = (name for name in self.keys.items if name.split(".")[0] == key)
        return next((self.keys.place_of_key(name) for name in found), self.node.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hide:
    """Leave a question of the base out; the report prints the reason."""

    question: str
    reason: str
    node: Map


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Add a question behind another one, or at the end."""

    after: str
    question: Map
    node: Map


Step: TypeAlias = Change | Hide | Add


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A house list as it stands in its file."""

    id: str
    version: str
    language: str
    title: str
    extends: Extends
    dimensions: tuple[Map, ...]
    registers: tuple[Map, ...]
    changes: tuple[Step, ...]
    root: Map


def read_overlay(data: bytes, file: str) -> tuple[Overlay | None, tuple[Problem, ...]]:
    """Read an overlay file: shape only; whether it fits its base is for `apply_overlay`.

    Returns:
        The overlay, or None where the file cannot be read or does not say what it extends; and all problems.
    """
    root, found = load_yaml(data, file)
    problems = list(found)
    if root is None:
        return None, tuple(problems)
    fields = Fields(root, problems)
    fields.version("takeover_overlay")
    extends = _read_extends(fields)
    names = {key: fields.text(key, required=True) for key in ("id", "version", "language", "title")}
    dimensions = only_maps(fields.items("dimensions"), problems)
    registers = only_maps(fields.items("registers"), problems)
    steps = tuple(_read_step(node, problems) for node in fields.items("changes"))
    fields.refuse_others()
    if extends is None or not isinstance(root, Map):
        return None, tuple(problems)
    if names["id"] == extends.base:
        fields.report("CL056", fields.place_of("extends"), id=extends.base)
    changes = tuple(step for step in steps if step is not None)
    overlay = Overlay(**names, extends=extends, dimensions=dimensions, registers=registers, changes=changes, root=root)
    return overlay, tuple(problems)


def _read_extends(fields: Fields) -> Extends | None:
    text = fields.text("extends", required=True)
    extends = read_extends(text)
    if text and extends is None:
        fields.report("CL053", fields.place_of("extends"), value=text)
    return extends


def _read_step(node: Node, problems: list[Problem]) -> Step | None:
    """Read one step of `changes`; None where something that it needs is not there."""
    fields = Fields(node, problems)
    if not isinstance(node, Map):
        return None
    match tuple(key for key in node.items if key in ("change", "hide", "add_after", "add")):
        case ("change",):
            step = _read_change(fields, node)
        case ("hide",):
            name, reason = fields.text("hide", required=True), fields.text("reason", required=True)
            step = Hide(question=name, reason=reason, node=node) if name else None
        case (("add_after" | "add") as key,):
            after = fields.text("add_after", required=True) if key == "add_after" else ""
            question = fields.node("question" if after else "add", required=True)
            step = Add(after=after, question=question, node=node) if isinstance(question, Map) else None
            Fields(question, problems)
        case _:
            fields.report("CL058", fields.place)
            return None
    fields.refuse_others()
    return step


def _read_change(fields: Fields, node: Map) -> Step | None:
    name, keys = fields.text("change", required=True), fields.node("set", required=True)
    Fields(keys, fields.problems)
    return Change(question=name, keys=keys, node=node) if name and isinstance(keys, Map) else None


def apply_overlay(base: Placed, overlay: Overlay) -> tuple[Placed | None, tuple[Problem, ...]]:
    """Lay an overlay over a base that has no errors.

    Returns:
        The house list, to be checked by `rules` like any other, or None where the base is another list, another
        version, another language or itself a house list; and all problems, with their places in the overlay.
    """
    problems = list(_check_base(base, overlay))
    if problems:
        return None, tuple(problems)
    draft = _Draft(base=base, problems=problems, nodes=dict(base.questions), order=list(base.questions))
    for step in overlay.changes:
        draft.do(step)
    nodes = {name: draft.nodes[name] for name in draft.order if name not in draft.hidden}
    questions = tuple(draft.read.get(name) or draft.base_question(name) for name in nodes)
    problems += _check_hidden(questions, draft.hidden)
    dimensions = (*base.dimensions.values(), *overlay.dimensions)
    registers = (*base.registers.values(), *overlay.registers)
    refuse_twins(dimensions, problems)
    refuse_twins(registers, problems)
    new_dimensions = tuple(read_dimension(Fields(node, problems)) for node in overlay.dimensions)
    new_registers = tuple(read_register(Fields(node, problems)) for node in overlay.registers)
    checklist = replace(
        base.checklist,
        id=overlay.id,
        version=overlay.version,
        title=overlay.title,
        dimensions=base.checklist.dimensions + new_dimensions,
        registers=base.checklist.registers + new_registers,
        questions=questions,
        house=draft.describe_house(),
    )
    return place_checklist(checklist, dimensions, registers, tuple(nodes.values())), tuple(problems)


def _check_base(base: Placed, overlay: Overlay) -> Iterator[Problem]:
    """The base is the list that is wanted, in a version that fits, in the same language, and no house list itself."""
    below = base.checklist
    place = _place_of(overlay.root, "extends")
    if below.house is not None:
        yield Problem(code="CL055", place=place, details={"base": below.id, "below": below.house.base})
    if below.id != overlay.extends.base or not overlay.extends.accepts(below.version):
        details = {"wanted": overlay.extends.text, "found": f"{below.id}@{below.version}"}
        yield Problem(code="CL054", place=place, details=details)
    if overlay.language not in ("", below.language):
        details = {"language": overlay.language, "wanted": below.language}
        yield Problem(code="CL057", place=_place_of(overlay.root, "language"), details=details)


def _place_of(node: Map, key: str) -> Place:
    found = node.get(key)
    return found.place if found else node.place


def _check_hidden(questions: Iterable[Question], hidden: Mapping[str, Hide]) -> Iterator[Problem]:
    """No question that stays hangs on one that is hidden."""
    for question in questions:
        for target in dict.fromkeys(questions_of(question.when)):
            if target in hidden:
                details = {"id": question.id, "target": target}
                yield Problem(code="CL102", place=hidden[target].node.place, details=details)


@dataclass(slots=True, kw_only=True)
class _Draft:
    """The house list as the steps make it: nodes by id, their order, the questions read anew."""

    base: Placed
    problems: list[Problem]
    nodes: dict[str, Map]
    order: list[str]
    read: dict[str, Question] = field(default_factory=dict)
    hidden: dict[str, Hide] = field(default_factory=dict)
    changed: dict[str, Change] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    behind: dict[str, str] = field(default_factory=dict)
    """The last question that was added behind a question."""
    parents: Mapping[str, str] | None = None

    def base_question(self, name: str) -> Question:
        """Return a question of the base that is known to be there."""
        found = self.base.checklist.question(name)
        assert found is not None
        return found

    def describe_house(self) -> House:
        """Say what was hidden, changed and added."""
        below = self.base.checklist
        hidden = (
            Hidden(question=name, text=found.text, reason=step.reason, sharing=found.sharing)
            for name, step in self.hidden.items()
            for found in (self.base_question(name),)
        )
        changed = (Changed(question=name, keys=tuple(step.keys.items)) for name, step in self.changed.items())
        return House(
            base=f"{below.id}@{below.version}",
            base_sha256=hash_checklist(below),
            hidden=tuple(hidden),
            changed=tuple(changed),
            added=tuple(self.added),
        )

    def report(self, code: str, place: Place, **details: str) -> None:
        self.problems.append(Problem(code=code, place=place, details=details))

    def do(self, step: Step) -> None:
        """Take one step, or say why it cannot be taken."""
        if isinstance(step, Add):
            self.add(step)
            return
        name = step.question
        earlier = self.changed.get(name) or self.hidden.get(name)
        if name not in self.base.questions:
            self.report("CL059", step.node.place, target=name, near=nearest(name, self.base.questions))
        elif earlier:
            self.report("CL100", step.node.place, id=name, first=describe_first(earlier.node))
        elif isinstance(step, Change):
            self.change(step)
        else:
            self.hide(step)

    def hide(self, step: Hide) -> None:
        self.hidden[step.question] = step
        if self.base_question(step.question).stop_line:
            self.report("CL101", step.node.place, id=step.question)

    def change(self, step: Change) -> None:
        self.changed[step.question] = step
        node = self.nodes[step.question]
        for name, value in step.keys.items.items():
            put = _put(node, name.split(".", MAX_DEPTH), value, step.keys.marks[name])
            if put is None:
                self.report("CL013", step.keys.place_of_key(name), expected="map")
            node = put or node
        old, new = self.base_question(step.question), read_question(Fields(node, self.problems))
        self.nodes[step.question] = node
        self.read[step.question] = replace(new, id=old.id)
        if self.parents is None:
            self.parents = parents_of_stops(self.base.checklist)
        self.problems += check_change(old, new, step.place_of, self.parents.get(old.id, ""))

    def add(self, step: Add) -> None:
        question = read_question(Fields(step.question, self.problems))
        if step.after and step.after not in self.nodes:
            self.report("CL059", step.node.place, target=step.after, near=nearest(step.after, self.nodes))
            return
        if question.id in self.nodes:
            first = describe_first(self.nodes[question.id])
            self.report("CL020", _place_of(step.question, "id"), id=question.id, first=first)
            return
        after = self.behind.get(step.after, step.after)
        self.order.insert(self.order.index(after) + 1 if after else len(self.order), question.id)
        self.behind |= {step.after: question.id} if step.after else {}
        self.nodes[question.id], self.read[question.id] = step.question, question
        self.added.append(question.id)


def _put(node: Map, names: Sequence[str], value: Node, mark: Mark) -> Map | None:
    """Return the map with a key set, reached by names; None where a name on the way holds no map.

    What was there is replaced as a whole, an empty value takes the key away.
    """
    head, *rest = names
    old = node.get(head)
    if rest:
        if old is not None and not isinstance(old, Map):
            return None
        inner = _put(old or Map({}, {}, mark, value.trail), rest, value, mark)
        if inner is None:
            return None
        value = Map(inner.items, inner.marks, mark, value.trail)  # what is wrong with it now, the overlay caused
    items = {name: one for name, one in node.items.items() if name != head}
    marks = {name: one for name, one in node.marks.items() if name != head}
    if isinstance(value, Scalar) and not value.text.strip():
        return Map(items, marks, node.mark, node.trail)
    return Map({**items, head: value}, {**marks, head: mark}, node.mark, node.trail)
