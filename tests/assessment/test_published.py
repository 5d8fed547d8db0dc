"""What is published: every result fits docs/assess.schema.json, and the schema knows the codes of the program."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import FactName, Tone
from takeover.assessment.method_1 import METHOD, assess
from takeover.assessment.model import Confidence, Light, State, StopState, Verdict, Word
from takeover.assessment.origins import OtherChecklist, list_other_checklists
from takeover.assessment.plain import digest_assessment
from takeover.assessment.published import FORMAT, Inputs, assess_to_plain, passes
from takeover.calendars import list_weekends
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Changed, Checklist, ClearedBy, Hidden, Horizon, House
from takeover.record.kinds import Grade, verdict_given
from takeover.record.situation import Situation, fold_entries
from takeover.values import Level, Role
from tests.assessment.facts.rows import euros, situation_of
from tests.assessment.method_1.test_properties import SETTINGS, checklists, records
from tests.assessment.method_1.test_worked_examples import CONTRACT, record_a, tell_all
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question, statements
from tests.report.samples import sealed_sample, unjudged_sample

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "assess.schema.json"
HOUSE = House(
    base="takeover@1.1.0",
    base_sha256="ab" * 32,
    hidden=(Hidden(question="a.gone", text="Gone?", reason="not here"),),
    changed=(Changed(question="a.one", keys=("weight", "stop_line.cleared_by")),),
    added=("a.new",),
)


@cache
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def publish(checklist: Checklist, situation: Situation) -> dict[str, Any]:
    days_off = list_weekends(AS_OF)
    inputs = Inputs(
        checklist=checklist, sha256="cd" * 32, situation=situation, lines=9, head="ef" * 32, days_off=days_off
    )
    assessment = assess(checklist, situation, as_of=AS_OF, days_off=days_off)
    return assess_to_plain(inputs, assessment, compute_facts(situation, as_of=AS_OF, days_off=days_off))


def mistakes(plain: dict[str, Any]) -> list[str]:
    """What the schema says against a result, after a trip through JSON."""
    again = json.loads(json.dumps(plain))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(again)]


def tables() -> Situation:
    """Rows from which most facts can be computed, some of them to leave out."""
    card = {"amount": euros("1000"), "budget": euros("300"), "spent": euros("100"), "damages_rate": "0.7"}
    return situation_of(
        payments=[{"state": "invoiced", "due": "2026-10-01", "amount": euros("10")}, {"state": "invoiced"}],
        contract_card=[card | {"estimate_to_complete": euros("250"), "warranty_end": "2026-03-31"}],
        changes=[{"class": "unpaid_extra", "value": euros("7"), "dated": "2026-04-01", "overtime_hours": "2.5"}],
        deliverables=[{"contract_date": "2026-11-01", "state_verified": "done"}, {"state_claimed": "done"}, {}],
        people=[{"name": "Tester", "remaining_hours": "100", "weekly_hours": "7", "until": "2026-12-09"}],
        raci=[{"accountable": "sponsor、client"}],
        documents=[{"expected": "expected", "found": "missing"}],
        access=[{"asset": "Server", "expiry": "2026-11-01"}],
    )


def records_of_every_kind() -> dict[str, tuple[Checklist, Situation]]:
    bundled = load_checklist().source
    sample, unjudged = sealed_sample("en"), unjudged_sample("zh-Hans")
    verdicts = RecordBuilder()
    common = {"assessed": "ab" * 32, "as_of": AS_OF, "text": "按期完成。"}
    stamp = verdicts.stamp(Level.INTERNAL)
    verdicts.add(verdict_given(stamp, party="incomin1", light="red", worst="red", best="amber_red", **common))
    verdicts.add(verdict_given(stamp, party="sponsor1", light="green", reason="I saw it.", **common))
    return {
        "example A": (CONTRACT, record_a().situation()),
        "nothing said": (bundled, RecordBuilder().situation()),
        "all good": (bundled, tell_all(bundled, Grade.E1, good=True).situation()),
        "all bad": (bundled, tell_all(bundled, Grade.E3, good=False).situation()),
        "sample": (sample.checklist, fold_entries(sample.chain.entries)),
        "unjudged sample": (unjudged.checklist, fold_entries(unjudged.chain.entries)),
        "registers": (bundled, tables()),
        "verdicts, house list": (make_checklist(make_question("a.one"), house=HOUSE), verdicts.situation()),
    }


@pytest.mark.parametrize("name", records_of_every_kind())
def test_result_fits_the_schema(name):
    plain = publish(*records_of_every_kind()[name])
    assert mistakes(plain) == []
    assert (plain["format"], plain["method"]) == (FORMAT, METHOD)


@given(checklists(), records(), SETTINGS)
def test_every_result_fits_the_schema(checklist, said, settings):
    lines = [(question, answer, party, grade) for (question, party), (answer, grade) in said.items()]
    record = statements(RecordBuilder({"engagement": "client", **settings}), lines)
    assert mistakes(publish(checklist, record.situation())) == []


def edit(plain: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Change one place of a result."""
    copy = json.loads(json.dumps(plain))
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place = copy
    for part in parents:
        place = place[part]
    place[last] = value
    return copy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("mood", "good"),
        ("format", "takeover-assess/2"),
        ("days_off/0", "22.11.2026"),
        ("record/head", "ef"),
        ("judgement/dimensions/0/range/lo", "32.8"),
        ("judgement/dimensions/0/range/lo", "-1"),
        ("judgement/dimensions/0/worst", "amber_red"),
        ("judgement/questions/0/state", "guessed"),
        ("judgement/questions/0/mood", 1),
        ("judgement/findings/0/number", "7"),
        ("judgement/requests/0/of", "boss"),
        ("judgement/confidence", {"worst": "red"}),
        ("facts/0/established", True),
        ("facts/0/name", "weather"),
        ("cleared/groups/0/questions", []),
    ],
)
def test_schema_refuses_what_is_not_published(path, value):
    plain = publish(*records_of_every_kind()["sample"])
    plain["facts"][0] |= {"figures": [], "established": False}
    assert mistakes(plain) == []
    assert mistakes(edit(plain, path, value)) != []


