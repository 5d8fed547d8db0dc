"""`takeover checklist upgrade`: a running takeover moves to a new version of its list; each difference applied or kept.

Nothing that was answered is dropped: answers to questions that are gone stay in the record. What is kept is written
into the list itself (`house`), so that the report prints it. The move is whole or not at all (`pinned`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from takeover.catalogues import load_catalogue, match_language
from takeover.checklist.compiled import Loaded
from takeover.checklist.difference import Difference, Scope, compare_lists
from takeover.checklist.search import PINNED_FILE
from takeover.checklist.settings import PINNED
from takeover.checklist.upgrade import list_decisions, upgrade_list
from takeover.checklist.versions import read_version
from takeover.cli.ask import choose_front
from takeover.cli.desk import Desk, with_desk
from takeover.cli.differences import count_statements, describe_difference, difference_to_plain
from takeover.cli.folder import Takeover, open_takeover
from takeover.cli.lists import load_wanted, with_checklist
from takeover.cli.pinned import NEXT_FILE, count_gone, name_list, pin_of, read_pin, write_pin, write_pinned
from takeover.errors import Exit, Refused, TakeoverError, UsageError
from takeover.interview.acts import SettingRecorded
from takeover.interview.dialogue import ask_with_menu
from takeover.interview.prompts import FrontEnd, Option, Pick, Said, Tone, Verb

APPLY, KEEP, EACH = "apply", "keep", "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the options say: ids to apply, ids to keep, what holds for all others, and why new questions stay out."""

    apply: frozenset[str]
    keep: frozenset[str]
    rest: str
    reason: str

    @property
    def says_something(self) -> bool:
        """Tell whether any difference is decided by an option."""
        return bool(self.apply or self.keep or self.rest)


@click.command("upgrade")
@click.option("--apply", "apply_", multiple=True, metavar="ID", help="Apply the difference of this question.")
@click.option("--keep", multiple=True, metavar="ID", help="Keep this question as it was.")
@click.option("--apply-all", "rest", flag_value=APPLY, help="Apply all differences that are not named.")
@click.option("--keep-all", "rest", flag_value=KEEP, help="Keep all questions that are not named as they were.")
@click.option("--reason", default="", help="Why new questions are left out; the report prints it.")
@with_checklist
@with_desk
def command(
    desk: Desk, *, apply_: tuple[str, ...], keep: tuple[str, ...], rest: str | None, reason: str, wanted: str
) -> None:
    """Move the takeover to the newest version of its list that is found, or to the list of --checklist.

    Each difference is shown; it is applied, or the question is kept as it was. No answer is ever dropped.
    """
    takeover = open_takeover(desk)
    takeover.store.refuse_if_unfit()
    old = takeover.loaded
    new = load_wanted(wanted or old.source.id, desk.folder, pinned=False)
    given = Given(apply=frozenset(apply_), keep=frozenset(keep), rest=rest or "", reason=reason)
    decisions = list_decisions(old.source, new.source)
    if not given.says_something and _stands_on(takeover, new, decisions):
        desk.give(desk.text("cli.checklist.upgrade.nothing", checklist=name_list(old)), _plain(takeover, (), ()))
        return
    _refuse_older(desk, old, new)
    kept = _decide(desk, takeover, new, decisions, given)
    result, problems = upgrade_list(old, new, keep=kept, reason=lambda language: _reason(given, new, language))
    if problems:
        raise Refused("CM078", problems=problems, count=len(problems))
    moved = move_list(takeover, result)
    gone = count_gone(result.source, moved.situation)
    text = desk.text(
        "cli.checklist.upgrade.done",
        checklist=name_list(result),
        applied=len(decisions) - len(kept),
        kept=len(kept),
        gone=gone,
        head=moved.store.chain.head.hex()[:12],
    )
    desk.give(text, _plain(moved, decisions, kept))


def move_list(takeover: Takeover, loaded: Loaded) -> Takeover:
    """Move a takeover to a list; the steps are those of `pinned`."""
    folder = takeover.store.folder
    following = write_pinned(folder, loaded, NEXT_FILE)  # 1
    try:
        takeover.keep(SettingRecorded(setting=PINNED, value=write_pin(pin_of(loaded))))  # 2
    except TakeoverError:
        following.unlink()
        raise
    following.replace(folder / PINNED_FILE)  # 3
    return Takeover(store=takeover.store, loaded=loaded, language=takeover.language)


def _stands_on(takeover: Takeover, new: Loaded, decisions: Sequence[Difference]) -> bool:
    """Tell whether the takeover moved to this list before: keeping again all that differs would change nothing."""
    old = takeover.loaded
    if not (takeover.store.folder / PINNED_FILE).exists() or read_pin(takeover.situation) != pin_of(old):
        return False
    again, _ = upgrade_list(old, new, keep=[one.id for one in decisions], reason=lambda _language: "")
    return again.sha256 == old.sha256


