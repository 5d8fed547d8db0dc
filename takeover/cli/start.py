"""`takeover start DIR`: open a takeover, then ask."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import click

from takeover.checklist.compiled import Loaded
from takeover.checklist.library import load_pinned
from takeover.checklist.settings import CODES, PINNED
from takeover.cli import clock
from takeover.cli.ask import choose_front, hold_sitting
from takeover.cli.desk import Desk, with_desk
from takeover.cli.drafts import START_DRAFT, keep_drafts
from takeover.cli.folder import TOOL, Takeover
from takeover.cli.import_answers import read_for_new
from takeover.cli.lists import load_wanted, with_checklist
from takeover.cli.pinned import pin_of, write_pin, write_pinned
from takeover.errors import Exit, OutsideFailure, Refused, UsageError
from takeover.interview.acts import Act, PartyNamed, SettingRecorded
from takeover.interview.setup import Setup, acts_of_setup
from takeover.interview.understand import understand_setting
from takeover.problems import Place, Problem
from takeover.record.kinds import Stamp, opened
from takeover.record.store import RECORD_FILE, create_record, discard_record
from takeover.values import Level, Role

_TEXT_FIELDS = ("project", "customer", "cut_off", "holidays")
_PM_NAME = "pm_name"


def _setting_options(command: Any) -> Any:
    for name in reversed(_TEXT_FIELDS):
        command = click.option(f"--{name.replace('_', '-')}", name, default="", metavar="TEXT")(command)
    for name, codes in reversed(CODES.items()):
        kind = click.Choice([*codes, "unknown"])
        command = click.option(f"--{name.replace('_', '-')}", name, type=kind)(command)
    return command


@click.command("start")
@click.argument("directory", type=click.Path(path_type=Path))
@_setting_options
@click.option("--party", "parties", multiple=True, metavar="ROLE[=NAME]", help="A party; may be given many times.")
@click.option("--pm-name", default="", help="Your own name, as the incoming PM.")
@click.option("--zone", default="", help="IANA time zone [default: this machine's].")
@click.option("--from", "source", type=click.Path(path_type=Path), help="Take setting, parties, answers from a file.")
@click.option("--plain", is_flag=True, help="Line mode: for screen readers, pipes and simple terminals.")
@click.option("--interview/--no-interview", default=True, help="Go on with the questions at once.")
@with_checklist
@with_desk
def command(
    desk: Desk,
    *,
    directory: Path,
    parties: tuple[str, ...],
    pm_name: str,
    source: Path | None,
    plain: bool,
    interview: bool,
    wanted: str,
    **given: str | None,
) -> None:
    """Open a takeover in DIRECTORY and go through the questions.

    What the options leave out is asked; nothing is asked without a terminal.
    """
    if (directory / RECORD_FILE).exists():
        raise Refused("RC010", folder=directory)
    loaded = load_wanted(wanted, directory)
    answers = read_for_new(desk, source, loaded) if source else None
    setup = _combine(answers.setup if answers else Setup(), given, read_parties(parties))
    asks = interview and (plain or desk.is_interactive)
    if asks:
        setup = _ask_setup(desk, directory, setup, plain=plain)
        pm_name = _remember(desk, setup, pm_name)
    said, language = answers.said if answers else (), desk.catalogue.language
    takeover = open_folder(directory, setup, loaded, pm_name=pm_name, language=language, said=said)
    keep_drafts(directory).save(START_DRAFT, "")
    desk.say("cli.start.opened", folder=directory, head=takeover.store.chain.head.hex()[:12])
    if asks:
        hold_sitting(desk, takeover, plain=plain)
    elif interview:
        desk.say("cli.start.next", folder=directory)


def _remember(desk: Desk, setup: Setup, pm_name: str) -> str:
    """Keep what may fit the next start; return the user's own name, by default that of the last start."""
    from takeover.cli.last_values import load_last, save_last
    from takeover.interview.setup import values_to_offer

    last = next(iter(load_last().get(_PM_NAME, ())), "")
    name = pm_name or last
    if last and not pm_name:
        desk.say("cli.start.last", values=last)
    save_last(values_to_offer(setup) | ({_PM_NAME: (name,)} if name else {}))
    return name


