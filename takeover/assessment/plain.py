"""The judgement as JSON: exact fractions as text, statements by commitment, no localised text.

Its canonical bytes are what a manifest's `judgement` digest is taken of, so the same record under the same method
gives the same digest for ever.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from takeover.assessment.model import (
    Assessed,
    Assessment,
    Confidence,
    DimensionResult,
    Dispute,
    Finding,
    FindingKind,
    Range,
    Request,
    Share,
    StopLine,
)
from takeover.record.canonical import encode_canonical
from takeover.record.chain import tagged_hash
from takeover.values import answer_to_plain


def digest_assessment(assessment: Assessment) -> str:
    """Return the digest of a judgement: H("judgement", canonical bytes)."""
    return tagged_hash("judgement", encode_canonical(assessment_to_plain(assessment))).hex()


def assessment_to_plain(assessment: Assessment) -> dict[str, Any]:
    """Write a judgement; what does not apply is left out."""
    figures = assessment.figures
    plain: dict[str, Any] = {
        "method": assessment.method,
        "as_of": assessment.as_of.isoformat(),
        "dimensions": [_dimension(item) for item in assessment.dimensions],
        "questions": [_question(item) for item in assessment.questions.values()],
        "stop_lines": [_stop_line(item) for item in assessment.stop_lines],
        "figures": {
            "asked": _share(figures.asked),
            "roles": _share(figures.roles),
            "knowledge": _share(figures.knowledge),
            "evidence": _share(figures.evidence),
        },
        "readiness": {
            "items": [item.question for item in assessment.readiness.items],
            "stop_lines": [_stop_line(item) for item in assessment.readiness.stop_lines],
            "verdict": assessment.readiness.verdict.value,
        },
        "findings": [_finding(item) for item in assessment.findings],
        "disputes": [_dispute(item) for item in assessment.disputes],
        "requests": [_request(item) for item in assessment.requests],
        "off_path": list(assessment.off_path),
    }
    rated = {"confidence": assessment.confidence, "if_pm_cleared": assessment.if_pm_cleared}
    return plain | {name: _confidence(item) for name, item in rated.items() if item}


def _number(value: Fraction) -> str:
    return str(value)


def _range(found: Range) -> dict[str, str]:
    return {"lo": _number(found.lo), "hi": _number(found.hi)}


def _share(share: Share) -> dict[str, int]:
    return {"part": share.part, "whole": share.whole}


def _confidence(confidence: Confidence) -> dict[str, str]:
    return {"worst": confidence.worst.name.lower(), "best": confidence.best.name.lower()}


def _dimension(result: DimensionResult) -> dict[str, Any]:
    plain: dict[str, Any] = {"dimension": result.dimension, "word": result.word.value}
    plain |= {"stops_worst": result.stops_worst, "stops_best": result.stops_best}
    if result.range is not None and result.worst is not None and result.best is not None:
        plain |= {"range": _range(result.range)}
        plain |= {"worst": result.worst.name.lower(), "best": result.best.name.lower()}
    return plain


def _question(assessed: Assessed) -> dict[str, Any]:
    plain: dict[str, Any] = {"question": assessed.question, "state": assessed.state.value}
    plain |= {"range": _range(assessed.range), "optional": assessed.optional}
    plain |= {"statements": [statement.commitment for statement in assessed.statements]}
    plain |= {"overruled": list(assessed.overruled)}
    plain |= {"grade": assessed.grade.value} if assessed.grade else {}
    return plain | ({"ruled_by": answer_to_plain(assessed.ruled_by)} if assessed.ruled_by else {})


def _stop_line(stop: StopLine) -> dict[str, Any]:
    return {
        "question": stop.question,
        "state": stop.state.value,
        "cleared_by": stop.cleared_by.value,
        "optional": stop.optional,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    plain = {
        "number": finding.number,
        "question": finding.question,
        "horizon": finding.horizon.value,
        "claimed": finding.claimed,
        "partly": finding.partly,
        "waits": finding.waits,
    }
    match finding.kind:
        case FindingKind.ANSWER:
            return plain
        case FindingKind.NOT_APPLICABLE:
            more = {"dimension": finding.dimension, "share": _number(finding.share)}
        case FindingKind.UNANSWERED:
            assert finding.asked is not None
            assert finding.due is not None
            more = {"asked": finding.asked.value, "due": finding.due.isoformat()}
    return plain | {"kind": finding.kind.value} | more


def _dispute(dispute: Dispute) -> dict[str, Any]:
    statements = [statement.commitment for statement in dispute.statements]
    fields = {"number": dispute.number, "question": dispute.question, "statements": statements}
    return fields | {"document_rules": dispute.document_rules}


def _request(request: Request) -> dict[str, Any]:
    return {
        "number": request.number,
        "question": request.question,
        "of": request.of.value,
        "due": request.due.isoformat(),
        "swing": _number(request.swing),
    }
