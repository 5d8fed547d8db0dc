"""Stories: a PMO's own tests of a list, in YAML (docs/stories.md). Answers go in, what must follow is compared.

A story has the keys of an answers file and `expect`. It runs in memory: the answers become a record, the record is
judged, and every expectation that does not hold is a problem with the line on which it stands. Evidence files that a
story names need not exist: a story tests a list, not papers.
Leaves to others: finding the story and its list (cli).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import FactName
from takeover.assessment.method_1 import assess
from takeover.assessment.model import Assessment, Confidence, Light, StopState, Verdict, Word
from takeover.calendars import list_weekends
from takeover.checklist.fields import Fields, nearest, read_code
from takeover.checklist.files import Node, Scalar, load_yaml
from takeover.checklist.model import Checklist
from takeover.checklist.path import Known, Place, find_path
from takeover.checklist.plain import hash_checklist
from takeover.interview.acts import files_of
from takeover.interview.bodies import bodies_of
from takeover.interview.sheet import AnswersFile, acts_of, read_content
from takeover.interview.understand import understand_date
from takeover.problems import Problem
from takeover.record.chain import Entry, make_line
from takeover.record.kinds import Evidence, Grade, Stamp, opened
from takeover.record.situation import Situation, fold_entries
from takeover.values import Level

NONE = "none"
_LIGHTS = {light.name.lower(): light for light in Light}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing that must follow: `key` and `name` say what (a list has no name), `wanted` what is expected."""

    key: str
    name: str
    wanted: str
    node: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as read: its title, the day of its judgement, what was said, and what must follow."""

    title: str
    as_of: dt.date
    answers: AnswersFile
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a story came to: the judgement and, where it is not what was expected, why. Empty = it holds."""

    assessment: Assessment
    unmet: tuple[Problem, ...]


def read_story_header(data: bytes, file: str) -> str:
    """Return which list a story is for, as ID@RANGE; empty where it says nothing readable."""
    root, _ = load_yaml(data, file)
    return Fields(root, []).text("checklist") if root is not None else ""


def read_story(data: bytes, file: str, checklist: Checklist) -> tuple[Story | None, tuple[Problem, ...]]:
    """Read a story against its list; None where it has errors, and all of them."""
    root, found = load_yaml(data, file)
    problems = list(found)
    if root is None:
        return None, tuple(problems)
    top = Fields(root, problems)
    top.version("takeover_story")
    top.text("checklist", required=True)
    title, as_of = top.text("title", required=True), _read_day(top)
    answers = read_content(top, checklist)
    expect = top.sub("expect")
    if expect is None:
        top.report("CL011", top.place, key="expect")
    expectations = tuple(_read_expectations(expect, checklist)) if expect else ()
    top.refuse_others()
    if problems or as_of is None:
        return None, tuple(problems)
    return Story(title=title, as_of=as_of, answers=answers, expectations=expectations), ()


def _read_day(top: Fields) -> dt.date | None:
    text = top.text("as_of", required=True)
    read = understand_date(text, top.place_of("as_of")) if text else None
    if isinstance(read, Problem):
        top.problems.append(read)
        return None
    return read


_QUESTION_LISTS = ("findings", "no_findings", "disputes", "open", "asked", "not_asked")
_CODES: Mapping[str, type[Any]] = {"dimensions": Word, "stop_lines": StopState}


def _read_expectations(expect: Fields, checklist: Checklist) -> Iterator[Expectation]:
    """Read what must follow; ids and codes that do not exist are problems, so that no expectation is idle."""
    questions = [question.id for question in checklist.questions]
    for key in _QUESTION_LISTS:
        for item in expect.texts(key):
            _check_name(expect, item.text, questions, item)
            yield Expectation(key=key, name="", wanted=item.text, node=item)
    for key, kind in _CODES.items():
        names = [dimension.id for dimension in checklist.dimensions] if key == "dimensions" else questions
        for name, node in _pairs(expect, key):
            _check_name(expect, name, names, node)
            read_code(node.text, kind, node, expect.problems)
            yield Expectation(key=key, name=name, wanted=node.text, node=node)
    for name, node in _pairs(expect, "overall"):
        _check_name(expect, name, ("worst", "best"), node)
        _check_name(expect, node.text, (*_LIGHTS, NONE), node)
        yield Expectation(key="overall", name=name, wanted=node.text, node=node)
    for name, node in _pairs(expect, "alarms"):
        _check_name(expect, name, tuple(FactName), node)
        yield Expectation(key="alarms", name=name, wanted=node.text, node=node)
    for node in [node for node in [expect.node("readiness")] if isinstance(node, Scalar)]:
        read_code(node.text, Verdict, node, expect.problems)
        yield Expectation(key="readiness", name="", wanted=node.text, node=node)
    expect.refuse_others()


def _pairs(expect: Fields, key: str) -> Iterator[tuple[str, Scalar]]:
    sub = expect.sub(key)
    for name, node in sub.pairs() if sub else ():
        if isinstance(node, Scalar):
            yield name, node
        else:
            expect.report("CL013", node.place, expected="text")


