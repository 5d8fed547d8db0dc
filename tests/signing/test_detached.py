import datetime as dt
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import pem

from takeover.baseline.model import EditionName
from takeover.errors import BadInput
from takeover.record.canonical import encode_canonical
from takeover.signing.detached import (
    About,
    Declaration,
    LiftingDeclaration,
    SigningDeclaration,
    check_detached,
    encode_declaration,
    judge_detached,
    read_declaration,
    sign_declaration,
)
from takeover.signing.model import State
from takeover.signing.reservations import NO_RESERVATIONS
from takeover.values import Role
from tests.signing.samples import SIGNED_AT, make_test_identity

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
ABOUT = About(
    takeover="ab" * 32,
    baseline=1,
    edition=EditionName.INTERNAL,
    root="cd" * 32,
    pdf="ef" * 32,
    role=Role.SPONSOR,
    name="发起人",
    language="zh-Hans",
)
SIGNING = SigningDeclaration(about=ABOUT, sentence="本人已知悉。", lines=("R1 F-07：异议 日期", "R2: disputed all"))
LIFTING = LiftingDeclaration(about=ABOUT, number="R1", reservation="日期", reason="The contract was shown to me.")
DECLARATIONS = (SIGNING, SigningDeclaration(about=ABOUT, sentence="x"), LIFTING)


def sign(declaration: Declaration = SIGNING, name: str = "sponsor") -> tuple[bytes, bytes]:
    data = encode_declaration(declaration)
    return data, sign_declaration(data, identity=make_test_identity(name), at=SIGNED_AT)


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_declaration_reads_back_and_is_one_canonical_line(declaration: Declaration) -> None:
    data = encode_declaration(declaration)
    assert read_declaration(data) == declaration
    assert b"\n" not in data
    assert encode_canonical(json.loads(data)) == data


def test_declaration_without_reservations_says_so() -> None:
    assert SigningDeclaration(about=ABOUT, sentence="x").text == NO_RESERVATIONS


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"[]",
        lambda data: b"{" * 5000,
        lambda data: b"\xff" + data,
        lambda data: data + b"\n",
        lambda data: b" " * 2**20 + data,
        lambda data: data.replace(b"takeover-declaration/1", b"takeover-declaration/2"),
        lambda data: data.replace(b'"act":"sign"', b'"act":"sell"'),
        lambda data: data.replace(b'"baseline":1', b'"baseline":"1"'),
        lambda data: data.replace(b'"baseline":1', b'"baseline":true'),
        lambda data: data.replace(b'"sponsor"', b'"king"'),
        lambda data: data.replace(b'"root":"cd', b'"root":1,"x":"cd'),
        lambda data: data.replace(b'"language":"zh-Hans",', b""),
        lambda data: data.replace(b'"R2: disputed all"', b"7"),
        lambda data: data.replace("发".encode(), b"\\u53d1"),
    ],
)
def test_what_is_no_declaration_is_named_as_that(change) -> None:
    data = change(encode_declaration(SIGNING))
    with pytest.raises(BadInput) as caught:
        read_declaration(data)
    assert caught.value.code == "SG064"


@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_signature_holds_over_its_declaration(declaration: Declaration) -> None:
    found = check_detached(*sign(declaration))
    identity = make_test_identity("sponsor")
    assert found.declaration == declaration
    assert (found.signature.sound, found.signature.damage, found.signature.doubt) == (True, "", "")
    assert (found.signature.field, found.signature.common_name) == ("sign-sponsor", "TEST sponsor")
    assert found.signature.fingerprint == identity.fingerprint
    assert found.signature.claimed_at == SIGNED_AT


def test_signature_may_be_armoured() -> None:
    data, signature = sign()
    assert check_detached(data, pem.armor("CMS", signature)).signature.sound


@pytest.mark.parametrize(
    ("old", "new"),
    [("all", "ill"), ("ef" * 32, "ee" * 32), ("cd" * 32, "ce" * 32), ("sponsor", "witness"), ("日期", "金额")],
)
def test_changed_declaration_is_found(old: str, new: str) -> None:
    data, signature = sign()
    changed = data.replace(old.encode(), new.encode())
    assert changed != data
    assert check_detached(changed, signature).signature.damage == "digest"


def test_signature_without_its_reservations_does_not_hold() -> None:
    """The reservations are in the signed bytes: nobody can show the signature without them."""
    _, signature = sign()
    bare = encode_declaration(replace(SIGNING, lines=()))
    assert not check_detached(bare, signature).signature.sound


