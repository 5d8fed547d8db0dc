"""Figures of the report against WeasyPrint alone on the same HTML, in one run: time, growth with rows, memory.

The floor is WeasyPrint's own work on the finished page: HTML, style sheet, fonts, PDF/A, nothing of ours around it.
Counted is the time of the processor, because one run takes seconds and others work on the same machine. Before each
task the rubbish of the task before is taken away, or the one that collects would pay for both.
Memory is the peak of a process that renders one report (`python -m tests.report.bench PAGES`).
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from functools import lru_cache

from takeover.baseline.model import Baseline
from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.fonts import prepare_fonts
from takeover.record import kinds
from takeover.report.document import render_baseline
from takeover.report.html import render_html
from takeover.report.pdf import render as renderer
from takeover.report.view.build import build_view
from takeover.values import Method
from tests.bench import SLACK, measure, show
from tests.report.samples import KEPT, WORDS, Sample, Teller, load_questions, open_record, seal_record, tell_sample
from tests.signing.running import run_python

ROUNDS = 3
SENTENCE = "The minutes of 3 March say so on page 4, and the letter of the second week of May says the same again. "
ROWS = 450
"""Register rows that make the full bank's report a hundred pages long."""


@lru_cache(maxsize=4)
def long_sample(rows: int, *, words: int = 1) -> Sample:
    """The whole bank with the sample's answers, own words of so many sentences, and so many payment rows more."""
    teller = Teller(load_checklist().in_language("en"), WORDS["en"])
    open_record(teller)
    tell_sample(teller)
    for question in teller.checklist.questions[:30]:
        if question.choices == () and question.type == "grade":
            teller.say(question.id, "partly", "team0001", words=SENTENCE * words)
    for number in range(rows):
        values = {
            "milestone": f"Stage {number} of the depot interface", "share": "1", "due": "2026-10-07",
            "amount": {"amount": f"{1000 + number}.00", "currency": "EUR"}, "state": "open",
        }  # fmt: skip
        teller.add(
            kinds.row_recorded(
                teller.stamp(), register="payments", row=f"r{number:07}", values=values, party="finance1",
                method=Method.DOCUMENT_EXAMINED,
            )
        )  # fmt: skip
    return seal_record(teller)


def short_sample() -> Sample:
    """Six questions, one of them answered: twelve pages."""
    teller = Teller(load_questions("en", KEPT[:6]), WORDS["en"])
    open_record(teller)
    teller.say("goals.signed-statement", "yes", "outgoin1")
    return seal_record(teller)


def sample_of(pages: int) -> Sample:
    """The sample whose report is about 12 or 100 pages long."""
    return short_sample() if pages == 12 else long_sample(ROWS)


def render_whole(sample: Sample) -> bytes:
    """Do what `report` does once the record is read: view, page, fonts, PDF, files inside."""
    frozen = sample.frozen
    return render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)


def render_raw(baseline: Baseline) -> Callable[[], bytes]:
    """Return the task of making a PDF of the finished page with WeasyPrint alone."""
    html = render_html(build_view(baseline, load_catalogue(baseline.language)), target="print")
    fonts = prepare_fonts((html,))

    def render() -> bytes:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        configuration = FontConfiguration()
        fetcher = renderer._make_fetcher(fonts)
        faces = CSS(string=renderer._FONT_FACES, font_config=configuration, url_fetcher=fetcher)
        page = HTML(string=html, url_fetcher=fetcher)
        return page.write_pdf(stylesheets=[faces], font_config=configuration, pdf_variant="pdf/a-3a")

    return render


def bench_report(pages: int) -> bool:
    """The whole report against WeasyPrint's part."""
    sample = sample_of(pages)
    raw = render_raw(sample.baseline)
    tasks = {"WeasyPrint alone": raw, "whole report": lambda: render_whole(sample)}
    title = f"Report of {count_pages(render_whole(sample))} pages"
    medians = measure(tasks, rounds=ROUNDS, clock=time.process_time, before=gc.collect)  # type: ignore[arg-type]
    return show(title, medians, {"whole report": 1.15})


def bench_rows() -> bool:
    """Twice the rows against once the rows."""
    short, long = long_sample(1000), long_sample(2000)
    tasks = {"1,000 rows": lambda: render_whole(short), "2,000 rows": lambda: render_whole(long)}
    medians = measure(tasks, rounds=1, clock=time.process_time, before=gc.collect)  # type: ignore[arg-type]
    return show("Rows of a register", medians, {"2,000 rows": 2.2})


def bench_memory(limit: int = 300) -> bool:
    """Megabytes at the peak of a process that renders 100 pages."""
    ran = run_python("-m", __name__, 100)
    good = ran.code == 0 and ran.megabytes <= limit * SLACK
    verdict = "" if good else f"   TOO MUCH {ran.err}"
    print(f"\nMemory of a report of {ran.out.strip()} pages\n  {ran.megabytes:.0f} MB   limit {limit}{verdict}")
    return good


def count_pages(data: bytes) -> int:
    """Count the pages of a PDF."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    print(count_pages(render_whole(sample_of(int(sys.argv[1])))))
