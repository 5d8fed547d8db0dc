"""From a baseline to its view: everything that the templates show, in the language of the catalogue.

Without a manifest it is a draft: marked on every page, without boxes to sign. Without a judgement (the shared edition,
unless switched on) no light, range, finding or request is shown.
"""

from __future__ import annotations

from takeover.baseline.model import Baseline
from takeover.catalogues import Catalogue
from takeover.report.closing import (
    build_boxes,
    build_figures,
    build_proof,
    describe_house,
    describe_method,
    list_reader_points,
)
from takeover.report.lists import build_evidence, build_findings, build_readiness, build_registers, build_requests
from takeover.report.material import Material, gather_material
from takeover.report.model import Fact, QuestionBlock, View
from takeover.report.questions import build_bars, build_dimensions, build_disputes, build_question
from takeover.report.summary import build_page_one, build_verdict
from takeover.report.wording import shorten, tidy

RUNNING_WIDTH = 56
"""Columns of the project's name in running headers."""


def build_view(baseline: Baseline, catalogue: Catalogue) -> View:
    """Build the view of a baseline; `catalogue` is that of the document's language."""
    material = gather_material(baseline, catalogue)
    wording = material.wording
    bars = build_bars(material)
    requests = build_requests(material)
    project = tidy(baseline.situation.settings.get("project", "")) or wording.say("project.unnamed")
    return View(
        language=wording.language,
        title=wording.say("title", project=project),
        project=project,
        customer=tidy(baseline.situation.settings.get("customer", "")),
        running_title=shorten(project, RUNNING_WIDTH),
        edition_mark=wording.say(f"edition.{baseline.edition.value}"),
        draft="" if baseline.manifest else wording.say("draft"),
        number=_number(material),
        short_hash=baseline.short_hash,
        created=baseline.manifest.sealed_at if baseline.manifest else f"{baseline.as_of.isoformat()}T00:00:00Z",
        facts=_list_facts(material),
        page_one=build_page_one(material, bars, requests),
        judged=baseline.assessment is not None,
        dimensions=build_dimensions(material, bars),
        disputes=build_disputes(material),
        findings=build_findings(material),
        requests=requests,
        registers=build_registers(material),
        readiness=build_readiness(material),
        readiness_verdict=build_verdict(material),
        method=describe_method(material),
        house=describe_house(material),
        figures=build_figures(material),
        evidence=build_evidence(material),
        reader=list_reader_points(material),
        boxes=build_boxes(material),
        proof=build_proof(material),
        off_path=_list_off_path(material),
        notes=_list_notes(material),
    )


def _number(material: Material) -> str:
    manifest = material.baseline.manifest
    return (
        material.wording.say("number.baseline", number=manifest.baseline) if manifest else material.wording.say("draft")
    )


def _list_facts(material: Material) -> tuple[Fact, ...]:
    baseline, wording = material.baseline, material.wording
    cut_off = baseline.situation.settings.get("cut_off", "")
    facts = {
        "cut_off": wording.date_text(cut_off) if cut_off else wording.say("fact.cut_off_missing"),
        "as_of": wording.date(baseline.as_of),
        "baseline": _number(material),
        "hash": baseline.short_hash or wording.say("fact.not_sealed"),
    }
    return tuple(Fact(label=wording.say(f"fact.{name}"), value=value) for name, value in facts.items())


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
    return tuple(wording.say("question.note", day=wording.day_of(note.at), text=tidy(note.text)) for note in notes)
