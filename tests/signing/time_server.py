"""An RFC 3161 time-stamp server on 127.0.0.1, with a certificate of its own; and ways in which it can fail."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import cms, core, keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

STAMPED_AT = dt.datetime(2026, 11, 23, 1, 31, 7, tzinfo=dt.UTC)
NAME = "TEST time stamps"


@lru_cache
def make_authority(*, may_stamp: bool) -> tuple[bytes, bytes]:
    """A certificate and its key (DER); without `may_stamp` it is for servers instead."""
    key = rsa.generate_private_key(65537, 2048)
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = ExtendedKeyUsageOID.TIME_STAMPING if may_stamp else ExtendedKeyUsageOID.SERVER_AUTH
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2036, 1, 1, tzinfo=dt.UTC))
        .add_extension(certificates.ExtendedKeyUsage([usage]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.DER), private


def answer(query: bytes, *, may_stamp: bool = True, token_bytes: int = 0) -> bytes:
    """A granted time stamp on what is asked; with `token_bytes` of this length, by an unsigned attribute."""
    certificate, key = make_authority(may_stamp=may_stamp)
    server = DummyTimeStamper(x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(key), fixed_dt=STAMPED_AT)
    given = server.request_tsa_response(tsp.TimeStampReq.load(query))
    if token_bytes:
        _pad(given["time_stamp_token"], token_bytes)
    reply: bytes = given.dump(force=True)
    return reply


def _pad(token: cms.ContentInfo, length: int) -> None:
    (signer,) = token["content"]["signer_infos"]
    filler = 1000
    for _ in range(2):  # the first to learn how much is missing
        signer["unsigned_attrs"] = [{"type": "1.2.3.4.5", "values": [core.OctetString(bytes(filler))]}]
        filler += length - len(token.dump(force=True))
    assert len(token.dump(force=True)) == length


def refuse(query: bytes) -> bytes:
    """The answer of a server that does not want to."""
    status = {"status": "rejection", "status_string": ["no quota left"], "fail_info": {"unaccepted_policy"}}
    said: bytes = tsp.PKIStatusInfo(status).dump()
    return bytes([0x30, len(said)]) + said


def answer_another(query: bytes) -> bytes:
    """A time stamp on another hash, under the number that was sent."""
    asked = tsp.TimeStampReq.load(query)
    asked["message_imprint"]["hashed_message"] = b"x" * 32
    return answer(asked.dump(force=True))


def replay(query: bytes) -> bytes:
    """A time stamp under another number."""
    asked = tsp.TimeStampReq.load(query)
    asked["nonce"] = 5
    return answer(asked.dump(force=True))


def spoil(query: bytes) -> bytes:
    """A time stamp whose signature was damaged on the way."""
    reply = bytearray(answer(query))
    reply[-3] ^= 1
    return bytes(reply)


@dataclass
class Served:
    """A running server: its address, and what it was asked."""

    address: str
    queries: list[bytes] = field(default_factory=list)


@contextmanager
def serve(
    reply: Callable[[bytes], bytes] = answer, *, status: int = 200, media: str = "application/timestamp-reply"
) -> Iterator[Served]:
    """Run a server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            served.queries.append(query)
            body = reply(query) if status == 200 else b""
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", served.address)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Served(address=f"http://127.0.0.1:{server.server_port}/tsa")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