@pytest.mark.parametrize("name", [key for key, value in publish(CONTRACT, record_a().situation()).items() if value])
def test_schema_wants_every_part(name):
    plain = publish(CONTRACT, record_a().situation())
    del plain[name]
    assert mistakes(plain) != []


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("light/enum", [light.name.lower() for light in Light]),
        ("role/enum", list(Role)),
        ("cleared_by/enum", list(ClearedBy)),
        ("horizon/enum", list(Horizon)),
        ("grade/enum", list(Grade)),
        ("fact/properties/name/enum", list(FactName)),
        ("figure/properties/tone/enum", list(Tone)),
        ("question/properties/state/enum", list(State)),
        ("stop_line/properties/state/enum", list(StopState)),
        ("dimension/properties/word/enum", list(Word)),
        ("judgement/properties/readiness/properties/verdict/enum", list(Verdict)),
    ],
)
def test_schema_knows_the_codes_of_the_program(path, codes):
    place: Any = json.loads(SCHEMA_FILE.read_text("utf-8"))["$defs"]
    for part in path.split("/"):
        place = place[part]
    assert place == [str(code) for code in codes]


def test_digest_is_that_of_the_judgement_and_days_off_are_named():
    situation = record_a().situation()
    plain = publish(CONTRACT, situation)
    days_off = list_weekends(AS_OF)
    assert plain["digest"] == digest_assessment(assess(CONTRACT, situation, as_of=AS_OF, days_off=days_off))
    assert plain["days_off"] == [day.isoformat() for day in days_off]


def test_house_list_is_published_with_what_it_hides_changes_and_adds():
    plain = publish(*records_of_every_kind()["verdicts, house list"])
    assert plain["checklist"]["house"] == {
        "base": "takeover@1.1.0",
        "base_sha256": "ab" * 32,
        "hidden": [{"question": "a.gone", "text": "Gone?", "reason": "not here"}],
        "changed": [{"question": "a.one", "keys": ["weight", "stop_line.cleared_by"]}],
        "added": ["a.new"],
    }


def test_answers_to_another_list_are_counted_by_the_statements_that_stand():
    record = RecordBuilder()
    record.say("a.one", "no")
    record.say("a.one", "yes")
    record.say("a.two", "yes", by="client01")
    situation = record.situation()
    assert list_other_checklists(situation, "ef" * 32) == ()
    (other,) = list_other_checklists(situation, "cd" * 32)
    assert other == OtherChecklist(id="test", version="1.0.0", sha256="ef" * 32, statements=2)


@pytest.mark.parametrize(
    ("worst", "limit", "passed"),
    [
        (Light.RED, Light.RED, False),
        (Light.AMBER_RED, Light.RED, True),
        (Light.AMBER_RED, Light.AMBER_RED, False),
        (Light.AMBER, Light.AMBER_GREEN, False),
        (Light.GREEN, Light.AMBER_GREEN, True),
    ],
)
def test_rating_passes_where_its_worst_world_is_better(worst, limit, passed):
    assert passes(Confidence(worst=worst, best=Light.GREEN), limit) is passed


def test_without_a_judgement_nothing_passes():
    assert not any(passes(None, light) for light in Light)
