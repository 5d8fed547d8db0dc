"""`takeover requests`: what to ask of whom by when, ready to send; and that it was asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from takeover.catalogues import Catalogue, load_catalogue
from takeover.cli import clock
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.folder import (
    Takeover,
    choose_as_of,
    choose_document_language,
    days_off_from,
    draw_internal,
    open_takeover,
)
from takeover.cli.languages import take_language
from takeover.errors import Refused
from takeover.record.kinds import Stamp, requested
from takeover.report.letters import Letter, encode_calendar, encode_mail, write_letters
from takeover.values import Role


@click.command("requests")
@click.option(
    "--of", "roles", multiple=True, type=click.Choice([role.value for role in Role]), help="Only of this role."
)
@click.option("--all", "whole", is_flag=True, help="All points at once, not only the first of each person.")
@click.option("--mail", "as_mail", is_flag=True, help="Write one e-mail draft (.eml) a role.")
@click.option("--calendar", "as_calendar", is_flag=True, help="Write the due dates as a calendar file (.ics).")
@click.option("--sent", is_flag=True, help="Keep in the record that these were asked: silence becomes a finding.")
@click.option(
    "--language",
    metavar="LANG",
    callback=take_language,
    help="Language of the letters: en or zh-Hans [default: the takeover's].",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day from which due dates count [default: today].")
@with_output
@with_desk
def command(
    desk: Desk,
    *,
    roles: tuple[str, ...],
    whole: bool,
    as_mail: bool,
    as_calendar: bool,
    sent: bool,
    language: str | None,
    as_of: dt.datetime | None,
) -> None:
    """Show what to ask of whom by when, grouped by person, ready to send: open stop-lines, then what moves most.

    Files go to the takeover's out folder, or to the folder given with -o. Nothing is sent.
    """
    takeover = open_takeover(desk)
    catalogue = load_catalogue(choose_document_language(language, takeover))
    letters = collect_letters(takeover, catalogue, choose_as_of(as_of, takeover), roles, whole=whole)
    files = write_files(desk, takeover, letters, catalogue, as_mail=as_mail, as_calendar=as_calendar)
    if sent:
        keep_requests(desk, takeover, letters)
    lines = [f"{letter.subject}\n\n{letter.body}" for letter in letters] or [desk.text("cli.requests.none")]
    lines = [desk.text("cli.requests.written", file=file) for file in files] or lines
    if left := sum(letter.left for letter in letters):
        desk.say("cli.requests.left", count=left)
    plain = {"letters": [letter_to_plain(letter) for letter in letters], "files": [str(file) for file in files]}
    desk.give("\n".join(lines), plain | {"sent": sent})


def collect_letters(
    takeover: Takeover, catalogue: Catalogue, day: dt.date, roles: tuple[str, ...], *, whole: bool
) -> tuple[Letter, ...]:
    """Write the letters that the judgement of a day asks for."""
    days_off = days_off_from(day, takeover.situation)
    draft = draw_internal(takeover, day, days_off=days_off, language=catalogue.language)
    letters = write_letters(draft, catalogue, whole=whole)
    return tuple(letter for letter in letters if not roles or letter.role in roles)


def write_files(
    desk: Desk,
    takeover: Takeover,
    letters: tuple[Letter, ...],
    catalogue: Catalogue,
    *,
    as_mail: bool,
    as_calendar: bool,
) -> list[Path]:
    """Write mails and the calendar; return their names."""
    opened, now = takeover.situation.opened, clock.now().replace(microsecond=0)
    folder = desk.output or takeover.out
    files: dict[Path, bytes] = {}
    for letter in letters if as_mail else ():
        mail = encode_mail(letter, language=catalogue.language, written_at=now)
        files[folder / f"request-{letter.role.value.replace('_', '-')}.eml"] = mail
    if as_calendar and letters:
        name = opened.takeover if opened else ""
        files[folder / "requests.ics"] = encode_calendar(letters, catalogue, takeover=name, written_at=now)
    for file, data in files.items():
        write_result(file, data, force=desk.force or desk.output is None)
    return list(files)


def keep_requests(desk: Desk, takeover: Takeover, letters: tuple[Letter, ...]) -> None:
    """Keep that each item was asked, as one line a letter; what was asked with the same date is not kept again.

    Raises:
        Refused: nobody is named in a role of which something is asked; nothing was kept.
    """
    missing = [letter.role for letter in letters if letter.party is None]
    if missing:
        raise Refused("CM185", roles=desk.catalogue.join(desk.text(f"role.{role.value}") for role in missing))
    known = {
        (entry.body["question"], entry.body["of"], entry.body["due"])
        for entry in takeover.situation.by_kind.get("requested", ())
        if entry.body
    }
    kept = 0
    for letter in letters:
        assert letter.party is not None
        at = clock.write_timestamp(clock.now())
        bodies = [
            requested(
                Stamp(at=at, by=takeover.writer, sharing=item.sharing),
                question=item.question,
                of=letter.party.id,
                text=item.wanted,
                due=item.due,
            )
            for item in letter.items
            if (item.question, letter.party.id, item.due.isoformat()) not in known
        ]
        if bodies:
            takeover.store.append(bodies)
        kept += len(bodies)
    desk.say("cli.requests.kept", count=kept)


def letter_to_plain(letter: Letter) -> dict[str, object]:
    """Write a letter for `--json`."""
    items = [
        {"number": i.number, "question": i.question, "text": i.text, "wanted": i.wanted, "due": i.due.isoformat()}
        for i in letter.items
    ]
    party = letter.party.id if letter.party else ""
    return {
        "role": letter.role.value,
        "party": party,
        "subject": letter.subject,
        "body": letter.body,
        "items": items,
    } | {"left": letter.left}
