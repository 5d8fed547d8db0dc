"""The pages of the shared edition: what the client's side owes by when, its own words, the scope, what is left out.

Made from what this edition discloses and nothing else: its questions, its entries, and requests that follow from them.
A question of which something is withheld is asked of nobody: the answer may be what is withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from takeover.assessment.method_1.findings import has_replied
from takeover.baseline.model import EditionName
from takeover.checklist.model import Question
from takeover.record.kinds import Kind
from takeover.record.rows import Row
from takeover.record.situation import Party
from takeover.report.view.lists import describe_wanted
from takeover.report.view.material import Material
from takeover.report.view.pieces import Link
from takeover.report.view.shared_model import OwedRow, SaidRow, ScopeRow, SharedPages
from takeover.report.wording import tidy
from takeover.values import Role, Side

CUSTOMER_ROLES = (Role.CLIENT, Role.MAIN_USER, Role.CLIENT_PM)
"""Who stands for the customer where nobody is named in the role."""
INSIDE = ("scope.baseline-signed",)
OUTSIDE = ("scope.out-list", "scope.limits-told")
DELIVERABLES = "deliverables"
"""Questions and register of the base list that say what belongs to the scope and what does not."""
_DELIVERABLE_FACTS = ("contract_date", "acceptor", "accepted_on")


def build_shared(material: Material) -> SharedPages | None:
    """Build the pages; None in the internal edition."""
    if material.baseline.edition is not EditionName.SHARED:
        return None
    return SharedPages(
        owed=_list_owed(material),
        said=_list_said(material),
        inside=(*_say_scope(material, INSIDE), *_list_deliverables(material)),
        outside=tuple(_say_scope(material, OUTSIDE)),
        left_out=_describe_left_out(material),
    )


def describe_withheld(material: Material) -> str:
    """Say on page one how many questions are withheld, and how they count where there is a judgement."""
    baseline, say = material.baseline, material.wording.say
    whole, part = len(baseline.withholding.whole), len(baseline.withholding.blocked)
    if not whole and not part:
        return ""
    if baseline.edition is EditionName.SHARED and baseline.assessment is not None:
        return say("shared.withheld_judged", count=whole, part=part)
    return say("shared.withheld", count=whole, part=part) if part else say("page_one.withheld", count=whole)


def _is_customer(material: Material, role: Role) -> bool:
    party = material.baseline.situation.party_in(role)
    return party.side is Side.CUSTOMER if party else role in CUSTOMER_ROLES


def _list_owed(material: Material) -> tuple[OwedRow, ...]:
    """List what was asked and not answered, then what this edition asks; each by its day."""
    put = dict(_find_put(material))
    rows = [(_read_day(body), _build_put(material, question, body)) for (question, _), body in put.items()]
    known = {(question, material.parties[party].role) for question, party in put}
    basis = material.baseline.basis
    for request in basis.requests:
        if _is_customer(material, request.of) and (request.question, request.of) not in known:
            question = material.question(request.question)
            row = OwedRow(
                item=_lead(material, question),
                text=question.text,
                wanted=describe_wanted(material, question, basis.questions[question.id]),
                of=material.wording.role(request.of),
                due=material.wording.date(request.due),
                asked=material.wording.say("shared.asked_here"),
            )
            rows.append((request.due, row))
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]))


def _find_put(material: Material) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """Find the requests on record to parties of the customer that these have not answered; a later one comes later."""
    baseline = material.baseline
    for entry in baseline.situation.by_kind.get(Kind.REQUESTED, ()):
        body = entry.body
        if body is None or not _is_open(material, body["question"]):
            continue
        party = material.parties.get(body["of"])
        replied = has_replied(baseline.situation, material.question(body["question"]), body["of"], body["at"])
        if party is not None and party.side is Side.CUSTOMER and not replied:
            yield (body["question"], party.id), body


def _is_open(material: Material, question: str) -> bool:
    """Tell whether the edition shows a question, and withholds nothing of it."""
    shown = material.baseline.checklist.question(question) is not None
    return shown and question not in material.baseline.withholding.blocked


def _build_put(material: Material, question_id: str, body: Mapping[str, Any]) -> OwedRow:
    wording = material.wording
    role, name = wording.party(material.parties[body["of"]])
    question = material.question(question_id)
    return OwedRow(
        item=_lead(material, question),
        text=question.text,
        wanted=describe_wanted(material, question, material.baseline.basis.questions.get(question_id)),
        of=wording.join((role, name)),
        due=wording.date(_read_day(body)),
        asked=wording.say("shared.asked_on", day=wording.local_day(body["at"])),
    )


def _lead(material: Material, question: Question) -> Link:
    """Lead to a question, or only name it where the report does not print it: nobody has answered it yet."""
    found = material.references.question(question.id)
    assessment = material.baseline.assessment
    printed = (
        question.id in assessment.questions
        if assessment
        else question.id in material.baseline.withholding.blocked
        or bool(material.baseline.situation.standing(question.id))
    )
    return found if printed else Link(text=found.text, anchor="")


def _read_day(body: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(body["due"])


def _list_said(material: Material) -> tuple[SaidRow, ...]:
    """List what stands of each party of the customer, in the checklist's order."""
    situation = material.baseline.situation
    return tuple(
        SaidRow(
            item=material.references.question(question.id),
            text=question.text,
            who=_name(material, situation.parties[said.party]),
            day=material.wording.day(said),
            answer=material.wording.answer(said.answer, question, material.parties),
            words=tidy(said.words),
            evidence=material.references.proof(said.evidence),
        )
        for question in material.baseline.checklist.questions
        for said in situation.standing(question.id)
        if said.party in situation.parties and situation.parties[said.party].side is Side.CUSTOMER
    )


