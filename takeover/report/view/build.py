"""From a baseline to its view: everything that the templates show, in the language of the catalogue.

Without a manifest it is a draft: marked on every page, without boxes to sign. Without a judgement (the shared edition,
unless switched on) no light, range, finding or request is shown.
"""

from __future__ import annotations

from dataclasses import replace

from takeover.baseline.model import Baseline
from takeover.catalogues import Catalogue
from takeover.report.pairs import show_beside
from takeover.report.paper import Paper
from takeover.report.view.acceptance import build_acceptance
from takeover.report.view.closing import (
    build_boxes,
    build_figures,
    build_proof,
    count_answers,
    describe_house,
    describe_method,
    list_reader_points,
)
from takeover.report.view.contents import explain_signs, list_contents
from takeover.report.view.history import build_history
from takeover.report.view.lists import build_evidence, build_findings, build_readiness, build_registers, build_requests
from takeover.report.view.material import Material, gather_material
from takeover.report.view.matrix import build_matrix_view
from takeover.report.view.model import Fact, QuestionBlock, View
from takeover.report.view.money import build_facts
from takeover.report.view.outline import build_outline
from takeover.report.view.pictures import build_pictures
from takeover.report.view.plan import build_actions
from takeover.report.view.questions import build_bars, build_dimensions, build_disputes, build_question
from takeover.report.view.shared import build_shared
from takeover.report.view.summary import build_page_one, build_verdict
from takeover.report.view.taking_over import build_cut_off, build_takeover
from takeover.report.wording import shorten, tidy

RUNNING_WIDTH = 56
"""Columns of the project's name in running headers."""


def build_view(baseline: Baseline, catalogue: Catalogue, paper: Paper = Paper.A4) -> View:
    """Build the view of a baseline; `catalogue` is that of the document's language, page one is made for the paper."""
    material = gather_material(baseline, catalogue)
    wording = material.wording
    bars = build_bars(material)
    requests = build_requests(material)
    project = tidy(baseline.situation.settings.get("project", "")) or wording.say("project.unnamed")
    view = View(
        language=catalogue.language,
        title=wording.say("title", project=project),
        project=project,
        customer=tidy(baseline.situation.settings.get("customer", "")),
        running_title=shorten(project, RUNNING_WIDTH),
        edition_mark=show_beside(wording.say(f"edition.{baseline.edition.value}")),
        draft="" if baseline.manifest else wording.say("draft"),
        number=_number(material),
        short_hash=baseline.short_hash,
        created=baseline.manifest.sealed_at if baseline.manifest else f"{baseline.as_of.isoformat()}T00:00:00Z",
        facts=_list_facts(material),
        page_one=build_page_one(material, bars, requests, paper),
        judged=baseline.assessment is not None,
        contents=(),
        key=explain_signs(material),
        matrix=build_matrix_view(material),
        dimensions=build_dimensions(material, bars),
        disputes=build_disputes(material),
        findings=build_findings(material),
        requests=requests,
        registers=build_registers(material),
        money=build_facts(material),
        pictures=build_pictures(material),
        plan=build_actions(material),
        readiness=build_readiness(material),
        readiness_verdict=build_verdict(material),
        acceptance=build_acceptance(material),
        outline=build_outline(material),
        takeover=build_takeover(material),
        method=describe_method(material),
        house=describe_house(material),
        figures=(*build_figures(material), *count_answers(material)),
        evidence=build_evidence(material),
        reader=list_reader_points(material),
        history=build_history(material),
        boxes=build_boxes(material),
        proof=build_proof(material),
        off_path=_list_off_path(material),
        notes=_list_notes(material),
        shared=build_shared(material),
    )
    return replace(view, contents=list_contents(material, view))


def _number(material: Material) -> str:
    manifest = material.baseline.manifest
    return (
        material.wording.say("number.baseline", number=manifest.baseline) if manifest else material.wording.say("draft")
    )


def _list_facts(material: Material) -> tuple[Fact, ...]:
    baseline, wording = material.baseline, material.wording
    facts = {
        "as_of": wording.date(baseline.as_of),
        "baseline": _number(material),
        "hash": baseline.short_hash or wording.say("fact.not_sealed"),
    }
    named = (Fact(label=wording.say(f"fact.{name}"), value=value) for name, value in facts.items())
    return (build_cut_off(material), *named)


def _list_off_path(material: Material) -> tuple[QuestionBlock, ...]:
    """List the answered questions that left the path: kept, and out of the judgement."""
    assessment = material.baseline.assessment
    questions = (material.question(question_id) for question_id in (assessment.off_path if assessment else ()))
    return tuple(build_question(material, question) for question in questions)


def _list_notes(material: Material) -> tuple[str, ...]:
    """List the notes that belong to no question of the checklist."""
    asked = set(material.references.questions)
    notes = (note for note in material.baseline.situation.notes() if note.question not in asked)
    wording = material.wording
    return tuple(map(wording.note, notes))
