"""`takeover identity new`: make a key with a certificate of one's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file, write_result
from takeover.errors import UsageError
from takeover.signing import keys
from takeover.signing.model import Identity


@click.group("identity")
def command() -> None:
    """Make and show the identities that people sign with (PKCS#12)."""


@command.command("new")
@click.option("--name", required=True, help="The signer's name, in any script.")
@click.option("--organisation", required=True, help="The organisation the signer stands for.")
@click.option("--years", type=click.IntRange(1, 20), default=5, show_default=True, help="How long it is valid.")
@click.option("--test", is_flag=True, help="A throw-away identity: its common name says TEST.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Read the pass phrase from this file.")
@with_desk
def new(desk: Desk, *, name: str, organisation: str, years: int, test: bool, passphrase_file: Path | None) -> None:
    """Make a new identity and write it to the file of -o."""
    if desk.output is None:
        raise UsageError("CM020")
    identity = make_identity_file(
        desk.output,
        name=name,
        organisation=organisation,
        years=years,
        test=test,
        passphrase=ask_passphrase(desk, passphrase_file, confirm=True),
        force=desk.force,
    )
    text = desk.text("cli.identity.made", file=desk.output, name=identity.common_name, fingerprint=identity.fingerprint)
    desk.give(text, {"file": str(desk.output), "name": identity.common_name, "fingerprint": identity.fingerprint})


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Read the pass phrase from this file.")
@with_desk
def show(desk: Desk, *, file: Path, passphrase_file: Path | None) -> None:
    """Show name, validity and fingerprint of the identity in FILE."""
    identity = load_identity_file(file, ask_passphrase(desk, passphrase_file))
    until = identity.valid_until.date().isoformat()
    text = desk.text("cli.identity.shown", name=identity.common_name, until=until, fingerprint=identity.fingerprint)
    desk.give(text, {"name": identity.common_name, "valid_until": until, "fingerprint": identity.fingerprint})


def make_identity_file(
    file: Path, *, name: str, organisation: str, years: int, test: bool, passphrase: bytes, force: bool
) -> Identity:
    """Make an identity and write it, readable for its owner alone.

    Raises:
        Refused: the file is there already.
        OutsideFailure: it cannot be written.
    """
    start = clock.now().replace(microsecond=0) - dt.timedelta(minutes=5)  # clocks of two machines differ a little
    data = keys.make_identity(
        common_name=name,
        organisation=organisation,
        passphrase=passphrase,
        valid_from=start,
        valid_until=start + dt.timedelta(days=366 * years),
        test=test,
    )
    write_result(file, data, force=force, mode=0o600)
    return keys.load_identity(data, passphrase)


def load_identity_file(file: Path, passphrase: bytes) -> Identity:
    """Open a PKCS#12 file.

    Raises:
        BadInput: it cannot be read, is no PKCS#12 file, or the pass phrase is wrong.
    """
    return keys.load_identity(read_file(file), passphrase)


def ask_passphrase(desk: Desk, file: Path | None, *, confirm: bool = False) -> bytes:
    """Get a pass phrase from a file (its first line) or by prompt, never from an option or the environment.

    Raises:
        UsageError: no file and nobody to ask.
        BadInput: the file cannot be read.
    """
    if file is not None:
        return read_file(file).split(b"\n")[0].rstrip(b"\r")
    if not desk.is_interactive:
        raise UsageError("CM023")
    typed: str = click.prompt(
        desk.text("cli.identity.passphrase"), hide_input=True, confirmation_prompt=confirm, err=True
    )
    return typed.encode()
