"""Signing: one incremental revision that fills the signer's text field and signs (PAdES B-B or B-T, pyHanko 0.38).

1. Verify the input: pyHanko signs a tampered file without a word. 2. Check that this role may sign now with this
certificate. 3. Write what the two fields of the box show. 4. Fill `reserve-ROLE`, then sign `sign-ROLE`, on the same
writer: one revision, inside the signer's own byte range. 5. Verify the output.

The incoming PM comes first and certifies (DocMDP P=2: filling and signing only); everybody else approves. The text
field is always filled: an untouched locked field raises false alarms in viewers. /Reason carries the sentence alone.
Nothing is ever attached or added after sealing. With a time-stamp service the signature holds its token (B-T); if that
fails nothing is signed. Leaves to others: clock, files, record entries (`cli`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from takeover.baseline.model import EditionName, Manifest, Signer
from takeover.catalogues import Catalogue
from takeover.errors import BadInput, OutsideFailure, Refused
from takeover.roles import title_role
from takeover.signing.appearance import advances, check_glyphs, draw_block, open_font
from takeover.signing.describe import describe_finding
from takeover.signing.identities import refuse_unfit
from takeover.signing.layout import Block, Overflow, fit_text
from takeover.signing.model import CheckEdition, Identity, Signed, SigningAct, Verification
from takeover.signing.reservations import write_reservations
from takeover.signing.timestamps import Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role

FIRST_SIGNER = Role.INCOMING_PM
_RESERVATION_SIZES = (10.0, 9.0, 8.0)
_STAMP_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What the box will show: the stamp, and the reservations unless the signer typed them in a viewer already."""

    stamp: str
    reservations: str
    typed: bool


def sign_pdf(
    data: bytes,
    act: SigningAct,
    *,
    identity: Identity,
    font: bytes,
    catalogue: Catalogue,
    check_edition: CheckEdition,
    timestamps: Timestamps | None = None,
) -> Signed:
    """Sign a sealed baseline in a role. `font` is an OTF or TTF that can draw `drawn_text`.

    The catalogue's language is that of the stamp and of the words between the parts of a reservation.

    Raises:
        BadInput: not a sealed baseline, text that does not fit its box (SG022, SG023), a certificate that is not valid
            when it signs (SG103, SG104) or not made for signing (SG105), an unusable font.
        Refused: the input was changed (SG010), or this role may not sign here or now (SG011 to SG016).
        OutsideFailure: the font lacks characters (SG026), the time-stamp service failed (SG101, SG102), or the output
            does not pass its own check (SG027).
    """
    refuse_unfit(identity, act.signed_at)
    check_edition = cache(check_edition)  # the edition after signing is the one before, byte for byte
    before = verify_pdf(data, trusted=frozenset(), check_edition=check_edition, about_to_sign=act.role, deep=False)
    _refuse_changed(before, catalogue)
    signer = find_signer(before, act.role)
    check_turn(before, signer, identity)
    shown = _compose_texts(act, identity, before.chain.pending, catalogue)
    signed = _write_revision(data, act, identity, signer, shown, font, timestamps)
    after = verify_pdf(signed, trusted=frozenset({identity.fingerprint}), check_edition=check_edition, deep=False)
    _check_time(after, timestamps)
    _check_output(data, signed, before, after, signer, identity, catalogue)
    return Signed(
        data=signed,
        field=signer.field,
        role=act.role,
        text=shown.reservations or before.chain.revisions[-1].text,
        certificate=identity.fingerprint,
        before=before.chain.hash_before(len(before.chain.revisions)),
        after=hashlib.sha256(signed).hexdigest(),
    )


def drawn_text(act: SigningAct, identity: Identity, catalogue: Catalogue) -> str:
    """Return all that signing will draw, so that a font can be made for it.

    Raises:
        BadInput: a reservation could not be read back as it was meant (SG030).
    """
    stamps = (_compose_stamp(act, identity, kind, catalogue) for kind in ("none", "some", "typed"))
    return "\n".join((*stamps, write_reservations(act.reservations, catalogue.language)))


def _refuse_changed(before: Verification, catalogue: Catalogue) -> None:
    if before.failures:
        raise Refused("SG010", reason=describe_finding(before.failures[0], catalogue))


def find_signer(before: Verification, role: Role) -> Signer:
    """Find the box that a role signs.

    Raises:
        Refused: the client on an internal edition (SG011), or no box for this role (SG012).
    """
    manifest = before.manifest
    assert manifest is not None  # an edition without a manifest has failed
    if role is Role.CLIENT and manifest.edition is EditionName.INTERNAL:
        raise Refused("SG011")
    found = next((signer for signer in manifest.expected if signer.role is role), None)
    if found is None:
        raise Refused("SG012", role=role.value, expected=_roles(manifest))
    return found


def _roles(manifest: Manifest) -> str:
    return ", ".join(signer.role.value for signer in manifest.expected)


def check_turn(before: Verification, signer: Signer, identity: Identity) -> None:
    """Make sure that this box may be signed now, with this certificate.

    Raises:
        Refused: it is signed already (SG013), the incoming PM is first (SG014), another certificate is pinned (SG015).
    """
    taken = {revision.field for revision in before.chain.signatures}
    if signer.field in taken:
        raise Refused("SG013", field=signer.field)
    if not taken and signer.role is not FIRST_SIGNER:
        raise Refused("SG014", role=signer.role.value)
    if signer.certificate and signer.certificate != identity.fingerprint:
        raise Refused("SG015", role=signer.role.value, expected=signer.certificate, found=identity.fingerprint)


