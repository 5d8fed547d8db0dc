"""The shared edition: nothing internal or private reaches it, in whatever part of the file; and what its pages say."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest

from takeover.baseline.freeze import Frozen, draw_up, freeze, freeze_inputs
from takeover.baseline.model import EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import load_catalogue
from takeover.checklist.model import (
    Action,
    AnswerIs,
    Changed,
    Checklist,
    Column,
    Hidden,
    Horizon,
    House,
    QuestionType,
    Register,
    RowsHealth,
)
from takeover.record import kinds, signoff_kinds
from takeover.record.kinds import Evidence, Grade
from takeover.record.signoff_kinds import Way
from takeover.report.annex import build_annex, render_annex_page
from takeover.report.document import render_baseline, render_page
from takeover.report.view.build import build_view
from takeover.values import Level, Method, Role, Side
from tests.baseline.sealing import SALTS, TOOLS
from tests.builders import AS_OF, STOP, RecordBuilder, make_checklist, make_question

CANARY = "Zaunkoenig"
INTERNAL, PRIVATE, SHARED = Level.INTERNAL, Level.PRIVATE, Level.SHARED
DAYS_OFF = list_weekends(AS_OF, 30)


def secret(number: int, level: Level, **changes: Any):
    """A question that the client may not read: every text of it is a canary."""
    texts = {name: f"{CANARY} {name} {number}" for name in ("text", "help", "why", "finding")}
    action = Action(text=f"{CANARY} action", horizon=Horizon.DO_NOW)
    return make_question(f"goals.{CANARY.lower()}-{number}", sharing=level, action=action, **texts | changes)


def whole_list() -> Checklist:
    columns = (
        Column(id="deliverable", type=QuestionType.TEXT, title="Deliverable", sharing=SHARED),
        Column(id=f"{CANARY.lower()}_cost", type=QuestionType.TEXT, title=f"{CANARY} cost", sharing=INTERNAL),
        Column(id=f"{CANARY.lower()}_need", type=QuestionType.TEXT, title=f"{CANARY} need", sharing=PRIVATE),
    )
    inner = Column(id="what", type=QuestionType.TEXT, title=f"{CANARY} what", sharing=INTERNAL)
    house = House(
        base="base@1.0.0",
        base_sha256="ab" * 32,
        hidden=(
            Hidden(question=f"goals.{CANARY.lower()}-gone", text=f"{CANARY} gone?", reason=f"{CANARY} hidden reason"),
        ),
        changed=(Changed(question=f"goals.{CANARY.lower()}-1", keys=("text",)),),
        added=(f"goals.{CANARY.lower()}-2",),
    )
    return make_checklist(
        make_question("goals.owner", why=f"{CANARY} why", source=(f"{CANARY}-S1",), ask=(Role.CLIENT,)),
        make_question("scope.out-list", when=AnswerIs(question=f"goals.{CANARY.lower()}-1", codes=("yes",))),
        make_question("goals.open", ask=(Role.CLIENT,), text="Is the goal open?", **STOP),
        make_question("goals.late", ask=(Role.CLIENT,), text="Is it late?"),
        make_question(
            "scope.deliverables",
            type=QuestionType.REGISTER,
            register="deliverables",
            health=RowsHealth(complete=("deliverable", f"{CANARY.lower()}_cost")),
        ),
        secret(1, INTERNAL),
        secret(2, PRIVATE, **STOP),
        make_question("inner.all", sharing=INTERNAL, text=f"{CANARY} all"),
        registers=(
            Register(id="deliverables", title="Deliverables", columns=columns, start_with=({columns[1].id: CANARY},)),
            Register(id="inner", title=f"{CANARY} register", columns=(inner,)),
        ),
        house=house,
    )


def whole_record() -> RecordBuilder:
    """Something shared of every kind, and a canary in every field that is not."""
    record = RecordBuilder()
    proof = (Evidence(grade=Grade.E2, note=f"{CANARY} note", title=f"{CANARY} title", author="finance1"),)

    def inner() -> Any:
        return record.stamp(INTERNAL)

    record.add(
        kinds.party_named(
            inner(), party="finance1", role=Role.FINANCE, side=Side.OWN, name=f"{CANARY} person",
            organisation=f"{CANARY} house", capacity=f"{CANARY} capacity", key=f"{CANARY.lower()}",
        )
    )  # fmt: skip
    record.add(kinds.setting_recorded(record.stamp(SHARED), setting="project", value="Tram line 4"))
    record.add(kinds.setting_recorded(inner(), setting="customer", value=f"{CANARY} customer"))
    record.say("scope.out-list", "no", by="client01", words="never saw a list")
    said = record.say("goals.owner", "yes", by="client01", grade=Grade.E1, words="our director")
    record.say("goals.owner", "no", by="finance1", sharing=INTERNAL, words=f"{CANARY} words")
    record.say("goals.late", "no", by="finance1", sharing=INTERNAL, words=f"{CANARY} late")
    record.say(f"goals.{CANARY.lower()}-1", "no", sharing=INTERNAL, words=f"{CANARY} inner")
    record.say(f"goals.{CANARY.lower()}-2", "no", sharing=PRIVATE, words=f"{CANARY} private")
    record.add(kinds.evidence_kept(inner(), evidence=proof, about=said))
    record.add(kinds.evidence_kept(inner(), evidence=proof))
    row = {"register": "deliverables", "row": "row00001", "party": "sponsor1", "method": Method.INTERVIEW}
    record.add(kinds.row_recorded(record.stamp(SHARED), values={"deliverable": "Interlocking"}, **row))
    for level, name in ((INTERNAL, "cost"), (PRIVATE, "need")):
        values = {f"{CANARY.lower()}_{name}": f"{CANARY} {name} value"}
        record.add(kinds.row_recorded(record.stamp(level), values=values, evidence=proof, **row))
    record.add(
        kinds.row_recorded(inner(), **row | {"register": "inner", "row": "row00009", "values": {"what": CANARY}})
    )
    record.add(kinds.noted(inner(), text=f"{CANARY} inner note"))
    record.add(kinds.noted(record.stamp(PRIVATE), text=f"{CANARY} private note", question="goals.owner"))
    due = dt.date(2026, 11, 30)
    record.add(kinds.requested(inner(), question="goals.open", of="client01", text=f"{CANARY} request", due=due))
    record.add(kinds.requested(record.stamp(SHARED), question="goals.open", of="client01", text="The paper", due=due))
    record.add(
        kinds.verdict_given(
            inner(), party="sponsor1", light="red", text=f"{CANARY} verdict", assessed="ab" * 32, as_of=AS_OF,
            reason=f"{CANARY} reason",
        )
    )  # fmt: skip
    record.add(
        signoff_kinds.released(inner(), baseline=1, edition="shared", party="sponsor1", text=f"{CANARY} release")
    )
    record.add(
        signoff_kinds.delivered(
            inner(), baseline=1, edition="internal", pdf="ab" * 32, to="sponsor1", presenter="incomin1",
            how=Way.MAIL, place=f"{CANARY} place", evidence=proof,
        )
    )  # fmt: skip
    return record


@cache
def sealed(edition: EditionName, *, judgement: bool) -> Frozen:
    chain, checklist = whole_record().chain(), whole_list()
    draft = draw_up(chain, checklist, edition=edition, as_of=AS_OF, days_off=DAYS_OFF, judgement=judgement)
    return freeze(
        draft,
        chain,
        full_hash="ab" * 32,
        inputs=freeze_inputs(draft, zone="Europe/Berlin", days_off=DAYS_OFF),
        level_salts=SALTS,
        tools=TOOLS,
        sealed_at="2026-11-23T08:00:00.000Z",
    )


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The shared edition with its judgement: the one that shows most."""
    frozen = sealed(EditionName.SHARED, judgement=True)
    return render_baseline(frozen.baseline, edition_file=frozen.edition_file, checklist_file=frozen.checklist_file)


