"""From one version of a list to another, question by question: each difference is applied or kept as it was.

Rules: the result is the new list, with these exceptions. A question whose change is kept stays as the old list has it;
a new question that is not taken is hidden, with its reason; a question that the new list dropped and that is kept stays
where it stood. All of it is written into `house`, so that the report prints it and the content hash tells. Dimensions
and registers come with the new list; those that a kept question needs come along. Where nothing is kept, the result is
the new list itself. A stop-line of the new list can neither be left out nor kept in a looser form (`tighten`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from takeover.checklist.compiled import Loaded
from takeover.checklist.difference import Difference, Kind, Scope, compare_lists, merge_order
from takeover.checklist.model import Changed, Checklist, Dimension, Hidden, House, Question, Register
from takeover.checklist.plain import hash_checklist
from takeover.checklist.reader import Placed
from takeover.checklist.rules import check_checklist
from takeover.checklist.tighten import check_change, parents_of_stops
from takeover.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What stays as it was: questions that were changed (with their keys), added, removed."""

    changed: tuple[Difference, ...]
    added: frozenset[str]
    removed: tuple[str, ...]


def list_decisions(old: Checklist, new: Checklist) -> tuple[Difference, ...]:
    """List the differences that can be applied or kept: those of questions."""
    return tuple(one for one in compare_lists(old, new) if one.scope is Scope.QUESTION)


def upgrade_list(
    old: Loaded, new: Loaded, *, keep: Iterable[str], reason: Callable[[str], str]
) -> tuple[Loaded, tuple[Problem, ...]]:
    """Make the list of a takeover that moves from `old` to `new`.

    Args:
        old: the list on which the takeover stands.
        new: the list to which it goes.
        keep: ids of the questions whose difference is not applied; others are.
        reason: gives in a language why a new question is left out.

    Returns:
        The result in every language of the new list, and the errors for which it cannot be used.
    """
    kept = _sort_kept(list_decisions(old.source, new.source), frozenset(keep))
    base = House(base=f"{new.source.id}@{new.source.version}", base_sha256=new.sha256)

    def merge(language: str) -> Checklist:
        return _merge(old.in_language(language), new.in_language(language), kept, base, reason(language))

    source = merge(new.source.language)
    placed = Placed(checklist=source, questions={}, registers={}, dimensions={})
    problems = (*_check_stop_lines(old.source, new.source, kept), *check_checklist(placed))
    translations = {language: merge(language) for language in new.translations}
    result = Loaded(source=source, sha256=hash_checklist(source), translations=translations)
    return result, tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def _sort_kept(decisions: tuple[Difference, ...], keep: frozenset[str]) -> _Kept:
    found = [one for one in decisions if one.id in keep]
    return _Kept(
        changed=tuple(one for one in found if one.kind is Kind.CHANGED),
        added=frozenset(one.id for one in found if one.kind is Kind.ADDED),
        removed=tuple(one.id for one in found if one.kind is Kind.REMOVED),
    )


def _check_stop_lines(old: Checklist, new: Checklist, kept: _Kept) -> Iterator[Problem]:
    """Refuse to leave out a stop-line of the new list, or to keep it, or what it hangs on, in a looser form."""
    parents = parents_of_stops(new)
    for question in new.questions:
        if question.stop_line and question.id in kept.added:
            yield Problem(code="CL903", place=Place(path=question.id), details={"id": question.id, "key": "-"})
    for one in kept.changed:
        was, now = old.question(one.id), new.question(one.id)
        if was and now and (now.stop_line or one.id in parents):
            for found in check_change(now, was, lambda _key: Place(), parents.get(one.id, "")):
                details = {"id": one.id, "key": found.details["key"]}
                yield Problem(code="CL903", place=Place(path=one.id), details=details)


def _merge(old: Checklist, new: Checklist, kept: _Kept, base: House, reason: str) -> Checklist:
    """Put the kept questions into the new list; both lists come in the same language."""
    if not (kept.changed or kept.added or kept.removed):
        return new
    stay = {one.id for one in kept.changed} | set(kept.removed)
    before = {question.id: question for question in old.questions if question.id in stay}
    after = {question.id: question for question in new.questions if question.id not in kept.added}
    order = merge_order(tuple(q.id for q in old.questions if q.id in after or q.id in before), tuple(after))
    questions = tuple(before.get(name) or after[name] for name in order)
    return replace(
        new,
        dimensions=_bring_dimensions(old, new, questions),
        registers=_bring_registers(old, new, questions),
        questions=questions,
        house=_write_house(old, new, kept, new.house or base, reason),
    )


def _write_house(old: Checklist, new: Checklist, kept: _Kept, house: House, reason: str) -> House:
    """Add what was kept to what a house list had made of its base; what was left out before keeps its reason."""
    reasons = {item.question: item.reason for item in old.house.hidden} if old.house else {}
    left_out = tuple(
        Hidden(
            question=question.id,
            text=question.text,
            reason=reasons.get(question.id, reason),
            sharing=question.sharing,
        )
        for question in new.questions
        if question.id in kept.added
    )
    changed = {item.question: item.keys for item in house.changed}
    for one in kept.changed:
        changed[one.id] = tuple(dict.fromkeys((*changed.get(one.id, ()), *(change.key for change in one.changes))))
    return replace(
        house,
        hidden=(*(item for item in house.hidden if item.question not in kept.removed), *left_out),
        changed=tuple(Changed(question=question, keys=keys) for question, keys in changed.items()),
        added=tuple(dict.fromkeys((*(name for name in house.added if name not in kept.added), *kept.removed))),
    )


def _bring_dimensions(old: Checklist, new: Checklist, questions: tuple[Question, ...]) -> tuple[Dimension, ...]:
    known = {dimension.id: dimension for dimension in (*old.dimensions, *new.dimensions)}
    needed = {question.dimension for question in questions}
    return tuple(known[name] for name in _bring(tuple(d.id for d in old.dimensions), new.dimensions, needed))


def _bring_registers(old: Checklist, new: Checklist, questions: tuple[Question, ...]) -> tuple[Register, ...]:
    known = {register.id: register for register in (*old.registers, *new.registers)}
    needed = {question.register for question in questions}
    return tuple(known[name] for name in _bring(tuple(r.id for r in old.registers), new.registers, needed))


def _bring(old: tuple[str, ...], new: Iterable[Dimension | Register], needed: set[str]) -> tuple[str, ...]:
    have = tuple(thing.id for thing in new)
    return merge_order(tuple(name for name in old if name in have or name in needed), have)
