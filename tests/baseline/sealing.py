"""Sealed baselines for tests: a takeover with something of every level, frozen with fixed salts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from takeover.baseline.freeze import Frozen, draw_up, freeze, freeze_inputs
from takeover.baseline.levels import hash_level, hash_root
from takeover.baseline.manifest import hash_manifest
from takeover.baseline.model import EditionName, Tools
from takeover.calendars import list_weekends
from takeover.checklist.model import Checklist, Column, QuestionType, Register, RowsHealth
from takeover.checklist.plain import hash_checklist
from takeover.record import kinds, signoff_kinds
from takeover.record.chain import make_entry
from takeover.record.kinds import Evidence, Grade
from takeover.values import Code, Level, Method, Role, Side
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question
from tests.record.samples import encode_json, salt_for

INTERNAL, SHARED = EditionName.INTERNAL, EditionName.SHARED
SALTS: Mapping[Level, bytes] = {level: salt_for(number) for number, level in enumerate(Level, 900)}
TOOLS = Tools(versions={"python": "3.11.7", "weasyprint": "70.0"}, files={"font": "ab" * 32, "模板": "cd" * 32})
CANARY = "canary"
"""Stands in everything that the shared edition may not show."""


def whole_checklist() -> Checklist:
    """Questions and columns of every level, one stop-line, one register."""
    columns = (("trigger", Level.SHARED), ("due", Level.SHARED), (f"{CANARY}_reserve", Level.INTERNAL))
    register = Register(
        id="payments",
        title="Payments",
        columns=tuple(Column(id=n, type=QuestionType.TEXT, title=n.title(), sharing=level) for n, level in columns),
    )
    return make_checklist(
        make_question("goals.owner"),
        make_question("goals.signed", **STOP),
        make_question("contract.paid", type=QuestionType.MONEY),
        make_question(
            "contract.milestones",
            type=QuestionType.REGISTER,
            register="payments",
            health=RowsHealth(complete=("trigger", "due")),
        ),
        make_question(f"inside.{CANARY}-margin", sharing=Level.INTERNAL, weight=3),
        make_question(f"inside.{CANARY}-doubt", sharing=Level.PRIVATE),
        registers=(register,),
    )


def whole_record() -> RecordBuilder:
    """A takeover with entries of every level; `CANARY` stands in all that is not shared."""
    record = RecordBuilder()
    internal, private = Level.INTERNAL, Level.PRIVATE
    record.add(
        kinds.party_named(
            record.stamp(internal), party=f"{CANARY}1", role=Role.FINANCE, side=Side.OWN, name=f"{CANARY} 财务"
        )
    )
    record.say("goals.owner", "yes", words="项目发起人")
    record.say("goals.owner", "no", by="client01")
    record.say("goals.owner", "partly", by=f"{CANARY}1", sharing=internal, words=f"{CANARY} words")
    record.say(f"inside.{CANARY}-margin", "no", sharing=internal, words=f"{CANARY} margin")
    record.say(f"inside.{CANARY}-doubt", "no", sharing=private, words=f"{CANARY} doubt")
    record.add(kinds.noted(record.stamp(private), text=f"{CANARY} note", question="goals.owner"))
    record.add(kinds.noted(record.stamp(Level.SHARED), text="会议纪要"))
    row = {"register": "payments", "row": "row00001", "party": "sponsor1", "method": Method.DOCUMENT_EXAMINED}
    proof = (Evidence(grade=Grade.E2, note=f"{CANARY} ledger"),)
    record.add(
        kinds.row_recorded(record.stamp(Level.SHARED), values={"trigger": "signing", "due": "2026-12-01"}, **row),
        kinds.row_recorded(record.stamp(internal), values={f"{CANARY}_reserve": "10 %"}, evidence=proof, **row),
    )
    record.say("goals.signed", "yes", grade=Grade.E3)
    return record


def seal(record: RecordBuilder, edition: EditionName = INTERNAL, checklist: Checklist | None = None) -> Frozen:
    """Freeze a record as it stands."""
    asked, chain, days_off = checklist or whole_checklist(), record.chain(), list_weekends(AS_OF, 30)
    draft = draw_up(chain, asked, edition=edition, as_of=AS_OF, days_off=days_off)
    return freeze(
        draft,
        chain,
        full_hash=hash_checklist(asked),
        inputs=freeze_inputs(draft, zone="Europe/Berlin", days_off=days_off),
        level_salts=SALTS,
        tools=TOOLS,
        sealed_at="2026-11-23T08:00:00.000Z",
    )


def note_seal(record: RecordBuilder, *frozen: Frozen, salts: bool = True) -> None:
    """Add the line that binds sealed editions to the record, as the command does."""
    manifest = frozen[0].manifest
    editions = [
        {"edition": f.manifest.edition.value, "manifest": hash_manifest(f.manifest), "pdf": "44" * 32, "bytes": 5}
        for f in frozen
    ]
    bodies = [
        signoff_kinds.sealed(
            record.stamp(Level.SHARED),
            baseline=manifest.baseline,
            root=manifest.root,
            head=manifest.head,
            editions=editions,
        )
    ]
    if salts:
        kept = {level.value: salt.hex() for level, salt in frozen[0].level_salts.items()}
        bodies.append(
            signoff_kinds.sealed_salts(record.stamp(Level.PRIVATE), baseline=manifest.baseline, level_salts=kept)
        )
    record.add(*bodies)


def lines_of(frozen: Frozen) -> list[dict[str, Any]]:
    """The lines of an edition file as objects."""
    return [json.loads(line) for line in frozen.edition_file.splitlines()]


def encode_plain(lines: Iterable[Mapping[str, Any]]) -> bytes:
    """An edition file of these objects, each in canonical form."""
    return b"".join(encode_json(line) + b"\n" for line in lines)


def commit(body: Mapping[str, Any], number: int = 1) -> dict[str, Any]:
    """An entry line whose commitment fits its body."""
    entry = make_entry(body, salt_for(number))
    return {"body": dict(body), "commitment": entry.commitment, "salt": entry.salt}


def reseal(lines: list[dict[str, Any]], levels: Mapping[str, list[str]], **changes: Any) -> bytes:
    """An edition file whose level hashes and root fit whatever its lines hold: what a forger can make.

    `levels` gives the commitments of each disclosed level.
    """
    manifest = lines[0]
    for level, commitments in levels.items():
        manifest["levels"][level] = hash_level(bytes.fromhex(manifest["level_salts"][level]), commitments)
    hashes = {level: manifest["levels"][level] for level in Level}
    return encode_plain([manifest | {"root": hash_root(manifest["head"], hashes)} | changes, *lines[1:]])


def body_said(question: str, code: str, level: Level, party: str = "sponsor1") -> dict[str, Any]:
    """The body of a statement."""
    asked = kinds.Asked(question=question, checklist="test", version="1.0.0", sha256="ef" * 32, language="en", text="?")
    stamp = kinds.Stamp(at="2026-11-21T08:00:00.000Z", by="incomin1", sharing=level)
    return kinds.answered(stamp, asked=asked, party=party, method=Method.INTERVIEW, answer=Code(code=code))


def sha256_of(data: bytes) -> str:
    """SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()


TOMORROW = AS_OF + dt.timedelta(days=1)
