"""Every kind of document that the program makes, as a table whose rows come from the enums themselves.

A row is an edition, a language or two, a paper and a phase: a new edition, language or paper is in the table by itself.
The small project is what they tell (`tests.report.full_samples`). Beside the table stand the papers that have no
editions: the private annex, the page of a verification, the report of a first morning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations, cycle, permutations, product
from pathlib import Path
from typing import TypeAlias

from takeover.baseline.check import check_edition
from takeover.baseline.freeze import draw_up
from takeover.baseline.model import SIGNERS, EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import BOTH, LANGUAGES, load_catalogue, split_languages
from takeover.cli.desk import Desk
from takeover.cli.result import write_page
from takeover.fonts import prepare_plain_font
from takeover.report.annex import build_annex, render_annex
from takeover.report.document import render_baseline, render_draft
from takeover.report.layout import Layout
from takeover.report.paper import Paper
from takeover.roles import sentence_for
from takeover.signing.keys import load_identity
from takeover.signing.model import Identity, SigningAct
from takeover.signing.reservations import Reservation
from takeover.signing.sign import drawn_text, sign_pdf
from takeover.signing.timestamps import Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.report.full_samples import SMALL, full_sample, small_sample
from tests.report.samples import AS_OF, SEALED_AT, WORDS, Teller, load_questions, open_record
from tests.signing.foreign import PHRASE, RSA_2048, make_foreign
from tests.signing.samples import SIGNED_AT, make_test_identity

RESERVED = (
    Reservation(
        item="F-01", disputed="日期不同", own_version="合同写的是 9 月", wish="请更正", due=dt.date(2026, 12, 1)
    ),
    Reservation(disputed="The annex was not shown to me."),
)
TONGUES = tuple(map(BOTH.join, (*permutations(LANGUAGES, 1), *permutations(LANGUAGES, 2))))
"""The languages of a document: each alone, and each beside each other."""


class Phase(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    SEALED = "sealed"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A row of the table."""

    edition: EditionName
    language: str
    paper: Paper
    phase: Phase

    @property
    def name(self) -> str:
        """What to call its file: shared-en+zh-Hans-letter-signed."""
        return "-".join(astuple(self))


Pair: TypeAlias = tuple[str, str]

TABLE = tuple(
    Document(edition=edition, language=language, paper=paper, phase=phase)
    for edition, language, paper, phase in product(EditionName, TONGUES, Paper, Phase)
)


FINISHED = tuple(row for row in TABLE if row.phase is not Phase.DRAFT)


def list_pairs(document: Document) -> frozenset[Pair]:
    """List every two values that a row brings together: this edition on that paper, and so on."""
    return frozenset(combinations(astuple(document), 2))


def choose_rows(table: Iterable[Document]) -> Iterator[Document]:
    """Choose few rows that bring together all that the whole table does, two values at a time."""
    rows = tuple(table)
    missing = frozenset[Pair]().union(*map(list_pairs, rows))
    while missing:
        best = max(rows, key=lambda row: len(list_pairs(row) & missing))
        missing -= list_pairs(best)
        yield best


def choose_drafts() -> Iterator[Document]:
    """Choose one draft an edition, languages and papers by turns; it is a sealed report without fields, files, marks."""
    for edition, language, paper in zip(EditionName, cycle(LANGUAGES), cycle(Paper), strict=False):
        yield Document(edition=edition, language=language, paper=paper, phase=Phase.DRAFT)


def make_document(document: Document, time_stamps: str) -> bytes:
    """Make a row's file; `time_stamps` is the address of a service, asked for every other signature."""
    match document.phase:
        case Phase.DRAFT:
            return _draw_up(document)
        case Phase.SEALED:
            return _seal(document.edition, document.language, document.paper)
        case Phase.SIGNED:
            sealed = _seal(document.edition, document.language, document.paper)
            *_, signed = sign_by_all(sealed, document.language, time_stamps, SIGNERS[document.edition])
            return signed


def _draw_up(document: Document) -> bytes:
    """Render a draft as a command without further options does: the shared edition without lights."""
    sample = small_sample(document.language, document.edition)
    draft = draw_up(
        sample.chain, sample.checklist, edition=document.edition, as_of=AS_OF, days_off=list_weekends(AS_OF)
    )
    return render_draft(draft, created=SEALED_AT, layout=Layout(paper=document.paper))


@cache
def _seal(edition: EditionName, language: str, paper: Paper) -> bytes:
    frozen = small_sample(language, edition).frozen
    return render_baseline(
        frozen.baseline,
        edition_file=frozen.edition_file,
        checklist_file=frozen.checklist_file,
        layout=Layout(paper=paper),
    )


def sign_by_all(data: bytes, language: str, time_stamps: str, roles: tuple[Role, ...]) -> list[bytes]:
    """Sign in turn, with and without time stamp, the sponsor with reservations, a witness with RSA; each revision."""
    catalogue = load_catalogue(language)
    revisions = []
    for place, role in enumerate(roles):
        identity = _load_witness() if role is Role.WITNESS else make_test_identity(role.value)
        act = SigningAct(
            role=role,
            party="王伟",
            sentence=sentence_for(role, catalogue),
            signed_at=SIGNED_AT + dt.timedelta(minutes=place),
            reservations=RESERVED if role is Role.SPONSOR else (),
        )
        data = sign_pdf(
            data,
            act,
            identity=identity,
            font=prepare_plain_font([drawn_text(act, identity, catalogue)]),
            catalogue=catalogue,
            check_edition=check_edition,
            timestamps=Timestamps(address=time_stamps) if place % 2 == 0 else None,
        ).data
        revisions.append(data)
    return revisions


@cache
def _load_witness() -> Identity:
    return load_identity(make_foreign(RSA_2048), PHRASE)


def make_annex(language: str) -> bytes:
    """Render the private annex of the full project: notes, statements, rows and the grid of stakeholders."""
    sample, catalogue = full_sample(language), load_catalogue(language)
    annex = build_annex(sample.chain, sample.checklist, catalogue, as_of=AS_OF)
    assert annex.notes
    assert annex.statements
    assert annex.registers
    assert annex.grid
    return render_annex(annex, catalogue)


def make_first_morning(language: str) -> bytes:
    """Render the draft of a record of which only the setting is known: no judgement is possible yet."""
    teller = Teller(load_questions(language, SMALL), WORDS[split_languages(language)[0]])
    open_record(teller, named=False)
    draft = draw_up(
        teller.chain(), teller.checklist, edition=EditionName.INTERNAL, as_of=AS_OF, days_off=list_weekends(AS_OF)
    )
    return render_draft(draft, created=SEALED_AT)


def write_result_page(language: str, file: Path, output: Path) -> None:
    """Verify a file and write the page of it, as `takeover verify FILE -o PAGE` does."""
    desk = Desk(
        folder=Path(),
        folder_given=False,
        catalogue=load_catalogue(language),
        as_json=False,
        quiet=True,
        verbose=False,
        no_input=True,
        force=False,
        output=output,
    )
    data = file.read_bytes()
    write_page(desk, output, file, data, verify_pdf(data, trusted=frozenset(), check_edition=check_edition))