def _check_name(expect: Fields, name: str, known: Any, node: Node) -> None:
    if name not in known:
        expect.report("CL080", node.place, name=name, near=nearest(name, known))


def run_story(story: Story, checklist: Checklist) -> Outcome:
    """Keep the answers in memory, judge them, and compare."""
    situation = keep_in_memory(story.answers, checklist)
    days_off = list_weekends(story.as_of)
    assessment = assess(checklist, situation, as_of=story.as_of, days_off=days_off)
    look = _Look(checklist=checklist, situation=situation, assessment=assessment, days_off=days_off)
    unmet = (problem for item in story.expectations if (problem := look.compare(item)) is not None)
    return Outcome(assessment=assessment, unmet=tuple(unmet))


def keep_in_memory(answers: AnswersFile, checklist: Checklist) -> Situation:
    """Make a record of answers that lies nowhere; its ids, times and salts are numbers."""
    writer, at = "aaaaaaaa", "2000-01-01T00:00:00.000Z"
    stamp = Stamp(at=at, by=writer, sharing=Level.SHARED)
    zone = answers.setup.zone or "UTC"
    first = opened(stamp, takeover="0" * 64, zone=zone, language=checklist.language, tool="story")
    entries: list[Entry] = [*make_line([first], [bytes(32)], bytes(32))[0]]
    ids = (f"{number:08d}".translate(_BASE32) for number in itertools.count(1))
    sha256 = hash_checklist(checklist)
    for act in acts_of(answers):
        bodies = bodies_of(
            act,
            checklist=checklist,
            checklist_sha256=sha256,
            situation=fold_entries(entries),
            at=at,
            by=writer,
            new_ids=ids,
            kept={path: _pretend(path) for path in files_of(act)},
        )
        salts = [number.to_bytes(32, "big") for number in range(len(entries), len(entries) + len(bodies))]
        entries += make_line(bodies, salts, bytes(32))[0] if bodies else ()
    return fold_entries(entries)


_BASE32 = str.maketrans("0123456789", "abcdefghij")


def _pretend(path: str) -> Evidence:
    """Describe a file that a story names as if it were kept."""
    sha256 = hashlib.sha256(path.encode()).hexdigest()
    return Evidence(grade=Grade.E0, sha256=sha256, bytes=1, title=path, kept=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Looks up what followed, so that it can be compared with what was expected."""

    checklist: Checklist
    situation: Situation
    assessment: Assessment
    days_off: tuple[dt.date, ...]

    def compare(self, item: Expectation) -> Problem | None:
        """Return the problem of an expectation that does not hold."""
        found, holds = self.look_up(item)
        if holds:
            return None
        details = {"key": item.key, "name": item.name or item.wanted, "wanted": item.wanted, "found": found or "–"}
        return Problem(code="CL081", place=item.node.place, details=details)

    def look_up(self, item: Expectation) -> tuple[str, bool]:
        """Return what was found, in words, and whether it is what was expected."""
        match item.key:
            case "no_findings" | "not_asked":
                there = item.wanted in self.listed[item.key.removeprefix("no_").removeprefix("not_")]()
                return ("there" if there else "missing", not there)
            case key if key in _QUESTION_LISTS:
                there = item.wanted in self.listed[key]()
                return ("there" if there else "missing", there)
            case _:
                found = self.single(item)
                return found, item.wanted in found.split() if item.key == "alarms" else item.wanted == found

    @property
    def listed(self) -> Mapping[str, Callable[[], set[str]]]:
        """The lists of question ids by the key that expects them."""
        result = self.assessment
        return {
            "findings": lambda: {finding.question for finding in result.findings},
            "disputes": lambda: {dispute.question for dispute in result.disputes},
            "open": lambda: {request.question for request in result.requests},
            "asked": self.list_asked,
        }

    def list_asked(self) -> set[str]:
        """The questions on the path; those that wait or may not apply count as asked."""
        known = Known(settings=self.situation.settings, answers=self.situation.answers())
        return {question for question, place in find_path(self.checklist, known).items() if place is not Place.OFF}

    def single(self, item: Expectation) -> str:
        """Return the one word that was found for a name."""
        result = self.assessment
        match item.key:
            case "overall":
                return _light(result.confidence, item.name)
            case "dimensions":
                return next((d.word.value for d in result.dimensions if d.dimension == item.name), "")
            case "stop_lines":
                stops = (*result.stop_lines, *result.readiness.stop_lines)
                found = next((stop.state.value for stop in stops if stop.question == item.name), "")
                return found or (StopState.CLEAR.value if item.name in result.questions else "")
            case "readiness":
                return result.readiness.verdict.value
            case _:
                facts = compute_facts(self.situation, as_of=result.as_of, days_off=self.days_off)
                return " ".join(f.name for fact in facts if fact.name == item.name for f in fact.alarms)


def _light(confidence: Confidence | None, world: str) -> str:
    if confidence is None:
        return NONE
    return (confidence.worst if world == "worst" else confidence.best).name.lower()
