"""PAdES B-T: a token of the named server in the signature, or no signature at all."""

from __future__ import annotations

import socket
from collections.abc import Callable
from io import BytesIO

import pytest
from asn1crypto import tsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from takeover.errors import BadInput, OutsideFailure
from takeover.signing.timestamps import MAX_TOKEN_BYTES, Timestamps
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import time_server
from tests.signing.samples import (
    CHINESE,
    ENGLISH,
    SIGNED_AT,
    EditionChecker,
    make_manifest,
    make_pdf,
    sign_as,
    signed_by,
)
from tests.signing.time_server import STAMPED_AT, make_authority, serve


def unused_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def test_a_signature_with_a_time_stamp_verifies_and_names_time_and_server() -> None:
    with serve() as server:
        signed = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address))
    found = verify_pdf(signed.data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()))
    assert found.failures == ()
    (check,) = found.signatures
    assert check.sound
    assert check.stamp is not None
    assert (check.stamp.at, check.stamp.certificate) == (STAMPED_AT, make_authority(may_stamp=True)[0])


def test_the_others_sign_over_a_stamped_signature_with_or_without_a_stamp() -> None:
    with serve() as server:
        stamps = Timestamps(address=server.address)
        data = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=stamps).data
        data = sign_as(data, Role.SPONSOR).data
        data = sign_as(data, Role.WITNESS, timestamps=stamps).data
    found = verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()), deep=True)
    assert found.failures == ()
    assert [check.stamp is not None for check in found.signatures] == [True, False, True]


def test_another_library_finds_the_token_inside_the_signature() -> None:
    with serve() as server:
        signed = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address))
    (signature,) = PdfFileReader(BytesIO(signed.data)).embedded_signatures
    roots = [signature.signer_cert, x509.Certificate.load(make_authority(may_stamp=True)[0])]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=SIGNED_AT)
    stamp = validate_pdf_signature(signature, context, skip_diff=True).timestamp_validity
    assert (stamp.intact, stamp.valid, stamp.trusted, stamp.timestamp) == (True, True, True, STAMPED_AT)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_what_leaves_the_machine_is_a_hash_and_a_number_once_a_signature() -> None:
    with serve() as server:
        stamps = Timestamps(address=server.address)
        data = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=stamps).data
        sign_as(data, Role.SPONSOR, timestamps=stamps)
    assert len(server.queries) == 2
    for query in server.queries:
        asked = tsp.TimeStampReq.load(query)
        assert len(query) < 100
        assert asked["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
        assert asked["cert_req"].native
    numbers = [tsp.TimeStampReq.load(query)["nonce"].native for query in server.queries]
    assert len(set(numbers)) == 2


def test_the_longest_token_that_is_taken_fits_and_a_longer_one_stops_the_signing() -> None:
    def token_of(length: int) -> Callable[[bytes], bytes]:
        return lambda query: time_server.answer(query, token_bytes=length)

    with serve(token_of(MAX_TOKEN_BYTES)) as server:
        signed = sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address))
    found = verify_pdf(signed.data, trusted=frozenset(), check_edition=EditionChecker(make_manifest()))
    assert (found.failures, found.signatures[0].stamp is not None) == ((), True)
    with serve(token_of(MAX_TOKEN_BYTES + 1)) as server, pytest.raises(OutsideFailure) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address))
    assert (caught.value.code, caught.value.details["reason"]) == ("SG101", f"> {MAX_TOKEN_BYTES} bytes")


def test_without_an_address_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert sign_as(make_pdf(), Role.INCOMING_PM).field == "sign-incoming-pm"


@pytest.mark.parametrize(
    ("reply", "status", "media", "code", "reason"),
    [
        (time_server.refuse, 200, "application/timestamp-reply", "SG101", "no quota left"),
        (time_server.replay, 200, "application/timestamp-reply", "SG101", "nonce"),
        (time_server.answer_another, 200, "application/timestamp-reply", "SG101", "messageImprint"),
        (lambda _query: b"hello", 200, "application/timestamp-reply", "SG101", "ValueError"),
        (lambda _query: b"", 200, "application/timestamp-reply", "SG101", "ValueError"),
        (lambda _query: b"0" * 200_000, 200, "application/timestamp-reply", "SG101", "bytes"),
        (time_server.answer, 200, "text/html", "SG101", "text/html"),
        (time_server.answer, 500, "application/timestamp-reply", "SG101", "HTTP 500"),
        (time_server.answer, 302, "application/timestamp-reply", "SG101", "HTTP 302"),
        (time_server.spoil, 200, "application/timestamp-reply", "SG102", ""),
        (lambda query: time_server.answer(query, may_stamp=False), 200, "application/timestamp-reply", "SG102", ""),
    ],
)
def test_a_server_that_fails_stops_the_signing(
    reply: Callable[[bytes], bytes], status: int, media: str, code: str, reason: str
) -> None:
    with serve(reply, status=status, media=media) as server, pytest.raises(OutsideFailure) as caught:
        sign_as(make_pdf(), Role.INCOMING_PM, timestamps=Timestamps(address=server.address))
    assert caught.value.code == code
    assert reason in caught.value.details.get("reason", "")
    assert caught.value.details["address"] == server.address
    assert all(server.address in caught.value.describe(catalogue) for catalogue in (ENGLISH, CHINESE))


def test_a_server_that_is_not_there_stops_the_signing() -> None:
    with pytest.raises(OutsideFailure) as caught:
        sign_as(signed_by(Role.INCOMING_PM), Role.SPONSOR, timestamps=Timestamps(address=unused_address()))
    assert caught.value.code == "SG101"
    assert "refused" in caught.value.details["reason"]


@pytest.mark.parametrize("address", ["", "tsa.example.org", "ftp://tsa.example.org/", "file:///etc/passwd", "http://"])
def test_only_web_addresses_are_taken(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        Timestamps(address=address)
    assert caught.value.code == "SG100"
