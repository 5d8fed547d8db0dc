"""assess, why, verdict: exit codes, streams, JSON that fits its schema, and refusals that keep nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata

import pytest

from takeover.assessment.model import Confidence, Light
from takeover.assessment.verdicts import list_verdicts
from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from tests.assessment.test_published import mistakes
from tests.cli.calling import SENTINEL


def take(shell) -> None:
    """Open a takeover with the Sentinel case: little is known, two stop-lines are confirmed."""
    assert shell.run("start", shell.folder, "--from", SENTINEL, "--no-interview").code == 0


def record_of(shell) -> bytes:
    return (shell.folder / "record.jsonl").read_bytes()


def situation_of(shell):
    return fold_entries(read_chain(record_of(shell)).entries)


def rate(shell) -> Confidence | None:
    found = json.loads(shell.here("assess", "--json").out)["judgement"].get("confidence")
    return Confidence(worst=Light[found["worst"].upper()], best=Light[found["best"].upper()]) if found else None


@pytest.fixture
def rated(shell):
    """A takeover with a rating: of a small house list, one question good, one bad."""
    house = shell.folder.parent / "list.yaml"
    house.write_text(LIST, "utf-8")
    given = ("--project", "Atlas", "--engagement", "client", "--customer", "The client", "--zone", "Europe/Berlin")
    parties = ("--party", "sponsor", "--party", "client", "--party", "witness")
    started = shell.run("start", shell.folder, *given, *parties, "--no-interview", "--checklist", house)
    assert started.code == 0, started.err
    for name, value in (("goals.one", "yes"), ("goals.two", "no")):
        assert shell.here("answer", name, value, "--by", "sponsor", "--note", "a paper").code == 0
    return shell


LIST = """\
takeover_checklist: 1
id: small
version: 1.0.0
language: en
title: Small list
dimensions:
  - {id: goals, title: Goals}
questions:
  - id: goals.one
    dimension: goals
    counts_for: inherited
    type: grade
    text: Is there one?
    weight: 5
    sharing: shared
    ask: [sponsor, client]
    finding: There is none.
    action: {text: Make one., horizon: day_30}
  - id: goals.two
    dimension: goals
    counts_for: inherited
    type: grade
    text: Are there two?
    weight: 5
    sharing: shared
    ask: [sponsor, client]
    finding: There are not two.
    action: {text: Make two., horizon: day_30}
