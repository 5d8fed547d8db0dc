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

Leaves to others: opening the revisions and telling which objects each one wrote (`snapshots`), cryptography
(`crypto`), who should have signed and the sentence about a text that nobody signed (`meaning`).
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import Any

from takeover.signing.cms import container_length
from takeover.signing.model import (
    RESERVE_PREFIX,
    SIGN_PREFIX,
    Finding,
    Revision,
    RevisionChain,
    RevisionKind,
    SignatureValue,
    State,
)
from takeover.signing.snapshots import (
    Number,
    Snapshot,
    Trace,
    count_references,
    find_extents,
    find_filled,
    trace_base,
    trace_revision,
    walk_snapshots,
)

FILL_FORMS = 2
_CATALOGUE_KEYS = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version"})
_FORM_KEYS = frozenset({"/SigFlags"})
_SIGNATURE_FIELD_KEYS = frozenset({"/V", "/AP"})
_TEXT_FIELD_KEYS = frozenset({"/V", "/AP", "/M"})


def read_revisions(data: bytes) -> RevisionChain:
    """Read a file as the chain of its revisions, with everything in it that should not be.

    Raises:
        Unreadable: a revision cannot be opened.
    """
    extents = find_extents(data)
    walk = walk_snapshots(data, extents)
    base = before = next(walk)
    revisions = [_judge_base(data, base)]
    traces = [trace_base(data, base.end)]
    for after in walk:
        revisions.append(_judge_revision(data, revisions, before, after))
        traces.append(trace_revision(after))
        before = after
    return RevisionChain(
        revisions=tuple(revisions),
        fields=tuple(base.fields),
        document_id=_document_id(base.pdf),
        values=_read_values(before, revisions),
        findings=(*_judge_bytes(data, traces, before), *_judge_fills(revisions)),
    )


def _judge_bytes(data: bytes, traces: list[Trace], last: Snapshot) -> list[Finding]:
    """Steps 1 and 2: nothing behind the last mark, nothing to guess, no gap that was filled."""
    appended = [_failed("appended", bytes=len(data) - last.end)] if len(data) > last.end else []
    repaired = [
        _failed("repairs", number=number, reason=reason)
        for number, trace in enumerate(traces)
        for reason in trace.repairs
    ]
    gaps = find_filled(data, last.end, traces)
    filled = [_failed("objects", number=number, objects=_list_objects({gap}, last)) for number, gap in gaps]
    return [*appended, *repaired, *filled]


def _read_values(last: Snapshot, revisions: list[Revision]) -> tuple[SignatureValue, ...]:
    order = {revision.field: revision.number for revision in revisions}
    names = sorted(last.signed(), key=lambda name: (order.get(name, 0), name))
    return tuple(_read_value(name, last.fields[name]["/V"]) for name in names)


def _read_value(name: str, value: Any) -> SignatureValue:
    """Read what a signature field holds; what is not of its type reads as empty."""
    numbers = _read_numbers(value, "/ByteRange")
    try:
        contents = bytes(value["/Contents"])
    except (KeyError, TypeError, ValueError):
        contents = b""
    sub_filter, claimed = (str(_entry(value, key) or "") for key in ("/SubFilter", "/M"))
    return SignatureValue(field=name, contents=contents, byte_range=numbers, sub_filter=sub_filter, claimed=claimed)


def _read_numbers(value: Any, key: str) -> tuple[int, ...]:
    try:
        return tuple(int(item) for item in value[key])
    except (KeyError, TypeError, ValueError):
        return ()


def _entry(value: Any, key: str) -> Any:
    try:
        return value.get(key)
    except (TypeError, ValueError, AttributeError):
        return None


def _judge_base(data: bytes, base: Snapshot) -> Revision:
    """Step 3; fields are single widgets under the form, so that nothing hides among children."""
    findings = [_failed("base_signed", field=name) for name in sorted(base.signed())]
    if len(base.fields) != len(base.form.get("/Fields", ())):
        findings.append(_failed("fields_doubled"))
    findings += [_failed("field_nested", field=name) for name, field in base.fields.items() if "/Kids" in field]
    if "/XFA" in base.form:
        findings.append(_failed("field_nested", field="XFA"))
    sha256 = _hash_prefix(data, base.end)
    return Revision(number=0, kind=RevisionKind.SEALED, end=base.end, sha256=sha256, findings=tuple(findings))


def _hash_prefix(data: bytes, end: int) -> str:
    return hashlib.sha256(memoryview(data)[:end]).hexdigest()


def _judge_revision(data: bytes, revisions: list[Revision], before: Snapshot, after: Snapshot) -> Revision:
    number = len(revisions)
    kind, field = _classify(before, after)
    role = field.removeprefix(SIGN_PREFIX).removeprefix(RESERVE_PREFIX)
    findings = [*_judge_changes(before, after, role, number), *_judge_frame(before, after, number)]
    findings += _judge_signed_before(before, after, number)
    value = after.fields[field]["/V"] if kind is RevisionKind.SIGNATURE else None
    permissions = _permissions(value) if value is not None else 0
    if value is not None:
        first = not any(revision.kind is RevisionKind.SIGNATURE for revision in revisions)
        findings += _judge_signature(data, before.end, after.end, _read_value(field, value), number)
        findings += _judge_certification(before, after, value, number, first=first)
    elif kind is RevisionKind.OTHER:
        several = after.signed() - before.signed()
        findings.append(_failed("several_signatures" if several else "no_signature", number=number))
    text = after.fields.get(RESERVE_PREFIX + role, {}).get("/V", "")
    return Revision(
        number=number,
        kind=kind,
        end=after.end,
        sha256=_hash_prefix(data, after.end),
        field=field,
        reason="" if value is None else str(_entry(value, "/Reason") or ""),
        text=str(text),
        permissions=permissions,
        findings=tuple(findings),
    )


