"""What a person says about a scan: which files, who signed, what was written by hand; by options, else by asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from takeover.cli.desk import Desk
from takeover.errors import UsageError
from takeover.record.signoff_kinds import Form
from takeover.roles import name_role
from takeover.signing.ink import InkSigner, SealedPages, Sheet, list_pages
from takeover.values import Role, tidy_text

_FORMS = (Form.INK, Form.PLATFORM, Form.SEAL)
_SCAN = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A scan with what the options say about it; without signers they are asked for."""

    form: Form
    files: tuple[Path, ...]
    signers: tuple[InkSigner, ...]
    sealed_file: Path | None
    signed_pages_only: bool
    other_sheets: frozenset[int]


def paper_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that `read_paper` reads."""
    options = (
        click.option("--ink", multiple=True, type=_SCAN, help="A scan of what was signed by hand; repeatable."),
        click.option("--platform", multiple=True, type=_SCAN, help="A file that a signing platform saved anew."),
        click.option("--seal", multiple=True, type=_SCAN, help="A scan of sheets with a company seal; repeatable."),
        click.option("--signed", multiple=True, metavar="ROLE[=NAME]", help="Who signed the scan; repeatable."),
        click.option("--wrote", multiple=True, nargs=2, metavar="ROLE TEXT", help="What a signer wrote by hand."),
        click.option("--sealed", "sealed_file", type=_SCAN, help="The sealed PDF, where out/ has it no more."),
        click.option("--signed-pages-only", is_flag=True, help="Take a scan that has the signed pages alone."),
        click.option("--other-sheet", "other_sheets", multiple=True, type=int, help="A sheet that has no code."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_paper(given: dict[str, Any]) -> Paper | None:
    """Take the options of `paper_options` out of those that were given; None where none of them was.

    Raises:
        UsageError: no scan or scans of two kinds (CM134), handwriting of somebody who is not said to have signed
            (CM135), or an unknown role (CM136).
    """
    scans = {form: tuple(given.pop(form.value)) for form in _FORMS}
    signed, wrote, unmarked = (given.pop(name) for name in ("signed", "wrote", "other_sheets"))
    others = {name: given.pop(name) for name in ("sealed_file", "signed_pages_only")}
    named = [form for form, files in scans.items() if files]
    if not any((named, signed, wrote, unmarked, *others.values())):
        return None
    if len(named) != 1:
        raise UsageError("CM134")
    return Paper(
        form=named[0],
        files=scans[named[0]],
        signers=_read_signers(signed, wrote),
        other_sheets=frozenset(unmarked),
        **others,
    )


def _read_signers(signed: Sequence[str], wrote: Sequence[tuple[str, str]]) -> tuple[InkSigner, ...]:
    words: dict[Role, list[str]] = {}
    for role, text in wrote:
        words.setdefault(_read_role(role), []).append(tidy_text(text))
    named = [(_read_role(role), name) for role, _, name in (item.partition("=") for item in signed)]
    if lone := words.keys() - {role for role, _ in named}:
        raise UsageError("CM135", role=min(lone))
    return tuple(InkSigner(role=role, name=tidy_text(name), words=tuple(words.get(role, ()))) for role, name in named)


def _read_role(text: str) -> Role:
    try:
        return Role(text.strip())
    except ValueError:
        raise UsageError("CM136", role=text, known=", ".join(Role)) from None


def ask_signers(
    desk: Desk, scan: Sequence[Sheet], expected: SealedPages, *, day: dt.date, known: frozenset[Role]
) -> tuple[InkSigner, ...]:
    """Ask for every box on the pages of a scan who signed it, when, and what was written by hand.

    `day` is offered; `known` are the roles whose party the record names already.

    Raises:
        UsageError: nobody can be asked (CM137).
    """
    if not desk.is_interactive:
        raise UsageError("CM137", roles=", ".join(expected.boxes))
    found = list_pages(scan, expected)
    boxes = [(role, page) for role, page in expected.boxes.items() if page in found]
    answers = (_ask_signer(desk, role, page, day, named=role in known) for role, page in boxes)
    return tuple(signer for signer in answers if signer)


def _ask_signer(desk: Desk, role: Role, page: int, day: dt.date, *, named: bool) -> InkSigner | None:
    who = name_role(role, desk.catalogue)
    if not click.confirm(desk.text("cli.ink.ask.signed", role=who, page=page), default=False, err=True):
        return None
    name = "" if named else click.prompt(desk.text("cli.ink.ask.name", role=who), default="", err=True)
    kind = click.DateTime(["%Y-%m-%d"])
    on = click.prompt(desk.text("cli.ink.ask.day"), type=kind, default=day.isoformat(), err=True)
    words = []
    while line := click.prompt(desk.text("cli.ink.ask.wrote"), default="", show_default=False, err=True):
        words.append(tidy_text(line))
    return InkSigner(role=role, name=tidy_text(name), on=on.date(), words=tuple(words))
