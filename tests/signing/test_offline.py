"""What signs and validates loads no network client."""

from __future__ import annotations

from tests.signing.running import run_python

PROGRAM = """
import sys, takeover.signing
import pyhanko.sign.signers, pyhanko.sign.timestamps, pyhanko.sign.validation
print("aiohttp" in sys.modules, pyhanko.sign.timestamps.HTTPTimeStamper.__bases__ == (object,))
"""


def test_signing_and_validating_load_no_network_client() -> None:
    ran = run_python("-c", PROGRAM)
    assert (ran.code, ran.out.split()) == (0, ["False", "True"])
