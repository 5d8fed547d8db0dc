"""One body of every kind, lines made with fixed salts, and lines forged around bodies that no builder would write."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st

from takeover.record import kinds, signoff_kinds
from takeover.record.chain import Chain, link_line, make_line, read_chain, tagged_hash
from takeover.record.kinds import Asked, Evidence, Grade, Kind, Stamp
from takeover.record.signoff_kinds import Form, SignatureFacts, Way
from takeover.values import (
    Code,
    Date,
    Level,
    Method,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Role,
    Side,
    Text,
    Unknown,
    UnknownReason,
)

ASKED = Asked(
    question="goals.signed-statement",
    checklist="takeover",
    version="1.0.0",
    sha256="ef" * 32,
    language="zh-Hans",
    text="是否有一份书面的目标说明？",
)
FILE = Evidence(
    grade=Grade.E3,
    sha256="ab" * 32,
    bytes=48213,
    media="application/pdf",
    title="合同.pdf",
    dated=dt.date(2026, 3, 31),
    author="sponsor1",
    kept=True,
    place="第 4 条",
)
LINK = Evidence(grade=Grade.E1, link="https://example.org/minutes/7", title="Minutes 7")
NOTE = Evidence(grade=Grade.E2, note="Mail of the client's PM, 2 November", dated=dt.date(2026, 11, 2))
SIGNATURE = SignatureFacts(
    field="sign-sponsor",
    certificate="aa" * 32,
    before="bb" * 32,
    after="cc" * 32,
    text="No reservations. / 无保留意见。",
)
ABOUT: dict[str, Any] = {"baseline": 1, "edition": "shared"}
ANSWERS = (
    Code(code="partly"),
    Number(value=Decimal("-3.50"), unit="day"),
    Number(value=Decimal(7)),
    Percent(value=Decimal("32.5")),
    Money(amount=Decimal("305000000.00"), currency="USD"),
    Date(value=dt.date(2027, 3, 31)),
    Text(value="双方口头约定\n见会议纪要"),
    Nothing(),
    Unknown(reason=UnknownReason.NOBODY_KNOWS),
    Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="client01"),
    NotApplicable(reason="no subcontractor"),
    NotApplicable(reason="无分包", second="sponsor1"),
)


def stamp(second: int = 0, sharing: Level = Level.SHARED, *, on: dt.date | None = None) -> Stamp:
    """A stamp `second` seconds after nine o'clock."""
    at = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
    return Stamp(at=at.strftime("%Y-%m-%dT%H:%M:%S.123Z"), by="incomin1", sharing=sharing, on=on)


