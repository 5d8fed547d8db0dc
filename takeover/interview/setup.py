"""What must be known before the first question: project, parties, cut-off, and the facts that decide the path.

At most eight things are asked, each with what this user said last time where that may fit again. A `Setup` is filled
from options, an answers file, or by asking what is missing; an empty field was not given, `UNKNOWN` was asked and is
not known. From it come the first acts of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


FACTS = ("live_system", "accepted", "team")
"""Facts that are ticked in one list."""
FOR_CLIENT = ("subcontractor", "foothold")
"""Facts of a client engagement, in the same list; in an internal project they are not so."""
SURE = "sure"
"""The tick that what is not ticked is not so; without it that stays open."""


def ask_missing(
    front: FrontEnd,
    catalogue: Catalogue,
    setup: Setup,
    *,
    last: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    earlier: Heard = MappingProxyType({}),
    keep: Callable[[Heard], None] = lambda _heard: None,
) -> Setup | Left:
    """Ask for every field of a setup that is empty; the customer only in a client engagement.

    `last` are values of an earlier takeover that are offered; `earlier` is what `keep` was given last in a talk that
    was cut off.
    """
    steps = (
        _text_step(catalogue, setup, "project", required=True),
        _code_step(catalogue, setup, "engagement", last),
        _text_step(catalogue, setup, "customer", last=last, when=lambda heard: _engagement(setup, heard) == "client"),
        _code_step(catalogue, setup, "pm_role", last),
        _code_step(catalogue, setup, "pricing", last, when=lambda heard: _engagement(setup, heard) != "internal"),
        _text_step(catalogue, setup, "cut_off"),
        Step(name="facts", prompt=lambda heard: _facts_prompt(catalogue, setup, heard)),
        *_party_steps(catalogue, setup, last.get("roles", ())),
    )
    talk = take_steps(front, catalogue, steps, earlier=earlier, keep=keep)
    filled = _fill(setup, talk.heard)
    return filled if talk.left is None else Left(setup=filled, verb=talk.left)


def values_to_offer(setup: Setup) -> dict[str, tuple[str, ...]]:
    """Return what of a setup may fit the next takeover too: not its project, its times, its people's names."""
    named = {name: getattr(setup, name) for name in ("engagement", "customer", "pm_role", "pricing")}
    roles = tuple(party.role.value for party in setup.parties if party.role is not Role.INCOMING_PM)
    known = {name: (value,) for name, value in named.items() if value and value != UNKNOWN}
    return known | ({"roles": roles} if roles else {})


def acts_of_setup(setup: Setup) -> tuple[Act, ...]:
    """Turn a setup into acts: the settings that are known, then the parties.

    A named outgoing PM means that there is a predecessor; an internal project has nobody whose subcontractor one is,
    and no client to be won.
    """
    given = setup
    if setup.engagement == "internal":
        given = replace(given, subcontractor=setup.subcontractor or "no", foothold=setup.foothold or "no")
    if not setup.predecessor and any(party.role is Role.OUTGOING_PM for party in setup.parties):
        given = replace(given, predecessor="yes")
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
    catalogue: Catalogue,
    setup: Setup,
    name: str,
    *,
    required: bool = False,
    last: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    when: Callable[[Heard], bool] = _always,
) -> Step:
    def check(typed: str) -> str:
        if not tidy_text(typed):
            return catalogue.text("interview.setup.required") if required else ""
        read = understand_setting(name, typed)
        return read.sentence(catalogue) if isinstance(read, Problem) else ""

    default = next(iter(last.get(name, ())), "")
    prompt = Type(title=catalogue.text(f"interview.setup.{name}"), default=default)
    missing = not getattr(setup, name)
    return Step(name=name, prompt=lambda heard: prompt if missing and when(heard) else None, check=check)


def _code_step(
    catalogue: Catalogue,
    setup: Setup,
    name: str,
    last: Mapping[str, tuple[str, ...]],
    *,
    when: Callable[[Heard], bool] = _always,
) -> Step:
    codes = settings.CODES[name]
    options = tuple(Option(value=code, text=catalogue.text(f"interview.setup.{name}.{code}")) for code in codes)
    unknown = Option(value=UNKNOWN, text=catalogue.text("interview.setup.unknown"))
    sure = name in ("engagement", "pm_role")
    before = next((code for code in last.get(name, ()) if code in codes), "")
    title = catalogue.text(f"interview.setup.{name}")
    default = before or ("" if sure else UNKNOWN)
    prompt = Pick(title=title, options=options if sure else (*options, unknown), default=default)
    missing = not getattr(setup, name)
    return Step(name=name, prompt=lambda heard: prompt if missing and when(heard) else None)


def _list_facts(setup: Setup, heard: Heard) -> tuple[str, ...]:
    """List the facts that were not given and that there are in this kind of project."""
    there = (*FACTS, *FOR_CLIENT) if _engagement(setup, heard) == "client" else FACTS
    return tuple(name for name in there if not getattr(setup, name))


def _facts_prompt(catalogue: Catalogue, setup: Setup, heard: Heard) -> Tick | None:
    """Offer the facts that were not given; nothing ticked leaves them all open."""
    missing = _list_facts(setup, heard)
    names = (*missing, SURE) if missing else ()
    options = tuple(Option(value=name, text=catalogue.text(f"interview.setup.facts.{name}")) for name in names)
    return Tick(title=catalogue.text("interview.setup.facts"), options=options) if options else None


def _party_steps(catalogue: Catalogue, setup: Setup, last: tuple[str, ...]) -> tuple[Step, ...]:
    """Ask for the parties by role; what each is called is asked when it speaks."""
    if any(party.role is not Role.INCOMING_PM for party in setup.parties):
        return ()

    def roles(heard: Heard) -> Prompt:
        internal = _engagement(setup, heard) == "internal"
        offered = [r for r in ASKED_ROLES if r not in ((Role.CLIENT, Role.CLIENT_PM) if internal else ())]
        usual = (Role.OUTGOING_PM, Role.SPONSOR, Role.MAIN_USER if internal else Role.CLIENT)
        ticked = tuple(role for role in offered if role in last) if last else usual
        options = tuple(Option(value=role, text=name_role(role, catalogue)) for role in offered)
        return Tick(title=catalogue.text("interview.setup.roles"), options=options, ticked=ticked)

    return (Step(name="roles", prompt=roles),)


def _fill(setup: Setup, heard: Heard) -> Setup:
    simple = [name for name in (entry.name for entry in fields(Setup)) if name in heard]
    said = {name: _tidy(name, heard[name][0]) for name in simple} | _read_facts(setup, heard)
    named = tuple(PartyNamed(role=Role(role)) for role in heard.get("roles", ()))
    return replace(setup, **said, parties=setup.parties + named)


def _read_facts(setup: Setup, heard: Heard) -> dict[str, str]:
    """Read the ticks: what was not ticked is not so where the person is sure, else not known."""
    if "facts" not in heard:
        return {}
    ticked = heard["facts"]
    others = "no" if SURE in ticked else UNKNOWN
    return {name: "yes" if name in ticked else others for name in _list_facts(setup, heard)}


def _tidy(name: str, typed: str) -> str:
    if typed == UNKNOWN or not tidy_text(typed):
        return UNKNOWN if typed == UNKNOWN else ""
    read = understand_setting(name, typed)
    return "" if isinstance(read, Problem) else read
