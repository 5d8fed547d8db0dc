"""A house list from its file to the sealed PDF: what it changed is asked, judged, and printed in the house's style."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "examples" / "house-pmo" / "house-pmo.yaml"
ANSWERS = """takeover_answers: 1
answers:
  - {question: contract.overdue, by: finance, method: documented_search, value: 20, words: "Ledger of 27 February, asked finance."}
  - {question: house.monthly-report, by: pmo, method: interview, value: no}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "hidden", "reason", "question", "page"),
    [
        (
            "en",
            "formal say in the appraisal",
            "works agreement 12/2024",
            "Did the last three monthly reports",
            "How we take over projects",
        ),
        ("zh-Hans", "评价权", "劳资协议", "最近三期月报", "本单位如何接管项目"),
    ],
)
def test_a_house_list_goes_from_its_file_to_the_sealed_pdf(shell, tmp_path, language, hidden, reason, question, page):
    parties = ("--party", "finance", "--party", "pmo")
    given = ("--project", "Atlas", "--engagement", "client", "--team", "yes", "--zone", "Europe/Berlin")
    opened = shell.run("start", shell.folder, "--checklist", HOUSE, *given, *parties, "--no-interview", "--no-input")
    assert opened.code == 0
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, "utf-8")
    assert shell.here("import", answers).code == 0
    judged = json.loads(shell.here("assess", "--json", "--as-of", "2026-03-02").out)
    stops = {stop["question"]: stop["state"] for stop in judged["judgement"]["stop_lines"]}
    assert (stops["contract.overdue"], stops["contract.collector"]) == ("confirmed", "open")
    look = ("--document-lang", language, "--templates", HOUSE.parent / "templates")
    sealed = shell.here("seal", "--as-of", "2026-03-02", *look, "--json")
    assert sealed.code == 0
    (pdf,) = (shell.folder / "out").glob("baseline-1*.pdf")
    text = "".join(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True).stdout.split())
    for words in (question, reason, page, "house-pmo@1.0.0", "contract.overdue(health,weight)"):
        assert words.replace(" ", "") in text
    assert hidden.replace(" ", "") in text
