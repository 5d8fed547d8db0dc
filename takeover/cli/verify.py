"""`takeover verify FILE [FILE2 ...]`: has it been changed, who signed, and does it fit what it is compared with?

With `-C`, the settings and the options of `beside` it says more than the file alone can show. Several files are
verified one by one and then together. The result can be kept as a page (`-o`), and handed on as a kit (`--kit`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from takeover.baseline.check import check_edition
from takeover.baseline.reopen import reopen_edition
from takeover.cli.attached import Attached, find_attached
from takeover.cli.beside import Wishes, gather_outside, gather_trust, open_record, read_expected, read_trusted
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import read_file
from takeover.cli.limits import limit_memory
from takeover.cli.result import write_page
from takeover.cli.verification_kit import write_kit
from takeover.errors import BadInput, Exit, Refused, UsageError
from takeover.signing.describe import (
    describe_together,
    describe_verification,
    together_to_plain,
    verification_to_plain,
)
from takeover.signing.model import Finding, LayerName, State, Verdict, Verification, gravest
from takeover.signing.outside import Outside
from takeover.signing.pairs import judge_together
from takeover.signing.verify import verify_pdf

EXITS = {Verdict.PASSED: Exit.DONE, Verdict.FAILED: Exit.NO, Verdict.INDETERMINATE: Exit.UNDECIDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A file with what was found in it."""

    file: Path
    data: bytes
    attached: Attached | None
    found: Verification


@click.command("verify")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, metavar="FINGERPRINT", help="SHA-256 of a certificate that you trust.")
@click.option(
    "--expect", metavar="HASH", default="", help="The root or the PDF's SHA-256 that you noted, or its beginning."
)
@click.option("--evidence", multiple=True, type=click.Path(path_type=Path), help="A file that the baseline must name.")
@click.option("--rebuild", is_flag=True, help="Render the sealed pages again and compare the bytes.")
@click.option("--deep", is_flag=True, help="Ask pyHanko for a second opinion; takes many times as long.")
@click.option("--templates", type=click.Path(path_type=Path), help="The house style that it was made in.")
@click.option("--kit", type=click.Path(path_type=Path), help="Write a zip for somebody who has only Python.")
@with_output
@with_desk
def command(
    desk: Desk, *, files: tuple[Path, ...], trust: tuple[str, ...], expect: str, kit: Path | None, **wanted: Any
) -> None:
    """Verify the baseline FILE, offline; several files also together. With -C DIR against that takeover's record.

    Exit code: 0 PASSED, 1 FAILED, 4 INDETERMINATE (intact, but not everything can be decided from here), 3 not a
    baseline. -o writes the result as a page.
    """
    if len(files) > 1 and (expect or kit or desk.output):
        raise UsageError("CM111")
    wishes = Wishes(trust=tuple(map(read_trusted, trust)), expect=read_expected(expect), **wanted)
    told = tuple(verify_file(desk, file, wishes) for file in files)
    together = compare_files(told) if len(told) > 1 else ()
    if kit:
        refuse_kit_of_failed(told[0])
        write_kit(desk, kit, told[0].file, told[0].data, told[0].found)
    if desk.output:
        write_page(desk, desk.output, told[0].file, told[0].data, told[0].found)
    show_files(desk, told, together)
    raise click.exceptions.Exit(EXITS[worst_verdict(told, together)])


def verify_file(desk: Desk, file: Path, wishes: Wishes) -> Verified:
    """Verify one file with all that is at hand."""
    data = read_file(file)
    try:
        with nullcontext() if wishes.rebuild or wishes.deep else limit_memory():
            return _verify_bytes(desk, file, data, wishes)
    except MemoryError as error:
        raise BadInput("SG081") from error


def _verify_bytes(desk: Desk, file: Path, data: bytes, wishes: Wishes) -> Verified:
    attached = find_attached(data)
    outside, trusted = Outside(expect=wishes.expect), frozenset(wishes.trust)
    if attached:
        store = open_record(desk)
        outside = gather_outside(desk, wishes, store, attached)
        trusted = gather_trust(wishes, store.situation if store else None, attached.manifest)
    found = verify_pdf(data, trusted=trusted, check_edition=check_edition, deep=wishes.deep, beside=outside)
    return Verified(file=file, data=data, attached=attached, found=found)


def compare_files(told: Sequence[Verified]) -> tuple[Finding, ...]:
    """Compare the editions inside files that were verified; one without an intact edition cannot be compared."""
    broken = [
        item for item in told if item.attached is None or item.found.layer(LayerName.EDITION).state is State.FAILED
    ]
    findings = [
        Finding(key="signing.pair.unreadable", details={"file": str(item.file)}, state=State.INDETERMINATE)
        for item in broken
    ]
    editions = [reopen_edition(*item.attached.files) for item in told if item.attached and item not in broken]
    return (*findings, *judge_together(editions))


def worst_verdict(told: Sequence[Verified], together: Sequence[Finding]) -> Verdict:
    """Return the verdict on all files: the gravest of them and of the comparison."""
    states = [State(item.found.verdict.value) for item in told]
    return Verdict(gravest([*states, *(finding.state for finding in together)]).value)


def refuse_kit_of_failed(item: Verified) -> None:
    """Refuse to hand on a file that failed.

    Raises:
        Refused: it did.
    """
    if item.found.verdict is Verdict.FAILED:
        raise Refused("CM112", file=item.file)


def show_files(desk: Desk, told: Sequence[Verified], together: Sequence[Finding]) -> None:
    """Give the answer: for one file its own; for several each under its name, then what they prove together."""
    if len(told) == 1:
        show_verification(desk, told[0].found)
        return
    lines: list[str] = []
    for item in told:
        lines += [f"{item.file}", *(f"  {line}" for line in describe_verification(item.found, desk.catalogue)), ""]
    plain = {
        "format": "takeover-verifications/1",
        "verdict": worst_verdict(told, together).value,
        "files": [{"file": str(item.file), **verification_to_plain(item.found, desk.catalogue)} for item in told],
        "together": together_to_plain(together, desk.catalogue),
    }
    desk.give("\n".join((*lines, *describe_together(together, desk.catalogue))), plain)


def show_verification(desk: Desk, found: Verification) -> None:
    """Give the answer on one file: verdict and sentence first, then every layer."""
    desk.give("\n".join(describe_verification(found, desk.catalogue)), verification_to_plain(found, desk.catalogue))
