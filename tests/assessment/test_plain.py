"""The judgement as JSON: canonical, without empty fields, and a digest that sees what changed."""

from __future__ import annotations

import datetime as dt
import json

from takeover.assessment.method_1 import METHOD, assess
from takeover.assessment.plain import assessment_to_plain, digest_assessment
from takeover.checklist.model import SettingIs
from takeover.record.canonical import encode_canonical
from takeover.record.kinds import Grade
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question

CHECKLIST = make_checklist(
    make_question("goals.stop", **STOP),
    make_question("goals.open"),
    make_question("goals.disputed"),
    make_question("scope.off", when=SettingIs(setting="team", codes=("yes",))),
)


def judge(*, open_answer: str = "", as_of: dt.date = AS_OF):
    record = RecordBuilder({"team": "no"})
    record.say("goals.stop", "no", grade=Grade.E2)
    record.say("goals.disputed", "yes", grade=Grade.E3)
    record.say("goals.disputed", "no", by="client01", grade=Grade.E1)
    record.say("scope.off", "yes")
    if open_answer:
        record.say("goals.open", open_answer, grade=Grade.E1)
    return assess(CHECKLIST, record.situation(), as_of=as_of, days_off=())


def test_judgement_is_written_with_exact_fractions_and_commitments():
    result = judge(open_answer="partly")
    plain = assessment_to_plain(result)
    assert (plain["method"], plain["as_of"], plain["off_path"]) == (METHOD, "2026-11-23", ["scope.off"])
    assert plain["confidence"] == {"worst": "amber_red", "best": "amber_red"}
    goals, scope = plain["dimensions"]
    assert goals["range"] == {"lo": "130/3", "hi": "170/3"}
    assert (goals["word"], goals["stops_best"]) == ("red", 1)
    assert scope == {"dimension": "scope", "word": "not_applicable", "stops_worst": 0, "stops_best": 0}
    stop, open_question, disputed = plain["questions"]
    assert stop["ruled_by"] == {"type": "code", "value": "no"}
    assert (open_question["state"], open_question["grade"]) == ("claimed", "E1")
    assert len(disputed["statements"]) == 2
    assert disputed["overruled"] == disputed["statements"][1:]
    assert plain["stop_lines"] == [
        {"question": "goals.stop", "state": "confirmed", "cleared_by": "sponsor", "optional": False}
    ]
    assert [finding["number"] for finding in plain["findings"]] == ["F-01", "F-02"]
    assert plain["disputes"][0]["document_rules"] is True
    assert plain["readiness"] == {"items": [], "stop_lines": [], "verdict": "ready"}
    assert plain["figures"]["knowledge"] == {"part": 15, "whole": 15}


def test_unrated_judgement_has_no_rating_and_requests_have_dates():
    result = assess(CHECKLIST, RecordBuilder().situation(), as_of=AS_OF, days_off=())
    plain = assessment_to_plain(result)
    assert "confidence" not in plain
    assert "if_pm_cleared" not in plain
    assert "ruled_by" not in plain["questions"][0]
    assert plain["requests"][0] == {
        "number": "R-01",
        "question": "goals.stop",
        "of": "sponsor",
        "due": "2026-11-28",
        "swing": "50/3",
    }


def test_judgement_is_canonical_json():
    plain = assessment_to_plain(judge())
    assert json.loads(encode_canonical(plain)) == plain


def test_digest_changes_with_answer_and_date_and_with_nothing_else():
    digests = {
        digest_assessment(result) for result in (judge(), judge(open_answer="yes"), judge(as_of=dt.date(2026, 11, 24)))
    }
    assert len(digests) == 3
    assert digest_assessment(judge()) == digest_assessment(judge())
    assert all(len(digest) == 64 for digest in digests)
