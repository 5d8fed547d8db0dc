"""Two verified baselines side by side: what they prove together that neither proves alone (DESIGN part 8). Pure.

Two editions of one baseline have the same root. The root commits to three level hashes; the wider edition opens one
that the narrower one keeps closed, so that together they show: the narrower one left out what it says it left out, and
nothing else. Two baselines of one takeover are chained by `predecessor_root`; what the older one disclosed is in the
newer one, or was erased with notice. Both are files that passed their own check before (`verify`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from takeover.baseline.disclosure import list_blocked, list_withheld, restrict_checklist
from takeover.baseline.freeze import NO_JUDGEMENT
from takeover.baseline.reopen import Edition
from takeover.record.kinds import Kind
from takeover.record.situation import level_of
from takeover.signing.model import Finding, State


def judge_together(editions: Sequence[Edition]) -> tuple[Finding, ...]:
    """Compare each edition with the next one, in the order of baselines, narrower editions first."""
    ordered = sorted(editions, key=lambda item: (item.manifest.baseline, len(item.manifest.edition.levels)))
    takeovers = {item.manifest.takeover for item in ordered}
    if len(takeovers) > 1:
        return (_finding("other_takeover", State.FAILED),)
    findings: list[Finding] = []
    for first, second in pairwise(ordered):
        if first.manifest.baseline != second.manifest.baseline:
            findings += _judge_succession(first, second)
        elif first.manifest.root != second.manifest.root:
            findings.append(_finding("two_roots", State.FAILED, number=str(first.manifest.baseline)))
        elif first.manifest.edition is second.manifest.edition:
            findings += _judge_copies(first, second)
        else:
            findings += _judge_editions(first, second)
    return tuple(findings)


def _judge_copies(first: Edition, second: Edition) -> list[Finding]:
    """Two files of one edition: signatures may differ, the edition may not."""
    if first != second:
        return [_finding("two_manifests", State.FAILED, number=str(first.manifest.baseline))]
    return [_finding("same_edition", State.PASSED, number=str(first.manifest.baseline))]


def _judge_editions(narrow: Edition, wide: Edition) -> list[Finding]:
    findings = [
        *_compare_manifests(narrow, wide),
        *_compare_entries(narrow, wide),
        *_compare_blocked(narrow, wide),
        *_compare_withheld(narrow, wide),
    ]
    if not any(finding.state is State.FAILED for finding in findings):
        opened = sum(
            level_of(entry, wide.situation.levels) not in narrow.manifest.edition.levels for entry in wide.entries
        )
        details = {"root": narrow.manifest.root, "number": str(narrow.manifest.baseline), "opened": str(opened)}
        findings.insert(0, _finding("editions_fit", State.PASSED, **details))
    return findings


def _compare_manifests(narrow: Edition, wide: Edition) -> list[Finding]:
    """What both editions say of the one baseline is the same."""
    first, second = narrow.manifest, wide.manifest
    pairs = {
        "head": (first.head, second.head),
        "levels": (first.levels, second.levels),
        "predecessor_root": (first.predecessor_root, second.predecessor_root),
        "as_of": (first.inputs.as_of, second.inputs.as_of),
        "zone": (first.inputs.zone, second.inputs.zone),
        "days_off": (first.inputs.days_off, second.inputs.days_off),
        "method": (first.inputs.method, second.inputs.method),
        "checklist": (first.checklist, second.checklist),
    }
    names = [name for name, (left, right) in pairs.items() if left != right]
    if first.inputs.language == second.inputs.language:
        judged = first.judgement != NO_JUDGEMENT
        shown = restrict_checklist(wide.checklist, first.edition, judged=judged)
        names += ["checklist.json"] if shown != narrow.checklist else []
    return [_finding("manifests_differ", State.FAILED, names=", ".join(names))] if names else []


def _compare_entries(narrow: Edition, wide: Edition) -> list[Finding]:
    """The narrower edition holds the wider one's entries of its own levels, in the same order."""
    levels = wide.situation.levels
    disclosed = narrow.manifest.edition.levels
    expected = [entry.commitment for entry in wide.entries if level_of(entry, levels) in disclosed]
    fits = [entry.commitment for entry in narrow.entries] == expected
    return [] if fits else [_finding("entries_differ", State.FAILED)]


def _compare_blocked(narrow: Edition, wide: Edition) -> list[Finding]:
    """Questions of which the narrower edition withholds something; what is private is in neither."""
    hidden = set(list_blocked(wide.entries, wide.situation.levels, wide.checklist, narrow.manifest.edition))
    named = set(narrow.manifest.blocked)
    if silent := sorted(hidden - named):
        return [_finding("blocked_missing", State.FAILED, questions=", ".join(silent))]
    more = sorted(named - hidden)
    return [_finding("blocked_more", State.NOT_CHECKED, questions=", ".join(more))] if more else []


def _compare_withheld(narrow: Edition, wide: Edition) -> list[Finding]:
    """Questions that the narrower edition does not show: those of the wider one, and what that one withholds too."""
    hidden = Counter(list_withheld(wide.checklist, narrow.manifest.edition))
    fits = hidden + Counter(wide.manifest.withheld) == Counter(narrow.manifest.withheld)
    return [] if fits else [_finding("withheld_differ", State.FAILED)]


def _judge_succession(older: Edition, newer: Edition) -> list[Finding]:
    first, second = older.manifest, newer.manifest
    numbers = {"older": str(first.baseline), "newer": str(second.baseline)}
    if second.baseline - first.baseline > 1:
        chained = _finding("between", State.INDETERMINATE, **numbers)
    elif second.predecessor_root == first.root:
        chained = _finding("chained", State.PASSED, **numbers)
    else:
        chained = _finding("not_chained", State.FAILED, **numbers)
    return [chained, *_compare_disclosed(older, newer, numbers)]


def _compare_disclosed(older: Edition, newer: Edition, numbers: dict[str, str]) -> list[Finding]:
    """What the older one disclosed is in the newer one, as far as that one discloses it, or erased with notice."""
    levels, disclosed = older.situation.levels, newer.manifest.edition.levels
    before = {entry.commitment: entry for entry in older.entries if level_of(entry, levels) in disclosed}
    after = {entry.commitment: entry for entry in newer.entries}
    moved = {entry.body["target"] for entry in newer.entries if entry.body and entry.body["kind"] == Kind.RESHARED}
    gone = [commitment for commitment in before if commitment not in after and commitment not in moved]
    erased = [c for c, entry in before.items() if c in after and entry.body is not None and after[c].body is None]
    kept = [commitment for commitment in after if commitment in before]
    findings = []
    if gone or kept != [commitment for commitment in before if commitment in after]:
        findings.append(_finding("dropped", State.FAILED, **numbers, count=str(len(gone))))
    else:
        findings.append(_finding("disclosed", State.PASSED, **numbers, count=str(len(kept))))
    if erased:
        findings.append(_finding("erased", State.NOT_CHECKED, **numbers, count=str(len(erased))))
    return findings


def _finding(code: str, state: State, **details: str) -> Finding:
    return Finding(key=f"signing.pair.{code}", details=details, state=state)
