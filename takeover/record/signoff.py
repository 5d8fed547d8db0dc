"""The sign-off of each sealed edition: what every party did with it, read from the record. Pure.

Rules: an answer stands in front of everything else, whichever entry came first: who signed has signed, also if the
same party refused before. A party that was given the edition, has not answered, and whose day has passed, is silent;
silence is neither consent nor refusal. Entries of one party never change what another did. A reservation stays open
until its own signer lifts it. Leaves to others: who is expected to sign and what day it is (arguments), words (cli).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from takeover.record.bodies import read_evidence
from takeover.record.chain import Entry
from takeover.record.kinds import Evidence, Kind
from takeover.record.signoff_kinds import Form, Way
from takeover.record.situation import Seal, Situation
from takeover.values import Role, date_from_text

_SIGN_FIELD = "sign-"


class Reply(StrEnum):
    """Where a party stands with an edition."""

    SIGNED = "signed"
    RESERVED = "reserved"
    REFUSED = "refused"
    SILENT = "silent"
    WAITING = "waiting"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A signature in one of its forms; `certificate` is empty on paper, `text` what the signer wrote."""

    day: dt.date
    form: Form
    certificate: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """How a reservation was lifted; `certificate` is empty where that was done on paper."""

    day: dt.date
    text: str
    certificate: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """One reservation of a signer; `item` is empty for a general one, `lifting` None while it is open."""

    commitment: str
    number: str
    item: str
    text: str
    own_version: str
    wish: str
    due: str
    evidence_sha256: str
    lifting: Lifting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """When a party was given the edition, by whom and how; `answer_by` None where no day was set."""

    day: dt.date
    pdf: str
    presenter: str
    how: Way
    place: str
    attempts: str
    answer_by: dt.date | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """That a party did not sign, with the party's own words; `witness` and `words` may be empty."""

    day: dt.date
    presenter: str
    witness: str
    place: str
    words: str
    attempts: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """That somebody looked on a day and nothing had come."""

    day: dt.date
    attempts: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySignOff:
    """All that one party did with an edition; `party` is empty where the record names nobody in the role."""

    role: Role
    party: str
    expected: bool
    as_of: dt.date
    signings: tuple[Signing, ...] = ()
    reservations: tuple[Reserved, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    silences: tuple[Silence, ...] = ()

    @property
    def open_reservations(self) -> tuple[Reserved, ...]:
        """The reservations that were not lifted."""
        return tuple(item for item in self.reservations if item.lifting is None)

    @property
    def answer_by(self) -> dt.date | None:
        """The latest day set for an answer."""
        return max((item.answer_by for item in self.deliveries if item.answer_by), default=None)

    @property
    def silent_since(self) -> dt.date | None:
        """The day up to which nothing came: the one that was set, or on which somebody recorded it."""
        days = [item.day for item in self.silences] + ([self.answer_by] if self.answer_by else [])
        return max(days, default=None)

    @property
    def reply(self) -> Reply:
        """Where the party stands on the day `as_of`."""
        if self.signings:
            return Reply.RESERVED if self.open_reservations else Reply.SIGNED
        if self.refusals:
            return Reply.REFUSED
        if self.answer_by and self.answer_by >= self.as_of:
            return Reply.WAITING
        if self.silent_since:
            return Reply.SILENT
        return Reply.WAITING if self.deliveries else Reply.NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """The sign-off of one edition of a baseline: the expected parties in their order, then others who acted."""

    baseline: int
    edition: str
    root: str
    parties: tuple[PartySignOff, ...]

    def of(self, party: str) -> PartySignOff | None:
        """Find a party by its id."""
        return next((item for item in self.parties if item.party == party), None)


def fold_signoff(
    situation: Situation, *, expected: Mapping[str, Sequence[Role]], as_of: dt.date
) -> tuple[SignOff, ...]:
    """Read the sign-off of every sealed edition, in the order of the seals; `expected` are the roles by edition."""
    return tuple(
        SignOff(
            baseline=seal.baseline,
            edition=edition,
            root=seal.root,
            parties=_fold_parties(situation, seal, edition, expected.get(edition, ()), as_of),
        )
        for seal in situation.seals()
        for edition in seal.editions
    )


def _fold_parties(
    situation: Situation, seal: Seal, edition: str, roles: Sequence[Role], as_of: dt.date
) -> tuple[PartySignOff, ...]:
    acts = _Acts(situation, seal.baseline, edition)
    named = [(role, party.id if (party := situation.party_in(role)) else "") for role in roles]
    listed = {party for _, party in named}
    others = [(p.role, p.id) for p in situation.parties.values() if p.id in acts.parties - listed]
    unnamed = [(Role(key), "") for key in sorted(acts.parties & set(Role)) if (Role(key), "") not in named]
    return tuple(
        acts.fold_party(role, party, expected=place < len(named), as_of=as_of)
        for place, (role, party) in enumerate((*named, *others, *unnamed))
    )


class _Acts:
    """The entries about one edition, by kind and by party; a party without id goes by its role's code."""

    def __init__(self, situation: Situation, baseline: int, edition: str) -> None:
        self._by_line = {
            entry.line: str(entry.body["field"]) for entry in situation.by_kind.get(Kind.SIGNED, ()) if entry.body
        }
        self._entries = {
            kind: [
                entry
                for entry in situation.by_kind.get(kind, ())
                if entry.body and entry.body["baseline"] == baseline and entry.body.get("edition", edition) == edition
            ]
            for kind in (Kind.SIGNED, Kind.RECEIVED, Kind.RESERVED, Kind.REFUSED, Kind.DELIVERED, Kind.LIFTED)
        }
        self.parties = {self._whose(entry) for entries in self._entries.values() for entry in entries}

    def _whose(self, entry: Entry) -> str:
        """Name the party; where the record knew none, the role of the box that was signed on the same line."""
        body = entry.body or {}
        field = self._by_line.get(entry.line, "")
        return str(body.get("to") or body.get("party") or field.removeprefix(_SIGN_FIELD).replace("-", "_"))

    def _of(self, kind: Kind, party: str) -> list[tuple[Entry, Mapping[str, Any]]]:
        return [(entry, entry.body) for entry in self._entries[kind] if entry.body and self._whose(entry) == party]

    def fold_party(self, role: Role, party: str, *, expected: bool, as_of: dt.date) -> PartySignOff:
        """Put together what one party did."""
        key = party or role.value
        came = [body for _, body in self._of(Kind.RECEIVED, key)]
        return PartySignOff(
            role=role,
            party=party,
            expected=expected,
            as_of=as_of,
            signings=_read_signings([body for _, body in self._of(Kind.SIGNED, key)], came),
            reservations=self._read_reservations(key),
            refusals=tuple(_read_refusal(body) for _, body in self._of(Kind.REFUSED, key)),
            deliveries=tuple(_read_delivery(body) for _, body in self._of(Kind.DELIVERED, key)),
            silences=tuple(_read_silence(body) for body in came if body["form"] == Form.NOTHING),
        )

    def _read_reservations(self, key: str) -> tuple[Reserved, ...]:
        lifted = {body["target"]: _read_lifting(body) for _, body in self._of(Kind.LIFTED, key)}
        texts = ("item", "own_version", "wish", "due", "evidence_sha256")
        return tuple(
            Reserved(
                commitment=entry.commitment,
                number=body["number"],
                text=body["text"],
                lifting=lifted.get(entry.commitment),
                **{name: body.get(name, "") for name in texts},
            )
            for entry, body in self._of(Kind.RESERVED, key)
        )


def _read_signings(signed: Sequence[Mapping[str, Any]], came: Iterable[Mapping[str, Any]]) -> tuple[Signing, ...]:
    """Read signatures with a certificate, each in the form in which it came, then those on paper or a platform."""
    answers = [body for body in came if body["form"] != Form.NOTHING]
    forms = {body["sha256"]: Form(body["form"]) for body in answers if "sha256" in body}
    certified = tuple(
        Signing(
            day=_day(body),
            form=Form.DETACHED if body["before"] == body["after"] else forms.get(body["after"], Form.DIGITAL),
            certificate=body["certificate"],
            text=body["text"],
        )
        for body in signed
    )
    written = tuple(
        Signing(day=_day(body), form=Form(body["form"]), certificate="", text=body.get("text", ""))
        for body in answers
        if body["form"] in (Form.INK, Form.PLATFORM, Form.SEAL)
    )
    return (*certified, *written)


def _read_lifting(body: Mapping[str, Any]) -> Lifting:
    return Lifting(
        day=_day(body),
        text=body.get("text", ""),
        certificate=body.get("certificate", ""),
        evidence=read_evidence(body),
    )


def _read_delivery(body: Mapping[str, Any]) -> Delivery:
    return Delivery(
        day=_day(body),
        pdf=body["pdf"],
        presenter=body["presenter"],
        how=Way(body["how"]),
        place=body.get("place", ""),
        attempts=body.get("attempts", ""),
        answer_by=date_from_text(body["answer_by"]) if "answer_by" in body else None,
        evidence=read_evidence(body),
    )


def _read_refusal(body: Mapping[str, Any]) -> Refusal:
    texts = ("witness", "place", "words", "attempts")
    return Refusal(
        day=_day(body),
        presenter=body["presenter"],
        evidence=read_evidence(body),
        **{name: body.get(name, "") for name in texts},
    )


def _read_silence(body: Mapping[str, Any]) -> Silence:
    return Silence(day=_day(body), attempts=body.get("attempts", ""), evidence=read_evidence(body))


def _day(body: Mapping[str, Any]) -> dt.date:
    """The local day on which it happened, else the day in UTC on which it was written."""
    return date_from_text(body["on"] if "on" in body else body["at"][:10])


def signoff_to_plain(signoff: SignOff) -> dict[str, Any]:
    """Write a sign-off as a JSON object."""
    return {
        "baseline": signoff.baseline,
        "edition": signoff.edition,
        "root": signoff.root,
        "parties": [_party_to_plain(party) for party in signoff.parties],
    }


def _party_to_plain(party: PartySignOff) -> dict[str, Any]:
    return {
        "role": party.role.value,
        "party": party.party,
        "expected": party.expected,
        "reply": party.reply.value,
        "signed": [
            {"on": s.day.isoformat(), "form": s.form.value, "certificate": s.certificate} for s in party.signings
        ],
        "reservations": [
            {"number": item.number, "item": item.item, "text": item.text, "lifted": item.lifting is not None}
            for item in party.reservations
        ],
        "refused": [{"on": r.day.isoformat(), "witness": r.witness, "words": r.words} for r in party.refusals],
        "delivered": [
            {
                "on": d.day.isoformat(),
                "how": d.how.value,
                "answer_by": d.answer_by.isoformat() if d.answer_by else "",
            }
            for d in party.deliveries
        ],
        "silent_since": party.silent_since.isoformat() if party.reply is Reply.SILENT and party.silent_since else "",
    }
