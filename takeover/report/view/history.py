"""The sign-off of the baseline before this one: who signed, with what reservations, who refused, who did not answer.

A signed document cannot show its own sign-off; the next baseline does. An edition shows the sign-off of the editions
that its readers may know of: the client's that of the client's edition, the internal one that of both.
"""

from __future__ import annotations

from takeover.baseline.model import SIGNERS, EditionName
from takeover.record.signoff import PartySignOff, Refusal, Reply, Reserved, SignOff, fold_signoff
from takeover.report.view.blocks import ReplyRow, ReservedRow, SignOffTable
from takeover.report.view.material import Material
from takeover.report.view.pieces import Mark
from takeover.report.wording import tidy

_SHAPES = {
    Reply.SIGNED: "●",
    Reply.RESERVED: "◇",
    Reply.REFUSED: "■",
    Reply.SILENT: "○",
    Reply.WAITING: "○",
    Reply.NOT_GIVEN: "–",
}


def build_history(material: Material) -> tuple[SignOffTable, ...]:
    """Build the sign-off of the newest sealed baseline that the record holds; none before the first one."""
    baseline = material.baseline
    expected = {edition.value: roles for edition, roles in SIGNERS.items()}
    folded = fold_signoff(baseline.situation, expected=expected, as_of=baseline.as_of)
    readable = set(EditionName) if baseline.edition is EditionName.INTERNAL else {baseline.edition}
    newest = max((signoff.baseline for signoff in folded), default=0)
    return tuple(
        _build_table(material, signoff)
        for signoff in folded
        if signoff.baseline == newest and signoff.edition in readable
    )


def _build_table(material: Material, signoff: SignOff) -> SignOffTable:
    say = material.wording.say
    edition = say(f"history.edition.{signoff.edition}")
    return SignOffTable(
        title=say("history.title", number=signoff.baseline, edition=edition, hash=signoff.root[:12]),
        rows=tuple(_build_reply(material, party) for party in signoff.parties),
    )


def _build_reply(material: Material, party: PartySignOff) -> ReplyRow:
    wording = material.wording
    known = material.parties.get(party.party)
    name = wording.join((tidy(known.name), tidy(known.organisation))) if known else ""
    mark = Mark(shape=_SHAPES[party.reply], word=wording.say(f"reply.{party.reply.value}"), tone="none")
    return ReplyRow(
        role=wording.role(party.role),
        name=name,
        mark=mark,
        details=_list_details(material, party),
        reservations=tuple(_build_reserved(material, item) for item in party.reservations),
    )


def _list_details(material: Material, party: PartySignOff) -> tuple[str, ...]:
    """List signatures, refusals in the party's own words, and the day up to which nothing came."""
    wording = material.wording
    lines = []
    for signing in party.signings:
        form = wording.catalogue.text(f"cli.form.{signing.form.value}")
        lines.append(wording.say("reply.line.signed", day=signing.day, form=form))
    lines += [_describe_refusal(material, refusal) for refusal in party.refusals]
    if party.reply is Reply.SILENT and party.silent_since:
        lines.append(wording.say("reply.line.silent", day=party.silent_since))
    if party.reply is Reply.WAITING and party.answer_by:
        lines.append(wording.say("reply.line.waiting", day=party.answer_by))
    return tuple(lines)


def _describe_refusal(material: Material, refusal: Refusal) -> str:
    wording = material.wording
    day = refusal.day
    role, name = wording.party(material.parties.get(refusal.witness)) if refusal.witness else ("–", "")
    witness = wording.join((role, name))
    if refusal.words:
        return wording.say("reply.line.refused", day=day, words=tidy(refusal.words), witness=witness)
    return wording.say("reply.line.refused_silently", day=day, witness=witness)


def _build_reserved(material: Material, item: Reserved) -> ReservedRow:
    """Say what was reserved, to which item of that baseline, the own version and the wish; and whether it is lifted."""
    wording = material.wording
    parts = [tidy(item.text)]
    parts += [wording.say("reserved.own_version", text=tidy(item.own_version))] if item.own_version else []
    parts += [wording.say("reserved.wish", text=tidy(item.wish))] if item.wish else []
    lifted = item.lifting
    state = wording.say("reserved.lifted", day=lifted.day) if lifted else wording.say("reserved.open")
    return ReservedRow(number=wording.join((item.number, item.item)), text="\n".join(parts), state=state)