def _combine(base: Setup, given: Mapping[str, str | None], parties: tuple[PartyNamed, ...]) -> Setup:
    """Put what the options say in front of what the file says."""
    typed = {field.name: value for field in fields(Setup) if (value := given.get(field.name))}
    understood = {
        name: understand_setting(name, typed[name], Place(path=name)) for name in _TEXT_FIELDS if name in typed
    }
    if problems := tuple(read for read in understood.values() if isinstance(read, Problem)):
        raise UsageError("CM018", problems=problems)
    zone = check_zone(typed.get("zone") or base.zone or clock.local_zone())
    read = {name: text for name, text in understood.items() if isinstance(text, str)}
    return replace(base, **{**typed, **read, "zone": zone}, parties=(*base.parties, *parties))


def _ask_setup(desk: Desk, directory: Path, setup: Setup, *, plain: bool) -> Setup:
    """Ask for what is missing; what was said before a kill is not asked again."""
    from takeover.cli.last_values import load_last
    from takeover.interview.prompts import Verb
    from takeover.interview.setup import Left, ask_missing

    front = choose_front(desk, plain=plain)
    drafts = keep_drafts(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideFailure("RC011", file=directory, reason=error.strerror) from error
    answered = ask_missing(
        front,
        desk.catalogue,
        setup,
        last=load_last(),
        earlier=_read_heard(drafts.load(START_DRAFT)),
        keep=lambda heard: drafts.save(START_DRAFT, json.dumps(dict(heard))),
    )
    if isinstance(answered, Left):
        desk.say("cli.start.left", folder=directory)
        raise click.exceptions.Exit(Exit.INTERRUPTED if answered.verb is Verb.INTERRUPT else Exit.DONE)
    return answered


def _read_heard(text: str) -> dict[str, tuple[str, ...]]:
    """Read what an earlier talk heard; a draft that cannot be read is an empty one."""
    try:
        heard = json.loads(text or "{}")
        return {name: tuple(map(str, values)) for name, values in heard.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def open_folder(
    directory: Path, setup: Setup, loaded: Loaded, *, pm_name: str, language: str, said: Sequence[Act] = ()
) -> Takeover:
    """Pin the list, then create the record: line 1 says what it is, line 2 names parties, list and setting.

    Line 2 also has what was said already. Where it cannot be kept, nothing is opened.

    Raises:
        UsageError: the project has no name.
    """
    if not setup.project:
        raise UsageError("CM011")
    pm = next(clock.new_ids())
    stamp = Stamp(at=clock.write_timestamp(clock.now()), by=pm, sharing=Level.SHARED)
    first = opened(stamp, takeover=secrets.token_hex(32), zone=setup.zone, language=language, tool=TOOL)
    loaded = load_pinned(write_pinned(directory, loaded))  # its hash is taken from the list, whatever a cache says
    store = create_record(directory, [first], machine=clock.machine_id(), salt=clock.new_salt)
    takeover = Takeover(store=store, loaded=loaded, language=language)
    own = PartyNamed(role=Role.INCOMING_PM, id=pm, name=pm_name)
    others = tuple(party for party in setup.parties if party.role is not Role.INCOMING_PM)
    given = next((party for party in setup.parties if party.role is Role.INCOMING_PM), own)
    pinned = SettingRecorded(setting=PINNED, value=write_pin(pin_of(loaded)))
    try:
        takeover.open_with(replace(given, id=pm), (pinned, *acts_of_setup(replace(setup, parties=others)), *said))
    except BaseException:
        discard_record(store)
        raise
    return takeover


def read_parties(given: tuple[str, ...]) -> tuple[PartyNamed, ...]:
    """Read ``ROLE`` or ``ROLE=NAME``.

    Raises:
        UsageError: not a role.
    """
    parties: list[PartyNamed] = []
    for text in given:
        role, _, name = text.partition("=")
        if role not in set(Role):
            raise UsageError("CM012", role=role, roles=", ".join(Role))
        parties.append(PartyNamed(role=Role(role), name=name.strip()))
    return tuple(parties)


def check_zone(zone: str) -> str:
    """Refuse a time zone that nobody knows.

    Raises:
        UsageError: not an IANA name.
    """
    if zone not in available_timezones():
        raise UsageError("CM013", zone=zone)
    return str(ZoneInfo(zone))
