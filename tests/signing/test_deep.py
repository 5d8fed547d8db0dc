import datetime as dt
import logging
from collections.abc import Callable

import pytest

from takeover.baseline.check import check_edition
from takeover.signing import deep
from takeover.signing.deep import check_deeply
from takeover.signing.model import LayerName, State, Verdict
from takeover.signing.verify import verify_pdf
from takeover.values import Role
from tests.signing import tampering
from tests.signing.samples import make_pdf, signed_by
from tests.signing.scene import TRUSTED, make_scene

BOTH = (Role.INCOMING_PM, Role.SPONSOR)


def test_check_deeply_finds_nothing_damaged_in_a_good_file() -> None:
    assert check_deeply(make_pdf()) == {}
    assert check_deeply(signed_by(*BOTH)) == {"sign-incoming-pm": "", "sign-sponsor": ""}


@pytest.mark.parametrize(
    ("attack", "damage"),
    [
        (tampering.edit_reason, ["", "digest"]),
        (tampering.replace_page_content, ["changed_later", "changed_later"]),
        (tampering.swap_cms, ["digest", "digest"]),
    ],
)
def test_check_deeply_says_what_pyhanko_finds(attack: Callable[[bytes], bytes], damage: list[str]) -> None:
    found = check_deeply(attack(signed_by(Role.INCOMING_PM, Role.OUTGOING_PM)))
    assert list(found.values()) == damage


def test_check_deeply_is_quiet_and_leaves_logging_alone(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("pyhanko")
    level = logger.level
    check_deeply(tampering.replace_page_content(signed_by(*BOTH)))
    assert capfd.readouterr() == ("", "")
    assert logger.level == level


@pytest.mark.parametrize("reported", [None, dt.datetime(2026, 1, 1), "yesterday", ValueError("no date")])  # noqa: DTZ001 - a time without zone is the case
def test_a_claimed_time_has_its_zone_or_is_none(reported: object) -> None:
    class Signature:
        @property
        def self_reported_timestamp(self) -> object:
            if isinstance(reported, Exception):
                raise reported
            return reported

    assert deep._claimed_time(Signature()) is None


def deep_layer(data: bytes) -> tuple[Verdict, State, list[str]]:
    found = verify_pdf(data, trusted=frozenset(TRUSTED), check_edition=check_edition, deep=True)
    layer = found.layer(LayerName.DEEP)
    return found.verdict, layer.state, [finding.key.removeprefix("signing.") for finding in layer.findings]


def test_the_second_opinion_is_a_layer_of_its_own() -> None:
    assert deep_layer(make_scene().good) == (Verdict.PASSED, State.PASSED, ["deep.agrees"])
    changed = deep_layer(tampering.replace_page_content(make_scene().good))
    assert changed == (Verdict.FAILED, State.FAILED, ["deep.damage"] * 3)


def test_the_second_opinion_can_only_add_failures() -> None:
    """pyHanko accepts a changed XMP packet; our own chain does not, and it decides."""
    verdict, state, _ = deep_layer(tampering.change_xmp(make_scene().good))
    assert (verdict, state) == (Verdict.FAILED, State.PASSED)


def test_a_file_that_pyhanko_cannot_read_fails_in_its_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise ValueError("no trailer\nmore")

    monkeypatch.setattr("takeover.signing.verify.check_deeply", refuse)
    assert deep_layer(make_scene().good) == (Verdict.FAILED, State.FAILED, ["deep.unreadable"])


def test_without_being_asked_pyhanko_is_not_loaded() -> None:
    from tests.signing.running import run_python

    code = (
        "import sys; from tests.signing.scene import make_scene\n"
        "data = make_scene().good\n"
        "for name in [n for n in sys.modules if n.startswith('pyhanko')]: del sys.modules[name]\n"
        "sys.modules['pyhanko'] = None\n"
        "from takeover.signing.verify import verify_pdf; from takeover.baseline.check import check_edition\n"
        "print(verify_pdf(data, trusted=frozenset(), check_edition=check_edition).verdict)"
    )
    ran = run_python("-c", code)
    assert (ran.code, ran.out.strip()) == (0, "indeterminate"), ran.err
