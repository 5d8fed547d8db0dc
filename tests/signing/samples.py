"""Sealed test PDFs, identities and fonts, made in the test run: nothing here needs the report room or a system font."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String

from takeover.baseline.check import EditionCheck, Judgement
from takeover.baseline.model import SIGNERS, EditionName, Inputs, Manifest, Signer, Tools
from takeover.catalogues import load_catalogue
from takeover.problems import Problem
from takeover.roles import sentence_for
from takeover.signing.keys import load_identity, make_identity
from takeover.signing.model import Identity, Signed, SigningAct
from takeover.signing.reservations import Reservation
from takeover.signing.sign import sign_pdf
from takeover.signing.timestamps import Timestamps
from takeover.values import Level, Role

PASSPHRASE = b"only for tests"
SEALED_AT = "2026-11-22T02:53:16.123Z"
SIGNED_AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
EDITION = b'{"format":"takeover-edition/1"}\n'
CHECKLIST = b'{"id":"takeover"}'
XMP = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'
ROOT = bytes(range(100, 132))
ENGLISH = load_catalogue("en")
CHINESE = load_catalogue("zh-Hans")
_HAN = "付款在三月到期的日期是王伟合同异议改"


def make_manifest(edition: EditionName = EditionName.INTERNAL, **changes: object) -> Manifest:
    """A manifest that expects the signers of its edition, none pinned."""
    manifest = Manifest(
        edition=edition,
        takeover="ab" * 32,
        baseline=1,
        predecessor_root="",
        root=ROOT.hex(),
        head="cd" * 32,
        levels=dict.fromkeys(Level, "ef" * 32),
        level_salts={},
        inputs=Inputs(as_of=dt.date(2026, 11, 22), zone="Asia/Shanghai", days_off=(), language="en", method="method_1"),
        judgement="12" * 32,
        checklist="34" * 32,
        attached_checklist=hashlib.sha256(CHECKLIST).hexdigest(),
        blocked=(),
        withheld=(),
        expected=tuple(Signer(role=role, party=role.value) for role in SIGNERS[edition]),
        tools=Tools(versions={}, files={}),
        sealed_at=SEALED_AT,
    )
    return replace(manifest, **changes)  # type: ignore[arg-type]


def pin(manifest: Manifest, **fingerprints: str) -> Manifest:
    """Expect certificates: role=fingerprint."""
    pinned = (replace(signer, certificate=fingerprints.get(signer.role.value, "")) for signer in manifest.expected)
    return replace(manifest, expected=tuple(pinned))


@dataclass(frozen=True)
class EditionChecker:
    """Stands for the baseline room: knows the one edition that the test sealed."""

    manifest: Manifest
    edition: bytes = EDITION
    checklist: bytes = CHECKLIST
    judgement: Judgement = Judgement.RECOMPUTED

    def __call__(self, edition: bytes, checklist: bytes) -> EditionCheck:
        intact = (edition, checklist) == (self.edition, self.checklist)
        problems = () if intact else (Problem(code="SG990"),)
        manifest = self.manifest if intact else None
        return EditionCheck(intact=intact, problems=problems, manifest=manifest, judgement=self.judgement)


def make_pdf(
    signers: Iterable[Signer] = make_manifest().expected,
    *,
    edition: bytes | None = EDITION,
    checklist: bytes | None = CHECKLIST,
    document_id: bytes = ROOT[:16],
    object_streams: bool = True,
    reserve_height: float = 90,
) -> bytes:
    """A sealed PDF of two pages: text, XMP packet, attached files, and per signer two fields on page two, tagged."""
    pdf = pikepdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(595, 842))
    text = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Baseline) Tj ET q Q " + bytes(range(32, 127)) * 4)
    pdf.pages[0].obj.Contents = text
    pdf.Root.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String("en")
    _attach(pdf, {"edition.jsonl": edition, "checklist.json": checklist})
    _add_fields(pdf, tuple(signers), reserve_height)
    pdf.trailer.ID = Array([String(document_id), String(document_id)])
    buffer = BytesIO()
    mode = ObjectStreamMode.generate if object_streams else ObjectStreamMode.disable
    pdf.save(buffer, object_stream_mode=mode, deterministic_id=True, fix_metadata_version=False)
    return buffer.getvalue()


def _attach(pdf: pikepdf.Pdf, files: dict[str, bytes | None]) -> None:
    specifications = []
    for name, content in files.items():
        if content is not None:
            stream = pdf.make_stream(content, Type=Name.EmbeddedFile)
            specification = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=stream))
            specifications.append((name, pdf.make_indirect(specification)))
    if specifications:
        pdf.Root.AF = Array([specification for _, specification in specifications])
        tree = Array([part for name, item in sorted(specifications) for part in (String(name), item)])
        pdf.Root.Names = Dictionary(EmbeddedFiles=pdf.make_indirect(Dictionary(Names=tree)))


def _add_fields(pdf: pikepdf.Pdf, signers: tuple[Signer, ...], reserve_height: float) -> None:
    page = pdf.pages[1].obj
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array()))
    fields, numbers = [], []
    for place, signer in enumerate(signers):
        top = 820 - place * 160
        boxes = {signer.reserve_field: (top, reserve_height), signer.field: (top - reserve_height - 2, 60)}
        for name, (upper, height) in boxes.items():
            widget = pdf.make_indirect(_make_widget(pdf, page, name, signer, [40, upper - height, 560, upper]))
            widget.StructParent = len(fields)
            content = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
            element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=document, K=content))
            document.K.append(element)
            numbers += [len(fields), element]
            fields.append(widget)
    if fields:
        page.Annots = Array(fields)
        tree.K, tree.ParentTree = document, pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = tree, Dictionary(Marked=True)
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), SigFlags=0, DA=String("/F1 8 Tf 0 g")))


def _make_widget(pdf: pikepdf.Pdf, page: object, name: str, signer: Signer, box: list[float]) -> Dictionary:
    look = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, box[2] - box[0], box[3] - box[1]])
    )
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, T=String(name), TU=String(name), F=4, P=page)
    widget.Rect, widget.AP = Array(box), Dictionary(N=look)
    if name == signer.field:
        widget.FT = Name.Sig
        locked = Array([String(signer.reserve_field), String(signer.field)])
        widget.Lock = pdf.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=locked))
    else:
        widget.FT, widget.Ff, widget.DA = Name.Tx, 4096, String("/F1 8 Tf 0 g")
    return widget


def make_test_identity(name: str = "incoming PM", years: tuple[int, int] = (2026, 2036)) -> Identity:
    """An identity of its own for every name and time; the common name says TEST."""
    return _make_test_identity(name, years)


@lru_cache
def _make_test_identity(name: str, years: tuple[int, int]) -> Identity:
    start, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in years)
    data = make_identity(
        common_name=name,
        organisation="Example",
        passphrase=PASSPHRASE,
        valid_from=start,
        valid_until=end,
        test=True,
    )
    return load_identity(data, PASSPHRASE)


@lru_cache
def make_font(characters: str = "", units_per_em: int = 1000) -> bytes:
    """A TrueType font whose glyphs are boxes: ASCII, Latin-1, the words of our catalogues, and more on request."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    texts = "".join(value for catalogue in (ENGLISH, CHINESE) for value in catalogue._texts.values())
    known = sorted({*map(chr, range(32, 256)), *texts, *_HAN, *characters} - {"\n", "\x7f"})
    names = [".notdef", *(f"u{ord(character):05X}" for character in known)]
    builder = FontBuilder(units_per_em, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): name for character, name in zip(known, names[1:], strict=True)})
    glyphs, metrics = {}, {}
    for name, character in zip(names, ["\0", *known], strict=True):
        pen = TTGlyphPen(None)
        side = units_per_em if ord(character) > 0x2E7F else units_per_em // 2
        for point in ((50, 0), (50, side - 50), (side - 50, side - 50)):
            pen.moveTo(point) if point == (50, 0) else pen.lineTo(point)
        pen.closePath()
        glyphs[name], metrics[name] = pen.glyph(), (side, 50)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular", "psName": "Boxes-Regular"})
    builder.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120, sCapHeight=700)
    builder.setupPost()
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def sign_as(
    data: bytes,
    role: Role,
    *,
    manifest: Manifest | None = None,
    identity: Identity | None = None,
    reservations: tuple[Reservation, ...] = (),
    language: str = "en",
    at: dt.datetime = SIGNED_AT,
    timestamps: Timestamps | None = None,
) -> Signed:
    """Sign a sample in a role with an identity of that role's name."""
    catalogue = load_catalogue(language)
    act = SigningAct(
        role=role,
        party=f"The {role.value}",
        sentence=sentence_for(role, catalogue),
        signed_at=at,
        reservations=reservations,
    )
    return sign_pdf(
        data,
        act,
        identity=identity or make_test_identity(role.value),
        font=make_font(),
        catalogue=catalogue,
        check_edition=EditionChecker(manifest or make_manifest()),
        timestamps=timestamps,
    )


@lru_cache
def signed_by(*roles: Role) -> bytes:
    """A sample that these roles signed one after the other, a minute apart."""
    data = make_pdf()
    for minute, role in enumerate(roles):
        data = sign_as(data, role, at=SIGNED_AT + dt.timedelta(minutes=minute)).data
    return data
