"""The revision chain: what each incremental revision of a signed file changed, judged by a closed list (pikepdf).

Independent of pyHanko, and stricter: pyHanko accepts a changed XMP packet and bytes behind the last revision.

1. The file is a chain of revisions by its cross-reference sections; each ends at the end-of-file mark behind its own.
2. Nothing follows the last mark. No encryption; one catalogue, one information dictionary, one document id throughout.
3. Revision 0 is the sealed base: fields are there, none is signed.
4. Every later revision is closed by exactly one signature whose /ByteRange runs from 0 to the revision's last byte and
   leaves out nothing but the hex of its own /Contents (the signature, then zeros); or it fills one text field
   `reserve-ROLE`, and ROLE signs next.
5. Between revisions only that signer's widget, that signer's text field and, of the catalogue, AcroForm (/SigFlags),
   /Perms (by the first signature), /DSS, /Extensions and /Version may change. Other objects stay as they are, also
   those that were missing; new objects may come. The XMP packet is such an other object.
6. The first signature certifies with permission to fill forms (DocMDP P=2); no later one certifies.

/V counts as a signature only on fields of type /Sig. Leaves to others: cryptography (`crypto`), who should have signed
and the sentence about a text that nobody signed (`meaning`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from takeover.signing.model import (
    RESERVE_PREFIX,
    SIGN_PREFIX,
    Finding,
    Revision,
    RevisionChain,
    RevisionKind,
    State,
)

MAX_REVISIONS = 200
FILL_FORMS = 2
_MARK = re.compile(rb"startxref[\r\n ]+([0-9]{1,12})[\r\n ]+%%EOF(?:\r\n|\r|\n)?")
_CATALOGUE_KEYS = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"})
_FORM_KEYS = frozenset({"/SigFlags"})
_SIGNATURE_FIELD_KEYS = frozenset({"/V", "/AP"})
_TEXT_FIELD_KEYS = frozenset({"/V", "/AP", "/M"})


class Unreadable(ValueError):
    """The bytes are no PDF that can be read without guessing; `code` names the sentence that says why."""

    def __init__(self, reason: str, code: str = "SG040") -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A file as it stood at the end of one revision: `objects` serialised by number, fields by name.

    qpdf writes a reference to an object that is not there as null, so that filling such a gap later is a change.
    """

    pdf: Any
    end: int
    objects: Mapping[tuple[int, int], bytes]
    fields: Mapping[str, Any]
    repairs: tuple[str, ...]

    @property
    def form(self) -> Any:
        """The interactive form, or an empty mapping."""
        return self.pdf.Root.get("/AcroForm", {})

    def signed(self) -> frozenset[str]:
        """Names of the fields that hold a signature."""
        return frozenset(name for name, field in self.fields.items() if _type(field) == "/Sig" and "/V" in field)


def open_strictly(data: bytes) -> Any:
    """Open a PDF with pikepdf, without repairs.

    Raises:
        Unreadable: it is none, or it would need repairs or a pass phrase.
    """
    import pikepdf

    if not data.startswith(b"%PDF-"):
        raise Unreadable("no PDF header", "SG042")
    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unreadable("encrypted", "SG043") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Unreadable(str(error).rpartition(": ")[2]) from error
    if pdf.is_encrypted:
        raise Unreadable("encrypted", "SG043")
    return pdf


def read_revisions(data: bytes) -> RevisionChain:
    """Read a file as the chain of its revisions, with everything in it that should not be.

    Raises:
        Unreadable: a revision cannot be opened.
    """
    ends, findings = _find_ends(data)
    before = _take_snapshot(data, ends[0])
    base = Revision(
        number=0,
        kind=RevisionKind.SEALED,
        end=ends[0],
        sha256=hashlib.sha256(data[: ends[0]]).hexdigest(),
        findings=_judge_base(before),
    )
    revisions = [base]
    fields, document_id = tuple(before.fields), _document_id(before.pdf)
    for end in ends[1:]:
        after = _take_snapshot(data, end)
        revisions.append(_judge_revision(data, revisions, before, after))
        before = after
    return RevisionChain(
        revisions=tuple(revisions),
        fields=fields,
        document_id=document_id,
        findings=(*findings, *_judge_fills(revisions)),
    )


def _find_ends(data: bytes) -> tuple[tuple[int, ...], tuple[Finding, ...]]:
    """Walk the cross-reference sections back from the last mark (step 1); return where each revision ends."""
    marks = list(_MARK.finditer(data))
    if not marks:
        raise Unreadable("no end-of-file mark")
    findings: list[Finding] = []
    if rest := len(data) - marks[-1].end():
        findings.append(_failed("appended", bytes=rest))
    ends = [marks[-1].end()]
    section = int(marks[-1][1])
    while (previous := _previous_section(data[: ends[0]])) is not None:
        found = (mark for mark in marks if int(mark[1]) == previous and previous < mark.start() < section)
        mark = next(found, None)
        if mark is None or len(ends) >= MAX_REVISIONS:
            raise Unreadable("broken chain of cross-reference sections")
        ends.insert(0, mark.end())
        section = previous
    return tuple(ends), tuple(findings)