def _classify(before: Snapshot, after: Snapshot) -> tuple[RevisionKind, str]:
    """Say what a revision does, and in which field; a signature's own text may come with it."""
    signed = sorted(after.signed() - before.signed())
    filled = _filled_texts(before, after)
    if len(signed) == 1:
        return RevisionKind.SIGNATURE, signed[0]
    if not signed and len(filled) == 1:
        return RevisionKind.FILL, filled[0]
    return RevisionKind.OTHER, ""


def _filled_texts(before: Snapshot, after: Snapshot) -> list[str]:
    names = [name for name in after.fields if name.startswith(RESERVE_PREFIX) and name in before.fields]
    return [name for name in names if _changed_keys(before.fields[name], after.fields[name])]


def _judge_changes(before: Snapshot, after: Snapshot, role: str, number: int) -> list[Finding]:
    """Step 5: compare every object that the revision touched with what it was."""
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
            allowed |= {old.objgen, *_own_appearance(before, old, after.touched)}
            if other := sorted(_changed_keys(old, new) - keys):
                findings.append(_failed("field", number=number, field=name, entry=other[0].removeprefix("/")))
    rewritten = after.touched - after.came - allowed
    changed = {touched for touched in rewritten if before.content(touched) != after.content(touched)}
    if changed:
        findings.append(_failed("objects", number=number, objects=_list_objects(changed, before)))
    return findings


def _own_appearance(before: Snapshot, field: Any, touched: frozenset[Number]) -> set[Number]:
    """A viewer may draw into the field's own appearance stream, if nothing else in the file shows the same one."""
    own = _objgen(field.get("/AP", {}).get("/N", {}))
    return {own} if own in touched and count_references(before, own) == 1 else set()


def _judge_signed_before(before: Snapshot, after: Snapshot, number: int) -> list[Finding]:
    """A signature stays what it was, also where its own signer changes the box again."""
    signed = sorted(before.signed())
    lost = [name for name in signed if name not in after.fields or _differ(before.fields[name], after.fields[name])]
    return [_failed("signature_replaced", number=number, field=name) for name in lost]


def _differ(old: Any, new: Any) -> bool:
    return _written(old, "/V") != _written(new, "/V")


def _judge_frame(before: Snapshot, after: Snapshot, number: int) -> list[Finding]:
    """Step 2: catalogue, information dictionary and document id are the same objects throughout."""
    old, new = before.pdf.trailer, after.pdf.trailer
    same = {
        "Root": old.Root.objgen == new.Root.objgen,
        "Info": _objgen(old.get("/Info", {})) == _objgen(new.get("/Info", {})),
        "ID": _document_id(before.pdf) == _document_id(after.pdf),
    }
    return [_failed("frame", number=number, entry=key) for key, kept in same.items() if not kept]


def _judge_signature(data: bytes, start: int, end: int, value: SignatureValue, number: int) -> list[Finding]:
    """Step 4: what the signature leaves out is the hex of its own /Contents and nothing else."""
    numbers, contents = value.byte_range, value.contents
    if len(numbers) != 4 or numbers[0] != 0 or numbers[2] + numbers[3] != end or numbers[1] < start:
        return [_failed("byte_range", number=number)]
    findings: list[Finding] = []
    gap = data[numbers[1] : numbers[2]]
    if not re.fullmatch(rb"<([0-9a-fA-F]{2})*>", gap) or bytes.fromhex(gap[1:-1].decode()) != contents:
        findings.append(_failed("byte_range", number=number))
    if contents[container_length(contents) :].strip(b"\0"):
        findings.append(_failed("padding", number=number))
    return findings


def _judge_certification(before: Snapshot, after: Snapshot, value: Any, number: int, *, first: bool) -> list[Finding]:
    """Step 6; /Perms changes with the certification alone, and names nothing but it (ISO 32000-2, 12.8.6)."""
    old, new = (snapshot.pdf.Root.get("/Perms", {}) for snapshot in (before, after))
    changed, permissions = _changed_keys(old, new), _permissions(value)
    if first:
        named = set(new.keys()) == {"/DocMDP"} == changed and _objgen(new["/DocMDP"]) == _objgen(value) != (0, 0)
        return [] if permissions == FILL_FORMS and named else [_failed("not_certified", number=number)]
    return [_failed("certified_again", number=number)] if permissions or changed else []


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
    for reference in _entry(value, "/Reference") or ():
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


def _list_objects(changed: set[Number], snapshot: Snapshot) -> str:
    metadata = _objgen(snapshot.pdf.Root.get("/Metadata", {}))
    names = [f"{number} (XMP)" if (number, version) == metadata else str(number) for number, version in sorted(changed)]
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _objgen(item: Any) -> Number:
    objgen: Number = getattr(item, "objgen", (0, 0))
    return objgen


def _document_id(pdf: Any) -> str:
    found = pdf.trailer.get("/ID", ())
    return bytes(found[0]).hex() if len(found) else ""


def _failed(code: str, **details: object) -> Finding:
    texts = {name: str(value) for name, value in details.items()}
    return Finding(key=f"signing.revisions.{code}", details=texts, state=State.FAILED)