def _compose_texts(act: SigningAct, identity: Identity, pending: str, catalogue: Catalogue) -> _Shown:
    if pending and act.reservations:
        raise Refused("SG016", field=pending)
    kind = "typed" if pending else "some" if act.reservations else "none"
    return _Shown(
        stamp=_compose_stamp(act, identity, kind, catalogue),
        reservations="" if pending else write_reservations(act.reservations, catalogue.language),
        typed=bool(pending),
    )


def _compose_stamp(act: SigningAct, identity: Identity, kind: str, catalogue: Catalogue) -> str:
    name, count = identity.common_name, len(act.reservations)
    lines = (
        name if name.endswith(act.party) else f"{act.party} ({name})",
        f"{title_role(act.role, catalogue)} · {identity.organisation}".removesuffix(" · "),
        catalogue.text("signing.stamp.time", time=act.signed_at.strftime("%Y-%m-%d %H:%M %z")),
        catalogue.text(f"signing.stamp.reservations.{kind}", numbers="R1" if count == 1 else f"R1–R{count}"),
        catalogue.text("signing.stamp.certificate", fingerprint=identity.fingerprint[:16]),
    )
    return "\n".join(lines)


def _write_revision(
    data: bytes,
    act: SigningAct,
    identity: Identity,
    signer: Signer,
    shown: _Shown,
    font: bytes,
    timestamps: Timestamps | None,
) -> bytes:
    writer = _open_writer(data)
    engine = open_font(writer, font)
    check_glyphs(engine, shown.stamp + shown.reservations)
    if not shown.typed:
        _fill_text(writer, engine, signer.reserve_field, shown.reservations)
    _draw_stamp(writer, engine, signer.field, shown.stamp)
    return _close_with_signature(writer, act, identity, signer.field, timestamps)


def _open_writer(data: bytes) -> Any:
    """Open an incremental writer that leaves the document's metadata alone.

    pyHanko's own would serialise the XMP packet again in every revision, with another meaning of its extension schema.
    The hook is private: the version is pinned, and a test compares the packet's bytes.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class MetadataKeepingWriter(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave XMP and information dictionary as they were sealed."""

    return MetadataKeepingWriter(BytesIO(data))


def _fill_text(writer: Any, engine: Any, name: str, text: str) -> None:
    from pyhanko.pdf_utils import generic

    reference, field = _find_field(writer, name)
    width, height = _box(field)
    block = fit_text(text, width=width, height=height, sizes=_RESERVATION_SIZES, advance=advances(engine))
    if isinstance(block, Overflow):
        raise BadInput("SG022", field=name, lines=block.lines, room=block.room, over=block.lines - block.room)
    field[generic.NameObject("/V")] = generic.TextStringObject(text)
    _show(writer, engine, reference, field, block)


def _draw_stamp(writer: Any, engine: Any, name: str, text: str) -> None:
    reference, field = _find_field(writer, name)
    width, height = _box(field)
    block = fit_text(text, width=width, height=height, sizes=_STAMP_SIZES, advance=advances(engine))
    if isinstance(block, Overflow):
        raise BadInput("SG023", field=name, lines=block.lines, room=block.room)
    _show(writer, engine, reference, field, block)


def _show(writer: Any, engine: Any, reference: Any, field: Any, block: Block) -> None:
    from pyhanko.pdf_utils import generic as pdf_objects

    generic: Any = pdf_objects
    width, height = _box(field)
    stream = draw_block(writer, engine, block, width=width, height=height)
    field[generic.NameObject("/AP")] = generic.DictionaryObject({generic.NameObject("/N"): stream})
    writer.mark_update(reference)


def _find_field(writer: Any, name: str) -> tuple[Any, Any]:
    fields = writer.root["/AcroForm"]["/Fields"]
    references = [fields.raw_get(index) for index in range(len(fields))]
    return next((found, found.get_object()) for found in references if found.get_object()["/T"] == name)


def _box(field: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    return abs(right - left), abs(top - bottom)


def _close_with_signature(
    writer: Any, act: SigningAct, identity: Identity, field: str, timestamps: Timestamps | None
) -> bytes:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import BaseStampStyle

    class DrawnAlready(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> None:
            """Draw nothing: the box was drawn by `_draw_stamp`."""

    class TimedSigner(PdfSigner):
        def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:  # noqa: FBT001, FBT002 - pyHanko's signature
            """Sign at the given time, not at the clock's."""
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = act.signed_at
            return session

    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=act.sentence,
        subfilter=SigSeedSubFilter.PADES,
        certify=act.role is FIRST_SIGNER,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    stamper = timestamps.make_stamper() if timestamps else None
    signer = TimedSigner(metadata, signer=identity.make_signer(), timestamper=stamper, stamp_style=DrawnAlready())
    output: BytesIO = signer.sign_pdf(writer, existing_fields_only=True)
    return output.getvalue()


def _check_time(after: Verification, timestamps: Timestamps | None) -> None:
    """Make sure that the newest signature holds a sound time stamp, where one was asked for."""
    if timestamps is not None and (not after.signatures or after.signatures[-1].stamp is None):
        raise OutsideFailure("SG102", address=timestamps.address)


def _check_output(
    data: bytes,
    signed: bytes,
    before: Verification,
    after: Verification,
    signer: Signer,
    identity: Identity,
    catalogue: Catalogue,
) -> None:
    if after.failures:
        raise OutsideFailure("SG027", reason=describe_finding(after.failures[0], catalogue))
    newest = after.signatures[-1] if after.signatures else None
    ours = newest is not None and (newest.field, newest.fingerprint) == (signer.field, identity.fingerprint)
    if not (signed.startswith(data) and ours and after.signed == before.signed + 1):
        raise OutsideFailure("SG027", reason=signer.field)
