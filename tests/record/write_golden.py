"""Write the test vectors of docs/record-format.md and the golden record: once, by hand, never in a test run.

``python -m tests.record.write_golden`` writes what is missing and leaves what is there: a format that has landed is
public, and its golden record must be read for ever.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from takeover.baseline.levels import hash_level, hash_root
from takeover.record import kinds, signoff_kinds
from takeover.record.canonical import encode_canonical
from takeover.record.chain import Chain, make_line
from takeover.record.kinds import Asked, Evidence, Grade
from takeover.record.rows import Row
from takeover.record.signoff_kinds import SignatureFacts
from takeover.record.situation import Party, Situation, fold_entries
from takeover.values import (
    Code,
    Date,
    Level,
    Method,
    Money,
    Nothing,
    Percent,
    Role,
    Side,
    Unknown,
    UnknownReason,
    answer_to_plain,
)
from tests.record.samples import FILE, LINK, NOTE, chain_of, encode_lines, erase, salt_for, stamp

VECTORS = Path(__file__).parent / "vectors"
GOLDEN = Path(__file__).parents[1] / "fixtures" / "records" / "v1"
CANONICAL: Mapping[str, Any] = {
    "an empty object": {},
    "keys are sorted": {"b": 1, "a": 2, "a_1": 3},
    "Chinese text stands as it is": {"text": "目标：2026 年 11 月 22 日交接。"},
    "beyond the basic plane": {"text": "𠮷野家 🚦"},
    "what JSON escapes": {"text": 'quote " backslash \\ slash / tab \t newline \n bell \u0007 delete \u007f'},
    "composed, not decomposed": {"text": "Zoë Ångström"},
    "the largest integer": {"n": 2**53 - 1, "m": -(2**53) + 1},
    "true, false, lists": {"kept": True, "list": [False, "x", [], {}]},
    "numbers are text": {"type": "money", "amount": "305000000.00", "currency": "USD"},
    "a line separator is no newline": {"text": "a\u2028b"},
}
OPENED = kinds.opened(stamp(0), takeover="cd" * 32, zone="Asia/Shanghai", language="zh-Hans", tool="takeover/0.1.0")


def canonical_vectors() -> list[dict[str, Any]]:
    """Values with their canonical bytes as hex."""
    return [
        {"name": name, "value": value, "canonical_hex": encode_canonical(value).hex()}
        for name, value in CANONICAL.items()
    ]


def line_vectors() -> list[dict[str, Any]]:
    """Lines with all that goes into them: one entry, two entries, one of them erased."""
    pair = [kinds.noted(stamp(1), text="已收到合同"), kinds.noted(stamp(1, Level.PRIVATE), text="ask again")]
    first, one, link = make_line([OPENED], [salt_for(1)], bytes(32))
    second, two, end = make_line(pair, [salt_for(2), salt_for(3)], link)
    _, erased = erase([one, two], second[1].commitment)
    zeros = bytes(32).hex()
    vectors = []
    for name, line, entries, previous, follows in (
        ("one entry", one, first, zeros, link),
        ("two entries", two, second, link.hex(), end),
        ("two entries, the second erased", erased, second, link.hex(), end),
    ):
        hashes = [
            {"salt": e.salt, "body_hex": encode_canonical(e.body).hex(), "commitment": e.commitment} for e in entries
        ]
        vectors.append(
            {"name": name, "previous": previous, "entries": hashes, "link": follows.hex(), "line": line.decode()}
        )
    return vectors


def level_vectors() -> dict[str, Any]:
    """Level hashes of three lists of commitments, and the root over them."""
    salts = {level: salt_for(number).hex() for number, level in enumerate(Level, 1)}
    commitments = {Level.SHARED: ["01" * 32, "02" * 32], Level.INTERNAL: ["03" * 32], Level.PRIVATE: []}
    levels = {level: hash_level(bytes.fromhex(salts[level]), commitments[level]) for level in Level}
    head = "99" * 32
    return {
        "head": head,
        "levels": [
            {"level": level, "salt": salts[level], "commitments": commitments[level], "hash": levels[level]}
            for level in Level
        ],
        "root": hash_root(head, levels),
    }


def golden_actions() -> list[list[dict[str, Any]]]:
    """A small takeover with every kind that refers to nothing; what refers to commitments follows separately."""
    return [*opening_actions(), *statement_actions(), *register_actions()]


def ask(question: str, text: str) -> Asked:
    """A question of the golden checklist."""
    return Asked(
        question=question, checklist="takeover", version="1.0.0", sha256="ef" * 32, language="zh-Hans", text=text
    )


def opening_actions() -> list[list[dict[str, Any]]]:
    """Line 1, the setting, the parties."""
    return [
        [OPENED],
        [kinds.setting_recorded(stamp(1), setting="engagement", value="client")],
        [
            kinds.party_named(
                stamp(2),
                party="incomin1",
                role=Role.INCOMING_PM,
                side=Side.OWN,
                key="me",
                name="the incoming PM 接任者",
            ),
            kinds.party_named(stamp(2), party="outgoin1", role=Role.OUTGOING_PM, side=Side.OWN, name="前任项目经理"),
            kinds.party_named(stamp(2), party="client01", role=Role.CLIENT, side=Side.CUSTOMER, organisation="委托方"),
            kinds.party_named(stamp(2, Level.INTERNAL), party="finance1", role=Role.FINANCE, side=Side.OWN),
        ],
        [kinds.party_named(stamp(3), party="client01", name="the client's director", capacity="Director")],
    ]


def statement_actions() -> list[list[dict[str, Any]]]:
    """Statements of several parties, of every level, with every method."""
    goals, warranty = (
        ask("goals.signed-statement", "是否有一份书面的目标说明？"),
        ask("contract.warranty-end", "质保期何时结束？"),
    )
    outgoing, client, finance = {"party": "outgoin1"}, {"party": "client01"}, {"party": "finance1"}
    heard, read = {"method": Method.INTERVIEW}, {"method": Method.DOCUMENT_EXAMINED}
    first = kinds.answered(
        stamp(4, on=dt.date(2026, 11, 20)),
        asked=goals,
        answer=Code(code="partly"),
        words="“只有会议纪要”",
        evidence=(LINK,),
        **outgoing,
        **heard,
    )
    remark = kinds.noted(stamp(4, Level.PRIVATE), text="电话 555-0100，私人备注", question="goals.signed-statement")
    ends = [Date(value=dt.date(year, 3, 31)) for year in (2026, 2027)]
    return [
        [first, remark],
        [kinds.answered(stamp(5), asked=warranty, answer=ends[0], **outgoing, **heard)],
        [kinds.answered(stamp(6), asked=warranty, answer=ends[1], evidence=(FILE,), **client, **read)],
        [
            kinds.answered(
                stamp(7),
                asked=goals,
                answer=Code(code="yes"),
                words="已签字",
                evidence=(FILE, NOTE),
                **outgoing,
                **read,
            )
        ],
        [
            kinds.answered(
                stamp(8, Level.INTERNAL),
                asked=ask("contract.cost-to-complete", "完工还需多少？"),
                answer=Percent(value=Decimal("112.5")),
                method=Method.DOCUMENTED_SEARCH,
                **finance,
            )
        ],
        [
            kinds.answered(
                stamp(9),
                asked=ask("goals.owner", "谁负责目标？"),
                party="incomin1",
                method=Method.OWN_OBSERVATION,
                answer=Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client01"),
            ),
            kinds.answered(
                stamp(9),
                asked=ask("contract.paid", "已付多少？"),
                answer=Money(amount=Decimal("-12.50"), currency="CNY"),
                **finance,
                **read,
            ),
            kinds.answered(stamp(9), asked=ask("contract.bond", "有保函吗？"), answer=Nothing(), **finance, **read),
        ],
    ]


def register_actions() -> list[list[dict[str, Any]]]:
    """Rows of two levels, one of them changed and one withdrawn; a request."""
    row = {"register": "payments", "row": "row00001", "party": "finance1", "method": Method.DOCUMENT_EXAMINED}
    amount = {"amount": "290000.00", "currency": "EUR"}
    return [
        [
            kinds.row_recorded(stamp(10), values={"trigger": "验收", "amount": amount, "due": "2026-10-01"}, **row),
            kinds.row_recorded(stamp(10, Level.INTERNAL), values={"reserve": "10 %"}, **row, evidence=(NOTE,)),
        ],
        [
            kinds.row_recorded(stamp(11), values={"due": "2026-12-01"}, **row),
            kinds.row_recorded(stamp(11), values={"due": "2026-01-01"}, **(row | {"row": "row00002"}), withdrawn=True),
        ],
        [
            kinds.requested(
                stamp(12), question="goals.owner", of="client01", text="请提供目标说明", due=dt.date(2026, 11, 30)
            )
        ],
    ]


def golden_lines() -> list[bytes]:
    """The golden record: the actions, what refers to them by commitment, a seal, a signature, an erasure."""
    actions = golden_actions()
    chain = chain_of(encode_lines(actions))
    note = next(e for e in chain.entries if e.body and e.body["kind"] == "noted")
    dates = [e for e in chain.entries if e.body and e.body.get("question") == "contract.warranty-end"]
    cost = next(e for e in chain.entries if e.body and e.body.get("question") == "contract.cost-to-complete")
    edition = {"edition": "internal", "manifest": "33" * 32, "pdf": "44" * 32, "bytes": 181234}
    salts = {level.value: salt_for(90 + number).hex() for number, level in enumerate(Level)}
    signature = SignatureFacts(
        field="sign-client", certificate="aa" * 32, before="44" * 32, after="cc" * 32, text="R1 F-01: 不同意"
    )
    actions += [
        [
            kinds.resolved(
                stamp(13),
                question="contract.warranty-end",
                answer=Date(value=dt.date(2027, 3, 31)),
                statements=[entry.commitment for entry in dates],
                reason="补充协议第 2 条",
                evidence=(Evidence(grade=Grade.E3, sha256="ac" * 32, bytes=1, media="text/plain", kept=False),),
            )
        ],
        [
            kinds.evidence_kept(stamp(14), evidence=(FILE,), about=dates[0].commitment),
            kinds.noted(stamp(14), text="委托方当面交来", about=dates[0].commitment),
        ],
        [kinds.reshared(stamp(15, Level.SHARED), target=cost.commitment)],
        [
            signoff_kinds.sealed(stamp(16), baseline=1, root="11" * 32, head="22" * 32, editions=[edition]),
            signoff_kinds.sealed_salts(stamp(16, Level.PRIVATE), baseline=1, level_salts=salts),
        ],
        [
            signoff_kinds.signed(stamp(17), baseline=1, edition="internal", party="client01", signature=signature),
            signoff_kinds.reserved(stamp(17), baseline=1, party="client01", number="R1", item="F-01", text="不同意"),
        ],
        [
            kinds.erased(
                stamp(18, Level.PRIVATE), target=note.commitment, target_kind="noted", reason="a private number"
            )
        ],
    ]
    return erase(encode_lines(actions), note.commitment)


def situation_to_plain(situation: Situation) -> dict[str, Any]:
    """All that the fold says, as JSON."""
    questions = sorted(situation.by_question)
    found = {
        "opened": asdict(situation.opened) if situation.opened else None,
        "settings": dict(situation.settings),
        "parties": {name: party_to_plain(party) for name, party in situation.parties.items()},
        "standing": {question: [asdict(s) for s in situation.standing(question)] for question in questions},
        "statements": {question: [s.commitment for s in situation.statements(question)] for question in questions},
        "answers": {
            question: [answer_to_plain(a) for a in answers] for question, answers in sorted(situation.answers().items())
        },
        "resolutions": [asdict(r) for question in questions if (r := situation.resolution(question))],
        "rows": [row_to_plain(row) for row in situation.rows("payments")],
        "notes": [asdict(note) for note in situation.notes()],
        "seals": [asdict(seal) for seal in situation.seals()],
        "signatures": [asdict(signature) for signature in situation.signatures()],
        "levels": dict(situation.levels),
        "unknown_kinds": list(situation.unknown_kinds),
        "by_kind": {kind: [e.commitment for e in entries] for kind, entries in sorted(situation.by_kind.items())},
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, ensure_ascii=False, default=str))
    return plain


def party_to_plain(party: Party) -> dict[str, Any]:
    """A party; what the format has learnt to say since the golden record was written stands only where it is said."""
    return {name: value for name, value in asdict(party).items() if value or name != "certificate"}


def row_to_plain(row: Row) -> dict[str, Any]:
    """A row with its evidence as one list; which column each item backs was told apart later."""
    plain = {name: value for name, value in asdict(row).items() if name != "backings"}
    return plain | {"evidence": [asdict(item) for item in row.evidence]}


def chain_to_plain(chain: Chain) -> dict[str, Any]:
    """Head, lines and situation of a chain."""
    return {
        "head": chain.head.hex(),
        "lines": chain.lines,
        "situation": situation_to_plain(fold_entries(chain.entries)),
    }


def encode_readable(value: Any) -> bytes:
    """JSON for people: indented, Chinese as it is."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def main() -> None:
    """Write every file that is not there yet."""
    lines = golden_lines()
    files = {
        VECTORS / "canonical.json": encode_readable(canonical_vectors()),
        VECTORS / "lines.json": encode_readable(line_vectors()),
        VECTORS / "levels.json": encode_readable(level_vectors()),
        GOLDEN / "record.jsonl": b"".join(lines),
        GOLDEN / "situation.json": encode_readable(chain_to_plain(chain_of(lines))),
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            sys.stdout.write(f"kept  {path.name}\n")
        else:
            path.write_bytes(content)
            sys.stdout.write(f"wrote {path.name}\n")


if __name__ == "__main__":
    main()
