import json

import pytest

from takeover.catalogues import load_catalogue
from takeover.roles import name_role
from takeover.signing.describe import describe_verification, verification_to_plain
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import (
    CHINESE,
    ENGLISH,
    EditionChecker,
    make_manifest,
    make_pdf,
    make_test_identity,
    signed_by,
)

PM = frozenset({make_test_identity("incoming_pm").fingerprint})
CHECKER = EditionChecker(make_manifest())


def test_describe_verification_begins_with_the_verdict() -> None:
    found = verify_pdf(signed_by(Role.INCOMING_PM), trusted=PM, check_edition=CHECKER)
    lines = describe_verification(found, ENGLISH)
    assert lines[0].startswith("PASSED: ")
    assert lines[0].endswith("1 of 4 signed.")
    assert [line for line in lines if not line.startswith("  ")][1:] == [
        "Signatures: passed",
        "Changes after sealing: passed",
        "Embedded edition: passed",
        "Judgement: passed",
        "Signers: passed",
        "Trust: passed",
        "Evidence files: not checked",
        "Record of the takeover: not checked",
    ]


def test_describe_verification_speaks_chinese_and_names_roles() -> None:
    found = verify_pdf(tampering.fill_unsigned(signed_by(Role.INCOMING_PM)), trusted=PM, check_edition=CHECKER)
    lines = describe_verification(found, CHINESE)
    assert lines[0].startswith("未通过（FAILED）：")
    assert "  ✗ 存在无人签署的文字：修订 2 填写了见证人的保留意见，其后却没有该方的签名。" in lines


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_one_key_for_two_parties_names_both(language: str) -> None:
    catalogue = load_catalogue(language)
    data = tampering.sign_with_pyhanko(signed_by(Role.INCOMING_PM), "sign-sponsor", identity="incoming_pm")
    told = "\n".join(describe_verification(verify_pdf(data, trusted=PM, check_edition=CHECKER), catalogue))
    names = [name_role(role, catalogue) for role in (Role.INCOMING_PM, Role.SPONSOR)]
    assert catalogue.text("signing.and").join(names) in told


def test_verification_to_plain_is_json_with_stable_codes() -> None:
    found = verify_pdf(signed_by(Role.INCOMING_PM), trusted=PM, check_edition=CHECKER)
    plain = json.loads(json.dumps(verification_to_plain(found, ENGLISH)))
    assert (plain["verdict"], plain["signed"], plain["expected"]) == ("passed", 1, 4)
    assert [layer["layer"] for layer in plain["layers"]][:2] == ["signatures", "revisions"]
    assert plain["layers"][0]["findings"][0]["key"] == "signing.signatures.sound"
    assert plain["signatures"][0]["certificate"] in PM
    assert [revision["kind"] for revision in plain["revisions"]] == ["sealed", "signature"]


def test_unsigned_baseline_says_so() -> None:
    [headline, *_] = describe_verification(verify_pdf(make_pdf(), trusted=frozenset(), check_edition=CHECKER), ENGLISH)
    assert headline == "INDETERMINATE: a sealed baseline that nobody has signed yet. 0 of 4 signed."