def is_sound(data: bytes, signature: bytes) -> bool:
    try:
        return check_detached(data, signature).signature.sound
    except BadInput as error:
        return error.code != "SG065"


def test_any_flipped_bit_of_the_signature_is_found() -> None:
    data, signature = sign()
    flipped = (signature[:n] + bytes([signature[n] ^ 1]) + signature[n + 1 :] for n in range(0, len(signature), 7))
    assert is_sound(data, signature)
    assert not any(is_sound(data, changed) for changed in flipped)


@pytest.mark.parametrize("signature", [b"", b"0", b"\x30\x80", b"-----BEGIN CMS-----\nnothing\n", b"x" * 1000])
def test_what_is_no_signature_is_named_as_that(signature: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        check_detached(encode_declaration(SIGNING), signature)
    assert caught.value.code == "SG065"


def test_certificate_that_ran_out_does_not_sign_and_is_doubted() -> None:
    identity = make_test_identity("sponsor", (2020, 2021))
    with pytest.raises(BadInput) as caught:
        sign_declaration(b"{}", identity=identity, at=SIGNED_AT)
    assert caught.value.code == "SG103"


def test_judgement_for_the_record_layer() -> None:
    data, signature = sign()
    found = check_detached(data, signature)
    held = judge_detached(found, root=ABOUT.root, pdf=ABOUT.pdf)
    assert (held.key, held.state, held.details["text"]) == ("signing.detached.sound", State.PASSED, SIGNING.text)
    for other in (
        judge_detached(found, root="00" * 32, pdf=ABOUT.pdf),
        judge_detached(found, root=ABOUT.root, pdf="00" * 32),
        judge_detached(check_detached(data.replace(b"all", b"ill"), signature), root=ABOUT.root, pdf=ABOUT.pdf),
        judge_detached(check_detached(*sign(LIFTING)), root=ABOUT.root, pdf=ABOUT.pdf),
    ):
        assert (other.key, other.state) == ("signing.detached.broken", State.FAILED)


def write_pair(folder: Path) -> Path:
    data, signature = sign()
    (folder / "s.json").write_bytes(data)
    (folder / "s.json.p7s").write_bytes(signature)
    (folder / "signer.pem").write_bytes(pem.armor("CERTIFICATE", check_detached(data, signature).signature.certificate))
    return folder


def openssl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)


VERIFY = ("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.json.p7s", "-content", "s.json",
          "-CAfile", "signer.pem", "-purpose", "any", "-out", "out.json")  # fmt: skip


@needs_openssl
def test_openssl_agrees(tmp_path: Path) -> None:
    done = openssl(write_pair(tmp_path), *VERIFY)
    assert (done.returncode, "CAdES Verification successful" in done.stderr) == (0, True), done.stderr
    assert (tmp_path / "out.json").read_bytes() == (tmp_path / "s.json").read_bytes()


@needs_openssl
def test_openssl_finds_a_changed_declaration(tmp_path: Path) -> None:
    folder = write_pair(tmp_path)
    file = folder / "s.json"
    file.write_bytes(file.read_bytes().replace(b"all", b"ill"))
    assert openssl(folder, *VERIFY).returncode != 0


@needs_openssl
def test_a_declaration_that_openssl_signed_is_taken(tmp_path: Path) -> None:
    """A party who does not want our program can sign the declaration with what is at hand."""
    data = encode_declaration(SIGNING)
    (tmp_path / "s.json").write_bytes(data)
    key = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k.pem",
           "-out", "c.pem", "-subj", "/CN=TEST other tool", "-addext", "keyUsage=critical,digitalSignature")  # fmt: skip
    assert openssl(tmp_path, *key).returncode == 0
    signing = ("cms", "-sign", "-cades", "-binary", "-outform", "DER", "-md", "sha256", "-in", "s.json",
               "-signer", "c.pem", "-inkey", "k.pem", "-out", "s.json.p7s")  # fmt: skip
    assert openssl(tmp_path, *signing).returncode == 0
    found = check_detached(data, (tmp_path / "s.json.p7s").read_bytes())
    assert (found.signature.sound, found.signature.common_name) == (True, "TEST other tool")
    assert found.signature.claimed_at is not None
    assert abs(found.signature.claimed_at - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)  # noqa: TID251 - openssl reads the clock