def smallest_bodies() -> dict[Kind, dict[str, Any]]:
    """A body of every kind that a builder exists for, nothing optional in it."""
    s = stamp()
    said = {"party": "sponsor1", "method": Method.INTERVIEW}
    return {
        Kind.OPENED: kinds.opened(s, takeover="cd" * 32, zone="Asia/Shanghai", language="zh-Hans", tool="takeover/1"),
        Kind.SETTING_RECORDED: kinds.setting_recorded(s, setting="engagement", value="client"),
        Kind.PARTY_NAMED: kinds.party_named(s, party="sponsor1"),
        Kind.ANSWERED: kinds.answered(s, asked=ASKED, answer=Nothing(), **said),
        Kind.RESOLVED: kinds.resolved(
            s, question="goals.owner", answer=Code(code="yes"), statements=["ab" * 32], reason="minutes", evidence=()
        ),
        Kind.ROW_RECORDED: kinds.row_recorded(s, register="payments", row="row00001", values={"due": "open"}, **said),
        Kind.EVIDENCE_KEPT: kinds.evidence_kept(s, evidence=()),
        Kind.NOTED: kinds.noted(s, text="x"),
        Kind.REQUESTED: kinds.requested(
            s, question="goals.owner", of="client01", text="Who owns it?", due=dt.date(2026, 11, 30)
        ),
        Kind.VERDICT_GIVEN: kinds.verdict_given(
            s, party="sponsor1", light="amber", text="Late.", assessed="66" * 32, as_of=dt.date(2026, 11, 22)
        ),
        Kind.SEALED: signoff_kinds.sealed(s, baseline=1, root="11" * 32, head="22" * 32, editions=()),
        Kind.SIGNED: signoff_kinds.signed(s, baseline=1, edition="internal", party="sponsor1", signature=SIGNATURE),
        Kind.RESERVED: signoff_kinds.reserved(
            s, baseline=1, party="sponsor1", number="R1", item="", text="Not agreed."
        ),
        Kind.RELEASED: signoff_kinds.released(
            s, baseline=1, edition="shared", party="legal001", text="No privileged matter."
        ),
        Kind.DELIVERED: signoff_kinds.delivered(
            s, pdf="44" * 32, to="client01", presenter="incomin1", how=Way.MAIL, **ABOUT
        ),
        Kind.REFUSED: signoff_kinds.refused(s, party="client01", presenter="incomin1", **ABOUT),
        Kind.RECEIVED: signoff_kinds.received(s, form=Form.NOTHING, party="client01", **ABOUT),
        Kind.LIFTED: signoff_kinds.lifted(
            s, target="ab" * 32, baseline=1, party="sponsor1", number="R1", evidence=(FILE,)
        ),
        Kind.RESHARED: kinds.reshared(s, target="ab" * 32),
        Kind.ERASED: kinds.erased(s, target="ab" * 32, target_kind="noted", reason="a private address"),
    }


def largest_bodies() -> dict[Kind, dict[str, Any]]:
    """A body of every kind that a builder exists for, everything optional in it."""
    s = stamp(1, on=dt.date(2026, 11, 20))
    evidence = (FILE, LINK, NOTE)
    said = {"party": "sponsor1", "method": Method.DOCUMENT_EXAMINED, "evidence": evidence}
    edition = {"edition": "internal", "manifest": "33" * 32, "pdf": "44" * 32, "bytes": 181234}
    salts = {level.value: "55" * 32 for level in Level}
    smallest = smallest_bodies()
    bodies = {
        Kind.PARTY_NAMED: kinds.party_named(
            s,
            party="sponsor1",
            role=Role.SPONSOR,
            side=Side.OWN,
            key="boss",
            name="the sponsor 发起人",
            organisation="Head office",
            capacity="Director",
            certificate="aa" * 32,
        ),
        Kind.ANSWERED: kinds.answered(s, asked=ASKED, answer=ANSWERS[4], words="“三亿零五百万”", **said),
        Kind.RESOLVED: kinds.resolved(
            s, question="goals.owner", answer=ANSWERS[0], statements=["ab" * 32], reason="minutes", evidence=evidence
        ),
        Kind.ROW_RECORDED: kinds.row_recorded(
            s,
            register="payments",
            row="row00001",
            values={"due": "2026-10-01", "amount": {"amount": "290000", "currency": "EUR"}},
            withdrawn=True,
            **said,
        ),
        Kind.EVIDENCE_KEPT: kinds.evidence_kept(s, evidence=evidence, about="ab" * 32),
        Kind.NOTED: kinds.noted(s, text="备注", question="goals.owner", about="ab" * 32),
        Kind.VERDICT_GIVEN: kinds.verdict_given(
            s,
            party="sponsor1",
            light="amber",
            text="延期，但可以完成。",
            assessed="66" * 32,
            as_of=dt.date(2026, 11, 22),
            worst="red",
            best="amber_red",
            reason="The client paid this morning.",
        ),
        Kind.SEALED: signoff_kinds.sealed(s, baseline=1, root="11" * 32, head="22" * 32, editions=[edition])
        | signoff_kinds.sealed_salts(s, baseline=1, level_salts=salts),
        Kind.RELEASED: signoff_kinds.released(
            s,
            baseline=1,
            edition="shared",
            party="legal001",
            text="No privileged matter.",
            checklist="ab" * 32,
            judgement=True,
            evidence=evidence,
        ),
        Kind.RESERVED: signoff_kinds.reserved(
            s,
            baseline=1,
            party="sponsor1",
            number="R1",
            item="F-07",
            text="Not agreed.",
            edition="internal",
            own_version="合同的日期是三月",
            wish="Name both dates.",
            due="2026-12-01",
            evidence_sha256="ab" * 32,
        ),
        Kind.DELIVERED: signoff_kinds.delivered(
            s,
            pdf="44" * 32,
            to="client01",
            presenter="incomin1",
            how=Way.IN_PERSON,
            place="Shanghai",
            attempts="two calls on 20 November",
            answer_by="2026-12-01",
            evidence=evidence,
            **ABOUT,
        ),
        Kind.REFUSED: signoff_kinds.refused(
            s,
            party="client01",
            presenter="incomin1",
            witness="witness1",
            place="上海",
            words="“先问法务”",
            attempts="asked twice",
            evidence=evidence,
            **ABOUT,
        ),
        Kind.RECEIVED: signoff_kinds.received(
            s,
            form=Form.INK,
            party="client01",
            sha256="ab" * 32,
            pages=12,
            text="同意",
            attempts="a reminder",
            evidence=evidence,
            **ABOUT,
        ),
        Kind.LIFTED: signoff_kinds.lifted(
            s,
            target="ab" * 32,
            baseline=1,
            party="sponsor1",
            number="R1",
            text="The contract was shown to me.",
            certificate="aa" * 32,
            evidence=evidence,
        ),
    }
    return {kind: bodies.get(kind, smallest[kind] | {"on": "2026-11-20"}) for kind in smallest}


