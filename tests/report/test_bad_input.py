"""Texts that try to be something else, in every place where people's texts can come: they stay texts, whole.

Each place gets its own name before the text, so that a place that drops or changes its text is named by the failure.
One PDF is rendered for all that only a PDF shows. Logos: house/test_images.py; the house's files: house/test_check.py.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from takeover.catalogues import load_catalogue
from takeover.errors import BadInput
from takeover.record import kinds, signoff_kinds
from takeover.record.kinds import Evidence, Grade
from takeover.report.annex import build_annex, render_annex_page
from takeover.report.document import render_baseline, render_page
from takeover.report.html import render_html
from takeover.report.letters import encode_mail, write_letters
from takeover.report.sheets.document import render_sheet_page
from takeover.report.view.build import build_view
from takeover.report.wording import tidy
from takeover.values import Code, Level, Method, NotApplicable, Number, Role, Side
from tests.report.samples import AS_OF, WORDS, Sample, Teller, load_questions, open_record, seal_record
from tests.report.sheets.test_sheet import make_sheet
from tests.report.test_html import HOSTILE, _collect

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0041"
CONTROL = "\x01\x1b\x7f\x9b"
LONG_WORD = "x" * 10_000  # longer than a page of its column
PLACES = (
    "project", "customer", "name", "organisation", "capacity", "words", "answer-reason", "settled-reason", "note",
    "free-note", "cell-first", "cell-other", "evidence-title", "evidence-note", "evidence-link", "evidence-place",
    "reserved", "own-version", "wish", "refusal", "verdict", "verdict-reason", "unit",
)  # fmt: skip


def tell_everywhere(text: str, *, long: str = "") -> Sample:
    """Tell a record that holds `text` in every place, after the place's name; `long` goes into a narrow column of a statement, a register's row and, cut, the title."""
    teller = Teller(load_questions("en"), WORDS["en"])

    def at(place: str) -> str:
        assert place in PLACES
        return f"<{place}> {text}"

    open_record(teller, at("project") + long[:1000])
    teller.add(kinds.setting_recorded(teller.stamp(sharing=Level.SHARED), setting="customer", value=at("customer")))
    names = {name: at(name) for name in ("name", "organisation", "capacity")}
    teller.add(kinds.party_named(teller.stamp(), party="sponsor1", role=Role.SPONSOR, side=Side.OWN, **names))
    proof = (
        Evidence(grade=Grade.E3, sha256="3a" * 32, title=at("evidence-title"), place=at("evidence-place")),
        Evidence(grade=Grade.E2, note=at("evidence-note"), author="sponsor1"),
        Evidence(grade=Grade.E2, link=at("evidence-link")),
    )
    first = teller.say("schedule.exists", "no", "sponsor1", words=at("words"), evidence=proof)
    second = teller.say("schedule.exists", "yes", "client01", words=at("words") + long)
    teller.add(
        kinds.resolved(
            teller.stamp(), question="schedule.exists", answer=Code(code="yes"), statements=(first, second),
            reason=at("settled-reason"), evidence=(),
        )
    )  # fmt: skip
    teller.say("authority.technical-gate", NotApplicable(reason=at("answer-reason")), "team0001")
    teller.say("contract.overdue", Number(value=Decimal(3), unit=at("unit")), "finance1")
    teller.add(kinds.noted(teller.stamp(), text=at("note"), question="docs.inventory"))
    teller.add(kinds.noted(teller.stamp(), text=at("free-note")))
    teller.add(
        kinds.row_recorded(
            teller.stamp(), register="payments", row="row00001", party="sponsor1", method=Method.INTERVIEW,
            values={"milestone": at("cell-first"), "trigger": at("cell-other") + long},
        )
    )  # fmt: skip
    _tell_acts(teller, at)
    return seal_record(teller)


def _tell_acts(teller: Teller, at: Callable[[str], str]) -> None:
    stamp = teller.stamp(AS_OF - dt.timedelta(days=3))
    editions = [{"edition": "internal", "pdf": "2f" * 32}]
    teller.add(signoff_kinds.sealed(stamp, baseline=1, root="0d" * 32, head="1e" * 32, editions=editions))
    act: dict[str, Any] = {"baseline": 1, "edition": "internal", "party": "sponsor1"}
    own: dict[str, Any] = {"own_version": at("own-version"), "wish": at("wish")}
    teller.add(signoff_kinds.reserved(stamp, **act, number="R1", text=at("reserved"), item="F-01", **own))
    teller.add(signoff_kinds.refused(stamp, **act, presenter="incomin1", words=at("refusal")))
    teller.add(
        kinds.verdict_given(
            stamp, party="incomin1", light="amber", text=at("verdict"), assessed="4b" * 32, as_of=AS_OF,
            reason=at("verdict-reason"), worst="red", best="red",
        )
    )  # fmt: skip


def _print(sample: Sample) -> str:
    """Write the page that becomes the PDF; it alone shows the capacity in which somebody signs."""
    return render_html(build_view(sample.baseline, load_catalogue("en")), target="print")


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts_in_every_place(text: str) -> None:
    page, plain = (_collect(_print(tell_everywhere(said))) for said in (text, "plain"))
    shown = squeeze(page.text)
    assert [place for place in PLACES if squeeze(f"<{place}> {text}") not in shown] == []
    assert page.tags == plain.tags
    assert {value for name, value in page.attributes if name == "href"} == {
        value for name, value in plain.attributes if name == "href"
    }


def test_characters_that_turn_or_hide_text_are_named_or_gone_in_every_place_of_every_page() -> None:
    sample = tell_everywhere(f"a{TURNING}b{UNSEEN}c{CONTROL}d")
    catalogue = load_catalogue("en")
    annex = render_annex_page(build_annex(sample.chain, sample.checklist, catalogue, as_of=AS_OF), catalogue)
    report, sheet = render_page(sample.baseline), render_sheet_page(make_sheet(None, project=f"<p> {TURNING}"))
    for page in (report, annex, sheet):
        assert not set(page) & set(TURNING + UNSEEN + CONTROL)
    named = tidy(f"a{TURNING}bc{CONTROL}d")
    assert named.startswith("a[U+061C][U+200E]")
    shown = squeeze(unescape(_print(sample)))
    assert [place for place in PLACES if squeeze(f"<{place}> {named}") not in shown] == []
    assert tidy(TURNING) in unescape(sheet)


def test_letters_say_names_as_they_are_and_add_no_header_line() -> None:
    sample = tell_everywhere("a\u202eb\nBcc: everybody@example.org")
    letters = write_letters(sample.baseline, load_catalogue("en"))
    assert any("[U+202E]" in letter.body for letter in letters)
    for letter in letters:
        head = encode_mail(letter, language="en", written_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC)).partition(
            b"\r\n\r\n"
        )[0]
        assert not re.search(rb"(?im)^bcc:", head)


@pytest.mark.parametrize(
    ("text", "named"), [("Project \U0001f680", "U+1F680 ROCKET"), ("\u05d0\u05d1", "U+05D0 HEBREW LETTER ALEF")]
)
def test_what_no_font_can_show_stops_the_pdf_with_its_name_and_the_page_shows_it(text: str, named: str) -> None:
    sample = tell_everywhere(text)
    with pytest.raises(BadInput) as caught:
        render_baseline(sample.baseline, edition_file=b"{}\n", checklist_file=b"{}")
    assert named in caught.value.details["characters"]
    assert text in render_page(sample.baseline)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sample = tell_everywhere(f"{''.join(HOSTILE)}\U0001f680\u202e{CONTROL}", long=LONG_WORD)
    file = tmp_path_factory.mktemp("printed") / "report.pdf"
    data = render_baseline(sample.baseline, edition_file=b"{}\n", checklist_file=b"{}", spell_out=True)
    file.write_bytes(data)
    return file


def run_pdftotext(file: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True).stdout.decode()


needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads pages with pdftotext (poppler-utils)")


@needs_poppler
@pytest.mark.slow
def test_every_text_is_printed_whole(printed: Path) -> None:
    shown = squeeze(run_pdftotext(printed, "-raw"))
    assert shown.count("x" * 20) > 100
    assert shown.count("x") >= 2 * len(LONG_WORD) + 1000
    places = [place for place in PLACES if f"<{place}>" not in shown]
    assert places == []
    assert shown.count("[U+1F680][U+202E][U+0001]") >= len(PLACES)
    assert shown.count("[U+009B]") >= len(PLACES)


@needs_poppler
@pytest.mark.slow
def test_nothing_is_printed_outside_of_its_page(printed: Path) -> None:
    number = r'"(-?[\d.]+)"'
    size: tuple[float, float] = (0, 0)
    words = 0
    for line in run_pdftotext(printed, "-bbox").splitlines():
        if found := re.search(rf"<page width={number} height={number}", line):
            size = float(found[1]), float(found[2])
        elif found := re.search(rf"<word xMin={number} yMin={number} xMax={number} yMax={number}", line):
            left, top, right, bottom = map(float, found.groups())
            words += 1
            assert left >= 30, line
            assert top >= 12, line
            assert right <= size[0] - 30, line
            assert bottom <= size[1] - 15, line
    assert words > 1000


@pytest.mark.slow
def test_the_pdf_has_no_link_script_field_or_file_but_ours(printed: Path) -> None:
    with pikepdf.open(io.BytesIO(printed.read_bytes())) as pdf:
        assert {"/JavaScript", "/OpenAction", "/AA", "/XFA"}.isdisjoint(pdf.Root.keys())
        assert [str(spec.UF) for spec in pdf.Root.AF] == ["edition.jsonl", "checklist.json"]
        assert len(pdf.Root.Names.EmbeddedFiles.Names) == 4
        assert len(pdf.Root.AcroForm.Fields) == 2 * 4
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert {str(note.Subtype) for note in notes} == {"/Link", "/Widget"}
        assert not [note for note in notes if "/A" in note]
