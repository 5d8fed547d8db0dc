"""`takeover doctor`: is the record whole, are the kept files what they were, and what does this machine lack?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import open_store
from takeover.cli.unreadable import describe_unreadable
from takeover.errors import Exit, TakeoverError
from takeover.record.bodies import list_evidence
from takeover.record.chain import Entry, check_canonical, find_clock_steps
from takeover.record.evidence import FileState, check_files
from takeover.record.kinds import Kind
from takeover.record.situation import fold_entries
from takeover.record.store import RECORD_FILE, RecordStore, find_copies


@click.command("doctor")
@with_desk
def command(desk: Desk) -> None:
    """Examine this machine, and the takeover of -C or of this folder. Exit code 1 if something is wrong."""
    lines = list(examine_machine(desk))
    wrong: list[str] = []
    if desk.folder_given or (desk.folder / RECORD_FILE).exists():
        store = open_store(desk)
        wrong = list(examine_record(desk, store))
        lines += wrong or [desk.text("cli.doctor.record_good", lines=store.chain.lines, head=store.chain.head.hex())]
        steps = find_clock_steps(store.chain.entries)
        lines += [desk.text("cli.doctor.clock", lines=desk.catalogue.join(map(str, steps)))] if steps else []
    desk.give("\n".join(lines), {"lines": lines, "ok": not wrong})
    if wrong:
        raise click.exceptions.Exit(Exit.NO)


def examine_machine(desk: Desk) -> Iterator[str]:
    """Tell what this machine can do: PDF, fonts, signing. What is missing is said with its cure, and is no error."""
    from takeover.fonts import font_source
    from takeover.report.pdf.render import load_weasyprint

    for name, probe in (("pdf", load_weasyprint), ("font", font_source), ("sign", _load_pyhanko)):
        try:
            probe()
        except TakeoverError as error:
            yield desk.text(
                "cli.doctor.lacks", what=desk.text(f"cli.doctor.{name}"), why=error.describe(desk.catalogue)
            )
        else:
            yield desk.text("cli.doctor.has", what=desk.text(f"cli.doctor.{name}"))


def _load_pyhanko() -> object:
    from takeover.errors import OutsideFailure

    try:
        import pyhanko
    except ImportError as error:
        raise OutsideFailure("CM030", reason=error) from error
    return pyhanko


def examine_record(desk: Desk, store: RecordStore) -> Iterator[str]:
    """Tell everything that is wrong with a record and its evidence."""
    misread = tuple(find_misread(store.chain.entries))
    left_out = {entry.commitment for entry, _ in misread}
    entries = tuple(entry for entry in store.chain.entries if entry.commitment not in left_out)
    situation = fold_entries(entries)
    if damage := store.chain.damage:
        sealed = [seal for seal in situation.seals() if seal.line < damage.line]
        yield desk.text(f"problem.{damage.code}", line=damage.line)
        yield desk.text("cli.doctor.damage", line=damage.line, intact=damage.line - 1, seals=len(sealed))
    data = (store.folder / RECORD_FILE).read_bytes()[: store.chain.length]
    for line, reason in check_canonical(data):
        yield desk.text("problem.RC006", line=line, reason=reason)
    yield from describe_unreadable(desk, situation)
    for entry, reason in misread:
        yield desk.text("cli.doctor.misread", line=entry.line, kind=(entry.body or {}).get("kind", "-"), reason=reason)
    for copy in find_copies(store.folder):
        yield desk.text("cli.doctor.copy" if copy.harmless else "cli.doctor.fork", file=copy.name)
    for sha256, state in check_files(store.folder, list_evidence(entries)).items():
        if state is not FileState.INTACT:
            yield desk.text(f"cli.doctor.evidence_{state.value}", sha256=sha256)


def find_misread(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Read every body once, each for itself; give those that no version of this program would have written, and why."""
    for entry in entries:
        try:
            _read_whole(entry)
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            yield entry, f"{type(error).__name__}: {error}"


def _read_whole(entry: Entry) -> None:
    if entry.body is None:
        return
    one = fold_entries((entry,))
    for question in one.by_question:
        one.statements(question)
    for kind, subject in one.by_subject:
        if kind == Kind.RESOLVED:
            one.resolution(subject)
        elif kind == Kind.ROW_RECORDED:
            one.rows(subject)
    one.notes()
    one.seals()
    one.signatures()
    list_evidence((entry,))
