"""`takeover identity new | show | trust`: keys of one's own, and whose keys one believes (docs/identities.md)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import read_file, write_result
from takeover.cli.folder import open_takeover
from takeover.cli.trust_list import trust_fingerprint
from takeover.errors import BadInput, Refused, UsageError
from takeover.record.kinds import Stamp, party_named
from takeover.roles import name_role
from takeover.signing import keys
from takeover.signing.identities import refuse_unfit
from takeover.signing.model import Identity, normalise_fingerprint
from takeover.values import Level, Role

_HEX = frozenset("0123456789abcdef")


@click.group("identity")
def command() -> None:
    """Make and show the identities that people sign with (PKCS#12), and say whose you trust."""


@command.command("new")
@click.option("--name", required=True, help="The signer's name, in any script.")
@click.option("--organisation", required=True, help="The organisation the signer stands for.")
@click.option("--years", type=click.IntRange(1, 20), default=5, show_default=True, help="How long it is valid.")
@click.option("--test", is_flag=True, help="A throw-away identity: its common name says TEST.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="Read the pass phrase from this file.")
@with_output
@with_desk
def new(desk: Desk, *, name: str, organisation: str, years: int, test: bool, passphrase_file: Path | None) -> None:
    """Make a new identity and write it to the file of -o."""
    if desk.output is None:
        raise UsageError("CM020")
    refuse_identity(desk.output)
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
@with_output
@with_desk
def show(desk: Desk, *, file: Path, passphrase_file: Path | None) -> None:
    """Show name, validity and fingerprint of the identity in FILE; with -o write its public certificate (PEM)."""
    identity = load_identity_file(desk, file, passphrase_file)
    if desk.output is not None:
        refuse_identity(desk.output)
        write_result(desk.output, keys.write_certificate(identity), force=desk.force)
        desk.say("cli.identity.certificate", file=desk.output)
    facts = {
        "name": identity.common_name,
        "organisation": identity.organisation,
        "valid_from": identity.valid_from.date().isoformat(),
        "valid_until": identity.valid_until.date().isoformat(),
        "fingerprint": identity.fingerprint,
    }
    desk.give(desk.text("cli.identity.shown", **facts), facts)
    try:
        refuse_unfit(identity, clock.now())
    except BadInput as error:
        desk.say_line(error.describe(desk.catalogue))


@command.command("trust")
@click.argument("whom", metavar="FILE|FINGERPRINT")
@click.option(
    "--as", "role", type=click.Choice([role.value for role in Role]), help="Enter it in the takeover's record."
)
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="For a PKCS#12 FILE: its pass phrase.")
@with_desk
def trust(desk: Desk, *, whom: str, role: str | None, passphrase_file: Path | None) -> None:
    """Trust a certificate: FILE is a certificate (PEM, DER) or a PKCS#12 file; a FINGERPRINT has 64 hex digits.

    Compare the fingerprint with its owner first, in person or by telephone: all trust starts there.

    Without --as it goes into your settings and holds for all your takeovers. With --as ROLE it goes into the record of
    -C DIR: baselines sealed from then on expect this certificate of that party, and refuse another.
    """
    name, fingerprint = _find_certificate(desk, whom, passphrase_file)
    if role is not None:
        _pin(desk, Role(role), fingerprint)
        return
    if desk.folder_given:
        raise UsageError("CM132")
    file, changed = trust_fingerprint(fingerprint, name)
    key = "cli.identity.trusted" if changed else "cli.identity.trusted_already"
    text = desk.text(key, name=name or "?", fingerprint=fingerprint, file=file)
    desk.give(text, {"fingerprint": fingerprint, "name": name, "settings": str(file), "changed": changed})


def _find_certificate(desk: Desk, whom: str, passphrase_file: Path | None) -> tuple[str, str]:
    """Return name and fingerprint; of a bare fingerprint nobody knows the name."""
    fingerprint = normalise_fingerprint(whom)
    if len(fingerprint) == 64 and set(fingerprint) <= _HEX:
        return "", fingerprint
    data = read_file(Path(whom))
    if keys.is_identity(data):
        identity = keys.load_identity(data, ask_passphrase(desk, passphrase_file))
        return identity.common_name, identity.fingerprint
    return keys.read_certificate(data)


def _pin(desk: Desk, role: Role, fingerprint: str) -> None:
    """Enter a party's certificate in the record."""
    takeover = open_takeover(desk)
    party = takeover.situation.party_in(role)
    if party is None:
        raise Refused("CM133", role=name_role(role, desk.catalogue))
    changed = party.certificate != fingerprint
    if changed:
        stamp = Stamp(at=clock.write_timestamp(clock.now()), by=takeover.writer, sharing=Level.SHARED)
        takeover.store.append([party_named(stamp, party=party.id, certificate=fingerprint)])
    text = desk.text("cli.identity.pinned", role=name_role(role, desk.catalogue), fingerprint=fingerprint)
    desk.give(text, {"fingerprint": fingerprint, "role": role.value, "party": party.id, "changed": changed})


def refuse_identity(file: Path) -> None:
    """Refuse to overwrite an identity, with `--force` too: a key that is gone cannot be had back.

    Raises:
        Refused: the file is a PKCS#12 file.
    """
    if file.is_file() and keys.is_identity(read_file(file)):
        raise Refused("CM130", file=file)


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


def load_identity_file(desk: Desk, file: Path, passphrase_file: Path | None) -> Identity:
    """Open a PKCS#12 file; that it is there is looked at before anybody types a pass phrase.

    Raises:
        BadInput: it cannot be read, is no PKCS#12 file, or the pass phrase is wrong.
        UsageError: no pass phrase and nobody to ask.
    """
    container = read_file(file)
    return keys.load_identity(container, ask_passphrase(desk, passphrase_file))


def ask_passphrase(desk: Desk, file: Path | None, *, confirm: bool = False) -> bytes:
    """Get a pass phrase from a file (its first line) or by prompt, never from an option or the environment.

    Raises:
        UsageError: no file and nobody to ask.
        BadInput: the file cannot be read.
    """
    if file is not None:
        return read_file(file).removeprefix(b"\xef\xbb\xbf").split(b"\n")[0].rstrip(b"\r")
    if not desk.is_interactive:
        raise UsageError("CM023")
    typed: str = click.prompt(
        desk.text("cli.identity.passphrase"), hide_input=True, confirmation_prompt=confirm, err=True
    )
    return typed.encode()