def _name(material: Material, party: Party | None) -> str:
    return material.wording.join(material.wording.party(party))


def _say_scope(material: Material, names: tuple[str, ...]) -> Iterator[ScopeRow]:
    """Say what each party said on the questions about a side of the scope; what nobody said stays away."""
    for question in filter(None, map(material.baseline.checklist.question, names)):
        if said := tuple(_list_voices(material, question)):
            yield ScopeRow(item=material.references.question(question.id), text=question.text, details=said)


def _list_voices(material: Material, question: Question) -> Iterator[str]:
    wording, situation = material.wording, material.baseline.situation
    for said in situation.standing(question.id):
        answer = wording.answer(said.answer, question, material.parties)
        who = _name(material, situation.parties.get(said.party))
        yield wording.say("shared.voice", who=who, answer=answer)
        if said.words:
            yield wording.say("shared.quoted", words=tidy(said.words))


def _list_deliverables(material: Material) -> Iterator[ScopeRow]:
    """List the rows of the register of deliverables by their first column, with date and acceptance."""
    register = material.baseline.checklist.register(DELIVERABLES)
    for row in material.baseline.situation.rows(DELIVERABLES) if register else ():
        assert register is not None
        number = material.references.rows[row.id]
        cells = {column.id: (column.title, _cell(material, row, column.id)) for column in register.columns}
        facts = (cells[name] for name in _DELIVERABLE_FACTS if name in cells)
        yield ScopeRow(
            item=Link(text=number, anchor=number),
            text=_cell(material, row, register.columns[0].id),
            details=tuple(material.wording.say("shared.cell", title=t, value=value) for t, value in facts if value),
        )


def _cell(material: Material, row: Row, name: str) -> str:
    register = material.baseline.checklist.register(row.register)
    column = register.column(name) if register else None
    return material.wording.cell(row.values.get(name, ""), column) if column else ""


def _describe_left_out(material: Material) -> tuple[str, ...]:
    """Say what this edition is, what it leaves out, how that counts, and how to prove that nothing else is missing."""
    baseline, say = material.baseline, material.wording.say
    whole, part = baseline.withholding.whole, baseline.withholding.blocked
    numbers = material.wording.join(tuple(material.references.questions[name] for name in part))
    sentences = [say("shared.edition")]
    if whole:
        sentences.append(say("shared.whole", count=len(whole), stops=sum(one.stop for one in whole)))
    if part:
        sentences.append(say("shared.part", count=len(part), numbers=numbers))
    sentences.append(say("shared.judged" if baseline.assessment else "shared.not_judged"))
    return (*sentences, say("shared.proof"))
