"""`takeover receive --ink | --platform | --seal SCAN`: what was signed on paper, or printed anew by a platform.

1. Read the codes of all sheets. 2. Bind them to one sealed edition, page by page; all that is wrong is said at once.
3. Learn who signed and what was written by hand: from the options, else by asking. 4. Keep the scans as evidence.
5. Enter all of it as one line: for each signer how it came, and the handwriting as numbered reservations.

Nothing is kept before step 4. What the sheets show besides their codes is what a person says who looked at them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takeover.baseline.model import EditionName
from takeover.cli.desk import Desk
from takeover.cli.files import read_file
from takeover.cli.folder import TakeoverFolder
from takeover.cli.paper import Paper, ask_signers
from takeover.cli.sealed import (
    Sealed,
    choose_day,
    choose_sealed,
    find_sealed_pdf,
    keep_papers,
    list_items,
    make_stamp,
    name_signer,
)
from takeover.errors import BadInput, Refused
from takeover.problems import Problem
from takeover.record.kinds import Evidence, Grade, Kind
from takeover.record.signoff_kinds import received
from takeover.roles import name_role
from takeover.signing.ink import (
    InkSigner,
    SealedPages,
    Sheet,
    bind_scan,
    check_signers,
    describe_pages,
    list_pages,
    write_numbers,
)
from takeover.signing.receive import keep_reservations
from takeover.signing.revisions import read_revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """A scan and the sealed edition that it is of."""

    sealed: Sealed
    pdf: bytes
    pages: SealedPages
    scan: tuple[Sheet, ...]

    @property
    def found(self) -> tuple[int, ...]:
        """The pages that the scan has."""
        return tuple(list_pages(self.scan, self.pages))


def receive_paper(
    desk: Desk,
    takeover: TakeoverFolder,
    paper: Paper,
    *,
    number: int | None,
    edition: str | None,
    on: dt.datetime | None,
    papers: Sequence[Path] = (),
) -> None:
    """Bind a scan to a sealed edition and enter who signed it; `papers` are further evidence.

    Raises:
        BadInput: a file that cannot be read (SG109), or sheets that are not what they should be (CM138), all named.
        Refused: nothing was sealed, the sealed PDF is not at hand (CM139, CM140), or the scan is a digital copy of it
            (CM141) or was entered before (CM142).
        UsageError: nobody is named, and nobody can be asked or nobody signed.
    """
    contents = [(file.name, read_file(file)) for file in paper.files]
    day = choose_day(takeover, on)
    bound = _bind(desk, takeover, paper, contents, number=number, edition=edition)  # 1, 2
    known = frozenset(party.role for party in takeover.situation.parties.values())
    signers = paper.signers or ask_signers(desk, bound.scan, bound.pages, day=day, known=known)  # 3
    if not signers:
        raise Refused("CM143")
    _refuse_problems(check_signers(signers, bound.scan, bound.pages))
    evidence = keep_papers(takeover, paper.files, Grade.E3) + keep_papers(takeover, papers)  # 4
    items = list_items(bound.pdf)
    built = (_build_bodies(takeover, bound, paper, signer, day, evidence, items) for signer in signers)
    takeover.store.append([body for bodies in built for body in bodies])  # 5
    _give(desk, takeover, bound, paper, signers)


def _bind(
    desk: Desk,
    takeover: TakeoverFolder,
    paper: Paper,
    contents: Sequence[tuple[str, bytes]],
    *,
    number: int | None,
    edition: str | None,
) -> _Bound:
    from takeover.signing.pictures import read_scan

    desk.say("cli.ink.reading", count=len(contents))
    scan = read_scan(contents)
    sealed = choose_sealed(takeover, number, edition or _edition_of(scan))
    pdf = _find_pdf(takeover, sealed, paper)
    _refuse_copies(takeover, sealed, contents, pdf)
    pages = describe_pages(
        pdf,
        baseline=sealed.number,
        root=sealed.seal.root,
        edition=sealed.edition,
        others={seal.root: seal.baseline for seal in takeover.situation.seals() if seal.root != sealed.seal.root},
    )
    wanted = () if paper.signed_pages_only else range(1, pages.pages + 1)
    _refuse_problems(bind_scan(scan, pages, wanted=wanted, unmarked=paper.other_sheets))
    return _Bound(sealed=sealed, pdf=pdf, pages=pages, scan=scan)


def _edition_of(scan: Sequence[Sheet]) -> EditionName | None:
    """Return the edition that all codes name, if they agree."""
    named = {mark.edition for sheet in scan for mark in sheet.marks}
    return named.pop() if len(named) == 1 else None


def _find_pdf(takeover: TakeoverFolder, sealed: Sealed, paper: Paper) -> bytes:
    """Find the sealed PDF, which says how many pages there are and where the boxes lie."""
    if paper.sealed_file is None:
        pdf = find_sealed_pdf(takeover, sealed)
        if pdf is None:
            raise Refused("CM139", folder=takeover.out, number=sealed.number, edition=sealed.edition)
        return pdf
    data = read_file(paper.sealed_file)
    base = data if hashlib.sha256(data).hexdigest() == sealed.pdf else data[: _end_of_base(data)]
    if hashlib.sha256(base).hexdigest() != sealed.pdf:
        raise Refused("CM140", file=paper.sealed_file, number=sealed.number, edition=sealed.edition)
    return base


def _end_of_base(data: bytes) -> int:
    """Return where the sealed base of a signed copy ends; 0 for what cannot be read so."""
    try:
        return read_revisions(data).revisions[0].end
    except Exception:  # noqa: BLE001 - whatever it is, it is not the sealed PDF
        return 0


def _refuse_copies(takeover: TakeoverFolder, sealed: Sealed, contents: Sequence[tuple[str, bytes]], pdf: bytes) -> None:
    """Refuse the digital file in place of a scan, and a scan that was entered before."""
    entered = {
        str(item.get("sha256"))
        for entry in takeover.situation.by_kind.get(Kind.RECEIVED, ())
        if entry.body and entry.body["baseline"] == sealed.number
        for item in entry.body.get("evidence", ())
    }
    for name, data in contents:
        if data.startswith(pdf):
            raise Refused("CM141", file=name)
        if hashlib.sha256(data).hexdigest() in entered:
            raise Refused("CM142", file=name, number=sealed.number)


def _refuse_problems(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BadInput("CM138", problems=problems)


def _build_bodies(
    takeover: TakeoverFolder,
    bound: _Bound,
    paper: Paper,
    signer: InkSigner,
    day: dt.date,
    evidence: tuple[Evidence, ...],
    items: frozenset[str],
) -> list[dict[str, Any]]:
    stamp = make_stamp(takeover, bound.sealed, signer.on or day)
    party, named = name_signer(takeover, signer.role, signer.name, stamp)
    about: dict[str, Any] = {"baseline": bound.sealed.number, "edition": bound.sealed.edition, "party": party}
    text = "\n".join(signer.words)
    came = received(
        stamp,
        **about,
        form=paper.form,
        pages=len(bound.found),
        sha256=evidence[0].sha256,
        text=text,
        evidence=evidence,
    )
    return [*named, came, *keep_reservations(stamp, **about, text=text, items=items)]


def _give(desk: Desk, takeover: TakeoverFolder, bound: _Bound, paper: Paper, signers: Sequence[InkSigner]) -> None:
    """Say which pages came, who signed where, and what that is worth."""
    pages = write_numbers(bound.found)
    edition = desk.text(f"signing.edition.name.{bound.sealed.edition}")
    lines = [desk.text("cli.ink.bound", pages=pages, number=bound.sealed.number, edition=edition)]
    for signer in signers:
        role, page = name_role(signer.role, desk.catalogue), bound.pages.boxes[signer.role]
        lines.append(desk.text("cli.ink.signer", role=role, page=page))
        lines += [f"  {line}" for line in signer.words]
    lines.append(desk.text("cli.ink.keep_paper"))
    plain = {
        "form": paper.form.value,
        "baseline": bound.sealed.number,
        "edition": bound.sealed.edition.value,
        "pages": list(bound.found),
        "of": bound.pages.pages,
        "signed": [{"role": signer.role.value, "wrote": list(signer.words)} for signer in signers],
        "head": takeover.store.chain.head.hex(),
    }
    desk.give("\n".join(lines), plain)