def _previous_section(prefix: bytes) -> int | None:
    previous = open_strictly(prefix).trailer.get("/Prev")
    return None if previous is None else int(previous)


def _take_snapshot(data: bytes, end: int) -> _Snapshot:
    import pikepdf

    pdf = open_strictly(data[:end])
    objects: dict[tuple[int, int], bytes] = {}
    for item in pdf.objects:
        content = item.read_raw_bytes() if isinstance(item, pikepdf.Stream) else b""
        objects[item.objgen] = item.unparse(resolved=True) + b"\0" + content
    fields = {str(field.get("/T", "")): field for field in pdf.Root.get("/AcroForm", {}).get("/Fields", ())}
    repairs = tuple(str(warning) for warning in pdf.get_warnings())
    return _Snapshot(pdf, end, objects, fields, repairs)


def _judge_base(base: _Snapshot) -> tuple[Finding, ...]:
    """Step 3; fields are single widgets under the form, so that nothing hides among children."""
    findings = [_failed("base_signed", field=name) for name in sorted(base.signed())]
    if len(base.fields) != len(base.form.get("/Fields", ())):
        findings.append(_failed("fields_doubled"))
    findings += [_failed("field_nested", field=name) for name, field in base.fields.items() if "/Kids" in field]
    if "/XFA" in base.form:
        findings.append(_failed("field_nested", field="XFA"))
    return (*findings, *_name_repairs(base, 0))


def _judge_revision(data: bytes, revisions: list[Revision], before: _Snapshot, after: _Snapshot) -> Revision:
    number = len(revisions)
    kind, field = _classify(before, after)
    role = field.removeprefix(SIGN_PREFIX).removeprefix(RESERVE_PREFIX)
    findings = [*_judge_changes(before, after, role, number), *_judge_frame(before, after, number)]
    value = after.fields[field]["/V"] if kind is RevisionKind.SIGNATURE else None
    permissions = _permissions(value) if value is not None else 0
    if value is not None:
        first = not any(revision.kind is RevisionKind.SIGNATURE for revision in revisions)
        findings += _judge_signature(data, before.end, after.end, value, number)
        findings += _judge_certification(before, after, permissions, number, first=first)
    elif kind is RevisionKind.OTHER:
        several = after.signed() - before.signed()
        findings.append(_failed("several_signatures" if several else "no_signature", number=number))
    text = after.fields.get(RESERVE_PREFIX + role, {}).get("/V", "")
    return Revision(
        number=number,
        kind=kind,
        end=after.end,
        sha256=hashlib.sha256(data[: after.end]).hexdigest(),
        field=field,
        reason="" if value is None else str(value.get("/Reason", "")),
        text=str(text),
        permissions=permissions,
        findings=tuple(findings),
    )


def _classify(before: _Snapshot, after: _Snapshot) -> tuple[RevisionKind, str]:
    """Say what a revision does, and in which field; a signature's own text may come with it."""
    signed = sorted(after.signed() - before.signed())
    filled = _filled_texts(before, after)
    if len(signed) == 1:
        return RevisionKind.SIGNATURE, signed[0]
    if not signed and len(filled) == 1:
        return RevisionKind.FILL, filled[0]
    return RevisionKind.OTHER, ""


def _filled_texts(before: _Snapshot, after: _Snapshot) -> list[str]:
    names = [name for name in after.fields if name.startswith(RESERVE_PREFIX) and name in before.fields]
    return [name for name in names if _changed_keys(before.fields[name], after.fields[name])]


def _judge_changes(before: _Snapshot, after: _Snapshot, role: str, number: int) -> list[Finding]:
    """Step 5: compare every object of two revisions."""
    findings = [
        _failed(part, number=number, entry=key.removeprefix("/"))
        for part, old, new, keys in (
            ("catalogue", before.pdf.Root, after.pdf.Root, _CATALOGUE_KEYS),
            ("form", before.form, after.form, _FORM_KEYS),
        )
        for key in sorted(_changed_keys(old, new) - keys)
    ]
    allowed = {before.pdf.Root.objgen, _objgen(before.form)}
    for name, keys in ((SIGN_PREFIX + role, _SIGNATURE_FIELD_KEYS), (RESERVE_PREFIX + role, _TEXT_FIELD_KEYS)):
        if name in before.fields and name in after.fields:
            old, new = before.fields[name], after.fields[name]
            allowed |= {old.objgen, *_own_appearance(before, old)}
            if other := sorted(_changed_keys(old, new) - keys):
                findings.append(_failed("field", number=number, field=name, entry=other[0].removeprefix("/")))
    changed = {objgen for objgen, content in before.objects.items() if after.objects.get(objgen) != content} - allowed
    if changed:
        findings.append(_failed("objects", number=number, objects=_list_objects(changed, before)))
    return findings


def _own_appearance(snapshot: _Snapshot, field: Any) -> set[tuple[int, int]]:
    """A viewer may draw into the field's own appearance stream, if no other field shows the same one."""
    shown = [_objgen(other.get("/AP", {}).get("/N", {})) for other in snapshot.fields.values()]
    own = _objgen(field.get("/AP", {}).get("/N", {}))
    return {own} if shown.count(own) == 1 else set()