def holds_canary(data: bytes) -> bool:
    """Tell whether a canary sings in bytes, in any way in which a PDF writes text."""
    lowered = data.lower()
    spellings = (CANARY.lower().encode(encoding) for encoding in ("ascii", "utf-16-be", "utf-16-le"))
    return any(text in lowered or text.hex().encode() in lowered for text in spellings)


def open_all(data: bytes) -> Iterator[bytes]:
    """Every stream decompressed and every string decoded: pages, metadata, attachments, alternatives, structure."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as opened:
        for found in opened.objects:
            if isinstance(found, pikepdf.Stream):
                yield found.read_bytes()
            yield found.unparse(resolved=True)
            yield from (bytes(text) for text in _strings(found))


def _strings(found: Any) -> Iterator[Any]:
    import pikepdf

    if isinstance(found, pikepdf.String):
        yield found
    elif isinstance(found, pikepdf.Array):
        for item in found:
            yield from _strings(item) if not getattr(item, "is_indirect", False) else ()
    elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in found.keys():  # noqa: SIM118 - a dictionary of pikepdf is no mapping
            item = found.get(key)
            yield from _strings(item) if not getattr(item, "is_indirect", False) else ()


def test_the_canaries_are_in_the_internal_edition_or_in_the_record():
    frozen = sealed(EditionName.INTERNAL, judgement=False)
    inside = render_page(frozen.baseline) + frozen.edition_file.decode() + frozen.checklist_file.decode()
    for text in ("words", "inner note", "verdict", "release", "cost value", "person", "customer", "title", "why"):
        assert f"{CANARY} {text}" in inside
    assert whole_record().bytes().count(CANARY.encode()) > 25


@pytest.mark.parametrize("judgement", [True, False])
@pytest.mark.parametrize("part", ["page", "edition_file", "checklist_file"])
def test_no_canary_is_in_the_page_or_the_attached_files(judgement, part):
    frozen = sealed(EditionName.SHARED, judgement=judgement)
    data = render_page(frozen.baseline).encode() if part == "page" else getattr(frozen, part)
    assert not holds_canary(data)
    assert b"our director" in data or part == "checklist_file"


@pytest.mark.slow
def test_no_canary_is_in_the_bytes_streams_strings_or_text_of_the_pdf(pdf):
    assert not holds_canary(pdf)
    opened = list(open_all(pdf))
    assert any(b"our director" in stream for stream in opened)  # the attached files were opened
    assert not [stream[:80] for stream in opened if holds_canary(stream)]
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    assert b"our director" in text
    assert not holds_canary(text)


def view(*, judgement: bool, language: str = "en"):
    return build_view(sealed(EditionName.SHARED, judgement=judgement).baseline, load_catalogue(language))


def test_the_client_reads_what_it_owes_and_what_it_said():
    pages = view(judgement=False).shared
    assert pages is not None
    assert [(row.text, row.wanted, row.of, row.due, row.asked) for row in pages.owed] == [
        ("Is the goal open?", "The answer, with a document", "Client", "30 Nov 2026", "asked on 20 Nov 2026")
    ]
    assert [(row.words, row.who) for row in pages.said] == [("our director", "Client"), ("never saw a list", "Client")]
    assert [row.text for row in pages.inside] == ["Interlocking"]
    assert [row.details for row in pages.outside] == [("Client: No", "“never saw a list”")]


@pytest.mark.parametrize("judgement", [True, False])
def test_every_link_of_the_shared_edition_leads_somewhere(judgement):
    page = render_page(sealed(EditionName.SHARED, judgement=judgement).baseline)
    led = set(re.findall(r'href="#([^"]*)"', page))
    assert led
    assert led <= set(re.findall(r'id="([^"]*)"', page))


def test_a_question_of_which_something_is_withheld_is_asked_of_nobody():
    """The client never answered goals.late; somebody else did, and the client does not read that."""
    frozen = sealed(EditionName.SHARED, judgement=True)
    assert "goals.late" in frozen.manifest.blocked
    pages = view(judgement=True)
    assert "Is it late?" not in {row.text for row in pages.shared.owed}
    late = next(q for d in pages.dimensions for q in d.questions if q.id == "goals.late")
    assert (late.mark.word, late.silence) == ("withheld", "")
    assert late.remarks == ("Something said on this question is withheld from this edition.",)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_page_one_says_what_is_withheld_and_that_it_never_looks_better(language):
    counted = view(judgement=True, language=language).page_one
    assert "3" in counted.withheld
    assert len(counted.withheld) > len(view(judgement=False, language=language).page_one.withheld)
    assert counted.bars[-1].anchor == "left-out"  # a dimension of which nothing is shown has a bar, and no name


def test_without_judgement_there_are_no_lights_and_no_texts_of_findings():
    frozen = sealed(EditionName.SHARED, judgement=False)
    shown = view(judgement=False)
    assert not shown.judged
    assert shown.page_one.bars == shown.findings == ()
    assert {question.finding for question in frozen.baseline.checklist.questions} == {"–"}


def test_the_internal_edition_has_no_pages_for_the_client():
    frozen = sealed(EditionName.INTERNAL, judgement=False)
    assert build_view(frozen.baseline, load_catalogue("en")).shared is None


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_annex_holds_what_is_private_and_nothing_else(language):
    catalogue = load_catalogue(language)
    page = render_annex_page(build_annex(whole_record().chain(), whole_list(), catalogue, as_of=AS_OF), catalogue)
    for text in ("private note", "private", "need value"):
        assert f"{CANARY} {text}" in page
    for text in ("inner note", "words", "cost value", "verdict"):
        assert f"{CANARY} {text}" not in page
    assert "PRIVATE / 保密" in page


def test_the_annex_draws_stakeholders_with_both_grades():
    grades = tuple(replace(choice) for choice in make_question("a.b", type=QuestionType.CHOICE).choices)
    columns = tuple(
        Column(id=name, type=kind, title=name.title(), sharing=SHARED, choices=grades if kind == "choice" else ())
        for name, kind in (
            ("name", QuestionType.TEXT),
            ("power", QuestionType.CHOICE),
            ("interest", QuestionType.CHOICE),
        )
    )
    checklist = make_checklist(registers=(Register(id="stakeholders", title="Stakeholders", columns=columns),))
    record = RecordBuilder()
    said = {"register": "stakeholders", "party": "incomin1", "method": Method.INTERVIEW}
    for number, values in enumerate(({"name": "Board", "power": "same", "interest": "other"}, {"name": "Nobody"}), 1):
        record.add(kinds.row_recorded(record.stamp(INTERNAL), row=f"row0000{number}", values=values, **said))
    annex = build_annex(record.chain(), checklist, load_catalogue("en"), as_of=AS_OF)
    assert "Board" in annex.grid
    assert "Nobody" not in annex.grid
    assert not annex.empty


@pytest.mark.parametrize(("by", "owed"), [("client01", 0), ("sponsor1", 1)])
def test_the_client_does_not_owe_the_rows_that_it_gave(by, owed):
    columns = (Column(id="item", type=QuestionType.TEXT, title="Item", sharing=SHARED),)
    rows = make_question(
        "scope.rows", type=QuestionType.REGISTER, register="things", health=RowsHealth(complete=("item",))
    )
    checklist = make_checklist(rows, registers=(Register(id="things", title="Things", columns=columns),))
    record = RecordBuilder()
    asked = {"question": "scope.rows", "of": "client01", "text": "Please.", "due": dt.date(2026, 11, 30)}
    record.add(kinds.requested(record.stamp(SHARED), **asked))
    row = {"register": "things", "row": "row00001", "values": {"item": "x"}, "method": Method.INTERVIEW}
    record.add(kinds.row_recorded(record.stamp(SHARED), party=by, **row))
    draft = draw_up(record.chain(), checklist, edition=EditionName.SHARED, as_of=AS_OF, days_off=())
    pages = build_view(draft, load_catalogue("en")).shared
    assert pages is not None
    assert [row.asked for row in pages.owed].count("asked on 20 Nov 2026") == owed
