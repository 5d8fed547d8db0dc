"""What must be known before the first question: project, parties, cut-off, and the facts that decide the path.

A `Setup` is filled from options, an answers file, or by asking what is missing; an empty field was not given, `UNKNOWN`
was asked and is not known. From it come the first acts of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from takeover.catalogues import Catalogue
from takeover.checklist import settings
from takeover.interview.acts import Act, PartyNamed, SettingRecorded
from takeover.interview.dialogue import Heard, Step, take_steps
from takeover.interview.prompts import FrontEnd, Option, Pick, Prompt, Tick, Type, Verb
from takeover.interview.understand import understand_setting
from takeover.problems import Problem
from takeover.roles import name_role
from takeover.values import Role, tidy_text

UNKNOWN = "unknown"
"""Asked, and not known: the path stays open there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The setting and the parties of a takeover; every field may be empty. Codes as in `checklist.settings`."""

    project: str = ""
    customer: str = ""
    engagement: str = ""
    pm_role: str = ""
    pricing: str = ""
    cut_off: str = ""
    zone: str = ""
    holidays: str = ""
    live_system: str = ""
    accepted: str = ""
    team: str = ""
    predecessor: str = ""
    subcontractor: str = ""
    foothold: str = ""
    parties: tuple[PartyNamed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Asking was left early by a verb; `setup` has what was said until then."""

    setup: Setup
    verb: Verb


ASKED_ROLES = (
    Role.OUTGOING_PM,
    Role.SPONSOR,
    Role.CLIENT,
    Role.MAIN_USER,
    Role.CLIENT_PM,
    Role.TEAM,
    Role.FINANCE,
    Role.SALES,
    Role.LEGAL,
    Role.LINE_MANAGER,
    Role.PMO,
    Role.WITNESS,
)
"""The roles offered at the start; others can be named when they speak."""


def ask_missing(
    front: FrontEnd,
    catalogue: Catalogue,
    setup: Setup,
    *,
    earlier: Heard = MappingProxyType({}),
    keep: Callable[[Heard], None] = lambda _heard: None,
) -> Setup | Left:
    """Ask for every field of a setup that is empty; the customer only in a client engagement.

    `earlier` is what `keep` was given last in a talk that was cut off.
    """
    steps = (
        _text_step(catalogue, setup, "project", required=True),
        _code_step(catalogue, setup, "engagement"),
        _text_step(catalogue, setup, "customer", when=lambda heard: _engagement(setup, heard) == "client"),
        _code_step(catalogue, setup, "pm_role"),
        _code_step(catalogue, setup, "pricing", when=lambda heard: _engagement(setup, heard) != "internal"),
        _text_step(catalogue, setup, "cut_off"),
        _code_step(catalogue, setup, "live_system"),
        _code_step(catalogue, setup, "accepted"),
        _code_step(catalogue, setup, "team"),
        *_party_steps(catalogue, setup),
    )
    talk = take_steps(front, catalogue, steps, earlier=earlier, keep=keep)
    filled = _fill(setup, talk.heard)
    return filled if talk.left is None else Left(setup=filled, verb=talk.left)


def acts_of_setup(setup: Setup) -> tuple[Act, ...]:
    """Turn a setup into acts: the settings that are known, then the parties.

    A named outgoing PM means that there is a predecessor.
    """
    given = setup
    if not setup.predecessor and any(party.role is Role.OUTGOING_PM for party in setup.parties):
        given = replace(setup, predecessor="yes")
    known = {name: getattr(given, name) for name in (*settings.TEXTS, *settings.CODES)}
    recorded = (
        SettingRecorded(setting=name, value=value) for name, value in known.items() if value and value != UNKNOWN
    )
    return (*recorded, *given.parties)


def _engagement(setup: Setup, heard: Heard) -> str:
    return setup.engagement or next(iter(heard.get("engagement", ())), "")


def _always(_heard: Heard) -> bool:
    return True


def _text_step(
    catalogue: Catalogue, setup: Setup, name: str, *, required: bool = False, when: Callable[[Heard], bool] = _always
) -> Step:
    def check(typed: str) -> str:
        if not tidy_text(typed):
            return catalogue.text("interview.setup.required") if required else ""
        read = understand_setting(name, typed)
        return read.sentence(catalogue) if isinstance(read, Problem) else ""

    prompt = Type(title=catalogue.text(f"interview.setup.{name}"))
    missing = not getattr(setup, name)
    return Step(name=name, prompt=lambda heard: prompt if missing and when(heard) else None, check=check)


def _code_step(catalogue: Catalogue, setup: Setup, name: str, *, when: Callable[[Heard], bool] = _always) -> Step:
    codes = settings.CODES[name]
    words = "yes_no" if codes == settings.YES_NO else name
    options = tuple(Option(value=code, text=catalogue.text(f"interview.setup.{words}.{code}")) for code in codes)
    unknown = Option(value=UNKNOWN, text=catalogue.text("interview.setup.unknown"))
    sure = name in ("engagement", "pm_role")
    title = catalogue.text(f"interview.setup.{name}")
    prompt = Pick(title=title, options=options if sure else (*options, unknown), default="" if sure else UNKNOWN)
    missing = not getattr(setup, name)
    return Step(name=name, prompt=lambda heard: prompt if missing and when(heard) else None)


def _party_steps(catalogue: Catalogue, setup: Setup) -> tuple[Step, ...]:
    """Ask for the parties by role, then for each one's name, which may stay empty."""
    if any(party.role is not Role.INCOMING_PM for party in setup.parties):
        return ()

    def roles(heard: Heard) -> Prompt:
        internal = _engagement(setup, heard) == "internal"
        offered = [r for r in ASKED_ROLES if r not in ((Role.CLIENT, Role.CLIENT_PM) if internal else ())]
        usual = (Role.OUTGOING_PM, Role.SPONSOR, Role.MAIN_USER if internal else Role.CLIENT)
        options = tuple(Option(value=role, text=name_role(role, catalogue)) for role in offered)
        return Tick(title=catalogue.text("interview.setup.roles"), options=options, ticked=usual)

    def named(role: Role) -> Callable[[Heard], Prompt | None]:
        prompt = Type(title=catalogue.text("interview.setup.name", role=name_role(role, catalogue)))
        return lambda heard: prompt if role in heard["roles"] else None

    names = (Step(name=f"name.{role}", prompt=named(role)) for role in ASKED_ROLES)
    return (Step(name="roles", prompt=roles), *names)


def _fill(setup: Setup, heard: Heard) -> Setup:
    simple = [name for name in (entry.name for entry in fields(Setup)) if name in heard]
    said = {name: _tidy(name, heard[name][0]) for name in simple}
    ticked = [Role(role) for role in heard.get("roles", ())]
    named = tuple(
        PartyNamed(role=role, name=tidy_text(next(iter(heard.get(f"name.{role}", ())), ""))) for role in ticked
    )
    return replace(setup, **said, parties=setup.parties + named)


def _tidy(name: str, typed: str) -> str:
    if typed == UNKNOWN or not tidy_text(typed):
        return UNKNOWN if typed == UNKNOWN else ""
    read = understand_setting(name, typed)
    return "" if isinstance(read, Problem) else read
