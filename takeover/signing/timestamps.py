"""Time stamps: an RFC 3161 server witnesses when a signature existed (PAdES B-T). The only file that uses a network.

Rules: off unless the user's settings name a server; what leaves this machine is one SHA-256 and a random number, never
the document. Redirects are not followed, so that the answer comes from the server that was named. The answer must be
about our hash and our number; whether the token itself is sound is checked with the finished signature (`sign`).
A server that fails stops the signing: a signature without the time that its signer counts on must not come about.

One signature asks once. pyHanko would ask twice, the first time to learn how long a token is; it is told instead.
Leaves to others: who the server is and whether to believe it (`verify`).
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from takeover.errors import BadInput, OutsideFailure

TIMEOUT_S = 20.0
MAX_BYTES = 100_000
"""Longest answer that is read."""
MAX_TOKEN_BYTES = 10_000
"""Longest token that is taken; with its certificates one has 3 to 8 kB."""
_TOKEN_BYTES = 8_000
"""How long pyHanko takes a token to be. It reserves half as much again, so `MAX_TOKEN_BYTES` always fit."""
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamps:
    """A time-stamp service by its address.

    Raises:
        BadInput: the address is none of http or https with a host (SG100).
    """

    address: str

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput("SG100", address=self.address)

    def make_stamper(self) -> Any:
        """Build pyHanko's client; its errors are ours (SG101)."""
        from asn1crypto.cms import ContentInfo
        from asn1crypto.core import OctetString
        from pyhanko.sign.timestamps import TimeStamper

        address = self.address
        make_token: Any = ContentInfo
        make_content: Any = OctetString

        class Stamper(TimeStamper):
            async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
                """Ask for a token on a hash."""
                ask: Any = self.request_cms
                nonce, query = ask(message_digest, md_algorithm)
                return _read_reply(_post(address, query.dump()), nonce, message_digest, address)

            async def async_dummy_response(self, md_algorithm: str) -> Any:
                """Say how long a token is, without asking."""
                del md_algorithm
                return make_token({"content_type": "data", "content": make_content(bytes(_TOKEN_BYTES))})

        make: Any = Stamper
        return make()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing; the answer is then an error of its own."""


def _post(address: str, query: bytes) -> bytes:
    headers = {"Content-Type": _QUERY, "Accept": _REPLY}
    request = urllib.request.Request(address, data=query, headers=headers, method="POST")  # noqa: S310 - http or https, see Timestamps
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            if answer.headers.get_content_type() != _REPLY:
                raise OutsideFailure("SG101", address=address, reason=answer.headers.get_content_type())
            reply: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise OutsideFailure("SG101", address=address, reason=f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise OutsideFailure("SG101", address=address, reason=str(reason) or type(error).__name__) from error
    if len(reply) > MAX_BYTES:
        raise OutsideFailure("SG101", address=address, reason=f"> {MAX_BYTES} bytes")
    return reply


def _read_reply(reply: bytes, nonce: int | None, digest: bytes, address: str) -> Any:
    """Return the token of a reply (RFC 3161, 2.4.2), if it is about our hash and number."""
    try:
        token, reason = _find_token(reply, nonce, digest)
    except Exception as error:  # asn1crypto's errors on what a server sends are of every kind
        raise OutsideFailure("SG101", address=address, reason=type(error).__name__) from error
    if token is None:
        raise OutsideFailure("SG101", address=address, reason=reason)
    if len(token.dump()) > MAX_TOKEN_BYTES:
        raise OutsideFailure("SG101", address=address, reason=f"> {MAX_TOKEN_BYTES} bytes")
    return token


def _find_token(reply: bytes, nonce: int | None, digest: bytes) -> tuple[Any, str]:
    from asn1crypto import parser, tsp

    load: Any = tsp.TimeStampResp.load
    load_status: Any = tsp.PKIStatusInfo.load
    parse: Any = parser.parse
    status = load_status(parse(reply, strict=True)[4])  # on its own: asn1crypto wants a token in a refusal too
    if status["status"].native not in ("granted", "granted_with_mods"):
        said = [*(status["status_string"].native or ()), *(status["fail_info"].native or ())]
        return None, "; ".join(said) or str(status["status"].native)
    token = load(reply, strict=True)["time_stamp_token"]
    info = token["content"]["encap_content_info"]["content"].parsed
    if info["nonce"].native != nonce:
        return None, "nonce"
    if info["message_imprint"]["hashed_message"].native != digest:
        return None, "messageImprint"
    return token, ""
