"""`takeover import FILE --register NAME`: take the rows of a CSV or XLSX file into a register, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from takeover.checklist.model import Register
from takeover.cli import clock
from takeover.cli.desk import Desk
from takeover.cli.folder import Takeover, keep_evidence, refer_to
from takeover.cli.limits import limit_memory
from takeover.cli.row_tables import MEMORY_FILE, read_bounded, read_text, save_text
from takeover.errors import BadInput, UsageError
from takeover.interview.rows.cells import Conventions
from takeover.interview.rows.comparison import Comparison, act_of, compare_rows
from takeover.interview.rows.memory import read_memory, write_memory
from takeover.interview.rows.menu import Mark, Order
from takeover.interview.rows.table_import import (
    Asking,
    Given,
    TableRead,
    describe_comparison,
    describe_found,
    describe_mapping,
    is_currency,
    read_table,
)
from takeover.interview.rows.units import name_currency
from takeover.problems import MOST_LISTED, Problem, has_errors
from takeover.record.kinds import Grade
from takeover.record.situation import Party
from takeover.values import Method, fold_word

_ABOUT_COLUMNS = frozenset({"IV180", "IV181", "IV182", "IV183", "IV188", "IV196"})
"""Mistakes that are mended by saying which column is which, not in a cell."""


def import_rows(desk: Desk, takeover: Takeover, file: Path, options: Mapping[str, Any]) -> None:
    """Read a file, show what it says anew, and keep that as one line of the record.

    Raises:
        UsageError: CM291 to CM294, there is no such register or party, or an option does not read.
        BadInput: CM295, CM303, the file has mistakes; they are in the exception, and nothing was taken.
    """
    registers = find_registers(takeover, options["register"])
    party = _find_party(takeover, options["party"] or "incoming_pm")
    takeover.store.refuse_if_unfit()
    memory_file = takeover.store.folder / MEMORY_FILE
    memory = read_memory(read_text(memory_file), registers[0].id)
    given, asking = read_given(options), _ask(desk)
    with limit_memory():
        read = read_table(read_bounded(file), file.name, registers=registers, memory=memory, given=given, asking=asking)
    if not isinstance(read, TableRead):
        raise click.Abort
    for line in describe_found((p for p in read.problems if not has_errors((p,))), desk.catalogue):
        desk.say_line(line)
    if has_errors(read.problems) or read.layout is None:
        raise _refuse(file, tuple(problem for problem in read.problems if has_errors((problem,))))
    known = takeover.situation.rows(registers[0].id)
    found = compare_rows(registers[0], read.layout.taken, read.rows, known)
    for line in describe_mapping(read, desk.catalogue):
        desk.say_line(line)
    before = takeover.store.chain.lines
    if not options["preview"]:
        save_text(memory_file, write_memory(read_text(memory_file), registers[0].id, read.memory))
        _keep(takeover, registers[0], party, file, found, options)
    _give(desk, takeover, registers[0], found, file, taken=takeover.store.chain.lines - before)


def _refuse(file: Path, wrong: tuple[Problem, ...]) -> BadInput:
    """Say what is wrong with a file, and what to do: name its columns, or correct its cells."""
    listed = wrong[:MOST_LISTED]
    if all(problem.code in _ABOUT_COLUMNS for problem in wrong):
        return BadInput("CM303", problems=listed, file=file, count=len(wrong), listed=len(listed))
    return BadInput("CM295", problems=listed, file=file, count=len(wrong), listed=len(listed))


def _keep(
    takeover: Takeover, register: Register, party: Party, file: Path, found: Comparison, options: Mapping[str, Any]
) -> None:
    withdraw = options["withdraw_missing"]
    if found.is_nothing and not (withdraw and found.missing):
        return
    kept = keep_evidence(takeover.store.folder, str(file)) if options["copy"] else refer_to(str(file))
    act = act_of(
        found,
        register=register.id,
        party=party.id,
        method=Method(options["method"] or Method.DOCUMENT_EXAMINED),
        on=options["on"].date() if options["on"] else None,
        evidence=(replace(kept, grade=Grade(options["grade"])),),
        new_ids=clock.new_ids(),
        withdraw=withdraw,
    )
    takeover.keep(act)


def _give(desk: Desk, takeover: Takeover, register: Register, found: Comparison, file: Path, *, taken: int) -> None:
    counts = {name: len(getattr(found, name)) for name in ("added", "changed", "proven", "same", "missing")}
    lines = list(describe_comparison(found, register, takeover.situation.parties, desk.catalogue))
    head = takeover.store.chain.head.hex()
    key = "taken" if taken else "nothing" if found.is_nothing else "preview"
    lines.append(desk.text(f"cli.import.rows.{key}", file=file, register=register.title, head=head[:12]))
    desk.give("\n".join(lines), {"register": register.id, **counts, "taken": taken, "head": head})


def _ask(desk: Desk) -> Asking | None:
    """Return who can be asked: a person at this terminal, or nobody."""
    if not desk.is_interactive:
        return None
    from takeover.cli.ask import choose_front

    return Asking(front=choose_front(desk, plain=False), catalogue=desk.catalogue)


def find_registers(takeover: Takeover, wanted: str) -> tuple[Register, ...]:
    """Find a register by its id or a title, in each language of the list, the terminal's first.

    Raises:
        UsageError: CM291, there is none.
    """
    own = takeover.checklist
    others = tuple(takeover.loaded.in_language(name) for name in takeover.loaded.languages if name != own.language)
    for checklist in (own, *others):
        for register in checklist.registers:
            if fold_word(wanted) in (fold_word(register.id), fold_word(register.title)):
                found = (one.register(register.id) for one in (own, *others))
                return tuple(one for one in found if one is not None)
    raise UsageError("CM291", register=wanted, known=", ".join(register.id for register in own.registers))


def _find_party(takeover: Takeover, key: str) -> Party:
    party = takeover.situation.party_called(key)
    if party is None:
        known = ", ".join(known.key for known in takeover.situation.parties.values())
        raise UsageError("IV052", party=key, known=known or "-")
    return party


def read_given(options: Mapping[str, Any]) -> Given:
    """Read what the options say beforehand.

    Raises:
        UsageError: CM292 to CM294.
    """
    currency = name_currency(options["currency"])
    if options["currency"] and not is_currency(options["currency"]):
        raise UsageError("CM294", currency=options["currency"])
    return Given(
        columns=dict(_split(text) for text in options["columns"]),
        conventions=Conventions(
            dates=Order(options["dates"]) if options["dates"] else None,
            decimal=Mark(options["decimal"]) if options["decimal"] else None,
            currency=currency,
            words=dict(_split_word(text) for text in options["words"]),
        ),
        sheet=options["sheet"],
        encoding=options["encoding"],
        leave_others=options["leave_others"],
    )


def _split(text: str) -> tuple[str, str]:
    name, sign, target = text.rpartition("=")
    if not sign or not name.strip():
        raise UsageError("CM292", given=text)
    return name.strip(), target.strip()


def _split_word(text: str) -> tuple[tuple[str, str], str]:
    column, colon, rest = text.partition(":")
    word, sign, code = rest.rpartition("=")
    if not colon or not sign or not word.strip():
        raise UsageError("CM293", given=text)
    return (column.strip(), fold_word(word)), code.strip()