def _judge_frame(before: _Snapshot, after: _Snapshot, number: int) -> list[Finding]:
    """Step 2: catalogue, information dictionary and document id are the same objects throughout."""
    old, new = before.pdf.trailer, after.pdf.trailer
    same = {
        "Root": old.Root.objgen == new.Root.objgen,
        "Info": _objgen(old.get("/Info", {})) == _objgen(new.get("/Info", {})),
        "ID": _document_id(before.pdf) == _document_id(after.pdf),
    }
    replaced = [_failed("frame", number=number, entry=key) for key, kept in same.items() if not kept]
    return [*replaced, *_name_repairs(after, number)]


def _name_repairs(snapshot: _Snapshot, number: int) -> list[Finding]:
    """What a reader has to guess, another reader guesses differently."""
    return [_failed("repairs", number=number, reason=repair.rpartition(": ")[2]) for repair in snapshot.repairs[:1]]


def _judge_signature(data: bytes, start: int, end: int, value: Any, number: int) -> list[Finding]:
    """Step 4: what the signature leaves out is the hex of its own /Contents and nothing else."""
    findings: list[Finding] = []
    numbers = [int(item) for item in value.get("/ByteRange", ())]
    if len(numbers) != 4 or numbers[0] != 0 or numbers[2] + numbers[3] != end or numbers[1] < start:
        return [_failed("byte_range", number=number)]
    gap = data[numbers[1] : numbers[2]]
    contents = bytes(value.get("/Contents", b""))
    if not re.fullmatch(rb"<([0-9a-fA-F]{2})*>", gap) or bytes.fromhex(gap[1:-1].decode()) != contents:
        findings.append(_failed("byte_range", number=number))
    if contents[_der_length(contents) :].strip(b"\0"):
        findings.append(_failed("padding", number=number))
    return findings


def _der_length(data: bytes) -> int:
    """Return how many bytes the outermost DER element takes; behind it only zeros may fill the gap (X.690, 8.1.3)."""
    if len(data) < 2 or data[1] < 0x80:
        return 2 + (data[1] if len(data) > 1 else 0)
    size = data[1] & 0x7F
    return 2 + size + int.from_bytes(data[2 : 2 + size], "big")


def _judge_certification(
    before: _Snapshot, after: _Snapshot, permissions: int, number: int, *, first: bool
) -> list[Finding]:
    """Step 6, and /Perms changes with the certification alone."""
    old, new = (snapshot.pdf.Root.get("/Perms", {}) for snapshot in (before, after))
    if first and permissions != FILL_FORMS:
        return [_failed("not_certified", number=number)]
    if not first and (permissions or _changed_keys(old, new)):
        return [_failed("certified_again", number=number)]
    return []


def _judge_fills(revisions: list[Revision]) -> list[Finding]:
    """Step 4, second half: a filled text is followed by its party's signature; the last one is `meaning`'s matter."""
    findings = []
    for filled, following in pairwise(revisions):
        if filled.kind is RevisionKind.FILL:
            role = filled.field.removeprefix(RESERVE_PREFIX)
            if following.kind is not RevisionKind.SIGNATURE or following.field != SIGN_PREFIX + role:
                findings.append(_failed("unsigned_text", field=filled.field, number=filled.number))
    return findings


def _permissions(value: Any) -> int:
    """Return the DocMDP level of a certification signature (ISO 32000-2, table 257), 0 for an approval."""
    for reference in value.get("/Reference", ()):
        if str(reference.get("/TransformMethod", "")) == "/DocMDP":
            return int(reference.get("/TransformParams", {}).get("/P", FILL_FORMS))
    return 0


def _changed_keys(old: Any, new: Any) -> set[str]:
    """Compare two dictionaries key by key as they are written; a reference counts as its number."""
    return {key for key in {*old.keys(), *new.keys()} if _written(old, key) != _written(new, key)}


def _written(mapping: Any, key: str) -> bytes | None:
    value = mapping.get(key)
    if value is None:
        return None
    return bytes(value.unparse()) if hasattr(value, "unparse") else repr(value).encode()


def _list_objects(changed: set[tuple[int, int]], snapshot: _Snapshot) -> str:
    metadata = _objgen(snapshot.pdf.Root.get("/Metadata", {}))
    names = [f"{number} (XMP)" if (number, version) == metadata else str(number) for number, version in sorted(changed)]
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _type(field: Any) -> str:
    return str(field.get("/FT", ""))


def _objgen(item: Any) -> tuple[int, int]:
    objgen: tuple[int, int] = getattr(item, "objgen", (0, 0))
    return objgen


def _document_id(pdf: Any) -> str:
    found = pdf.trailer.get("/ID", ())
    return bytes(found[0]).hex() if len(found) else ""


def _failed(code: str, **details: object) -> Finding:
    texts = {name: str(value) for name, value in details.items()}
    return Finding(key=f"signing.revisions.{code}", details=texts, state=State.FAILED)
