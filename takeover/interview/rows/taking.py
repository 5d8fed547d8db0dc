"""An import of rows inside the interview: the file asked for, what it says anew shown, and taken if it is wanted."""

from __future__ import annotations

from dataclasses import replace

from takeover.checklist.model import Register
from takeover.errors import BadInput
from takeover.interview.acts import Offered, Proof
from takeover.interview.dialogue import LEAVING, Step, take_steps
from takeover.interview.prompts import Option, Pick, Tone, Type, Verb
from takeover.interview.rows.comparison import Comparison, act_of, compare_rows
from takeover.interview.rows.memory import read_memory, write_memory
from takeover.interview.rows.table_import import (
    Asking,
    Given,
    describe_comparison,
    describe_found,
    describe_mapping,
    read_table,
)
from takeover.interview.sitting import Sitting
from takeover.problems import has_errors
from takeover.record.kinds import Grade


def import_in_sitting(sitting: Sitting, registers: tuple[Register, ...]) -> Verb | None:
    """Ask for a file, read it, show what it says anew, and take it if the person wants it."""
    catalogue, front, tables = sitting.catalogue, sitting.front, sitting.tables
    assert tables is not None
    assert sitting.voice is not None
    path = _ask_file(sitting)
    if isinstance(path, Verb):
        return path
    register, memory = registers[0], read_memory(tables.load(), registers[0].id)
    try:
        read = read_table(
            tables.read(path),
            path.replace("\\", "/").rsplit("/", 1)[-1],
            registers=registers,
            memory=memory,
            given=Given(),
            asking=Asking(front=front, catalogue=catalogue),
        )
    except BadInput as error:
        front.show(error.describe(catalogue), Tone.ERROR)
        return None
    if isinstance(read, Verb):
        return read
    for line in describe_found(read.problems, catalogue):
        front.show(line, Tone.ERROR)
    if has_errors(read.problems) or read.layout is None:
        front.show(catalogue.text("interview.row.import.refused"), Tone.ERROR)
        return None
    tables.save(write_memory(tables.load(), register.id, read.memory))
    known = sitting.situation.rows(register.id)
    found = compare_rows(register, read.layout.taken, read.rows, known)
    for line in (
        *describe_mapping(read, catalogue),
        *describe_comparison(found, register, sitting.situation.parties, catalogue),
    ):
        front.show(line)
    return _take(sitting, register, found, path)


def _ask_file(sitting: Sitting) -> str | Verb:
    text = sitting.catalogue.text
    step = Step(
        name="file",
        prompt=lambda _: Type(title=text("interview.row.import.file"), path=True),
        check=lambda said: "" if sitting.front.find_file(said) else text("interview.evidence.no_file", path=said),
    )
    talk = take_steps(sitting.front, sitting.catalogue, (step,))
    return talk.left or sitting.front.find_file(talk.one("file"))


def _take(sitting: Sitting, register: Register, found: Comparison, path: str) -> Verb | None:
    """Ask whether to take what is new, whether a copy is kept, and what becomes of rows that are gone."""
    text, tables = sitting.catalogue.text, sitting.tables
    assert tables is not None
    assert sitting.voice is not None
    if found.is_nothing and not found.missing:
        sitting.say("interview.row.import.nothing")
        return None

    def options(about: str, *values: str) -> tuple[Option, ...]:
        return tuple(Option(value=v, text=text(f"interview.row.import.{about}.{v}")) for v in values)

    take = Pick(title=text("interview.row.import.take"), options=options("take", "no", "copy", "reference"))
    gone = Pick(
        title=text("interview.row.import.gone", count=len(found.missing)), options=options("gone", "stay", "withdraw")
    )
    steps = (
        Step(name="gone", prompt=lambda _: gone if found.missing else None),
        Step(name="take", prompt=lambda _: take),
    )
    talk = take_steps(sitting.front, sitting.catalogue, steps)
    if talk.left or talk.one("take") == "no":
        sitting.say("interview.row.import.refused")
        return talk.left if talk.left in LEAVING else None
    proof: Proof = Offered(grade=Grade.E2, path=path)
    if talk.one("take") == "reference":
        proof = replace(tables.refer(path), grade=Grade.E2)
    act = act_of(
        found,
        register=register.id,
        party=sitting.voice.party,
        method=sitting.voice.method,
        on=sitting.today(),
        evidence=(proof,),
        new_ids=tables.new_ids,
        withdraw=talk.one("gone") == "withdraw",
    )
    if act.rows:
        sitting.keep_act(act)
    return None