def _refuse_older(desk: Desk, old: Loaded, new: Loaded) -> None:
    """Refuse to go back to an older version of the same list, unless forced."""
    was, now = read_version(old.source.version), read_version(new.source.version)
    if old.source.id == new.source.id and was and now and now < was and not desk.force:
        raise Refused("CM079", old=name_list(old), new=name_list(new))


def _reason(given: Given, new: Loaded, language: str) -> str:
    """Return why a new question is left out, in a language of the list."""
    catalogue = load_catalogue(match_language(language))
    version = f"{new.source.id}@{new.source.version}"
    return given.reason or catalogue.text("cli.checklist.upgrade.reason", checklist=version)


def _decide(
    desk: Desk, takeover: Takeover, new: Loaded, decisions: Sequence[Difference], given: Given
) -> tuple[str, ...]:
    """Return the ids of the questions that are kept as they were: as the options say, else ask.

    Raises:
        UsageError: an option names no difference, or something is undecided and there is nobody to ask.
    """
    ids = tuple(one.id for one in decisions)
    strange = sorted((given.apply | given.keep) - set(ids)) + sorted(given.apply & given.keep)
    if strange:
        raise UsageError("CM080", questions=", ".join(strange))
    undecided = [] if given.rest else [name for name in ids if name not in given.apply | given.keep]
    shown = _show(desk, takeover, new)
    if undecided and not desk.is_interactive:
        for lines in shown.values():
            desk.say_line(lines)
        raise UsageError("CM081", questions=", ".join(undecided))
    chosen = dict.fromkeys(given.keep, KEEP) | dict.fromkeys(given.apply, APPLY)
    if undecided:
        chosen |= ask_decisions(choose_front(desk, plain=False), desk, {name: shown[name] for name in undecided})
    return tuple(name for name in ids if chosen.get(name, given.rest) == KEEP)


def _show(desk: Desk, takeover: Takeover, new: Loaded) -> dict[str, str]:
    """Describe the differences by question in the terminal's language; those of the whole list are said at once."""
    language = desk.catalogue.language
    answers = count_statements(takeover.situation)
    shown: dict[str, str] = {}
    decisions = {one.id: one for one in list_decisions(takeover.loaded.source, new.source)}
    desk.say("cli.checklist.diff.head", old=name_list(takeover.loaded), new=name_list(new))
    for difference in compare_lists(takeover.loaded.in_language(language), new.in_language(language)):
        lines = "\n".join(describe_difference(desk, difference, answers))
        if difference.scope is not Scope.QUESTION:
            desk.say_line(lines)
        elif difference.id in decisions:
            shown[difference.id] = lines
    source_only = {name: one for name, one in decisions.items() if name not in shown}
    return shown | {name: "\n".join(describe_difference(desk, one, answers)) for name, one in source_only.items()}


def ask_decisions(front: FrontEnd, desk: Desk, shown: Mapping[str, str]) -> dict[str, str]:
    """Ask for each difference whether it is applied or kept; back goes to the one before.

    Raises:
        click.exceptions.Exit: the user left; nothing is changed.
    """
    first = _pick(front, desk, "all", (EACH, APPLY, KEEP), count=len(shown))
    if first != EACH:
        return dict.fromkeys(shown, first)
    names, chosen = list(shown), dict[str, str]()
    at = 0
    while at < len(names):
        name = names[at]
        front.show(shown[name], Tone.QUESTION)
        picked = _pick(front, desk, "one", (APPLY, KEEP), chosen.get(name), number=at + 1, count=len(names))
        if picked == Verb.BACK:
            at = max(0, at - 1)
        else:
            chosen[name] = picked
            at += 1
    return chosen


def _pick(
    front: FrontEnd, desk: Desk, key: str, values: tuple[str, ...], default: str | None = None, **said: int
) -> str:
    """Ask one thing; return what was picked, or that the user goes back."""
    options = tuple(Option(value=value, text=desk.text(f"cli.checklist.upgrade.{value}")) for value in values)
    title = desk.text(f"cli.checklist.upgrade.ask.{key}", **said)
    reply = ask_with_menu(front, desk.catalogue, Pick(title=title, options=options, default=default or values[0]))
    if isinstance(reply, Said):
        return reply.value
    if reply.verb is Verb.BACK:
        return Verb.BACK if key == "one" else _pick(front, desk, key, values, default, **said)
    desk.say("cli.checklist.upgrade.left")
    raise click.exceptions.Exit(Exit.INTERRUPTED if reply.verb is Verb.INTERRUPT else Exit.DONE)


def _plain(takeover: Takeover, decisions: Sequence[Difference], kept: Sequence[str]) -> dict[str, Any]:
    answers = count_statements(takeover.situation)
    return {
        "checklist": write_pin(pin_of(takeover.loaded)),
        "applied": [difference_to_plain(one, answers) for one in decisions if one.id not in kept],
        "kept": [difference_to_plain(one, answers) for one in decisions if one.id in kept],
        "gone": count_gone(takeover.loaded.source, takeover.situation),
        "head": takeover.store.chain.head.hex(),
    }
