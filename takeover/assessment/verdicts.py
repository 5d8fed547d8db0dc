"""Verdicts in words: what the PM, the sponsor and the witness say themselves, beside the computed rating (scoring D5).

Rules: the newest verdict of each party stands; each keeps the computed range that it was given beside. A verdict
outside that range, or where no judgement is possible, needs a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from takeover.assessment.model import Confidence, Light
from takeover.record.kinds import Kind
from takeover.record.situation import Situation
from takeover.values import Role, date_from_text

VERDICT_ROLES = (Role.INCOMING_PM, Role.SPONSOR, Role.WITNESS)
"""Who may give a verdict, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyVerdict:
    """One party's verdict. `beside` is the computed range of that day, None where no judgement was possible.

    `assessed` is the digest of that judgement, `reason` why the verdict lies outside of it; it may be empty.
    """

    party: str
    role: Role
    light: Light
    text: str
    reason: str
    beside: Confidence | None
    assessed: str
    as_of: dt.date
    at: str


def list_verdicts(situation: Situation) -> tuple[PartyVerdict, ...]:
    """List the newest verdict of each party, by role and then in the order in which they first gave one."""
    newest = {
        entry.body["party"]: entry.body
        for entry in situation.by_kind.get(Kind.VERDICT_GIVEN, ())
        if entry.body is not None and entry.body["party"] in situation.parties
    }
    found = [_read_verdict(body, situation) for body in newest.values()]
    order = (*VERDICT_ROLES, *Role)
    return tuple(sorted(found, key=lambda verdict: order.index(verdict.role)))


def needs_reason(light: Light, confidence: Confidence | None) -> bool:
    """Tell whether a verdict differs from the computed one: outside its range, or where there is none."""
    return confidence is None or not confidence.worst <= light <= confidence.best


def _read_verdict(body: Mapping[str, Any], situation: Situation) -> PartyVerdict:
    beside = Confidence(worst=_light(body["worst"]), best=_light(body["best"])) if "worst" in body else None
    return PartyVerdict(
        party=body["party"],
        role=situation.parties[body["party"]].role,
        light=_light(body["light"]),
        text=body["text"],
        reason=body.get("reason", ""),
        beside=beside,
        assessed=body["assessed"],
        as_of=date_from_text(body["as_of"]),
        at=body["at"],
    )


def _light(code: str) -> Light:
    return Light[code.upper()]