"""


def test_assess_gives_text_on_stdout_and_nothing_else(shell):
    take(shell)
    called = shell.here("assess", "--as-of", "2026-11-23")
    assert called.code == 0
    assert called.out.startswith("No judgement is possible yet")
    assert "As of 23 Nov 2026, method takeover-1" in called.out
    assert called.err == ""


def test_assess_as_json_fits_the_schema_and_is_the_same_in_both_languages(shell):
    take(shell)
    english = shell.here("assess", "--json", "--as-of", "2026-11-23")
    chinese = shell.here("assess", "--json", "--as-of", "2026-11-23", "--lang", "zh-Hans")
    plain = json.loads(english.out)
    assert mistakes(plain) == []
    assert plain == json.loads(chinese.out)
    assert plain["record"]["head"] == read_chain(record_of(shell)).head.hex()
    assert plain["as_of"] == "2026-11-23"


def test_assess_of_a_house_list_fits_the_schema(rated):
    plain = json.loads(rated.here("assess", "--json").out)
    assert mistakes(plain) == []
    assert plain["judgement"]["confidence"] == {"worst": "amber_green", "best": "amber_green"}


@pytest.mark.parametrize(("limit", "code"), [("red", 0), ("amber_red", 0), ("amber", 0), ("amber_green", 1)])
def test_fail_on_looks_at_the_worst_world(rated, limit, code):
    called = rated.here("assess", "--fail-on", limit, "--json")
    assert called.code == code
    plain = json.loads(called.out)
    assert mistakes(plain) == []
    assert plain["fail_on"] == {"light": limit, "world": "worst", "passed": code == 0}
    assert ("Not passed" in called.err) is (code == 1)


def test_fail_on_does_not_pass_where_no_judgement_is_possible(shell):
    take(shell)
    called = shell.here("assess", "--fail-on", "red")
    assert called.code == 1
    assert "no judgement is possible yet" in called.err


def test_fail_on_knows_no_green(rated):
    assert rated.here("assess", "--fail-on", "green").code == 2


def test_assess_writes_nothing(shell):
    take(shell)
    before = record_of(shell)
    shell.here("assess")
    shell.here("why", "overall")
    assert record_of(shell) == before


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        ("overall", "Delivery confidence: Amber/Green"),
        ("goals", "Goals: 50.0 … 50.0 of 100 points. ▲ Amber"),
        ("goals.two", "Interval: [0, 0], bad, proven."),
        ("f1", "F-01: There are not two."),
        ("readiness", "Takeover readiness: ● Ready"),
        ("receivables", "Computed fact: Receivables by age"),
    ],
)
def test_why_explains(rated, thing, sentence):
    called = rated.here("why", thing)
    assert called.code == 0
    assert sentence in called.out


def test_why_as_json_says_what_it_explains(rated):
    plain = json.loads(rated.here("why", "goals", "--json").out)
    assert (plain["explains"], plain["method"], plain["worst"]["points"]) == ("dimension", "takeover-1", "50")


def test_why_suggests_what_was_probably_meant(rated):
    called = rated.here("why", "goals.too")
    assert called.code == 2
    assert called.out == ""
    assert "CM171" in called.err
    assert "goals.two" in called.err


def test_why_of_nothing_near_says_what_can_be_given(rated):
    called = rated.here("why", "zzzzzzzz")
    assert called.code == 2
    assert "CM170" in called.err
    assert "zzzzzzzz" in called.err


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("columns", [40, 100])
def test_lines_fit_the_terminal(shell, monkeypatch, language, columns):
    take(shell)
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in (("assess",), ("why", "scope"), ("why", "overall"), ("why", "scope.baseline-signed")):
        text = shell.here(*arguments, "--lang", language).out
        widths = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.splitlines()]
        assert max(widths) <= columns


def test_verdict_inside_the_range_is_kept_without_a_reason(rated):
    called = rated.here("verdict", "--as", "incoming_pm", "--light", "amber_green", "--text", "能按期完成。", "--json")
    assert called.code == 0
    (verdict,) = list_verdicts(situation_of(rated))
    assert (verdict.light, verdict.text, verdict.reason) == (Light.AMBER_GREEN, "能按期完成。", "")
    assert verdict.beside == rate(rated)
    plain = json.loads(called.out)
    assert (plain["outside"], plain["head"]) == (False, read_chain(record_of(rated)).head.hex())
    assert json.loads(rated.here("assess", "--json").out)["digest"] == verdict.assessed


def test_verdict_stands_in_assess_beside_those_of_sponsor_and_witness(rated):
    for role, light in (("witness", "red"), ("sponsor", "amber"), ("sponsor", "green")):
        given = ("--as", role, "--light", light, "--text", f"{role} says {light}", "--reason", "seen myself")
        assert rated.here("verdict", *given).code == 0
    text = rated.here("assess").out
    assert text.index("Verdict of the sponsor: ● Green – “sponsor says green”") < text.index("Verdict of the witness")
    assert "sponsor says amber" not in text
    assert "why it lies outside: seen myself" in text
    assert mistakes(json.loads(rated.here("assess", "--json").out)) == []


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--as", "incoming_pm", "--light", "green", "--text", "Fine."), "CM175"),
        (("--as", "incoming_pm", "--light", "red", "--text", "Bad.", "--reason", "  "), "CM175"),
        (("--as", "incoming_pm", "--light", "amber_green", "--text", " "), "CM174"),
        (("--as", "client", "--light", "amber_green", "--text", "Fine."), "CM173"),
        (("--as", "legal", "--light", "amber_green", "--text", "Fine."), "CM172"),
        (("--as", "incoming_pm", "--light", "purple", "--text", "Fine."), "purple"),
        (("--as", "incoming_pm", "--light", "green"), "--text"),
    ],
)
def test_verdict_is_refused_with_its_cure_and_nothing_is_kept(rated, arguments, problem):
    before = record_of(rated)
    called = rated.here("verdict", *arguments)
    assert called.code == 2
    assert problem in called.err
    assert record_of(rated) == before


def test_verdict_where_no_judgement_is_possible_needs_a_reason_and_keeps_no_range(shell):
    take(shell)
    given = ("--as", "incoming_pm", "--light", "red", "--text", "It is late.")
    refused = shell.here("verdict", *given)
    assert (refused.code, "no judgement possible yet" in refused.err) == (2, True)
    assert shell.here("verdict", *given, "--reason", "I saw the site.").code == 0
    (verdict,) = list_verdicts(situation_of(shell))
    assert (verdict.beside, verdict.reason) == (None, "I saw the site.")


def test_commands_of_the_judgement_load_neither_pdf_nor_signing(shell):
    take(shell)
    code = (
        "import sys; from takeover.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('weasyprint', 'pyhanko', 'pikepdf')))"
    )
    for arguments in (("assess",), ("why", "overall")):
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments, "-C", str(shell.folder)], capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
