"""Verifying and signing as processes, against pyHanko's own validation of the same file in the same run.

The files are real: rendered, sealed, and signed by five. Ratios hold on any machine; seconds are those of this one.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import lru_cache
from pathlib import Path

from takeover.baseline.check import check_edition
from takeover.baseline.freeze import Frozen, draw_up, freeze, freeze_inputs
from takeover.baseline.model import SIGNERS, EditionName, Tools
from takeover.catalogues import load_catalogue
from takeover.report.document import render_baseline
from takeover.roles import sentence_for
from takeover.signing.keys import make_identity
from takeover.signing.model import SigningAct
from takeover.signing.sign import sign_pdf
from takeover.signing.snapshots import find_extents, open_strictly
from takeover.values import Level
from tests.bench import SLACK
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question
from tests.signing.running import Ran, run_python, run_takeover
from tests.signing.samples import SIGNED_AT, make_font, make_test_identity

PAGES = {12: 14, 100: 254}
"""Questions that fill so many pages."""
SECONDS = {12: 1.5, 100: 4.0}
MEGABYTES = 150
SIGN_SECONDS = 2.0
FASTER = 7
WORDS = "The minutes of 3 March say so, page 4; the annex was never handed over. 会议纪要有载。"
PYHANKO = """
import sys
from takeover.signing.deep import check_deeply
found = check_deeply(open(sys.argv[1], "rb").read())
sys.exit(0 if len(found) == 5 and not any(found.values()) else 1)
"""
"""Reader, validation and difference analysis of pyHanko, as its own command calls them, for every signature."""


@lru_cache
def signed_by_five(pages: int) -> bytes:
    """A sealed shared edition of so many pages, signed by all five parties."""
    frozen = freeze_questions(PAGES[pages])
    files = {"edition_file": frozen.edition_file, "checklist_file": frozen.checklist_file}
    data = render_baseline(frozen.baseline, **files)
    catalogue = load_catalogue("en")
    for minute, role in enumerate(SIGNERS[EditionName.SHARED]):
        at = SIGNED_AT + dt.timedelta(minutes=minute)
        act = SigningAct(role=role, party=role.value, sentence=sentence_for(role, catalogue), signed_at=at)
        identity, font = make_test_identity(role.value), make_font()
        data = sign_pdf(data, act, identity=identity, font=font, catalogue=catalogue, check_edition=check_edition).data
    return data


def freeze_questions(count: int) -> Frozen:
    ids = [f"part{number % 9}.question-{number}" for number in range(count)]
    checklist = make_checklist(*(make_question(question) for question in sorted(ids)))
    record = RecordBuilder()
    for question in ids:
        for party in ("sponsor1", "client01", "outgoin1"):
            record.say(question, "partly", by=party, words=WORDS)
    chain = record.chain()
    draft = draw_up(chain, checklist, edition=EditionName.SHARED, as_of=AS_OF, days_off=())
    return freeze(
        draft,
        chain,
        full_hash="ab" * 32,
        inputs=freeze_inputs(draft, zone="Europe/Berlin", days_off=()),
        level_salts={level: bytes([number]) * 32 for number, level in enumerate(Level)},
        tools=Tools(versions={}, files={}),
        sealed_at="2026-11-23T09:30:00.000Z",
    )


def best_of(*runs: Ran) -> Ran:
    """The quickest run: what others do on the machine only ever adds."""
    return min(runs, key=lambda ran: ran.wall)


def show_run(name: str, ran: Ran, floor: Ran, limit: str, *, good: bool) -> bool:
    verdict = "" if not limit else f"   limit {limit}" + ("" if good else "   TOO SLOW")
    ratio = ran.wall / floor.wall
    print(f"  {name:34} {ran.wall:7.2f} s  x{ratio:5.2f}  {ran.megabytes:5.0f} MB{verdict}")
    return good


def bench_verify(pages: int) -> bool:
    """`takeover verify` against pyHanko's validation with difference analysis."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "signed.pdf"
        data = signed_by_five(pages)
        file.write_bytes(data)
        print(f"\nVerify ({len(open_strictly(data).pages)} pages, five signatures)")
        judge = run_python("-c", PYHANKO, file)
        ours = best_of(*(run_takeover("verify", file) for _ in range(3)))
    assert (judge.code, ours.code) == (0, 4), (judge, ours)
    quick = ours.wall <= SECONDS[pages] * SLACK and ours.megabytes <= MEGABYTES
    faster = pages < max(PAGES) or judge.wall / ours.wall >= FASTER / SLACK
    show_run("pyHanko, with differences", judge, judge, "", good=True)
    limit = f"{SECONDS[pages]} s, {MEGABYTES} MB" + ("" if pages < max(PAGES) else f", {FASTER} times faster")
    return show_run("takeover verify", ours, judge, limit, good=quick and faster)


def bench_sign() -> bool:
    """`takeover sign` of a file that four have signed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = signed_by_five(12)
        (folder / "four.pdf").write_bytes(data[: find_extents(data)[4].end])
        years = (dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2080, 1, 1, tzinfo=dt.UTC))
        key = make_identity(
            common_name="witness",
            organisation="Example",
            passphrase=b"x",
            valid_from=years[0],
            valid_until=years[1],
            test=True,
        )
        (folder / "key.p12").write_bytes(key)
        (folder / "passphrase").write_text("x")
        options = ("--as", "witness", "--identity", folder / "key.p12", "--passphrase-file", folder / "passphrase")
        calls = (("sign", folder / "four.pdf", *options, "-o", folder / f"{turn}.pdf") for turn in range(3))
        ran = best_of(*(run_takeover(*call) for call in calls))
    print("\nSign (12 pages, the fifth signature)")
    assert ran.code == 0, ran.err
    return show_run("takeover sign", ran, ran, f"{SIGN_SECONDS} s", good=ran.wall <= SIGN_SECONDS * SLACK)


if __name__ == "__main__":
    import sys

    results = [*(bench_verify(pages) for pages in PAGES), bench_sign()]
    sys.exit(0 if all(results) else 1)
