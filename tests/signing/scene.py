"""A scene for attacks: one real takeover with its folder, sealed and signed by three, so that every layer is real.

The PDF is a small one (`samples.make_pdf`), the edition inside, the record and the kept evidence are those of the
baseline and record rooms, and `takeover verify` itself judges.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from takeover.baseline.check import check_edition
from takeover.baseline.freeze import Frozen
from takeover.baseline.manifest import hash_manifest
from takeover.baseline.model import EditionName
from takeover.catalogues import load_catalogue
from takeover.record import kinds, signoff_kinds
from takeover.record.kinds import Evidence, Grade
from takeover.record.signoff_kinds import SignatureFacts
from takeover.roles import sentence_for
from takeover.signing.model import Identity, SigningAct
from takeover.signing.sign import sign_pdf
from takeover.values import Code, Level, Method, Role
from tests.baseline.sealing import INTERNAL, seal
from tests.builders import RecordBuilder
from tests.signing.samples import SIGNED_AT, make_font, make_pdf, make_test_identity

SIGNERS = (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR)
PARTIES = {Role.INCOMING_PM: "incomin1", Role.OUTGOING_PM: "outgoin1", Role.SPONSOR: "sponsor1"}
PROOF = b"minutes of the meeting of 3 March\n"
TRUSTED = tuple(make_test_identity(role.value).fingerprint for role in SIGNERS)


@dataclass(frozen=True)
class Scene:
    """A baseline with its files: `signed` after each signature, `record` as it stands afterwards."""

    frozen: Frozen
    base: bytes
    signed: tuple[bytes, ...]
    record: bytes

    @property
    def good(self) -> bytes:
        """The file with all three signatures."""
        return self.signed[-1]

    @property
    def expect(self) -> str:
        """The SHA-256 of the good file, as somebody noted it."""
        return hashlib.sha256(self.good).hexdigest()

    def write_folder(self, folder: Path) -> Path:
        """Write the takeover's folder with the record and the kept evidence."""
        (folder / "evidence").mkdir(parents=True)
        (folder / "record.jsonl").write_bytes(self.record)
        (folder / "evidence" / f"{hashlib.sha256(PROOF).hexdigest()}.txt").write_bytes(PROOF)
        return folder


def tell(words: str = "the minutes say so") -> RecordBuilder:
    """A record with something of every level, and one statement with a kept evidence file."""
    record = RecordBuilder()
    record.say("goals.owner", "yes", words="项目发起人")
    record.say("goals.owner", "no", by="client01")
    record.say("inside.canary-margin", "no", sharing=Level.INTERNAL)
    record.say("inside.canary-doubt", "no", sharing=Level.PRIVATE)
    record.say("goals.signed", "partly")
    digest = hashlib.sha256(PROOF).hexdigest()
    proof = Evidence(grade=Grade.E3, sha256=digest, bytes=len(PROOF), media="text/plain", title="minutes", kept=True)
    asked = kinds.Asked(
        question="contract.paid", checklist="test", version="1.0.0", sha256="ef" * 32, language="en", text="Paid?"
    )
    record.add(
        kinds.answered(
            record.stamp(Level.SHARED),
            asked=asked,
            party="sponsor1",
            method=Method.DOCUMENT_EXAMINED,
            answer=Code(code="yes"),
            words=words,
            evidence=(proof,),
        )
    )
    return record


def pdf_of(frozen: Frozen, *, object_streams: bool = True) -> bytes:
    """The sealed PDF of a frozen edition."""
    return make_pdf(
        frozen.manifest.expected,
        edition=frozen.edition_file,
        checklist=frozen.checklist_file,
        document_id=bytes.fromhex(frozen.manifest.root)[:16],
        object_streams=object_streams,
        reserve_height=60,
    )


def sign_real(data: bytes, role: Role, *, at: dt.datetime = SIGNED_AT, identity: Identity | None = None) -> bytes:
    """Sign as `takeover sign` does, every check on."""
    catalogue = load_catalogue("en")
    act = SigningAct(role=role, party=role.value, sentence=sentence_for(role, catalogue), signed_at=at)
    return sign_pdf(
        data,
        act,
        identity=identity or make_test_identity(role.value),
        font=make_font(),
        catalogue=catalogue,
        check_edition=check_edition,
    ).data


def sign_in_turn(data: bytes, roles: tuple[Role, ...] = SIGNERS) -> tuple[bytes, ...]:
    """Sign a file by these roles, a minute apart; the file after each of them."""
    files: list[bytes] = []
    for minute, role in enumerate(roles):
        data = sign_real(data, role, at=SIGNED_AT + dt.timedelta(minutes=minute))
        files.append(data)
    return tuple(files)


def note_pdf(record: RecordBuilder, frozen: Frozen, base: bytes, signed: tuple[bytes, ...]) -> None:
    """Enter seal and signatures in the record, as the commands do."""
    manifest = frozen.manifest
    facts = {"edition": manifest.edition.value, "manifest": hash_manifest(frozen.manifest), "bytes": len(base)}
    edition = facts | {"pdf": hashlib.sha256(base).hexdigest()}
    shared, private = record.stamp(Level.SHARED), record.stamp(Level.PRIVATE)
    salts = {level.value: salt.hex() for level, salt in frozen.level_salts.items()}
    number, root, head = manifest.baseline, manifest.root, manifest.head
    record.add(
        signoff_kinds.sealed(shared, baseline=number, root=root, head=head, editions=[edition]),
        signoff_kinds.sealed_salts(private, baseline=number, level_salts=salts),
    )
    files = (base, *signed)
    for role, before, after in zip(SIGNERS, files, files[1:], strict=False):
        name = role.value.replace("_", "-")
        signature = SignatureFacts(
            field=f"sign-{name}",
            certificate=make_test_identity(role.value).fingerprint,
            before=hashlib.sha256(before).hexdigest(),
            after=hashlib.sha256(after).hexdigest(),
            text="",
        )
        stamp = record.stamp(Level.SHARED)
        record.add(
            signoff_kinds.signed(
                stamp,
                baseline=number,
                edition=EditionName(manifest.edition).value,
                party=PARTIES[role],
                signature=signature,
            )
        )


@lru_cache
def make_scene() -> Scene:
    """The scene that most attacks start from."""
    record = tell()
    frozen = seal(record, INTERNAL)
    base = pdf_of(frozen)
    signed = sign_in_turn(base)
    note_pdf(record, frozen, base, signed)
    return Scene(frozen=frozen, base=base, signed=signed, record=record.bytes())


@lru_cache
def make_later_scene() -> Scene:
    """The same takeover after a second baseline was sealed and signed."""
    first = make_scene()
    record = tell()
    note_pdf(record, first.frozen, first.base, first.signed)
    record.say("goals.signed", "no", by="client01", words="said after the first baseline")
    frozen = seal(record, INTERNAL)
    base = pdf_of(frozen)
    signed = sign_in_turn(base)
    note_pdf(record, frozen, base, signed)
    return Scene(frozen=frozen, base=base, signed=signed, record=record.bytes())