def salt_for(number: int) -> bytes:
    """A fixed salt: the number in 32 bytes."""
    return number.to_bytes(32, "big")


def encode_lines(
    actions: Iterable[Sequence[Mapping[str, Any]]], salt: Callable[[int], bytes] = salt_for
) -> list[bytes]:
    """Encode actions, each a list of bodies, as the lines of a record; entry n has salt n."""
    lines, previous, count = [], bytes(32), 0
    for number, bodies in enumerate(actions, 1):
        salts = [salt(count + index) for index in range(1, len(bodies) + 1)]
        count += len(bodies)
        _, line, previous = make_line(bodies, salts, previous, number)
        lines.append(line)
    return lines


def erase(lines: Sequence[bytes], target: str) -> list[bytes]:
    """Take body and salt of an entry out, as an erasure rewrites the file."""
    erased = []
    for line in lines:
        plain = json.loads(line)
        plain["entries"] = [e if e["commitment"] != target else {"commitment": target} for e in plain["entries"]]
        erased.append(encode_json(plain) + b"\n")
    return erased


def encode_json(value: Any) -> bytes:
    """Encode as canonical JSON without our own encoder."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def forge_line(*encoded: bytes, previous: bytes = bytes(32)) -> bytes:
    """A line whose hashes fit bodies that are given as bytes, whatever they hold."""
    salt = salt_for(1)
    commitments = [tagged_hash("entry", salt, body).hex() for body in encoded]
    link = link_line(previous, commitments).hex()
    entries = [
        b'{"body":%b,"commitment":"%b","salt":"%b"}' % (body, commitment.encode(), salt.hex().encode())
        for body, commitment in zip(encoded, commitments, strict=True)
    ]
    return b'{"entries":[%b],"link":"%b"}\n' % (b",".join(entries), link.encode())


def chain_of(lines: Iterable[bytes]) -> Chain:
    """Read lines that are whole."""
    chain = read_chain(b"".join(lines))
    assert chain.damage is None
    assert not chain.torn
    return chain


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(partial(unicodedata.normalize, "NFC"))
keys = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=6)
scalars = texts | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
bodies = st.dictionaries(keys, scalars | st.lists(scalars, max_size=3), max_size=4)
actions = st.lists(st.lists(bodies, min_size=1, max_size=3), min_size=1, max_size=5)
