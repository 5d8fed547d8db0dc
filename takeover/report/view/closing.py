"""The last pages of the view: the three figures, sign-off boxes, and how the report proves itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from takeover.assessment.model import State
from takeover.baseline.model import Manifest, Signer
from takeover.checklist.model import CountsFor
from takeover.report.numbers import show_share
from takeover.report.pairs import each
from takeover.report.view.material import Material
from takeover.report.view.model import Fact, Proof, SignBox
from takeover.report.wording import tidy
from takeover.roles import sentence_for

REVIEW_AFTER = dt.timedelta(days=30)
"""How long a judgement holds before it must be looked at again."""
_GROUP = 8
_METHOD_PARTS = 4
_READER_POINTS = 10
_KNOWN = (State.PROVEN, State.CLAIMED, State.RESOLVED)


def describe_method(material: Material) -> tuple[str, ...]:
    """Describe the method in half a page; nothing where nothing is judged."""
    assessment = material.baseline.assessment
    if assessment is None:
        return ()
    numbers = range(1, _METHOD_PARTS + 1)
    return tuple(material.wording.say(f"method_text.{number}", method=assessment.method) for number in numbers)


def describe_house(material: Material) -> tuple[str, ...]:
    """Say what a house list made of its base; empty where the list is nobody's house list.

    A question that was left out is always printed, with its reason: health is never improved by deleting questions.
    """
    house, wording = material.baseline.checklist.house, material.wording
    if house is None:
        return ()
    checklist = material.baseline.checklist
    lines = [wording.say("house.base", checklist=f"{checklist.id}@{checklist.version}", base=house.base)]
    lines += [
        wording.say("house.hidden", text=each(one.text, tidy), reason=each(one.reason, tidy)) for one in house.hidden
    ]
    changed = [f"{one.question} ({', '.join(one.keys)})" for one in house.changed]
    lines += [wording.say("house.changed", questions=wording.join(tuple(changed)))] if changed else []
    lines += [wording.say("house.added", questions=wording.join(house.added))] if house.added else []
    return tuple(lines)


def list_reader_points(material: Material) -> tuple[str, ...]:
    """List what a reader must know about what this document is and is not."""
    review = material.baseline.as_of + REVIEW_AFTER
    return tuple(material.wording.say(f"reader.{number}", review=review) for number in range(1, _READER_POINTS + 1))


def build_figures(material: Material) -> tuple[Fact, ...]:
    """Build coverage, knowledge and evidence with what they count."""
    assessment, wording = material.baseline.assessment, material.wording
    if assessment is None:
        return ()
    figures = assessment.figures
    shares = {
        "asked": figures.asked,
        "roles": figures.roles,
        "knowledge": figures.knowledge,
        "evidence": figures.evidence,
    }
    return tuple(
        Fact(
            label=wording.say(f"figure.{name}"),
            value=wording.say(
                "figure.value",
                share=show_share(share.fraction, wording.language, 1),
                part=share.part,
                whole=share.whole,
            ),
        )
        for name, share in shares.items()
    )


def count_answers(material: Material) -> tuple[Fact, ...]:
    """Count the applicable questions of the inherited state by what is known of them."""
    assessment = material.baseline.assessment
    if assessment is None:
        return ()
    states: Counter[State] = Counter(
        assessed.state
        for question_id, assessed in assessment.questions.items()
        if assessed.state is not State.NOT_APPLICABLE
        and material.question(question_id).counts_for is CountsFor.INHERITED
    )
    whole = sum(states.values())
    counts = {
        "known": sum(states[state] for state in _KNOWN),
        "disputed": states[State.DISPUTED],
        "unknown": states[State.UNKNOWN],
        "not_asked": states[State.NOT_ASKED],
    }
    say = material.wording.say
    return tuple(
        Fact(label=say("figure.answers", what=say(f"count.{name}")), value=say("count.of", part=part, whole=whole))
        for name, part in counts.items()
    )


def build_boxes(material: Material) -> tuple[SignBox, ...]:
    """Build a box for each expected signer; a draft has none."""
    manifest = material.baseline.manifest
    return tuple(_build_box(material, signer) for signer in (manifest.expected if manifest else ()))


def _build_box(material: Material, signer: Signer) -> SignBox:
    wording = material.wording
    party = material.parties.get(signer.party)
    role = wording.role(signer.role)
    name, organisation = (tidy(party.name), tidy(party.organisation)) if party else ("", "")
    whose = wording.join((role, name))
    return SignBox(
        anchor=signer.field,
        role=role,
        name=name,
        organisation=organisation,
        person=wording.join((name, organisation)),
        capacity=tidy(party.capacity) if party else "",
        sentence=sentence_for(signer.role, wording.catalogue),
        field=signer.field,
        reserve_field=signer.reserve_field,
        tip=wording.say("sign.tip", who=whose),
        reserve_tip=wording.say("sign.reserve_tip", who=whose),
    )


def build_proof(material: Material) -> Proof | None:
    """Build what a reader needs to check a sealed report; a draft proves nothing."""
    manifest = material.baseline.manifest
    if manifest is None:
        return None
    say = material.wording.say
    facts = {
        "root": group_digits(manifest.root),
        "short": material.baseline.short_hash,
        "head": group_digits(manifest.head),
        "predecessor": group_digits(manifest.predecessor_root) or say("proof.no_predecessor"),
        "takeover": group_digits(manifest.takeover),
        "checklist": group_digits(manifest.checklist),
        "sealed_at": manifest.sealed_at,
        "method": manifest.inputs.method,
    }
    return Proof(
        facts=tuple(Fact(label=say(f"proof.{name}"), value=value) for name, value in facts.items()),
        command="takeover verify baseline.pdf --trust FINGERPRINT",
        tools=_list_tools(manifest),
    )


def _list_tools(manifest: Manifest) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(manifest.tools.versions.items()))


def group_digits(digest: str) -> str:
    """Write a hash in groups of eight, so that two people can compare it aloud."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
